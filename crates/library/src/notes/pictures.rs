//! Pictures in notes: kept by their hash beside the originals, shown by the window, never fetched.
//!
//! A note names one as `![](picture:<hash>)`. Only raster formats that a web view shows without
//! running anything; SVG is refused because it may carry scripts.

use rusqlite::params;
use serde::Serialize;

use super::list::nothing;
use crate::originals::{hash, keep};
use crate::{Library, LibraryError};

/// Bytes of a picture at most.
pub const LARGEST_PICTURE: usize = 20 << 20;

/// A format that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// GIF
    Gif,
    /// WebP
    Webp,
}

impl PictureFormat {
    /// By the first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(PictureFormat::Png),
            [0xff, 0xd8, 0xff, ..] => Some(PictureFormat::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PictureFormat::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(PictureFormat::Webp),
            _ => None,
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            PictureFormat::Png => "image/png",
            PictureFormat::Jpeg => "image/jpeg",
            PictureFormat::Gif => "image/gif",
            PictureFormat::Webp => "image/webp",
        }
    }
}

/// A picture that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// SHA-256 of its bytes.
    pub id: String,
    /// Its format.
    pub format: PictureFormat,
}

impl Library {
    /// Keeps a picture; the same bytes are kept once.
    ///
    /// # Errors
    /// [`LibraryError::PictureTooLarge`], [`LibraryError::NotAPicture`], what the disk says.
    pub fn add_picture(&mut self, bytes: &[u8]) -> Result<Picture, LibraryError> {
        if bytes.len() > LARGEST_PICTURE {
            return Err(LibraryError::PictureTooLarge {
                bytes: bytes.len(),
                limit: LARGEST_PICTURE,
            });
        }
        let format = PictureFormat::of(bytes).ok_or(LibraryError::NotAPicture)?;
        let id = hash(bytes);
        keep(&self.folder, &id, bytes)?;
        let sql = "INSERT OR IGNORE INTO original VALUES (?1, ?2)";
        self.connection
            .execute(sql, params![id, bytes.len() as i64])?;
        Ok(Picture { id, format })
    }

    /// The bytes of a picture.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], [`LibraryError::NotAPicture`], [`LibraryError::Damaged`].
    pub fn get_picture(&self, id: &str) -> Result<(PictureFormat, Vec<u8>), LibraryError> {
        let a_hash = id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit());
        if !a_hash {
            return Err(nothing("图片", id));
        }
        let sql = "SELECT count(*) FROM original WHERE sha256 = ?1";
        let known: u32 = self
            .connection
            .prepare_cached(sql)?
            .query_row([id], |r| r.get(0))?;
        if known == 0 {
            return Err(nothing("图片", id));
        }
        let bytes = self.original(id)?;
        let format = PictureFormat::of(&bytes).ok_or(LibraryError::NotAPicture)?;
        Ok((format, bytes))
    }
}
