//! Taking secrets out of a text.

use super::found::Hit;
use super::sieve::{self, Candidates};
use super::{encoded, find, finders, mark, spellings};
use model::records::Certainty;

/// The text with every secret in it, confirmed or suspected, replaced by its masked form; `None` where
/// it holds none. Behind each mask is a mark, which the border of this crate takes away.
pub(crate) fn redact_prose(text: &str) -> Option<String> {
    apply(text, hits(text, false))
}

/// The same for the address of a server, whose path may hold a token.
pub(crate) fn redact_address(text: &str) -> Option<String> {
    apply(text, hits(text, true))
}

/// The same for an identifier of a known type, such as a digest: it may look random, so only what its
/// own shape gives away is masked.
pub(crate) fn redact_typed(text: &str) -> Option<String> {
    let mut hits = find::find(text);
    hits.retain(|hit| hit.certainty == Certainty::Confirmed);
    apply(text, hits)
}

/// The same for an address of which a reader keeps what is before the first of some signs: only secrets that
/// hold such a sign are masked. Cut in two, none of their halves would be known for what it is.
pub(crate) fn redact_across(text: &str, signs: &[char]) -> Option<String> {
    if !text.contains(signs) {
        return None;
    }
    let mut hits = hits(text, true);
    hits.retain(|hit| text.get(hit.range.clone()).is_some_and(|secret| secret.contains(signs)));
    apply(text, hits)
}

/// Whether a text can hold a secret at all. Most names cannot, and every text is asked.
fn may_hold(text: &str) -> bool {
    const SIGNS: &[u8] = b"=:/\\%&\"'@<-+_";
    text.len() >= find::SHORTEST
        && (text.bytes().any(|byte| byte.is_ascii_digit() || SIGNS.contains(&byte))
            // Base64 may have letters alone.
            || text.split(|c: char| !c.is_ascii_alphabetic()).any(|run| run.len() >= encoded::SHORTEST))
}

/// The secrets in a text, as it is written and as others would read it.
fn hits(text: &str, is_address: bool) -> Vec<Hit> {
    let candidates = sieve::sift(text);
    if candidates.is_empty() || !may_hold(text) {
        return Vec::new();
    }
    let mut hits = written(candidates, text, is_address);
    if candidates.has(finders::SPELLED) {
        for spelling in spellings::others(text) {
            let read = &spelling.text;
            hits.extend(written(sieve::sift(read), read, is_address).into_iter().map(|hit| {
                let range = spelling.written(&hit.range);
                let begins = text.get(range.clone()).is_some_and(|raw| raw.starts_with(hit.prefix));
                Hit { range, prefix: if begins { hit.prefix } else { "" }, ..hit }
            }));
        }
    }
    find::disjoint(hits)
}

/// The secrets in a text as it is written.
fn written(candidates: Candidates, text: &str, is_address: bool) -> Vec<Hit> {
    let mut hits = plain(candidates, text, is_address);
    if candidates.has(finders::ENCODED) {
        let first = |decoded: &str| plain(sieve::sift(decoded), decoded, false).into_iter().next();
        hits.extend(encoded::find(text, first));
    }
    hits
}

/// The same without what is encoded in it.
fn plain(candidates: Candidates, text: &str, is_address: bool) -> Vec<Hit> {
    let mut hits = find::among(candidates, text);
    hits.extend(candidates.find(finders::AROUND, text));
    let steps = if is_address { finders::STEPS_OF_ALL } else { finders::STEPS };
    hits.extend(candidates.find(steps, text));
    hits
}

fn apply(text: &str, hits: Vec<Hit>) -> Option<String> {
    if hits.is_empty() {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for hit in &hits {
        let secret = text.get(hit.range.clone()).unwrap_or_default();
        kept.push_str(text.get(from..hit.range.start).unwrap_or_default());
        kept.push_str(&hit.masked(text));
        kept.extend(mark::written(mark::of(secret)));
        from = hit.range.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> Option<String> {
        redact_prose(text).map(mark::strip)
    }

    #[test]
    fn what_is_secret_goes_and_the_rest_stays() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let text = format!("Use {token}, or postgres://app:hunter2@db/x — ßé.");
        let clean = clean(&text).expect("two secrets");
        assert_eq!(
            clean,
            "Use ghp_… (40 characters), or postgres://app:… (7 characters)@db/x — ßé."
        );
        assert_eq!(redact_prose(&clean), None, "a masked form is no secret");
        assert_eq!(redact_prose("Rotate the token each month"), None);
    }

    #[test]
    fn a_masked_text_is_not_masked_again() {
        for text in [
            "password: Sommer2026xQ9",
            "curl -u ada:lovelace99 https://h",
            "Cookie: session=abcdef0123; theme=dark",
            "https://mcp.test/s/3f823c43847903de520d5457ab182300/sse",
            "https://hooks.slack.com/services/T0/B0/abcdefgh",
            "export X_TOKEN=k7Qx2Lm9Tv4Rz8Wp",
        ] {
            let once = redact_prose(text).expect(text);
            assert_eq!(redact_prose(&once), None, "{once}");
            assert_eq!(redact_prose(&mark::strip(once.clone())), None, "{once}");
        }
    }

    #[test]
    fn letters_alone_may_be_a_secret_in_base64() {
        let packed = "QTMtWkhDUjRFLTJTSkhLVUgzRDZOLTJVQVhILUdCUTdLLVdFUjVU";
        assert!(packed.bytes().all(|byte| byte.is_ascii_alphabetic()));
        assert_eq!(clean(packed).as_deref(), Some("… (52 characters)"));
        assert_eq!(redact_prose("PurposeApprovedByTheOwnerOfTheServer"), None);
    }

    #[test]
    fn a_secret_is_found_in_other_spellings() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let entities: String = token.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        let escapes: String = token.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        let percent: String = token.bytes().map(|b| format!("%{b:02X}")).collect();
        let broken = format!("{}\n    {}", &token[..12], &token[12..]);
        for spelled in [entities, escapes, percent, broken] {
            let text = format!("é {spelled} ü");
            let clean = clean(&text).expect(&text);
            assert!(clean.starts_with("é ") && clean.ends_with(" ü"), "{clean}");
            assert!(clean.chars().count() < 40, "{clean}");
        }
    }

    #[test]
    fn identifiers_of_a_known_type_stay() {
        for text in [
            "sha256:3f823c43847903de520d5457ab182300aa9f34e73f823c43847903de520d5457",
            "arn:aws:iam::123456789012:role/deployer",
            "spiffe://prod.test/ns/billing/sa/worker",
            "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c",
            "0oa2fK9dQx7Lm3Pq8Rt5",
            "https://git.test/a/b/commit/3f823c43847903de520d5457ab182300aa9f34e7",
            "@modelcontextprotocol/server-postgres@0.6.2",
            "npm:@scope/server-name-with-a-long-name",
            "claude-3-5-sonnet-20241022",
        ] {
            assert_eq!(redact_prose(text), None, "{text}");
        }
    }

    #[test]
    fn hostile_text_is_read_once() {
        for unit in [
            "-----BEGIN PRIVATE KEY-----",
            "eyJ",
            "sk-",
            "://a:b",
            "?token=",
            "bearer ",
            "${",
            "{{",
            "password",
            "password:",
            "-u a:b ",
            "mysql ",
            "\\u0041",
            "&#45;",
            "\"d\"",
            "QUJD",
            "cookie: a=b;",
            "https://mcp.test/",
        ] {
            let text = unit.repeat(40_000 / unit.len());
            let started = std::time::Instant::now();
            let _ = redact_prose(&text);
            assert!(started.elapsed().as_secs() < 10, "{unit}");
        }
    }
}
