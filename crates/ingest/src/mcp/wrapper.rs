//! Programs that start the real program: shells, `sudo`, `env`, secret injectors.

use super::words::{self, Word};

/// The command line behind any wrappers.
pub(super) fn unwrap(line: &[Word]) -> Vec<Word> {
    let mut line = line.to_vec();
    // No real configuration has more layers than this.
    for _ in 0..6 {
        let Some(inner) = inner(&line) else { break };
        line = inner;
    }
    line
}

fn inner(line: &[Word]) -> Option<Vec<Word>> {
    let (first, rest) = line.split_first()?;
    let behind = |at: usize| rest.get(at..).map(<[Word]>::to_vec).filter(|line| !line.is_empty());
    let past_options = || {
        let skipped =
            |word: &Word| word.text.starts_with('-') || words::assignment(&word.text).is_some();
        rest.iter().position(|word| !skipped(word))
    };
    match words::bare(&first.text).as_str() {
        // `API_KEY=… npx …`
        _ if words::assignment(&first.text).is_some() => behind(0),
        "cmd" => {
            let at = rest.iter().position(|word| word.text.eq_ignore_ascii_case("/c"))?;
            shell(rest.get(at + 1..)?)
        }
        "sh" | "bash" | "zsh" | "dash" | "fish" | "pwsh" | "powershell" => {
            let run = |word: &Word| {
                let flag = word.text.to_ascii_lowercase();
                matches!(flag.as_str(), "-c" | "-lc" | "-ic" | "-ilc" | "-lic" | "-command")
            };
            shell(rest.get(rest.iter().position(run)? + 1..)?)
        }
        "env" | "cross-env" | "sudo" | "nice" | "nohup" | "exec" | "wsl" | "time" => {
            behind(past_options()?)
        }
        "op" | "doppler" | "infisical" | "dotenv" | "dotenvx" | "mise" | "aws-vault" | "direnv"
        | "chamber" | "teller" | "with-secrets" => {
            behind(rest.iter().position(|word| word.text == "--")? + 1)
        }
        _ => None,
    }
}

/// The command that a shell runs: one text, or the remaining words.
fn shell(words: &[Word]) -> Option<Vec<Word>> {
    let (script, rest) = words.split_first()?;
    let split = words::split(&script.text).into_iter();
    let mut line: Vec<_> = split.map(|text| Word { text, place: script.place.clone() }).collect();
    line.extend_from_slice(rest);
    // `cd /srv && npx …`: the last command of the chain is the one that stays.
    let joint = line.iter().rposition(|word| matches!(word.text.as_str(), "&&" | ";" | "||"));
    let line = joint.and_then(|at| line.get(at + 1..)).map_or(line.clone(), <[Word]>::to_vec);
    (!line.is_empty()).then_some(line)
}
