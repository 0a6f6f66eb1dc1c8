//! 引文和出处: a passage as it is quoted in a Chinese office.

use rusqlite::OptionalExtension;
use yandu_document::{Date, TextPositionSelector, TextQuoteSelector};
use yandu_export::CitationStyle;

use crate::annotations::texts_of;
use crate::documents::block_key;
use crate::{Library, LibraryError};

impl Library {
    /// “…”（发言人：《题目》，日期，地址）; what is not known is left out.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::EmptySelection`].
    pub fn passage_with_source(
        &self,
        document: &str,
        at: TextPositionSelector,
    ) -> Result<String, LibraryError> {
        let key = self.row_of(document)?;
        let (at, exact) = self.passage_text(key, at)?;
        let sql = "SELECT title, coalesce(speaker, issuer), date FROM document WHERE id = ?1";
        let (title, source, date): (String, Option<String>, Option<String>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let address = self.block_text(key, at.block)?.map(|b| b.1);
        let page = self.page_of(key, at.block)?.map(|n| format!("第{n}页"));
        let mut about = match source {
            Some(source) => format!("{source}：《{title}》"),
            None => format!("《{title}》"),
        };
        let date = date.map(|d| Date::read(&d).map_or(d, |d| d.chinese()));
        for part in date
            .into_iter()
            .chain(address)
            .chain(page)
            .filter(|p| !p.is_empty())
        {
            about.push('，');
            about.push_str(&part);
        }
        Ok(format!("{}（{about}）", quoted(&exact)))
    }

    /// The passage in quotation marks, and below it the citation of its document in a style.
    ///
    /// # Errors
    /// As [`Library::passage_with_source`].
    pub fn passage_with_citation(
        &self,
        document: &str,
        at: TextPositionSelector,
        style: CitationStyle,
    ) -> Result<String, LibraryError> {
        let (_, exact) = self.passage_text(self.row_of(document)?, at)?;
        Ok(format!(
            "{}\n{}",
            quoted(&exact),
            self.cite(document, style)?
        ))
    }

    /// Page of the file on which a block begins.
    fn page_of(&self, key: i64, block: u32) -> Result<Option<u32>, LibraryError> {
        let sql = "SELECT page FROM block WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row([block_key(key, block)], |row| row.get(0));
        Ok(found.optional()?.flatten())
    }

    /// A stretch within the text, and what stands there.
    fn passage_text(
        &self,
        key: i64,
        at: TextPositionSelector,
    ) -> Result<(TextPositionSelector, String), LibraryError> {
        let blocks = texts_of(&self.connection, key)?;
        let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let at = at.within(&texts).ok_or(LibraryError::EmptySelection)?;
        let exact = TextQuoteSelector::of(&texts, &at).exact;
        if exact.trim().is_empty() {
            return Err(LibraryError::EmptySelection);
        }
        Ok((at, exact))
    }
}

/// In quotation marks; those inside become single ones (GB/T 15834—2011, 4.8.3.3).
fn quoted(text: &str) -> String {
    let inner = text.trim().replace('“', "‘").replace('”', "’");
    format!("“{inner}”")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn marks_inside_become_single_ones() {
        assert_eq!(quoted("要破除“两张皮”问题"), "“要破除‘两张皮’问题”");
    }
}
