//! The script that a shell runs, and the command in it that stays.

use super::super::words::{self, Word};

/// The command of a script that keeps running: the last of a chain. What the script exports becomes variables.
pub(super) fn command(words: &[Word], env: &mut Vec<(String, String)>) -> Option<Vec<Word>> {
    let (script, rest) = words.split_first()?;
    let spaced = space(&script.text);
    let mut line: Vec<Word> = words::split(&spaced)
        .into_iter()
        .map(|text| Word { text, place: script.place.clone() })
        .collect();
    // `sh -c 'exec "$0" "$@"' npx …`: the script only runs what follows it.
    let handed = line.iter().any(|word| matches!(word.text.as_str(), "$0" | "$@" | "$*" | "%*"));
    if handed {
        line.retain(|word| !matches!(word.text.as_str(), "$0" | "$@" | "$*" | "%*"));
    }
    line.extend_from_slice(rest);
    let mut parts: Vec<Vec<Word>> = vec![Vec::new()];
    for word in line {
        match word.text.as_str() {
            "&&" | "||" | ";" | "&" => parts.push(Vec::new()),
            _ => parts.last_mut()?.push(word),
        }
    }
    parts.retain(|part| !part.is_empty());
    for part in &parts {
        if matches!(part.first()?.text.as_str(), "export" | "set" | "declare") {
            let set = part.iter().skip(1).filter_map(|word| words::assignment(&word.text));
            env.extend(set.map(|(name, value)| (name.to_string(), value.to_string())));
        }
        // Where a relative path begins.
        if let ("cd" | "pushd" | "Set-Location", Some(folder)) =
            (part.first()?.text.as_str(), part.last().filter(|_| part.len() > 1))
        {
            env.push(("cd".to_string(), folder.text.clone()));
        }
    }
    let mut last = parts.pop()?;
    // `& 'C:\…\npx.cmd'` is how PowerShell calls what is in quotes.
    if let Some(word) = last.first_mut()
        && let Some(program) = word.text.strip_prefix('&').filter(|rest| !rest.is_empty())
    {
        word.text = program.to_string();
    }
    last.retain(|word| !is_redirection(&word.text));
    Some(last).filter(|last| !last.is_empty())
}

/// Puts spaces around what joins commands, outside quotes.
fn space(script: &str) -> String {
    let mut spaced = String::with_capacity(script.len());
    let mut quote = None;
    let mut letters = script.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ';' | '\n') => {
                spaced.push_str(" ; ");
                continue;
            }
            (None, '&' | '|') if letters.peek() == Some(&letter) => {
                letters.next();
                spaced.extend([' ', letter, letter, ' ']);
                continue;
            }
            _ => {}
        }
        spaced.push(letter);
    }
    spaced
}

/// `2>/dev/null`, `2>&1`, `>>log`.
fn is_redirection(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&');
    rest.starts_with('>') && rest.len() > 1
}
