//! Compilations as PDF: typeset by typst, tagged, with an outline, fonts embedded as subsets.
//!
//! The looks are one fixed template; the text goes to it as data and is never read as mark-up. It sees no
//! file and no network. Fonts are those of the machine; none is shipped. Without the feature `typst` this
//! crate is empty: the typesetter takes many minutes to build.

#![cfg(feature = "typst")]

mod data;
mod fonts;
mod world;

use thiserror::Error;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use yandu_export::{AnnotationPlace, Compilation, ExportProgress, Layout};

use self::fonts::Fonts;
use self::world::CompilationWorld;

/// A PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: u32,
    /// Which font stands for which, and which chars no font has.
    pub warnings: Vec<String>,
}

/// Why there is no PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// The machine has no font with Chinese chars.
    #[error("这台电脑没有中文字体")]
    NoFont,
    /// The typesetter failed.
    #[error("无法排版 PDF：{0}")]
    Typeset(String),
}

/// Writes a compilation as PDF; `None` if `progress` stopped it.
///
/// # Errors
/// [`PdfError::NoFont`]; what the typesetter says.
pub fn write_pdf(
    compilation: &Compilation,
    layout: Layout,
    place: AnnotationPlace,
    progress: &mut ExportProgress<'_>,
) -> Result<Option<Pdf>, PdfError> {
    let all = compilation.entries().count();
    if !progress(0, all) {
        return Ok(None);
    }
    let pieces = yandu_export::pieces(compilation, place);
    let texts = pieces.iter().map(|piece| piece.text.as_str());
    let notes = pieces.iter().flat_map(|p| &p.footnotes);
    let fonts = Fonts::find(texts.chain(notes.map(|note| note.text.as_str())))?;
    let data = data::data(compilation, layout, &pieces, &fonts);
    drop(pieces);
    let warnings = fonts.warnings();
    let world = CompilationWorld::new(fonts, data);
    let made = world.watch(all, progress, typeset);
    // What was remembered for the next time is not needed: there is none.
    comemo::evict(0);
    let Some(made) = made else {
        return Ok(None);
    };
    let (bytes, pages) = made?;
    Ok(Some(Pdf {
        bytes,
        pages,
        warnings,
    }))
}

fn typeset(world: &CompilationWorld) -> Result<(Vec<u8>, u32), PdfError> {
    let failed = |errors: &[typst::diag::SourceDiagnostic]| {
        let messages: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
        PdfError::Typeset(messages.join("；"))
    };
    let document: PagedDocument = typst::compile(world)
        .output
        .map_err(|errors| failed(&errors))?;
    comemo::evict(0);
    let options = PdfOptions {
        creator: typst::foundations::Smart::Custom(Some("研读".to_owned())),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors))?;
    Ok((bytes, document.pages().len() as u32))
}
