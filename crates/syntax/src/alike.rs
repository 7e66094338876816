//! Names that look the same and are not: other case, another Unicode form, invisible characters.
//!
//! Nothing is joined by this. It states how two names differ that a screen shows alike.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::closest;

/// A name without what a reader does not see: case, Unicode form and invisible characters. Names
/// that fold to one text are probably one.
pub fn folded(name: &str) -> String {
    if name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return name.to_ascii_lowercase();
    }
    folded_by_letters(name)
}

fn folded_by_letters(name: &str) -> String {
    // Folding case can undo the normal form, and the reverse (`ﬅ`, `İ`).
    let once: String = without_case(&normal(&visible(name)));
    visible(&normal(&without_case(&normal(&once))))
}

/// How two names differ that are probably one, to follow "they differ"; nothing for one name
/// twice, and for names that a reader can distinguish.
pub fn difference(one: &str, other: &str) -> Option<String> {
    if one == other || folded(one) != folded(other) {
        return None;
    }
    let mut ways = Vec::new();
    let (seen, also) = (visible(one), visible(other));
    if seen != also {
        let only_form = normal(&seen) == normal(&also);
        let only_case = !only_form && without_case(&seen) == without_case(&also);
        if !only_case {
            ways.push("in Unicode form".to_string());
        }
        if !only_form {
            ways.push("in upper and lower case".to_string());
        }
    }
    let (hidden, too): (Vec<char>, Vec<char>) = (invisible(one), invisible(other));
    // The same invisible characters in other places are a difference too.
    if hidden != too || seen == also {
        let all: BTreeSet<char> = hidden.iter().chain(&too).copied().collect();
        let uneven = |letter: &&char| {
            let count = |list: &[char]| list.iter().filter(|other| other == letter).count();
            count(&hidden) != count(&too)
        };
        let mut named: Vec<String> = all.iter().filter(uneven).map(|it| code(*it)).collect();
        if named.is_empty() {
            named = all.iter().map(|it| code(*it)).collect();
        }
        ways.push(match named.as_slice() {
            [one] => format!("by an invisible character {one}"),
            several => format!("by the invisible characters {}", several.join(", ")),
        });
    }
    Some(ways.join(" and "))
}

/// A question for the candidate that was probably meant. Where the two look the same, or may do so,
/// it states how they differ.
pub fn suggestion<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(same) = lookalike(written, candidates.iter().copied()) {
        return Some(same);
    }
    let meant = closest(written, candidates)?;
    let differ = other_letter(written, meant).unwrap_or_default();
    Some(format!("did you mean `{meant}`?{differ}"))
}

/// The suggestion of a candidate that is probably the same name as what was written.
pub fn lookalike<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let wanted = folded(written);
    let mut alike = candidates.into_iter().filter(|it| *it != written && folded(it) == wanted);
    let meant = alike.next()?;
    let differ = difference(written, meant)?;
    Some(format!("did you mean `{meant}`? They are probably one name: they differ {differ}"))
}

/// The first letter in which a suggestion differs, where it is not one of plain ASCII: letters of
/// two scripts can look the same.
pub(crate) fn other_letter(written: &str, meant: &str) -> Option<String> {
    let mut pairs = written.chars().zip(meant.chars());
    let (wrong, right) = pairs.find(|(wrong, right)| wrong != right)?;
    let plain = wrong.is_ascii() && right.is_ascii();
    (!plain).then(|| format!(" It has {} in place of {}", code(right), code(wrong)))
}

fn code(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

fn normal(name: &str) -> String {
    name.nfkc().collect()
}

/// Upper case first, so that `ß` and `SS`, `ς` and `Σ` are alike; the dotless `ı` is a letter of
/// its own.
fn without_case(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter == 'ı' {
            folded.push(letter);
        } else {
            folded.extend(letter.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    folded
}

fn visible(name: &str) -> String {
    name.chars().filter(|letter| !is_invisible(*letter)).collect()
}

fn invisible(name: &str) -> Vec<char> {
    name.chars().filter(|letter| is_invisible(*letter)).collect()
}

/// The characters that Unicode lists as ignorable by default: they have no shape of their own.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn differ(one: &str, other: &str) -> String {
        let there = difference(one, other);
        assert_eq!(there, difference(other, one), "the order does not matter");
        there.unwrap_or_default()
    }

    #[test]
    fn each_way_to_differ_is_named() {
        assert_eq!(differ("z\u{fc}rich", "zu\u{308}rich"), "in Unicode form");
        assert_eq!(differ("\u{ff43}rm", "crm"), "in Unicode form");
        assert_eq!(differ("\u{212a}iosk", "Kiosk"), "in Unicode form");
        assert_eq!(differ("CRM", "crm"), "in upper and lower case");
        assert_eq!(differ("STRASSE", "straße"), "in upper and lower case");
        assert_eq!(differ("ΟΔΟΣ", "οδος"), "in upper and lower case");
        assert_eq!(differ("c\u{200b}rm", "crm"), "by an invisible character U+200B");
        assert_eq!(differ("c\u{200b}rm", "cr\u{200b}m"), "by an invisible character U+200B");
        assert_eq!(
            differ("c\u{200d}rm\u{feff}", "crm"),
            "by the invisible characters U+200D, U+FEFF"
        );
        assert_eq!(
            differ("Z\u{dc}rich\u{200b}", "zu\u{308}rich"),
            "in Unicode form and in upper and lower case and by an invisible character U+200B"
        );
        for (one, other) in [("crm", "crm"), ("crm", "cms"), ("ı", "i"), ("zurich", "zürich")] {
            assert_eq!(difference(one, other), None, "{one} {other}");
        }
    }

    #[test]
    fn a_suggestion_that_looks_the_same_states_the_difference() {
        let near = |written: &str, known: &[&str]| {
            suggestion(written, known.iter().copied()).unwrap_or_default()
        };
        assert_eq!(near("onwer", &["owner"]), "did you mean `owner`?");
        // What is probably the same name goes before what is merely close.
        let form = near("server/zu\u{308}rich", &["server/zurich", "server/z\u{fc}rich"]);
        assert!(
            form.contains("`server/z\u{fc}rich`") && form.ends_with("in Unicode form"),
            "{form}"
        );
        // A Cyrillic letter is no other form of a Latin one, and looks the same.
        let script = near("\u{430}rchive", &["archive"]);
        assert_eq!(script, "did you mean `archive`? It has U+0061 in place of U+0430");
        assert_eq!(near("crm", &["crm"]), "did you mean `crm`?");
    }

    proptest! {
        /// Names of plain letters take a shorter way.
        #[test]
        fn plain_names_fold_as_all_others(name in "[ -~]{0,12}") {
            prop_assert_eq!(folded(&name), folded_by_letters(&name));
        }

        #[test]
        fn names_are_alike_whatever_their_form(name in "\\PC{0,12}") {
            let wanted = folded(&name);
            for other in [
                name.nfc().collect::<String>(),
                name.nfd().collect(),
                name.nfkc().collect(),
                format!("\u{200b}{name}\u{feff}"),
                wanted.clone(),
            ] {
                prop_assert_eq!(&folded(&other), &wanted);
                prop_assert_eq!(difference(&name, &other).is_some(), name != other);
            }
        }
    }
}
