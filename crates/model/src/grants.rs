//! Published lists of what the grants of a provider allow: one file a provider, and how a grant is found in them.

mod known;

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::breadth::{Breadth, breadth_by_words};
use known::Known;

/// What is published about the grants of one provider.
///
/// An entry may hold `*`. A grant that is listed as it is comes before one that a pattern fits; of several
/// patterns the longest counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantList {
    /// The provider.
    pub provider: GrantProvider,
    /// The pages that were read.
    pub sources: Vec<GrantSource>,
    /// Grants with which their holder can give itself, or take on, what others may do.
    pub escalating: Vec<String>,
    /// Grants over a whole product, or any action on one kind of resource.
    pub broad: Vec<String>,
    /// Grants of one action, or of reading one kind of resource.
    pub narrow: Vec<String>,
    /// Patterns of grants that decide who may do what: what fits one and is not listed is not known.
    #[serde(default)]
    pub guarded: Vec<String>,
    /// Names of grants that are given by their id.
    #[serde(default)]
    pub ids: BTreeMap<String, String>,
}

/// Who gives the grants.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantProvider {
    /// Our key for it.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// A page that a list follows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantSource {
    /// Its address.
    pub page: String,
    /// When it was read.
    #[schemars(with = "String")]
    pub read: Date,
    /// What was taken from it.
    pub about: String,
}

impl GrantList {
    /// The lists that state a breadth, with their names in the file.
    pub fn lists(&self) -> [(&'static str, Breadth, &[String]); 3] {
        [
            ("escalating", Breadth::Administrative, &self.escalating),
            ("broad", Breadth::Broad, &self.broad),
            ("narrow", Breadth::Specific, &self.narrow),
        ]
    }
}

/// The lists of all providers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    exact: BTreeMap<String, Breadth>,
    patterns: Vec<(String, Breadth)>,
    guarded: Vec<String>,
    ids: BTreeMap<String, String>,
    known: Known,
}

impl Grants {
    /// The lists together.
    pub fn of(lists: &[GrantList]) -> Self {
        let mut grants = Grants::default();
        for list in lists {
            for (_, breadth, entries) in list.lists() {
                for entry in entries {
                    let entry = plain(entry);
                    match entry.contains('*') {
                        true => grants.patterns.push((entry, breadth)),
                        false => {
                            grants.exact.insert(entry, breadth);
                        }
                    }
                }
            }
            grants.guarded.extend(list.guarded.iter().map(|entry| plain(entry)));
            let ids = list.ids.iter().map(|(id, name)| (plain(id), plain(name)));
            grants.ids.extend(ids);
        }
        grants
    }

    /// How much a grant gives: by the lists, else as far as its words show. What follows an `@` is where it
    /// holds, which makes it no narrower in kind: `admin@build` is an administrator of a part.
    pub fn breadth(&self, grant: &str) -> Breadth {
        self.known.or_found(grant, || self.found(grant))
    }

    fn found(&self, grant: &str) -> Breadth {
        let grant = without_place(grant);
        let names = names(grant);
        let names: Vec<&str> =
            names.iter().map(|name| self.ids.get(name).unwrap_or(name).as_str()).collect();
        let exact = names.iter().find_map(|name| self.exact.get(*name).copied());
        let listed = exact.or_else(|| names.iter().find_map(|name| self.fitting(name)));
        listed.unwrap_or_else(|| {
            let by_words = breadth_by_words(grant);
            let guarded =
                names.iter().any(|name| self.guarded.iter().any(|guard| fits(guard, name)));
            match guarded && rank(by_words) < rank(Breadth::Unknown) {
                true => Breadth::Unknown,
                false => by_words,
            }
        })
    }

    /// What the longest pattern that fits a name states; of two as long, the wider.
    fn fitting(&self, name: &str) -> Option<Breadth> {
        if name.contains('*') {
            return self.swept(name);
        }
        let fitting = self.patterns.iter().filter(|(pattern, _)| fits(pattern, name));
        let longest = fitting.max_by_key(|(pattern, breadth)| (pattern.len(), rank(*breadth)));
        longest.map(|(_, breadth)| *breadth)
    }

    /// A grant with wildcards gives the most that a listed one gives which it takes in, where that is broad or
    /// more. That it takes in a narrow one, or none, shows nothing; unless it is listed itself.
    fn swept(&self, name: &str) -> Option<Breadth> {
        let itself = |(entry, _): &&(String, Breadth)| entry == name;
        let listed = self.patterns.iter().filter(itself).map(|(_, breadth)| *breadth);
        let exact = self.exact.iter().filter(|(entry, _)| fits(name, entry));
        let mut taken: Vec<Breadth> = exact.map(|(_, breadth)| *breadth).collect();
        let listed = listed.max_by_key(|breadth| rank(*breadth));
        if listed.is_none() {
            let takes_in = |entry: &str| {
                fits(name, entry) || (is_one_service(name, entry) && meet(name, entry))
            };
            let patterns = self.patterns.iter().filter(|(entry, _)| takes_in(entry));
            taken.extend(patterns.map(|(_, breadth)| *breadth));
        }
        taken.retain(|breadth| rank(*breadth) >= rank(Breadth::Broad));
        taken.into_iter().chain(listed).max_by_key(|breadth| rank(*breadth))
    }
}

fn rank(breadth: Breadth) -> u8 {
    match breadth {
        Breadth::Specific => 0,
        Breadth::Unknown => 1,
        Breadth::Broad => 2,
        Breadth::Administrative => 3,
    }
}

/// A grant without the place at which it holds.
fn without_place(grant: &str) -> &str {
    match grant.trim().split_once('@') {
        Some((role, _)) if !role.is_empty() && !role.contains("://") => role.trim(),
        _ => grant.trim(),
    }
}

/// The names by which lists may have a grant, in lower case: the whole, and what follows the resource that it
/// is prefixed with. A role or policy of an organisation's own is not what its name resembles.
fn names(grant: &str) -> Vec<String> {
    let whole = plain(grant);
    let is_own = whole.contains("/roles/") && !whole.starts_with("https://")
        || whole.starts_with("arn:") && !whole.contains(":iam::aws:policy");
    let mut names = vec![whole.clone()];
    if !is_own {
        let tail = whole.rsplit_once('/').filter(|(head, _)| is_prefix(head)).map(|(_, tail)| tail);
        let tail = tail.or_else(|| whole.split_once(": ").map(|(_, tail)| tail));
        names.extend(tail.map(|tail| tail.trim().to_string()));
    }
    names
}

/// Whether what is before the last slash says whose grant it is: an address, a policy of the provider, a
/// resource by its name or id.
fn is_prefix(head: &str) -> bool {
    let named = ["microsoft graph", "microsoft.graph", "graph", "scopes"].contains(&head);
    let by_id =
        head.len() == 36 && head.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    head.contains("://")
        || head.contains(":iam::aws:policy")
        || head.contains("googleapis.com")
        || named
        || by_id
}

/// A grant or entry as it is compared: in lower case, without the slash at its end.
fn plain(text: &str) -> String {
    text.trim().trim_end_matches('/').to_lowercase()
}

/// Whether a pattern, in which `*` is anything, fits a text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

/// Whether two patterns start with the name of the same service: `okta.logs.*` and `okta.*.manage`.
fn is_one_service(one: &str, other: &str) -> bool {
    let service = |text: &str| {
        let (first, _) = text.split_once([':', '.', '/'])?;
        (!first.contains('*')).then(|| first.to_string())
    };
    service(one).is_some_and(|service_of_one| service(other) == Some(service_of_one))
}

/// Whether some text fits both patterns.
fn meet(one: &str, other: &str) -> bool {
    let other: Vec<char> = other.chars().collect();
    // Which starts of the other pattern fit what was read of the one.
    let star = |at: usize| other.get(at) == Some(&'*');
    let through_stars = |mut reached: Vec<bool>| {
        for at in 0..other.len() {
            if reached.get(at) == Some(&true) && star(at) {
                reached.iter_mut().skip(at + 1).take(1).for_each(|it| *it = true);
            }
        }
        reached
    };
    let mut start = vec![false; other.len() + 1];
    start.iter_mut().take(1).for_each(|it| *it = true);
    let mut reached = through_stars(start);
    for read in one.chars() {
        let mut next = vec![false; other.len() + 1];
        let mut before = false;
        for (at, next) in next.iter_mut().enumerate() {
            let here = reached.get(at) == Some(&true);
            // A star of the one takes in any further part of the other.
            before = read == '*' && (before || here);
            let last = at.checked_sub(1);
            let stepped = last.is_some_and(|last| {
                reached.get(last) == Some(&true) && other.get(last) == Some(&read)
            });
            *next = before || stepped || (here && star(at));
        }
        reached = through_stars(next);
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list() -> GrantList {
        let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect();
        GrantList {
            provider: GrantProvider { id: "p".into(), title: "P".into() },
            sources: Vec::new(),
            escalating: texts(&["iam:AttachUserPolicy", "okta.roles.manage", "Policy.ReadWrite.X"]),
            broad: texts(&["okta.*.manage", "drive"]),
            narrow: texts(&["okta.*.read", "calendar.events", "iam:Get*"]),
            guarded: texts(&["iam:*", "okta.*"]),
            ids: BTreeMap::from([("0AB1".into(), "Policy.ReadWrite.X".into())]),
        }
    }

    #[test]
    fn lists_come_before_words_and_exact_entries_before_patterns() {
        use Breadth::{Administrative, Broad, Specific, Unknown};
        let grants = Grants::of(&[list()]);
        for (grant, expected) in [
            ("iam:AttachUserPolicy", Administrative),
            ("IAM:attachuserpolicy", Administrative),
            ("iam:attach*", Administrative),
            ("iam:*", Administrative),
            ("*:*", Administrative),
            ("iam:Get*", Specific),
            ("iam:Tag*", Broad),
            ("okta.*.manage", Administrative),
            ("okta.logs.*", Broad),
            ("files:*", Broad),
            ("iam:GetUser", Specific),
            ("iam:TagUser", Unknown),
            ("okta.roles.manage", Administrative),
            ("okta.roles.manage@acme", Administrative),
            ("okta.logs.manage", Broad),
            ("okta.logs.read", Specific),
            ("okta.new.thing", Unknown),
            ("https://graph.microsoft.com/Policy.ReadWrite.X", Administrative),
            ("0ab1", Administrative),
            ("https://www.googleapis.com/auth/calendar.events", Specific),
            ("https://www.googleapis.com/auth/drive/", Broad),
            ("projects/p/roles/drive", Unknown),
            ("issues:write", Specific),
        ] {
            assert_eq!(grants.breadth(grant), expected, "{grant}");
        }
    }

    proptest! {
        #[test]
        fn patterns_meet_where_a_text_fits_both(one in "[ab*]{0,6}", other in "[ab*]{0,6}") {
            let texts = (0..=6_u32).flat_map(|length| {
                (0..1_u32 << length).map(move |bits| {
                    (0..length).map(|at| if bits >> at & 1 == 0 { 'a' } else { 'b' }).collect()
                })
            });
            let texts: Vec<String> = texts.collect();
            let both = texts.iter().any(|text| fits(&one, text) && fits(&other, text));
            prop_assert!(!both || meet(&one, &other));
            // Twelve letters are enough for any two such patterns; six are enough for the short ones.
            if one.len() + other.len() <= 6 {
                prop_assert_eq!(both, meet(&one, &other));
            }
            prop_assert_eq!(meet(&one, &other), meet(&other, &one));
        }

        #[test]
        fn a_wider_grant_is_never_read_as_narrow(
            grant in "(iam|okta)[:.](attachuserpolicy|getuser|[x-z]{1,4}|roles[.]manage|logs[.]manage)",
            at in 0_usize..20,
        ) {
            let grants = Grants::of(&[list()]);
            let wide = format!("{}*", grant.get(..at.min(grant.len())).unwrap_or_default());
            let (narrow, wide) = (grants.breadth(&grant), grants.breadth(&wide));
            let is_wide = |breadth| rank(breadth) >= rank(Breadth::Broad);
            prop_assert!(!is_wide(narrow) || is_wide(wide), "{grant}: {narrow:?}, {wide:?}");
        }
    }

    #[test]
    fn a_star_is_anything() {
        for (pattern, text, fit) in [
            ("*", "x", true),
            ("a*", "abc", true),
            ("a*c", "abc", true),
            ("a*c", "abd", false),
            ("a", "ab", false),
            ("*b*d", "abcd", true),
            ("ab*b", "ab", false),
        ] {
            assert_eq!(fits(pattern, text), fit, "{pattern} {text}");
        }
    }
}
