//! Writing down how to lead back: temporary triggers keep the inverse of every row change while an operation is
//! recorded (sqlite.org/undoredo).

use rusqlite::Connection;

use crate::{Changes, LibraryError};

/// Tables whose changes can be undone: all that a person writes or sets, and what follows from it.
const UNDOABLE: [&str; 26] = [
    "annotation",
    "annotation_tag",
    "batch_item",
    "block",
    "collection",
    "collection_document",
    "correction",
    "document",
    "document_tag",
    "doubt",
    "earlier_anchor",
    "near_duplicate",
    "note",
    "note_link",
    "note_tag",
    "note_version",
    "pack",
    "person",
    "reading_list",
    "reading_list_item",
    "reading_list_section",
    "reply",
    "saved_search",
    "tag",
    "user_word",
    "version",
];

/// What an import needs no statements for: texts have an undo of their own (`documents::undo_import`), and what it
/// added goes to the trash.
const OF_TEXTS: [&str; 3] = ["block", "version", "batch_item"];

/// An anchor goes back as a whole: half of it would be a place in no version.
const ANCHOR: [&str; 10] = [
    "document",
    "version",
    "block",
    "start",
    "end_block",
    "end",
    "exact",
    "prefix",
    "suffix",
    "state",
];

/// Changes that describe documents anew: event, and which documents.
const DESCRIBING: [(&str, &str); 9] = [
    ("INSERT ON main.document", "VALUES (NEW.id)"),
    (
        "UPDATE OF kind, title, date, speaker, issuer, number, occasion, folded_chars, trashed_at ON main.document",
        "VALUES (NEW.id)",
    ),
    ("DELETE ON main.document", "VALUES (OLD.id)"),
    ("INSERT ON main.document_tag", "VALUES (NEW.document)"),
    ("DELETE ON main.document_tag", "VALUES (OLD.document)"),
    (
        "INSERT ON main.collection_document",
        "VALUES (NEW.document)",
    ),
    (
        "DELETE ON main.collection_document",
        "VALUES (OLD.document)",
    ),
    (
        "UPDATE OF name ON main.tag",
        "SELECT document FROM document_tag WHERE tag = NEW.id",
    ),
    (
        "UPDATE OF name ON main.collection",
        "SELECT document FROM collection_document WHERE collection = NEW.id",
    ),
];

/// What is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recording {
    /// Every change.
    All,
    /// Changes of an import beside the texts: what it did to rows that were here.
    BesideTexts,
}

/// The statements that lead back, in the order in which the changes were made.
pub(crate) struct UndoLog(Vec<(String, String)>);

impl UndoLog {
    pub(crate) fn changes(&self) -> Changes {
        Changes {
            tables: self.0.iter().map(|(table, _)| table.clone()).collect(),
            rows: self.0.len(),
        }
    }

    /// Writes the statements behind those that the operation has.
    pub(crate) fn keep(&self, connection: &Connection, operation: i64) -> Result<(), LibraryError> {
        let sql = "SELECT coalesce(max(n) + 1, 0) FROM undo_statement WHERE operation = ?1";
        let first: i64 = connection
            .prepare_cached(sql)?
            .query_row([operation], |r| r.get(0))?;
        let mut insert =
            connection.prepare_cached("INSERT INTO undo_statement VALUES (?1, ?2, ?3)")?;
        for (n, (_, sql)) in (first..).zip(&self.0) {
            insert.execute((operation, n, sql))?;
        }
        Ok(())
    }
}

/// Begins to write down, with nothing.
pub(crate) fn start_recording(
    connection: &Connection,
    what: Recording,
) -> Result<(), LibraryError> {
    connection.execute("DELETE FROM temp.undo_log", [])?;
    go_on_recording(connection, Some(what))
}

/// Goes on writing down behind what was written, or pauses.
pub(crate) fn go_on_recording(
    connection: &Connection,
    what: Option<Recording>,
) -> Result<(), LibraryError> {
    let level = match what {
        None => 0,
        Some(Recording::All) => 1,
        Some(Recording::BesideTexts) => 2,
    };
    connection
        .prepare_cached("UPDATE temp.undo_state SET recording = ?1")?
        .execute([level])?;
    Ok(())
}

/// Ends it, and answers with what was written.
pub(crate) fn stop_recording(connection: &Connection) -> Result<UndoLog, LibraryError> {
    go_on_recording(connection, None)?;
    let mut statement =
        connection.prepare_cached("SELECT tbl, sql FROM temp.undo_log ORDER BY n")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(UndoLog(rows.collect::<Result<_, _>>()?))
}

/// Were rows of this table written down?
pub(crate) fn recorded(connection: &Connection, table: &str) -> Result<bool, LibraryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM temp.undo_log WHERE tbl = ?1)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([table], |r| r.get(0))?)
}

/// Creates the temporary log and its triggers on a new connection.
pub(crate) fn install_undo(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute_batch(
        "CREATE TEMP TABLE undo_log (n INTEGER PRIMARY KEY, tbl TEXT, sql TEXT);
         CREATE TEMP TABLE undo_state (recording INTEGER);
         INSERT INTO temp.undo_state VALUES (0);",
    )?;
    for table in UNDOABLE {
        connection.execute_batch(&triggers(connection, table)?)?;
    }
    connection.execute_batch("CREATE TEMP TABLE described (document INTEGER)")?;
    for (n, (event, documents)) in DESCRIBING.iter().enumerate() {
        connection.execute_batch(&format!(
            "CREATE TEMP TRIGGER described_{n} AFTER {event} BEGIN INSERT INTO described {documents}; END"
        ))?;
    }
    Ok(())
}

/// The columns of a table, quoted, and whether each belongs to its key. The change number of a document is the
/// index's, and never goes back.
fn columns(connection: &Connection, table: &str) -> Result<Vec<(String, bool)>, LibraryError> {
    let sql = "SELECT name, pk > 0 FROM pragma_table_info(?1)";
    let mut info = connection.prepare(sql)?;
    let columns = info.query_map([table], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let columns: Vec<(String, bool)> = columns.collect::<Result<_, _>>()?;
    let quoted = |(name, key): (String, bool)| (format!("\"{name}\""), key);
    Ok(columns.into_iter().map(quoted).collect())
}

fn triggers(connection: &Connection, table: &str) -> Result<String, LibraryError> {
    let columns = columns(connection, table)?;
    let quoted = |row: &str, name: &str| format!("'||quote({row}.{name})||'");
    let keys: Vec<&String> = columns.iter().filter(|c| c.1).map(|c| &c.0).collect();
    let key = |row: &str| {
        let parts = keys.iter().map(|k| format!("{k}={}", quoted(row, k)));
        parts.collect::<Vec<_>>().join(" AND ")
    };
    let all: Vec<&String> = columns.iter().map(|c| &c.0).collect();
    let values: Vec<String> = all.iter().map(|c| quoted("OLD", c)).collect();
    let trigger = |event: &str, sql: String| {
        format!(
            "CREATE TEMP TRIGGER undo_{table}_{event} AFTER {event} ON main.{table}
             WHEN (SELECT recording FROM temp.undo_state) {}
             BEGIN INSERT INTO undo_log (tbl, sql) VALUES ('{table}', '{sql}'); END;\n",
            levels(table, event)
        )
    };
    let (set, same) = (old_values(table, &all), keys[0]);
    Ok([
        trigger(
            "INSERT",
            format!("DELETE FROM {table} WHERE {}", key("NEW")),
        ),
        trigger(
            "UPDATE",
            format!("UPDATE {table} SET {set}{same}={same} WHERE {}", key("NEW")),
        ),
        trigger(
            "DELETE",
            format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                all.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(","),
                values.join(",")
            ),
        ),
    ]
    .concat())
}

/// At which levels of recording a change is written down.
fn levels(table: &str, event: &str) -> &'static str {
    let of_texts = OF_TEXTS.contains(&table) || (table, event) == ("document", "INSERT");
    if of_texts { "= 1" } else { "IN (1, 2)" }
}

/// The assignments that give a row its old values. Only what was changed goes back: a text that was written since is
/// not touched.
fn old_values(table: &str, columns: &[&String]) -> String {
    let differs = |c: &str| format!("OLD.{c} IS NOT NEW.{c}");
    let anchored = |c: &&&String| table == "annotation" && ANCHOR.contains(&c.trim_matches('"'));
    let anchor: Vec<String> = columns
        .iter()
        .filter(anchored)
        .map(|c| differs(c))
        .collect();
    let anchor = anchor.join(" OR ");
    let value = |c: &&String| {
        let condition = if anchored(&c) {
            anchor.clone()
        } else {
            differs(c)
        };
        format!("'||CASE WHEN {condition} THEN '{c}='||quote(OLD.{c})||',' ELSE '' END||'")
    };
    let index_s = |c: &&&String| !(table == "document" && c.as_str() == "\"change\"");
    columns.iter().filter(index_s).map(value).collect()
}
