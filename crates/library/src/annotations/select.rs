//! A filter in SQL. A million annotations are filtered while a person waits, so the way to them matters:
//! few by their own index, many by walking the order of the list until a page is full.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use super::AnnotationFilter;
use crate::{Library, LibraryError};

/// A tag on more annotations than this is looked for along the list, not gathered first.
const MANY: u32 = 5000;

/// What a filter selects: conditions on `annotation a`, with their values.
pub(super) struct Selection {
    parts: Vec<String>,
    pub(super) values: Vec<Value>,
    tag: Option<Tagged>,
    /// Few need a look: the order of the others must not be walked for them.
    few: bool,
}

/// The tag that is asked for.
struct Tagged {
    key: i64,
    count: u32,
}

impl Selection {
    pub(super) fn of(library: &Library, filter: &AnnotationFilter) -> Result<Self, LibraryError> {
        let mut selection = Selection {
            parts: Vec::new(),
            values: Vec::new(),
            tag: None,
            few: filter.unsettled && filter.document.is_none(),
        };
        match &filter.document {
            Some(id) => selection.equal("a.document", Value::Integer(library.row_of(id)?)),
            None if any_trashed(library)? => selection.parts.push(
                "a.document NOT IN (SELECT id FROM document WHERE trashed_at IS NOT NULL)"
                    .to_owned(),
            ),
            None => {}
        }
        if let Some(kind) = filter.kind {
            selection.equal("a.kind", Value::Text(kind.name().to_owned()));
        }
        if let Some(author) = &filter.author {
            let key = key_of(library, "SELECT id FROM person WHERE uid = ?1", author)?;
            selection.equal("a.author", Value::Integer(key));
        }
        if let Some(tag) = &filter.tag {
            let key = key_of(library, "SELECT id FROM tag WHERE name = ?1", tag)?;
            let sql = "SELECT count(*) FROM annotation_tag WHERE tag = ?1";
            let mut statement = library.connection.prepare_cached(sql)?;
            let count = statement.query_row([key], |r| r.get(0))?;
            selection.tag = Some(Tagged { key, count });
        }
        if !filter.colours.is_empty() {
            let names: Vec<String> = filter
                .colours
                .iter()
                .map(|c| format!("'{}'", c.name()))
                .collect();
            selection
                .parts
                .push(format!("a.colour IN ({})", names.join(", ")));
        }
        if filter.unsettled {
            selection
                .parts
                .push("a.state IN ('moved', 'earlier')".to_owned());
        }
        Ok(selection)
    }

    fn equal(&mut self, column: &str, value: Value) {
        self.values.push(value);
        self.parts
            .push(format!("{column} = ?{}", self.values.len()));
    }

    fn table(&self) -> &'static str {
        match self.few {
            true => "annotation a INDEXED BY annotation_unsettled",
            false => "annotation a",
        }
    }

    fn conditions(&self, tagged: Option<String>) -> String {
        let parts: Vec<&str> = self
            .parts
            .iter()
            .map(String::as_str)
            .chain(tagged.as_deref())
            .collect();
        match parts[..] {
            [] => "TRUE".to_owned(),
            _ => parts.join(" AND "),
        }
    }

    /// The annotations of a page, in an order.
    pub(super) fn page(&self, order: &str, limit: u32, offset: u32) -> String {
        let tagged = self.tag.as_ref().map(|tag| match tag.count > MANY {
            true => format!(
                "EXISTS (SELECT 1 FROM annotation_tag x WHERE x.annotation = a.id AND x.tag = {})",
                tag.key
            ),
            false => format!(
                "a.id IN (SELECT annotation FROM annotation_tag WHERE tag = {})",
                tag.key
            ),
        });
        let conditions = self.conditions(tagged);
        let table = self.table();
        format!(
            "SELECT a.* FROM {table} WHERE {conditions} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
        )
    }

    /// How many there are in all.
    pub(super) fn count(&self) -> String {
        match &self.tag {
            Some(tag) if self.parts.is_empty() => format!("SELECT {}", tag.count),
            Some(tag) => format!(
                "SELECT count(*) FROM annotation_tag x JOIN annotation a ON a.id = x.annotation
                 WHERE x.tag = {} AND {}",
                tag.key,
                self.conditions(None)
            ),
            None => format!(
                "SELECT count(*) FROM {} WHERE {}",
                self.table(),
                self.conditions(None)
            ),
        }
    }
}

/// A key that no row has where there is none of that name.
fn key_of(library: &Library, sql: &str, name: &str) -> Result<i64, LibraryError> {
    let mut statement = library.connection.prepare_cached(sql)?;
    let key = statement.query_row([name], |r| r.get(0)).optional()?;
    Ok(key.unwrap_or(-1))
}

fn any_trashed(library: &Library) -> Result<bool, LibraryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE trashed_at IS NOT NULL)";
    let mut statement = library.connection.prepare_cached(sql)?;
    Ok(statement.query_row([], |r| r.get(0))?)
}
