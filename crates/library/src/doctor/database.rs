//! What only a copy can bring back: the database and the originals.

use std::path::Path;

use super::Check;
use crate::snapshots::is_good_copy;
use crate::text_hash::stored_hash;
use crate::{Library, LibraryError};

type Finding = Result<(bool, String), LibraryError>;

impl Library {
    /// Checks database, references, texts and originals; each fault is named with the way back.
    pub(super) fn check_truth(&self) -> Result<Vec<Check>, LibraryError> {
        let found: [(&'static str, Finding); 4] = [
            ("database", self.check_database()),
            ("references", self.check_references()),
            ("texts", self.check_texts()),
            ("originals", self.check_originals()),
        ];
        let mut checks = Vec::new();
        for (name, finding) in found {
            let (ok, detail) = match finding {
                Ok(finding) => finding,
                // Whatever a mere look at it makes SQLite say is a fault of the file.
                Err(error @ LibraryError::Sqlite(_)) => (false, error.to_string()),
                Err(error) if error.is_damage() => (false, error.to_string()),
                Err(error) => return Err(error),
            };
            checks.push(Check { name, ok, detail });
        }
        if checks.iter().any(|check| !check.ok) {
            let way_back = way_back(&self.folder);
            for check in checks.iter_mut().filter(|check| !check.ok) {
                check.detail.push_str(&way_back);
            }
        }
        Ok(checks)
    }

    /// The one check of a library that cannot be opened.
    pub fn doctor_of_damaged(folder: &Path, error: &LibraryError) -> Check {
        Check {
            name: "database",
            ok: false,
            detail: format!("{error}{}", way_back(folder)),
        }
    }

    fn check_database(&self) -> Finding {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let lines: Vec<String> = statement
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(match lines == ["ok"] {
            true => (true, "数据库完整".to_owned()),
            false => (false, lines.join("；")),
        })
    }

    fn check_references(&self) -> Finding {
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let broken = statement.query_map([], |_| Ok(()))?.count();
        Ok((broken == 0, format!("失效引用 {broken} 处")))
    }

    /// SQLite does not see a changed letter; the hash that the import took of a file's texts does.
    fn check_texts(&self) -> Finding {
        let sql = "SELECT id, title, folded_hash FROM document WHERE parent IS NULL";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let (mut texts, mut changed) = (0_u32, Vec::new());
        while let Some(row) = rows.next()? {
            let (key, title, expected): (i64, String, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            texts += 1;
            if stored_hash(&self.connection, key)? != expected {
                changed.push(title);
            }
        }
        Ok(match changed.first() {
            None => (true, format!("正文 {texts} 份，全部完好")),
            Some(first) => (
                false,
                format!("正文缺失或改变 {} 份，如《{first}》", changed.len()),
            ),
        })
    }

    fn check_originals(&self) -> Finding {
        let mut statement = self.connection.prepare("SELECT sha256 FROM original")?;
        let hashes: Vec<String> = statement
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        let bad: Vec<&String> = hashes
            .iter()
            .filter(|h| self.original(h).is_err())
            .collect();
        Ok(match bad.first() {
            None => (true, format!("原件 {} 份，全部完好", hashes.len())),
            Some(first) => (
                false,
                format!("原件缺失或损坏 {} 份，如 {first}", bad.len()),
            ),
        })
    }
}

/// The last snapshot that can be put back, as the end of a sentence.
fn way_back(folder: &Path) -> String {
    let all = Library::snapshots_in(folder).unwrap_or_default();
    match all.iter().find(|snapshot| is_good_copy(&snapshot.path)) {
        Some(good) => format!(
            "。最近一份完好的快照：{}，可用 restore {} 恢复",
            good.name,
            good.path.display()
        ),
        None => "。没有完好的快照；请从备份恢复，或重新导入".to_owned(),
    }
}
