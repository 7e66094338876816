//! What is wrong with a text, and where.

use super::MAX_LISTED;

/// One fault in a text. Values are never quoted: any of them may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1; 0 where unknown.
    pub line: u32,
    /// Keys and positions that lead to it.
    pub path: Vec<String>,
    /// What is wrong, as a clause.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    /// A fault on a line.
    pub fn new(line: u32, message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault { line, path: Vec::new(), message: message.into(), help: help.into() }
    }

    /// The path as a JSON pointer.
    pub fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |mut pointer, step| {
            pointer.push('/');
            pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
            pointer
        })
    }
}

/// How long a name may be, in bytes, to be compared with others: the work grows with both lengths.
pub const MAX_COMPARED: usize = 256;

/// The first faults of a text; where there are more than are listed, the last one counts the others.
pub fn few(mut faults: Vec<Fault>) -> Vec<Fault> {
    let more = faults.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        faults.truncate(MAX_LISTED);
        let message = format!("{more} more faults in this file are not listed");
        let last = faults.last().map_or(0, |last| last.line);
        faults.push(Fault::new(last, message, "correct those above first"));
    }
    faults
}

/// The candidate most like what was written, if any is alike enough to be meant.
pub fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if written.len() > MAX_COMPARED {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace('-', "_");
    let written = plain(written);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_COMPARED)
        .map(|candidate| (strsim::jaro_winkler(&written, &plain(candidate)), candidate))
        .filter(|(likeness, candidate)| *likeness > 0.8 && is_misspelling(&written, candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Whether few enough letters differ for one word to be a misspelling of the other: `last_rotated` is
/// another word than `last_used`, however much they have in common. The beginning of a word is enough.
fn is_misspelling(written: &str, candidate: &str) -> bool {
    let candidate = candidate.to_lowercase().replace('-', "_");
    let distance = strsim::osa_distance(written, &candidate);
    candidate.starts_with(written)
        || distance <= 2
        || distance * 2 <= written.len().min(candidate.len())
}

/// How many letters two words differ in: put in, left out, replaced or swapped with a neighbour. Of
/// words too long to be compared, at least the difference of their lengths.
pub fn slips(a: &str, b: &str) -> usize {
    if a.len().max(b.len()) > MAX_COMPARED {
        return if a == b { 0 } else { a.len().abs_diff(b.len()).max(MAX_COMPARED) };
    }
    strsim::osa_distance(a, b)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_misspelling_finds_the_word_that_was_meant() {
        assert_eq!(closest("onwer", ["id", "owner", "name"]), Some("owner"));
        assert_eq!(
            closest("owner-inherited", ["owner", "owner_inherited"]),
            Some("owner_inherited")
        );
        assert_eq!(closest("colour", ["id", "owner"]), None);
        assert_eq!(closest("owasp-nhi", ["owasp-nhi-2025", "x"]), Some("owasp-nhi-2025"));
        assert_eq!(closest("last_rotated", ["last_used", "name"]), None);
    }
}
