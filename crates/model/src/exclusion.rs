//! Assets that people take out of scope, with who decided it and why.

use jiff::civil::Date;

use super::{AssetKind, Place};

/// One `[[scope.exclude]]` of the profile: the assets that it names are not part of the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The ids it names, each with its place; empty where it names a kind alone.
    pub assets: Vec<(String, Place)>,
    /// Whether the ids are patterns, in which `*` matches anything.
    pub patterns: bool,
    /// The kind that excluded assets have; any kind where it names none.
    pub kind: Option<AssetKind>,
    /// Why they are excluded.
    pub reason: String,
    /// The day from which they are.
    pub on: Date,
    /// Who decided it: an owner of the register.
    pub approver: String,
    /// Where the approver is named.
    pub approver_at: Place,
    /// Where the day is.
    pub on_at: Place,
    /// Where the exclusion is.
    pub place: Place,
}
