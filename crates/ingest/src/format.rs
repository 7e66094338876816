//! The formats of others: recognised by content, read into facts.
//!
//! To add one, write its file and its line in [`FORMATS`]. Order matters only where one shape
//! contains another: the more particular one stands first.

use std::sync::Arc;

use model::{Diagnostic, Facts, FormatId, Moment, Place};
use syntax::Node;

/// One input format of somebody else.
pub(super) struct Format {
    /// Its name in `format =` of the profile and in listings.
    pub(super) id: FormatId,
    /// What reports call it.
    pub(super) title: &'static str,
    /// Whether a document is of this format. A table or NDJSON file arrives as a list of its rows.
    pub(super) recognise: fn(&Node) -> bool,
    /// Reads a document. Never fails: what cannot be read becomes a notice and spares the rest.
    pub(super) read: fn(&Node, &Origin<'_>, &mut Facts),
}

/// Where a document comes from.
pub(super) struct Origin<'a> {
    /// The file, as messages name it.
    pub(super) file: &'a Arc<str>,
    /// When it was taken, where the profile says so. A format that carries a time of its own
    /// prefers that.
    pub(super) captured_at: Option<Moment>,
    /// Whether the next page that the document names was fetched too.
    pub(super) all_pages: bool,
}

impl Origin<'_> {
    /// The place of a node.
    pub(super) fn place(&self, node: &Node, pointer: impl Into<Arc<str>>) -> Place {
        Place::new(self.file, node.line, pointer)
    }

    /// Something worth telling about a node.
    pub(super) fn notice(
        &self,
        node: &Node,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::at(&self.place(node, ""), message, help)
    }
}
