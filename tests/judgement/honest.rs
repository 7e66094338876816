//! An honest company is not punished: what shows the same as its records leaves it where it is.

use std::collections::{BTreeMap, BTreeSet};

use passmuster::model::posture::FindingCard;
use passmuster::model::{EvidenceClass, Outcome, Posture, Severity, Tier};
use passmuster::syntax;
use serde_json::{Value, json};

use super::{Copy, rank};
use crate::support::estate::json as json_text;

/// What clients are configured with, scans of the repositories, and an export of accounts: all as recorded. The
/// reviews refer to minutes that their reviewers signed, by hash.
fn shown(copy: Copy) -> Copy {
    copy.add(
        ".cursor/mcp.json",
        r#"{"mcpServers": {
            "appointments": {"type": "http", "url": "https://appointments.mcp.lindgren.example/mcp"},
            "letters": {"type": "http", "url": "https://letters.mcp.lindgren.example/mcp"},
            "handbook": {"type": "http", "url": "https://trial.bookstall.example/lindgren/mcp"}
        }}"#,
    )
    .add("gitleaks.json", "[]")
    .add("identities.json", EXPORT)
    .add("findings.sarif", CLEAN_SCAN)
}

const EXPORT: &str = r#"[{"id": "svc-appointments", "type": "service_account", "owner": "care-team",
    "privilege": "scoped", "credential": "none", "scopes": ["slots:read", "bookings:write"]}]"#;

const CLEAN_SCAN: &str = r#"{
    "version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "runs": [{"tool": {"driver": {"name": "gitleaks", "semanticVersion": "8.18.0", "rules": []}}, "results": []}]
}"#;

fn open(posture: &Posture, severity: Severity) -> Vec<&FindingCard> {
    let is_open = |card: &&FindingCard| matches!(card.outcome, Outcome::Fail | Outcome::Partial);
    let open = posture.findings.iter().filter(is_open).filter(|card| card.waiver.is_none());
    open.filter(|card| card.severity == severity).collect()
}

#[test]
fn a_company_that_also_shows_what_it_records_stays_an_a() {
    let recorded = Copy::of("healthy").posture();
    let shown = shown(Copy::of("healthy")).posture();
    assert_eq!(shown.grade.letter, Some('A'), "{:#?}", shown.grade);
    assert_eq!(shown.assets.len(), recorded.assets.len(), "nothing is counted twice");
    let seen = shown.assets.iter().filter(|asset| asset.observed).count();
    assert_eq!(seen, 4, "the servers that clients use, and the account");
    let signed = std::fs::read_to_string(crate::support::fixture(
        "scenarios/healthy/evidence/access-review-2026-10-26.txt",
    ));
    assert!(signed.expect("minutes").contains("Signed    "), "the reviews are signed");
    let review = shown.findings.iter().find(|card| card.id == "REV-01@server/appointments");
    assert_eq!(review.expect("judged").class, EvidenceClass::Recorded);
}

/// 400 such companies in one, with 25 open high findings among them.
#[test]
fn a_few_open_findings_in_a_large_estate_cost_no_more_than_the_a() {
    let posture = many(400, 25);
    let high = open(&posture, Severity::High);
    let privileged = high.iter().filter(|card| card.tier >= Tier::T2).count();
    assert_eq!(privileged, 25, "what is not accepted by a waiver");
    assert!(rank(&posture) <= u32::from('B'), "{:#?}", posture.grade);
}

/// So many copies of the company in one, the first `idle` of them with an account that nothing uses any more.
/// The people, and the records that are about everything at once, are those of the first.
fn many(copies: usize, idle: usize) -> Posture {
    let mut company = Copy::of("healthy");
    let lists = records(&company);
    let ids: BTreeSet<String> = lists
        .values()
        .flatten()
        .filter_map(|record| Some(record.get("id")?.as_str()?.to_string()))
        .collect();
    for copy in 1..copies {
        let mut records: Value = json!(lists);
        rename(&mut records, &ids, copy);
        if copy <= idle {
            records["service_accounts"][0]["last_used"] = json!("2026-03-01");
        }
        // The clients of the copy, too: what nobody looked through may hold a secret.
        let servers = records["servers"].as_array().expect("a list").iter();
        let entries = servers.map(|server| {
            let entry = json!({"type": "http", "url": server["url"]});
            (server["id"].as_str().expect("an id").to_string(), entry)
        });
        let clients = json!({"mcpServers": entries.collect::<serde_json::Map<_, _>>()});
        company = company.add(&format!("copy-{copy}/.mcp.json"), &clients.to_string());
        company = company.add(&format!("copy-{copy}.json"), &records.to_string());
    }
    company.posture()
}

/// The lists of records of a company, without its people and what covers everything.
fn records(company: &Copy) -> BTreeMap<String, Vec<Value>> {
    let mut lists: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, bytes) in &company.project.files {
        if !name.ends_with(".yaml") {
            continue;
        }
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let tree = json_text(&syntax::yaml(text).expect("YAML"));
        let file: BTreeMap<String, Vec<Value>> = serde_json::from_str(&tree).expect("lists");
        let own =
            file.into_iter().filter(|(kind, _)| !["owners", "scans"].contains(&kind.as_str()));
        own.for_each(|(kind, records)| lists.entry(kind).or_default().extend(records));
    }
    lists
}

/// Gives each id of a copy, and each address, a name of its own.
fn rename(value: &mut Value, ids: &BTreeSet<String>, copy: usize) {
    match value {
        Value::String(text) => {
            let id = text.split_once('/').filter(|(_, id)| ids.contains(*id)).map(|(_, id)| id);
            if ids.contains(text.as_str()) || id.is_some() {
                *text = format!("{text}-{copy}");
            } else if let Some(rest) = text.strip_prefix("https://") {
                *text = format!("https://c{copy}.{rest}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, ids, copy)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rename(field, ids, copy)),
        _ => {}
    }
}
