//! Secrets in command lines, headers and addresses that no name announces: `-u user:pass`,
//! `mysql -pSecret`, `Cookie: …`, `https://TOKEN@host`, webhooks.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::entropy::{could_be_key, looks_random};
use super::found::Hit;
use super::signs::{self, Finder, Mark, Sign::Has, Sign::Listed, Sign::Word};
use super::{placeholders, references};
use model::records::{Certainty, SecretKind};

/// How a shape is judged behind its expression, whose group `s` is the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    /// The shape alone is enough.
    Shape,
    /// It must not be two numbers, as the user and group of a container.
    NoNumbers,
    /// It must look like a key.
    Key,
}

/// The shapes: what it is, the expression, how it is judged.
const SHAPES: [(&str, &str, SecretKind, Test); 15] = [
    (
        "password on a command line",
        r#"(?:^|[\s"'`(\[,])(?:-u|--user|--proxy-user|--basic-auth|--creds|-U)(?:=|[\s"',]{0,5})["']?[^\s:"'@/]{1,80}:(?<s>[^\s"'`]{3,200})"#,
        SecretKind::Password,
        Test::NoNumbers,
    ),
    (
        "password on a command line",
        r#"(?i)\b(?:mysql|mysqldump|mysqladmin|mariadb|mongo|mongosh|mongodump|sshpass|sqlcmd|docker login|podman login|helm registry login|ldapsearch|smbclient|redis-cli|wget|pgbench)\b[^\n]{0,200}?\s-(?:p|P|a|w)[ =]?["']?(?<s>[^\s"'`-][^\s"'`]{3,200})"#,
        SecretKind::Password,
        Test::NoNumbers,
    ),
    (
        "secret behind its key id",
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}[\s:/,;|]+(?<s>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+]|$)",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "cookie",
        r"(?i)\b(?:set-)?cookie[ \t]*:[ \t]*(?<s>[^\s=;,]{1,80}=[^\r\n]{4,4096})",
        SecretKind::SessionCookie,
        Test::Shape,
    ),
    (
        "credential in a header",
        r#"(?i)\b(?:proxy-)?authorization["']?[ \t]*[:=][ \t]*["']?(?:bearer|basic|token|apikey|ssws|digest|negotiate|key|hmac|aws4-hmac-sha256)[ \t]+(?<s>[A-Za-z0-9._~+/=,:-]{8,4096})"#,
        SecretKind::Token,
        Test::Shape,
    ),
    (
        "token before the host of an address",
        r"(?i)\b[a-z][a-z0-9+.-]{1,20}://(?<s>[A-Za-z0-9._~%+=-]{8,400}):?(?:x-oauth-basic|x-token-auth)?@[A-Za-z0-9\[]",
        SecretKind::Token,
        Test::Key,
    ),
    (
        "webhook",
        r"(?i)\bhooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers|commands)/(?<s>[A-Za-z0-9/_+-]{8,400})",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "webhook",
        r"(?i)\bdiscord(?:app)?\.com/api(?:/v\d+)?/webhooks/\d+/(?<s>[A-Za-z0-9_-]{8,200})",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "webhook",
        r"(?i)\b(?:[a-z0-9-]+\.webhook|outlook)\.office(?:365)?\.com/webhook(?:b2)?/(?<s>[A-Za-z0-9@/_-]{8,400})",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "webhook",
        r"(?i)\b(?:hooks\.zapier\.com/hooks/catch|maker\.ifttt\.com/(?:trigger/[^/\s]+/(?:json/)?with/key|use)|hook\.[a-z0-9.]*(?:make|integromat)\.com|webhook\.site|events\.pagerduty\.com/integration|api\.pushover\.net|open\.feishu\.cn/open-apis/bot/v2/hook|alert\.victorops\.com/integrations/generic/\d+/alert)/(?<s>[A-Za-z0-9/_-]{6,400})",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "bot token in an address",
        r"(?i)\bapi\.telegram\.org/(?:file/)?bot(?<s>\d{6,12}:[A-Za-z0-9_-]{30,50})",
        SecretKind::ApiKey,
        Test::Shape,
    ),
    (
        "password in a connection string",
        r"(?i)\bjdbc:oracle:[a-z0-9]+:[^\s/@]{1,80}/(?<s>[^\s@/]{3,200})@",
        SecretKind::Password,
        Test::Shape,
    ),
    (
        "password in a connection string",
        r"(?i)\b(?:sqlplus|rman|expdp|impdp)\s+[^\s/@-]{1,80}/(?<s>[^\s@/]{3,200})@",
        SecretKind::Password,
        Test::Shape,
    ),
    (
        "signature of a shared access",
        r"(?i)[?&;](?:sig|x-amz-signature|x-goog-signature|x-amz-security-token|signature)=(?<s>[A-Za-z0-9%+/=_.-]{10,2000})",
        SecretKind::Token,
        Test::Shape,
    ),
    (
        "user name and password",
        r"(?i)\b(?:credentials?|login|creds|logins|zugangsdaten|account)[ \t]*(?:is|are|:|=)[ \t]*[A-Za-z0-9._@-]{2,60}[ \t]*[/:][ \t]*(?<s>[^\s/]{6,200})",
        SecretKind::Password,
        Test::Key,
    ),
];

fn expressions() -> &'static [Option<Regex>] {
    static ALL: OnceLock<Vec<Option<Regex>>> = OnceLock::new();
    ALL.get_or_init(|| SHAPES.iter().map(|(_, shape, ..)| Regex::new(shape).ok()).collect())
}

// What the expressions hold; `-u` begins `--user` too.
const USER: &[&str] = &["-u", "--proxy-user", "--basic-auth", "--creds"];
#[rustfmt::skip]
const CLIENT: &[&str] = &[
    "mysql", "mariadb", "mongo", "sshpass", "sqlcmd", "docker login", "podman login",
    "helm registry login", "ldapsearch", "smbclient", "redis-cli", "wget", "pgbench",
];
const KEY_ID: &[&str] = &["akia", "asia"];
const COOKIE: &[&str] = &["cookie"];
const HEADER: &[&str] = &["authorization"];
const ADDRESS: &[&str] = &["://"];
#[rustfmt::skip]
const HOOK: &[&str] = &[
    "hooks.slack", "webhook", "hooks.zapier", "maker.ifttt", "hook.", "pagerduty", "pushover", "feishu",
    "victorops", "telegram",
];
const DATABASE: &[&str] = &["jdbc:", "sqlplus", "rman", "expdp", "impdp"];
const SIGNATURE: &[&str] = &["sig=", "signature=", "security-token="];
const LOGIN: &[&str] = &["credential", "login", "creds", "zugangsdaten", "account"];
/// Each of them, in the order of the expressions.
const WORDS: [&[&str]; 10] =
    [USER, CLIENT, KEY_ID, COOKIE, HEADER, ADDRESS, HOOK, DATABASE, SIGNATURE, LOGIN];

/// The signs around each word that its expression asks for.
pub(super) const FINDER: Finder = Finder {
    needs: &[
        &[Word(USER), Has(Mark::Colon), Has(Mark::Option)],
        &[Word(CLIENT), Has(Mark::Option)],
        &[Word(KEY_ID), Has(Mark::Token)],
        &[Word(COOKIE), Has(Mark::Colon), Has(Mark::Equals)],
        &[Word(HEADER), Has(Mark::Colon), Has(Mark::Blank)],
        &[Word(HEADER), Has(Mark::Equals), Has(Mark::Blank)],
        &[Word(ADDRESS), Has(Mark::At)],
        &[Word(HOOK), Has(Mark::Slash)],
        &[Word(DATABASE), Has(Mark::At)],
        &[Word(SIGNATURE)],
        &[Word(LOGIN), Has(Mark::Digit), Has(Mark::Colon)],
        &[Word(LOGIN), Has(Mark::Digit), Has(Mark::Equals), Has(Mark::Slash)],
        &[Word(LOGIN), Has(Mark::Digit), Word(&["is", "are"]), Has(Mark::Slash)],
        &[Listed(words), signs::FOLDED],
    ],
    find,
};

fn words() -> Vec<String> {
    WORDS.concat().into_iter().map(str::to_string).collect()
}

/// Whether a text holds a word of one of the shapes. Most texts do not.
fn may_hold(text: &str) -> bool {
    static READER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let words = READER.get_or_init(|| {
        AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS.concat()).ok()
    });
    words.as_ref().is_none_or(|words| words.is_match(text))
}

/// Every such secret.
fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    if !may_hold(text) {
        return hits;
    }
    for ((kind, _, secret_kind, test), expression) in SHAPES.iter().zip(expressions()) {
        let Some(expression) = expression else { continue };
        for found in expression.captures_iter(text) {
            let Some(secret) = found.name("s") else { continue };
            if is_secret(secret.as_str(), *test) {
                let range = secret.start()..quoted_end(text, secret.start(), secret.end());
                let hit = Hit::confirmed(range, kind, Some(*secret_kind));
                hits.push(Hit { certainty: Certainty::Suspected, ..hit });
            }
        }
    }
    hits
}

/// The end of a secret whose word began in quotes: it may hold spaces.
fn quoted_end(text: &str, start: usize, end: usize) -> usize {
    let head =
        text.get(text.floor_char_boundary(start.saturating_sub(300))..start).unwrap_or_default();
    let word = head.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.rsplit('=').next().unwrap_or_default();
    let Some(quote) = word.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return end };
    let rest = text.get(end..).unwrap_or_default();
    let line = rest.get(..rest.floor_char_boundary(200)).unwrap_or_default();
    line.find([quote, '\n'])
        .filter(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(quote)))
        .map_or(end, |at| end + at)
}

fn is_secret(secret: &str, test: Test) -> bool {
    if secret.starts_with('…')
        || placeholders::is_placeholder(secret)
        || references::is_reference(secret)
    {
        return false;
    }
    let digit = secret.bytes().any(|byte| byte.is_ascii_digit());
    match test {
        Test::Shape => true,
        Test::NoNumbers => {
            let numbers = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '/' | '-' | ',');
            !secret.chars().all(numbers) || secret.len() > 6 && !secret.contains(':')
        }
        Test::Key => {
            let letter = secret.bytes().any(|byte| byte.is_ascii_alphabetic());
            could_be_key(secret) || looks_random(secret) || digit && letter && secret.len() >= 8
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        find(text).into_iter().filter_map(|hit| text.get(hit.range)).collect()
    }

    #[test]
    fn every_expression_compiles() {
        assert!(expressions().iter().all(Option::is_some));
    }

    #[test]
    fn commands_headers_and_addresses_are_read() {
        for (text, secret) in [
            ("curl -u ada:lovelace https://h", "lovelace"),
            ("curl --user 'ada:love lace99'", "love lace99"),
            ("mysql -h db -u root -pSommer2026xQ9 shop", "Sommer2026xQ9"),
            ("sshpass -p Sommer2026xQ9 ssh h", "Sommer2026xQ9"),
            ("Cookie: session=abcdef0123; theme=dark", "session=abcdef0123; theme=dark"),
            ("Authorization: Token abcdefgh", "abcdefgh"),
            ("git clone https://k7Qx2Lm9Tv4Rz8Wp@git.test/x.git", "k7Qx2Lm9Tv4Rz8Wp"),
            ("https://hooks.slack.com/services/T0/B0/abcdefgh", "T0/B0/abcdefgh"),
            ("https://discord.com/api/webhooks/123/abcdefghij", "abcdefghij"),
            ("jdbc:oracle:thin:scott/tiger@//h:1521/x", "tiger"),
            (
                "AKIAQ7XB2LMT9VRZ4KDW:Pj8uqDX4uQ7ziEb1nJiJRJ2o5PQ5GatXKHOPB5eo",
                "Pj8uqDX4uQ7ziEb1nJiJRJ2o5PQ5GatXKHOPB5eo",
            ),
        ] {
            assert_eq!(texts(text), [secret], "{text}");
        }
        for text in [
            "docker run -u 1000:1000 image",
            "docker run -p 8080:80 image",
            "ssh://git@github.com/a/b",
            "https://ada@bitbucket.org/a/b",
            "curl -u $USER:$PASS https://h",
            "Cookie: consent is asked for",
            "see https://discord.com/api/webhooks",
        ] {
            assert_eq!(texts(text), [""; 0], "{text}");
        }
    }
}
