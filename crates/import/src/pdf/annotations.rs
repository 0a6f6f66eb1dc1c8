//! What stands upon a page: the values of form fields and typewriter notes are text of the page, other notes are
//! counted (ISO 32000-1, 12.5, 12.7).

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object};

use super::layers::Layers;
use super::objects::{
    as_dictionary, dictionary, inherited, items, name, number, number_of, numbers, string, text,
    value,
};
use super::streams;

/// Bytes of the value of one field.
const VALUE_LIMIT: usize = 1 << 20;
/// Annotations of one page.
const MOST: usize = 5_000;

/// Flags of annotations (12.5.3): hidden, not shown on a screen.
const HIDDEN: u32 = 1 << 1 | 1 << 5;
/// Flags of fields (12.7.4): passwords; buttons without a state.
const PASSWORD: u32 = 1 << 13;
const PUSH_BUTTON: u32 = 1 << 16;

/// Words that a field or note shows in its box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) text: String,
    /// Left, bottom, right, top.
    pub(super) area: [f32; 4],
    /// Height of the font; `None` where it fits itself to the box.
    pub(super) size: Option<f32>,
}

/// The annotations of one page.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    pub(super) written: Vec<Written>,
    /// Notes with words that are not part of the text.
    pub(super) left_out: usize,
}

impl Annotations {
    /// Reads the annotations of a page.
    pub(super) fn of(pdf: &Pdf, page: &Dict<'_>, layers: &Layers) -> Annotations {
        let mut found = Annotations::default();
        let Some(Object::Array(list)) = value(page, b"Annots") else {
            return found;
        };
        for note in items(pdf, &list)
            .into_iter()
            .filter_map(as_dictionary)
            .take(MOST)
        {
            let flags = number_of(&note, b"F").unwrap_or(0.0) as u32;
            let hidden = dictionary(&note, b"OC").is_some_and(|oc| layers.hides(pdf, &oc));
            if flags & HIDDEN != 0 || hidden {
                continue;
            }
            match name(&note, b"Subtype").as_deref() {
                Some(b"Widget") => found.written.extend(field(pdf, &note)),
                Some(b"FreeText") if is_typewriter(&note) => {
                    found.written.extend(written(&note, contents(&note)));
                }
                Some(b"Popup" | b"Link") | None => {}
                Some(_) => found.left_out += usize::from(!contents(&note).trim().is_empty()),
            }
        }
        found
    }
}

/// Words that somebody typed upon the page to fill it in.
fn is_typewriter(note: &Dict<'_>) -> bool {
    name(note, b"IT").is_some_and(|intent| intent.eq_ignore_ascii_case(b"FreeTextTypewriter"))
}

fn contents(note: &Dict<'_>) -> String {
    string(note, b"Contents")
        .map(|s| text(&s))
        .unwrap_or_default()
}

fn written(note: &Dict<'_>, text: String) -> Option<Written> {
    let area: [f32; 4] = numbers(&value(note, b"Rect")?).try_into().ok()?;
    let [x0, y0, x1, y1] = area;
    (!text.trim().is_empty()).then_some(Written {
        text,
        area: [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)],
        size: None,
    })
}

/// What a form field shows.
fn field(pdf: &Pdf, widget: &Dict<'_>) -> Option<Written> {
    let kind = inherited(pdf, widget, b"FT")?.into_name()?;
    let flags = inherited(pdf, widget, b"Ff");
    let flags = flags.as_ref().and_then(number).unwrap_or(0.0) as u32;
    let shown = match &*kind {
        b"Tx" if flags & PASSWORD == 0 => words(inherited(pdf, widget, b"V")?),
        b"Ch" => choice(pdf, widget)?,
        b"Btn" if flags & PUSH_BUTTON == 0 => {
            let state = name(widget, b"AS")?;
            (state != b"Off").then(|| "√".to_owned())?
        }
        _ => return None,
    };
    let size = inherited(pdf, widget, b"DA").and_then(Object::into_string);
    let size = size.and_then(|s| font_size(&s));
    written(widget, shown).map(|written| Written { size, ..written })
}

fn words(value: Object<'_>) -> String {
    match value {
        Object::String(s) => text(&s),
        Object::Stream(s) => streams::decoded(&s, VALUE_LIMIT)
            .map(|s| text(&s))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The chosen options by the words that the user saw.
fn choice(pdf: &Pdf, widget: &Dict<'_>) -> Option<String> {
    let chosen = match inherited(pdf, widget, b"V")? {
        Object::Array(list) => items(pdf, &list).into_iter().map(words).collect(),
        one => vec![words(one)],
    };
    let pairs = inherited(pdf, widget, b"Opt").and_then(Object::into_array);
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .flat_map(|list| items(pdf, &list))
        .filter_map(|pair| {
            let mut pair = items(pdf, &pair.into_array()?).into_iter().map(words);
            Some((pair.next()?, pair.next()?))
        })
        .collect();
    let shown = |value: String| {
        let known = pairs.iter().find(|(export, _)| *export == value);
        known.map_or(value.clone(), |(_, shown)| shown.clone())
    };
    let shown: Vec<String> = chosen.into_iter().map(shown).collect();
    Some(shown.join("、"))
}

/// The size in a default appearance, as `/Helv 12 Tf 0 g`; 0 means that it fits itself to the box.
fn font_size(appearance: &[u8]) -> Option<f32> {
    let text = String::from_utf8_lossy(appearance);
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|w| *w == "Tf")?;
    let size: f32 = words.get(at.checked_sub(1)?)?.parse().ok()?;
    (size > 0.5 && size < 200.0).then_some(size)
}
