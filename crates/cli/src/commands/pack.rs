//! `pack`

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use yandu::{Library, NewPack, PackSummary, PackTrust};

use crate::arguments::Pack;
use crate::failure::Failure;
use crate::files::{self, InputFile, OutputFile};
use crate::output::Output;

pub(crate) fn run(
    library: &mut Library,
    command: &Pack,
    output: &Output,
) -> Result<ExitCode, Failure> {
    match command {
        Pack::Create { .. } => create(library, command, output)?,
        Pack::Verify { file } => {
            let file = InputFile::open(file)?;
            let summary = library.verify_pack(file.path())?;
            if output.json {
                output.json(&summary)?;
            } else {
                describe(&summary, output);
            }
        }
        Pack::Import { file, trust } => return import(library, file, *trust, output),
        Pack::List => {
            let packs = library.list_packs()?;
            if output.json {
                output.json(&serde_json::json!({ "packs": packs }))?;
            }
            if packs.is_empty() {
                output.note(output.say("没有导入过资料包", "no packs were imported"));
            }
            for pack in packs.iter().filter(|_| !output.json) {
                output.line(format!(
                    "{}\t{}\t第 {} 版\t{}\t{}",
                    pack.id, pack.title, pack.version, pack.publisher, pack.imported_at
                ));
            }
        }
        Pack::Undo { id } => {
            let count = library.undo_pack(id)?;
            library.flush_index()?;
            match output.json {
                true => output.json(&serde_json::json!({ "undone": count }))?,
                false => output.note(format!("已撤回 {count} 项")),
            }
        }
        Pack::Identity => {
            let identity = library.identity()?;
            if output.json {
                output.json(&identity)?;
            } else {
                output.line(format!(
                    "名称：{}\n指纹：{}\n公钥：{}",
                    identity.name, identity.fingerprint, identity.key
                ));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn create(library: &mut Library, command: &Pack, output: &Output) -> Result<(), Failure> {
    let Pack::Create {
        title,
        ids,
        collection,
        lists,
        annotations,
        update,
        output: target,
    } = command
    else {
        return Ok(());
    };
    let new = NewPack {
        title: title.clone(),
        documents: ids.clone(),
        collection: collection.clone(),
        lists: lists.clone(),
        annotations: *annotations,
        update: *update,
    };
    let place = OutputFile::at(target, "yandu", output)?;
    let file = library.create_pack(&new, place.path())?;
    place.finish()?;
    if output.json && !files::is_standard(target) {
        return output.json(&file);
    }
    output.note(format!(
        "已写入 {}：第 {} 版，{} 篇资料，{} 字节",
        target.display(),
        file.version,
        file.documents,
        file.bytes
    ));
    for title in &file.left_out {
        output.note(format!("标有密级，未放入：{title}"));
    }
    Ok(())
}

fn import(
    library: &mut Library,
    file: &Path,
    trust: bool,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let trust = if trust {
        PackTrust::New
    } else {
        PackTrust::Pinned
    };
    let stop = super::stop_on_interrupt();
    let bar = output.bar();
    let file = InputFile::open(file)?;
    let report = library.import_pack(file.path(), trust, &mut |done, total| {
        bar.set_length(u64::from(total));
        bar.set_position(u64::from(done));
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    let documents = &report.documents;
    if output.json {
        output.json(&report)?;
    } else {
        describe(&report.pack, output);
        output.line(format!(
            "添加 {}，更新 {}，重复 {}，未导入 {}，失败 {}；清单 {}，批注 {}{}",
            documents.added,
            documents.updated,
            documents.duplicates,
            documents.refused,
            documents.failed,
            report.lists,
            report.annotations,
            if documents.cancelled {
                "（已取消）"
            } else {
                ""
            }
        ));
    }
    let all_well = documents.refused + documents.failed == 0 && !documents.cancelled;
    Ok(ExitCode::from(u8::from(!all_well)))
}

fn describe(pack: &PackSummary, output: &Output) {
    let trusted = if pack.pinned {
        "已信任"
    } else {
        "尚未信任，请核对指纹"
    };
    output.line(format!(
        "《{}》第 {} 版，{}",
        pack.title, pack.version, pack.created_at
    ));
    output.line(format!(
        "发布者：{}（{trusted}）\n指纹：{}",
        pack.publisher, pack.fingerprint
    ));
    output.line(format!(
        "资料 {}，清单 {}，带批注的资料 {}",
        pack.documents, pack.lists, pack.annotated
    ));
}
