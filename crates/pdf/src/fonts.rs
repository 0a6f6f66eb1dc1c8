//! The fonts of the machine: which face stands for 仿宋, 楷体, 黑体, 宋体 and 小标宋.
//!
//! A face that is missing is replaced by one that is there, and the reader of the file is told which. Of a
//! machine without any Chinese font nothing can be made.

use std::collections::BTreeSet;

use fontdb::{Database, ID};
use serde_json::{Value, json};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::PdfError;

/// A face that the layouts ask for, and the families that are taken for it, best first.
struct Wanted {
    key: &'static str,
    chinese: &'static str,
    families: &'static [&'static str],
    /// Which of the five stands for it.
    instead: usize,
}

const WANTED: [Wanted; 5] = [
    Wanted {
        key: "song",
        chinese: "宋体",
        families: &[
            "SimSun",
            "Source Han Serif SC",
            "Noto Serif CJK SC",
            "Noto Serif SC",
            "STSong",
            "Songti SC",
            "AR PL UMing CN",
        ],
        instead: 0,
    },
    Wanted {
        key: "fangsong",
        chinese: "仿宋",
        families: &[
            "FangSong_GB2312",
            "FangSong",
            "STFangsong",
            "Zhuque Fangsong (technical preview)",
            "FandolFang",
        ],
        instead: 0,
    },
    Wanted {
        key: "kai",
        chinese: "楷体",
        families: &[
            "KaiTi_GB2312",
            "KaiTi",
            "STKaiti",
            "Kaiti SC",
            "LXGW WenKai",
            "AR PL UKai CN",
        ],
        instead: 0,
    },
    Wanted {
        key: "hei",
        chinese: "黑体",
        families: &[
            "SimHei",
            "Source Han Sans SC",
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "STHeiti",
            "Heiti SC",
            "Microsoft YaHei",
            "WenQuanYi Zen Hei",
        ],
        instead: 0,
    },
    Wanted {
        key: "xiaobiaosong",
        chinese: "小标宋",
        families: &[
            "FZXiaoBiaoSong-B05S",
            "FZXiaoBiaoSong-B05",
            "方正小标宋简体",
            "方正小标宋_GBK",
        ],
        instead: 3,
    },
];

/// A char that every Chinese font has.
const PROBE: char = '的';

/// The fonts of a file.
pub(crate) struct Fonts {
    loaded: Vec<Font>,
    /// Key, family and weight of each face.
    faces: Vec<(&'static str, String, u16)>,
    warnings: Vec<String>,
}

impl Fonts {
    /// Finds faces for texts.
    ///
    /// # Errors
    /// [`PdfError::NoFont`].
    pub(crate) fn find<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, PdfError> {
        let mut database = Database::new();
        database.load_system_fonts();
        let mut fonts = Fonts {
            loaded: Vec::new(),
            faces: Vec::new(),
            warnings: Vec::new(),
        };
        for wanted in &WANTED {
            fonts.take(&database, wanted)?;
        }
        let missing = fonts.missing(texts);
        fonts.complete(&database, missing);
        Ok(fonts)
    }

    /// Loads a face, or says what stands for it.
    fn take(&mut self, database: &Database, wanted: &Wanted) -> Result<(), PdfError> {
        let found = wanted
            .families
            .iter()
            .find_map(|family| self.load(database, family));
        if let Some((family, weight)) = found {
            self.faces.push((wanted.key, family, weight));
            return Ok(());
        }
        // 黑体 for titles, 宋体 for text; both are loaded already, and a file of fonts is large.
        let instead = WANTED[wanted.instead]
            .families
            .iter()
            .find_map(|family| self.load(database, family))
            .or_else(|| self.any(database))
            .ok_or(PdfError::NoFont)?;
        self.warnings.push(format!(
            "没有找到{}字体，改用 {}",
            wanted.chinese, instead.0
        ));
        self.faces.push((wanted.key, instead.0, instead.1));
        Ok(())
    }

    /// Loads the upright face of a family.
    fn load(&mut self, database: &Database, family: &str) -> Option<(String, u16)> {
        let query = fontdb::Query {
            families: &[fontdb::Family::Name(family)],
            ..fontdb::Query::default()
        };
        self.load_face(database, database.query(&query)?)
    }

    fn any(&mut self, database: &Database) -> Option<(String, u16)> {
        let ids: Vec<ID> = database.faces().map(|face| face.id).collect();
        ids.into_iter().find_map(|id| self.load_face(database, id))
    }

    fn load_face(&mut self, database: &Database, id: ID) -> Option<(String, u16)> {
        let font = read(database, id)?;
        if !has(&font, PROBE) {
            return None;
        }
        let info = font.info();
        let named = (info.family.to_string(), info.variant.weight.to_number());
        let same = |other: &Font| other.info() == info;
        if !self.loaded.iter().any(same) {
            self.loaded.push(font);
        }
        Some(named)
    }

    /// The chars that no loaded face has.
    fn missing<'a>(&self, texts: impl Iterator<Item = &'a str>) -> BTreeSet<char> {
        let chars: BTreeSet<char> = texts.flat_map(str::chars).collect();
        let shown = |c: &char| !c.is_control() && !c.is_whitespace() && *c != '\u{feff}';
        chars
            .into_iter()
            .filter(shown)
            .filter(|c| !self.loaded.iter().any(|font| has(font, *c)))
            .collect()
    }

    /// Takes further fonts for chars that the five do not have; names those that none has.
    fn complete(&mut self, database: &Database, mut missing: BTreeSet<char>) {
        for face in database.faces() {
            if missing.is_empty() {
                return;
            }
            if let Some(font) =
                read(database, face.id).filter(|f| missing.iter().any(|c| has(f, *c)))
            {
                missing.retain(|c| !has(&font, *c));
                self.loaded.push(font);
            }
        }
        if missing.is_empty() {
            return;
        }
        let shown: Vec<String> = missing
            .iter()
            .take(10)
            .map(|c| format!("{c}（U+{:04X}）", *c as u32))
            .collect();
        self.warnings.push(format!(
            "有 {} 个字在这台电脑的字体里没有字形：{}",
            missing.len(),
            shown.join("、")
        ));
    }

    /// What a person should know.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    /// The faces, as the template names them.
    pub(crate) fn faces(&self) -> Value {
        let faces = self.faces.iter().map(|(key, family, weight)| {
            let face = json!({"family": family, "weight": weight});
            ((*key).to_owned(), face)
        });
        Value::Object(faces.collect())
    }

    pub(crate) fn book(&self) -> LazyHash<FontBook> {
        LazyHash::new(FontBook::from_fonts(&self.loaded))
    }

    pub(crate) fn get(&self, index: usize) -> Option<Font> {
        self.loaded.get(index).cloned()
    }
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(c as u32)
}

fn read(database: &Database, id: ID) -> Option<Font> {
    let load = |data: &[u8], index| Font::new(Bytes::new(data.to_vec()), index);
    database.with_face_data(id, load).flatten()
}
