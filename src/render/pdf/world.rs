//! All that a compilation can see: one template, two files, four fonts and a fixed date.

use std::sync::OnceLock;

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use super::export::broken;
use crate::model::Diagnostic;

const TEMPLATE: &str = include_str!("../../../templates/report.typ");

const FONTS: [&[u8]; 4] = [
    include_bytes!("../../../templates/fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexSans-Italic.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexSans-SemiBold.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexMono-Regular.ttf"),
];

/// The embedded fonts, read once.
pub(super) fn fonts() -> &'static [Font] {
    static CELL: OnceLock<Vec<Font>> = OnceLock::new();
    CELL.get_or_init(|| FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect())
}

/// A world that answers from memory only: no disk, no network, no packages, no clock.
pub(super) struct World {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: &'static [Font],
    main: Source,
    files: [(FileId, Bytes); 2],
    today: Option<Datetime>,
}

impl World {
    /// The world of one report: `data` is what it shows, `posture` what it carries.
    pub(super) fn new(
        fonts: &'static [Font],
        as_of: Date,
        data: Vec<u8>,
        posture: Vec<u8>,
    ) -> Result<Self, Diagnostic> {
        Ok(World {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(fonts)),
            fonts,
            main: Source::new(id("report.typ")?, TEMPLATE.into()),
            files: [
                (id("data.json")?, Bytes::new(data)),
                (id("posture.json")?, Bytes::new(posture)),
            ],
            today: midnight(as_of),
        })
    }
}

/// The day as Typst writes it, at midnight UTC.
pub(super) fn midnight(date: Date) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(date.year().into(), month, day, 0, 0, 0)
}

/// Ids are interned for ever, so only these three names are ever used.
fn id(name: &str) -> Result<FileId, Diagnostic> {
    let path = VirtualPath::new(name).map_err(|error| broken(&error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
