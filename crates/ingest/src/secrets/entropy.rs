//! Whether a text looks random rather than written.
//!
//! Counting in integers keeps the judgement the same on every machine.

/// Whether part of the text is random beyond doubt, without a name to lead there.
///
/// Words, model names, versions and regions change their character class rarely; a random text
/// changes it all the time. Plain hexadecimal and UUIDs are left out on purpose: commits,
/// digests and record ids look the same as keys.
pub(crate) fn looks_random(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '='))).any(is_random_run)
}

/// Whether a text without signs between its parts is random beyond doubt.
pub(super) fn is_random_run(run: &str) -> bool {
    run.len() >= 16 && !is_hex(run) && has_both(run) && turns(run) * 3 >= run.len()
}

/// Whether a value could be a key, given that its setting's name says so.
pub(super) fn could_be_key(text: &str) -> bool {
    let long = text.chars().count() >= 16;
    long && !text.contains(char::is_whitespace) && has_both(text)
}

/// Letters and digits both.
pub(super) fn has_both(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The Shannon entropy of a text, in bits a byte: what the rules of others are written for.
pub(super) fn shannon(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    });
    let length = text.len() as f64;
    let parts = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    parts.map(|share| -share * share.log2()).sum()
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// How often the class of the character changes: small letter, capital, digit.
pub(super) fn turns(text: &str) -> usize {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    text.as_bytes().windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_texts_are_distinguished_from_written_ones() {
        for drawn in ["q7Xb2LmT9vRz4KdWp8Ns", "8fK2jd9Qx-7Lm3Pq8Rt5Vw1Zb6Nc", "k3j9x2m8q4z7w1v5n6"]
        {
            assert!(looks_random(drawn), "{drawn}");
        }
        for written in [
            "claude-3-5-sonnet-20241022",
            "modelcontextprotocol2024",
            "MyServer2024Production1",
            "3f823c43847903de520d5457ab182300aa9f34e7",
            "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c",
            "us-east-1",
            "/usr/local/lib/python3.12/site-packages",
        ] {
            assert!(!looks_random(written), "{written}");
        }
    }
}
