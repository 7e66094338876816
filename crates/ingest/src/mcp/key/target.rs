//! What a local command runs: a package, an image, source code, or a program.

use super::super::unwrap::{self, NPM, Options, UV, Unwrapped, package_name, positional};
use super::super::words::{self as line, Word};
use super::collected::Words;
use super::text::Text;
use super::{arguments, container, neutral};

/// Collects the words of a command line without its wrappers.
pub(super) fn words(unwrapped: &Unwrapped, text: &mut Text, words: &mut Words) {
    let Some((program, rest)) = unwrapped.line.split_first() else { return };
    let bare = line::bare(&program.text);
    let sub = positional(rest, Options(&[])).and_then(|at| Some((at, rest.get(at)?.text.as_str())));
    match (bare.as_str(), sub) {
        ("npx" | "bunx" | "pnpx", _) => {
            package("npm", rest, NPM, &["-p", "--package"], text, words)
        }
        ("npm", Some((at, "exec" | "x")))
        | ("pnpm" | "yarn", Some((at, "dlx")))
        | ("bun", Some((at, "x"))) => {
            package("npm", behind(rest, at), NPM, &["-p", "--package"], text, words);
        }
        ("uvx", _) => package("pypi", rest, UV, &["--from"], text, words),
        ("uv", Some((at, "tool"))) => {
            package("pypi", behind(rest, at + 1), UV, &["--from"], text, words)
        }
        ("pipx", Some((at, "run"))) => {
            package("pypi", behind(rest, at), UV, &["--spec"], text, words)
        }
        ("docker" | "podman" | "nerdctl", Some((at, "run"))) => {
            container::words(&texts(behind(rest, at)), text, words);
        }
        ("docker" | "podman" | "nerdctl", Some((at, "container")))
            if rest.get(at + 1).is_some_and(|word| word.text == "run") =>
        {
            container::words(&texts(behind(rest, at + 1)), text, words);
        }
        ("deno" | "go" | "dnx" | "dotnet" | "nix" | "bun", Some(_)) => {
            fetched(&bare, rest, text, words)
        }
        _ => program_words(program, rest, text, words),
    }
}

fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.text.as_str()).collect()
}

fn behind(rest: &[Word], at: usize) -> &[Word] {
    rest.get(at + 1..).unwrap_or_default()
}

/// A package without its version, and the arguments of what it starts.
fn package(
    registry: &str,
    rest: &[Word],
    valued: &'static [&'static str],
    names: &[&str],
    text: &mut Text,
    words: &mut Words,
) {
    let options = Options(valued);
    let at = positional(rest, options).unwrap_or(rest.len());
    let named = options.value(rest, names).map(|(value, _)| value.to_string());
    let runs = rest.get(at).map(|word| word.text.clone()).unwrap_or_default();
    let spec = named.clone().unwrap_or_else(|| runs.clone());
    words.whole.push(format!("{registry}={}", name(registry, &spec)));
    if named.is_some() {
        words.whole.push(format!("starts={}", package_name(&runs)));
    }
    let front = rest.get(..at).unwrap_or_default();
    let skip = |name: &str| {
        names.contains(&name) || neutral::launcher(name) || registry == "pypi" && name == "-p"
    };
    for word in arguments::words(&texts(front), &skip, text) {
        // The version of a library beside it does not count either.
        let word = match word.split_once("--with=") {
            Some((start, library)) => format!("{start}--with={}", package_name(library)),
            None => word,
        };
        words.whole.push(format!("launcher {word}"));
    }
    words.whole.extend(arguments::words(&texts(behind(rest, at)), &|_| false, text));
}

/// A package's name in one spelling.
fn name(registry: &str, spec: &str) -> String {
    if spec.contains("://") || spec.starts_with("git+") || spec.starts_with("github:") {
        let spec = spec.split('#').next().unwrap_or(spec);
        let last = spec.rfind('/').unwrap_or(0);
        let end =
            spec.get(last..).and_then(|tail| tail.find('@')).map_or(spec.len(), |at| last + at);
        let spec = spec.get(..end).unwrap_or(spec);
        return spec.strip_suffix(".git").unwrap_or(spec).to_string();
    }
    let name = package_name(spec);
    if registry == "pypi" {
        name.to_ascii_lowercase().replace(['_', '.'], "-")
    } else {
        name.to_string()
    }
}

/// Launchers of other registries: the first word that is no option and no subcommand has a version.
fn fetched(program: &str, rest: &[Word], text: &mut Text, words: &mut Words) {
    let mut all: Vec<String> = Vec::new();
    let mut subs: &[&str] = match program {
        "deno" | "go" | "nix" | "bun" => &["run"],
        "dotnet" => &["tool", "exec"],
        _ => &[],
    };
    let mut found = false;
    for word in rest {
        let word = word.text.as_str();
        if !found && !word.starts_with('-') {
            if let Some((next, others)) = subs.split_first().filter(|(next, _)| **next == word) {
                let _ = next;
                subs = others;
                continue;
            }
            found = true;
            let cut = word.strip_prefix("npm:").map(|name| format!("npm:{}", package_name(name)));
            let versioned =
                word.contains('@') && !word.starts_with(['/', '~']) && !word.contains("://");
            let cut = cut.or_else(|| versioned.then(|| package_name(word).to_string()));
            all.push(cut.unwrap_or_else(|| text.path(word)));
        } else {
            all.push(word.to_string());
        }
    }
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    words.whole.push(format!("runs={program}"));
    words.whole.extend(arguments::words(
        &all,
        &|name| name == "--version" || neutral::launcher(name),
        text,
    ));
}

/// A program. The folder of one that everybody knows, or that is installed for all, does not count.
fn program_words(program: &Word, rest: &[Word], text: &mut Text, words: &mut Words) {
    let names = unwrap::programs(&program.text);
    let args = texts(rest);
    if !unwrap::is_known(&names) {
        let path = program.text.replace('\\', "/");
        let value = if path.contains('/') { text.path(&path) } else { path };
        let value = if is_installed(&value) { line::bare(&value) } else { value };
        words.whole.push(format!("runs={value}"));
        words.whole.extend(arguments::words(&args, &|_| false, text));
        return;
    }
    words.whole.push(format!("runs={}", names[1]));
    // The file of source code: where it is relative, the project's folder says which one is meant.
    if let Some(file) = positional(rest, Options(&[])).and_then(|at| rest.get(at))
        && file.text.contains(['/', '\\', '.'])
    {
        text.path(&file.text);
    }
    let args: Vec<&str> = args.iter().map(|arg| arg.strip_prefix("./").unwrap_or(arg)).collect();
    let alone = |name: &str| matches!(name, "--no-warnings" | "--enable-source-maps");
    let args: Vec<&str> = args.into_iter().filter(|arg| !alone(arg)).collect();
    let args = match args.split_first() {
        // `python -u` prints at once.
        Some((&"-u", rest)) if names[1].starts_with("py") => rest.to_vec(),
        _ => args,
    };
    words.whole.extend(arguments::words(&args, &|_| false, text));
}

/// Whether a program is installed in a folder of the system or of a person's tools.
fn is_installed(path: &str) -> bool {
    let Some((folder, _)) = path.rsplit_once('/') else { return false };
    let folder = folder.strip_prefix("c:").unwrap_or(folder);
    const FOLDERS: [&str; 17] = [
        "/bin",
        "/usr/bin",
        "/usr/local/bin",
        "/sbin",
        "/usr/sbin",
        "/opt/homebrew/bin",
        "/snap/bin",
        "/home/linuxbrew/.linuxbrew/bin",
        "/opt/local/bin",
        "~/.local/bin",
        "~/.cargo/bin",
        "~/go/bin",
        "~/bin",
        "~/.bun/bin",
        "~/.deno/bin",
        "~/AppData/Roaming/npm",
        "/run/current-system/sw/bin",
    ];
    FOLDERS.contains(&folder)
        || folder.starts_with("/Program Files/nodejs")
        || folder.starts_with("/opt/homebrew/Cellar/") && folder.ends_with("/bin")
        || folder.starts_with("/nix/store/") && folder.ends_with("/bin")
        || [
            "/.nvm/",
            "/.volta/",
            "/.asdf/",
            "/mise/",
            "/.fnm/",
            "/fnm/",
            "/.pyenv/",
            "/.nodenv/",
            "/scoop/",
            "/WindowsApps",
        ]
        .iter()
        .any(|part| folder.contains(part))
}
