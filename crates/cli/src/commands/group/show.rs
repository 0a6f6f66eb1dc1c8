//! What is known here of groups.

use std::path::Path;

use yandu::{ExportContent, ExportSubject, GroupStanding, Library, Minutes};

use crate::arguments::Group;
use crate::failure::Failure;
use crate::files::{self, OutputFile};
use crate::output::Output;

pub(super) fn invite(
    library: &Library,
    group: &str,
    file: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let code = library.invite(group)?;
    if let Some(file) = file {
        files::write(file, code.as_bytes(), output)?;
    }
    if output.json {
        return output.json(&serde_json::json!({ "invitation": code }));
    }
    match file {
        Some(file) => output.note(format!("已写入 {}；请只交给要邀请的人", file.display())),
        None => output.line(code),
    }
    Ok(())
}

pub(super) fn members(library: &Library, group: &str, output: &Output) -> Result<(), Failure> {
    let members = library.list_group_members(group)?;
    let requests = library.list_group_requests(group)?;
    if output.json {
        return output.json(&serde_json::json!({ "members": members, "requests": requests }));
    }
    for member in &members {
        let standing = match member.active {
            true => chinese(member.role),
            false => "已离开",
        };
        let progress = member.progress.iter();
        let progress: Vec<String> = progress
            .map(|(title, done, all)| format!("《{title}》{done}/{all}"))
            .collect();
        output.line(format!(
            "{}\t{}\t{standing}\t{} 条\t{}\t{}",
            &member.id[..8],
            member.name,
            member.comments,
            member.fingerprint,
            progress.join(" ")
        ));
    }
    for request in &requests {
        let claims = match (&request.claims, request.replaces) {
            (Some(name), true) => format!("，自称是{name}，更换设备"),
            (Some(name), false) => format!("，自称是{name}的另一台设备"),
            _ => String::new(),
        };
        output.line(format!(
            "申请：{}\t{}{claims}\t指纹 {}",
            &request.device[..8],
            request.name,
            request.fingerprint
        ));
    }
    Ok(())
}

pub(super) fn status(
    library: &Library,
    group: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let groups = match group {
        Some(group) => vec![library.get_group(group)?],
        None => library.list_groups()?,
    };
    if output.json {
        return output.json(&serde_json::json!({ "groups": groups }));
    }
    if groups.is_empty() {
        output.note("还没有加入任何小组；网络：从不");
    }
    for group in groups {
        output.line(format!(
            "{}\t{}\t{}\t{} 人\t{} 条\t{}",
            &group.id[..8],
            group.title,
            chinese(group.standing),
            group.members,
            group.shared,
            group.line
        ));
        if group.requests > 0 {
            output.line(format!(
                "  有 {} 份加入申请，见 group members",
                group.requests
            ));
        }
    }
    Ok(())
}

pub(super) fn session(
    library: &Library,
    group: &str,
    document: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let Some(document) = document else {
        let materials = library.list_group_materials(group)?;
        if output.json {
            return output.json(&serde_json::json!({ "materials": materials }));
        }
        if materials.is_empty() {
            output.note(output.say(
                "小组里还没有资料；用 group share 共享",
                "the group has no documents yet; use group share",
            ));
        }
        for m in materials {
            output.line(format!(
                "{}\t{}\t{} 条，{} 条未讨论\t{}",
                m.document.as_deref().map_or("不在本库", |id| &id[..8]),
                m.title,
                m.annotations,
                m.undiscussed,
                m.by
            ));
        }
        return Ok(());
    };
    let session = library.group_session(group, document)?;
    if output.json {
        return output.json(&session);
    }
    if session.comments.is_empty() {
        output.note(output.say("还没有发言", "nothing was said yet"));
    }
    for comment in &session.comments {
        let a = &comment.annotation;
        let mark = if comment.discussed { "✓" } else { " " };
        output.line(format!(
            "{mark} {}\t{}\t“{}”\t{}",
            &a.id[..8],
            a.author,
            a.exact,
            a.comment
        ));
        for reply in &a.replies {
            output.line(format!("    {}：{}", reply.author, reply.comment));
        }
    }
    Ok(())
}

pub(super) fn minutes(library: &Library, command: &Group, output: &Output) -> Result<(), Failure> {
    let Group::Minutes {
        group,
        output: target,
        documents,
        date,
        present,
        discussed,
        format,
    } = command
    else {
        return Ok(());
    };
    let subject = ExportSubject::Minutes(Minutes {
        group: group.clone(),
        documents: documents.clone(),
        date: date.map(|date| date.to_string()),
        present: present.clone(),
        discussed_only: *discussed,
    });
    let format = crate::commands::export::format(*format, target)?;
    let place = OutputFile::at(target, format.ending(), output)?;
    let prepared = library.prepare_export(&subject, format, &ExportContent::default())?;
    let file = prepared.write(place.path(), &mut |_, _| true)?;
    place.finish()?;
    if files::is_standard(target) {
        return Ok(());
    }
    let bytes = file.map_or(0, |f| f.bytes);
    if output.json {
        return output.json(&serde_json::json!({ "path": target, "bytes": bytes }));
    }
    output.note(format!(
        "{} {}",
        output.say("已写入", "Written to"),
        target.display()
    ));
    Ok(())
}

fn chinese(standing: GroupStanding) -> &'static str {
    match standing {
        GroupStanding::Member => "组员",
        GroupStanding::Moderator => "管理员",
        GroupStanding::Founder => "创建者",
        GroupStanding::Waiting => "等待接纳",
        GroupStanding::Removed => "已被移出",
        GroupStanding::Left => "已退出",
    }
}
