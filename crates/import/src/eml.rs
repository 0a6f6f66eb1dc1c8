//! Mails as programs save them (RFC 5322, MIME): head, body, attachments. Signatures and receipts stay out.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use yandu_document::{Claims, LineRole, SourceLine, SourceText};

use crate::attached::Letter;
use crate::html::import_html;
use crate::{Format, ImportError, Imported, Importer, Options, mhtml};

/// The importer of EML.
pub(crate) struct Eml;

/// Bytes within which the head of a mail is known.
const HEAD: usize = 16_384;

/// The fields at the start of a mail in lower case, each behind a line break; `None` for a file that has none.
pub(crate) fn head(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let text = String::from_utf8_lossy(head).replace("\r\n", "\n");
    let text = text.trim_start_matches(['\u{feff}', '\n']);
    let head = text.split("\n\n").next()?;
    let first = head.split(':').next()?;
    let is_field = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (is_field(first) && head.contains(':')).then(|| format!("\n{}", head.to_ascii_lowercase()))
}

impl Importer for Eml {
    fn format(&self) -> Format {
        Format::Eml
    }

    fn sniff(&self, bytes: &[u8], name: &str) -> bool {
        const FIELDS: [&str; 10] = [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "received",
            "mime-version",
            "return-path",
            "content-type",
            "delivered-to",
        ];
        let Some(head) = head(bytes) else {
            return false;
        };
        let count = FIELDS
            .iter()
            .filter(|f| head.contains(&format!("\n{f}:")))
            .count();
        let named = name.to_ascii_lowercase().ends_with(".eml");
        count >= if named { 1 } else { 3 }
    }

    fn import(&self, bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
        let message = MessageParser::default()
            .parse(bytes)
            .ok_or_else(|| ImportError::damaged("EML", "不是邮件"))?;
        let mut letter = Letter::new(options);
        add_head(&mut letter, &message);
        add_body(&mut letter, &message);
        for (name, bytes) in attachments(&message) {
            letter.attach(&name, &bytes);
        }
        Ok(letter.finish(self.format()))
    }
}

fn people(address: Option<&Address<'_>>) -> String {
    let named = address.into_iter().flat_map(|a| a.iter());
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{} <{address}>", name.trim()),
        (Some(only), None) | (None, Some(only)) => only.trim().to_owned(),
        (None, None) => String::new(),
    };
    named.map(one).collect::<Vec<_>>().join("、")
}

fn add_head(letter: &mut Letter<'_>, message: &Message<'_>) {
    let subject = message.subject().unwrap_or_default().trim().to_owned();
    if !subject.is_empty() {
        letter.source.lines.push(SourceLine {
            text: subject.clone(),
            role: LineRole::Title,
        });
    }
    letter.head("发件人", &people(message.from()));
    letter.head("收件人", &people(message.to()));
    letter.head("抄送", &people(message.cc()));
    let date = message.date();
    let said = date.map(|d| {
        format!(
            "{}年{}月{}日 {:02}:{:02}",
            d.year, d.month, d.day, d.hour, d.minute
        )
    });
    letter.head("日期", &said.unwrap_or_default());
    let names: Vec<String> = attachments(message).map(|(name, _)| name).collect();
    letter.head("附件", &names.join("、"));
    let author = message
        .from()
        .and_then(|a| a.first())
        .and_then(|a| a.name());
    letter.source.claims = Claims {
        title: Some(subject).filter(|s| !s.is_empty()),
        author: author
            .map(|a| a.trim().to_owned())
            .filter(|a| !a.is_empty()),
        publish_date: date.and_then(|d| {
            format!("{}-{:02}-{:02}", d.year, d.month, d.day)
                .parse()
                .ok()
        }),
        ..Claims::default()
    };
}

/// The body: the page where there is one, for its tables and pictures, else the plain text.
fn add_body(letter: &mut Letter<'_>, message: &Message<'_>) {
    let is_page = |id: &u32| {
        let part = message.part(*id);
        part.is_some_and(|p| matches!(p.body, PartType::Html(_)))
    };
    let mut ids = &message.html_body;
    if !ids.iter().any(is_page) {
        ids = &message.text_body;
    }
    for part in ids.iter().filter_map(|id| message.part(*id)) {
        let Some(text) = mhtml::text(part) else {
            continue;
        };
        if matches!(part.body, PartType::Html(_)) {
            let find = |address: &str| {
                let id = address.strip_prefix("cid:")?;
                let part = message.parts.iter().find(|p| p.content_id() == Some(id))?;
                Some(part.contents().to_vec())
            };
            letter.body(import_html(&mailed(&text), Format::Eml, None, &find));
        } else {
            letter.body(Imported::new(Format::Eml, SourceText::from_plain(&text)));
        }
    }
}

/// The page of a mail has no menus around it, whatever links it has.
pub(crate) fn mailed(html: &str) -> String {
    format!("<meta name=generator content=\"Microsoft Word\">{html}")
}

/// The attachments with their names; pictures that the page shows are none.
fn attachments<'m>(message: &'m Message<'_>) -> impl Iterator<Item = (String, Vec<u8>)> + 'm {
    let of = |part: &MessagePart<'_>| {
        let nested = match &part.body {
            PartType::Message(message) => message.subject().map(|s| format!("{s}.eml")),
            _ => None,
        };
        let name = part.attachment_name().map(str::to_owned).or(nested);
        (
            name.unwrap_or_else(|| "未命名".to_owned()),
            part.contents().to_vec(),
        )
    };
    let is_picture = |part: &MessagePart<'_>| {
        matches!(part.body, PartType::InlineBinary(_)) && part.content_id().is_some()
    };
    let attached = message.attachments().filter(|part| !is_signature(part));
    attached.filter(move |part| !is_picture(part)).map(of)
}

/// What programs add to a mail for each other.
fn is_signature(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|t| {
        let kind = t.subtype().unwrap_or_default();
        matches!(
            kind,
            "pkcs7-signature" | "x-pkcs7-signature" | "pgp-signature" | "calendar"
        ) || matches!(kind, "delivery-status" | "disposition-notification")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mail: &str) -> Imported {
        crate::import(mail.as_bytes(), "a.eml", &Options::default()).unwrap()
    }

    #[test]
    fn head_body_and_attachments() {
        let mail = "From: =?utf-8?B?5byg5LiJ?= <a@example.invalid>\nTo: b@example.invalid\nSubject: =?utf-8?B?5YWz5LqO6K+75Lmm?=\n\
            Date: Mon, 4 Mar 2024 09:05:00 +0800\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
            --B\nContent-Type: text/plain; charset=utf-8\n\n请查收。\n\
            --B\nContent-Type: text/html; charset=utf-8\nContent-Disposition: attachment; filename=\"a.html\"\n\n<html><body><p>附来的网页</p></body></html>\n\
            --B\nContent-Type: application/x-unknown\nContent-Disposition: attachment; filename=\"b.7z\"\nContent-Transfer-Encoding: base64\n\nN3q8rwA=\n--B--\n";
        let read = read(mail);
        assert_eq!(read.format, Format::Eml);
        let texts: Vec<&str> = read.source.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(
            &texts[..3],
            [
                "关于读书",
                "发件人：张三 <a@example.invalid>",
                "收件人：b@example.invalid"
            ]
        );
        assert!(texts[3].starts_with("日期：2024年3月4日"));
        assert!(texts.contains(&"请查收。"));
        let part = read.source.parts[0] as usize;
        assert_eq!(&texts[part..part + 2], ["附件1", "附来的网页"]);
        assert!(read.warnings.iter().any(|w| w.contains("b.7z")));
    }

    #[test]
    fn a_text_with_colons_is_no_mail() {
        assert!(!Eml.sniff("通知: 一\n\n二".as_bytes(), "a.txt"));
        assert!(!Eml.sniff(b"Note: a\nTo: b\n\nc", "a.txt"));
        assert!(Eml.sniff(b"From: a\nTo: b\nSubject: c\n\nd", "a.txt"));
    }
}
