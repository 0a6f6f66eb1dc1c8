//! How the last exchange went: one plain line for people.

use serde::{Deserialize, Serialize};

/// The last exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupStatus {
    /// When the last one ended well, UTC.
    pub at: Option<String>,
    /// When the last one was tried, UTC.
    pub tried_at: Option<String>,
    /// From whom something new came.
    pub from: Vec<String>,
    /// Things that came: annotations, replies, marks, lists, materials.
    pub received: u32,
    /// Things that were given.
    pub sent: u32,
    /// Requests to the storage.
    pub requests: u32,
    /// Why the last one failed.
    pub failure: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Deletions that were held back.
    pub held: u32,
    /// What is odd: logs that were cut or changed, keys that are missing, deletions that were held back.
    pub problems: Vec<String>,
}

impl GroupStatus {
    /// The line: 上次同步 2026-11-24 08:00，收到 12 条（张三、李四），送出 3 条。
    pub fn line(&self) -> String {
        let mut line = match &self.at {
            Some(at) => format!(
                "上次同步 {}，收到 {} 条{}，送出 {} 条",
                local(at),
                self.received,
                names(&self.from),
                self.sent
            ),
            None => "还没有同步过".to_owned(),
        };
        if let Some(failure) = &self.failure {
            line.push_str(&format!("；最近一次没有成功：{failure}"));
        }
        if let Some(problem) = self.problems.first() {
            line.push_str(&format!("；{problem}"));
            if self.problems.len() > 1 {
                line.push_str(&format!(" 等 {} 项", self.problems.len()));
            }
        }
        line
    }
}

fn names(from: &[String]) -> String {
    match from {
        [] => String::new(),
        [a] => format!("（{a}）"),
        [a, b] => format!("（{a}、{b}）"),
        [a, b, ..] => format!("（{a}、{b} 等 {} 人）", from.len()),
    }
}

/// To the minute, in the time zone of this machine.
fn local(at: &str) -> String {
    let time = at.parse::<jiff::Timestamp>();
    time.map_or_else(
        |_| at.to_owned(),
        |t| {
            let zoned = t.to_zoned_datetime(jiff::tz::TimeZone::system());
            zoned.strftime("%Y-%m-%d %H:%M").to_string()
        },
    )
}
