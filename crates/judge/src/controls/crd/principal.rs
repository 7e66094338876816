//! Whose account a secret opens.

use crate::controls::prelude::*;
use model::records::{PrincipalKind, Secret, SecretKind};

/// The verdict on one secret. Its kind alone can only count against it: what it leaves open must be
/// stated.
pub(super) fn principal(secret: &Secret) -> ItemResult {
    match (secret.principal_kind.given(), secret.kind.given()) {
        (Some(PrincipalKind::Workload), _) => ItemResult::pass("a workload's own account"),
        (Some(PrincipalKind::DelegatedUser), _) => ItemResult::pass("each user's own grant"),
        (Some(PrincipalKind::Human), _) => ItemResult::fail("a person's account"),
        (Some(PrincipalKind::Shared), _) => ItemResult::fail("a shared account"),
        (None, Some(SecretKind::Pat)) => {
            ItemResult::fail("a personal access token without a stated workload account")
        }
        (None, Some(SecretKind::SessionCookie)) => {
            ItemResult::fail("a browser session without a stated workload account")
        }
        (None, _) => ItemResult::missing(("secrets", "principal_kind")),
    }
}

pub(super) fn of_secret(asset: &Asset, secret: &Secret) -> Judgement {
    let ItemResult { outcome, note, .. } = principal(secret);
    let sentence = words!("Authenticates with {note}");
    let verdict = match outcome {
        Outcome::Pass => Judgement::pass(sentence),
        Outcome::Fail => Judgement::fail(sentence),
        _ => Judgement::silent(&secret.principal_kind, "secrets", "principal_kind"),
    };
    match secret.principal.given() {
        Some(_) => {
            verdict.because(asset.place_of("principal"), quote("principal", &secret.principal))
        }
        None => verdict,
    }
}
