//! Taking confirmed secrets out of a longer text.

use super::find;
use model::records::Certainty;

/// The text with every confirmed secret replaced by its masked form; `None` where it holds none.
pub fn redact(text: &str) -> Option<String> {
    let hits = find::find(text);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for hit in hits.iter().filter(|hit| hit.certainty == Certainty::Confirmed) {
        kept.push_str(text.get(from..hit.range.start).unwrap_or_default());
        kept.push_str(&hit.masked(text));
        from = hit.range.end;
    }
    if from == 0 {
        return None;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn what_is_confirmed_goes_and_the_rest_stays() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let text = format!("Use {token}, or postgres://app:hunter2@db/x — ßé.");
        let clean = redact(&text).expect("two secrets");
        assert_eq!(
            clean,
            "Use ghp_… (40 characters), or postgres://app:… (7 characters)@db/x — ßé."
        );
        assert_eq!(redact(&clean), None, "a masked form is no secret");
        assert_eq!(redact("Rotate the token each month"), None);
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
        ] {
            let text = unit.repeat(40_000 / unit.len());
            let started = std::time::Instant::now();
            let _ = redact(&text);
            assert!(started.elapsed().as_secs() < 10, "{unit}");
        }
    }
}
