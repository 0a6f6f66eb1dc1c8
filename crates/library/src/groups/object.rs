//! The things that members write, as they travel.

use serde::{Deserialize, Serialize};
use yandu_document::{TextPositionSelector, TextQuoteSelector};

/// A thing of a member. Two members may use the same name: nobody can touch what is another's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct ObjectRef {
    #[serde(rename = "m")]
    pub(super) member: String,
    #[serde(rename = "o")]
    pub(super) object: String,
}

impl ObjectRef {
    /// The name of a mark on this thing.
    pub(super) fn mark(&self, kind: &str) -> String {
        format!("{kind}:{}/{}", self.member, self.object)
    }

    /// What a mark is on.
    pub(super) fn target(mark: &str) -> Option<ObjectRef> {
        let (member, object) = mark.split_once(':')?.1.split_once('/')?;
        Some(ObjectRef {
            member: member.to_owned(),
            object: object.to_owned(),
        })
    }
}

/// 批注
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SharedAnnotation {
    /// The folded hash of the file's text, and the part of the file.
    pub(super) text: String,
    pub(super) part: u32,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) colour: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) comment: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    pub(super) created: String,
    pub(super) modified: String,
    /// Block, start, end block, end; chars.
    pub(super) at: [u32; 4],
    pub(super) exact: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) prefix: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) suffix: String,
}

impl SharedAnnotation {
    pub(super) const KIND: &str = "annotation";

    pub(super) fn position(&self) -> TextPositionSelector {
        let [block, start, end_block, end] = self.at;
        TextPositionSelector {
            block,
            start,
            end_block,
            end,
        }
    }

    pub(super) fn quote(&self) -> TextQuoteSelector {
        TextQuoteSelector {
            exact: self.exact.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
        }
    }

    /// The same words, whatever became of the place when the text got a new version.
    pub(super) fn same_words(&self, other: &SharedAnnotation) -> bool {
        let words = |a: &SharedAnnotation| {
            (
                a.kind.clone(),
                a.colour.clone(),
                a.comment.clone(),
                a.tags.clone(),
                a.modified.clone(),
            )
        };
        words(self) == words(other)
    }
}

/// 回复
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SharedReply {
    pub(super) to: ObjectRef,
    pub(super) comment: String,
    pub(super) created: String,
    pub(super) modified: String,
}

impl SharedReply {
    pub(super) const KIND: &str = "reply";
}

/// A material that the group reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SharedMaterial {
    /// The folded hash of the file's text.
    pub(super) text: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) date: Option<String>,
    /// SHA-256 of the file, and its name.
    pub(super) file: String,
    pub(super) name: String,
}

impl SharedMaterial {
    pub(super) const KIND: &str = "material";
}

/// How far a member is with a list, if the member chooses to say so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SharedProgress {
    pub(super) list: String,
    pub(super) title: String,
    pub(super) finished: u32,
    pub(super) items: u32,
}

impl SharedProgress {
    pub(super) const KIND: &str = "progress";
}

/// 已讨论: a mark on an annotation by any member.
pub(super) struct Discussed;

impl Discussed {
    pub(super) const KIND: &str = "discussed";
}

/// A mark of a moderator: this does not belong here, with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Hidden {
    pub(super) reason: String,
}

impl Hidden {
    pub(super) const KIND: &str = "hidden";
}

/// 阅读清单; the body is the list as it is in packs.
pub(super) const LIST: &str = "list";
