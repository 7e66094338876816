//! The documents of one file: a YAML stream may hold several.

use super::document::document;
use super::foreign::{detect_foreign, read_foreign};
use super::format::Format;
use super::reading::{Read, Recognised, Recognition, SourceFile};
use model::{Diagnostic, Place, RecordKind, Source};
use syntax::{Node, Value};

/// Reads every document. Those of one format are read together where it knows lists of them, as a
/// binding in one Kubernetes manifest is about an account in another.
///
/// # Errors
/// Why the first was not read, where none was.
pub(super) fn documents(
    mut trees: Vec<Node>,
    kind: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    if trees.len() == 1
        && let Some(only) = trees.pop()
    {
        return document(only, kind, file, source, into);
    }
    let all = trees.len();
    let mut groups: Vec<(&'static Format, Vec<Node>)> = Vec::new();
    let mut titles = Vec::new();
    let mut unread = Vec::new();
    for tree in trees {
        if let Some(format) = detect_foreign(&tree, source, &file.path) {
            match groups.iter_mut().find(|(known, _)| known.id == format.id) {
                Some((_, group)) => group.push(tree),
                None => groups.push((format, vec![tree])),
            }
            continue;
        }
        let line = tree.line;
        match document(tree, kind, file, source, into) {
            Ok(title) => titles.push(title),
            Err(reason) => unread.push((line, reason)),
        }
    }
    for (format, group) in groups {
        let list = Node { line: 1, value: Value::List(group) };
        let parts =
            if (format.recognise)(&list) { std::slice::from_ref(&list) } else { list.list() };
        for part in parts {
            titles.push(read_foreign(format, part, file, source, into));
        }
    }
    // Records of our own make a file one of ours, whatever else is in it.
    let own = titles.iter().position(|title| title.kind == Recognition::Own);
    let Some(title) = titles.into_iter().nth(own.unwrap_or(0)) else {
        return Err(unread.first().map_or("it holds nothing", |(_, reason)| reason));
    };
    if let Some((line, reason)) = unread.first() {
        let place = Place::new(&file.path, *line, "");
        let message = format!("{} of {all} documents are not read: {reason}", unread.len());
        let notice = Diagnostic::at(&place, message, "move them to another file");
        into.facts.notices.push(notice.of_kind(model::Kind::NotRead));
    }
    Ok(title)
}

#[cfg(test)]
mod tests {
    use crate::{Options, SourceFile, ingest};
    use model::{Diagnostic, Facts};

    fn read(path: &str, text: &str) -> (Facts, Vec<Diagnostic>) {
        let file = SourceFile::new(path, text.as_bytes().to_vec());
        ingest(&[file], Options::default())
    }

    #[test]
    fn records_and_manifests_may_share_a_stream() {
        let (facts, errors) = read(
            "all.yaml",
            "servers:\n  - id: tickets\n---\nkind: Deployment\nmetadata: {name: x}\n---\n\
             kind: ServiceAccount\nmetadata: {name: a}\n---\nservers:\n  - id: people\n---\n\
             kind: ServiceAccount\nmetadata: {name: b}\n---\n",
        );
        assert_eq!(errors, []);
        let lines: Vec<u32> = facts.servers.iter().map(|server| server.place.line).collect();
        assert_eq!(lines, [2, 11]);
        let accounts = facts.exported.service_accounts.iter();
        let accounts: Vec<_> = accounts.map(|one| (&*one.record.id, one.place.line)).collect();
        assert_eq!(accounts, [("a", 7), ("b", 13)]);
        assert!(facts.notices.iter().any(|notice| notice.message.starts_with("1 of 5 documents")));
        assert_eq!(facts.inputs[0].records, 4);
    }

    #[test]
    fn a_slip_in_a_later_document_is_an_error_with_its_line() {
        let (_, errors) = read(
            "all.yaml",
            "servers:\n  - id: tickets\n---\nservers:\n  - id: people\n    onwer: x\n",
        );
        let lines: Vec<_> =
            errors.iter().filter_map(|error| Some(error.place.as_ref()?.line)).collect();
        assert_eq!(lines, [6], "{errors:?}");
    }

    #[test]
    fn a_report_below_a_banner_is_read() {
        let leak = r#"{"SourceMetadata":{"Data":{"Git":{"file":"a.env","line":3}}},"SourceName":"trufflehog - git","DetectorName":"AWS","Verified":false,"Raw":"x"}"#;
        for path in ["scan.json", "scan.ndjson"] {
            let (facts, errors) = read(path, &format!("scanner v3 starts\n{leak}\n{leak}\n"));
            assert_eq!(errors, [], "{path}");
            assert_eq!(facts.scanner_reports.len(), 1, "{path}: {:?}", facts.inputs);
        }
    }
}
