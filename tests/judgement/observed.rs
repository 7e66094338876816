//! What configurations, exports and scanners show takes precedence, and a contradiction is a finding.

use passmuster::model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};

use super::{Copy, finding};

/// A secret of `healthy` as its register describes it: in the vault.
const IN_VAULT: &str = "secrets:
  - { id: letters/api-token, owner: [identity-team], kind: api-key, status: active, environment: production,
      principal: letters, principal_kind: workload, used_by: [server/letters], scopes: [], known_to: [],
      issuance: static, last_rotated: 2026-11-08, location: vault, store: clinic vault }
";

const ENTRY: &str = "    \"letters\": { \"type\": \"http\",";

/// The same entry with a value in plain text under the name that the register has for it.
fn with_value() -> String {
    let value = ["gh", "p_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat();
    format!("    \"letters\": {{ \"env\": {{ \"API_TOKEN\": \"{value}\" }}, \"type\": \"http\",")
}

#[test]
fn a_value_in_plain_text_beats_the_vault_of_the_register() {
    let register = IN_VAULT.replace("letters/api-token", "letters/api_token");
    let honest = Copy::of("healthy").add("more.yaml", &register).posture();
    assert_eq!(finding(&honest, "SEC-02@secret/letters/api_token").outcome, Pass);
    let copy = Copy::of("healthy").add("more.yaml", &register);
    let posture = copy.replace(ENTRY, 1, &with_value()).posture();
    let store = finding(&posture, "SEC-02@secret/letters/api_token");
    assert_eq!(store.outcome, Fail, "{}", store.sentence);
    for file in [".mcp.json", "more.yaml"] {
        let cites = |it: &passmuster::model::Evidence| {
            it.place.as_ref().is_some_and(|place| place.to_string().contains(file))
        };
        assert!(store.evidence.iter().any(cites), "{file}: {:?}", store.evidence);
    }
    assert_eq!(finding(&posture, "SEC-04@secret/letters/api_token").outcome, Fail);
}

#[test]
fn a_value_that_no_record_names_may_be_any_secret_of_its_server() {
    let copy = Copy::of("healthy").add("more.yaml", IN_VAULT);
    let posture = copy.replace(ENTRY, 1, &with_value()).posture();
    assert_eq!(finding(&posture, "SEC-01@server/letters").outcome, Fail);
    let judged = finding(&posture, "SEC-04@secret/letters/api-token");
    assert!(matches!(judged.outcome, Fail | NotAssessed), "{}", judged.sentence);
}

#[test]
fn a_retired_identity_that_may_still_do_something_fails() {
    let account = "service_accounts:
  - { id: svc-old, owner: [care-team], status: retired, retired_on: 2026-06-30, environment: production,
      reach: [], used_by: [], roles: [AdministratorAccess] }
servers:
  - { id: old-desk, owner: [care-team], status: retired, retired_on: 2026-06-30, environments: [production],
      reach: [], uses: [], modifiers: [], tools: [], scopes: [\"admin:*\"] }
";
    let posture = Copy::of("healthy").add("more.yaml", account).posture();
    assert_eq!(finding(&posture, "RVK-04@service-account/svc-old").outcome, Fail);
    assert_eq!(finding(&posture, "RVK-04@server/old-desk").outcome, Fail);
    let silent = account.replace(", roles: [AdministratorAccess]", "");
    let silent = silent.replace(", scopes: [\"admin:*\"]", "");
    let posture = Copy::of("healthy").add("more.yaml", &silent).posture();
    assert_ne!(finding(&posture, "RVK-04@service-account/svc-old").outcome, Pass);
    assert_ne!(finding(&posture, "RVK-04@server/old-desk").outcome, Pass);
}

#[test]
fn a_retired_account_is_judged_by_the_roles_that_an_export_shows() {
    let account = "service_accounts:
  - { id: svc-old, owner: [care-team], status: retired, retired_on: 2026-06-30, environment: production,
      known_as: [\"arn:aws:iam::123456789012:role/svc-old\"], reach: [], used_by: [], roles: [] }
";
    let export = r#"{"UserDetailList": [], "GroupDetailList": [], "Policies": [], "RoleDetailList": [{
        "Path": "/", "RoleName": "svc-old", "RoleId": "AROAEXAMPLEEXAMPLE000",
        "Arn": "arn:aws:iam::123456789012:role/svc-old", "CreateDate": "2025-01-01T00:00:00+00:00",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
        "InstanceProfileList": [], "RolePolicyList": [],
        "AttachedManagedPolicies": [{"PolicyName": "AdministratorAccess",
            "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}], "Tags": []}]}"#;
    let copy = Copy::of("healthy").add("more.yaml", account);
    let posture = copy.add("account-details.json", export).posture();
    let judged = finding(&posture, "RVK-04@service-account/svc-old");
    assert_eq!(judged.outcome, Fail, "{}", judged.sentence);
}

#[test]
fn a_federation_that_keeps_a_value_is_judged_by_the_value() {
    let of = |issuance: &str, location: &str| {
        let secret = format!(
            "secrets:\n  - {{ id: pipe, owner: [identity-team], kind: workload-federation, status: active, \
             environment: production, used_by: [server/letters], scopes: [], issuance: {issuance}, \
             location: {location}, federation: {{ issuer: \"https://ci.example\", audience: pad, subject: \"repo:a/b\" }} }}\n"
        );
        Copy::of("healthy").add("more.yaml", &secret).posture()
    };
    let honest = of("federated", "none");
    assert_eq!(finding(&honest, "SEC-02@secret/pipe").outcome, Pass);
    assert_eq!(finding(&honest, "CRD-08@secret/pipe").outcome, Pass);
    for (issuance, location) in [("static", "file"), ("federated", "file"), ("static", "config")] {
        let posture = of(issuance, location);
        let store = finding(&posture, "SEC-02@secret/pipe");
        assert_eq!(store.outcome, Fail, "{issuance} {location}: {}", store.sentence);
        assert!(store.sentence.contains("contradicts"), "{}", store.sentence);
        assert_ne!(finding(&posture, "CRD-08@secret/pipe").outcome, Pass);
        assert_ne!(finding(&posture, "CRD-02@secret/pipe").outcome, Pass);
        assert_ne!(finding(&posture, "CRD-03@secret/pipe").outcome, NotApplicable);
    }
}

#[test]
fn a_server_that_anybody_inside_can_call_fails() {
    for url in ["https://stock.intranet.example/mcp", "https://10.0.0.7/mcp", "https://stock/mcp"] {
        let server = format!(
            "servers:\n  - {{ id: open, owner: [care-team], status: active, environments: [production], reach: [], \
             uses: [], modifiers: [], tools: [], scopes: [], transport: http, url: \"{url}\", tls_verification: true, \
             internet_exposed: false, auth: {{ kind: none }} }}\n"
        );
        let posture = Copy::of("healthy").add("more.yaml", &server).posture();
        assert_eq!(finding(&posture, "ISO-01@server/open").outcome, Fail, "{url}");
        let silent = server.replace(", auth: { kind: none }", "");
        let posture = Copy::of("healthy").add("more.yaml", &silent).posture();
        assert_ne!(finding(&posture, "ISO-01@server/open").outcome, Pass, "{url}");
    }
}

#[test]
fn a_credential_in_an_address_fails() {
    for query in ["?api_key=${KEY}", "?v=1&access_token=${T}", "?X-Api-Key=${KEY}"] {
        let entry = format!("https://letters.mcp.lindgren.example/mcp{query}");
        let posture = Copy::of("healthy")
            .replace(
                "\"letters\": { \"type\": \"http\", \"url\": \"https://letters.mcp.lindgren.example/mcp\"",
                1,
                &format!("\"letters\": {{ \"type\": \"http\", \"url\": \"{entry}\""),
            )
            .posture();
        let judged = finding(&posture, "CRD-04@server/letters");
        assert_eq!(judged.outcome, Fail, "{query}: {}", judged.sentence);
    }
}

#[test]
fn what_a_server_admits_beats_the_effect_that_is_declared() {
    let tool = |more: &str| {
        let server = format!(
            "servers:\n  - {{ id: shop, owner: [care-team], status: active, environments: [production], reach: [], \
             uses: [], modifiers: [], scopes: [], transport: stdio, tools: [{{ id: tidy, owner: sana, effect: read, \
             effect_source: declared, requires_confirmation: none{more} }}] }}\n"
        );
        Copy::of("healthy").add("more.yaml", &server).posture()
    };
    let declared = tool("");
    let admitted = tool(", annotations: { destructive: true }");
    assert_ne!(finding(&declared, "SCP-04@server/shop").outcome, Fail);
    assert_eq!(finding(&admitted, "SCP-04@server/shop").outcome, Fail);
}

/// The digest that a server is seen to serve beats the one that somebody wrote down beside the approved one.
#[test]
fn a_definition_that_is_served_beats_the_digest_of_the_record() {
    let served = r#"{"tools": [{"name": "find_slot", "description": "Finds a slot", "inputSchema": {"type": "object"}}]}"#;
    let typed = Copy::of("healthy").posture();
    let id = "TPS-03@server/appointments";
    assert_eq!(finding(&typed, id).outcome, Pass);
    let seen = Copy::of("healthy").add("appointments.tools.json", served).posture();
    let verdict = finding(&seen, id);
    assert_eq!(verdict.outcome, Fail, "{}", verdict.sentence);
    let is_reported = seen.notices.iter().any(|it| it.message.contains("definition_hash"));
    assert!(is_reported, "the difference is reported");
}

/// A secret of a federation outside of any pipeline.
fn federation(trust: &str) -> String {
    format!(
        "secrets:\n  - {{ id: pipe, owner: [identity-team], kind: workload-federation, status: active, \
         environment: production, used_by: [server/letters], scopes: [], issuance: federated, location: none, \
         ttl_seconds: 600, federation: {{ {trust} }} }}\n"
    )
}

#[test]
fn a_trust_in_anybody_fails_outside_of_pipelines_too() {
    let of = |trust: &str| {
        let posture = Copy::of("healthy").add("more.yaml", &federation(trust)).posture();
        finding(&posture, "CRD-09@secret/pipe").outcome
    };
    assert_eq!(of(r#"issuer: "*", audience: "*", subject: "*""#), Fail);
    assert_eq!(of(r#"issuer: "https://idp.example", audience: pad, subject: "*""#), Fail);
    assert_eq!(of(r#"issuer: "https://idp.example", audience: pad, subject: "ns/pad""#), Pass);
    assert_eq!(of(r#"issuer: "https://idp.example", audience: pad"#), NotAssessed);
}

#[test]
fn an_account_in_use_that_nothing_uses_is_an_orphan() {
    let account = "service_accounts:
  - { id: svc-lost, owner: [care-team], tier: T2, status: active, environment: production, roles: [\"slots:read\"],
      reach: [{ target: slots, kind: database, environment: production, data_class: internal, effect: read }],
      used_by: [], last_used: 2026-11-20, interactive_login: false, human_sessions: [] }
";
    let of = |text: &str| {
        let posture = Copy::of("healthy").add("more.yaml", text).posture();
        finding(&posture, "RVK-06@service-account/svc-lost").outcome
    };
    assert_eq!(of(account), Fail);
    assert_eq!(of(&account.replace("used_by: []", "used_by: [server/letters]")), Pass);
    assert_eq!(of(&account.replace("used_by: [], ", "")), NotAssessed);
    assert_eq!(of(&account.replace("last_used: 2026-11-20, ", "")), NotAssessed);
}
