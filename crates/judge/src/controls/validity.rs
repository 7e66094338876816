//! Whether a dated decision, an approval or an attestation, is valid on the as-of day.

use super::references::Reference;
use model::records::Approval;
use model::{Context, Field, Mandate, Moment, Reason, is_placeholder};

/// The validity of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Validity {
    /// It was taken, and holds.
    InForce,
    /// Its last day has passed.
    Expired,
    /// Its approver has no authority.
    Void,
    /// It is stated to hold without an end, and an end is required.
    Endless,
    /// Its dates do not decide; the reason, and the field to correct.
    Unclear(Reason, &'static str),
}

impl Validity {
    /// Reads the two dates of a decision. Both must be stated: a decision without a last day looks
    /// the same as one whose last day has passed, so a missing date may not extend it.
    pub(super) fn of(
        taken: (&Field<Moment>, &'static str),
        until: (&Field<Moment>, &'static str),
        context: &Context,
    ) -> Self {
        match (taken.0.given(), until.0.given()) {
            (_, Some(last)) if last.day() < context.as_of => Validity::Expired,
            (_, Some(last)) if last.is_no_end() => Validity::Endless,
            (None, _) => Validity::Unclear(Reason::MissingField, taken.1),
            (Some(day), _) if day.day() > context.as_of => {
                Validity::Unclear(Reason::InvalidData, taken.1)
            }
            (_, None) => Validity::Unclear(Reason::MissingField, until.1),
            (Some(_), Some(_)) => Validity::InForce,
        }
    }

    /// The validity of an approval: its dates, and whether its approver may decide. The domain that it
    /// states must be the approver's; where it states none, whether they may is not known.
    pub(super) fn of_approval(approval: &Approval, context: &Context) -> Self {
        let taken = (&approval.approved_on, "approved_on");
        let dates = Self::of(taken, (&approval.expires_on, "expires_on"), context);
        if matches!(dates, Validity::Expired | Validity::Endless) {
            return dates;
        }
        match approver(approval, context) {
            Reference::Known(_) if approval.approver_domain.given().is_none() => {
                Validity::Unclear(Reason::MissingField, "approver_domain")
            }
            Reference::Known(_) => dates,
            Reference::Unresolved(..) => Validity::Void,
            Reference::Missing(_) | Reference::Open(..) => {
                Validity::Unclear(Reason::MissingField, "approver")
            }
        }
    }
}

/// Who approved, as of that day, for the domain that the approval states. One that states none has to name
/// somebody known all the same; the caller asks for the domain.
pub(super) fn approver<'a>(approval: &Approval, context: &'a Context) -> Reference<'a> {
    let path = ("approvals", "approver");
    let day = approval.approved_on.given().map(|on| on.day());
    let domain = approval.approver_domain.given().map(std::slice::from_ref);
    let mandate = domain.map_or(Mandate::ANY, Mandate::of).on(day);
    match &approval.approver {
        // Left empty it names nobody, and says no more than a missing one.
        Field::Blank => Reference::Missing(path),
        Field::Given(name) if is_placeholder(name) => Reference::Missing(path),
        name => Reference::of(name, path, mandate, context),
    }
}
