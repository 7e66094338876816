//! The formats of others: recognised by content, read into facts.
//!
//! To add one, write its file and its line in [`FORMATS`]. Order matters only where one shape
//! contains another: the more particular one stands first.

use std::sync::Arc;

use super::exports::{aws, cyclonedx, entra, gcp, kubernetes, nhi_scan, okta, registry, spire};
use super::scanners;
use model::{Diagnostic, Facts, Moment, Place};
use syntax::Node;

/// One input format of somebody else.
pub(super) struct Format {
    /// Its name in `format =` of the profile and in listings.
    pub(super) id: &'static str,
    /// What reports call it.
    pub(super) title: &'static str,
    /// Whether a document is of this format. A table or NDJSON file arrives as a list of its rows.
    pub(super) recognise: fn(&Node) -> bool,
    /// Reads a document. Never fails: what cannot be read becomes a notice and spares the rest.
    pub(super) read: fn(&Node, &Origin<'_>, &mut Facts),
}

/// Every format.
pub(super) static FORMATS: &[&Format] = &[
    &aws::credential_report::FORMAT,
    &aws::authorization_details::FORMAT,
    &aws::secrets_manager::FORMAT,
    &entra::FORMAT,
    &gcp::FORMAT,
    &okta::FORMAT,
    &kubernetes::FORMAT,
    &spire::FORMAT,
    &cyclonedx::FORMAT,
    &registry::SERVER_JSON,
    &registry::DOCKER,
    &nhi_scan::FORMAT,
    &scanners::sarif::FORMAT,
    &scanners::ocsf::FORMAT,
    &scanners::asff::FORMAT,
    &scanners::prowler::FORMAT,
    &scanners::gitleaks::FORMAT,
    &scanners::trufflehog::FORMAT,
    &scanners::trufflehog3::FORMAT,
    &scanners::detect_secrets::FORMAT,
    &scanners::ggshield::FORMAT,
    &scanners::agent_scan::FORMAT,
    &scanners::cisco::FORMAT,
    &scanners::mcp_sentinel::FORMAT,
    &scanners::mcp_audit::FORMAT,
    &scanners::hdf::FORMAT,
    &scanners::oscal::FORMAT,
    &scanners::kubescape::FORMAT,
    &scanners::promptfoo::FORMAT,
];

/// The ids of every format.
pub fn feeds() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.id)
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
