//! What a command line really starts, behind shells, launchers, version managers, secret injectors and
//! bridges. One table (`table.rs`) knows them all; launch, package, hardening and the launch key read its
//! answer.

mod options;
mod row;
mod script;
mod step;
mod table;
#[cfg(test)]
mod tests;

use super::words::{self, Word};
use step::{Step, step};

pub(super) use options::{Options, positional};
pub(super) use step::{package_name, programs};
pub(super) use table::{NPM, UV, is_known};

/// A command line without its wrappers.
#[derive(Clone, Default)]
pub(super) struct Unwrapped {
    /// The innermost command line. For a bridge to an address: that of the bridge.
    pub line: Vec<Word>,
    /// Every command line on the way, the outermost first, the innermost included.
    pub layers: Vec<Vec<Word>>,
    /// The lines among them that belong to a bridge.
    pub bridges: Vec<Vec<Word>>,
    /// Variables that a wrapper sets.
    pub env: Vec<(String, String)>,
    /// The words around the command in version managers and secret injectors: folders, environments, stores.
    pub around: Vec<Vec<Word>>,
    /// The address that a bridge leads to, and its position in `line`.
    pub remote: Option<(String, usize)>,
}

/// No real configuration has more layers than this.
const DEPTH: usize = 12;

/// Looks through every wrapper of a command line.
pub(super) fn unwrap(line: &[Word]) -> Unwrapped {
    let mut found = Unwrapped { line: line.to_vec(), ..Unwrapped::default() };
    for _ in 0..DEPTH {
        found.line = without_variables(std::mem::take(&mut found.line), &mut found.env);
        found.layers.push(found.line.clone());
        match step(&found.line, &mut found.env) {
            Step::Inner(inner) => {
                let outer = std::mem::replace(&mut found.line, inner);
                if outer
                    .first()
                    .is_some_and(|program| table::sets_environment(&programs(&program.text)))
                {
                    let kept = outer.len().saturating_sub(found.line.len()).max(1);
                    found.around.push(outer.get(..kept).unwrap_or_default().to_vec());
                }
            }
            Step::Bridged(inner) => {
                found.bridges.push(std::mem::replace(&mut found.line, inner));
            }
            Step::Remote(url, at) => {
                found.bridges.push(found.line.clone());
                found.remote = Some((url, at));
                break;
            }
            Step::End => break,
        }
    }
    found
}

/// `API_KEY=… npx …`
fn without_variables(line: Vec<Word>, env: &mut Vec<(String, String)>) -> Vec<Word> {
    let mut start = 0;
    while let Some((name, value)) = line.get(start).and_then(|word| words::assignment(&word.text))
        && !name.starts_with('-')
        && start + 1 < line.len()
    {
        env.push((name.to_string(), value.to_string()));
        start += 1;
    }
    line.into_iter().skip(start).collect()
}
