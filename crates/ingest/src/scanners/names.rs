//! Names out of a report, fit to be kept.

use percent_encoding::percent_decode_str;

use crate::extract;
use crate::secrets;
use model::cloud_id;

/// Longer names than this are prose that strayed into a field for names.
const LONGEST: usize = 300;

/// A name with secrets masked, cut to a maximum length.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let text = secrets::redact(text).unwrap_or_else(|| text.to_string());
    let text = text.chars().take(LONGEST).collect::<String>();
    (!text.is_empty()).then_some(text)
}

/// A short word or sentence of a person: kept only if nothing in it looks random.
pub(super) fn words(text: &str) -> Option<String> {
    if secrets::looks_random(text) { None } else { name(text) }
}

/// A tool's id: small letters, digits and hyphens, as its rule file is called.
pub(super) fn slug(text: &str) -> String {
    // Redacted first: a secret is no longer recognised once it is changed.
    let text = name(text).unwrap_or_default();
    let letters = text.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '-',
    });
    let slug = letters.take(60).collect::<String>();
    let slug = slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "unnamed-tool".to_string() } else { slug }
}

/// Tools whose name is written in several ways.
const TOOLS: [&str; 9] = [
    "security-hub",
    "detect-secrets",
    "gitleaks",
    "trufflehog",
    "ggshield",
    "prowler",
    "kubescape",
    "agent-scan",
    "mcp-scanner",
];

/// A tool's id, one for every way to write its name: `securityhub` and `AWS Security Hub` are one.
pub(super) fn tool(text: &str) -> String {
    let id = slug(text);
    let letters = |text: &str| text.replace('-', "");
    let plain = letters(&id);
    let plain = plain.strip_prefix("aws").or(plain.strip_prefix("amazon")).unwrap_or(&plain);
    TOOLS.iter().find(|known| letters(known) == plain).map_or(id, |known| (*known).to_string())
}

/// A file as inventories may name it. The name of the home folder is removed.
pub(super) fn file(path: &str) -> Option<String> {
    Some(format!("file:{}", path_of(path)?))
}

/// The path alone, in one spelling: `/` between its steps, no `.` among them, a drive letter in lower
/// case, and nothing percent-encoded.
pub(super) fn path_of(path: &str) -> Option<String> {
    // A secret is known by its shape: it is masked before anything is cut, before the spelling changes, and
    // again after, since it may have been percent-encoded.
    let path = &*name(path)?;
    let local = path.strip_prefix("file:").filter(|rest| rest.starts_with('/'));
    let path = local.map_or(path, |rest| rest.strip_prefix("//").unwrap_or(rest));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    name(&homeless(&one_spelling(&name(path)?)))
}

fn one_spelling(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8();
    let plain = decoded.map_or_else(|_| path.to_string(), |text| text.replace('\\', "/"));
    let mut steps: Vec<&str> = plain.split('/').filter(|step| !matches!(*step, "" | ".")).collect();
    let drive = steps.first().copied().filter(|step| is_drive(step)).map(str::to_lowercase);
    let rooted = drive.is_none() && plain.starts_with('/');
    if let Some(drive) = &drive {
        steps.splice(..1, [drive.as_str()]);
    }
    format!("{}{}", if rooted { "/" } else { "" }, steps.join("/"))
}

fn is_drive(step: &str) -> bool {
    matches!(step.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// A key as a step of a pointer. Keys may be paths of people's homes, or hold a secret.
pub(super) fn pointer_step(key: &str) -> String {
    extract::pointer_step(&path_of(key).unwrap_or_default())
}

/// `/home/ada/x`, `/Users/ada/x` and `C:\Users\ada\x` as `~/x`.
fn homeless(path: &str) -> String {
    let plain = path.replace('\\', "/");
    let from = ["/home/", "/Users/"].iter().find_map(|home| {
        let at = plain.find(home)?;
        // Only where the path begins there, a drive letter aside.
        (at <= 3).then_some(at + home.len())
    });
    match from.and_then(|from| plain.get(from..)) {
        Some(rest) => match rest.split_once('/') {
            Some((_, inside)) => format!("~/{inside}"),
            None => "~".to_string(),
        },
        None => path.to_string(),
    }
}

/// What a report gives as an address: a URL without user, password and query, a file, or a name.
pub(super) fn address(text: &str) -> Option<String> {
    let ends = ['?', '#'];
    let masked = secrets::redact_across(text, &ends);
    let text = masked.as_deref().unwrap_or(text).trim();
    // The steps of a resource's id may look random; none of them is a secret.
    let id = text.split(ends).next().filter(|id| cloud_id::is_full_id(id));
    if let Some(id) = id.filter(|id| !id.contains("://") || !id.contains('@')) {
        return name(id);
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        let is_path = text.starts_with(['/', '~', '.']) || text.contains(":\\");
        return if is_path { file(text) } else { name(text) };
    };
    if scheme.eq_ignore_ascii_case("file") {
        return file(text);
    }
    let rest = rest.split(ends).next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let path = path.split('/').map(|part| if secrets::looks_random(part) { "…" } else { part });
    let path = path.collect::<Vec<_>>().join("/");
    name(&format!("{}://{host}{path}", scheme.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_credentials_and_home_folders() {
        let cases = [
            ("https://ada:pw@mcp.example.com/sse?token=x", "https://mcp.example.com/sse"),
            ("/Users/ada/.cursor/mcp.json", "file:~/.cursor/mcp.json"),
            ("C:\\Users\\ada\\mcp.json", "file:~/mcp.json"),
            ("file:///src/a.js", "file:/src/a.js"),
            ("billing-agent", "billing-agent"),
            ("arn:aws:iam::123456789012:user/ci", "arn:aws:iam::123456789012:user/ci"),
            ("/subscriptions/0A/resourceGroups/Q", "/subscriptions/0A/resourceGroups/Q"),
            ("//iam.googleapis.com/projects/-/x", "//iam.googleapis.com/projects/-/x"),
        ];
        for (text, expected) in cases {
            assert_eq!(address(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(slug("  MCP Scanner (v4)"), "mcp-scanner-v4");
        assert_eq!(slug("…"), "unnamed-tool");
        for name in ["securityhub", "Security Hub", "AWS Security Hub", "security_hub"] {
            assert_eq!(tool(name), "security-hub");
        }
        assert_eq!((tool("GuardDuty").as_str(), tool("AWS").as_str()), ("guardduty", "aws"));
    }

    #[test]
    fn a_path_has_one_spelling() {
        for spelling in [
            "ops/live/.env",
            "./ops/live/.env",
            "ops\\live\\.env",
            "ops//live/.env",
            "ops/live/%2Eenv",
        ] {
            assert_eq!(path_of(spelling).as_deref(), Some("ops/live/.env"), "{spelling}");
        }
        for spelling in ["C:\\src\\.env", "c:/src/.env", "file:///C:/src/.env", "/C:/src/./.env"] {
            assert_eq!(path_of(spelling).as_deref(), Some("c:/src/.env"), "{spelling}");
        }
        assert_eq!(path_of("/srv/.env").as_deref(), Some("/srv/.env"));
        assert_eq!(path_of("src/100%.env").as_deref(), Some("src/100%.env"));
    }
}
