//! `watch`

use yandu::{ImportOptions, Library};

use crate::arguments::Watch;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(library: &mut Library, command: &Watch, output: &Output) -> Result<(), Failure> {
    match command {
        Watch::Add { path, collection } => {
            let folder = library.add_watched_folder(path, collection.as_deref())?;
            if output.json {
                return output.json(&folder);
            }
            output.note(format!("已开始监视 {}", folder.path));
            Ok(())
        }
        Watch::List => list(library, output),
        Watch::Remove { id } => {
            library.remove_watched_folder(*id)?;
            output.done(output.say(
                "已不再监视；导入的资料保留",
                "no longer watched; documents stay",
            ))
        }
        Watch::Run => look(library, output),
    }
}

fn list(library: &Library, output: &Output) -> Result<(), Failure> {
    let folders = library.list_watched_folders()?;
    if output.json {
        return output.json(&serde_json::json!({ "folders": folders }));
    }
    if folders.is_empty() {
        output.note("没有监视的文件夹；用 watch add 添加");
    }
    for folder in folders {
        let state = match (folder.reachable, folder.polling) {
            (false, _) => "无法访问",
            (true, true) => "网络文件夹",
            (true, false) => "本机",
        };
        output.line(format!(
            "{}\t{state}\t{} 个文件\t{}",
            folder.id, folder.files, folder.path
        ));
    }
    Ok(())
}

fn look(library: &mut Library, output: &Output) -> Result<(), Failure> {
    let (mut added, mut updated, mut gone, mut problems) = (0, 0, 0, 0);
    for folder in library.list_watched_folders()? {
        let changes = library.watched_changes(folder.id)?;
        let options = ImportOptions {
            collection: folder.collection,
            by_itself: true,
            ..ImportOptions::default()
        };
        let away = yandu::WatchedChanges {
            changed: Vec::new(),
            ..changes.clone()
        };
        library.settle_watched(folder.id, &away)?;
        let report = library.import(&changes.changed, &options, &mut |_, _, item| {
            output.note(super::import::line(item));
            true
        })?;
        library.settle_watched(folder.id, &changes)?;
        for place in &changes.denied {
            output.note(format!("无法读取，已跳过：{}", place.display()));
        }
        added += report.added;
        updated += report.updated;
        problems += report.refused + report.failed;
        gone += changes.gone.len();
    }
    library.flush_index()?;
    if output.json {
        return output.json(&serde_json::json!({ "added": added, "updated": updated, "gone": gone, "problems": problems }));
    }
    output.line(format!(
        "新增 {added}，更新 {updated}，移走 {gone}，未能导入 {problems}"
    ));
    Ok(())
}
