//! ISO-01: encrypted, restricted transport.

use super::encryption::encryption;
use super::exposure::{callers, exposure};
use crate::controls::hosting::stdio_only;
use crate::controls::prelude::*;
use model::records::Transport;

/// Encrypted where there is a network, local where none is needed.
pub(crate) static CONTROL: Control = Control {
    id: "ISO-01",
    slug: "guarded-transport",
    family: Family::Iso,
    title: "Encrypted, restricted transport",
    why: "Tool calls carry tokens and data. In clear text, anyone on the path can read and change \
          them, and a server that anyone can reach will be found.",
    criteria: Criteria {
        pass: "Clients reach it by TLS with certificate verification, or on the machine itself at \
               a loopback address; the transport is current; it is off the internet, or on it \
               behind authentication and, from T2 on, with an approval by platform security.",
        partial: "The transport is deprecated or outside the specification, or a local server \
                  listens on all addresses behind authentication.",
        fail: "Clear text over a network, no certificate verification, open to others without \
               authentication, or on the internet without that approval.",
    },
    remediation: "Serve it over HTTPS with certificate verification, bind local servers to \
                  127.0.0.1, move to Streamable HTTP, and have internet exposure approved or \
                  closed.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if server.transport.given() == Some(&Transport::Stdio) {
        return stdio_only()
            .because(asset.place_of("transport"), quote("transport", &server.transport));
    }
    let verdict = encryption(server, asset)
        .worst_of(transport(server))
        .worst_of(exposure(server, asset, context))
        .worst_of(callers(server, asset));
    match server.url.given() {
        Some(_) => verdict.because(asset.place_of("url"), quote("url", &server.url)),
        None => verdict,
    }
}

fn transport(server: &Server) -> Judgement {
    match &server.transport {
        Field::Given(Transport::Http | Transport::Stdio) => Judgement::pass(""),
        Field::Given(Transport::Sse) => {
            Judgement::partial("Deprecated transport: HTTP with server-sent events")
        }
        Field::Given(Transport::Ws) => {
            Judgement::partial("Transport outside the MCP specification: WebSocket")
        }
        silent => Judgement::silent(silent, "servers", "transport"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn remote() -> Value {
        json!({"id": "crm", "transport": "http", "url": "https://mcp.example.com/",
               "tls_verification": true, "internet_exposed": false, "auth": {"kind": "oauth"}})
    }

    fn local() -> Value {
        json!({"id": "crm", "transport": "http", "url": "http://localhost:3000/",
               "bind": "127.0.0.1", "internet_exposed": false, "auth": {"kind": "none"}})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn outcome(record: Value) -> Outcome {
        Kit::new().server(record).outcome(&CONTROL)
    }

    #[test]
    fn tls_or_loopback_passes_and_stdio_is_no_network() {
        assert_eq!(outcome(remote()), Pass);
        assert_eq!(outcome(local()), Pass);
        assert_eq!(outcome(with(remote(), "transport", json!("stdio"))), NotApplicable);
    }

    #[test]
    fn clear_text_and_unchecked_certificates_fail() {
        assert_eq!(outcome(with(remote(), "url", json!("http://mcp.example.com/"))), Fail);
        assert_eq!(outcome(with(remote(), "tls_verification", json!(false))), Fail);
    }

    #[test]
    fn that_callers_prove_nothing_is_cited() {
        let open = with(remote(), "auth", json!({"kind": "none"}));
        let exposed = with(open.clone(), "internet_exposed", json!(true));
        let listening = with(local(), "bind", json!("0.0.0.0"));
        for (record, other) in
            [(open, "url"), (exposed, "internet_exposed = true"), (listening, "bind = 0.0.0.0")]
        {
            let judged = Kit::new().server(record).judge(&CONTROL);
            assert_eq!(judged.outcome, Fail, "{other}");
            for fact in ["auth.kind = none", other] {
                assert!(judged.evidence.iter().any(|it| it.fact.starts_with(fact)), "{judged:?}");
            }
        }
    }

    #[test]
    fn other_transports_are_partial() {
        assert_eq!(outcome(with(remote(), "transport", json!("sse"))), Partial);
        assert_eq!(outcome(with(remote(), "transport", json!("ws"))), Partial);
    }

    #[test]
    fn listening_wide_needs_authentication() {
        let wide = || with(local(), "bind", json!("0.0.0.0"));
        assert_eq!(outcome(wide()), Fail);
        assert_eq!(outcome(with(wide(), "auth", json!({"kind": "oauth"}))), Partial);
        assert_eq!(outcome(with(wide(), "auth", json!(null))), NotAssessed);
    }

    #[test]
    fn the_internet_needs_authentication_and_an_approval() {
        let open = || with(remote(), "internet_exposed", json!(true));
        let kit = || Kit::new().server(open());
        assert_eq!(outcome(with(open(), "auth", json!({"kind": "none"}))), Fail);
        assert_eq!(outcome(with(open(), "auth", json!(null))), NotAssessed);
        assert_eq!(kit().tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        assert_eq!(kit().carries(RecordKind::Approvals).outcome(&CONTROL), Fail);
        let approval = json!({"subject": "crm", "change": "deployment", "approver": "ada",
                              "approver_domain": "platform-security",
                              "approved_on": "2026-02-20", "expires_on": "2027-02-20"});
        let by = |domain: &str| kit().person("ada", domain).approval(approval.clone());
        assert_eq!(by("platform-security").outcome(&CONTROL), Pass);
        assert_eq!(by("operator").outcome(&CONTROL), Fail);
        assert_eq!(kit().approval(approval.clone()).outcome(&CONTROL), NotAssessed);
        let endless = with(approval.clone(), "expires_on", json!(null));
        let endless = kit().person("ada", "platform-security").approval(endless);
        assert_eq!(endless.outcome(&CONTROL), NotAssessed);
        let expired = with(approval.clone(), "expires_on", json!("2026-11-21"));
        assert_eq!(kit().approval(expired).outcome(&CONTROL), Fail);
    }

    #[test]
    fn the_modifier_decides_where_the_field_is_missing() {
        let record = with(remote(), "modifiers", json!(["internet-exposed"]));
        let record = with(record, "internet_exposed", json!(null));
        let record = with(record, "auth", json!({"kind": "none"}));
        assert_eq!(outcome(record), Fail);
    }

    #[test]
    fn each_missing_field_is_not_assessed() {
        for field in ["transport", "url", "tls_verification", "internet_exposed"] {
            let judgement = Kit::new().server(with(remote(), field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("servers.{field}")));
        }
        assert_eq!(outcome(with(local(), "bind", json!(null))), NotAssessed);
        assert_eq!(outcome(with(remote(), "url", json!("${MCP_URL}"))), NotAssessed);
    }
}
