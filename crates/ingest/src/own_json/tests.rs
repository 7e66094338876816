use proptest::prelude::*;

use crate::SourceFile;
use crate::described::{described, read};

/// The same document as a tree: only a tree has a comment.
fn commented(text: &str) -> String {
    format!("{text} // as a tree")
}

const ESTATE: &str = r#"{
  "servers": [
    {
      "id": "crm",
      "owner": [
        "ada",
        "bo"
      ],
      "purpose": null,
      "tools": [
        {"id": "find", "effect": "read"},
        {
          "id": "change",
          "effect":
            "write"
        }
      ],
      "domains": {
        "identity": "iam"
      },
      "reference": "GRC-1"
    },
    { "id": "hr", "scopes": [], "tier": "T1", "owner":
      null }
  ],
  "owners": [{"id": "ada"}, {"id": "bo", "status": "active"}],
  "agents": []
}
"#;

#[test]
fn fields_on_lines_of_their_own_are_cited_as_from_a_tree() {
    let (facts, errors) = read("estate.json", ESTATE);
    assert_eq!(errors, []);
    let crm = &facts.servers[0];
    let line = |path: &str| crm.place_of(path).map(|place| (place.line, place.pointer.to_string()));
    assert_eq!(line("owner.1"), Some((7, "/servers/0/owner/1".into())));
    assert_eq!(line("tools.1.effect"), Some((14, "/servers/0/tools/1/effect".into())));
    assert_eq!(described((facts, errors)), described(read("estate.json", &commented(ESTATE))));
    let list = r#"[{"id":"crm"},
 {"id":"hr","owner":"ada"}]"#;
    assert_eq!(
        described(read("servers.json", list)),
        described(read("servers.json", &commented(list)))
    );
}

#[test]
fn a_document_of_ours_needs_no_tree() {
    let read = |text: &str| {
        let file = SourceFile::new("estate.json", text.as_bytes().to_vec());
        super::read(text, None, &file, None, &mut super::Read::default()).is_some()
    };
    assert!(read(ESTATE));
    assert!(!read(&commented(ESTATE)));
}

#[test]
fn what_is_no_list_of_ours_is_read_as_before() {
    for (name, text) in [
        ("a.json", "{}"),
        ("a.json", "[]"),
        ("servers.json", "[]"),
        ("servers.json", "[1]"),
        ("a.json", r#"{"servers": {"crm": {"command": "npx"}}}"#),
        ("a.json", r#"{"servers": [{"name": "x", "command": "npx"}]}"#),
        ("a.json", r#"{"servers": [{"id": "a"}], "x": 1}"#),
        ("a.json", r#"{"servers": [{"id": "a"}], "servers": [{"id": "b"}]}"#),
        ("a.json", r#"{"tools": [{"name": "f", "inputSchema": {}}]}"#),
        ("a.json", r#"{"tools": [{"name": "f", "annotations": {}}]}"#),
        (
            "a.json",
            r#"{"servers": [{"id": "a", "onwer": "x"}, {"id": "b"}], "owners": [{"id": 7}]}"#,
        ),
        ("a.json", r#"{"policies": [{"name": "p", "resource": "ebs", "filters": []}]}"#),
        ("a.json", r#"{"secrets": [{"id": "a", "id": "b"}]}"#),
        ("a.json", r#"{"servers": [{"id": "a",}]}"#),
        ("events.json", r#"[{"date": "2026-01-01", "name": "x"}]"#),
    ] {
        assert_eq!(
            described(read(name, text)),
            described(read(name, &commented(text))),
            "{name}: {text}"
        );
    }
}

#[test]
fn a_record_that_cannot_be_read_is_an_error_of_its_document() {
    let deep = format!("[{}1{}]", "[".repeat(1_000), "]".repeat(1_000));
    for text in [deep.clone(), format!("[{{\"id\": \"a\"}}, {{\"id\": {deep}}}]")] {
        let (facts, errors) = read("servers.json", &text);
        assert!(facts.servers.is_empty());
        assert!(errors[0].message.contains("nested too deeply"), "{errors:?}");
    }
}

/// The estate with some of its lines joined, and some of its words changed.
fn changed(joins: &[bool], words: &[(usize, usize)]) -> String {
    let mut text = String::new();
    for (at, line) in ESTATE.lines().enumerate() {
        text.push_str(line);
        text.push(if joins.get(at).copied().unwrap_or_default() { ' ' } else { '\n' });
    }
    const WORDS: [(&str, &str); 11] = [
        ("\"owner\"", "\"onwer\""),
        ("\"iam\"", "7"),
        ("\"ada\"", "\" ada \""),
        ("\"read\"", "\"Read\""),
        ("\"GRC-1\"", "[\"GRC-1\"]"),
        ("\"bo\", \"status\"", "\"bo\", \"until\": \"9999-12-31\", \"status\""),
        ("\"T1\"", "\"\""),
        ("\"find\"", "\"ghp_a7Kq2Xb9Mz4Ta7Kq2Xb9Mz4Ta7Kq2Xb9Mz4T\""),
        ("\"tier\"", "\"first-seen\""),
        ("\"T1\"", "\"9999-12-31\""),
        ("\"agents\"", "\"service-accounts\""),
    ];
    for (word, _) in words {
        let (from, to) = WORDS[word % WORDS.len()];
        text = text.replacen(from, to, 1);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// However a document is laid out, it is read as its tree is.
    #[test]
    fn documents_are_read_as_their_trees_are(
        joins in prop::collection::vec(any::<bool>(), 30),
        words in prop::collection::vec((0..11_usize, 0..1_usize), 0..4),
    ) {
        let text = changed(&joins, &words);
        let straight = described(read("estate.json", &text));
        prop_assert_eq!(straight, described(read("estate.json", &commented(&text))), "{}", text);
    }
}
