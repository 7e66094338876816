//! A Typst template and its data to an archival (PDF/A-3b), tagged (PDF/UA-1) document.
//!
//! The only package that links typst, so that everything else builds and tests without it. Data
//! enters Typst as files read from memory and is only ever shown as text: nothing in it can become
//! code.

mod export;
mod failure;
mod fonts;
mod world;

use jiff::civil::Date;

pub use failure::Failure;
pub use fonts::Fonts;

/// One document to make.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// Name of the template, as messages write it.
    pub name: &'static str,
    /// The template's Typst source.
    pub template: &'a str,
    /// What the template can read: names and bytes. Names are interned for the life of the
    /// process, so they are constants.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// The day that the document is dated by, at midnight UTC.
    pub date: Date,
    /// The identifier in the document's metadata; two documents with one identifier are taken for
    /// versions of one.
    pub ident: String,
    /// The program that makes the document, for its metadata.
    pub creator: String,
}

/// Compiles the template and exports it.
///
/// # Errors
/// Where the template does not compile or the document cannot be archival and accessible. Debug
/// builds refuse warnings too, since a warning is a defect of the template.
pub fn render(fonts: &Fonts, job: Job<'_>) -> Result<Vec<u8>, Failure> {
    let (ident, creator, date) = (job.ident.clone(), job.creator.clone(), job.date);
    let world = world::World::new(fonts, job)?;
    export::pdf(&world, ident, creator, date)
}
