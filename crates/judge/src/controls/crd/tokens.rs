//! Which OAuth grants a server accepts, and how its flow is protected.

use crate::controls::prelude::*;
use model::records::{Auth, AuthKind};

/// Grants that OAuth 2.1 withdrew, and PKCE for users. Machines with a grant of their own have no code to
/// protect.
pub(super) fn oauth_flow(auth: &Auth) -> Judgement {
    if !is_oauth(auth) {
        return Judgement::pass("");
    }
    let pkce = match auth.kind {
        AuthKind::OAuth => {
            let defect = Judgement::partial("OAuth without PKCE");
            flag(&auth.pkce, true, ("servers", "auth.pkce"), defect)
        }
        _ => Judgement::pass(""),
    };
    grants(auth).worst_of(pkce)
}

fn grants(auth: &Auth) -> Judgement {
    let Field::Given(grants) = &auth.grant_types else {
        return Judgement::silent(&auth.grant_types, "servers", "auth.grant_types");
    };
    let withdrawn = |grant: &&String| {
        let grant = grant.to_ascii_lowercase();
        ["implicit", "password", "ropc"].iter().any(|old| grant.contains(old))
    };
    match grants.iter().find(withdrawn) {
        Some(grant) => Judgement::fail(words!("Withdrawn OAuth grant accepted: {grant}")),
        None => Judgement::pass(""),
    }
}

pub(super) fn is_oauth(auth: &Auth) -> bool {
    use AuthKind::{ClientCredentials, EnterpriseManaged, OAuth};
    matches!(auth.kind, OAuth | ClientCredentials | EnterpriseManaged)
}
