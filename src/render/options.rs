//! How reports are written.

use model::Month;

/// How a report is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// HTML is one page that holds everything, in place of a folder of pages.
    pub single_file: bool,
    /// The project's own template for what is around the body of a page.
    pub layout: Option<Template>,
    /// The earlier months whose sites are kept in the folder of the site.
    pub kept: Vec<Month>,
}

/// A project's own template for pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file, as messages name it.
    pub file: String,
    /// Its text.
    pub text: String,
}
