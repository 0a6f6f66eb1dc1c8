//! Running the statements that lead back, in a library that may have gone on.
//!
//! Between an operation and its undo only what nobody at this machine did can have come: texts of a watched folder,
//! annotations of a group. They stay. A row that they need is not taken away, a row that hangs on one that goes is taken
//! along (and comes back with it), a name that they took meanwhile is shared, and a row whose owner is gone is left out.

use rusqlite::{Connection, ErrorCode, params};

use crate::LibraryError;

/// Tables whose rows stay as long as anything needs them.
const SHARED: [&str; 3] = ["collection", "person", "tag"];

/// `child.column` names a row of `parent` by `key`.
struct Reference {
    child: String,
    column: String,
    parent: String,
    key: String,
}

/// Runs the statements in this order.
pub(crate) fn apply(connection: &Connection, statements: &[String]) -> Result<(), LibraryError> {
    let references = references(connection)?;
    let applying = Applying {
        connection,
        references,
    };
    statements.iter().try_for_each(|sql| applying.run(sql))
}

fn references(connection: &Connection) -> Result<Vec<Reference>, LibraryError> {
    let sql = "SELECT m.name, f.\"from\", f.\"table\", coalesce(f.\"to\", 'id')
               FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |r| {
        Ok(Reference {
            child: r.get(0)?,
            column: r.get(1)?,
            parent: r.get(2)?,
            key: r.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

struct Applying<'c> {
    connection: &'c Connection,
    references: Vec<Reference>,
}

impl Applying<'_> {
    fn run(&self, sql: &str) -> Result<(), LibraryError> {
        if let Some((table, row)) = parts(sql, "DELETE FROM ", " WHERE ") {
            return self.delete(table, row);
        }
        if let Some((table, rest)) = parts(sql, "INSERT INTO ", " (")
            && let Some((columns, values)) = rest.split_once(") VALUES ")
        {
            return self.insert(sql, table, (columns, values));
        }
        Ok(self.connection.execute_batch(sql)?)
    }

    /// Deletes a row with everything that hangs on it.
    fn delete(&self, table: &str, row: &str) -> Result<(), LibraryError> {
        if SHARED.contains(&table) && self.is_needed(table, row)? {
            return Ok(());
        }
        self.delete_children(table, row)?;
        let sql = format!("DELETE FROM {table} WHERE {row}");
        Ok(self.connection.execute_batch(&sql)?)
    }

    fn delete_children(&self, table: &str, row: &str) -> Result<(), LibraryError> {
        for reference in self.references.iter().filter(|r| r.parent == table) {
            let Reference {
                child, column, key, ..
            } = reference;
            let rows = format!("\"{column}\" IN (SELECT \"{key}\" FROM {table} WHERE {row})");
            if child != table {
                self.delete_children(child, &rows)?;
            }
            let sql = format!("DELETE FROM {child} WHERE {rows}");
            self.connection.execute_batch(&sql)?;
        }
        Ok(())
    }

    fn is_needed(&self, table: &str, row: &str) -> Result<bool, LibraryError> {
        let mut conditions: Vec<String> = Vec::new();
        for reference in self.references.iter().filter(|r| r.parent == table) {
            let Reference {
                child, column, key, ..
            } = reference;
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM {child} c WHERE c.\"{column}\" = t.\"{key}\")"
            ));
        }
        if table == "person" {
            conditions.push(
                "EXISTS (SELECT 1 FROM setting s WHERE s.name = 'me' AND s.value = t.uid)"
                    .to_owned(),
            );
        }
        let needed = conditions.join(" OR ");
        let sql = format!("SELECT count(*) FROM {table} t WHERE {row} AND ({needed})");
        let count: i64 = self.connection.query_row(&sql, [], |r| r.get(0))?;
        Ok(count > 0)
    }

    /// Puts a row back, unless its owner is gone or it is there again.
    fn insert(
        &self,
        sql: &str,
        table: &str,
        (columns, values): (&str, &str),
    ) -> Result<(), LibraryError> {
        let columns: Vec<&str> = columns.split(',').map(|c| c.trim_matches('"')).collect();
        for reference in self.references.iter().filter(|r| r.child == table) {
            let Reference {
                column,
                parent,
                key,
                ..
            } = reference;
            let Some(at) = columns.iter().position(|c| c == column) else {
                continue;
            };
            let sql = format!(
                "SELECT count(*) FROM (VALUES {values}) v WHERE v.column{0} IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.\"{key}\" = v.column{0})",
                at + 1
            );
            let orphan: i64 = self.connection.query_row(&sql, [], |r| r.get(0))?;
            if orphan > 0 {
                return Ok(());
            }
        }
        if table == "tag" || table == "collection" {
            self.make_room(table, values)?;
        }
        match self.connection.execute_batch(sql) {
            Err(error) if is_taken(&error) => Ok(()),
            done => Ok(done?),
        }
    }

    /// A tag or collection comes back: one that got its number meanwhile takes another, one that got its name becomes
    /// it.
    fn make_room(&self, table: &str, values: &str) -> Result<(), LibraryError> {
        let sql = format!(
            "SELECT t.id, t.name = v.column2, v.column1 FROM (VALUES {values}) v
             JOIN {table} t ON t.id = v.column1 OR t.name = v.column2"
        );
        let taken: Vec<(i64, bool, i64)> = {
            let mut statement = self.connection.prepare(&sql)?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for (other, same_name, id) in taken {
            match (same_name, other == id) {
                (true, true) => {}
                (true, false) => self.rename(table, other, id)?,
                (false, _) => {
                    let sql = format!("SELECT max(id) + 1 FROM {table}");
                    let free: i64 = self.connection.query_row(&sql, [], |r| r.get(0))?;
                    let sql = format!("UPDATE {table} SET id = ?2 WHERE id = ?1");
                    self.connection.execute(&sql, [other, free])?;
                    self.point(table, other, free)?;
                }
            }
        }
        Ok(())
    }

    /// What names the row `from` names `to` from now on; the row itself goes, because the other one comes.
    fn rename(&self, table: &str, from: i64, to: i64) -> Result<(), LibraryError> {
        self.point(table, from, to)?;
        let sql = format!("DELETE FROM {table} WHERE id = ?1");
        self.connection.execute(&sql, [from])?;
        Ok(())
    }

    fn point(&self, table: &str, from: i64, to: i64) -> Result<(), LibraryError> {
        for reference in self.references.iter().filter(|r| r.parent == table) {
            let Reference { child, column, .. } = reference;
            let sql =
                format!("UPDATE OR REPLACE {child} SET \"{column}\" = ?2 WHERE \"{column}\" = ?1");
            self.connection.execute(&sql, params![from, to])?;
        }
        Ok(())
    }
}

/// Is there such a row already?
fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation)
    )
}

/// `<head>a<middle>b` as a and b.
fn parts<'s>(sql: &'s str, head: &str, middle: &str) -> Option<(&'s str, &'s str)> {
    sql.strip_prefix(head)?.split_once(middle)
}
