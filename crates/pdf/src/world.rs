//! All that a compilation can see: one template and its modules, its files, the fonts and a fixed date.

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::failure::Failure;
use crate::fonts::Fonts;
use crate::forget::Forgetting;
use crate::job::Job;

/// A world that answers from memory only: no disk, no network, no packages, no clock.
pub(crate) struct World<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
    today: Option<Datetime>,
    /// Drops what is remembered of it.
    pub(crate) forgetting: Forgetting,
}

impl<'a> World<'a> {
    /// The world of one document.
    pub(crate) fn new(fonts: &'a Fonts, job: Job<'_>) -> Result<Self, Failure> {
        let main = id(job.name)?;
        let modules = job.modules.iter().map(|(name, text)| Ok((id(name)?, *text)));
        let sources = std::iter::once(Ok((main, job.template))).chain(modules);
        let sources = sources.map(|source| source.map(|(id, text)| Source::new(id, text.into())));
        let files = job.files.into_iter();
        let files = files.map(|(name, bytes)| Ok((id(name)?, Bytes::new(bytes))));
        Ok(World {
            library: LazyHash::new(Library::builder().build()),
            fonts,
            main,
            sources: sources.collect::<Result<_, Failure>>()?,
            files: files.collect::<Result<_, Failure>>()?,
            today: midnight(job.date),
            forgetting: Forgetting::default(),
        })
    }
}

/// The day as Typst writes it, at midnight UTC.
pub(crate) fn midnight(date: Date) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(date.year().into(), month, day, 0, 0, 0)
}

/// Ids are interned for ever, so names are constants.
fn id(name: &'static str) -> Result<FileId, Failure> {
    let path = VirtualPath::new(name).map_err(|error| Failure::new(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|known| known.id() == id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        // The compiler asks for the font of each text that it sets.
        self.forgetting.count();
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
