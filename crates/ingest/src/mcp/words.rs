//! Command lines, taken apart into words.

use crate::secrets;
use model::Place;

/// One word of a command line, with the place of the value it was written in.
#[derive(Clone)]
pub(super) struct Word {
    /// The word. It may be a secret, so it never leaves this crate.
    pub text: String,
    /// Its place.
    pub place: Place,
}

/// Splits a command line at spaces outside quotes. It is only looked at, never run.
pub(super) fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut open) = (String::new(), None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (None, '"' | '\'') => (quote, open) = (Some(letter), true),
            (None, _) if letter.is_whitespace() => {
                if open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            _ => word.push(letter),
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words of a line that nobody has split yet. One in which the spaces are those of a secret, as in a key
/// over two lines, stays whole: the half of a secret is known by nothing.
pub(super) fn split_whole(line: &str) -> Vec<String> {
    let words = split(line);
    let holds = |text: &str| secrets::redact_across(text, &[' ', '\t', '\n', '\r']).is_some();
    let is_cut = words.len() > 1 && holds(line) && !words.iter().any(|word| holds(word));
    if is_cut { vec![line.trim().to_string()] } else { words }
}

/// The words of a `command` value.
///
/// A command may hold its arguments (`uv run python`) or be a path with spaces in it
/// (`~/Library/Application Support/tool`); what follows the first space decides.
pub(super) fn command(text: &str, has_arguments: bool) -> Vec<String> {
    let words = split_whole(text);
    let is_argument = |word: &str| {
        word.starts_with(['/', '~', '-', '.', '$', '@', '&', '|']) || word.contains(['=', ':'])
    };
    let path = words.first().is_some_and(|word| word.contains(['/', '\\']) && !word.contains('='));
    let rest = words.get(1..).unwrap_or_default();
    let windows = text.get(1..3) == Some(":\\");
    let spaced = path
        && (has_arguments || windows)
        && rest.iter().any(|word| word.contains(['/', '\\']))
        && !rest.iter().any(|word| is_argument(word));
    if spaced { vec![text.trim().to_string()] } else { words }
}

/// The last part of a path, in either notation.
pub(super) fn basename(path: &str) -> &str {
    path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A program's name without its Windows extension, for comparing.
pub(super) fn bare(program: &str) -> String {
    let name = basename(program).to_ascii_lowercase();
    let cut = [".exe", ".cmd", ".bat", ".ps1"].iter().find_map(|end| name.strip_suffix(end));
    cut.map_or(name.clone(), str::to_string)
}

/// Splits `NAME=value` and `--name=value`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let plain = name.trim_start_matches('-');
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let starts = plain.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    (starts && plain.bytes().all(letters)).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_with_spaces_is_split_unless_it_is_one_path() {
        assert_eq!(command("uv run python", true), ["uv", "run", "python"]);
        assert_eq!(command("~/Library/Application Support/x/tool", true).len(), 1);
        assert_eq!(command(r"C:\Program Files\nodejs\npx.cmd", false).len(), 1);
        assert_eq!(command("/usr/bin/node /opt/server.js", false).len(), 2);
        assert_eq!(split("a 'b c' \"\" d"), ["a", "b c", "", "d"]);
        let secret = "Server=db;Uid=sa;Pwd=Sommer\n    2026xQ9kz2001;";
        assert_eq!(command(secret, false), [secret]);
        assert_eq!(command("npx x --pwd Sommer2026xQ9", false).len(), 4);
        assert_eq!(bare(r"C:\Program Files\nodejs\NPX.cmd"), "npx");
    }
}
