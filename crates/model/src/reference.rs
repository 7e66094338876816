//! What a record refers to as its evidence, and whether that is among the inputs.

use crate::{Place, Texts};

/// The field that every record has: `FILE#sha256:HEX`, or `FILE#/ROW` for a row of an export.
pub const REFERENCE: &str = "reference";

/// Fields that some records have for the same purpose.
pub const LINKS: [&str; 2] = ["evidence", "ticket"];

/// A reference of one record.
#[derive(Debug, Clone, PartialEq, Eq, Texts)]
pub struct Reference {
    /// The record that states it.
    pub place: Place,
    /// What it refers to, as written.
    pub to: String,
    /// What came of looking for it.
    pub state: ReferenceState,
}

/// Whether a reference leads to something among the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Texts)]
pub enum ReferenceState {
    /// A file with this SHA-256, or a row of an export, is among the inputs.
    Resolved,
    /// The file is there, and its SHA-256 is another one.
    Differs,
    /// The file or row that it names is not among the inputs.
    NotFound,
    /// It leads to records of our own, which are no evidence of themselves.
    OwnRecords,
    /// A ticket, an address or a text: nothing that could be looked for.
    #[default]
    NotChecked,
}

impl ReferenceState {
    /// What is wrong, as a clause; none where it resolves.
    pub fn remark(self) -> Option<&'static str> {
        match self {
            Self::Resolved => None,
            Self::Differs => Some("reference differs from the file"),
            Self::NotFound => Some("reference not found"),
            Self::OwnRecords => Some("reference leads to records"),
            Self::NotChecked => Some("reference not checked"),
        }
    }
}
