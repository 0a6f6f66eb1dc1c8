//! The closed sets: colours, kinds, states; their names on the wire, in the store and for people.

use serde::{Deserialize, Serialize};

use crate::{Library, LibraryError};

macro_rules! named {
    ($(#[$meta:meta])* $name:ident, $field:literal { $($(#[$doc:meta])* $variant:ident = $wire:literal $chinese:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The name on the wire and in the store.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $wire,)* }
            }

            /// The name for people.
            pub fn chinese(self) -> &'static str {
                match self { $($name::$variant => $chinese,)* }
            }

            /// From either name.
            ///
            /// # Errors
            /// [`LibraryError::UnknownName`].
            pub fn from_name(name: &str) -> Result<Self, LibraryError> {
                let found = Self::ALL.iter().find(|v| v.name() == name || v.chinese() == name);
                found.copied().ok_or_else(|| LibraryError::UnknownName {
                    field: $field,
                    value: name.to_owned(),
                })
            }
        }
    };
}

named! {
    /// The colour of an annotation says what it is for.
    Colour, "颜色" {
        /// What matters.
        KeyPoint = "key_point" "要点",
        /// What is not understood.
        Doubt = "doubt" "疑问",
        /// What is well said.
        Quotable = "quotable" "金句",
        /// What concerns one's own work.
        Practice = "practice" "联系实际",
        /// What is to be looked up.
        ToCheck = "to_check" "待查",
    }
}

named! {
    /// What an annotation is.
    AnnotationKind, "种类" {
        /// A mark without words.
        Highlight = "highlight" "划线",
        /// A remark.
        Comment = "comment" "批注",
        /// A question to be answered.
        Question = "question" "提问",
    }
}

named! {
    /// How sure the place of an annotation is.
    AnchorState, "状态" {
        /// It stands here.
        Found = "found" "已定位",
        /// The text was changed: please check.
        Moved = "moved" "待核对",
        /// Only an earlier version has the text.
        Earlier = "earlier" "仅在旧版",
        /// The same, and a person has seen it.
        Kept = "kept" "留在旧版",
    }
}

/// A colour with the name that the user gave it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ColourName {
    /// The colour.
    pub colour: Colour,
    /// Its name.
    pub name: String,
}

/// Chars of a colour's name at most: it stands on a button.
const LONGEST_NAME: usize = 8;

impl Library {
    /// The colours under their names.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn colour_names(&self) -> Result<Vec<ColourName>, LibraryError> {
        let named = Colour::ALL.iter().map(|colour| {
            let own = self.setting(&format!("colour-{}", colour.name()))?;
            Ok(ColourName {
                colour: *colour,
                name: own.unwrap_or_else(|| colour.chinese().to_owned()),
            })
        });
        named.collect()
    }

    /// Names a colour; an empty name gives it its first one back.
    ///
    /// # Errors
    /// [`LibraryError::InvalidValue`] for more than eight chars.
    pub fn name_colour(&mut self, colour: Colour, name: &str) -> Result<(), LibraryError> {
        let name = name.trim();
        if name.chars().count() > LONGEST_NAME {
            return Err(LibraryError::InvalidValue {
                field: "颜色名称",
                value: name.to_owned(),
            });
        }
        let name = if name.is_empty() {
            colour.chinese()
        } else {
            name
        };
        self.set_setting(&format!("colour-{}", colour.name()), name)
    }

    /// The colour with this name, as the user named it or on the wire; also its number, from 1.
    ///
    /// # Errors
    /// [`LibraryError::UnknownName`].
    pub fn find_colour(&self, name: &str) -> Result<Colour, LibraryError> {
        if let Some(numbered) = name
            .parse()
            .ok()
            .and_then(|n: usize| Colour::ALL.get(n.checked_sub(1)?))
        {
            return Ok(*numbered);
        }
        let own = self.colour_names()?.into_iter().find(|c| c.name == name);
        own.map_or_else(|| Colour::from_name(name), |c| Ok(c.colour))
    }
}
