//! Names inside of archives: their code page, which of them are safe, which are wanted.

use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS};

/// A name by itself; see [`code_page`] for several.
pub(crate) fn entry_name(raw: &[u8]) -> String {
    decoded(raw, code_page(std::iter::once(raw)))
}

/// A name whose bytes are in a code page, `/` between folders.
pub(super) fn decoded(raw: &[u8], page: &'static Encoding) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => page.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

/// The code page of all names of an archive that say nothing about it: Chinese Windows writes GBK, or Big5 in Taiwan
/// and Hong Kong, Japanese writes Shift-JIS.
///
/// Each pair of bytes counts for the page in which it is a usual char. Names are short, so GBK wins where the pairs
/// are usual in both.
pub(super) fn code_page<'n>(names: impl Iterator<Item = &'n [u8]>) -> &'static Encoding {
    let (mut gbk, mut big5, mut kana) = (0_usize, 0_usize, 0_usize);
    let (mut no_gbk, mut no_big5) = (false, false);
    for raw in names.filter(|raw| std::str::from_utf8(raw).is_err()) {
        no_gbk |= GB18030.decode_without_bom_handling(raw).1;
        no_big5 |= BIG5.decode_without_bom_handling(raw).1;
        for pair in pairs(raw) {
            // The usual chars of GB 2312 (rows 16 to 55) and of Big5 (levels of frequent ones), and full-width signs.
            gbk += usize::from(matches!(pair, [0xB0..=0xD7 | 0xA1 | 0xA3, 0xA1..=0xFE]));
            big5 += usize::from(matches!(
                pair,
                [0xA4..=0xC6 | 0xA1, 0x40..=0x7E | 0xA1..=0xFE]
            ));
            kana += usize::from(matches!(pair, [0x82, 0x9F..=0xF1] | [0x83, 0x40..=0x96]));
        }
    }
    match () {
        () if kana >= 2 && kana > gbk => SHIFT_JIS,
        () if !no_big5 && (big5 > gbk || no_gbk) => BIG5,
        () => GB18030,
    }
}

/// The chars of two bytes.
fn pairs(raw: &[u8]) -> Vec<[u8; 2]> {
    let mut found = Vec::new();
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (0x81..=0xFE, [second, after @ ..]) => {
                found.push([*first, *second]);
                after
            }
            _ => tail,
        };
    }
    found
}

pub(super) fn is_safe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    !name.starts_with('/')
        && !drive
        && !name.contains('\0')
        && name.split('/').all(|part| part != "..")
}

/// What operating systems leave behind.
pub(crate) fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| part == "__MACOSX")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || name.starts_with("~$")
        || name.starts_with("._")
}

/// Endings of program sources, style sheets, settings, icons and fonts: parts of programs and web pages.
const NO_MATERIAL: [&str; 54] = [
    "bat",
    "c",
    "cc",
    "cfg",
    "cmake",
    "cmd",
    "conf",
    "cpp",
    "cs",
    "css",
    "cur",
    "eot",
    "gitignore",
    "go",
    "h",
    "hpp",
    "ico",
    "ini",
    "ipynb",
    "java",
    "js",
    "json",
    "jsx",
    "kt",
    "less",
    "lock",
    "lua",
    "map",
    "mjs",
    "otf",
    "php",
    "pl",
    "properties",
    "ps1",
    "py",
    "r",
    "rb",
    "rs",
    "sass",
    "scss",
    "sh",
    "sql",
    "svg",
    "swift",
    "toml",
    "ts",
    "tsx",
    "ttc",
    "ttf",
    "vue",
    "woff",
    "woff2",
    "yaml",
    "yml",
];

/// True for a file that no reader of materials asks for.
pub(super) fn is_no_material(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let ending = ending.to_ascii_lowercase();
    (!stem.is_empty() || ending == "gitignore") && NO_MATERIAL.binary_search(&&*ending).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_code_page_are_read() {
        let cases = [
            (GB18030, "讲话稿/第一部分.txt"),
            (GB18030, "会议纪要（二）.docx"),
            (BIG5, "會議紀錄.txt"),
            (BIG5, "關於召開工作會議的通知.doc"),
            (BIG5, "總結報告\\許功蓋.txt"),
            (SHIFT_JIS, "ひらがなのファイル.txt"),
        ];
        for (page, name) in cases {
            let (raw, _, broken) = page.encode(name);
            assert!(!broken);
            assert_eq!(entry_name(&raw), name.replace('\\', "/"));
        }
        assert_eq!(entry_name("讲话.txt".as_bytes()), "讲话.txt");
    }

    #[test]
    fn programs_are_no_materials_and_documents_are() {
        assert!(NO_MATERIAL.is_sorted());
        for name in ["a/main.PY", "style.css", "x.svg", "网页_files/jquery.js"] {
            assert!(is_no_material(name), "{name}");
        }
        for name in ["讲话.txt", "a.docx", "r", "通知.c稿.md", "目录/没有后缀"] {
            assert!(!is_no_material(name), "{name}");
        }
    }
}
