//! The values that a fact quotes: `owner = ada, bob, last_used = 2026-01-02`.

/// One quoted value.
#[derive(Debug, PartialEq)]
pub(super) struct Quote {
    /// The field, as a path.
    pub(super) field: String,
    /// The value, item by item.
    pub(super) values: Vec<String>,
    /// What of several the fact is about: a tool, a vulnerability.
    pub(super) about: Option<String>,
    /// Whether the fact is that the field is missing or empty.
    pub(super) is_absent: bool,
}

/// The quotes of a fact; none where it is a clause in words.
pub(super) fn quotes(fact: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    // What became of the reference of the record is no part of a value.
    let fact = fact.rsplit_once(" (reference ").map_or(fact, |(fact, _)| fact);
    for part in fact.split(", ").flat_map(|part| part.split("; ")) {
        match part.split_once(" = ") {
            Some((name, value)) => {
                // `crm: owner = ada` is about one of several.
                let (about, field) = match name.rsplit_once(": ") {
                    Some((about, field)) => (Some(about.to_string()), field),
                    None => (None, name),
                };
                if field.contains(' ') || field.is_empty() {
                    continue;
                }
                let is_absent = matches!(value, "(not stated)" | "(empty)" | "(none)");
                let values = vec![value.to_string()];
                quotes.push(Quote { field: field.replace('-', "_"), values, about, is_absent });
            }
            // What the value is for, in words.
            None if part.starts_with("for ") => {}
            // A further item of a list, or the rest of a sentence that holds a comma.
            None => {
                if let Some(last) = quotes.last_mut().filter(|last| !last.is_absent) {
                    last.values.push(part.to_string());
                }
            }
        }
    }
    quotes
}

#[test]
fn a_fact_is_taken_apart() {
    let quote = |about: Option<&str>, field: &str, values: &[&str], is_absent| Quote {
        field: field.into(),
        about: about.map(str::to_string),
        values: values.iter().map(|value| (*value).to_string()).collect(),
        is_absent,
    };
    assert_eq!(
        quotes("crm: owner = ada, bob, auth.kind = (not stated)"),
        [
            quote(Some("crm"), "owner", &["ada", "bob"], false),
            quote(None, "auth.kind", &["(not stated)"], true)
        ]
    );
    assert_eq!(quotes("in no logging record"), []);
}
