//! 已存检索 and 检索历史 in the tree. A search is kept as a query in the query language: its chips become
//! fields of it.

use serde::Serialize;
use yandu::{AskedQuery, Kind, SavedSearch};

use crate::search::sort;
use crate::{ApiError, SearchFilter, SearchSort, Session};

/// A saved search.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SavedSearchRow {
    /// Its name.
    pub name: String,
    /// In the query language.
    pub query: String,
    /// The order of its answer.
    pub sort: SearchSort,
}

/// A query of the history.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AskedRow {
    /// As typed.
    pub query: String,
    /// When it was asked last, RFC 3339.
    pub asked_at: String,
    /// Documents that held it then.
    pub documents: u32,
}

impl Session {
    /// All saved searches by name.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_searches(&self) -> Result<Vec<SavedSearchRow>, ApiError> {
        let all = self.with(|library| library.list_searches())?;
        Ok(all.into_iter().map(row).collect())
    }

    /// Saves what is asked, chips and all, under a name; without one under its query.
    ///
    /// # Errors
    /// A name that exists, a query that says nothing.
    pub fn save_search(
        &self,
        name: &str,
        query: &str,
        filters: &[SearchFilter],
        order: SearchSort,
    ) -> Result<SavedSearchRow, ApiError> {
        let whole = in_words(query, filters);
        self.with(|library| library.save_search(name, &whole, sort(order)))
            .map(row)
    }

    /// Gives a saved search another name.
    ///
    /// # Errors
    /// A name that exists.
    pub fn rename_search(&self, name: &str, to: &str) -> Result<(), ApiError> {
        self.with(|library| library.rename_search(name, to))
    }

    /// Removes a saved search; undo brings it back.
    ///
    /// # Errors
    /// No such search.
    pub fn remove_search(&self, name: &str) -> Result<(), ApiError> {
        self.with(|library| library.remove_search(name))
    }

    /// Notes what was asked, chips and all.
    ///
    /// # Errors
    /// What the store says.
    pub fn remember_query(
        &self,
        query: &str,
        filters: &[SearchFilter],
        documents: u32,
    ) -> Result<(), ApiError> {
        let whole = in_words(query, filters);
        self.with(|library| library.remember_query(&whole, documents))
    }

    /// The last queries.
    ///
    /// # Errors
    /// What the store says.
    pub fn search_history(&self) -> Result<Vec<AskedRow>, ApiError> {
        let asked = self.with(|library| library.search_history(200))?;
        Ok(asked.into_iter().map(asked_row).collect())
    }

    /// Forgets one query, or all of them.
    ///
    /// # Errors
    /// What the store says.
    pub fn forget_queries(&self, query: Option<&str>) -> Result<(), ApiError> {
        self.with(|library| library.forget_queries(query))
    }
}

fn row(saved: SavedSearch) -> SavedSearchRow {
    SavedSearchRow {
        name: saved.name,
        query: saved.query,
        sort: saved.sort.into(),
    }
}

fn asked_row(asked: AskedQuery) -> AskedRow {
    AskedRow {
        query: asked.query,
        asked_at: asked.asked_at,
        documents: asked.documents,
    }
}

/// A query with its chips as fields: 高质量发展 类型:讲话 日期:2020.
fn in_words(query: &str, filters: &[SearchFilter]) -> String {
    let mut words = vec![query.trim().to_owned()];
    for SearchFilter { facet, value } in filters {
        words.push(match facet.as_str() {
            "kind" => {
                let chinese = Kind::from_name(value).map(|kind| kind.chinese().to_owned());
                format!("类型:{}", chinese.unwrap_or_else(|| value.clone()))
            }
            "year" => format!("日期:{value}"),
            "speaker" => format!("讲话人:“{value}”"),
            "issuer" => format!("发文机关:“{value}”"),
            "tag" => format!("标签:“{value}”"),
            _ => format!("专题:“{value}”"),
        });
    }
    words.join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_become_fields() {
        let chip = |facet: &str, value: &str| SearchFilter {
            facet: facet.to_owned(),
            value: value.to_owned(),
        };
        let chips = [
            chip("kind", "speech"),
            chip("year", "2020"),
            chip("tag", "基层 党建"),
        ];
        assert_eq!(
            in_words("高质量发展", &chips),
            "高质量发展 类型:讲话 日期:2020 标签:“基层 党建”"
        );
        assert_eq!(in_words(" ", &chips[1..2]), "日期:2020");
    }
}
