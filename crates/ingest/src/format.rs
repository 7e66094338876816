//! What a format of another tool declares: how it is recognised, and how it is read into facts.
//!

use std::cell::RefCell;
use std::sync::Arc;

use ecow::EcoString;

use super::classes::Classes;
use super::scanners::hit::Hit;
use model::{Diagnostic, Facts, FormatId, Moment, Place};
use syntax::Node;

/// One input format of another tool.
pub(super) struct Format {
    /// Its name in `format =` of the profile and in listings.
    pub(super) id: FormatId,
    /// What reports call it.
    pub(super) title: &'static str,
    /// Whether a document is of this format. A table or NDJSON file arrives as a list of its rows.
    pub(super) recognise: fn(&Node) -> bool,
    /// Reads a document. Never fails: what cannot be read becomes a notice, and the rest is read.
    pub(super) read: fn(&Node, &Origin<'_>, &mut Facts),
}

/// Where a document comes from.
pub(super) struct Origin<'a> {
    /// The file, as messages name it.
    pub(super) file: &'a Arc<str>,
    /// When it was taken, where the profile says so. A format that carries a time of its own
    /// prefers that.
    pub(super) captured_at: Option<Moment>,
    /// Where the profile states that.
    pub(super) dated: Option<Place>,
    /// Whether the next page that the document names was fetched too.
    pub(super) all_pages: bool,
    /// The classes of equal values and launches of this run.
    pub(super) classes: &'a Classes,
    /// The secrets that the document reports as found.
    pub(super) hits: RefCell<Vec<Hit>>,
}

#[cfg(test)]
impl<'a> Origin<'a> {
    /// A document of a file, of which the profile says nothing.
    pub(super) fn of(file: &'a Arc<str>, classes: &'a Classes) -> Self {
        let hits = RefCell::default();
        Origin { file, captured_at: None, dated: None, all_pages: false, classes, hits }
    }
}

impl Origin<'_> {
    /// The place of a node.
    pub(super) fn place(&self, node: &Node, pointer: impl Into<EcoString>) -> Place {
        Place::new(self.file, node.line, pointer)
    }

    /// A place at a line of the document.
    pub(super) fn place_at(&self, line: u32, pointer: impl Into<EcoString>) -> Place {
        Place::new(self.file, line, pointer)
    }

    /// A notice about a node.
    pub(super) fn notice(
        &self,
        node: &Node,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::at(&self.place(node, ""), message, help)
    }
}
