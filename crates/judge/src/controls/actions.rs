//! What a sentence of a playbook or kill switch does, by a closed vocabulary. Words outside it are not
//! guessed at: free text that names no known action shows neither that access ends nor that it does not.

use model::is_placeholder;

/// What a text states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// It ends an access or stops a program.
    Ends,
    /// It states that there is no such way, or only fills a gap.
    Nothing,
    /// It names no known action, or not plainly.
    Unknown,
}

/// Verbs that take an access away, by their stems, and what they take it from.
const REVOKE: [&str; 25] = [
    "revok",
    "revoc",
    "rotat",
    "disabl",
    "delet",
    "remov",
    "invalidat",
    "expir",
    "clos",
    "block",
    "refus",
    "reject",
    "den",
    "cut",
    "withdraw",
    "suspend",
    "deactivat",
    "lock",
    "replac",
    "reissu",
    "detach",
    "unregister",
    "reset",
    "unbind",
    "isolat",
];
const ACCESS: [&str; 30] = [
    "token",
    "credential",
    "key",
    "secret",
    "identit",
    "account",
    "certificate",
    "access",
    "session",
    "role",
    "grant",
    "client",
    "route",
    "traffic",
    "network",
    "egress",
    "gateway",
    "password",
    "permission",
    "scope",
    "lease",
    "connection",
    "login",
    "user",
    "principal",
    "binding",
    "consent",
    "policy",
    "port",
    "tunnel",
];

/// Verbs that stop a program, and what they stop.
const STOP: [&str; 15] = [
    "stop",
    "kill",
    "terminat",
    "shut",
    "scal",
    "paus",
    "suspend",
    "disabl",
    "delet",
    "halt",
    "quarantin",
    "isolat",
    "drain",
    "remov",
    "uninstall",
];
const PROGRAM: [&str; 24] = [
    "agent",
    "process",
    "runner",
    "container",
    "pod",
    "workload",
    "deployment",
    "job",
    "instance",
    "service",
    "host",
    "vm",
    "sandbox",
    "queue",
    "schedule",
    "server",
    "pipeline",
    "task",
    "bot",
    "cluster",
    "node",
    "replica",
    "model",
    "workflow",
];

/// Words that take a statement back, or put it off.
const DENIALS: [&str; 16] = [
    "no",
    "not",
    "none",
    "never",
    "nothing",
    "nobody",
    "cannot",
    "can't",
    "don't",
    "doesn't",
    "won't",
    "without",
    "unable",
    "impossible",
    "isn't",
    "neither",
];
const TENTATIVE: [&str; 20] = [
    "someday",
    "maybe",
    "perhaps",
    "planned",
    "plan",
    "planning",
    "will",
    "would",
    "should",
    "could",
    "might",
    "future",
    "later",
    "hope",
    "hopefully",
    "eventually",
    "tbd",
    "todo",
    "soon",
    "ideally",
];

/// Phrases that stand where a step should: they point elsewhere, or say that it is not written.
const GAPS: [&str; 24] = [
    "see wiki",
    "see the wiki",
    "see confluence",
    "see docs",
    "see documentation",
    "see runbook",
    "see above",
    "see below",
    "see ticket",
    "wiki",
    "confluence",
    "runbook",
    "as discussed",
    "as usual",
    "the usual",
    "to be written",
    "to be defined",
    "to be determined",
    "to be done",
    "work in progress",
    "wip",
    "same as above",
    "lorem ipsum",
    "coming soon",
];

/// What a text states.
pub(super) fn action(text: &str) -> Action {
    if is_gap(text) {
        return Action::Nothing;
    }
    let words = words(text);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let ends = pair(&words, &REVOKE, &ACCESS) || pair(&words, &STOP, &PROGRAM);
    match (ends, has(&DENIALS), has(&TENTATIVE)) {
        (true, false, false) => Action::Ends,
        // `We have no way to stop it` is a statement; `revoke the token, no restart needed` is another.
        (false, true, _) => Action::Nothing,
        _ => Action::Unknown,
    }
}

/// Whether a text puts off what it states, or takes a word for it that fills a gap.
pub(super) fn is_tentative(text: &str) -> bool {
    words(text).iter().any(|word| TENTATIVE.contains(&word.as_str()))
}

/// Whether a text takes something back, as in `no vault`.
pub(super) fn is_denied(text: &str) -> bool {
    words(text).iter().any(|word| DENIALS.contains(&word.as_str()))
}

/// Whether a text only fills a gap, or points elsewhere for what it should state.
pub(super) fn is_gap(text: &str) -> bool {
    let words = words(text);
    let plain = words.join(" ");
    is_placeholder(text)
        || words.iter().all(|word| is_placeholder(word) || word == "step" || is_number(word))
        || GAPS.contains(&plain.as_str())
}

/// Words that take in anything, so that what is tied to them is tied to nothing.
const CATCH_ALL: [&str; 21] = [
    "all",
    "any",
    "anything",
    "everything",
    "whatever",
    "other",
    "others",
    "misc",
    "miscellaneous",
    "various",
    "general",
    "general use",
    "general purpose",
    "default",
    "business",
    "operations",
    "as needed",
    "all purposes",
    "any purpose",
    "all tools",
    "etc",
];

/// Whether a text names something in particular: neither a gap, nor a sign such as `*`, nor a word for anything.
pub(super) fn is_particular(text: &str) -> bool {
    let plain = words(text).join(" ");
    let letters = plain.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 2 && !is_gap(text) && !is_tentative(text) && !CATCH_ALL.contains(&plain.as_str())
}

fn is_number(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

/// Whether one word is a verb of the one list and another a noun of the other.
fn pair(words: &[String], verbs: &[&str], nouns: &[&str]) -> bool {
    let is = |word: &String, stems: &[&str]| stems.iter().any(|stem| inflects(word, stem));
    let mut verbs = words.iter().enumerate().filter(|(_, word)| is(word, verbs)).map(|(at, _)| at);
    let Some(first) = verbs.next() else { return false };
    let is_noun = |(at, word): (usize, &String)| is(word, nouns).then_some(at);
    let mut nouns = words.iter().enumerate().filter_map(is_noun);
    // Two words, unless the only verb is the only noun.
    nouns
        .next()
        .is_some_and(|noun| noun != first || nouns.next().is_some() || verbs.next().is_some())
}

/// Whether a word is a stem with an ending of English: `revoke`, `revokes`, `revoking`.
fn inflects(word: &str, stem: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "", "e", "s", "es", "ed", "ing", "ies", "y", "ied", "ation", "ting", "ping", "ses", "ning",
        "ling", "le", "ion", "down",
    ];
    word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
}

/// The words of a text in lower case, without punctuation.
fn words(text: &str) -> Vec<String> {
    let apart = |letter: char| !(letter.is_alphanumeric() || letter == '\'');
    let plain = text.to_lowercase().replace('’', "'");
    plain.split(apart).filter(|word| !word.is_empty()).map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_action_on_a_known_target_ends_an_access() {
        for text in [
            "revoke its token at the gateway",
            "The gateway refuses its tokens",
            "stop the runner by hand",
            "Scale the deployment to zero",
            "Close the route at the gateway",
            "Rotating the client certificate",
            "Deny all egress of the pod",
            "Kill the agent's process",
            "Revocation of the service account",
        ] {
            assert_eq!(action(text), Action::Ends, "{text}");
        }
    }

    #[test]
    fn a_stub_and_a_denial_state_nothing() {
        for text in [
            "",
            "  ",
            "tbd",
            "N/A",
            "todo",
            "-",
            "see wiki",
            "See the wiki.",
            "TODO!",
            "step 1",
            "1.",
            "Step 2: tbd",
            "none",
            "no",
            "we have no way to stop it",
            "cannot be stopped",
            "Nothing",
            "There is no kill switch",
            "it can't be stopped",
            "...",
            "wip",
            "to be defined",
        ] {
            assert_eq!(action(text), Action::Nothing, "{text:?}");
        }
    }

    #[test]
    fn what_is_outside_the_vocabulary_is_not_guessed() {
        for text in [
            "manual reboot someday",
            "unplug it",
            "we will revoke its token",
            "we hope to revoke its tokens",
            "call Bob",
            "revoke",
            "token",
            "there is no token to revoke",
            "Revoke the token, not the account",
            "keyboard stopwatch",
        ] {
            assert_ne!(action(text), Action::Ends, "{text}");
        }
    }

    #[test]
    fn one_word_is_no_pair_and_a_long_text_is_read_once() {
        let words = |text: &str| super::words(text);
        let pair = |text: &str| pair(&words(text), &["lock", "cut"], &["lock", "key"]);
        assert!(!pair("lock") && !pair("cut") && !pair("key") && !pair("x y"));
        assert!(pair("lock lock") && pair("lock key") && pair("key lock") && pair("cut lock"));
        assert!(pair("x key y cut z") && !pair("x key y key"));
        let start = std::time::Instant::now();
        assert_eq!(action(&"revoke ".repeat(100_000)), Action::Unknown);
        assert!(start.elapsed().as_secs() < 20, "quadratic: {:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn random_text_ends_nothing_unless_it_has_a_verb_and_a_target(text in "\\PC{0,60}") {
            let words = words(&text);
            let known = |list: &[&str]| words.iter().any(|w| list.iter().any(|s| w.starts_with(s)));
            if !((known(&REVOKE) || known(&STOP)) && (known(&ACCESS) || known(&PROGRAM))) {
                prop_assert_ne!(action(&text), Action::Ends);
            }
        }

        #[test]
        fn words_around_a_known_action_change_nothing_unless_they_take_it_back(
            before in "[b-d]{3,6}", after in "[f-h]{3,6}",
        ) {
            let text = format!("{before} revoke the token {after}");
            prop_assert_eq!(action(&text), Action::Ends);
            let denied = format!("{before} do not revoke the token {after}");
            prop_assert_ne!(action(&denied), Action::Ends);
        }
    }
}
