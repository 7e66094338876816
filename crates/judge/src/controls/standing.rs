//! Whether a dated decision, an approval or an attestation, holds on the as-of day.

use model::{Context, Field, Moment, Reason};

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was taken, and holds.
    InForce,
    /// Its last day has gone by.
    Over,
    /// Its dates do not say; the reason, and the field to mend.
    Unclear(Reason, &'static str),
}

/// Reads the two dates of a decision. Both must be stated: a decision that names no last day
/// cannot be told from one whose last day has passed, so its silence may not extend it.
pub(super) fn standing(
    taken: (&Field<Moment>, &'static str),
    until: (&Field<Moment>, &'static str),
    context: &Context,
) -> Standing {
    match (taken.0.given(), until.0.given()) {
        (_, Some(last)) if last.day() < context.as_of => Standing::Over,
        (None, _) => Standing::Unclear(Reason::MissingField, taken.1),
        (Some(day), _) if day.day() > context.as_of => {
            Standing::Unclear(Reason::InvalidData, taken.1)
        }
        (_, None) => Standing::Unclear(Reason::MissingField, until.1),
        (Some(_), Some(_)) => Standing::InForce,
    }
}
