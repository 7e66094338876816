//! What a SARIF run states that it covers.

use super::names;
use super::scope::{local, repository_name};
use super::series::series;
use crate::extract::{list_at, raw_str};
use crate::format::Origin;
use model::ScanScope;
use syntax::Node;

/// Everything that the run states, since each part may distinguish it from another: two folders of one
/// repository, two categories of one folder. A repository by its address is the same everywhere; without one
/// the rest means something in one series of files only.
///
/// `automationDetails.guid` is of this run alone and states no scope.
pub(super) fn of(run: &Node, origin: &Origin<'_>) -> Option<ScanScope> {
    let (mut parts, mut is_unique) = (Vec::new(), false);
    for checkout in list_at(run, "versionControlProvenance") {
        let address = raw_str(checkout, "repositoryUri").and_then(repository_name);
        let Some((name, is_address)) = address else { continue };
        is_unique |= is_address;
        let branch = raw_str(checkout, "branch");
        let branch = branch.map(|branch| branch.strip_prefix("refs/heads/").unwrap_or(branch));
        parts.push(match branch.and_then(names::name) {
            Some(branch) => format!("repository {name}, branch {branch}"),
            None => format!("repository {name}"),
        });
    }
    if let Some(category) = raw_str(run, &["automationDetails", "id"]).and_then(category) {
        parts.push(format!("category {category}"));
    } else if let Some(guid) = raw_str(run, &["automationDetails", "correlationGuid"]) {
        parts.extend(names::name(guid).map(|guid| format!("category {guid}")));
    }
    let folder = |text: &str| {
        let is_whole = text.contains(":/") || text.starts_with('/');
        names::path_of(text).filter(|_| is_whole)
    };
    let mut folders: Vec<String> = Vec::new();
    for invocation in list_at(run, "invocations") {
        folders.extend(raw_str(invocation, &["workingDirectory", "uri"]).and_then(folder));
    }
    for base in run.get("originalUriBaseIds").map(Node::entries).unwrap_or_default() {
        folders.extend(raw_str(&base.node, "uri").and_then(folder));
    }
    folders.sort();
    folders.dedup();
    parts.extend(folders);
    let words = parts.join(", ");
    match (words.is_empty(), is_unique) {
        (true, _) => None,
        (false, true) => Some(ScanScope::anywhere(words)),
        (false, false) => Some(local(words, origin)),
    }
}

/// The category that an id names. Its last step may name the single run: a date, a number, a commit.
fn category(id: &str) -> Option<String> {
    let id = id.trim().trim_end_matches('/');
    let category = match id.rsplit_once('/') {
        Some((category, last)) if is_run(last) => category,
        _ => id,
    };
    names::name(&series(category))
}

fn is_run(step: &str) -> bool {
    let dated = series(step) != step;
    let mut words = step.split(|letter: char| !letter.is_ascii_alphanumeric());
    let numbered = words.any(|word| {
        let hexadecimal = word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        !word.is_empty()
            && (word.bytes().all(|byte| byte.is_ascii_digit())
                || hexadecimal && has_digit && word.len() >= 7)
    });
    dated || numbered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classes::Classes;
    use std::sync::Arc;

    #[test]
    fn an_id_without_its_run_is_a_category() {
        for (id, expected) in [
            ("nightly/2026-11-20", "nightly"),
            ("web/4711", "web"),
            ("supply-chain/local/ccbc59901773ab4c051d-17 Aug 21", "supply-chain/local"),
            ("/language:python/", "/language:python"),
            ("monorepo/service-a", "monorepo/service-a"),
            ("trivy-2026-11-20", "trivy-#"),
        ] {
            assert_eq!(category(id).as_deref(), Some(expected), "{id}");
        }
    }

    #[test]
    fn every_part_that_differs_makes_another_scope() {
        let of = |file: &str, text: &str| {
            let (file, classes) = (Arc::from(file), Classes::default());
            super::of(&syntax::json(text).expect("json"), &Origin::of(&file, &classes))
        };
        let repository = r#"{"versionControlProvenance": [{"repositoryUri": "https://h.example/web.git", "branch": "main", "revisionId": "1"}]}"#;
        let later = repository.replace(r#""revisionId": "1""#, r#""revisionId": "2""#);
        let ssh = later.replace("https://h.example/web.git", "git@h.example:web");
        assert_eq!(of("a.sarif", repository), of("b.sarif", &ssh));
        let branch = repository.replace("main", "next");
        assert_ne!(of("a.sarif", repository), of("a.sarif", &branch));
        let folder = |path: &str| {
            format!(r#"{{"invocations": [{{"workingDirectory": {{"uri": "file:///{path}"}}}}]}}"#)
        };
        assert_eq!(of("a/2026-10.sarif", &folder("src")), of("a/2026-11.sarif", &folder("src/")));
        assert_ne!(of("a/2026-10.sarif", &folder("src")), of("b/2026-10.sarif", &folder("src")));
        assert_ne!(of("a.sarif", &folder("one")), of("a.sarif", &folder("two")));
        let base = r#"{"originalUriBaseIds": {"ROOT": {"uri": "file:///one/"}, "SRC": {"uri": "src/", "uriBaseId": "ROOT"}}}"#;
        assert_eq!(of("a.sarif", base), of("a.sarif", &folder("one")));
        assert_eq!(of("a.sarif", r#"{"automationDetails": {"guid": "7f3c"}}"#), None);
    }
}
