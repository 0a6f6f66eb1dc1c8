//! 资料信息 that a person corrects or confirms. What a person set wins over the parser, also in later
//! versions of the file; what the parser was not sure of waits in 待处理 until someone looks.

use rusqlite::{Connection, params};
use serde::Serialize;
use yandu_document::{Date, Document, Kind};

use super::DocumentView;
use crate::notes::{rename_in_links, uid_of};
use crate::{Changes, Library, LibraryError};

/// Below this a person should look at it (chinese-documents: confidence of the rules).
const SURE: f32 = 0.7;

/// A field that a person can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MetadataField {
    /// 类型
    Kind,
    /// 标题
    Title,
    /// 日期
    Date,
    /// 讲话人
    Speaker,
    /// 发文机关
    Issuer,
    /// 发文字号
    DocumentNumber,
    /// 场合
    Occasion,
}

impl MetadataField {
    /// All fields, in the order of the form.
    pub const ALL: [MetadataField; 7] = [
        MetadataField::Title,
        MetadataField::Kind,
        MetadataField::Date,
        MetadataField::Speaker,
        MetadataField::Issuer,
        MetadataField::DocumentNumber,
        MetadataField::Occasion,
    ];

    /// The name on the wire and in the store.
    pub fn name(self) -> &'static str {
        match self {
            MetadataField::Kind => "kind",
            MetadataField::Title => "title",
            MetadataField::Date => "date",
            MetadataField::Speaker => "speaker",
            MetadataField::Issuer => "issuer",
            MetadataField::DocumentNumber => "document_number",
            MetadataField::Occasion => "occasion",
        }
    }

    /// The word in the window.
    pub fn chinese(self) -> &'static str {
        match self {
            MetadataField::Kind => "类型",
            MetadataField::Title => "标题",
            MetadataField::Date => "日期",
            MetadataField::Speaker => "讲话人",
            MetadataField::Issuer => "发文机关",
            MetadataField::DocumentNumber => "发文字号",
            MetadataField::Occasion => "场合",
        }
    }

    /// Reads the name; `None` for anything else.
    pub fn from_name(name: &str) -> Option<MetadataField> {
        MetadataField::ALL.into_iter().find(|f| f.name() == name)
    }

    fn column(self) -> &'static str {
        match self {
            MetadataField::DocumentNumber => "number",
            other => other.name(),
        }
    }

    /// The value as stored, `None` for an empty one.
    fn checked(self, value: &str) -> Result<Option<String>, LibraryError> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let good = match self {
            MetadataField::Title => !value.is_empty(),
            MetadataField::Kind => Kind::from_name(&value).is_some(),
            MetadataField::Date => value.is_empty() || Date::read(&value).is_some(),
            _ => true,
        };
        if !good {
            return Err(LibraryError::InvalidValue {
                field: self.chinese(),
                value,
            });
        }
        Ok(match self {
            MetadataField::Kind => Kind::from_name(&value).map(|k| k.name().to_owned()),
            MetadataField::Date => Date::read(&value).map(|d| d.to_string()),
            _ => Some(value).filter(|v| !v.is_empty()),
        })
    }
}

/// A value that a person set; an empty one says that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What.
    pub field: MetadataField,
    /// The value as typed.
    pub value: String,
}

/// A field of a document that the parser was not sure of.
#[derive(Debug, Clone, Serialize)]
pub struct Doubt {
    /// Id of the document.
    pub id: String,
    /// 标题 of the document.
    pub title: String,
    /// What.
    pub field: MetadataField,
    /// What the parser read.
    pub value: Option<String>,
    /// 0 to 0.7.
    pub confidence: f32,
}

impl Library {
    /// Sets fields of a document.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::InvalidValue`] for an empty title, an unknown kind
    /// or a date that is none; nothing is changed then.
    pub fn correct_metadata(
        &mut self,
        id: &str,
        corrections: &[Correction],
    ) -> Result<Changes, LibraryError> {
        let key = self.row_of(id)?;
        let mut values = Vec::new();
        for correction in corrections {
            values.push((
                correction.field,
                correction.field.checked(&correction.value)?,
            ));
        }
        let act = self.on_documents("修改资料信息", &[key])?;
        let (_, changes) = self.transact(act, |connection| {
            let title = "SELECT title FROM document WHERE id = ?1";
            let before: String = connection.query_row(title, [key], |r| r.get(0))?;
            for (field, value) in values {
                let sql = "INSERT INTO correction VALUES (?1, ?2, ?3)
                           ON CONFLICT (document, field) DO UPDATE SET value = excluded.value";
                connection.execute(sql, params![key, field.name(), value])?;
                let settled = "DELETE FROM doubt WHERE document = ?1 AND field = ?2";
                connection.execute(settled, params![key, field.name()])?;
            }
            apply_corrections(connection, key)?;
            let after: String = connection.query_row(title, [key], |r| r.get(0))?;
            if before != after {
                let uid = uid_of(connection, "document", key)?;
                rename_in_links(connection, &uid, (&before, &after), None)?;
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Says that what the parser read of these documents is right.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn confirm_metadata(&mut self, ids: &[String]) -> Result<Changes, LibraryError> {
        let keys = self.rows_of(ids)?;
        let (_, changes) = self.transact(
            self.on_documents("确认资料信息", &keys)?,
            |connection| {
                for key in keys {
                    connection.execute("DELETE FROM doubt WHERE document = ?1", [key])?;
                }
                Ok(())
            },
        )?;
        Ok(changes)
    }

    /// What the parser was not sure of, the trash excepted; newest document first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list_doubts(&self) -> Result<Vec<Doubt>, LibraryError> {
        let sql = "SELECT d.uid, d.title, x.field, x.confidence,
                     CASE x.field WHEN 'title' THEN d.title WHEN 'date' THEN d.date WHEN 'speaker' THEN d.speaker
                       WHEN 'issuer' THEN d.issuer WHEN 'document_number' THEN d.number WHEN 'occasion' THEN d.occasion
                       ELSE d.kind END
                   FROM doubt x JOIN document d ON d.id = x.document WHERE d.trashed_at IS NULL
                   ORDER BY d.id DESC, x.field";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let field: String = row.get(2)?;
            Ok(Doubt {
                id: row.get(0)?,
                title: row.get(1)?,
                field: MetadataField::from_name(&field).unwrap_or(MetadataField::Title),
                confidence: row.get::<_, f64>(3)? as f32,
                value: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts what a person set over what the parser read.
    pub(super) fn correct_view(
        &self,
        key: i64,
        view: &mut DocumentView,
    ) -> Result<(), LibraryError> {
        let sql = "SELECT field, value FROM correction WHERE document = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (field, value): (String, Option<String>) = row?;
            view.confidence.insert(field.clone(), 1.0);
            match MetadataField::from_name(&field) {
                Some(MetadataField::Speaker) => view.speaker = value,
                Some(MetadataField::Issuer) => view.issuer = value,
                Some(MetadataField::DocumentNumber) => view.document_number = value,
                Some(MetadataField::Occasion) => view.occasion = value,
                Some(MetadataField::Title) => view.title_made = false,
                Some(MetadataField::Date) => view.rival_date = None,
                // Title, kind and date are columns: they are corrected already.
                _ => {}
            }
        }
        Ok(())
    }
}

/// Writes what a person set into the columns that lists and searches read.
pub(super) fn apply_corrections(connection: &Connection, key: i64) -> Result<(), LibraryError> {
    for field in MetadataField::ALL {
        let column = field.column();
        let sql = format!(
            "UPDATE document SET {column} = c.value FROM correction c
             WHERE document.id = ?1 AND c.document = ?1 AND c.field = ?2"
        );
        connection
            .prepare_cached(&sql)?
            .execute(params![key, field.name()])?;
    }
    Ok(())
}

/// Notes what the parser was not sure of, unless a person has set it.
pub(super) fn note_doubts(
    connection: &Connection,
    key: i64,
    document: &Document,
) -> Result<(), LibraryError> {
    connection
        .prepare_cached("DELETE FROM doubt WHERE document = ?1")?
        .execute([key])?;
    let fields = &document.fields;
    let read = [
        (MetadataField::Kind, Some(document.kind_confidence)),
        (
            MetadataField::Title,
            fields.title.as_ref().map(|f| f.confidence),
        ),
        (
            MetadataField::Date,
            fields.issue_date.as_ref().map(|f| f.confidence),
        ),
        (
            MetadataField::Speaker,
            fields.speaker.as_ref().map(|f| f.confidence),
        ),
        (
            MetadataField::Issuer,
            fields.issuers.as_ref().map(|f| f.confidence),
        ),
        (
            MetadataField::DocumentNumber,
            fields.document_number.as_ref().map(|f| f.confidence),
        ),
        (
            MetadataField::Occasion,
            fields.occasion.as_ref().map(|f| f.confidence),
        ),
    ];
    for (field, confidence) in read {
        if let Some(confidence) = confidence.filter(|c| *c < SURE) {
            let sql = "INSERT INTO doubt SELECT ?1, ?2, ?3 WHERE NOT EXISTS
                       (SELECT 1 FROM correction WHERE document = ?1 AND field = ?2)";
            connection.prepare_cached(sql)?.execute(params![
                key,
                field.name(),
                f64::from(confidence)
            ])?;
        }
    }
    Ok(())
}
