//! References in the place of a secret inside an address or a connection string.

use super::{address, pairs, references};
use model::records::SecretKind;

/// A reference where a connection holds its secret: the `${PW}` of `postgres://u:${PW}@h/db`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    /// The reference, as it is written.
    pub text: &'a str,
    /// What it leads to.
    pub kind: Option<SecretKind>,
}

/// Every reference that a connection takes a secret from; none where the value is no connection.
pub(crate) fn parts(value: &str) -> Vec<Part<'_>> {
    // Spaces and slashes inside a reference end no address.
    let covered = references::covered(value);
    let password = |range| (range, Some(SecretKind::Password));
    let mut places: Vec<_> = address::password_places(&covered).into_iter().map(password).collect();
    places.extend(pairs::password_places(&covered).into_iter().map(password));
    let queries = address::parameter_places(&covered).into_iter();
    places.extend(queries.map(|(range, named)| (range, named.secret_kind)));
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (range, kind) in places {
        let text = value.get(range).unwrap_or_default().trim();
        if references::is_reference(text) {
            parts.push(Part { text, kind });
        }
    }
    if !parts.is_empty() {
        let named = references::named_templates(value).into_iter();
        let others = named.map(|(text, named)| Part { text, kind: named.secret_kind });
        let others: Vec<_> =
            others.filter(|one| !parts.iter().any(|part| part.text.contains(one.text))).collect();
        parts.extend(others);
    }
    references::defaults(value).into_iter().for_each(|default| parts.extend(self::parts(default)));
    parts
}

/// Whether a value is a connection string of pairs that has a password: `Server=db;Password=…`.
pub(crate) fn is_connection_string(value: &str) -> bool {
    !pairs::password_places(&references::covered(value)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<&str> {
        parts(value).into_iter().map(|part| part.text).collect()
    }

    #[test]
    fn a_connection_gives_each_of_its_references() {
        for (value, wanted) in [
            ("postgresql://svc:${LIVE_PW}@h/db", &["${LIVE_PW}"][..]),
            ("postgresql://${U}:${PW}@h:5432/db?sslmode=require", &["${PW}"]),
            ("postgres://u:${{ secrets.PW }}@h/db", &["${{ secrets.PW }}"]),
            ("postgres://u:{{ PW }}@h/db", &["{{ PW }}"]),
            ("postgres://u:#{PW}#@h/db", &["#{PW}#"]),
            ("postgres://u:%PW%@h/db", &["%PW%"]),
            ("postgres://u:$PW@h/db", &["$PW"]),
            ("redis://:${PW}@h", &["${PW}"]),
            ("a://u:${P1}@h,b://u:${P2}@h", &["${P1}", "${P2}"]),
            ("Server=db;User Id=app;Password=${PW2};", &["${PW2}"]),
            ("host=db user=app password=${PW}", &["${PW}"]),
            ("Server=db;Pwd={{ PW }}", &["{{ PW }}"]),
            ("https://h/mcp?api_key=${K}&page=2", &["${K}"]),
            ("${DB:-postgres://u:${PW}@h/db}", &["${PW}"]),
            ("postgres://u:${PW}@h/db?x=${SSL_TOKEN}", &["${PW}", "${SSL_TOKEN}"]),
        ] {
            assert_eq!(texts(value), wanted, "{value}");
        }
        for value in ["postgres://u:real@h/db", "https://${HOST}/mcp", "${A_TOKEN}", "Password=x"] {
            assert!(texts(value).is_empty(), "{value}");
        }
    }
}
