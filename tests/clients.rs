//! Every client's own way of writing servers down, read from small files like theirs.

use std::fmt::Write;

use passmuster::ingest::{Options, SourceFile, ingest};
use passmuster::model::Field;
use passmuster::model::records::Server;
use passmuster::workspace;

use crate::support::fixture;

fn said<T: serde::Serialize>(text: &mut String, name: &str, field: &Field<T>) {
    match field {
        Field::Absent => {}
        Field::Blank => write!(text, ", {name} blank").expect("text"),
        Field::Given(value) => {
            let value = serde_json::to_string(value).expect("JSON").replace('"', "");
            write!(text, ", {name} {value}").expect("text");
        }
    }
}

fn line(server: &Server) -> String {
    let mut text = format!("  {}", server.id);
    said(&mut text, "status", &server.status);
    said(&mut text, "transport", &server.transport);
    said(&mut text, "url", &server.url);
    said(&mut text, "auth", &server.auth);
    said(&mut text, "launch", &server.launch);
    said(&mut text, "runtime", &server.runtime);
    said(&mut text, "scopes", &server.scopes);
    said(&mut text, "auto_approve", &server.auto_approve);
    said(&mut text, "tool_filter", &server.tool_filter);
    said(&mut text, "registry_status", &server.registry_status);
    text
}

#[test]
fn every_client_is_read() {
    let project = workspace::open(&fixture("formats/clients")).expect("a folder");
    let files: Vec<SourceFile> =
        project.files.into_iter().map(|(path, bytes)| SourceFile::new(path, bytes)).collect();
    let (facts, errors) = ingest(&files, Options::default());
    assert!(errors.is_empty(), "{errors:#?}");
    let mut reported = String::new();
    for input in &facts.inputs {
        writeln!(reported, "{}: {}, {} records", input.path, input.format, input.records)
            .expect("text");
        for seen in facts.observed.iter().filter(|o| *o.server.place.file == *input.path) {
            writeln!(reported, "{}", line(&seen.server.record)).expect("text");
            for secret in &seen.secrets {
                let users = secret.record.used_by.items().join(" ");
                writeln!(reported, "    secret {} used by {users}", secret.record.id)
                    .expect("text");
            }
        }
        let here = |place: &passmuster::model::Place| *place.file == *input.path;
        for notice in facts.notices.iter().filter(|n| n.place.as_ref().is_some_and(here)) {
            writeln!(reported, "  notice: {}", notice.message).expect("text");
        }
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("read", reported);
    });
}

/// A fingerprint is written only where the user gives a key, and differs from key to key.
#[test]
fn fingerprints_need_a_key() {
    let home = tempfile::tempdir().expect("a folder");
    let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
    let config = format!(r#"{{"mcpServers":{{"a":{{"command":"a","env":{{"T":"{token}"}}}}}}}}"#);
    std::fs::write(home.path().join(".mcp.json"), config).expect("a file");
    let printed = |key: Option<&str>| {
        let args = ["report", ".mcp.json", "--format", "json", "--as-of", "2026-11-22"];
        let mut command = crate::support::command(home.path(), &args);
        if let Some(key) = key {
            command.env("MUSTER_FINGERPRINT_KEY", key);
        }
        assert!(command.output().expect("it runs").status.success());
        let text = std::fs::read_to_string(home.path().join("out/posture.json")).expect("it");
        assert!(!text.contains("a7Kq2Xb9"), "the value is written");
        let at = text.find("fingerprint:");
        at.map(|at| text[at..].split('"').next().expect("a text").to_string())
    };
    assert_eq!(printed(None), None);
    let (one, again, other) = (printed(Some("k1")), printed(Some("k1")), printed(Some("k2")));
    assert!(one.is_some() && one == again && one != other, "{one:?} {again:?} {other:?}");
}
