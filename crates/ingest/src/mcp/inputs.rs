//! What a file says about its own variables: VS Code's inputs, a Gemini extension's settings.

use std::sync::Arc;

use model::Place;
use syntax::Node;

/// A value that VS Code asks for and keeps itself.
pub(super) struct Input {
    /// What `${input:…}` names it by.
    pub id: String,
    /// Whether it is entered like a password.
    pub password: bool,
    /// Its default, and the place of that.
    pub default: Option<(String, Place)>,
}

/// What is declared beside the servers.
#[derive(Default)]
pub(super) struct Declared {
    inputs: Vec<Input>,
    sensitive: Vec<String>,
}

impl Declared {
    /// Reads the declarations of a document.
    pub(super) fn read(root: &Node, file: &Arc<str>) -> Self {
        let under = |key: &str| root.get(key).map_or(&[][..], Node::list);
        // The settings of VS Code keep both under `mcp`.
        let of_settings = root.get("mcp").and_then(|mcp| mcp.get("inputs"));
        let (asked, home) = match of_settings {
            Some(inputs) => (inputs.list(), "/mcp/inputs"),
            None => (under("inputs"), "/inputs"),
        };
        let text = |node: &Node, key: &str| node.get(key)?.text().map(str::to_string);
        let is_true = |node: &Node, key: &str| text(node, key).is_some_and(|flag| flag == "true");
        let inputs = asked.iter().enumerate().filter_map(|(index, node)| {
            let default = node.get("default").and_then(|default| {
                let pointer = format!("{home}/{index}/default");
                Some((default.text()?.to_string(), Place::new(file, default.line, pointer)))
            });
            Some(Input { id: text(node, "id")?, password: is_true(node, "password"), default })
        });
        let sensitive = under("settings")
            .iter()
            .filter(|node| is_true(node, "sensitive"))
            .filter_map(|node| text(node, "envVar"));
        Declared { inputs: inputs.collect(), sensitive: sensitive.collect() }
    }

    /// The inputs that a value asks for.
    pub(super) fn asked<'a>(&'a self, value: &str) -> impl Iterator<Item = &'a Input> {
        let ids: Vec<_> =
            crate::secrets::input_ids(value).into_iter().map(str::to_string).collect();
        self.inputs.iter().filter(move |input| ids.contains(&input.id))
    }

    /// Whether the file itself calls the setting sensitive.
    pub(super) fn is_sensitive(&self, setting: &str) -> bool {
        self.sensitive.iter().any(|name| name == setting)
    }
}
