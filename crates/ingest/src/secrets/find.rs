//! Every secret that a text's own shape gives away.

use super::finders;
use super::found::Hit;
use super::sieve::{self, Candidates};
use model::records::Certainty;

/// Texts shorter than this hold no secret that their shape gives away.
pub(super) const SHORTEST: usize = 8;

/// The secrets in `text`, in order, none overlapping another.
pub(super) fn find(text: &str) -> Vec<Hit> {
    among(sieve::sift(text), text)
}

/// The same, where it is known which finders must read the text.
pub(super) fn among(candidates: Candidates, text: &str) -> Vec<Hit> {
    // The shortest secret that any rule below takes for one is longer.
    if text.len() < SHORTEST {
        return Vec::new();
    }
    disjoint(candidates.find(finders::SHAPES, text))
}

/// Joins what overlaps, so that no byte of any of them is left over.
pub(super) fn disjoint(hits: Vec<Hit>) -> Vec<Hit> {
    let mut ranked: Vec<_> = hits.into_iter().enumerate().collect();
    ranked.sort_by_key(|(rank, hit)| (hit.range.start, *rank));
    let mut joined: Vec<(usize, Hit)> = Vec::new();
    for (rank, hit) in ranked {
        match joined.last_mut() {
            Some((first, last)) if hit.range.start < last.range.end => {
                let range = last.range.start..last.range.end.max(hit.range.end);
                let sure = last.certainty == Certainty::Confirmed;
                let moved = hit.range.start != range.start;
                if rank < *first || !sure && hit.certainty == Certainty::Confirmed {
                    *last = hit;
                    *first = rank;
                    // The prefix is only shown where the range begins with it.
                    if moved {
                        last.prefix = "";
                    }
                }
                last.range = range;
            }
            _ => joined.push((rank, hit)),
        }
    }
    joined.into_iter().map(|(_, hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn overlapping_secrets_are_reported_once_and_masked_whole() {
        let key = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let text = format!("https://x:{key}!more@github.example");
        let hits = find(&text);
        assert_eq!(hits.len(), 1);
        assert_eq!(&text[hits[0].range.clone()], format!("{key}!more"));
        assert_eq!(hits[0].kind, "GitHub personal access token");
    }
}
