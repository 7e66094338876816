//! One layer of a command line: the row of the table that fits, and what it starts.

use super::super::words::{self, Word};
use super::options::{Options, is_option, positional};
use super::row::{Row, Then};
use super::{script, table};

/// What is behind a layer.
pub(super) enum Step {
    /// Another command line.
    Inner(Vec<Word>),
    /// A local server behind a bridge.
    Bridged(Vec<Word>),
    /// An address, and its position in the line.
    Remote(String, usize),
    /// Nothing: this is what runs.
    End,
}

/// The names by which the table may know a program: in full, as packages are written, and bare.
pub(in crate::mcp) fn programs(text: &str) -> [String; 2] {
    let full = if text.starts_with('@') { text.to_ascii_lowercase() } else { String::new() };
    [full, words::bare(text)]
}

/// Takes one layer off.
pub(super) fn step(line: &[Word], env: &mut Vec<(String, String)>) -> Step {
    let Some((program, rest)) = line.split_first() else { return Step::End };
    let names = programs(&program.text);
    let fits = |row: &&Row| row.names.iter().any(|name| names.iter().any(|known| known == name));
    for row in table::rows().filter(fits) {
        let Some(start) = behind_sub(row, rest) else { continue };
        let rest = rest.get(start..).unwrap_or_default();
        return match apply(row, rest, env) {
            Some(Step::Remote(url, at)) => Step::Remote(url, at + start + 1),
            Some(step) => step,
            None => Step::End,
        };
    }
    Step::End
}

/// Where the words of a row begin: behind its subcommand.
fn behind_sub(row: &Row, rest: &[Word]) -> Option<usize> {
    if row.sub.is_empty() {
        return Some(0);
    }
    let start = positional(rest, Options(row.valued))?;
    row.sub.iter().find_map(|sub| {
        let mut end = start;
        for word in sub.split(' ') {
            (rest.get(end)?.text == word).then_some(())?;
            end += 1;
        }
        Some(end)
    })
}

fn apply(row: &Row, rest: &[Word], env: &mut Vec<(String, String)>) -> Option<Step> {
    let options = Options(row.valued);
    let inner = |line: Vec<Word>| Some(Step::Inner(line));
    match row.then {
        Then::Rest => inner(after(rest, options, 0, env)?),
        Then::After(count) => inner(after(rest, options, count, env)?),
        Then::Dashes(count) => match rest.iter().position(|word| word.text == "--") {
            Some(at) => inner(after(rest.get(at + 1..)?, Options(&[]), 0, env)?),
            None => inner(one_text(after(rest, options, count, env)?)),
        },
        Then::Script(names) => match options.value(rest, names) {
            Some((value, at)) => {
                let place = rest.get(at.checked_sub(1)?)?.place.clone();
                let mut script = vec![Word { text: value.to_string(), place }];
                script.extend_from_slice(rest.get(at..)?);
                inner(script::command(&script, env)?)
            }
            None => match slash_flag(rest, names) {
                Some(at) => inner(script::command(rest.get(at + 1..)?, env)?),
                None => inner(after(rest, options, 0, env)?),
            },
        },
        Then::Behind(names) => {
            let at = rest.iter().position(|word| names.contains(&word.text.as_str()))?;
            inner(script::command(rest.get(at + 1..)?, env)?)
        }
        Then::ShellWords => {
            let at = rest.iter().position(|word| word.text == "--").map_or(0, |at| at + 1);
            inner(script::command(&after(rest.get(at..)?, options, 0, env)?, env)?)
        }
        Then::Shell => {
            let is_script = |word: &Word| {
                let letters = word.text.strip_prefix('-').unwrap_or_default();
                letters.ends_with('c') && letters.bytes().all(|b| b.is_ascii_alphabetic())
            };
            let at = rest.iter().position(is_script)?;
            let at = at + 1 + usize::from(rest.get(at + 1).is_some_and(|word| word.text == "--"));
            inner(script::command(rest.get(at..)?, env)?)
        }
        Then::Package(names) => package(rest, options, names, env),
        Then::Source(modules) => source(row, rest, options, modules),
        Then::Bridge(commands) => bridge(rest, options, commands),
    }
}

/// `cmd /d /s /c …`: options that begin with a slash.
fn slash_flag(rest: &[Word], names: &[&str]) -> Option<usize> {
    let slashed = names.iter().any(|name| name.starts_with('/'));
    let is = |word: &Word| names.iter().any(|name| word.text.eq_ignore_ascii_case(name));
    slashed.then(|| rest.iter().position(is)).flatten()
}

/// The line behind options, variables and `count` more words.
fn after(
    rest: &[Word],
    options: Options,
    count: usize,
    env: &mut Vec<(String, String)>,
) -> Option<Vec<Word>> {
    let mut at = 0;
    let mut left = count;
    while let Some(word) = rest.get(at) {
        if is_option(&word.text) {
            at += options.width(&word.text);
        } else if let Some((name, value)) = words::assignment(&word.text) {
            env.push((name.to_string(), value.to_string()));
            at += 1;
        } else if left > 0 || is_tool_version(word, rest.get(at + 1)) {
            left = left.saturating_sub(1);
            at += 1;
        } else {
            break;
        }
    }
    rest.get(at..).filter(|line| !line.is_empty()).map(<[Word]>::to_vec)
}

/// `mise x node@22 npx …`: a version of a tool in front of the command.
fn is_tool_version(word: &Word, next: Option<&Word>) -> bool {
    let plain = !word.text.starts_with('@') && !word.text.contains(['/', '\\', ':']);
    let version = word.text.split_once('@').is_some_and(|(_, version)| {
        version.starts_with(|c: char| c.is_ascii_digit()) || version == "latest" || version == "lts"
    });
    plain && version && next.is_some()
}

/// A command that is handed over as one text.
fn one_text(line: Vec<Word>) -> Vec<Word> {
    match line.as_slice() {
        [only] if only.text.contains(' ') && !only.text.contains(['/', '\\']) => split(only),
        _ => line,
    }
}

fn split(word: &Word) -> Vec<Word> {
    let texts = words::split(&word.text).into_iter();
    texts.map(|text| Word { text, place: word.place.clone() }).collect()
}

/// A package: what runs if the table knows it, else the end.
fn package(
    rest: &[Word],
    options: Options,
    names: &[&str],
    env: &mut Vec<(String, String)>,
) -> Option<Step> {
    if options.0.contains(&"--call")
        && let Some((value, at)) = options.value(rest, &["-c", "--call"])
    {
        let place = rest.get(at.checked_sub(1)?)?.place.clone();
        return script::command(&[Word { text: value.to_string(), place }], env).map(Step::Inner);
    }
    let at = positional(rest, options)?;
    let runs = rest.get(at)?;
    let named = options.value(rest, names).is_some();
    let name = if named { runs.text.clone() } else { package_name(&runs.text).to_string() };
    known(&name, runs, rest.get(at + 1..)?)
}

/// A package's name without its version: `@x/y@1` and `y==1` alike.
pub(in crate::mcp) fn package_name(text: &str) -> &str {
    let from = usize::from(text.starts_with('@'));
    let end =
        text.get(from..).and_then(|rest| rest.find(['@', '=', '<', '>', '~', '!', '[', ';', ' ']));
    end.and_then(|end| text.get(..from + end)).unwrap_or(text)
}

/// The line of a package that is itself a wrapper, a runner or a bridge.
fn known(name: &str, word: &Word, args: &[Word]) -> Option<Step> {
    let fits = |row: &Row| row.names.iter().any(|known| name.eq_ignore_ascii_case(known));
    table::packages().any(fits).then(|| {
        let mut line = vec![Word { text: name.to_string(), place: word.place.clone() }];
        line.extend_from_slice(args);
        Step::Inner(line)
    })
}

/// Source code: the end, unless the file or module is a launcher.
fn source(row: &Row, rest: &[Word], options: Options, modules: &[&str]) -> Option<Step> {
    let is_uv = row.names.contains(&"uv");
    if let Some((module, at)) = options.value(rest, modules) {
        let word = rest.get(at.checked_sub(1)?)?;
        let args = rest.get(at..)?;
        let name = module.replace('_', "-");
        if matches!(name.as_str(), "uv" | "pipx") {
            let mut line = vec![Word { text: name, place: word.place.clone() }];
            line.extend_from_slice(args);
            return Some(Step::Inner(line));
        }
        if let Some(step) = known(&name, word, args) {
            return Some(step);
        }
        if !is_uv {
            return None;
        }
        let texts = ["python", "-m", module].map(str::to_string);
        let mut line: Vec<_> =
            texts.into_iter().map(|text| Word { text, place: word.place.clone() }).collect();
        line.extend_from_slice(args);
        return Some(Step::Inner(line));
    }
    if row.names.contains(&"nodemon")
        && let Some((value, at)) = options.value(rest, &["--exec", "-x"])
    {
        let word = Word { text: value.to_string(), ..rest.get(at.checked_sub(1)?)?.clone() };
        let mut line = split(&word);
        line.extend_from_slice(rest.get(at..)?);
        return Some(Step::Inner(line));
    }
    let at = positional(rest, options)?;
    let (file, args) = (rest.get(at)?, rest.get(at + 1..)?);
    if is_uv {
        return Some(Step::Inner(rest.get(at..)?.to_vec()));
    }
    let path = file.text.replace('\\', "/");
    let launcher = match words::basename(&path) {
        "npx-cli.js" => Some("npx"),
        "npm-cli.js" => Some("npm"),
        "pnpm.cjs" | "pnpm.js" => Some("pnpm"),
        "yarn.js" | "yarn.cjs" => Some("yarn"),
        "corepack.js" => Some("corepack"),
        _ => None,
    };
    if let Some(launcher) = launcher {
        let mut line = vec![Word { text: launcher.to_string(), place: file.place.clone() }];
        line.extend_from_slice(args);
        return Some(Step::Inner(line));
    }
    known(&installed(&path)?, file, args)
}

/// The package of a file in `node_modules`.
fn installed(path: &str) -> Option<String> {
    let (_, rest) = path.rsplit_once("node_modules/")?;
    let rest = rest.strip_prefix(".bin/").unwrap_or(rest);
    let mut parts = rest.split('/');
    let first = parts.next()?;
    match first.starts_with('@') {
        true => Some(format!("{first}/{}", parts.next()?)),
        false => Some(first.to_string()),
    }
}

/// A bridge: an address, or the command line of a local server.
fn bridge(rest: &[Word], options: Options, commands: &[&str]) -> Option<Step> {
    let given = rest.iter().enumerate().find_map(|(at, word)| {
        if commands.contains(&word.text.as_str()) {
            return rest.get(at + 1).map(split);
        }
        let (name, value) = word.text.split_once('=')?;
        let value = Word { text: value.to_string(), place: word.place.clone() };
        commands.contains(&name).then(|| split(&value))
    });
    if let Some(line) = given.filter(|line| !line.is_empty()) {
        return Some(Step::Bridged(line));
    }
    let mut at = 0;
    let mut address = None;
    while let Some(word) = rest.get(at) {
        let text = word.text.as_str();
        if text == "--" {
            break;
        }
        if is_option(text) {
            // `--sse https://…`, `--streamableHttp=https://…`
            let value = text.split_once('=').map(|(_, value)| value);
            if let Some(value) = value.filter(|value| is_address(value) && options.width(text) == 1)
            {
                let named = Options(options.0).width(text.split('=').next().unwrap_or(text));
                if named == 1 {
                    address = address.or(Some((value.to_string(), at)));
                }
            }
            at += options.width(text);
            continue;
        }
        if is_address(text) {
            address = address.or(Some((text.to_string(), at)));
        } else if address.is_none() && !text.bytes().all(|b| b.is_ascii_digit()) {
            // `mcp-proxy --port 8080 uvx …`: the command of a local server.
            return rest.get(at..).map(|line| Step::Bridged(line.to_vec()));
        }
        at += 1;
    }
    if let Some((url, at)) = address {
        return Some(Step::Remote(url, at));
    }
    let dashes = rest.iter().position(|word| word.text == "--")?;
    let line = rest.get(dashes + 1..).filter(|line| !line.is_empty())?;
    Some(Step::Bridged(line.to_vec()))
}

fn is_address(text: &str) -> bool {
    let scheme = ["https://", "http://", "ws://", "wss://"];
    let text_lower = text.to_ascii_lowercase();
    scheme.iter().any(|start| text_lower.starts_with(start))
        || ["${", "$", "{{", "%"].iter().any(|start| text.starts_with(start))
}
