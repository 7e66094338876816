//! The values in one cell of a table.

use super::reference;

/// The values in a cell that lists several. The semicolon of a character reference such as `&#45;` ends no
/// value: a secret that is written with one would fall into parts that nobody knows again.
pub fn cell_parts(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let mut ends = text.match_indices(';').map(|(at, _)| at);
    let mut done = false;
    let parts = std::iter::from_fn(move || {
        if done {
            return None;
        }
        let end = ends.find(|at| !reference::is_ended_by(text.get(from..*at).unwrap_or_default()));
        let part = text.get(from..end.unwrap_or(text.len()));
        match end {
            Some(end) => from = end + 1,
            None => done = true,
        }
        part
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_separates_unless_it_ends_a_reference() {
        let parts = |text| cell_parts(text).collect::<Vec<_>>();
        assert_eq!(parts("a; b;;c;"), ["a", "b", "c"]);
        assert_eq!(parts("a&#46;b; &amp;c &x2"), ["a&#46;b", "&amp;c &x2"]);
        assert_eq!(parts("a&#x2E;b&lowbar;c"), ["a&#x2E;b&lowbar;c"]);
        assert_eq!(parts("Ben&Jerry;R & D; é&;&#;b"), ["Ben&Jerry", "R & D", "é&", "&#", "b"]);
        assert!(parts(" ; ").is_empty());
    }
}
