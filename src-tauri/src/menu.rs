//! The native menu. It has no accelerators: a key of the menu would fire while an input method is
//! composing, so all keys belong to the page. An item tells the page which command was chosen.

use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Emitter, Wry};
use yandu_api::{Language, UndoState};

/// Command of the page, Chinese, English.
type Item = (&'static str, &'static str, &'static str);

const FILE: [Item; 7] = [
    ("new-note", "新建笔记", "New Note"),
    ("import-files", "导入文件…", "Import Files…"),
    ("import-folder", "导入文件夹…", "Import Folder…"),
    ("import-paste", "导入剪贴板文字", "Import Clipboard Text"),
    ("export-annotations", "导出批注…", "Export Annotations…"),
    ("import-annotations", "导入批注…", "Import Annotations…"),
    ("settings", "设置…", "Settings…"),
];
const EDIT: [Item; 7] = [
    ("undo", "撤销", "Undo"),
    ("redo", "重做", "Redo"),
    ("copy-with-source", "复制并注明出处", "Copy with Source"),
    (
        "copy-citation",
        "复制引文著录（GB/T 7714）",
        "Copy Citation (GB/T 7714)",
    ),
    ("find", "在本文中查找", "Find in Text"),
    ("search", "检索资料库", "Search Library"),
    ("edit-details", "修改资料信息…", "Edit Details…"),
];
const VIEW: [Item; 7] = [
    ("quick-open", "快速打开…", "Quick Open…"),
    ("toggle-tree", "显示或隐藏目录树", "Show or Hide Tree"),
    ("toggle-list", "显示或隐藏资料列表", "Show or Hide List"),
    ("toggle-outline", "显示或隐藏提纲", "Show or Hide Outline"),
    (
        "toggle-details",
        "显示或隐藏资料信息",
        "Show or Hide Details",
    ),
    (
        "toggle-annotations",
        "显示或隐藏批注",
        "Show or Hide Annotations",
    ),
    ("fullscreen", "全屏", "Full Screen"),
];
const GO: [Item; 2] = [("back", "后退", "Back"), ("forward", "前进", "Forward")];
const HELP: [Item; 1] = [("shortcuts", "键盘快捷键", "Keyboard Shortcuts")];

/// Puts the menu in the window.
pub(crate) fn set(app: &AppHandle, language: Language) -> tauri::Result<()> {
    app.set_menu(build(app, language)?)?;
    Ok(())
}

/// Says in the menu what would be undone and done again.
pub(crate) fn name_undo(app: &AppHandle, names: &UndoState) {
    let Some(menu) = app.menu() else { return };
    let words = [("undo", &names.undo), ("redo", &names.redo)];
    for (id, name) in words {
        let Some(item) = find_item(&menu, id) else {
            continue;
        };
        let plain = EDIT.iter().find(|(known, ..)| *known == id);
        let (_, chinese, word) = plain.copied().unwrap_or_default();
        let english = item.text().is_ok_and(|text| text.starts_with(word));
        let word = if english { word } else { chinese };
        let text = match name {
            Some(name) if english => format!("{word} {name}"),
            Some(name) => format!("{word}：{name}"),
            None => word.to_owned(),
        };
        let _ = item.set_text(text);
    }
}

fn find_item(menu: &Menu<Wry>, id: &str) -> Option<MenuItem<Wry>> {
    let menus = menu.items().ok()?.into_iter();
    let mut found = menus.filter_map(|m| m.as_submenu().and_then(|s| s.get(id)));
    found.next()?.as_menuitem().cloned()
}

/// Tells the page which command was chosen.
pub(crate) fn chosen(app: &AppHandle, id: &str) {
    if id == "quit" {
        app.exit(0);
    } else {
        let _ = app.emit("menu", id);
    }
}

fn build(app: &AppHandle, language: Language) -> tauri::Result<Menu<Wry>> {
    let word = |chinese: &'static str, english: &'static str| match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let submenu = |title: &str,
                   items: &[Item]|
     -> tauri::Result<SubmenuBuilder<'_, Wry, AppHandle>> {
        let mut menu = SubmenuBuilder::new(app, title);
        for (id, chinese, english) in items {
            menu = menu.item(&MenuItemBuilder::with_id(*id, word(chinese, english)).build(app)?);
        }
        Ok(menu)
    };
    let quit = MenuItemBuilder::with_id("quit", word("退出", "Quit")).build(app)?;
    let file = submenu(word("文件", "File"), &FILE)?
        .separator()
        .item(&quit)
        .build()?;
    MenuBuilder::new(app)
        .item(&file)
        .item(&submenu(word("编辑", "Edit"), &EDIT)?.build()?)
        .item(&submenu(word("查看", "View"), &VIEW)?.build()?)
        .item(&submenu(word("转到", "Go"), &GO)?.build()?)
        .item(&submenu(word("帮助", "Help"), &HELP)?.build()?)
        .build()
}
