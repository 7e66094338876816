//! One server entry, in whichever client's words.

use super::container::Container;
use super::unwrap::{self, Unwrapped};
use super::words::{self, Word};
use model::{Diagnostic, Place};
use syntax::{Node, Value};

/// The keys that hold an address, by client: most, Windsurf, Gemini, Goose.
pub(super) const URL_KEYS: [&str; 4] = ["httpUrl", "url", "serverUrl", "uri"];

/// A server entry, its differences of spelling evened out.
pub(super) struct Entry<'a> {
    /// Its unique name in this file.
    pub id: String,
    /// The entry as written.
    pub node: &'a Node,
    /// Its place.
    pub place: Place,
    /// Program and arguments.
    pub words: Vec<Word>,
    /// What these words start, behind any wrappers.
    pub unwrapped: Unwrapped,
    /// The address, with its key.
    pub url: Option<(&'static str, String)>,
    /// The transport as written.
    pub kind: Option<String>,
    /// Whether `url` without a type means server-sent events.
    pub gemini: bool,
    /// Whether its client knows lists of the tools to let through.
    pub lists_tools: bool,
}

impl<'a> Entry<'a> {
    /// Reads an entry; what is unusual but readable becomes a notice.
    pub(super) fn read(
        id: String,
        node: &'a Node,
        place: Place,
        container: &Container<'_>,
        notices: &mut Vec<Diagnostic>,
    ) -> Self {
        let url = URL_KEYS.iter().find_map(|key| {
            let text = node.get(key)?.text()?.trim();
            (!text.is_empty()).then(|| (*key, text.to_string()))
        });
        let kind = ["type", "transport", "transportType"]
            .iter()
            .find_map(|key| node.get(key)?.text())
            .map(str::to_ascii_lowercase);
        let words = command_line(&id, node, &place, notices);
        let gemini = container.gemini;
        let lists_tools =
            gemini || matches!(container.path.first(), Some(&("mcp_servers" | "extensions")));
        let unwrapped = unwrap::unwrap(&words);
        Entry { id, node, place, words, unwrapped, url, kind, gemini, lists_tools }
    }

    /// Every environment variable set in the entry, also by `-e NAME=value`, and options with values.
    pub(super) fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables().chain(self.words.iter().filter_map(|word| words::assignment(&word.text)))
    }

    /// The environment variables that the entry or a wrapper sets.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        let inner = self.node.get("command").and_then(|command| command.get("env"));
        let maps = ["env", "envs", "environment"].into_iter().filter_map(|key| self.node.get(key));
        let maps = maps.chain(inner);
        let set = maps
            .flat_map(Node::entries)
            .filter_map(|entry| Some((entry.key.as_str(), entry.node.text()?)));
        let wrapped = self.unwrapped.env.iter();
        set.chain(wrapped.map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// A switch of the entry, however it is written.
    pub(super) fn switch(&self, key: &str) -> Option<bool> {
        match self.node.get(key)?.text()? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

/// The headers of an entry, by any client's key.
pub(super) fn headers(node: &Node) -> Vec<(String, String)> {
    let text = |node: &Node| node.text().unwrap_or_default().to_string();
    let all = header_maps(node).flat_map(|(_, headers)| headers.entries());
    all.map(|header| (header.key.clone(), text(&header.node))).collect()
}

/// The maps of an entry that hold headers, each with the pointer to it.
pub(super) fn header_maps(node: &Node) -> impl Iterator<Item = (&'static str, &Node)> {
    let options = node.get("requestOptions").and_then(|options| options.get("headers"));
    let maps = ["headers", "http_headers", "env_http_headers"].into_iter();
    let maps = maps.filter_map(|key| Some((key, node.get(key)?)));
    maps.chain(options.map(|headers| ("requestOptions/headers", headers)))
}

fn command_line(id: &str, node: &Node, place: &Place, notices: &mut Vec<Diagnostic>) -> Vec<Word> {
    let under = |node: &Node, tail: &str| {
        Place::new(&place.file, node.line, format!("{}/{tail}", place.pointer))
    };
    let mut line = Vec::new();
    let args = node.get("args");
    let has_arguments = args.is_some_and(|args| !args.list().is_empty());
    for key in ["command", "cmd"] {
        let Some(command) = node.get(key) else { continue };
        match &command.value {
            Value::Scalar(scalar) => {
                let place = under(command, key);
                let texts = words::command(&scalar.text, has_arguments);
                line.extend(texts.into_iter().map(|text| Word { text, place: place.clone() }));
            }
            // opencode writes program and arguments as one list.
            Value::List(_) => scalars(command, &under(command, key), &mut line),
            // Zed used to write them as a map of their own.
            Value::Map(_) => {
                if let Some(path) = command.get("path") {
                    scalars(path, &under(path, &format!("{key}/path")), &mut line);
                }
                if let Some(args) = command.get("args") {
                    scalars(args, &under(args, &format!("{key}/args")), &mut line);
                }
            }
            Value::Null => {}
        }
        break;
    }
    if let Some(args) = args {
        scalars(args, &under(args, "args"), &mut line);
        if args.is_map() || args.list().iter().any(|arg| arg.text().is_none()) {
            notices.push(Diagnostic::at(
                &under(args, "args"),
                format!("`{id}` has arguments that are not plain values"),
                "write each argument as one text; the others were read",
            ));
        }
    }
    line
}

fn scalars(node: &Node, place: &Place, line: &mut Vec<Word>) {
    match &node.value {
        Value::Scalar(scalar) => line.extend(
            words::split_whole(&scalar.text)
                .into_iter()
                .map(|text| Word { text, place: place.clone() }),
        ),
        Value::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                if let Some(text) = node.text() {
                    let pointer = format!("{}/{index}", place.pointer);
                    let place = Place::new(&place.file, node.line, pointer);
                    line.push(Word { text: text.to_string(), place });
                }
            }
        }
        Value::Null | Value::Map(_) => {}
    }
}
