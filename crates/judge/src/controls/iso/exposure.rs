//! Whether a server on the internet is authenticated and approved.

use crate::controls::evidence::id;
use crate::controls::prelude::*;
use crate::controls::validity::Validity;
use model::records::{Approval, AuthKind, Change, Modifier};
use model::{Channel, channel};

/// Whether callers from other machines have to prove who they are, wherever they come from.
pub(super) fn callers(server: &Server, asset: &Asset) -> Judgement {
    let is_local = matches!(
        server.url.given().map(|url| channel(url)),
        None | Some(None | Some(Channel::Local))
    );
    match server.auth.given().map(|auth| auth.kind) {
        // What listens on the machine itself is judged with the address that it listens on.
        _ if is_local => Judgement::pass(""),
        Some(AuthKind::None) => Judgement::fail("Open to others without authentication")
            .because_each(&asset.from, [no_authentication()]),
        Some(_) => Judgement::pass(""),
        None => Judgement::silent(&server.auth, "servers", "auth"),
    }
}

/// The modifier decides only where the field is missing.
pub(super) fn exposure(server: &Server, asset: &Asset, context: &Context) -> Judgement {
    let by_modifier = server.modifiers.items().contains(&Modifier::InternetExposed);
    match (&server.internet_exposed, server.auth.given().map(|auth| auth.kind)) {
        (Field::Given(false), _) => Judgement::pass(""),
        (silent @ (Field::Absent | Field::Blank), _) if !by_modifier => {
            Judgement::silent(silent, "servers", "internet_exposed")
        }
        (stated, Some(AuthKind::None)) => {
            let exposed = match stated {
                Field::Given(_) => cited("internet_exposed", stated),
                Field::Absent | Field::Blank => cited("modifiers", &server.modifiers),
            };
            Judgement::fail("Exposed to the internet without authentication")
                .because_each(&asset.from, [exposed, no_authentication()])
        }
        (_, None) => Judgement::silent(&server.auth, "servers", "auth"),
        (_, Some(_)) if asset.test_tier() < Tier::T2 => Judgement::pass(""),
        (_, Some(_)) => approved(asset, context),
    }
}

/// The fact that callers do not have to prove who they are.
pub(super) fn no_authentication() -> (&'static str, String) {
    ("auth.kind", words!("auth.kind = {}", id(&AuthKind::None)))
}

fn approved(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Approvals, asset, context) {
        return missing;
    }
    let approvals = records_of(&context.approvals, asset).iter().map(|it| &it.record);
    best(approvals.filter_map(|approval| by_platform(approval, context))).unwrap_or_else(|| {
        Judgement::fail("Exposed to the internet without approval by platform security")
    })
}

/// Whether an approval is that of platform security for the deployment; None where it is another one,
/// or not in force.
fn by_platform(approval: &Approval, context: &Context) -> Option<Judgement> {
    let for_it = approval.change.given() == Some(&Change::Deployment)
        && approval.approver_domain.given() == Some(&Domain::PlatformSecurity);
    match Validity::of_approval(approval, context) {
        _ if !for_it => None,
        Validity::Expired | Validity::Void | Validity::Endless => None,
        Validity::InForce => Some(Judgement::pass("")),
        Validity::Unclear(reason, field) => {
            let sentence = "Whether platform security approved the exposure is not clear";
            Some(Judgement::unusable(reason, "approvals", field, sentence))
        }
    }
}
