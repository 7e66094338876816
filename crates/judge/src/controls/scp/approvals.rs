//! Which tools and scopes the approvals of a server allow.

use crate::controls::actions::is_particular;
use crate::controls::prelude::*;
use crate::controls::validity::Validity;
use model::records::{Approval, ItemKind, ServedPurpose};

/// What the approvals of one server allow.
pub(super) struct Approved<'a> {
    pub(super) in_force: Vec<&'a Placed<Approval>>,
    /// Approvals that may be in force or not.
    perhaps: Vec<&'a Placed<Approval>>,
    /// Why the first of them is unclear, and the field to correct.
    pub(super) unclear: Option<(Reason, &'static str)>,
    /// The purposes of the server, where its tier asks for one of each tool and scope.
    purposes: Option<&'a Field<Vec<String>>>,
}

impl<'a> Approved<'a> {
    pub(super) fn of(asset: &Asset, server: &'a Server, context: &'a Context) -> Self {
        let purposes = (asset.test_tier() >= Tier::T2).then_some(&server.purposes);
        let mut approved =
            Approved { in_force: Vec::new(), perhaps: Vec::new(), unclear: None, purposes };
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
            () if self.in_force.iter().any(names) => {
                let naming: Vec<_> = self.in_force.iter().copied().filter(|it| names(it)).collect();
                return self.purposes.map_or_else(
                    || ItemResult::pass(""),
                    |stated| serving(kind, name, &naming, stated, excess),
                );
            }
            () if self.perhaps.iter().any(|a| names(a) || unlisted(a)) => {
                (Outcome::NotAssessed, "the approval may not be in force".into())
            }
            () if self.in_force.iter().any(unlisted) => {
                (Outcome::NotAssessed, words!("the approval lists no {}s", kind.noun()))
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

/// Whether a tool or scope serves a purpose that the server states, by what the approvals of it tie it to.
/// What one approval ties it to is enough; nothing is guessed from prose.
fn serving(
    kind: ItemKind,
    name: &str,
    naming: &[&Placed<Approval>],
    stated: &Field<Vec<String>>,
    excess: Outcome,
) -> ItemResult {
    let ties = |purpose: &&ServedPurpose| {
        let listed = match kind {
            ItemKind::Tool => &purpose.tools,
            ItemKind::Scope | ItemKind::Secret => &purpose.scopes,
        };
        listed.items().iter().any(|listed| listed == name)
    };
    let all = naming.iter().flat_map(|approval| approval.record.purposes.items());
    let served: Vec<&String> = all.filter(ties).map(|tie| &tie.purpose).collect();
    let is_silent = naming.iter().any(|approval| approval.record.purposes.is_absent());
    let none = |note: String| ItemResult { outcome: excess, note, missing: None };
    match (served.first(), stated) {
        (None, _) if is_silent => ItemResult::missing(("approvals", "purposes")),
        (None, _) => none("approved for no purpose".into()),
        (Some(_), Field::Absent) => ItemResult::missing(("servers", "purposes")),
        (Some(_), Field::Given(stated))
            if served.iter().any(|it| stated.contains(it) && is_particular(it)) =>
        {
            ItemResult::pass("")
        }
        (Some(stub), _) if !is_particular(stub) => {
            none(words!("serves {stub}, which names no purpose"))
        }
        (Some(other), _) => none(words!("serves {other}, which is no purpose of the server")),
    }
}

fn list(kind: ItemKind, approval: &Approval) -> &Field<Vec<String>> {
    match kind {
        ItemKind::Tool => &approval.tools,
        ItemKind::Scope | ItemKind::Secret => &approval.scopes,
    }
}
