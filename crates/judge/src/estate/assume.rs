//! What is taken for one identity although only a weak name suggests it: each of the two suggests
//! the other, and nothing else.

use std::collections::HashMap;

use super::joined::Joined;
use super::keys::{Identity, fold};
use model::{Diagnostic, Place};

/// The pairs of left and right of which each is the only match of the other.
pub(super) fn only_matches(left: &[Vec<String>], right: &[Vec<String>]) -> Vec<(usize, usize)> {
    let partners = |own: &[Vec<String>], others: &[Vec<String>]| -> Vec<Option<usize>> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, names) in others.iter().enumerate() {
            names.iter().for_each(|name| by_name.entry(name).or_default().push(at));
        }
        let only = |names: &Vec<String>| {
            let found = names.iter().filter_map(|name| by_name.get(name.as_str()));
            let mut found: Vec<usize> = found.flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            match found.as_slice() {
                [one] => Some(*one),
                _ => None,
            }
        };
        own.iter().map(only).collect()
    };
    let (of_left, of_right) = (partners(left, right), partners(right, left));
    let pairs = of_left.into_iter().enumerate();
    pairs
        .filter_map(|(at, other)| {
            let other = other?;
            (of_right.get(other).copied().flatten() == Some(at)).then_some((at, other))
        })
        .collect()
}

/// Whether people state that one of these names is another identity.
pub(super) fn is_refused<T: Identity>(record: &T, names: &[String]) -> bool {
    let refused = record.distinct_from();
    refused.iter().any(|refused| names.iter().any(|name| fold(refused) == fold(name)))
}

/// That something is taken for a record, with what to write to confirm or to refuse it.
pub(super) fn assumed<T: Identity>(
    record: &Joined<T>,
    seen_as: &str,
    seen_at: &Place,
    because: &str,
) -> Diagnostic {
    let id = record.record.id();
    let at = record.places().first().map(|place| format!(" ({place})")).unwrap_or_default();
    // The name alone says nothing new where both have it: the file is named too.
    let name = match seen_as.eq_ignore_ascii_case(id) {
        true => format!("{}#{seen_as}", seen_at.file),
        false => seen_as.to_string(),
    };
    Diagnostic::at(
        seen_at,
        format!("{seen_as} is assumed to be the recorded {id}{at}: {because}"),
        format!(
            "add `known_as: [{name}]` to {id} to confirm it, or `distinct_from: [{name}]` to refuse it"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_match_that_is_alone_on_both_sides_counts() {
        let names = |lists: &[&[&str]]| -> Vec<Vec<String>> {
            lists.iter().map(|list| list.iter().map(|name| (*name).to_string()).collect()).collect()
        };
        let left = names(&[&["a"], &["b"], &["c", "d"], &[]]);
        let right = names(&[&["a"], &["b"], &["b"], &["c"], &["d"]]);
        assert_eq!(only_matches(&left, &right), [(0, 0)]);
    }

    #[test]
    fn a_record_refuses_the_names_it_is_distinct_from_in_any_spelling() {
        let record = model::records::ServiceAccount {
            id: "nightly".into(),
            distinct_from: model::Field::Given(vec!["arn:aws:iam::1:role/Nightly".into()]),
            ..Default::default()
        };
        let names = |name: &str| vec!["other".to_string(), name.to_string()];
        assert!(is_refused(&record, &names("ARN:aws:iam::1:role/nightly")));
        assert!(!is_refused(&record, &names("arn:aws:iam::2:role/nightly")));
        assert!(!is_refused(&record, &[]));
    }
}
