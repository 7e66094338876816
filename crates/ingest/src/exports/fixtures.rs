//! Every fixture of an export holds what a person counts in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::classes::Classes;
use crate::format::Origin;
use crate::formats::formats;
use crate::reading::Read;
use crate::sources::Patterns;
use crate::{SourceFile, read};
use model::Facts;

/// File, format, then servers, agents, service accounts and secrets, and whether it is one page of
/// several.
type Row = (&'static str, &'static str, [usize; 4], bool);

#[rustfmt::skip]
const COUNTED: &[Row] = &[
    ("aws-authorization-details.json", "AWS account authorization details", [0, 0, 4, 1], true),
    ("aws-credential-report.csv", "AWS credential report", [0, 0, 1, 3], false),
    ("aws-credential-report.json", "AWS credential report", [0, 0, 1, 3], false),
    ("aws-iam-users.json", "AWS IAM list", [0, 0, 1, 0], false),
    ("aws-secrets-manager.json", "AWS Secrets Manager list", [0, 0, 0, 2], true),
    ("azure-role-assignments.json", "Azure role assignments", [0, 0, 1, 0], false),
    ("cyclonedx.json", "CycloneDX bill of materials", [3, 1, 0, 0], false),
    ("docker-mcp-catalog.yaml", "Docker MCP catalogue entry", [1, 0, 0, 2], false),
    ("entra-agents.json", "Entra identities", [0, 2, 0, 1], false),
    ("entra-powershell.json", "Entra identities", [0, 0, 1, 1], false),
    ("entra-service-principals.json", "Entra identities", [0, 0, 2, 3], true),
    ("gcp-iam-policy.json", "Google Cloud IAM policy", [0, 0, 2, 0], false),
    ("gcp-keys.json", "Google Cloud service accounts", [0, 0, 0, 2], false),
    ("gcp-service-accounts.json", "Google Cloud service accounts", [0, 0, 2, 0], false),
    ("github-app-installations.json", "GitHub app installations", [0, 0, 1, 0], false),
    ("kubernetes-bindings.yaml", "Kubernetes service accounts", [0, 0, 1, 0], false),
    ("kubernetes-service-account.yaml", "Kubernetes service accounts", [0, 0, 1, 0], false),
    ("kubernetes-service-accounts.json", "Kubernetes service accounts", [0, 0, 2, 1], false),
    ("mcp-registry-page.json", "MCP registry server.json", [1, 0, 0, 1], true),
    ("mcp-server-glama.json", "MCP registry server.json", [1, 0, 0, 1], false),
    ("mcp-server-old.json", "MCP registry server.json", [1, 0, 0, 1], false),
    ("mcp-server.json", "MCP registry server.json", [1, 0, 0, 2], false),
    ("nhi-scan-aws-users.json", "nhi-scan AWS users", [0, 0, 1, 1], false),
    ("nhi-scan-shared.json", "nhi-scan inventory", [0, 0, 1, 2], false),
    ("nhi-scan.csv", "nhi-scan inventory", [0, 0, 1, 1], false),
    ("nhi-scan.json", "nhi-scan inventory", [0, 1, 1, 3], false),
    ("okta-api-tokens.json", "Okta API tokens", [0, 0, 0, 2], false),
    ("okta-apps.json", "Okta applications", [0, 0, 2, 2], false),
    ("okta-organisation.json", "Okta applications", [0, 0, 1, 2], false),
    ("spire-entries-old.json", "SPIRE registration entries", [0, 0, 1, 1], false),
    ("spire-entries.json", "SPIRE registration entries", [0, 0, 1, 2], true),
];

#[test]
fn every_export_is_read_as_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/formats/exports");
    for (name, format, counted, page) in COUNTED {
        let bytes = std::fs::read(folder.join(name)).expect("the fixture");
        let Read { facts, errors, .. } =
            read::read(&SourceFile::new(*name, bytes), &Patterns::of(&[]), &Arc::default());
        assert_eq!(errors, [], "{name}");
        let [input] = facts.inputs.as_slice() else { panic!("one input") };
        assert_eq!(input.format, *format, "{name}");
        let shown = &facts.exported;
        let found = [
            shown.servers.len() + facts.catalogued.len(),
            shown.agents.len(),
            shown.service_accounts.len(),
            shown.secrets.len()
                + facts.catalogued.iter().map(|entry| entry.secrets.len()).sum::<usize>(),
        ];
        assert_eq!(found, *counted, "{name}");
        assert_eq!(
            input.records,
            (found.iter().sum::<usize>() + shown.people.len()) as u64,
            "{name}"
        );
        assert_eq!(input.incomplete.is_some(), *page, "{name}");
        assert!(!page || facts.carried.is_empty(), "{name} counts as a register");
    }
    let files = std::fs::read_dir(folder).expect("the folder").filter_map(Result::ok);
    let files: BTreeSet<_> =
        files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    let known: BTreeSet<_> = COUNTED.iter().map(|(name, ..)| name.to_string()).collect();
    assert_eq!(files, known);
}

/// Secrets that may stand where none belongs, each found by another rule.
const PLANTED: [&str; 4] = [
    "ghp_a7Kq2Xb9Mz4Ta7Kq2Xb9Mz4Ta7Kq2Xb9Mz4T",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl",
    "postgres://app:Tr0ub4dor-q7@db.harbour.example/x",
    "https://app:Tr0ub4dor-q7@harbour.example/x",
];

#[test]
fn a_secret_in_any_field_of_any_export_stays_inside() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/formats/exports");
    for (name, ..) in COUNTED.iter().filter(|(name, ..)| name.ends_with(".json")) {
        let text = std::fs::read_to_string(folder.join(name)).expect("the fixture");
        let strings: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
        let mut tried = BTreeSet::new();
        for string in strings.into_iter().filter(|string| !string.is_empty()) {
            // Keys stay: a secret in their place makes the document another one.
            if !tried.insert(string) || text.contains(&format!("\"{string}\":")) {
                continue;
            }
            for planted in PLANTED {
                let path = *name;
                let bytes = text.replace(&format!("\"{string}\""), &format!("\"{planted}\""));
                let Read { facts, errors, .. } = read::read(
                    &SourceFile::new(path, bytes.into_bytes()),
                    &Patterns::of(&[]),
                    &Arc::default(),
                );
                let all = format!("{facts:?} {errors:?}");
                let leaks =
                    all.contains("a7Kq2Xb9") || all.contains("c2lnbmF0") || all.contains("Tr0ub4");
                assert!(!leaks, "{name}: {string}");
            }
        }
    }
}

/// Puts each of `others` in the place of every value, one at a time.
fn twist(whole: &Value, pointer: &str, others: &[Value], try_out: &mut impl FnMut(&Value)) {
    for other in others {
        let mut twisted = whole.clone();
        if let Some(place) = twisted.pointer_mut(pointer) {
            *place = other.clone();
        }
        try_out(&twisted);
    }
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let inner: Vec<String> = match whole.pointer(pointer) {
        Some(Value::Object(map)) => map.keys().map(|key| escape(key)).collect(),
        Some(Value::Array(list)) => (0..list.len()).map(|number| number.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in inner {
        twist(whole, &format!("{pointer}/{key}"), others, try_out);
    }
}

#[test]
fn no_odd_value_stops_a_reader() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/formats/exports");
    let others =
        [json!(null), json!([]), json!({}), json!([[]]), json!("%"), json!(-1e300), json!([null])];
    let mut tries = 0;
    for (name, title, ..) in COUNTED.iter().filter(|(name, ..)| name.ends_with(".json")) {
        let text = std::fs::read_to_string(folder.join(name)).expect("the fixture");
        let whole: Value = serde_json::from_str(&text).expect("json");
        let format = formats().find(|format| format.title == *title).expect("a format");
        twist(&whole, "", &others, &mut |twisted| {
            // Also what it would not recognise: the profile can force it.
            let root = syntax::json(&twisted.to_string()).expect("json");
            let (file, classes) = (Arc::from(*name), Classes::default());
            let origin = Origin::of(&file, &classes);
            (format.recognise)(&root);
            (format.read)(&root, &origin, &mut Facts::default());
            tries += 1;
        });
    }
    assert!(tries > 1000, "{tries}");
}
