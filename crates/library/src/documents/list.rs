//! Lists of documents.

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;
use yandu_document::Date;

use crate::{Library, LibraryError};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentOrder {
    /// Newest document first; undated last.
    #[default]
    Date,
    /// By title.
    Title,
    /// Last added first.
    Added,
    /// By kind, then newest first.
    Kind,
    /// By speaker or issuer; those without last.
    Source,
    /// Longest first.
    Chars,
}

/// Which documents.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    /// 类型, name on the wire
    pub kind: Option<String>,
    /// 年份
    pub year: Option<u16>,
    /// First day of the dates that are wanted; undated documents are left out then.
    pub from: Option<Date>,
    /// Last day of them.
    pub to: Option<Date>,
    /// 发文机关, part of it
    pub issuer: Option<String>,
    /// 讲话人, part of it
    pub speaker: Option<String>,
    /// 标签
    pub tag: Option<String>,
    /// 专题
    pub collection: Option<String>,
    /// Those in the trash instead.
    pub trashed: bool,
    /// The order.
    pub order: DocumentOrder,
    /// The other way round.
    pub reversed: bool,
    /// At most so many.
    pub limit: u32,
    /// From here on.
    pub offset: u32,
}

/// A document in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentSummary {
    /// Its id.
    pub id: String,
    /// 类型
    pub kind: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// 讲话人
    pub speaker: Option<String>,
    /// 发文机关
    pub issuer: Option<String>,
    /// 发文字号
    pub document_number: Option<String>,
    /// Chars of its text.
    pub chars: u32,
    /// Id of the document that carries it.
    pub parent: Option<String>,
}

/// A list with the number of all that fit.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentList {
    /// All that fit.
    pub total: u32,
    /// Those asked for.
    pub items: Vec<DocumentSummary>,
}

impl Library {
    /// Lists documents.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_documents(&self, filter: &DocumentFilter) -> Result<DocumentList, LibraryError> {
        let (condition, mut values) = condition(filter);
        let count = format!("SELECT count(*) FROM document d WHERE {condition}");
        let total = self
            .connection
            .query_row(&count, params_from_iter(&values), |row| row.get(0))?;
        let order = order_by(filter.order, filter.reversed);
        let sql = format!(
            "SELECT d.uid, d.kind, d.title, d.date, d.speaker, d.issuer, d.number, d.chars, p.uid
             FROM document d LEFT JOIN document p ON p.id = d.parent
             WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        );
        values.push(Value::from(filter.limit));
        values.push(Value::from(filter.offset));
        let mut statement = self.connection.prepare(&sql)?;
        let items = statement.query_map(params_from_iter(&values), |row| {
            Ok(DocumentSummary {
                id: row.get(0)?,
                kind: row.get(1)?,
                title: row.get(2)?,
                date: row.get(3)?,
                speaker: row.get(4)?,
                issuer: row.get(5)?,
                document_number: row.get(6)?,
                chars: row.get(7)?,
                parent: row.get(8)?,
            })
        })?;
        Ok(DocumentList {
            total,
            items: items.collect::<Result<_, _>>()?,
        })
    }

    /// Documents that may have been meant by an id that fits none or several: those whose ids begin so, or with one
    /// character more or less, or whose title has the words. Id, title and date of a few.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn documents_like(
        &self,
        typed: &str,
    ) -> Result<Vec<(String, String, Option<String>)>, LibraryError> {
        const NAMED: usize = 3;
        let typed = typed.trim().to_lowercase();
        let is_id = typed.bytes().all(|b| b.is_ascii_hexdigit());
        // An id is random: with two wrong characters it could be any.
        let condition = match (is_id, typed.len()) {
            (_, 0) => return Ok(Vec::new()),
            (true, 1..4) => "uid LIKE ?1 || '%'",
            (true, _) => {
                "substr(uid, 1, length(?1) - 1) = substr(?1, 1, length(?1) - 1)
                 OR substr(uid, 2, length(?1) - 1) = substr(?1, 2)
                 OR substr(uid, 1, 4) = substr(?1, 1, 4)"
            }
            (false, _) => "instr(lower(title), ?1) > 0",
        };
        let sql = format!(
            "SELECT uid, title, date FROM document
             WHERE trashed_at IS NULL AND ({condition}) ORDER BY date DESC LIMIT {NAMED}"
        );
        let mut statement = self.connection.prepare(&sql)?;
        let found = statement.query_map([&typed], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Number of documents, those in the trash excepted.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count_documents(&self) -> Result<u32, LibraryError> {
        Ok(self.connection.query_row(
            "SELECT count(*) FROM document WHERE trashed_at IS NULL",
            [],
            |r| r.get(0),
        )?)
    }
}

/// Undated and unsigned documents stand last in either direction.
fn order_by(order: DocumentOrder, reversed: bool) -> &'static str {
    match (order, reversed) {
        (DocumentOrder::Date, false) => "d.date IS NULL, d.date DESC, d.id",
        (DocumentOrder::Date, true) => "d.date IS NULL, d.date, d.id",
        (DocumentOrder::Title, false) => "d.title, d.id",
        (DocumentOrder::Title, true) => "d.title DESC, d.id DESC",
        (DocumentOrder::Added, false) => "d.id DESC",
        (DocumentOrder::Added, true) => "d.id",
        (DocumentOrder::Kind, false) => "d.kind, d.date IS NULL, d.date DESC, d.id",
        (DocumentOrder::Kind, true) => "d.kind DESC, d.date IS NULL, d.date DESC, d.id",
        (DocumentOrder::Source, false) => {
            "coalesce(d.speaker, d.issuer) IS NULL, coalesce(d.speaker, d.issuer), d.id"
        }
        (DocumentOrder::Source, true) => {
            "coalesce(d.speaker, d.issuer) IS NULL, coalesce(d.speaker, d.issuer) DESC, d.id"
        }
        (DocumentOrder::Chars, false) => "d.chars DESC, d.id",
        (DocumentOrder::Chars, true) => "d.chars, d.id",
    }
}

fn condition(filter: &DocumentFilter) -> (String, Vec<Value>) {
    let mut parts = vec![
        if filter.trashed {
            "d.trashed_at IS NOT NULL"
        } else {
            "d.trashed_at IS NULL"
        }
        .to_owned(),
    ];
    let mut values = Vec::new();
    let mut add = |sql: &str, value: Option<Value>| {
        if let Some(value) = value {
            parts.push(sql.to_owned());
            values.push(value);
        }
    };
    let text = |value: &Option<String>| value.clone().map(Value::from);
    add("d.kind = ?", text(&filter.kind));
    add(
        "substr(d.date, 1, 4) = ?",
        filter.year.map(|y| Value::from(y.to_string())),
    );
    let day = |date: Option<Date>| date.map(|d| Value::from(d.to_string()));
    add("d.date >= ?", day(filter.from));
    add("substr(d.date, 1, 10) <= ?", day(filter.to));
    add("instr(d.issuer, ?) > 0", text(&filter.issuer));
    add("instr(d.speaker, ?) > 0", text(&filter.speaker));
    add(
        "d.id IN (SELECT document FROM document_tag JOIN tag ON tag.id = tag WHERE name = ?)",
        text(&filter.tag),
    );
    add(
        "d.id IN (SELECT document FROM collection_document JOIN collection c ON c.id = collection WHERE name = ?)",
        text(&filter.collection),
    );
    (parts.join(" AND "), values)
}
