//! Text from pictures of pages, by programs that the user has: Tesseract reads, poppler's `pdftoppm` draws the pages
//! of a PDF.
//!
//! Both run as processes of their own, each page with a limit of time and, where `prlimit` is there, of memory;
//! nothing of them is linked. The words come with their places, so they go through the same layout as the glyphs of a
//! PDF. What is recognised is always marked as such, with the confidence that Tesseract gives.

mod words;

use std::path::{Path, PathBuf};
use std::time::Duration;

use yandu_document::{Origin, SourceText};

use crate::layout::{Legible, Page};
use crate::process::{Limit, find, run};
use crate::{Format, ImportError, Imported, Options, isolated, pdf, sniff};

/// What one page may take.
const PAGE: Limit<'_> = Limit {
    time: Duration::from_secs(180),
    data: Some(2 << 30),
    variable: None,
};

/// Pixels of the longer side of a page: A4 at 300 dots an inch, what Tesseract is trained for.
const PIXELS: &str = "3508";

/// The language that Tesseract must have.
const LANGUAGE: &str = "chi_sim";

/// Told how many of how many pages are done; answers false to end the work.
pub type PageProgress<'a> = dyn FnMut(u32, u32) -> bool + 'a;

/// What has to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingProgram {
    /// Tesseract itself.
    Tesseract,
    /// Its simplified Chinese.
    Chinese,
    /// poppler, for PDF.
    Poppler,
}

impl MissingProgram {
    /// What to do, for the user.
    pub fn hint(self) -> &'static str {
        match self {
            MissingProgram::Tesseract => {
                "未安装文字识别程序：请安装 tesseract-ocr、tesseract-ocr-chi-sim 和 poppler-utils"
            }
            MissingProgram::Chinese => "文字识别程序缺少简体中文：请安装 tesseract-ocr-chi-sim",
            MissingProgram::Poppler => "无法显示 PDF 页面：请安装 poppler-utils",
        }
    }
}

/// The programs on this machine.
#[derive(Debug, Clone)]
pub struct Recognizer {
    tesseract: PathBuf,
    pdftoppm: Option<PathBuf>,
}

impl Recognizer {
    /// Looks for Tesseract with simplified Chinese.
    ///
    /// # Errors
    /// What is missing.
    pub fn find() -> Result<Recognizer, MissingProgram> {
        let tesseract = find("tesseract").ok_or(MissingProgram::Tesseract)?;
        let languages = run(
            &tesseract,
            &["--list-langs"],
            &Limit::of(Duration::from_secs(20)),
        );
        let languages = languages.map_err(|_| MissingProgram::Tesseract)?;
        let known = String::from_utf8_lossy(&languages);
        if !known.lines().any(|line| line.trim() == LANGUAGE) {
            return Err(MissingProgram::Chinese);
        }
        Ok(Recognizer {
            tesseract,
            pdftoppm: find("pdftoppm"),
        })
    }

    /// Imports a picture, or a PDF with the pages whose text only their pictures tell.
    ///
    /// # Errors
    /// As [`crate::import`]; [`ImportError::Cancelled`], [`ImportError::Recognition`]. A PDF that needs a password is
    /// not recognised, as the password would have to be told to another program.
    pub fn import(
        &self,
        bytes: &[u8],
        name: &str,
        options: &Options,
        progress: &mut PageProgress<'_>,
    ) -> Result<Imported, ImportError> {
        let picture = sniff::is_picture(bytes);
        if !picture && !sniff::is_pdf(bytes) {
            return crate::import(bytes, name, options);
        }
        let folder = tempfile::tempdir().map_err(|source| ImportError::Io {
            operation: "新建临时文件夹",
            source,
        })?;
        let mut scores = words::Scores::default();
        let mut imported = if picture {
            let file = keep(folder.path(), "page", bytes)?;
            progress(0, 1);
            let page = self.page(&file, 1, &mut scores)?;
            progress(1, 1);
            of_picture(&page)?
        } else {
            self.pdf(bytes, options, folder.path(), (&mut scores, progress))?
        };
        if scores.chars() == 0 && imported.source.lines.is_empty() {
            return Err(ImportError::Recognition("没有识别出文字".into()));
        }
        imported.source.origin = Origin::of_path(name);
        imported.warnings.extend(scores.warning());
        Ok(imported)
    }

    fn pdf(
        &self,
        bytes: &[u8],
        options: &Options,
        folder: &Path,
        (scores, progress): (&mut words::Scores, &mut PageProgress<'_>),
    ) -> Result<Imported, ImportError> {
        let mut read = if isolated::is_offered() {
            isolated::pages(bytes, options)?
        } else {
            pdf::read(bytes, options)?
        };
        let unread = read.legible.unread.clone();
        if unread.is_empty() {
            return read.imported();
        }
        let missing = || ImportError::Recognition(MissingProgram::Poppler.hint().into());
        let drawer = self.pdftoppm.as_ref().ok_or_else(missing)?;
        let file = keep(folder, "in.pdf", bytes)?;
        for (done, number) in (0_u32..).zip(unread.iter().copied()) {
            if !progress(done, unread.len() as u32) {
                return Err(ImportError::Cancelled);
            }
            let picture = draw(drawer, &file, number)?;
            read.legible
                .add_recognized(&self.page(&picture, number, scores)?);
        }
        progress(unread.len() as u32, unread.len() as u32);
        read.imported()
    }

    /// The words of one picture as glyphs.
    fn page(
        &self,
        picture: &Path,
        number: u32,
        scores: &mut words::Scores,
    ) -> Result<Page, ImportError> {
        let file = picture.to_string_lossy();
        let arguments = [&*file, "stdout", "-l", LANGUAGE, "--psm", "3", "tsv"];
        let table = run(&self.tesseract, &arguments, &PAGE)?;
        Ok(words::page(
            &String::from_utf8_lossy(&table),
            number,
            scores,
        ))
    }
}

/// Draws a page beside the file; answers with the picture.
fn draw(program: &Path, file: &Path, page: u32) -> Result<PathBuf, ImportError> {
    let target = file.with_file_name("page");
    let number = page.to_string();
    let (from, to) = (file.to_string_lossy(), target.to_string_lossy());
    let arguments = [
        "-f",
        &number,
        "-l",
        &number,
        "-scale-to",
        PIXELS,
        "-gray",
        "-singlefile",
        &from,
        &to,
    ];
    run(program, &arguments, &PAGE)?;
    Ok(target.with_extension("pgm"))
}

fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, ImportError> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(|source| ImportError::Io {
        operation: "写入临时文件",
        source,
    })?;
    Ok(path)
}

fn of_picture(page: &Page) -> Result<Imported, ImportError> {
    let mut legible = Legible::default();
    legible.add_recognized(page);
    let flow = legible.flow(&[])?;
    let source = SourceText {
        lines: flow.lines,
        pages: flow.pages,
        ..SourceText::default()
    };
    Ok(Imported::new(Format::Picture, source))
}

#[cfg(test)]
mod tests;
