//! MHTML: a web page that a browser saved with its parts.

use mail_parser::{MessageParser, MimeHeaders};

use crate::html::import_html;
use crate::{Format, ImportError, Imported, Importer, Options};

/// The importer of MHTML.
pub(crate) struct Mhtml;

impl Importer for Mhtml {
    fn format(&self) -> Format {
        Format::Mhtml
    }

    fn sniff(&self, bytes: &[u8], _name: &str) -> bool {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
        head.contains("mime-version:") && head.contains("multipart/related")
    }

    fn import(&self, bytes: &[u8], _options: &Options) -> Result<Imported, ImportError> {
        let damaged = |detail: &str| ImportError::damaged("MHTML", detail);
        let message = MessageParser::default()
            .parse(bytes)
            .ok_or_else(|| damaged("不是 MIME 文件"))?;
        let page = message.parts.iter().find(|part| {
            part.content_type()
                .is_some_and(|t| t.ctype() == "text" && t.subtype() == Some("html"))
        });
        let page = page.ok_or_else(|| damaged("没有网页正文"))?;
        let html = page
            .text_contents()
            .ok_or_else(|| damaged("网页正文无法解码"))?;
        Ok(import_html(html, self.format(), None))
    }
}
