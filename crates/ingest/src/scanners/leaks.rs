//! Secrets that a scanner found: a record of the secret, and one of its exposure.

use std::collections::BTreeMap;

use super::names;
use model::records::{Exposure, Location, Secret, SecretKind, Status};
use model::{Facts, Field, Moment, Place, Placed};

/// One secret that a scanner found, without its value.
pub(super) struct Leak<'a> {
    /// The scanner's rule.
    pub rule: &'a str,
    /// The repository or bucket around the file, where the scanner reports it.
    pub within: Option<&'a str>,
    /// The file that contains it, as the scanner names it.
    pub file: &'a str,
    /// The line, where the scanner reports it.
    pub line: Option<&'a str>,
    /// The column where it begins, where the scanner reports it.
    pub column: Option<&'a str>,
    /// Whether the scanner tried it and it worked.
    pub verified: bool,
    /// The account it opens, where the scanner reports it.
    pub principal: Option<String>,
    /// Where the scanner's report says so.
    pub place: Place,
}

/// Collects the secrets of one report. Two rules that hit one line found one secret, unless they hit it in
/// different columns.
pub(super) struct Leaks<'a> {
    tool: &'a str,
    /// The position of each record among those of the file.
    seen: BTreeMap<String, usize>,
    /// The column of the first secret of each line.
    columns: BTreeMap<String, u32>,
}

impl<'a> Leaks<'a> {
    /// Begins a collection for a tool.
    pub(super) fn of(tool: &'a str) -> Self {
        Leaks { tool, seen: BTreeMap::new(), columns: BTreeMap::new() }
    }

    /// The id of a secret on a line. The first one of a line is named by the line alone, so that its name
    /// does not depend on whether the scanner counts columns.
    fn on_line(&mut self, line: String, column: Option<&str>) -> String {
        let Some(column) = column.and_then(|column| column.parse::<u32>().ok()) else {
            return line;
        };
        let first = *self.columns.entry(line.clone()).or_insert(column);
        if first == column { line } else { format!("{line}:{column}") }
    }

    /// Adds a secret and its exposure.
    pub(super) fn add(&mut self, leak: Leak<'_>, found: Option<Moment>, facts: &mut Facts) {
        let Some(path) = names::path_of(leak.file) else { return };
        let line = leak.line.filter(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
        let mut seen = match line {
            Some(line) => format!("{path}:{line}"),
            None => path.clone(),
        };
        // Two repositories may both have such a file.
        if let Some(around) = leak.within.and_then(names::address) {
            let around = around.split_once("://").map_or(around.as_str(), |(_, rest)| rest);
            seen = format!("{}/{seen}", around.trim_end_matches(".git").trim_end_matches('/'));
        }
        // Without a line, the rule has to tell one secret of a file from another.
        let id = match line {
            Some(_) => self.on_line(format!("{}:{seen}", self.tool), leak.column),
            None => format!("{}:{seen}:{}", self.tool, names::slug(leak.rule)),
        };
        let status = if leak.verified { Field::Given(Status::Active) } else { Field::Absent };
        if let Some(known) = self.seen.get(&id).and_then(|at| facts.exported.secrets.get_mut(*at)) {
            known.record.status.or_take(status);
            return;
        }
        self.seen.insert(id.clone(), facts.exported.secrets.len());
        let exposure = Exposure {
            secret: id.clone(),
            detected_at: found.map_or(Field::Blank, Field::Given),
            revoked_at: Field::Absent,
            replaced_at: Field::Absent,
            where_seen: Field::Given(seen),
            observed: true,
            verified: leak.verified,
        };
        let secret = Secret {
            id,
            kind: kind(leak.rule).map_or(Field::Absent, Field::Given),
            principal: leak.principal.map_or(Field::Absent, Field::Given),
            location: Field::Given(location(&path)),
            status,
            ..Secret::default()
        };
        let place = leak.place.clone();
        facts.exported.secrets.push(Placed::new(secret, leak.place));
        facts.exposures.push(Placed::new(exposure, place));
    }
}

fn location(path: &str) -> Location {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let is_env = name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
    if is_env { Location::EnvFile } else { Location::File }
}

/// The kind of secret, where the rule's name says it plainly.
fn kind(rule: &str) -> Option<SecretKind> {
    // `PrivateKey`, `private-key` and `Private Key` are one word here.
    let rule: String = rule.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    const KINDS: [(&[&str], SecretKind); 7] = [
        (&["privatekey"], SecretKind::PrivateKey),
        (&["jsonwebtoken", "jwt"], SecretKind::Token),
        (&["serviceaccount"], SecretKind::ServiceAccountKey),
        (&["clientsecret"], SecretKind::OAuthClient),
        (&["personalaccesstoken", "githubpat", "gitlabpat", "finegrainedpat"], SecretKind::Pat),
        (&["password", "basicauth", "jdbc", "connectionstring"], SecretKind::Password),
        (&["apikey", "accesskey", "awskey"], SecretKind::ApiKey),
    ];
    let says = |words: &&[&str]| words.iter().any(|word| rule.contains(word));
    KINDS.iter().find(|(words, _)| says(words)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_rule_names_the_kind() {
        for (rule, expected) in [
            ("private-key", Some(SecretKind::PrivateKey)),
            ("PrivateKey", Some(SecretKind::PrivateKey)),
            ("JSON Web Token", Some(SecretKind::Token)),
            ("github-fine-grained-pat", Some(SecretKind::Pat)),
            ("generic-api-key", Some(SecretKind::ApiKey)),
            ("AWS Access Key", Some(SecretKind::ApiKey)),
            ("Basic Auth Credentials", Some(SecretKind::Password)),
            ("slack-bot-token", None),
            ("Hex High Entropy String", None),
        ] {
            assert_eq!(kind(rule), expected, "{rule}");
        }
    }

    #[test]
    fn environment_files_are_distinguished_from_others() {
        assert_eq!(location("deploy/.env"), Location::EnvFile);
        assert_eq!(location(".env.local"), Location::EnvFile);
        assert_eq!(location("src/main.py"), Location::File);
    }
}
