//! Which tools and scopes the approvals of a server allow.

use crate::controls::prelude::*;
use crate::controls::validity::Validity;
use model::records::{Approval, ItemKind};

/// What the approvals of one server allow.
pub(super) struct Approved<'a> {
    pub(super) in_force: Vec<&'a Placed<Approval>>,
    /// Approvals that may be in force or not.
    perhaps: Vec<&'a Placed<Approval>>,
    /// Why the first of them is unclear, and the field to correct.
    pub(super) unclear: Option<(Reason, &'static str)>,
}

impl<'a> Approved<'a> {
    pub(super) fn of(asset: &Asset, context: &'a Context) -> Self {
        let mut approved = Approved { in_force: Vec::new(), perhaps: Vec::new(), unclear: None };
        for approval in records_of(&context.approvals, asset) {
            match Validity::of_approval(&approval.record, context) {
                Validity::Expired | Validity::Void | Validity::Endless => {}
                Validity::InForce => approved.in_force.push(approval),
                Validity::Unclear(reason, field) => {
                    approved.unclear = approved.unclear.or(Some((reason, field)));
                    approved.perhaps.push(approval);
                }
            }
        }
        approved
    }

    /// Whether one tool or scope is approved; `excess` is the outcome where it is not.
    pub(super) fn item(
        &self,
        kind: ItemKind,
        name: &str,
        holder: &str,
        excess: Outcome,
    ) -> ItemResult {
        let names = |approval: &&Placed<Approval>| {
            let listed = list(kind, &approval.record).items();
            listed.iter().any(|listed| listed == name)
        };
        let unlisted = |approval: &&Placed<Approval>| list(kind, &approval.record).is_absent();
        let (outcome, note) = match () {
            () if self.in_force.iter().any(names) => (Outcome::Pass, String::new()),
            () if self.perhaps.iter().any(|a| names(a) || unlisted(a)) => {
                (Outcome::NotAssessed, "the approval may not be in force".into())
            }
            () if self.in_force.iter().any(unlisted) => {
                (Outcome::NotAssessed, format!("the approval lists no {}s", kind.noun()))
            }
            () => (excess, holder.into()),
        };
        ItemResult { outcome, note, missing: None }
    }

    /// The verdict on an approved scope where identity must be among its approvers: the operator of
    /// a server should not decide alone what its credentials open.
    pub(super) fn by_identity(&self, scope: &str, approved: ItemResult) -> ItemResult {
        let names = |approval: &&&Placed<Approval>| {
            approval.record.scopes.items().iter().any(|listed| listed == scope)
        };
        let mut domains = self.in_force.iter().filter(names).map(|a| &a.record.approver_domain);
        match domains.any(|domain| domain.given() == Some(&Domain::Identity)) {
            true => approved,
            false if self.perhaps.iter().any(|a| names(&a)) => {
                let note = "whether identity approved is not clear";
                ItemResult { outcome: Outcome::NotAssessed, note: note.into(), missing: None }
            }
            false => ItemResult::partial("no approval by identity"),
        }
    }
}

fn list(kind: ItemKind, approval: &Approval) -> &Field<Vec<String>> {
    match kind {
        ItemKind::Tool => &approval.tools,
        ItemKind::Scope | ItemKind::Secret => &approval.scopes,
    }
}
