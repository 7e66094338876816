//! Shapes that others maintain: the rules of Gitleaks, carried as data.
//!
//! They only mask texts. What a configuration's value is judged as follows from our own shapes, whose
//! kinds and owners are known.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

use super::entropy::{has_both, shannon};
use super::found::Hit;
use super::placeholders;
use super::signs::{Finder, Mark::Digit, Sign::Has, Sign::Listed};
use model::records::SecretKind;

const GITLEAKS: &str = include_str!("../../data/gitleaks/rules.toml");

/// What the rules let a secret begin and end with, and what is read instead. They are written for code; in a
/// sentence a full stop follows, in the name of a file its ending.
const AROUND: [(&str, &str); 4] = [
    (r#"(?:[\x60'"\s;]|\\[nr]|$)"#, r"(?:[^A-Za-z0-9_-]|$)"),
    (r#"(?:[\x60'"\s;]|\\[nr]|$|\b)"#, r"(?:[^A-Za-z0-9_-]|$)"),
    (r#"(?:^|[\\'"\x60\s>=:(,)])"#, r"(?:^|[^A-Za-z0-9_~.])"),
    (r#"(?:$|[\\'"\x60\s<),])"#, r"(?:[^A-Za-z0-9_~-]|$)"),
];

/// As the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Written>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    regex: String,
    keywords: Vec<String>,
    #[serde(default)]
    entropy: Option<String>,
    #[serde(default)]
    group: Option<usize>,
    #[serde(default)]
    beside: bool,
}

/// One rule. Its expression is compiled when a text first has one of its words.
struct Rule {
    written: Written,
    entropy: f64,
    regex: OnceLock<Option<Regex>>,
}

struct Rules {
    rules: Vec<Rule>,
    words: AhoCorasick,
    /// The rules of each word.
    of_word: Vec<Vec<usize>>,
}

/// None where the data is broken, which a test rules out.
fn rules() -> Option<&'static Rules> {
    static RULES: OnceLock<Option<Rules>> = OnceLock::new();
    RULES.get_or_init(load).as_ref()
}

fn load() -> Option<Rules> {
    let file: File = syntax::decode(&syntax::toml(GITLEAKS).ok()?).ok()?;
    let mut words: Vec<String> = Vec::new();
    let mut of_word: Vec<Vec<usize>> = Vec::new();
    for (number, rule) in file.rule.iter().enumerate() {
        for word in &rule.keywords {
            match words.iter().position(|known| known == word) {
                Some(at) => of_word.get_mut(at)?.push(number),
                None => {
                    words.push(word.clone());
                    of_word.push(vec![number]);
                }
            }
        }
    }
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(&words).ok()?;
    let rule = |written: Written| {
        let entropy = written.entropy.as_deref().map_or(Some(0.0), |text| text.parse().ok())?;
        Some(Rule { written, entropy, regex: OnceLock::new() })
    };
    let rules: Option<Vec<Rule>> = file.rule.into_iter().map(rule).collect();
    Some(Rules { rules: rules?, words, of_word })
}

impl Rule {
    fn regex(&'static self) -> Option<&'static Regex> {
        let build = || {
            // As where they come from: a class such as `\w` holds ASCII alone.
            let mut written = self.written.regex.clone();
            for (from, to) in AROUND {
                written = written.replace(from, to);
            }
            RegexBuilder::new(&written).unicode(false).build().ok()
        };
        self.regex.get_or_init(build).as_ref()
    }

    /// How random a secret must look. What a shape gives away by more than a word beside it may be drawn
    /// with few different letters; placeholders are left out by their own marks.
    fn least(&self) -> f64 {
        const ENOUGH: f64 = 3.0;
        if self.written.beside { self.entropy } else { self.entropy.min(ENOUGH) }
    }

    fn find(&'static self, text: &str, hits: &mut Vec<Hit>) {
        let Some(regex) = self.regex() else { return };
        for found in regex.captures_iter(text.as_bytes()) {
            let group = match self.written.group {
                Some(group) => found.get(group),
                None => (1..found.len()).find_map(|group| found.get(group)).or(found.get(0)),
            };
            let Some(group) = group else { continue };
            let range =
                text.floor_char_boundary(group.start())..text.ceil_char_boundary(group.end());
            let secret = text.get(range.clone()).unwrap_or_default();
            // A word beside another is no secret; one with letters and digits may be.
            let plausible = !self.written.beside || has_both(secret);
            if plausible && shannon(secret) >= self.least() && !placeholders::inside(secret) {
                hits.push(Hit::confirmed(range, &self.written.id, Some(SecretKind::ApiKey)));
            }
        }
    }
}

/// A word beside a secret is a sign only where the secret has a digit.
pub(super) const FINDER: Finder =
    Finder { needs: &[&[Listed(words_within)], &[Listed(words_beside), Has(Digit)]], find };

fn words_within() -> Vec<String> {
    words(false)
}

fn words_beside() -> Vec<String> {
    words(true)
}

/// The words of the rules, of those that are beside a secret or of the others.
fn words(beside: bool) -> Vec<String> {
    let rules = rules().map(|known| known.rules.as_slice()).unwrap_or_default();
    let rules = rules.iter().filter(|rule| rule.written.beside == beside);
    rules.flat_map(|rule| rule.written.keywords.iter().cloned()).collect()
}

/// Every secret that a rule of others knows.
fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(known) = rules() else { return hits };
    let mut seen: Vec<usize> = Vec::new();
    for word in known.words.find_overlapping_iter(text) {
        let rules = known.of_word.get(word.pattern().as_usize()).map(Vec::as_slice);
        for number in rules.unwrap_or_default() {
            if !seen.contains(number) {
                seen.push(*number);
                if let Some(rule) = known.rules.get(*number) {
                    rule.find(text, &mut hits);
                }
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_read_and_compiles() {
        let known = rules().expect("the data is well-formed");
        assert!(known.rules.len() > 180, "{}", known.rules.len());
        for rule in &known.rules {
            assert!(rule.regex().is_some(), "{}", rule.written.id);
            assert!(!rule.written.keywords.is_empty(), "{}", rule.written.id);
        }
    }

    /// docs/secrets.md states how many shapes there are.
    #[test]
    fn the_page_about_secrets_counts_what_is_there() {
        let page = include_str!("../../../../docs/secrets.md");
        let rules = rules().expect("the data is well-formed").rules.len();
        let shapes = super::super::shapes::SHAPES.len();
        for words in [format!("{shapes} shapes of issuers"), format!("{rules} rules of Gitleaks")] {
            assert!(page.contains(&words), "docs/secrets.md does not state: {words}");
        }
    }

    #[test]
    fn a_shape_that_only_they_know_is_found_and_a_word_is_not() {
        let token = format!("pul-{}", "a7c2f90b4d1e".repeat(4).get(..40).expect("long enough"));
        for text in [format!("see {token}."), format!("a/{token}.toml"), format!("({token})")] {
            assert_eq!(find(&text).len(), 1, "{text}");
        }
        let azure = format!("a1B8Q~{}", "a7Kq2Xb9Mz4T".repeat(3).get(..34).expect("long enough"));
        assert_eq!(find(&format!("inventory/{azure}.toml")).len(), 1);
        assert!(find("airtable: customerrecordsab").is_empty());
        assert!(find("the confluent connector of the platform").is_empty());
    }
}
