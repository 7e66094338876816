//! Secrets with a structure of their own: private key blocks, signed tokens, bot tokens.

use super::found::Hit;
use super::placeholders;
use super::signs::{Finder, Mark::Token, Sign::Has, Sign::Word};
use model::records::{PrincipalKind, SecretKind};

const BEGIN: &str = "-----BEGIN";
/// The middle of an HCP Terraform token.
const MIDDLE: &str = ".atlasv1.";
/// The longest label of a key block, such as `ENCRYPTED PRIVATE KEY`, with room to spare.
const LABEL: usize = 48;

pub(super) const PRIVATE_KEYS: Finder = Finder { needs: &[&[Word(&[BEGIN])]], find: private_keys };
pub(super) const SIGNED_TOKENS: Finder =
    Finder { needs: &[&[Word(&["eyJ"]), Has(Token)]], find: signed_tokens };
pub(super) const BOT_TOKENS: Finder =
    Finder { needs: &[&[Word(&[":AA"]), Has(Token)]], find: bot_tokens };
pub(super) const TERRAFORM_TOKENS: Finder =
    Finder { needs: &[&[Word(&[MIDDLE]), Has(Token)]], find: terraform_tokens };

/// Every private key block, also one that is cut off or whose line breaks are written `\n`.
fn private_keys(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(BEGIN)).map(|at| from + at) {
        from = start + BEGIN.len();
        let rest = text.get(from..).unwrap_or_default();
        let Some(label) = rest.find("-----").and_then(|end| rest.get(..end)) else { break };
        if label.len() > LABEL || !label.contains("PRIVATE KEY") {
            continue;
        }
        let body = from + label.len() + "-----".len();
        from = end_of_block(text, body);
        // A header without a key is prose about keys.
        let key = text.get(body..from).unwrap_or_default();
        if key.chars().filter(char::is_ascii_alphanumeric).count() < 40 {
            continue;
        }
        // Google's key files carry their key in such a block and say what they are around it.
        let service_account = text.contains("service_account");
        let (kind, secret) = match service_account {
            true => ("Google service account key", SecretKind::ServiceAccountKey),
            false => ("private key", SecretKind::PrivateKey),
        };
        hits.push(Hit {
            prefix: BEGIN,
            principal_kind: service_account.then_some(PrincipalKind::Workload),
            ..Hit::confirmed(start..from, kind, Some(secret))
        });
    }
    hits
}

/// Behind the end line, or the end of the text where the block is cut off.
fn end_of_block(text: &str, body: usize) -> usize {
    let rest = text.get(body..).unwrap_or_default();
    let Some(end) = rest.find("-----END") else { return text.len() };
    let behind = end + "-----END".len();
    let closing = rest.get(behind..).and_then(|tail| tail.find("-----")).filter(|at| *at <= LABEL);
    body + behind + closing.map_or(0, |at| at + "-----".len())
}

/// Every JSON Web Token: header, payload and signature, each in base64url.
fn signed_tokens(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("eyJ")).map(|o| at + o) {
        let header = run(text, start);
        at = header.max(start + 3);
        let payload = part(text, header);
        let Some(payload) = payload.filter(|end| starts_object(text, header + 1, *end)) else {
            continue;
        };
        let Some(end) = part(text, payload).filter(|end| end - payload > 16) else { continue };
        at = end;
        if !placeholders::inside(text.get(start..end).unwrap_or_default()) {
            let hit = Hit::confirmed(start..end, "JSON Web Token", Some(SecretKind::Token));
            hits.push(Hit { prefix: "eyJ", ..hit });
        }
    }
    hits
}

fn starts_object(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|part| part.starts_with("eyJ"))
}

/// The end of the part behind the dot at `dot`, if there is a dot.
fn part(text: &str, dot: usize) -> Option<usize> {
    (text.as_bytes().get(dot) == Some(&b'.')).then(|| run(text, dot + 1))
}

fn run(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let word = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    from + rest.iter().take_while(word).count()
}

/// Every Telegram bot token: the bot's number, a colon, and 35 characters that begin with `AA`.
fn bot_tokens(text: &str) -> Vec<Hit> {
    let bytes = text.as_bytes();
    text.match_indices(":AA")
        .filter_map(|(colon, _)| {
            let digits = bytes.get(..colon)?.iter().rev().take(11);
            let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
            let end = run(text, colon + 1);
            let fits = (8..=10).contains(&digits) && end - colon - 1 == 35;
            let hit = Hit::confirmed(colon - digits..end, "Telegram bot token", None);
            fits.then_some(Hit {
                secret_kind: Some(SecretKind::ApiKey),
                principal_kind: Some(PrincipalKind::Workload),
                ..hit
            })
        })
        .collect()
}

/// Every HCP Terraform token, recognised by its middle.
fn terraform_tokens(text: &str) -> Vec<Hit> {
    let bytes = text.as_bytes();
    text.match_indices(MIDDLE)
        .filter_map(|(dot, _)| {
            let head = bytes.get(..dot)?.iter().rev().take(15);
            let head = head.take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let end = run(text, dot + MIDDLE.len());
            let fits = head == 14 && end - dot - MIDDLE.len() >= 60;
            fits.then(|| Hit::confirmed(dot - head..end, "HCP Terraform token", None))
        })
        .map(|hit| Hit { secret_kind: Some(SecretKind::ApiKey), ..hit })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(breaks: &str) -> String {
        let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj";
        format!("{BEGIN} RSA PRIVATE KEY-----{breaks}{line}{breaks}-----END RSA PRIVATE KEY-----")
    }

    #[test]
    fn key_blocks_are_found_whole_escaped_and_cut_off() {
        for text in [key("\n"), key("\\n"), key("\n").replace("-----END", "")] {
            let hits = private_keys(&text);
            assert_eq!(hits.len(), 1);
            assert_eq!(hits[0].range, 0..text.len());
        }
        assert!(
            private_keys("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----").is_empty()
        );
        assert!(private_keys("starts with -----BEGIN PRIVATE KEY----- and so on").is_empty());
    }

    #[test]
    fn a_signed_token_needs_three_parts() {
        let token = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0", "c2lnbmF0dXJlc2lnbmF0dXJl"];
        assert_eq!(signed_tokens(&format!("x={}", token.join("."))).len(), 1);
        assert!(signed_tokens(&token[..2].join(".")).is_empty());
        assert!(signed_tokens("eyJeyJeyJ.eyJ.").is_empty());
    }

    #[test]
    fn tokens_known_by_their_middle_are_found() {
        let bot = format!("123456789:AA{}", "h9Kx".repeat(9).get(..33).expect("long enough"));
        assert_eq!(bot_tokens(&bot).len(), 1);
        let cloud = format!("a1B2c3D4e5F6g7.atlasv1.{}", "z9Y8".repeat(16));
        assert_eq!(terraform_tokens(&cloud).len(), 1);
    }
}
