//! What a local server may do on its machine, as far as its command line shows.

use super::entry::Entry;
use super::package;
use super::words::{self, Word};
use crate::secrets;
use model::Field;
use model::records::Runtime;

/// The facts of the command line. What it does not show stays absent: without a container nothing
/// favourable is known, and a container's image may still switch to root.
pub(super) fn runtime(entry: &Entry<'_>) -> Field<Runtime> {
    let line = &entry.unwrapped.line;
    let mut runtime = match container_options(line) {
        Some(options) => contained(&options),
        None => Runtime { host_access: wide_paths(line), ..Runtime::default() },
    };
    // Browsers have a sandbox of their own, and it can be switched off.
    if line.iter().any(|word| word.text == "--no-sandbox") {
        runtime.sandboxed = Field::Given(false);
    }
    if is_raised(&entry.words) {
        runtime.root = Field::Given(true);
    }
    if entry.switch("sandboxEnabled") == Some(true) {
        runtime.sandboxed = Field::Given(true);
        let sandbox = entry.node.get("sandbox").and_then(|sandbox| sandbox.get("network"));
        if sandbox.is_some_and(|network| network.get("allowedDomains").is_some()) {
            runtime.egress_limited = Field::Given(true);
        }
    }
    if runtime == Runtime::default() { Field::Absent } else { Field::Given(runtime) }
}

/// The options of `docker run`, in front of the image.
fn container_options(line: &[Word]) -> Option<Vec<&str>> {
    let words: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
    let (program, rest) = words.split_first()?;
    if !matches!(words::bare(program).as_str(), "docker" | "podman" | "nerdctl") {
        return None;
    }
    let run = rest.iter().position(|word| *word == "run").filter(|at| *at < 2)?;
    let options = rest.get(run + 1..)?;
    let end = package::image_at(options).unwrap_or(options.len());
    Some(options.get(..end)?.to_vec())
}

fn contained(options: &[&str]) -> Runtime {
    let values = |names: &'static [&'static str]| {
        options.iter().enumerate().filter_map(move |(at, word)| match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => names.contains(&name).then_some(value),
            _ => names.contains(word).then(|| options.get(at + 1).copied()).flatten(),
        })
    };
    let has = |names: &'static [&'static str], value: &str| values(names).any(|v| v == value);
    let mut parts: Vec<String> = Vec::new();
    for (names, what) in [
        (&["--network", "--net"][..], "host network"),
        (&["--pid"], "host processes"),
        (&["--ipc"], "host memory"),
    ] {
        if has(names, "host") {
            parts.push(what.to_string());
        }
    }
    let mounts = values(&["-v", "--volume"]).filter_map(|mount| Some(mount.split_once(':')?.0));
    let binds = values(&["--mount"]).filter_map(|mount| {
        let mut pairs = mount.split(',').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| matches!(*key, "source" | "src")).map(|(_, value)| value)
    });
    parts.extend(mounts.chain(binds).filter_map(host_path));
    parts.extend(values(&["--device"]).filter_map(host_path));
    let open = options.iter().any(|word| *word == "--privileged" || *word == "--privileged=true");
    let added = values(&["--cap-add"]).next().is_some();
    let unconfined = values(&["--security-opt"]).any(|option| option.ends_with("unconfined"));
    let user = values(&["-u", "--user"]).next().map(|user| user.split(':').next().unwrap_or(user));
    Runtime {
        sandboxed: Field::Given(
            !open && !unconfined && !parts.iter().any(|p| p.starts_with("host ")),
        ),
        root: user.map_or(Field::Absent, |user| Field::Given(matches!(user, "root" | "0"))),
        privileged: Field::Given(open || added),
        host_access: Field::Given(parts),
        egress_limited: if has(&["--network", "--net"], "none") {
            true.into()
        } else {
            Field::Absent
        },
    }
}

/// The part of the host that a mount opens; none for a volume of the container program.
fn host_path(source: &str) -> Option<String> {
    for project in ["${workspaceFolder}", "${PWD}", "$PWD", "$(pwd)", "${cwd}"] {
        if source.starts_with(project) {
            return Some("./project folder".into());
        }
    }
    let drive = source.get(1..2) == Some(":") || source.len() == 1;
    let path = source.starts_with(['/', '~', '$', '.', '%', '\\']) || drive;
    path.then(|| public(source))
}

/// A path without what may be secret or a person's name in it.
fn public(path: &str) -> String {
    let path = secrets::redact(path).unwrap_or_else(|| path.to_string());
    let path = home(&path).unwrap_or(path);
    let parts: Vec<_> =
        path.split('/').map(|part| if secrets::looks_random(part) { "…" } else { part }).collect();
    parts.join("/")
}

/// `/home/ada/x`, `$HOME/x`: the home folder by its sign.
fn home(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    for start in ["$HOME", "${HOME}", "${userHome}", "${env:HOME}", "%USERPROFILE%", "${homedir}"] {
        if let Some(rest) = path.strip_prefix(start) {
            return Some(format!("~{rest}"));
        }
    }
    let rest =
        ["/home/", "/Users/", "C:/Users/"].iter().find_map(|start| path.strip_prefix(start))?;
    let rest = rest.trim_end_matches('/');
    Some(rest.split_once('/').map_or("~".into(), |(_, rest)| format!("~/{rest}")))
}

/// Arguments that open all of a machine, a home, or the folders that hold keys. Narrow ones are not
/// taken down: a process without a container sees more than its arguments say.
fn wide_paths(line: &[Word]) -> Field<Vec<String>> {
    const KEYS: [&str; 6] = [".ssh", ".aws", ".kube", ".gnupg", ".docker", ".azure"];
    let mut wide: Vec<String> = Vec::new();
    for word in line.iter().skip(1) {
        let text = word.text.split_once('=').map_or(word.text.as_str(), |(_, value)| value);
        let plain = home(text).unwrap_or_else(|| text.replace('\\', "/"));
        let trimmed = plain.trim_end_matches('/');
        let drive = trimmed.len() == 2 && trimmed.ends_with(':');
        let rooted = text.starts_with(['/', '~', '$', '%']) || text.get(1..2) == Some(":");
        let holds_keys = KEYS.iter().find(|key| trimmed.split('/').any(|part| part == **key));
        let found = match (trimmed, holds_keys) {
            ("", _) if plain == "/" => "/".to_string(),
            ("~" | "/home" | "/Users" | "/root" | "/etc" | "/var" | "/mnt", _) => {
                trimmed.to_string()
            }
            (_, Some(key)) if rooted => format!("~/{key}"),
            _ if drive => trimmed.to_string(),
            _ => continue,
        };
        if !wide.contains(&found) {
            wide.push(found);
        }
    }
    if wide.is_empty() { Field::Absent } else { Field::Given(wide) }
}

/// Whether it is started with the rights of root, however deep the command is wrapped.
fn is_raised(words: &[Word]) -> bool {
    let mut front = true;
    words.iter().flat_map(|word| words::split(&word.text)).any(|word| {
        let raised = front && matches!(words::bare(&word).as_str(), "sudo" | "doas" | "pkexec");
        // A program's name comes first, or after a word that starts another program.
        front = matches!(word.as_str(), "&&" | ";" | "||" | "|" | "-c" | "-lc" | "exec" | "env")
            || front && words::assignment(&word).is_some();
        raised
    })
}
