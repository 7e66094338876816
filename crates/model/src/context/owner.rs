//! Who an owner reference leads to.

use crate::records::{Owner, OwnerKind};

/// Who an owner reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerResolution<'a> {
    /// A record in the owner register.
    Known(&'a Owner),
    /// The register has no such owner.
    Unknown,
    /// There is no register to look in.
    NoRegister,
    /// `TBD` and its like: no owner.
    Placeholder,
}

impl OwnerResolution<'_> {
    /// Whether there is an owner: a person, or a team, with a lead or without.
    pub fn is_known(self) -> bool {
        matches!(self, OwnerResolution::Known(_))
    }

    /// Whether it is a team that names no lead.
    pub fn is_leaderless_team(self) -> bool {
        match self {
            OwnerResolution::Known(owner) => {
                owner.kind.given() != Some(&OwnerKind::Person)
                    && owner.lead.given().is_none_or(|lead| is_placeholder(lead))
            }
            _ => false,
        }
    }
}

/// Whether a text only fills a gap: `TBD`, `n/a`, `unknown`, `-`.
pub fn is_placeholder(text: &str) -> bool {
    const FILLERS: [&str; 14] = [
        "",
        "-",
        "--",
        "?",
        "tbd",
        "tba",
        "todo",
        "n/a",
        "na",
        "none",
        "unknown",
        "unassigned",
        "nobody",
        "placeholder",
    ];
    FILLERS.contains(&text.trim().to_lowercase().as_str())
}
