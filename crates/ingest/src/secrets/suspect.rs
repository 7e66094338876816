//! Values that are secrets by what their setting is called.

use super::entropy::could_be_key;
use super::found::Found;
use super::names::named;
use super::scheme;
use model::records::{Certainty, SecretKind};

/// The secret that the setting announces, if the value could be one.
pub(super) fn suspect(setting: &str, value: &str) -> Option<Found> {
    let secret = scheme::credential(value);
    if is_aws_secret_key(setting, secret) {
        let found = Found::suspected("AWS secret access key", Some(SecretKind::ApiKey), secret);
        return Some(Found { certainty: Certainty::Confirmed, ..found });
    }
    let announced = named(setting)?;
    let plausible = !is_setting_like(secret)
        && match announced.secret_kind {
            // People choose passwords: short, simple and numeric ones are passwords still.
            Some(SecretKind::Password) => secret.chars().count() >= 3,
            _ if !announced.strong => could_be_key(secret),
            _ => is_token_like(secret),
        };
    plausible.then(|| Found::suspected(announced.kind, announced.secret_kind, secret))
}

/// Forty characters of base64 under the one name that means exactly this.
fn is_aws_secret_key(setting: &str, value: &str) -> bool {
    let setting = setting.to_ascii_lowercase().replace('-', "_");
    setting.ends_with("aws_secret_access_key")
        && value.len() == 40
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+'))
}

/// Long enough for a token, in one piece, and more than a single word.
fn is_token_like(value: &str) -> bool {
    let length = value.chars().count();
    let word = value.bytes().all(|b| b.is_ascii_alphabetic());
    let number = value.bytes().all(|b| b.is_ascii_digit());
    let enough = match (word, number) {
        (true, _) => 16,
        (_, true) => 16,
        _ => 8,
    };
    length >= enough && !value.contains(char::is_whitespace)
}

/// Switches, paths and addresses: values that are not secrets, whatever the setting's name.
fn is_setting_like(value: &str) -> bool {
    const SWITCHES: [&str; 10] =
        ["true", "false", "yes", "no", "on", "off", "auto", "default", "oauth", "prompt"];
    SWITCHES.contains(&value.to_ascii_lowercase().as_str())
        || value.contains("://")
        || is_path(value)
}

fn is_path(value: &str) -> bool {
    let drive = value.as_bytes().get(1..3).is_some_and(|mark| mark == b":\\" || mark == b":/");
    let rooted = ["./", "../", "~/", ".\\"].iter().any(|start| value.starts_with(start));
    // Base64 may begin with a slash as well, but seldom has a second one and a dot.
    let absolute =
        value.starts_with('/') && (value.contains('.') || value.matches('/').count() > 1);
    drive || rooted || absolute && !super::looks_random(value)
}
