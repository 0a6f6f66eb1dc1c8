//! What can go wrong below a search.

use thiserror::Error;

use crate::QueryError;

/// An error of the index or of a text that it points to.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The index cannot be read or written; it is a derivative and can be rebuilt.
    #[error("全文索引出错：{0}")]
    Index(#[from] tantivy::TantivyError),
    /// A file of the index.
    #[error("全文索引文件出错：{0}")]
    Io(#[from] std::io::Error),
    /// The index was written by another format; it must be rebuilt.
    #[error("全文索引格式不同（{found}），需要重建")]
    Format {
        /// The format found.
        found: String,
    },
    /// The query itself.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The library could not deliver a text.
    #[error("读取正文失败：{0}")]
    Text(String),
}
