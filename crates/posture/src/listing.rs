//! Lists in sentences.

/// How many entries a sentence names.
const NAMED: usize = 5;

/// The first few of a list, and how many more there are.
pub(super) fn first_few<T: ToString>(all: &[T]) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(ToString::to_string).collect();
    match all.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
