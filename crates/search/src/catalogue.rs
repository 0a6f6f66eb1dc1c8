//! What each document is, in memory: the columns that filters, facets and sorting read.
//!
//! The library fills it from SQLite and keeps it true, so an edit of metadata never waits for the index. A million
//! documents take about 200 MB: texts lie in one buffer, and values that repeat are kept once.

mod facets;
mod names;
mod signature;
mod titles;

pub(crate) use facets::Tallies;
pub use facets::{FacetCount, FacetCounts, Facets};
pub use titles::Rank;

use memchr::memmem::Finder;
use yandu_document::Kind;

use crate::fold::fold_into;
use names::{Labels, Names};
use signature::Signature;

/// What a document is; an empty text means unknown or none.
#[derive(Debug, Clone, Copy)]
pub struct Description<'a> {
    /// 类型
    pub kind: Kind,
    /// 标题 as shown.
    pub title: &'a str,
    /// 讲话人
    pub speaker: &'a str,
    /// 发文机关; joint issuers joined by 、.
    pub issuer: &'a str,
    /// 发文字号
    pub number: &'a str,
    /// 场合
    pub occasion: &'a str,
    /// 专题 (collections)
    pub collections: &'a [String],
}

/// A description in a catalogue: what is written beside one document shares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AboutId(u32);

/// One text that can be found: a document, or something that is written beside one.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The library's number of the text.
    pub document: u64,
    /// Date as yyyymmdd; 0 = unknown.
    pub date: u32,
    /// 标签
    pub tags: &'a [String],
    /// Chars of the folded text.
    pub chars: u32,
    /// What the document is, or the document that it is beside.
    pub about: AboutId,
}

/// A stretch of [`Catalogue::text`], bytes.
#[derive(Clone, Copy)]
struct Stretch {
    start: u32,
    length: u32,
}

impl Stretch {
    /// The same so many bytes further on.
    fn behind(self, bytes: u32) -> Stretch {
        Stretch {
            start: self.start + bytes,
            ..self
        }
    }
}

/// What a description says in words.
struct About {
    title: Stretch,
    folded_title: Stretch,
    folded_number: Stretch,
    occasion: u32,
    collections: u32,
}

/// What is looked at in each document of an answer, apart from the rest: of long answers memory is most of the cost.
struct Traits {
    /// Of the folded title.
    signature: Signature,
    speaker: u32,
    issuer: u32,
    kind: Kind,
}

struct Row {
    document: u64,
    date: u32,
    chars: u32,
    about: u32,
    tags: u32,
}

/// A field whose folded value is matched by substring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Title,
    Speaker,
    Issuer,
    Number,
    Occasion,
}

/// All texts that a search may answer with.
#[derive(Default)]
pub struct Catalogue {
    rows: Vec<Row>,
    /// A description is an [`About`] and the [`Traits`] at the same place.
    abouts: Vec<About>,
    traits: Vec<Traits>,
    text: String,
    speakers: Names,
    issuers: Names,
    occasions: Names,
    labels: Labels,
    /// Document number -> ordinal + 1; 0 = not there.
    ordinals: Vec<u32>,
    alive: usize,
    total_chars: u64,
}

impl Catalogue {
    /// With room for so many texts.
    pub fn with_capacity(texts: usize) -> Self {
        Catalogue {
            rows: Vec::with_capacity(texts),
            abouts: Vec::with_capacity(texts),
            traits: Vec::with_capacity(texts),
            ordinals: Vec::with_capacity(texts + 1),
            ..Catalogue::default()
        }
    }

    /// Keeps what a document is, for the entries beside it.
    pub fn describe(&mut self, description: &Description<'_>) -> AboutId {
        let title = self.keep(description.title);
        let mut folded_title = self.keep_folded(description.title);
        if self.stretch(folded_title) == description.title {
            self.text.truncate(folded_title.start as usize);
            folded_title = title;
        }
        let folded_number = self.keep_folded(description.number);
        self.traits.push(Traits {
            signature: Signature::of(self.stretch(folded_title)),
            speaker: self.speakers.number(description.speaker),
            issuer: self.issuers.number(description.issuer),
            kind: description.kind,
        });
        self.abouts.push(About {
            title,
            folded_title,
            folded_number,
            occasion: self.occasions.number(description.occasion),
            collections: self.labels.number(description.collections),
        });
        AboutId(self.abouts.len() as u32 - 1)
    }

    fn keep(&mut self, text: &str) -> Stretch {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Stretch {
            start,
            length: text.len() as u32,
        }
    }

    fn keep_folded(&mut self, text: &str) -> Stretch {
        let start = self.text.len();
        fold_into(text, &mut self.text);
        Stretch {
            start: start as u32,
            length: (self.text.len() - start) as u32,
        }
    }

    /// Puts the texts of another catalogue behind those of this one, which must have none of them.
    pub fn append(&mut self, other: Catalogue) {
        let (bytes, first) = (self.text.len() as u32, self.abouts.len() as u32);
        let speakers = self.speakers.append(other.speakers);
        let issuers = self.issuers.append(other.issuers);
        let occasions = self.occasions.append(other.occasions);
        let labels = self.labels.append(other.labels);
        self.text.push_str(&other.text);
        self.abouts
            .extend(other.abouts.into_iter().map(|about| About {
                title: about.title.behind(bytes),
                folded_title: about.folded_title.behind(bytes),
                folded_number: about.folded_number.behind(bytes),
                occasion: occasions[about.occasion as usize],
                collections: labels[about.collections as usize],
            }));
        self.traits
            .extend(other.traits.into_iter().map(|traits| Traits {
                speaker: speakers[traits.speaker as usize],
                issuer: issuers[traits.issuer as usize],
                ..traits
            }));
        let before = self.rows.len() as u32;
        self.rows.extend(other.rows.into_iter().map(|row| Row {
            about: row.about + first,
            tags: labels[row.tags as usize],
            ..row
        }));
        if self.ordinals.len() < other.ordinals.len() {
            self.ordinals.resize(other.ordinals.len(), 0);
        }
        for (mine, theirs) in self.ordinals.iter_mut().zip(other.ordinals) {
            if theirs > 0 {
                *mine = theirs + before;
            }
        }
        self.alive += other.alive;
        self.total_chars += other.total_chars;
    }

    /// Adds a text, or puts it in place of the one with its number.
    pub fn put(&mut self, entry: Entry<'_>) {
        self.remove(entry.document);
        let document = entry.document as usize;
        if self.ordinals.len() <= document {
            self.ordinals.resize(document + 1, 0);
        }
        self.ordinals[document] = self.rows.len() as u32 + 1;
        self.total_chars += u64::from(entry.chars);
        self.alive += 1;
        self.rows.push(Row {
            document: entry.document,
            date: entry.date,
            chars: entry.chars,
            about: entry.about.0,
            tags: self.labels.number(entry.tags),
        });
    }

    /// Takes a text out; one that is not there is none.
    pub fn remove(&mut self, document: u64) {
        if let Some(ordinal) = self.ordinal(document) {
            self.ordinals[document as usize] = 0;
            self.alive -= 1;
            self.total_chars -= u64::from(self.row(ordinal).chars);
        }
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.alive
    }

    /// True without texts.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }

    /// True if more of it is out of use than in use: time to read it anew.
    pub fn is_worn(&self) -> bool {
        self.rows.len() > 2 * self.alive + 1000
    }

    fn row(&self, ordinal: u32) -> &Row {
        &self.rows[ordinal as usize]
    }

    fn about(&self, ordinal: u32) -> &About {
        &self.abouts[self.row(ordinal).about as usize]
    }

    fn traits(&self, ordinal: u32) -> &Traits {
        &self.traits[self.row(ordinal).about as usize]
    }

    fn stretch(&self, stretch: Stretch) -> &str {
        let start = stretch.start as usize;
        &self.text[start..start + stretch.length as usize]
    }

    /// The library's number of the text at an ordinal.
    pub fn document(&self, ordinal: u32) -> u64 {
        self.row(ordinal).document
    }

    /// Its date as yyyymmdd; 0 = unknown.
    pub fn date(&self, ordinal: u32) -> u32 {
        self.row(ordinal).date
    }

    /// Its chars, folded.
    pub(crate) fn chars(&self, ordinal: u32) -> u32 {
        self.row(ordinal).chars
    }

    /// 类型
    pub fn kind(&self, ordinal: u32) -> Kind {
        self.traits(ordinal).kind
    }

    /// 标题 as shown.
    pub fn title(&self, ordinal: u32) -> &str {
        self.stretch(self.about(ordinal).title)
    }

    /// Tells of each ordinal whether it has a tag that is called so: exactly; where no tag is, by its beginning; else by a
    /// part of it.
    pub(crate) fn tagged<'a>(&'a self, tag: &str) -> impl Fn(u32) -> bool + use<'a> {
        let used = self.all().map(|ordinal| self.row(ordinal).tags);
        let sets = self.labels.called(tag, used);
        move |ordinal| sets[self.row(ordinal).tags as usize]
    }

    /// The same of collections.
    pub(crate) fn collected<'a>(&'a self, collection: &str) -> impl Fn(u32) -> bool + use<'a> {
        let used = self.all().map(|ordinal| self.about(ordinal).collections);
        let sets = self.labels.called(collection, used);
        move |ordinal| sets[self.about(ordinal).collections as usize]
    }

    /// The ordinals of all texts, ascending.
    pub(crate) fn all(&self) -> impl Iterator<Item = u32> {
        (0..self.rows.len() as u32).filter(|ordinal| self.is_alive(*ordinal))
    }

    fn is_alive(&self, ordinal: u32) -> bool {
        self.ordinals[self.row(ordinal).document as usize] == ordinal + 1
    }

    /// Where the text with a number is; `None` if it is not here.
    pub fn ordinal(&self, document: u64) -> Option<u32> {
        self.ordinals
            .get(usize::try_from(document).ok()?)?
            .checked_sub(1)
    }

    /// Ordinals are below this.
    pub(crate) fn ordinals(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn average_chars(&self) -> f32 {
        (self.total_chars as f32 / self.alive.max(1) as f32).max(1.0)
    }

    /// Tells of each ordinal whether a column holds a folded text. Values that repeat are looked at once.
    pub(crate) fn holds<'a>(
        &'a self,
        column: Column,
        folded: &'a str,
    ) -> impl Fn(u32) -> bool + 'a {
        let finder = Finder::new(folded.as_bytes());
        let signature = Signature::of(folded);
        let named: Vec<bool> = match column {
            Column::Title | Column::Number => Vec::new(),
            Column::Speaker => self.speakers.holding(&finder),
            Column::Issuer => self.issuers.holding(&finder),
            Column::Occasion => self.occasions.holding(&finder),
        };
        move |ordinal| {
            let traits = self.traits(ordinal);
            let text = match column {
                Column::Title if !traits.signature.may_hold(signature) => return false,
                Column::Title => self.about(ordinal).folded_title,
                Column::Number => self.about(ordinal).folded_number,
                Column::Speaker => return named[traits.speaker as usize],
                Column::Issuer => return named[traits.issuer as usize],
                Column::Occasion => return named[self.about(ordinal).occasion as usize],
            };
            finder.find(self.stretch(text).as_bytes()).is_some()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(numbers: std::ops::Range<u64>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for n in numbers {
            let (title, speaker) = (format!("第{n}份“材料”"), format!("讲话人{}", n % 3));
            let about = catalogue.describe(&Description {
                kind: Kind::ALL[n as usize % Kind::ALL.len()],
                title: &title,
                speaker: &speaker,
                issuer: "",
                number: "青发〔2021〕1号",
                occasion: "",
                collections: &[format!("专题{}", n % 2)],
            });
            catalogue.put(Entry {
                document: n,
                date: 20_200_101 + n as u32,
                tags: &[format!("标签{}", n % 5)],
                chars: 100 + n as u32,
                about,
            });
        }
        catalogue
    }

    #[test]
    fn labels_are_found_by_name_then_by_beginning_then_by_part() {
        let mut catalogue = Catalogue::default();
        let tags = ["党建", "党建工作", "基层党务", "ＡＢ"];
        for (n, tag) in (1..).zip(tags) {
            let about = catalogue.describe(&Description {
                kind: Kind::Other,
                title: "",
                speaker: "",
                issuer: "",
                number: "",
                occasion: "",
                collections: &["党务".to_owned()],
            });
            let tags = &[tag.to_owned()];
            let (document, date, chars) = (n, 0, 1);
            catalogue.put(Entry {
                document,
                date,
                tags,
                chars,
                about,
            });
        }
        let found = |tag: &str| -> Vec<u32> {
            catalogue
                .all()
                .filter(|o| catalogue.tagged(tag)(*o))
                .collect()
        };
        assert_eq!(found("党建"), [0]);
        assert_eq!(found("党"), [0, 1]);
        // 党务 is the name of a collection, not of a tag.
        assert_eq!(found("党务"), [2]);
        assert_eq!(found("ab"), [3]);
        assert!(found("没有").is_empty());
    }

    #[test]
    fn two_halves_are_the_whole() {
        let whole = catalogue(1..40);
        let mut halves = catalogue(1..17);
        halves.append(catalogue(17..40));
        assert_eq!(halves.len(), whole.len());
        assert_eq!(halves.average_chars(), whole.average_chars());
        let all: Vec<u32> = whole.all().collect();
        assert_eq!(halves.all().collect::<Vec<_>>(), all);
        for ordinal in &all {
            let of = |c: &Catalogue| {
                let facts = (c.document(*ordinal), c.date(*ordinal), c.chars(*ordinal));
                let labels = (c.tagged("标签3")(*ordinal), c.collected("专题1")(*ordinal));
                (
                    facts,
                    c.kind(*ordinal),
                    c.title(*ordinal).to_owned(),
                    labels,
                )
            };
            assert_eq!(of(&halves), of(&whole));
            assert_eq!(halves.ordinal(halves.document(*ordinal)), Some(*ordinal));
            for (column, text) in [
                (Column::Speaker, "人2"),
                (Column::Title, "3份材"),
                (Column::Number, "发2021"),
            ] {
                assert_eq!(
                    halves.holds(column, text)(*ordinal),
                    whole.holds(column, text)(*ordinal)
                );
            }
        }
        let facets = |c: &Catalogue| format!("{:?}", c.facets(c.tallies(&all, |ordinal| *ordinal)));
        assert_eq!(facets(&halves), facets(&whole));
    }
}
