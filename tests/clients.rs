//! Every client's own way of writing servers down, read from small files like theirs.

use std::fmt::Write;

use passmuster::ingest::{Broken, SourceFile, ingest};
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
    let (facts, errors) = ingest(&files, &[], Broken::Stop);
    assert!(errors.is_empty(), "{errors:#?}");
    let mut told = String::new();
    for input in &facts.inputs {
        writeln!(told, "{}: {}, {} records", input.path, input.format, input.records)
            .expect("text");
        for seen in facts.observed.iter().filter(|o| *o.server.place.file == *input.path) {
            writeln!(told, "{}", line(&seen.server.record)).expect("text");
            for secret in &seen.secrets {
                let users = secret.record.used_by.items().join(" ");
                writeln!(told, "    secret {} used by {users}", secret.record.id).expect("text");
            }
        }
        let here = |place: &passmuster::model::Place| *place.file == *input.path;
        for notice in facts.notices.iter().filter(|n| n.place.as_ref().is_some_and(here)) {
            writeln!(told, "  notice: {}", notice.message).expect("text");
        }
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("read", told);
    });
}
