//! The list of documents, a page at a time; the trash; undo.

use serde::{Deserialize, Serialize};
use yandu::{DocumentFilter, DocumentOrder, DocumentSummary, OperationKind};

use crate::{ApiError, Session};

/// Rows of a page at most.
const PAGE: u32 = 500;

/// A column by which the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ListColumn {
    /// 日期, newest first
    #[default]
    Date,
    /// 标题
    Title,
    /// 类型
    Kind,
    /// 讲话人 or 发文机关
    Source,
    /// 字数, longest first
    Chars,
    /// 加入时间, last first
    Added,
}

/// Which documents, in which order, from where.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct ListRequest {
    /// 类型
    pub kind: Option<String>,
    /// 标签
    pub tag: Option<String>,
    /// 专题
    pub collection: Option<String>,
    /// Those in the trash instead.
    pub trashed: bool,
    /// The order.
    pub column: ListColumn,
    /// The other way round.
    pub reversed: bool,
    /// First row.
    pub offset: u32,
    /// Number of rows, at most 500.
    pub limit: u32,
}

/// A row of the list.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DocumentRow {
    /// Id of the document.
    pub id: String,
    /// 类型
    pub kind: String,
    /// 标题
    pub title: String,
    /// 日期
    pub date: Option<String>,
    /// 讲话人 or 发文机关
    pub source: Option<String>,
    /// 发文字号
    pub document_number: Option<String>,
    /// 字数
    pub chars: u32,
    /// True if another document carries it.
    pub attached: bool,
}

/// What would be undone and done again.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct UndoState {
    /// What was done last, with what it was done to.
    pub undo: Option<String>,
    /// What was undone last.
    pub redo: Option<String>,
    /// What was done last is this import, which has an undo of its own.
    pub import: Option<u32>,
    /// What was done last is this pack, which has an undo of its own.
    pub pack: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DocumentPage {
    /// All that fit.
    pub total: u32,
    /// The rows that were asked for.
    pub rows: Vec<DocumentRow>,
}

impl From<DocumentSummary> for DocumentRow {
    fn from(summary: DocumentSummary) -> Self {
        DocumentRow {
            id: summary.id,
            kind: summary.kind,
            title: summary.title,
            date: summary.date,
            source: summary.speaker.or(summary.issuer),
            document_number: summary.document_number,
            chars: summary.chars,
            attached: summary.parent.is_some(),
        }
    }
}

impl Session {
    /// A page of the list.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_documents(&self, request: &ListRequest) -> Result<DocumentPage, ApiError> {
        let filter = DocumentFilter {
            kind: request.kind.clone(),
            tag: request.tag.clone(),
            collection: request.collection.clone(),
            trashed: request.trashed,
            order: match request.column {
                ListColumn::Date => DocumentOrder::Date,
                ListColumn::Title => DocumentOrder::Title,
                ListColumn::Kind => DocumentOrder::Kind,
                ListColumn::Source => DocumentOrder::Source,
                ListColumn::Chars => DocumentOrder::Chars,
                ListColumn::Added => DocumentOrder::Added,
            },
            reversed: request.reversed,
            offset: request.offset,
            limit: request.limit.min(PAGE),
            ..DocumentFilter::default()
        };
        let list = self.with(|library| library.list_documents(&filter))?;
        Ok(DocumentPage {
            total: list.total,
            rows: list.items.into_iter().map(DocumentRow::from).collect(),
        })
    }

    /// Moves documents to the trash.
    ///
    /// # Errors
    /// Not found, or more at once than the brake allows.
    pub fn trash_documents(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.trash_documents(ids))
            .map(|_| ())
    }

    /// Takes documents out of the trash.
    ///
    /// # Errors
    /// Not found.
    pub fn restore_documents(&self, ids: &[String]) -> Result<(), ApiError> {
        self.with(|library| library.restore_documents(ids))
            .map(|_| ())
    }

    /// What would be undone and done again.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn undo_state(&self) -> Result<UndoState, ApiError> {
        let (undo, redo) = self.with(|library| Ok((library.next_undo()?, library.next_redo()?)))?;
        let (mut import, mut pack) = (None, None);
        match undo.as_ref().map(|o| &o.kind) {
            Some(OperationKind::Import(batch)) => import = u32::try_from(*batch).ok(),
            Some(OperationKind::Pack(id)) => pack = Some(id.clone()),
            _ => {}
        }
        Ok(UndoState {
            undo: undo.map(|o| o.title()),
            redo: redo.map(|o| o.title()),
            import,
            pack,
        })
    }

    /// Undoes the last operation; answers with its name.
    ///
    /// # Errors
    /// There is nothing to undo.
    pub fn undo(&self) -> Result<String, ApiError> {
        self.with(|library| library.undo()).map(|o| o.title())
    }
}
