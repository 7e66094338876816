//! What one file alone declares of an asset that others show as well, where that may close findings.

use super::Place;

/// A statement of one file that lowers what an asset is judged by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declaration {
    /// What it does.
    pub kind: DeclarationKind,
    /// The field that states it.
    pub field: &'static str,
    /// Where that is.
    pub place: Place,
}

/// What a declaration does: the kinds of the closed list in `docs/joining.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeclarationKind {
    /// It puts the asset out of service.
    Retirement,
    /// It states an input of the tier, where without it the worst is assumed.
    TierInput,
}
