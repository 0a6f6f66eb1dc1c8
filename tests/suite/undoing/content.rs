//! All that a person has in a library, row by row, to be compared byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Tables that say what was done, what comes from others, or what is made from the rest.
const NOT_CONTENT: [&str; 19] = [
    // Trust that was given is not taken back with a pack.
    "publisher",
    "operation",
    "undo_statement",
    "setting",
    "annotation_change",
    "note_change",
    "batch",
    "batch_item",
    "original",
    "sketch",
    "asked",
    "reading",
    "group_frame",
    "group_key",
    "group_log",
    "group_put",
    "group_object",
    "group_shared",
    "group_change",
];

/// The column of each table that names a document.
fn document_of(table: &str) -> Option<&'static str> {
    Some(match table {
        "document" => "id",
        "block" => "id >> 20",
        "version" | "doubt" | "correction" | "document_tag" | "collection_document" => "document",
        _ => return None,
    })
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// For each table its rows, each with the document that it belongs to.
    tables: BTreeMap<String, BTreeSet<(Option<i64>, String)>>,
    documents: BTreeSet<i64>,
    trashed: BTreeSet<i64>,
    operations: Vec<(i64, bool)>,
}

impl Content {
    pub(crate) fn of(library: &Path) -> Content {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let path = library.join("library.sqlite");
        let connection = Connection::open_with_flags(path, flags).unwrap();
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'study_%'";
        let names: Vec<String> = read(&connection, names, |r| r.get(0).unwrap());
        let mut tables = BTreeMap::new();
        for name in names
            .into_iter()
            .filter(|n| !NOT_CONTENT.contains(&n.as_str()))
        {
            let columns = format!("SELECT name FROM pragma_table_info('{name}')");
            let columns: Vec<String> = read(&connection, &columns, |r| r.get(0).unwrap());
            let kept = columns
                .iter()
                .filter(|c| (name.as_str(), c.as_str()) != ("document", "change"));
            let values: Vec<String> = kept.map(|c| format!("'{c}=' || quote(\"{c}\")")).collect();
            let document = document_of(&name).unwrap_or("NULL");
            let sql = format!(
                "SELECT {document}, {} FROM {name}",
                values.join(" || ' ' || ")
            );
            let rows: Vec<(Option<i64>, String)> = read(&connection, &sql, |r| {
                (r.get(0).unwrap(), r.get(1).unwrap())
            });
            tables.insert(name, rows.into_iter().collect());
        }
        let number = |r: &rusqlite::Row<'_>| r.get(0).unwrap();
        let trashed = "SELECT id FROM document WHERE trashed_at IS NOT NULL";
        let operations = "SELECT id, undone FROM operation ORDER BY id";
        Content {
            tables,
            documents: read(&connection, "SELECT id FROM document", number)
                .into_iter()
                .collect(),
            trashed: read(&connection, trashed, number).into_iter().collect(),
            operations: read(&connection, operations, |r| {
                (r.get(0).unwrap(), r.get(1).unwrap())
            }),
        }
    }

    /// What the list of operations says.
    pub(crate) fn operations(&self) -> &[(i64, bool)] {
        &self.operations
    }

    pub(crate) fn has_operation(&self, id: i64) -> bool {
        self.operations.iter().any(|(known, _)| *known == id)
    }

    /// Without what others wrote: annotations and replies, and who they are.
    pub(crate) fn of_person(mut self) -> Content {
        for table in [
            "annotation",
            "reply",
            "person",
            "annotation_tag",
            "tag",
            "earlier_anchor",
        ] {
            self.tables.remove(table);
        }
        self
    }

    /// Are both the same? What an import added that was undone since is in the trash, and counts for nothing.
    #[track_caller]
    pub(crate) fn assert_same(&self, now: &Content, what: &str) {
        let added = now.documents.difference(&self.documents);
        let added: BTreeSet<i64> = added.copied().filter(|d| now.trashed.contains(d)).collect();
        for (table, rows) in &self.tables {
            let current: BTreeSet<&(Option<i64>, String)> = now.tables[table]
                .iter()
                .filter(|(document, _)| document.is_none_or(|d| !added.contains(&d)))
                .collect();
            let before: BTreeSet<&(Option<i64>, String)> = rows.iter().collect();
            let lost: Vec<_> = before.difference(&current).take(3).collect();
            let new: Vec<_> = current.difference(&before).take(3).collect();
            assert!(
                lost.is_empty() && new.is_empty(),
                "{what}: {table}\n  lost {lost:#?}\n  new {new:#?}"
            );
        }
    }
}

fn read<T>(connection: &Connection, sql: &str, row: impl Fn(&rusqlite::Row<'_>) -> T) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |r| Ok(row(r))).unwrap();
    rows.map(Result::unwrap).collect()
}
