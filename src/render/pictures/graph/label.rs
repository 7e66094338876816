//! What is written in a box: a name in one line or two, so that no two names become equal.

use std::collections::BTreeMap;

use crate::render::pictures::svg::{fit_ends, fits, number as position};

/// Where a name is broken, after the character.
const BREAKS: [char; 8] = [' ', '/', '-', '_', '.', ':', '@', '·'];

/// The lines of each name, given the room of each, in letters of a size. Different names are written
/// differently.
pub(super) fn labels(names: &[(&str, i64)], size: i64) -> Vec<Vec<String>> {
    let mut taken: BTreeMap<Vec<String>, &str> = BTreeMap::new();
    let label = |(name, room): &(&str, i64), taken: &mut BTreeMap<Vec<String>, _>| {
        let mut label = lines(name, *room, size);
        for number in 2.. {
            if taken.get(&label).is_none_or(|other| other == name) {
                break;
            }
            // Both ends are the same: a number makes them differ.
            let number = format!(" ({number})");
            let rest = room - position(number.len()) * size * 7 / 10;
            label = lines(name, *room, size);
            if let Some(last) = label.last_mut() {
                *last = fit_ends(last, rest, size) + &number;
            }
        }
        label
    };
    // A name that is written whole keeps its writing.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names.get(*at).is_some_and(|(name, room)| !fits(name, *room, size)));
    let mut all = vec![Vec::new(); names.len()];
    for at in order {
        let (Some(name), Some(slot)) = (names.get(at), all.get_mut(at)) else { continue };
        *slot = label(name, &mut taken);
        taken.insert(slot.clone(), name.0);
    }
    all
}

/// A text in one line or two; the second is shortened in its middle where that is not enough.
pub(super) fn lines(text: &str, room: i64, size: i64) -> Vec<String> {
    if fits(text, room, size) {
        return vec![text.to_string()];
    }
    let (mut end, mut after_break, mut after_dot) = (0, 0, 0);
    for (at, letter) in text.char_indices() {
        let next = at + letter.len_utf8();
        if !fits(text.get(..next).unwrap_or_default(), room, size) {
            break;
        }
        end = next;
        if BREAKS.contains(&letter) {
            after_break = next;
        }
        if letter == '·' {
            after_dot = next;
        }
    }
    let after_break = if after_dot > 0 { after_dot } else { after_break };
    // Near the start of a line a break would waste the most of it.
    let cut = if after_break * 3 >= end { after_break } else { end };
    let (first, rest) = text.split_at(cut);
    vec![first.trim_end_matches([' ', '·']).to_string(), fit_ends(rest.trim_start(), room, size)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_name_has_two_lines_broken_where_a_word_ends() {
        assert_eq!(lines("Shared tool hub", 154, 12), ["Shared tool hub"]);
        assert_eq!(
            lines("orders-sandbox/DATABASE_URL", 154, 12),
            ["orders-sandbox/", "DATABASE_URL"]
        );
        assert_eq!(
            lines("account · as T3 · 14 possible", 154, 10),
            ["account · as T3", "14 possible"]
        );
        let long = lines(&"m".repeat(400), 154, 12);
        assert!(long.len() == 2 && long[1].contains('…'), "{long:?}");
    }

    #[test]
    fn names_that_differ_in_the_middle_alone_are_numbered() {
        let name = |middle: &str| format!("{}{middle}{}", "a".repeat(60), "z".repeat(60));
        let names = [name("1"), name("2"), name("1"), "short".into()];
        let names: Vec<(&str, i64)> = names.iter().map(|name| (name.as_str(), 154)).collect();
        let labels = labels(&names, 12);
        assert_eq!(labels[0], labels[2]);
        assert!(labels[1][1].ends_with("(2)") && labels[0] != labels[1], "{labels:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn different_names_are_written_differently(
            names in proptest::collection::vec("(aaaaaaaaaaaaaaaaaaaaaaaaa){0,3}[ab …()2]{0,4}(zzzzzzzzzzzzzzzz){0,3}", 0..12),
        ) {
            let given: Vec<(&str, i64)> = names.iter().map(|name| (name.as_str(), 154)).collect();
            let labels = labels(&given, 12);
            for (one, name) in labels.iter().zip(&names) {
                prop_assert!(one.len() <= 2);
                for (other, other_name) in labels.iter().zip(&names) {
                    prop_assert_eq!(one == other, name == other_name);
                }
            }
        }
    }
}
