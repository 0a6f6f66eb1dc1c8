//! Formats that are known by their first bytes and have no importer, each with a way out for the user.

/// A format that cannot be read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// China Academic Journals: CAJ, NH, KDH.
    Caj,
    /// Founder Apabi's layout format.
    Ceb,
    /// Pictures of telephones: HEIC, HEIF, AVIF.
    Heic,
    /// Mobipocket and Kindle books.
    Mobi,
    /// GIF pictures.
    Gif,
    /// Windows bitmaps.
    Bmp,
    /// DjVu scans.
    Djvu,
    /// PostScript.
    PostScript,
    /// Compiled help.
    Chm,
    /// Sound or film.
    Media,
    /// An archive of a kind that is not unpacked here, by its name.
    Archive(&'static str),
}

impl ForeignFormat {
    /// The name that the user knows.
    pub fn name(self) -> &'static str {
        match self {
            ForeignFormat::Caj => "CAJ（中国知网）",
            ForeignFormat::Ceb => "CEB（方正 Apabi）",
            ForeignFormat::Heic => "HEIC 图片",
            ForeignFormat::Mobi => "MOBI/AZW 电子书",
            ForeignFormat::Gif => "GIF 图片",
            ForeignFormat::Bmp => "BMP 图片",
            ForeignFormat::Djvu => "DjVu",
            ForeignFormat::PostScript => "PostScript",
            ForeignFormat::Chm => "CHM 帮助文件",
            ForeignFormat::Media => "音频或视频",
            ForeignFormat::Archive(name) => name,
        }
    }

    /// What the user can do to get at the text.
    pub fn hint(self) -> &'static str {
        match self {
            ForeignFormat::Caj => "请用 CAJViewer 打开，另存或打印为 PDF 后再导入",
            ForeignFormat::Ceb => "请用方正 Apabi Reader 打开，打印为 PDF 后再导入",
            ForeignFormat::Heic | ForeignFormat::Gif | ForeignFormat::Bmp => {
                "请转换成 JPG 或 PNG，再用文字识别（OCR）导入"
            }
            ForeignFormat::Mobi => "请用 Calibre 等软件转换成 EPUB 后再导入",
            ForeignFormat::Djvu | ForeignFormat::PostScript => "请转换成 PDF 后再导入",
            ForeignFormat::Chm => "请用解压软件解开，再导入其中的网页",
            ForeignFormat::Media => "研读只收文字材料；请导入文字稿",
            ForeignFormat::Archive(_) => "请用解压软件解开后，导入其中的文件",
        }
    }

    /// Recognises a format by its first bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<ForeignFormat> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        let at = |from: usize, magic: &[u8]| {
            bytes
                .get(from..)
                .is_some_and(|rest| rest.starts_with(magic))
        };
        // An HN file of CNKI begins with zeros or with the letters of its kind.
        let caj = [&b"CAJ\0"[..], b"CAJ", b"HN\xC8", b"KDH ", b"TEB\0"];
        Some(match () {
            () if caj.into_iter().any(starts) && !bytes.is_ascii() => ForeignFormat::Caj,
            () if starts(b"Founder CEB") || starts(b"Foudner CEB") => ForeignFormat::Ceb,
            () if at(4, b"ftyp") && is_picture_brand(bytes) => ForeignFormat::Heic,
            () if at(4, b"ftyp") || starts(b"ID3") || starts(b"\x1A\x45\xDF\xA3") => {
                ForeignFormat::Media
            }
            () if starts(b"RIFF") && (at(8, b"AVI ") || at(8, b"WAVE")) => ForeignFormat::Media,
            () if at(60, b"BOOKMOBI") || at(60, b"TEXtREAd") => ForeignFormat::Mobi,
            () if starts(b"GIF8") => ForeignFormat::Gif,
            () if starts(b"BM") && at(6, &[0; 4]) => ForeignFormat::Bmp,
            () if starts(b"AT&TFORM") => ForeignFormat::Djvu,
            () if starts(b"%!PS") => ForeignFormat::PostScript,
            () if starts(b"ITSF") => ForeignFormat::Chm,
            () if starts(b"MSCF") => ForeignFormat::Archive("CAB 压缩包"),
            () if at(2, b"-lh") && at(6, b"-") => ForeignFormat::Archive("LZH 压缩包"),
            () if at(7, b"**ACE**") => ForeignFormat::Archive("ACE 压缩包"),
            () if starts(b"\x60\xEA") => ForeignFormat::Archive("ARJ 压缩包"),
            () if at(0x8001, b"CD001") => ForeignFormat::Archive("ISO 光盘映像"),
            () => return None,
        })
    }
}

/// The brands of still pictures (ISO/IEC 23008-12, 10.2).
fn is_picture_brand(bytes: &[u8]) -> bool {
    let brands: [&[u8]; 9] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis",
    ];
    brands.iter().any(|b| bytes.get(8..12) == Some(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_named_by_their_first_bytes_and_texts_are_none() {
        let mobi = [vec![b'x'; 60], b"BOOKMOBI".to_vec()].concat();
        let cases: [(&[u8], Option<ForeignFormat>); 7] = [
            (b"\0\0\0\x18ftypheic\0\0", Some(ForeignFormat::Heic)),
            (b"\0\0\0\x18ftypisom\0\0", Some(ForeignFormat::Media)),
            (b"CAJ\0\x01\x02\xff", Some(ForeignFormat::Caj)),
            (&mobi, Some(ForeignFormat::Mobi)),
            (b"Founder CEB 2.3", Some(ForeignFormat::Ceb)),
            (b"CAJ is a format of files.", None),
            (b"BM meeting notes", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(ForeignFormat::of(bytes), expected, "{bytes:?}");
        }
    }
}
