//! How a server handles the tokens of its callers.

use crate::controls::prelude::*;
use model::records::{Auth, AuthKind};

/// Whether tokens are forwarded, whatever their kind, and which OAuth tokens are accepted.
pub(super) fn token_handling(auth: &Auth) -> Judgement {
    let forwarded = Judgement::fail("Callers' tokens are forwarded to other services");
    let handling =
        flag(&auth.token_passthrough, false, ("servers", "auth.token_passthrough"), forwarded);
    if !is_oauth(auth) {
        return handling;
    }
    let unchecked = Judgement::fail("The audience of tokens is not checked");
    let path = ("servers", "auth.audience_validated");
    let audience = flag(&auth.audience_validated, true, path, unchecked);
    handling.worst_of(audience).worst_of(grants(auth))
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
        Some(grant) => Judgement::fail(format!("Withdrawn OAuth grant accepted: {grant}")),
        None => Judgement::pass(""),
    }
}

/// What OAuth for users requires besides. Machines with a grant of their own have no code to
/// protect.
pub(super) fn oauth_flow(auth: &Auth) -> Judgement {
    if auth.kind != AuthKind::OAuth {
        return Judgement::pass("");
    }
    let required = [
        (&auth.metadata, "auth.metadata", "published metadata"),
        (&auth.pkce, "auth.pkce", "PKCE"),
        (&auth.resource_indicator, "auth.resource_indicator", "a required resource indicator"),
    ];
    let verdicts = required.map(|(stated, field, what)| {
        flag(stated, true, ("servers", field), Judgement::partial(format!("OAuth without {what}")))
    });
    verdicts.into_iter().fold(Judgement::pass(""), Judgement::worst_of)
}

fn is_oauth(auth: &Auth) -> bool {
    use AuthKind::{ClientCredentials, EnterpriseManaged, OAuth};
    matches!(auth.kind, OAuth | ClientCredentials | EnterpriseManaged)
}
