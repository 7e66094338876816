//! CRD-04: modern caller authentication.

use super::tokens::oauth_flow;
use crate::controls::checks::fail_or_partial;
use crate::controls::evidence::id;
use crate::controls::hosting::without_network;
use crate::controls::prelude::*;
use model::credential_in_query;
use model::records::{Auth, AuthKind};

/// Callers prove their identity, with tokens issued for this server.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-04",
    slug: "modern-auth",
    family: Family::Crd,
    title: "Modern caller authentication",
    why: "A server that accepts any caller, or one with a key that was copied, exposes its tools to \
          anyone who finds it.",
    criteria: Criteria {
        pass: "Callers authenticate by client certificate or with OAuth tokens, with PKCE for users. \
               For whom the tokens are issued and where they go is CRD-11.",
        partial: "OAuth for users without PKCE; or, at T0 and T1, a long-lived key or token.",
        fail: "No authentication, a password, a long-lived key or token at T2 or T3, a withdrawn \
               OAuth grant, or a credential in the query of the address.",
    },
    remediation: "Let callers authenticate with OAuth tokens and PKCE or by client certificate, and \
                  send tokens in the Authorization header only. Until then, use a gateway that does \
                  so.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    if let Some(verdict) = without_network(asset, server) {
        return verdict;
    }
    let verdict = match &server.auth {
        Field::Given(auth) => scheme(auth, asset.test_tier())
            .worst_of(oauth_flow(auth))
            .because(asset.place_of("auth.kind"), words!("auth.kind = {}", id(&auth.kind))),
        silent => Judgement::silent(silent, "servers", "auth"),
    };
    verdict.worst_of(in_query(asset, server))
}

/// A credential in an address is in every log, history and referrer that the address reaches.
fn in_query(asset: &Asset, server: &Server) -> Judgement {
    let fail = || Judgement::fail("A credential is passed in the query of the address");
    let configured = server.configuration.iter().flat_map(|seen| &seen.query_credentials).next();
    let recorded = server.url.given().and_then(|url| credential_in_query(url));
    match (configured, recorded) {
        (Some(place), _) => fail().because(Some(place), "a credential in the query of its address"),
        (_, Some(name)) => fail().because(asset.place_of("url"), words!("url has ?{name}=")),
        (None, None) => Judgement::pass(""),
    }
}

fn scheme(auth: &Auth, tier: Tier) -> Judgement {
    match auth.kind {
        AuthKind::None => Judgement::fail("No authentication of callers"),
        AuthKind::Basic => Judgement::fail("Callers authenticate with a password"),
        AuthKind::ApiKey | AuthKind::BearerStatic => {
            fail_or_partial(tier, "Callers authenticate with a long-lived key or token")
        }
        AuthKind::Mtls => Judgement::pass("Callers authenticate by client certificate"),
        AuthKind::OAuth | AuthKind::ClientCredentials | AuthKind::EnterpriseManaged => {
            Judgement::pass("Callers authenticate with OAuth tokens issued for this server")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
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
        Kit::new().server(record).outcome(&CONTROL)
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
    fn oauth_without_its_safeguards_is_partial() {
        let auth = with(full("oauth"), "pkce", json!(false));
        assert_eq!(outcome(server(auth)), Partial);
        let machine = with(full("client-credentials"), "pkce", json!(null));
        assert_eq!(outcome(server(machine)), Pass);
    }

    #[test]
    fn anonymous_password_and_static_schemes_fail_from_t2_on() {
        for kind in ["none", "basic", "api-key", "bearer-static"] {
            assert_eq!(outcome(server(full(kind))), Fail, "{kind}");
        }
        let low = |kind| Kit::new().server(server(full(kind))).tier(Tier::T1).outcome(&CONTROL);
        assert_eq!(low("api-key"), Partial);
        assert_eq!(low("none"), Fail);
    }

    #[test]
    fn a_credential_in_the_query_fails() {
        let url = |url: &str| with(server(full("mtls")), "url", json!(url));
        assert_eq!(outcome(url("https://mcp.example.com/?api_key=${KEY}")), Fail);
        assert_eq!(outcome(url("https://mcp.example.com/?region=eu")), Pass);
        let silent = with(url("https://mcp.example.com/?token=${T}"), "auth", json!(null));
        assert_eq!(outcome(silent), Fail);
    }

    #[test]
    fn withdrawn_grants_fail() {
        for (field, value) in [
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
    fn each_missing_field_is_not_assessed() {
        for field in ["pkce", "grant_types"] {
            let auth = with(full("oauth"), field, json!(null));
            let judgement = Kit::new().server(server(auth)).judge(&CONTROL);
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
