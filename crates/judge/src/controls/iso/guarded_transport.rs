//! ISO-01: the way to a server is guarded.

use model::records::{AuthKind, Change, Modifier, Server, Transport};
use model::{
    Asset, AssetFacts, AssetKind, Channel, Context, Control, Criteria, Domain, Family, Field,
    Judgement, PerTier, Reason, RecordKind, Severity, Tier, channel, is_loopback,
};

/// Encrypted where there is a network, local where there need be none.
pub(crate) static CONTROL: Control = Control {
    id: "ISO-01",
    slug: "guarded-transport",
    family: Family::Iso,
    title: "The way to it is encrypted, and no wider than it needs to be",
    why: "Tool calls carry tokens and data. In clear text anyone along the way can read and \
          change them, and a server that anyone can reach will be found.",
    criteria: Criteria {
        pass: "Clients reach it by TLS with certificates checked, or on the machine itself with a \
               loopback address; the transport is current; it is off the internet, or on it \
               behind authentication and, from T2 on, with an approval by platform security.",
        partial: "The transport is deprecated or outside the specification, or a local server \
                  listens on all addresses behind authentication.",
        fail: "Clear text over a network, certificates unchecked, open to others without \
               authentication, or on the internet without that approval.",
    },
    remediation: "Serve it over HTTPS with certificates checked, bind local servers to 127.0.0.1, \
                  move to Streamable HTTP, and have internet exposure approved or closed.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    if server.transport.given() == Some(&Transport::Stdio) {
        return Judgement::not_applicable("It speaks over standard input and output only")
            .because(asset.place(), "transport = stdio");
    }
    let verdict =
        way(server).worst_of(transport(server)).worst_of(exposure(server, asset, context));
    match server.url.given() {
        Some(url) => verdict.because(asset.place(), format!("url = {url}")),
        None => verdict,
    }
}

fn transport(server: &Server) -> Judgement {
    match &server.transport {
        Field::Given(Transport::Http | Transport::Stdio) => Judgement::pass(""),
        Field::Given(Transport::Sse) => {
            Judgement::partial("HTTP with server-sent events is deprecated since 2025-03-26")
        }
        Field::Given(Transport::Ws) => {
            Judgement::partial("WebSocket is no transport of the specification")
        }
        silent => Judgement::silent(silent, "servers", "transport"),
    }
}

fn way(server: &Server) -> Judgement {
    let Field::Given(url) = &server.url else {
        return Judgement::silent(&server.url, "servers", "url");
    };
    match channel(url) {
        Some(Channel::ClearText) => Judgement::fail("Clients reach it in clear text"),
        Some(Channel::Local) => listening(server),
        Some(Channel::Encrypted) => match &server.tls_verification {
            Field::Given(true) => Judgement::pass("Clients reach it by TLS, certificates checked"),
            Field::Given(false) => Judgement::fail("The check of certificates is switched off"),
            silent => Judgement::silent(silent, "servers", "tls_verification"),
        },
        None => Judgement::unusable(
            Reason::UnknownGrammar,
            "servers",
            "url",
            "Its URL does not say whether the way to it is encrypted",
        ),
    }
}

/// A server called on the machine itself may still listen to others.
fn listening(server: &Server) -> Judgement {
    match (&server.bind, auth(server)) {
        (Field::Given(address), _) if is_loopback(address) => {
            Judgement::pass("It listens on the machine itself only")
        }
        (Field::Given(address), Some(AuthKind::None)) => {
            Judgement::fail(format!("It listens on {address} without authentication"))
        }
        (Field::Given(address), Some(_)) => {
            Judgement::partial(format!("It is called locally, yet listens on {address}"))
        }
        (Field::Given(_), None) => Judgement::silent(&server.auth, "servers", "auth"),
        (silent, _) => Judgement::silent(silent, "servers", "bind"),
    }
}

fn exposure(server: &Server, asset: &Asset, context: &Context) -> Judgement {
    let by_modifier = server.modifiers.items().contains(&Modifier::InternetExposed);
    match (&server.internet_exposed, auth(server)) {
        (Field::Given(false), _) => return Judgement::pass(""),
        (Field::Absent | Field::Blank, _) if !by_modifier => {
            return Judgement::silent(&server.internet_exposed, "servers", "internet_exposed");
        }
        (_, Some(AuthKind::None)) => {
            return Judgement::fail("It is on the internet without authentication");
        }
        (_, None) => return Judgement::silent(&server.auth, "servers", "auth"),
        (_, Some(_)) if asset.test_tier() < Tier::T2 => return Judgement::pass(""),
        (_, Some(_)) if !context.carries(RecordKind::Approvals) => {
            return Judgement::missing_record("approvals");
        }
        (_, Some(_)) => {}
    }
    let approvals = context.approvals.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let holds = |domain| {
        let day = context.as_of;
        approvals.iter().any(|approval| approval.record.holds(Change::Deployment, domain, day))
    };
    match holds(Domain::PlatformSecurity) {
        true => Judgement::pass(""),
        false => Judgement::fail("It is on the internet, and platform security did not approve it"),
    }
}

fn auth(server: &Server) -> Option<AuthKind> {
    server.auth.given().map(|auth| auth.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
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
        Bench::new().server(record).outcome(&CONTROL)
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
    fn other_transports_are_half_good() {
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
        let bench = || Bench::new().server(open());
        assert_eq!(outcome(with(open(), "auth", json!({"kind": "none"}))), Fail);
        assert_eq!(outcome(with(open(), "auth", json!(null))), NotAssessed);
        assert_eq!(bench().tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        assert_eq!(bench().carries(RecordKind::Approvals).outcome(&CONTROL), Fail);
        let approval = json!({"subject": "crm", "change": "deployment", "approver": "ada",
                              "approver_domain": "platform-security",
                              "approved_on": "2026-02-20", "expires_on": "2027-02-20"});
        assert_eq!(bench().approval(approval.clone()).outcome(&CONTROL), Pass);
        let endless = with(approval, "expires_on", json!(null));
        assert_eq!(bench().approval(endless).outcome(&CONTROL), Fail);
    }

    #[test]
    fn the_modifier_says_exposed_where_the_field_is_silent() {
        let record = with(remote(), "modifiers", json!(["internet-exposed"]));
        let record = with(record, "internet_exposed", json!(null));
        let record = with(record, "auth", json!({"kind": "none"}));
        assert_eq!(outcome(record), Fail);
    }

    #[test]
    fn each_silent_field_is_not_assessed() {
        for field in ["transport", "url", "tls_verification", "internet_exposed"] {
            let judgement = Bench::new().server(with(remote(), field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("servers.{field}")));
        }
        assert_eq!(outcome(with(local(), "bind", json!(null))), NotAssessed);
        assert_eq!(outcome(with(remote(), "url", json!("${MCP_URL}"))), NotAssessed);
    }
}
