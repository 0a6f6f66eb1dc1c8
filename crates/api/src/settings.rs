//! How the window was left: language, theme, type, panes, what was being read. One JSON file; a field
//! that is missing or wrong costs no more than its default.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{ApiError, ApiErrorCode};

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub enum Language {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// 浅色
    Light,
    /// 深色
    Dark,
    /// 护眼
    Sepia,
}

/// The face of the text in the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReaderFace {
    /// 宋体
    #[default]
    Song,
    /// 仿宋
    Fangsong,
    /// 楷体
    Kai,
    /// 黑体
    Hei,
}

/// How a text is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct ReaderSettings {
    /// Face.
    pub face: ReaderFace,
    /// Size, px, 14 to 32.
    pub size: u32,
    /// Line height in percent of the size, 140 to 240.
    pub line_height: u32,
    /// Width of a line in characters, 24 to 60.
    pub width: u32,
    /// First line indented by two characters.
    pub indent: bool,
}

impl Default for ReaderSettings {
    fn default() -> Self {
        ReaderSettings {
            face: ReaderFace::Song,
            size: 18,
            line_height: 180,
            width: 38,
            indent: true,
        }
    }
}

/// The panes: widths in px, and which are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct PaneSettings {
    /// Width of the tree.
    pub tree: u32,
    /// Width of the list.
    pub list: u32,
    /// The tree is shown.
    pub show_tree: bool,
    /// The list is shown.
    pub show_list: bool,
    /// The outline is shown beside the text.
    pub show_outline: bool,
    /// What is known of the document is shown beside the text.
    pub show_details: bool,
    /// The annotations are shown beside the text.
    pub show_annotations: bool,
}

impl Default for PaneSettings {
    fn default() -> Self {
        PaneSettings {
            tree: 208,
            list: 400,
            show_tree: true,
            show_list: true,
            show_outline: true,
            show_details: false,
            show_annotations: false,
        }
    }
}

/// What was shown last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct ReadingPlace {
    /// The node of the tree, as `all`, `kind:speech`, `tag:基层`.
    pub node: String,
    /// The document.
    pub document: Option<String>,
}

/// How things are found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct FindingSettings {
    /// Letters may be pinyin or initials.
    pub pinyin: bool,
    /// The search box suggests.
    pub suggest: bool,
    /// What was asked is remembered.
    pub history: bool,
}

impl Default for FindingSettings {
    fn default() -> Self {
        FindingSettings {
            pinyin: true,
            suggest: true,
            history: true,
        }
    }
}

/// All settings of the window.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Settings {
    /// Language.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Type.
    pub reader: ReaderSettings,
    /// Panes.
    pub panes: PaneSettings,
    /// What was shown last.
    pub place: ReadingPlace,
    /// Finding.
    pub finding: FindingSettings,
}

/// Reads the file; whatever is wrong with it, there are settings.
pub(crate) fn read_settings(file: &Path) -> Settings {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes the file beside itself and renames it, so that a cut leaves the old one.
pub(crate) fn write_settings(file: &Path, settings: &Settings) -> Result<(), ApiError> {
    let failed = |operation: &str, error: std::io::Error| {
        let message = format!("无法{operation}：{}（{error}）", file.display());
        ApiError::new(
            ApiErrorCode::Storage,
            &message,
            "请检查磁盘空间和文件夹权限",
        )
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|e| failed("创建设置文件夹", e))?;
    }
    let text = serde_json::to_string_pretty(settings)
        .map_err(|e| failed("保存设置", std::io::Error::other(e)))?;
    let aside = file.with_extension("json.new");
    std::fs::write(&aside, text).map_err(|e| failed("保存设置", e))?;
    std::fs::rename(&aside, file).map_err(|e| failed("保存设置", e))
}
