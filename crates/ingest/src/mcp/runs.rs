//! What an entry runs and is configured by, as names that facts of other sources are attached by: they say what
//! is run, not which server it is.

use super::entry::Entry;
use super::package;
use super::words::{self, Word};
use crate::secrets;
use syntax::Node;

/// Options that name a folder or a file of the project.
const OPTIONS: [&str; 13] = [
    "--directory",
    "--project",
    "--prefix",
    "-C",
    "--cwd",
    "--dir",
    "--env-file",
    "--file",
    "-f",
    "--config",
    "--manifest-path",
    "--workdir",
    "--app-dir",
];
/// Endings of files that a program starts from source.
const SOURCES: [&str; 16] = [
    ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".py", ".rb", ".php", ".sh", ".go",
    ".jar", ".dll", ".csproj", ".pyz",
];

/// `npm:supergateway` for each package that is run on the way, `file:services/crm/index.js` for each file and
/// folder of the project. Each once, in order.
pub(super) fn runs(entry: &Entry<'_>) -> Vec<String> {
    let base = base(&entry.place.file);
    let unwrapped = &entry.unwrapped;
    let lines = || unwrapped.layers.iter().chain(&unwrapped.bridges).chain(&unwrapped.around);
    let mut found: Vec<String> = Vec::new();
    for line in lines() {
        found.extend(package::package(line).map(|package| package.to_string()));
        found.extend(package::extras(line).iter().map(ToString::to_string));
    }
    // A bridge that is installed, and not fetched, is run by its own name.
    for line in unwrapped.bridges.iter().filter(|line| package::package(line).is_none()) {
        let program = line.first().map(|word| words::bare(words::basename(&word.text)));
        found.extend(
            program.filter(|program| is_plain(program)).map(|name| format!("other:{name}")),
        );
    }
    let mut paths: Vec<String> = lines().flat_map(|line| in_line(line)).collect();
    for key in ["cwd", "envFile", "workingDirectory"] {
        paths.extend(entry.node.get(key).and_then(Node::text).map(str::to_string));
    }
    // A path that holds a secret names nothing: it is changed below, and could not be masked after that.
    let plain = paths.iter().filter(|path| secrets::redact(path).is_none());
    found.extend(plain.filter_map(|path| file(&base, path)));
    let mut once: Vec<String> = Vec::new();
    for one in found {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// The paths of a command line: the values of options that name one, and files of source code.
fn in_line(line: &[Word]) -> Vec<String> {
    let texts: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
    let mut found = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if let Some((name, value)) = text.split_once('=').filter(|(name, _)| OPTIONS.contains(name))
        {
            let _ = name;
            found.push(value.to_string());
        } else if OPTIONS.contains(text) {
            found.extend(texts.get(at + 1).map(|value| (*value).to_string()));
        } else if SOURCES.iter().any(|ending| text.to_lowercase().ends_with(ending)) {
            found.push((*text).to_string());
        }
    }
    found
}

/// A path of the project, from its top. What is elsewhere, or depends on a variable, is none.
fn file(base: &str, path: &str) -> Option<String> {
    let path = path.trim().replace('\\', "/");
    let (base, path) = match ["${workspaceFolder}", "${workspaceRoot}", "$PWD", "${PWD}"]
        .iter()
        .find_map(|root| path.strip_prefix(root))
    {
        Some(rest) => (base, rest.trim_start_matches('/').to_string()),
        None => (base, path),
    };
    if path.starts_with(['/', '~', '-', '$', '@'])
        || path.contains("://")
        || path.contains(['$', '%', ' '])
    {
        return None;
    }
    if path.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let mut steps: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    is_plain(&path).then(|| format!("file:{path}"))
}

/// The folder that the paths of a configuration begin at: its own, or the one that a folder of the client is
/// in.
fn base(file: &str) -> String {
    let mut steps: Vec<&str> = file.split('/').collect();
    steps.pop();
    if steps.last().is_some_and(|last| last.starts_with('.')) {
        steps.pop();
    }
    steps.join("/")
}

fn is_plain(text: &str) -> bool {
    text.len() <= 300 && secrets::redact(text).is_none() && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use crate::classes::Classes;
    use crate::mcp;
    use std::sync::Arc;

    fn runs(file: &str, entry: &str) -> Vec<String> {
        let text = format!(r#"{{"mcpServers": {{"x": {entry}}}}}"#);
        let root = syntax::json(&text).expect("json");
        let reading = mcp::read(&root, &Arc::from(file), &Classes::default());
        let configuration = reading.observed[0].server.record.configuration.clone();
        configuration.expect("a configuration").runs
    }

    #[test]
    fn every_package_on_the_way_is_run() {
        for (entry, expected) in [
            (
                r#"{"command": "npx", "args": ["-y", "mcp-remote@0.1.0", "https://h.example/mcp"]}"#,
                vec!["npm:mcp-remote"],
            ),
            (
                r#"{"command": "mcp-remote", "args": ["https://h.example/mcp"]}"#,
                vec!["other:mcp-remote"],
            ),
            (
                r#"{"command": "npx", "args": ["-y", "supergateway", "--stdio", "npx -y @x/files"]}"#,
                vec!["npm:supergateway", "npm:@x/files"],
            ),
            (
                r#"{"command": "uv", "args": ["run", "--with", "fastmcp", "--with", "httpx", "server.py"]}"#,
                vec!["pypi:fastmcp", "pypi:httpx", "file:server.py"],
            ),
            (
                r#"{"command": "docker", "args": ["run", "--env-file", ".env", "kestrel/crm:1"]}"#,
                vec!["oci:kestrel/crm", "file:.env"],
            ),
        ] {
            let found = runs(".mcp.json", entry);
            for one in expected {
                assert!(found.contains(&one.to_string()), "{entry}: {found:?}");
            }
        }
    }

    #[test]
    fn files_of_the_project_are_named_from_its_top() {
        let node =
            r#"{"command": "node", "args": ["./services/crm/dist/index.js"], "cwd": "services"}"#;
        assert_eq!(runs(".mcp.json", node), ["file:services/crm/dist/index.js", "file:services"]);
        assert_eq!(
            runs("web/.cursor/mcp.json", r#"{"command": "node", "args": ["dist/a.js"]}"#),
            ["file:web/dist/a.js"]
        );
        for elsewhere in
            ["/srv/a.js", "~/a.js", "$HOME/a.js", "C:/a.js", "../a.js", "https://h.example/a.js"]
        {
            let entry = format!(r#"{{"command": "node", "args": ["{elsewhere}"]}}"#);
            assert!(runs(".mcp.json", &entry).is_empty(), "{elsewhere}");
        }
    }
}
