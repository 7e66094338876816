//! Texts that only fill a gap.

/// Whether a text only fills a gap: `TBD`, `n/a`, `unknown`, `-`.
pub fn is_placeholder(text: &str) -> bool {
    const FILLERS: [&str; 14] = [
        "",
        "-",
        "--",
        "?",
        "tbd",
        "tba",
        "todo",
        "n/a",
        "na",
        "none",
        "unknown",
        "unassigned",
        "nobody",
        "placeholder",
    ];
    FILLERS.contains(&text.trim().to_lowercase().as_str())
}
