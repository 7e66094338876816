//! CRD-11: MCP authorization as specified.

use super::tokens::is_oauth;
use crate::controls::evidence::id;
use crate::controls::hosting::without_network;
use crate::controls::prelude::*;
use model::records::{Auth, AuthKind};

/// Tokens that are issued for this server, and go no further.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-11",
    slug: "mcp-authorization",
    family: Family::Crd,
    title: "MCP authorization as specified",
    why: "A server that accepts tokens issued for another service can be entered with a token that was \
          stolen or asked for elsewhere. One that forwards a caller's token lets others act as the caller.",
    criteria: Criteria {
        pass: "The server checks that tokens are issued for it, forwards none, and for OAuth of users \
               publishes its resource metadata and requires a resource indicator. How callers authenticate \
               at all is CRD-04.",
        partial: "OAuth of users without published metadata or without a required resource indicator.",
        fail: "The audience of tokens is not checked, or callers' tokens are forwarded.",
    },
    remediation: "Publish protected resource metadata (RFC 9728), require the resource parameter (RFC \
                  8707), refuse tokens for another audience, and obtain a token of the server's own for \
                  each service behind it.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::High, Severity::Critical]),
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
    let Field::Given(auth) = &server.auth else {
        return Judgement::silent(&server.auth, "servers", "auth");
    };
    let mut facts = vec![
        ("auth.kind", words!("auth.kind = {}", id(&auth.kind))),
        cited("auth.audience_validated", &auth.audience_validated),
        cited("auth.token_passthrough", &auth.token_passthrough),
    ];
    if auth.kind == AuthKind::OAuth {
        facts.push(cited("auth.metadata", &auth.metadata));
        facts.push(cited("auth.resource_indicator", &auth.resource_indicator));
    }
    audience(auth)
        .worst_of(forwarding(auth))
        .worst_of(discovery(auth))
        .because_each(&asset.from, facts)
}

/// A server without tokens cannot mistake one for its own, and is no better for it.
fn audience(auth: &Auth) -> Judgement {
    match auth.kind {
        AuthKind::None => Judgement::fail("No tokens, so none is issued for this server"),
        _ if is_oauth(auth) => {
            let unchecked = Judgement::fail("The audience of tokens is not checked");
            let path = ("servers", "auth.audience_validated");
            let verdict = flag(&auth.audience_validated, true, path, unchecked);
            Judgement::pass("Tokens are issued for this server and go no further").worst_of(verdict)
        }
        _ => Judgement::pass("Callers' credentials go no further"),
    }
}

fn forwarding(auth: &Auth) -> Judgement {
    let forwarded = Judgement::fail("Callers' tokens are forwarded to other services");
    flag(&auth.token_passthrough, false, ("servers", "auth.token_passthrough"), forwarded)
}

fn discovery(auth: &Auth) -> Judgement {
    if auth.kind != AuthKind::OAuth {
        return Judgement::pass("");
    }
    let required = [
        (&auth.metadata, "auth.metadata", "published metadata"),
        (&auth.resource_indicator, "auth.resource_indicator", "a required resource indicator"),
    ];
    let verdicts = required.map(|(stated, field, what)| {
        flag(stated, true, ("servers", field), Judgement::partial(words!("OAuth without {what}")))
    });
    verdicts.into_iter().fold(Judgement::pass(""), Judgement::worst_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn server(auth: Value) -> Value {
        json!({"id": "crm", "transport": "http", "url": "https://mcp.example.com/", "auth": auth})
    }

    fn oauth(field: &str, value: Value) -> Outcome {
        let mut auth = json!({"kind": "oauth", "metadata": true, "resource_indicator": true,
                              "audience_validated": true, "token_passthrough": false});
        auth[field] = value;
        Kit::new().server(server(auth)).outcome(&CONTROL)
    }

    #[test]
    fn tokens_are_for_this_server_and_go_no_further() {
        assert_eq!(oauth("kind", json!("oauth")), Pass);
        assert_eq!(oauth("audience_validated", json!(false)), Fail);
        assert_eq!(oauth("token_passthrough", json!(true)), Fail);
        assert_eq!(oauth("metadata", json!(false)), Partial);
        assert_eq!(oauth("resource_indicator", json!(false)), Partial);
        for field in ["metadata", "resource_indicator", "audience_validated", "token_passthrough"] {
            assert_eq!(oauth(field, json!(null)), NotAssessed, "{field}");
        }
    }

    #[test]
    fn what_decides_is_cited() {
        let cited = |auth: Value| {
            let evidence = Kit::new().server(server(auth)).judge(&CONTROL).evidence.into_iter();
            evidence.map(|evidence| evidence.fact).collect::<Vec<_>>().join("; ")
        };
        let oauth = cited(json!({"kind": "oauth", "metadata": false, "resource_indicator": true}));
        for fact in ["auth.kind = oauth", "auth.metadata = false", "auth.resource_indicator = true"]
        {
            assert!(oauth.contains(fact), "{fact}: {oauth}");
        }
        let none = cited(json!({"kind": "none", "token_passthrough": false}));
        assert!(none.contains("auth.kind = none") && !none.contains("metadata"), "{none}");
    }

    #[test]
    fn other_schemes_forward_nothing_and_none_is_no_excuse() {
        let of = |auth: Value| Kit::new().server(server(auth)).outcome(&CONTROL);
        assert_eq!(of(json!({"kind": "mtls", "token_passthrough": false})), Pass);
        assert_eq!(of(json!({"kind": "mtls"})), NotAssessed);
        assert_eq!(of(json!({"kind": "api-key", "token_passthrough": true})), Fail);
        assert_eq!(of(json!({"kind": "none", "token_passthrough": false})), Fail);
        assert_eq!(of(json!(null)), NotAssessed);
        let local = Kit::new().server(json!({"id": "crm", "transport": "stdio"}));
        assert_eq!(local.outcome(&CONTROL), NotApplicable);
    }
}
