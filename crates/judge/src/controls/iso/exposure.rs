//! Whether a server on the internet is authenticated and approved.

use crate::controls::prelude::*;
use model::records::{AuthKind, Change, Modifier};
use model::{Channel, channel};

/// Whether callers from other machines have to prove who they are, wherever they come from.
pub(super) fn callers(server: &Server) -> Judgement {
    let is_local = matches!(
        server.url.given().map(|url| channel(url)),
        None | Some(None | Some(Channel::Local))
    );
    match server.auth.given().map(|auth| auth.kind) {
        // What listens on the machine itself is judged with the address that it listens on.
        _ if is_local => Judgement::pass(""),
        Some(AuthKind::None) => Judgement::fail("Open to others without authentication"),
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
        (_, Some(AuthKind::None)) => {
            Judgement::fail("Exposed to the internet without authentication")
        }
        (_, None) => Judgement::silent(&server.auth, "servers", "auth"),
        (_, Some(_)) if asset.test_tier() < Tier::T2 => Judgement::pass(""),
        (_, Some(_)) => approved(asset, context),
    }
}

fn approved(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Approvals, asset, context) {
        return missing;
    }
    let (role, day) = (Domain::PlatformSecurity, context.as_of);
    let mut approvals = records_of(&context.approvals, asset).iter();
    match approvals.any(|approval| approval.record.holds(Change::Deployment, role, day)) {
        true => Judgement::pass(""),
        false => Judgement::fail("Exposed to the internet without approval by platform security"),
    }
}
