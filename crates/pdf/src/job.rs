//! What makes one document.

use std::sync::Arc;

use jiff::civil::Date;

/// One document to make.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// Name of the template, as messages write it.
    pub name: &'static str,
    /// The template's Typst source.
    pub template: &'a str,
    /// What the template can import: names and Typst sources.
    pub modules: Vec<(&'static str, &'a str)>,
    /// What the template can read: names and bytes, which several documents may share. Names are interned
    /// for the life of the process, so they are constants.
    pub files: Vec<(&'static str, Arc<[u8]>)>,
    /// What the document conforms to.
    pub form: Form,
    /// Whether it is so long that memory counts more than time.
    pub is_long: bool,
    /// The day that the document is dated by, at midnight UTC.
    pub date: Date,
    /// The identifier in the document's metadata; two documents with one identifier are taken for
    /// versions of one.
    pub ident: String,
    /// The program that makes the document, for its metadata.
    pub creator: String,
}

/// What a document conforms to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// PDF/A-3a and PDF/UA-1: archival and accessible.
    Archival,
    /// PDF 1.7, tagged as well.
    Plain,
    /// PDF 1.7 without tags, to measure what tags cost: it is not accessible.
    Untagged,
}
