//! Published lists of what the grants of a provider allow: one file a provider, and how a grant is found in them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::breadth::{Breadth, breadth_by_words};

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
        let grant = without_place(grant);
        let names = names(grant);
        let names: Vec<&str> =
            names.iter().map(|name| self.ids.get(name).unwrap_or(name).as_str()).collect();
        let exact = names.iter().find_map(|name| self.exact.get(*name).copied());
        let listed = exact.or_else(|| names.iter().find_map(|name| self.fitting(name)));
        listed.unwrap_or_else(|| {
            match names.iter().any(|name| self.guarded.iter().any(|guard| fits(guard, name))) {
                true => Breadth::Unknown,
                false => breadth_by_words(grant),
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

    /// A grant with wildcards gives what each of the listed ones that it takes in gives. That it takes in no
    /// listed one shows nothing.
    fn swept(&self, name: &str) -> Option<Breadth> {
        let exact = self.exact.iter().map(|(entry, breadth)| (entry, *breadth));
        let all = exact.chain(self.patterns.iter().map(|(entry, breadth)| (entry, *breadth)));
        let mut taken = all.filter(|(entry, _)| fits(name, entry));
        taken
            .any(|(_, breadth)| breadth == Breadth::Administrative)
            .then_some(Breadth::Administrative)
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

#[cfg(test)]
mod tests {
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
