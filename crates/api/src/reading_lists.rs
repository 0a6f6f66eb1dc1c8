//! Reading lists and citations.

use serde::{Deserialize, Serialize};
use yandu::{
    CitationStyle, ItemChange, ListChange, NewItem, ReadingListItem, ReadingListView, Requirement,
    SectionChange,
};

use crate::reader::FoundRange;
use crate::{ApiError, ApiErrorCode, Session};

/// A list among others.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReadingListRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Items.
    pub items: u32,
    /// Items that were read.
    pub finished: u32,
    /// UTC.
    pub modified_at: String,
}

/// An item.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReadingItem {
    /// Its id.
    pub id: String,
    /// Id of the document.
    pub document: String,
    /// 标题 of the document.
    pub title: String,
    /// 讲话人 or 发文机关
    pub source: Option<String>,
    /// 日期
    pub date: Option<String>,
    /// The document is in the trash.
    pub trashed: bool,
    /// The quotation of a passage; `None`: the whole document.
    pub quote: Option<String>,
    /// Where the passage stands; `None`: the whole, or the text has it no more.
    pub at: Option<FoundRange>,
    /// 地址 of the passage.
    pub address: String,
    /// Titles of what the whole document carries.
    pub attachments: Vec<String>,
    /// True for 必读.
    pub required: bool,
    /// 完成期限
    pub due: Option<String>,
    /// 导读
    pub guide: String,
    /// 思考题
    pub questions: Vec<String>,
    /// 字数
    pub chars: u32,
    /// Minutes to read.
    pub minutes: u32,
    /// It was read.
    pub finished: bool,
}

/// A section.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReadingSection {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands before its items.
    pub introduction: String,
    /// Its items in order.
    pub items: Vec<ReadingItem>,
}

/// A list with everything in it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReadingListText {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 前言
    pub introduction: String,
    /// 思考题
    pub questions: Vec<String>,
    /// Its sections in order.
    pub sections: Vec<ReadingSection>,
    /// 字数 of all items.
    pub chars: u32,
    /// Minutes for all items.
    pub minutes: u32,
    /// Items.
    pub items: u32,
    /// Items that were read.
    pub finished: u32,
}

/// What shall be another about a list; `None` stays.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct ListEdit {
    /// Its title.
    pub title: Option<String>,
    /// 前言
    pub introduction: Option<String>,
    /// 思考题
    pub questions: Option<Vec<String>>,
}

/// What shall be another about an item; `None` stays.
#[derive(Debug, Clone, Default, Deserialize, specta::Type)]
pub struct ItemEdit {
    /// True for 必读.
    pub required: Option<bool>,
    /// 完成期限; empty: none.
    pub due: Option<String>,
    /// 导读
    pub guide: Option<String>,
    /// 思考题
    pub questions: Option<Vec<String>>,
    /// Read or not.
    pub finished: Option<bool>,
}

impl From<ReadingListItem> for ReadingItem {
    fn from(item: ReadingListItem) -> Self {
        let (quote, at, address) = match item.passage {
            Some(passage) => (Some(passage.quote), passage.at, passage.address),
            None => (None, None, String::new()),
        };
        ReadingItem {
            id: item.id,
            document: item.document,
            title: item.title,
            source: item.source,
            date: item.date,
            trashed: item.trashed,
            quote,
            attachments: item.attachments.into_iter().map(|a| a.title).collect(),
            at: at.map(FoundRange::from),
            address,
            required: item.requirement == Requirement::Required,
            due: item.due,
            guide: item.guide,
            questions: item.questions,
            chars: item.chars,
            minutes: item.minutes,
            finished: item.finished_at.is_some(),
        }
    }
}

impl From<ReadingListView> for ReadingListText {
    fn from(view: ReadingListView) -> Self {
        let section = |s: yandu::ReadingListSection| ReadingSection {
            id: s.id,
            title: s.title,
            introduction: s.introduction,
            items: s.items.into_iter().map(ReadingItem::from).collect(),
        };
        ReadingListText {
            id: view.id,
            title: view.title,
            introduction: view.introduction,
            questions: view.questions,
            sections: view.sections.into_iter().map(section).collect(),
            chars: view.chars,
            minutes: view.minutes,
            items: view.items,
            finished: view.finished,
        }
    }
}

fn requirement(required: bool) -> Requirement {
    if required {
        Requirement::Required
    } else {
        Requirement::Optional
    }
}

impl Session {
    /// All lists, last changed first.
    ///
    /// # Errors
    /// What the store says.
    pub fn list_reading_lists(&self) -> Result<Vec<ReadingListRow>, ApiError> {
        let lists = self.with(|library| library.list_reading_lists())?;
        let row = |list: yandu::ReadingListSummary| ReadingListRow {
            id: list.id,
            title: list.title,
            items: list.items,
            finished: list.finished,
            modified_at: list.modified_at,
        };
        Ok(lists.into_iter().map(row).collect())
    }

    /// One list.
    ///
    /// # Errors
    /// Nothing there.
    pub fn get_reading_list(&self, id: &str) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.get_reading_list(id))
    }

    /// A new list, or a copy of one.
    ///
    /// # Errors
    /// An empty title, nothing there.
    pub fn add_reading_list(
        &self,
        title: &str,
        copy_of: Option<&str>,
    ) -> Result<ReadingListText, ApiError> {
        self.list(|library| match copy_of {
            Some(other) => library.copy_reading_list(other, title),
            None => library.add_reading_list(title, ""),
        })
    }

    /// Changes what a list says of itself.
    ///
    /// # Errors
    /// An empty title, nothing there.
    pub fn update_reading_list(
        &self,
        id: &str,
        edit: &ListEdit,
    ) -> Result<ReadingListText, ApiError> {
        let change = ListChange {
            title: edit.title.clone(),
            introduction: edit.introduction.clone(),
            questions: edit.questions.clone(),
        };
        self.list(|library| library.update_reading_list(id, &change))
    }

    /// Removes a list.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove_reading_list(&self, id: &str) -> Result<(), ApiError> {
        self.with(|library| library.remove_reading_list(id))
            .map(|_| ())
    }

    /// Adds a section.
    ///
    /// # Errors
    /// Nothing there.
    pub fn add_section(&self, list: &str, title: &str) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.add_section(list, title))
    }

    /// Changes title and introduction of a section; `None` stays.
    ///
    /// # Errors
    /// Nothing there.
    pub fn update_section(
        &self,
        id: &str,
        title: Option<String>,
        introduction: Option<String>,
    ) -> Result<ReadingListText, ApiError> {
        let change = SectionChange {
            title,
            introduction,
        };
        self.list(|library| library.update_section(id, &change))
    }

    /// Moves a section before the one at a position, from 0.
    ///
    /// # Errors
    /// Nothing there.
    pub fn move_section(&self, id: &str, position: u32) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.move_section(id, position))
    }

    /// Removes a section with its items.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove_section(&self, id: &str) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.remove_section(id))
    }

    /// Adds a document, or a passage of it, at the end of a list.
    ///
    /// # Errors
    /// Not found, nothing there, nothing selected.
    pub fn add_item(
        &self,
        list: &str,
        document: &str,
        at: Option<FoundRange>,
    ) -> Result<ReadingListText, ApiError> {
        let new = NewItem {
            document: document.to_owned(),
            passage: at.map(Into::into),
            section: None,
            requirement: Requirement::Required,
        };
        self.list(|library| library.add_item(list, &new))
    }

    /// Changes an item.
    ///
    /// # Errors
    /// Nothing there, a day that does not exist.
    pub fn update_item(&self, id: &str, edit: &ItemEdit) -> Result<ReadingListText, ApiError> {
        let change = ItemChange {
            requirement: edit.required.map(requirement),
            due: edit.due.clone(),
            guide: edit.guide.clone(),
            questions: edit.questions.clone(),
            finished: edit.finished,
        };
        self.list(|library| library.update_item(id, &change))
    }

    /// Moves an item into a section, before the one at a position, from 0.
    ///
    /// # Errors
    /// Nothing there.
    pub fn move_item(
        &self,
        id: &str,
        section: &str,
        position: u32,
    ) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.move_item(id, section, position))
    }

    /// Removes an item.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove_item(&self, id: &str) -> Result<ReadingListText, ApiError> {
        self.list(|library| library.remove_item(id))
    }

    fn list(
        &self,
        work: impl FnOnce(&mut yandu::Library) -> Result<ReadingListView, yandu::LibraryError>,
    ) -> Result<ReadingListText, ApiError> {
        self.with(work).map(ReadingListText::from)
    }

    /// The citation of a document.
    ///
    /// # Errors
    /// Not found, an unknown style.
    pub fn cite(&self, document: &str, style: &str) -> Result<String, ApiError> {
        let style = CitationStyle::from_name(style).ok_or_else(|| {
            ApiError::new(ApiErrorCode::Usage, "不认识的著录格式", "请换一种格式")
        })?;
        self.with(|library| library.cite(document, style))
    }
}
