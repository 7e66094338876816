//! CRD-04: callers authenticate by a current scheme.

use model::records::{Auth, AuthKind, Server, Transport};
use model::{
    Asset, AssetFacts, AssetKind, Channel, Context, Control, Criteria, Domain, Family, Field,
    Judgement, PerTier, Reason, Severity, Tier, channel, is_loopback,
};

/// Callers who prove who they are, with tokens meant for this server.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-04",
    slug: "modern-auth",
    family: Family::Crd,
    title: "Callers over a network authenticate by a current scheme, with tokens meant for it",
    why: "A server that lets anyone in, or takes tokens made for somebody else, hands its tools \
          to whoever finds it; one that passes a caller's token on lets others act as the caller.",
    criteria: Criteria {
        pass: "Callers prove themselves by client certificate, or by OAuth tokens whose audience \
               is checked; OAuth for users also publishes its metadata and requires PKCE and a \
               resource indicator. Nobody's token is passed on.",
        partial: "OAuth without metadata, PKCE or resource indicator; or, at T0 and T1, a \
                  long-lived key or token.",
        fail: "Anyone may call it, a password is sent, a long-lived key or token is used at T2 or \
               T3, a withdrawn OAuth grant is accepted, the audience is not checked, or the \
               caller's token is passed on.",
    },
    remediation: "Follow the authorisation part of the MCP specification: metadata (RFC 9728), \
                  resource indicators (RFC 8707), PKCE and an audience check. Until then, put a \
                  gateway that does so in front.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    if let Some(verdict) = out_of_reach(server) {
        return match server.url.given() {
            Some(url) => verdict.because(asset.place(), format!("url = {url}")),
            None => verdict,
        };
    }
    let Field::Given(auth) = &server.auth else {
        return Judgement::silent(&server.auth, "servers", "auth");
    };
    let verdict = scheme(auth, asset.test_tier()).worst_of(tokens(auth)).worst_of(flow(auth));
    verdict.because(asset.place(), format!("auth.kind = {}", name(auth.kind)))
}

/// The verdict where no network reaches it, or where that is unknown.
fn out_of_reach(server: &Server) -> Option<Judgement> {
    match &server.transport {
        Field::Given(Transport::Stdio) => {
            return Some(Judgement::not_applicable(
                "It speaks over standard input and output only",
            ));
        }
        Field::Given(_) => {}
        silent => return Some(Judgement::silent(silent, "servers", "transport")),
    }
    match (server.url.given().map(|url| channel(url)), &server.bind) {
        (_, Field::Given(address)) if !is_loopback(address) => None,
        (Some(Some(Channel::Encrypted | Channel::ClearText)), _) => None,
        (Some(Some(Channel::Local)), Field::Given(_)) => {
            Some(Judgement::not_applicable("Only the machine it runs on can reach it"))
        }
        (Some(Some(Channel::Local)), silent) => Some(Judgement::silent(silent, "servers", "bind")),
        (Some(None), _) => Some(Judgement::unusable(
            Reason::UnknownGrammar,
            "servers",
            "url",
            "Its URL does not say whether a network reaches it",
        )),
        (None, _) => Some(Judgement::silent(&server.url, "servers", "url")),
    }
}

fn scheme(auth: &Auth, tier: Tier) -> Judgement {
    match auth.kind {
        AuthKind::None => Judgement::fail("It asks its callers for no authentication"),
        AuthKind::Basic => Judgement::fail("Callers send a password with every call"),
        AuthKind::ApiKey | AuthKind::BearerStatic if tier < Tier::T2 => {
            Judgement::partial("Callers hold a long-lived key or token")
        }
        AuthKind::ApiKey | AuthKind::BearerStatic => {
            Judgement::fail(format!("Callers hold a long-lived key or token, too weak for {tier}"))
        }
        AuthKind::Mtls => Judgement::pass("Callers prove themselves by client certificate"),
        AuthKind::OAuth | AuthKind::ClientCredentials | AuthKind::EnterpriseManaged => {
            Judgement::pass("Callers bring OAuth tokens made for this server")
        }
    }
}

/// What becomes of the caller's token, whatever its kind.
fn tokens(auth: &Auth) -> Judgement {
    let passed_on = Judgement::fail("It passes the caller's token on");
    let handling = flag(&auth.token_passthrough, false, "auth.token_passthrough", passed_on);
    if !is_oauth(auth) {
        return handling;
    }
    let unchecked = Judgement::fail("It takes tokens that were made for somebody else");
    let audience = flag(&auth.audience_validated, true, "auth.audience_validated", unchecked);
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
        Some(grant) => Judgement::fail(format!("It accepts the withdrawn OAuth grant {grant}")),
        None => Judgement::pass(""),
    }
}

/// What users' OAuth needs besides. Machines with a grant of their own have no code to protect.
fn flow(auth: &Auth) -> Judgement {
    if auth.kind != AuthKind::OAuth {
        return Judgement::pass("");
    }
    let lacks = |what: &str| Judgement::partial(format!("OAuth, but without {what}"));
    flag(&auth.metadata, true, "auth.metadata", lacks("published metadata"))
        .worst_of(flag(&auth.pkce, true, "auth.pkce", lacks("PKCE")))
        .worst_of(flag(
            &auth.resource_indicator,
            true,
            "auth.resource_indicator",
            lacks("a required resource indicator"),
        ))
}

fn flag(stated: &Field<bool>, wanted: bool, field: &str, flaw: Judgement) -> Judgement {
    match stated {
        Field::Given(value) if *value == wanted => Judgement::pass(""),
        Field::Given(_) => flaw,
        silent => Judgement::silent(silent, "servers", field),
    }
}

fn is_oauth(auth: &Auth) -> bool {
    use AuthKind::{ClientCredentials, EnterpriseManaged, OAuth};
    matches!(auth.kind, OAuth | ClientCredentials | EnterpriseManaged)
}

fn name(kind: AuthKind) -> &'static str {
    match kind {
        AuthKind::None => "none",
        AuthKind::Basic => "basic",
        AuthKind::ApiKey => "api-key",
        AuthKind::BearerStatic => "bearer-static",
        AuthKind::OAuth => "oauth",
        AuthKind::Mtls => "mtls",
        AuthKind::ClientCredentials => "client-credentials",
        AuthKind::EnterpriseManaged => "enterprise-managed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn full(kind: &str) -> Value {
        json!({"kind": kind, "metadata": true, "pkce": true, "resource_indicator": true,
               "audience_validated": true, "token_passthrough": false,
               "grant_types": ["authorization_code"]})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn server(auth: Value) -> Value {
        json!({"id": "crm", "transport": "http", "url": "https://mcp.example.com/", "auth": auth})
    }

    fn outcome(record: Value) -> Outcome {
        Bench::new().server(record).outcome(&CONTROL)
    }

    #[test]
    fn current_schemes_with_their_evidence_pass() {
        for kind in ["oauth", "client-credentials", "enterprise-managed", "mtls"] {
            assert_eq!(outcome(server(full(kind))), Pass, "{kind}");
        }
        let certificate = json!({"kind": "mtls", "token_passthrough": false});
        assert_eq!(outcome(server(certificate)), Pass);
    }

    #[test]
    fn oauth_without_its_safeguards_is_half_good() {
        for field in ["metadata", "pkce", "resource_indicator"] {
            let auth = with(full("oauth"), field, json!(false));
            assert_eq!(outcome(server(auth)), Partial, "{field}");
            let machine = with(full("client-credentials"), field, json!(null));
            assert_eq!(outcome(server(machine)), Pass, "{field}");
        }
    }

    #[test]
    fn anonymous_password_and_static_schemes_fail_from_t2_on() {
        for kind in ["none", "basic", "api-key", "bearer-static"] {
            assert_eq!(outcome(server(full(kind))), Fail, "{kind}");
        }
        let low = |kind| Bench::new().server(server(full(kind))).tier(Tier::T1).outcome(&CONTROL);
        assert_eq!(low("api-key"), Partial);
        assert_eq!(low("none"), Fail);
    }

    #[test]
    fn loose_tokens_and_withdrawn_grants_fail() {
        for (field, value) in [
            ("token_passthrough", json!(true)),
            ("audience_validated", json!(false)),
            ("grant_types", json!(["authorization_code", "Implicit"])),
            ("grant_types", json!(["resource_owner_password"])),
        ] {
            assert_eq!(outcome(server(with(full("oauth"), field, value))), Fail, "{field}");
        }
    }

    #[test]
    fn what_no_network_reaches_is_not_applicable() {
        assert_eq!(outcome(json!({"id": "crm", "transport": "stdio"})), NotApplicable);
        let local = json!({"id": "crm", "transport": "http", "url": "http://localhost:3000/"});
        assert_eq!(outcome(with(local.clone(), "bind", json!("127.0.0.1"))), NotApplicable);
        assert_eq!(outcome(local.clone()), NotAssessed);
        let wide = with(local, "bind", json!("0.0.0.0"));
        assert_eq!(outcome(with(wide, "auth", json!({"kind": "none"}))), Fail);
    }

    #[test]
    fn each_silent_field_is_not_assessed() {
        for field in full("oauth").as_object().expect("a map").keys().filter(|key| *key != "kind") {
            let auth = with(full("oauth"), field, json!(null));
            let judgement = Bench::new().server(server(auth)).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("servers.auth.{field}")));
        }
        for field in ["transport", "url", "auth"] {
            let record = with(server(full("oauth")), field, json!(null));
            assert_eq!(outcome(record), NotAssessed, "{field}");
        }
        let unread = with(server(full("oauth")), "url", json!("${MCP_URL}"));
        assert_eq!(outcome(unread), NotAssessed);
    }
}
