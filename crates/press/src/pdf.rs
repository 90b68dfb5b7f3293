//! PDF files: Typst, embedded, with a fixed template and the paper as data.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::{
    Fonts, Layout, Paper, PressFault,
    arrange::{Arranged, arrange},
    fonts,
};

/// How many papers a cached step of setting outlives: what all papers share stays, what was one paper's goes.
const KEPT_FOR: usize = 10;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
/// Ids are interned for the life of the process and there are few of them: two are enough for all papers.
static MAIN: LazyLock<Source> = LazyLock::new(|| Source::new(file_id("paper.typ"), include_str!("paper.typ").into()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("data.json"));

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("a plain name is a path"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Prints a paper as a PDF file. The same paper, layout and fonts give the same bytes.
///
/// It takes some milliseconds of a core, a few hundred the first time: call it where blocking is allowed.
///
/// # Errors
/// [`PressFault::NoGlyph`] with every character that no font has; [`PressFault::Qr`] if the address of the
/// proof is too long.
pub fn pdf(paper: &Paper, layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, PressFault> {
    let document = set(paper, layout, fonts)?;
    let options = PdfOptions {
        ident: Smart::Custom(paper.proof.as_ref().map_or_else(|| paper.title.clone(), |p| p.hash.clone())),
        creator: Smart::Custom(Some("qingdan".to_owned())),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| told(&e));
    comemo::evict(KEPT_FOR);
    bytes
}

/// The paper as laid-out pages.
pub(crate) fn set(paper: &Paper, layout: &Layout, fonts: &Fonts) -> Result<PagedDocument, PressFault> {
    fonts::all_printable(paper, layout, fonts)?;
    let arranged = arrange(paper, layout)?;
    let data = Data { paper: &arranged, look: layout, area: Area::of(layout) };
    let data = serde_json::to_vec(&data).map_err(|e| PressFault::Setting(e.to_string()))?;
    let desk = Desk { fonts, data: Bytes::new(data) };
    typst::compile::<PagedDocument>(&desk).output.map_err(|e| told(&e))
}

/// What the template reads.
#[derive(Serialize)]
struct Data<'a> {
    paper: &'a Arranged,
    look: &'a Layout,
    area: Area,
}

/// Measures that follow from a layout, in twips.
#[derive(Serialize)]
struct Area {
    width: u32,
    pitch: u32,
    advance: u32,
    tracking: i64,
}

impl Area {
    fn of(layout: &Layout) -> Self {
        Self {
            width: layout.area_width(),
            pitch: layout.pitch(),
            advance: layout.advance(),
            tracking: layout.tracking(),
        }
    }
}

fn told(errors: &[SourceDiagnostic]) -> PressFault {
    PressFault::Setting(errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// The whole world of a paper: the template, its data, the fonts. No disk, no packages, no clock.
struct Desk<'a> {
    fonts: &'a Fonts,
    data: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        MAIN.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == MAIN.id() { Ok(MAIN.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
