//! A secret that a scanner found, reduced to what may be kept.

use crate::secrets::SecretDigest;
use model::records::SecretKind;
use model::{Moment, Place, ScanScope};

/// A leak without its value.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// The tool.
    pub(super) tool: String,
    /// The file, with the repository around it.
    pub(super) file: String,
    /// The rule, as ids write it.
    pub(super) rule: String,
    /// The kind of secret, where the rule says it plainly.
    pub(super) kind: Option<SecretKind>,
    /// The line.
    pub(super) line: Option<u32>,
    /// The column where it begins.
    pub(super) column: Option<u32>,
    /// The digests of its value.
    pub(super) digests: Vec<SecretDigest>,
    /// Whether the scanner tried it and it worked.
    pub(super) verified: bool,
    /// When the value was revoked, where the report says so.
    pub(super) revoked: Option<Moment>,
    /// The account it opens.
    pub(super) principal: Option<String>,
    /// When the report was taken.
    pub(super) found: Option<Moment>,
    /// Where that is stated.
    pub(super) dated: Option<Place>,
    /// The part of what the report covers that it is in, where that is stated.
    pub(crate) scope: Option<ScanScope>,
    /// Where the report says so.
    pub(super) place: Place,
}

impl Hit {
    /// Where it was found, as people write it.
    pub(super) fn spot(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        }
    }

    /// Whether both show a value, and not the same one.
    pub(super) fn differs(&self, digests: &[SecretDigest]) -> bool {
        let shared = self.digests.iter().any(|digest| digests.contains(digest));
        !self.digests.is_empty() && !digests.is_empty() && !shared
    }
}
