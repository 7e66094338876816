//! References of records: whether what they lead to is among the inputs. `docs/evidence.md` names the forms.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::reference::{LINKS, REFERENCE};
use model::{Diagnostic, Facts, Input, Place, Reference, ReferenceState};
use syntax::{Node, Value};

/// What introduces the digest of a file.
const DIGEST: &str = "sha256:";

/// The format of a file that records refer to and that is no input otherwise.
const EVIDENCE: &str = "evidence";

/// Takes the reference out of a record: no type of record has a field for it.
pub(super) fn take(record: &mut Node) -> Option<Node> {
    let Value::Map(entries) = &mut record.value else { return None };
    let at = entries.iter().position(|entry| entry.key == REFERENCE)?;
    Some(entries.remove(at).node)
}

/// What is wrong with a reference that is no text.
pub(super) fn fault(taken: &Node, place: &Place) -> Option<Diagnostic> {
    let is_text = taken.text().is_some() || taken.value == Value::Null;
    (!is_text).then(|| {
        let message = format!("`{REFERENCE}` must be text, found {}", taken.kind());
        Diagnostic::at(place, message, "write it as FILE#sha256:HEX, or as FILE#/ROW of an export")
    })
}

/// The references of a record: the one that was taken out of it, and the links that its type has.
pub(super) fn of(record: &Node, taken: Option<&Node>, place: &Place) -> Vec<Reference> {
    let links = LINKS.iter().filter_map(|link| record.get(link));
    to(taken.into_iter().chain(links).filter_map(Node::text), place)
}

/// The references of a record to these, as they are written.
pub(super) fn to<'t>(texts: impl Iterator<Item = &'t str>, place: &Place) -> Vec<Reference> {
    let stated = texts.map(str::trim).filter(|text| !text.is_empty());
    let reference = |to: &str| Reference {
        place: place.clone(),
        to: to.into(),
        state: ReferenceState::default(),
    };
    stated.map(reference).collect()
}

/// Looks for what each reference leads to. `own` are the files that hold records of our own.
pub(super) fn resolve(facts: &mut Facts, own: &HashSet<&str>) {
    if facts.references.is_empty() {
        return;
    }
    let mut references = std::mem::take(&mut facts.references);
    let rows = rows(facts);
    let inputs: HashMap<&str, &Input> =
        facts.inputs.iter().map(|input| (input.path.as_str(), input)).collect();
    let mut cited: BTreeSet<String> = BTreeSet::new();
    let mut notices = Vec::new();
    for reference in &mut references {
        let Some((file, target)) = parse(&reference.to) else { continue };
        let input = inputs.get(file);
        reference.state = match (input, target) {
            _ if own.contains(file) => ReferenceState::OwnRecords,
            (Some(input), Target::Digest(_)) if input.bytes == 0 => ReferenceState::NotFound,
            (Some(input), Target::Digest(digest)) if input.sha256.eq_ignore_ascii_case(digest) => {
                ReferenceState::Resolved
            }
            (Some(_), Target::Digest(_)) => ReferenceState::Differs,
            (Some(_), Target::Row(row)) if rows.contains(&(file, row)) => ReferenceState::Resolved,
            _ => ReferenceState::NotFound,
        };
        if reference.state == ReferenceState::Resolved {
            cited.insert(file.to_string());
        }
        notices.extend(notice(reference));
    }
    for input in facts.inputs.iter_mut().filter(|input| cited.contains(&input.path)) {
        // It was looked at for what it is. One that was expected as an input stays unread.
        if input.skipped.is_some() && input.missing.is_none() {
            input.skipped = None;
            input.format = EVIDENCE.into();
        }
    }
    facts.references = references;
    facts.notices.extend(notices);
}

/// What a reference names in its file.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// The file as a whole, by its SHA-256.
    Digest(&'a str),
    /// A row, by its JSON pointer.
    Row(&'a str),
}

/// The file and what is named in it; none for a ticket, an address or a text.
fn parse(to: &str) -> Option<(&str, Target<'_>)> {
    let (file, rest) = to.rsplit_once('#')?;
    let file = file.strip_prefix("./").unwrap_or(file);
    if file.is_empty() || file.contains("://") {
        return None;
    }
    match rest.strip_prefix(DIGEST) {
        Some(digest) => {
            let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
            is_digest.then_some((file, Target::Digest(digest)))
        }
        None => rest.starts_with('/').then_some((file, Target::Row(rest))),
    }
}

/// The rows of exports: of each the file and the pointer.
fn rows(facts: &Facts) -> HashSet<(&str, &str)> {
    let exported = &facts.exported;
    let servers = exported.servers.iter().map(|one| &one.place);
    let agents = exported.agents.iter().map(|one| &one.place);
    let accounts = exported.service_accounts.iter().map(|one| &one.place);
    let secrets = exported.secrets.iter().map(|one| &one.place);
    let places = servers.chain(agents).chain(accounts).chain(secrets);
    places.map(|place| (&*place.file, &*place.pointer)).collect()
}

/// A warning about a reference that leads nowhere, or to something else.
fn notice(reference: &Reference) -> Option<Diagnostic> {
    let to = parse(&reference.to).map_or(reference.to.as_str(), |(file, _)| file);
    let (message, help) = match reference.state {
        ReferenceState::Resolved | ReferenceState::NotChecked => return None,
        ReferenceState::Differs => (
            format!("the reference {to} does not match: the file has another SHA-256"),
            "restore the file, or review it again and state its SHA-256",
        ),
        ReferenceState::NotFound => (
            format!("the reference {to} leads to nothing among the inputs"),
            "put the file into the folder evidence/ of the project, or correct the reference",
        ),
        ReferenceState::OwnRecords => (
            format!("the reference {to} leads to records, which are no evidence of themselves"),
            "refer to what the record was made from: minutes, a signed decision, an export",
        ),
    };
    Some(Diagnostic::at(&reference.place, message, help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, SourceFile, ingest};

    /// SHA-256 of `yes`.
    const YES: &str = "8a798890fe93817163b10b5f7bd2ca4d25d84c52739a645a889c173eee7d9d3d";

    fn states(reference: &str, evidence: &[(&str, &str)]) -> Vec<ReferenceState> {
        let records =
            format!("reviews:\n  - {{asset: a, status: completed, reference: \"{reference}\"}}\n");
        let files = [("reviews.yaml", records.as_str())];
        let files = files.iter().chain(evidence);
        let files: Vec<SourceFile> =
            files.map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec())).collect();
        let (facts, errors) = ingest(&files, Options::default());
        assert_eq!(errors, [], "{reference}");
        facts.references.iter().map(|one| one.state).collect()
    }

    #[test]
    fn a_file_with_its_digest_resolves_and_nothing_else_does() {
        use ReferenceState::{Differs, NotChecked, NotFound, OwnRecords, Resolved};
        let minutes = [("evidence/minutes.txt", "yes")];
        let to = |file: &str| format!("{file}#sha256:{YES}");
        for (reference, state) in [
            (to("evidence/minutes.txt"), Resolved),
            (to("./evidence/minutes.txt"), Resolved),
            (to("evidence/minutes.txt").to_uppercase(), NotChecked),
            (to("evidence/other.txt"), NotFound),
            (to("reviews.yaml"), OwnRecords),
            (format!("evidence/minutes.txt#sha256:{}", "0".repeat(64)), Differs),
            ("evidence/minutes.txt".into(), NotChecked),
            ("evidence/minutes.txt#sha256:8a79".into(), NotChecked),
            ("evidence/minutes.txt#/0".into(), NotFound),
            ("OPS-1".into(), NotChecked),
            ("https://wiki.test/minutes".into(), NotChecked),
            (format!("https://wiki.test/minutes#sha256:{YES}"), NotChecked),
        ] {
            assert_eq!(states(&reference, &minutes), [state], "{reference}");
        }
        assert_eq!(states("", &minutes), []);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let to = format!("evidence/minutes.txt#sha256:{empty}");
        assert_eq!(states(&to, &[("evidence/minutes.txt", "")]), [NotFound], "it says nothing");
    }

    #[test]
    fn a_row_of_an_export_resolves() {
        let export =
            r#"{"entries":[{"id":"x","spiffe_id":{"trust_domain":"t.test","path":"/a"}}]}"#;
        let to = |row: &str| format!("spire.json#{row}");
        let found = states(&to("/entries/0"), &[("spire.json", export)]);
        assert_eq!(found, [ReferenceState::Resolved]);
        let found = states(&to("/entries/1"), &[("spire.json", export)]);
        assert_eq!(found, [ReferenceState::NotFound]);
    }
}
