//! Results of MCP's `tools/list`: what a server answers when it is asked for its tools, with or
//! without the JSON-RPC envelope. The result does not state its server.

mod definition;
mod name;
mod tool;

use std::sync::Arc;

use crate::extract;
use model::records::{Server, Tool};
use model::{Diagnostic, Facts, Field, Place, Placed, RecordKind, Source};
use syntax::{Node, Value};

pub(crate) use self::name::Named;

/// What reports call it.
pub(crate) const TITLE: &str = "MCP tools/list result";

/// Why a result is not read.
pub(crate) const NAMELESS: &str = "the result of tools/list does not state its server";

/// The tools of one server.
pub(crate) struct ToolList {
    server: Named,
    tools: Vec<Tool>,
    /// The line of each tool, and the pointer to it.
    lines: Vec<(u32, String)>,
    place: Place,
}

/// Whether a document is such a result.
pub(crate) fn recognise(root: &Node) -> bool {
    pages(root).iter().any(|page| {
        let tools = page.get("tools").map(Node::list).unwrap_or_default();
        extract::sample_rows(tools).any(|tool| {
            extract::has_keys(tool, &["name"])
                && ["inputSchema", "input_schema", "annotations"]
                    .iter()
                    .any(|key| tool.get(key).is_some_and(Node::is_map))
        })
    })
}

/// The results in a document: one, the answers to several requests, or the pages of one list.
fn pages(root: &Node) -> Vec<&Node> {
    placed_pages(root).into_iter().map(|(page, _)| page).collect()
}

/// The same, with the pointer to each.
fn placed_pages(root: &Node) -> Vec<(&Node, String)> {
    let all: Vec<(&Node, String)> = match &root.value {
        Value::List(nodes) => {
            nodes.iter().enumerate().map(|(number, page)| (page, format!("/{number}"))).collect()
        }
        _ => vec![(root, String::new())],
    };
    let inner = |(page, pointer): (_, String)| match Node::get(page, "result") {
        Some(result) => (result, format!("{pointer}/result")),
        None => (page, pointer),
    };
    all.into_iter().map(inner).collect()
}

/// Reads the tools; none where neither the profile nor the path names their server.
pub(crate) fn read(
    root: &Node,
    file: &Arc<str>,
    source: Option<&Source>,
    facts: &mut Facts,
) -> Option<ToolList> {
    let server = name::of(file, source)?;
    let (mut tools, mut lines): (Vec<Tool>, Vec<(u32, String)>) = (Vec::new(), Vec::new());
    for (page, pointer) in placed_pages(root) {
        let listed = page.get("tools").map(Node::list).unwrap_or_default();
        for (number, node) in listed.iter().enumerate() {
            match tool::read(node) {
                Some(tool) if tools.iter().any(|known| known.id == tool.id) => {
                    let message = format!("the tool {} is listed twice", tool.id);
                    let place = Place::new(file, node.line, "");
                    let notice = Diagnostic::at(&place, message, "the first one is read");
                    facts.notices.push(notice.of_kind(model::Kind::NotRead));
                }
                Some(tool) => {
                    tools.push(tool);
                    lines.push((node.line, format!("{pointer}/tools/{number}")));
                }
                None => {
                    let message = "a tool has no name and was skipped";
                    let place = Place::new(file, node.line, "");
                    let notice = Diagnostic::at(&place, message, "ask the server again");
                    facts.notices.push(notice.of_kind(model::Kind::NotRead));
                }
            }
        }
    }
    let last = pages(root).into_iter().next_back();
    if last.is_some_and(|page| extract::raw_str(page, "nextCursor").is_some()) {
        let why = "the list of tools is one page of several (`nextCursor`)".to_string();
        let place = Place::new(file, root.line, "");
        let help = "list all pages; until then the tools on the other pages are not assessed";
        let notice = Diagnostic::at(&place, why.clone(), help);
        facts.notices.push(notice.of_kind(model::Kind::NotRead));
        facts.incomplete.push(why);
    }
    Some(ToolList { server, tools, lines, place: Place::new(file, root.line, "") })
}

/// Gives each list to its server, once all files are read. A name that the folder suggests counts only
/// where another source knows such a server; else the file is not read.
pub(crate) fn place(lists: Vec<ToolList>, facts: &mut Facts) {
    for ToolList { server, tools, lines, place } in lists {
        match server {
            Named::Perhaps(name) if !is_known(&name, facts) => unread(&place, facts),
            Named::Stated(name) | Named::Perhaps(name) => {
                facts.carried.insert(RecordKind::Tools);
                let record = Server {
                    id: known_spelling(&name, facts),
                    tools: Field::Given(tools),
                    ..Server::default()
                };
                let mut placed = Placed::new(record, place);
                for (number, (line, pointer)) in lines.iter().enumerate() {
                    placed.from.note(format!("tools.{number}"), *line, pointer);
                }
                facts.exported.servers.push(placed);
            }
        }
    }
}

/// How another source spells the id of a server.
fn known_spelling(name: &str, facts: &Facts) -> String {
    let known = ids(facts).find(|id| id.eq_ignore_ascii_case(name));
    known.unwrap_or(name).to_string()
}

fn is_known(name: &str, facts: &Facts) -> bool {
    ids(facts).any(|id| id.eq_ignore_ascii_case(name))
}

/// The ids of the servers that records and configurations show.
fn ids(facts: &Facts) -> impl Iterator<Item = &str> {
    let records = facts.servers.iter().map(|server| server.record.id.as_str());
    records.chain(facts.observed.iter().map(|seen| seen.server.record.id.as_str()))
}

/// Lists a file among those that were not read.
fn unread(place: &Place, facts: &mut Facts) {
    if let Some(input) = facts.inputs.iter_mut().find(|input| *input.path == *place.file) {
        input.format = "not read".into();
        input.records = 0;
        input.skipped = Some(NAMELESS.into());
        input.missing = Some(model::MissingSource::Records);
    }
    facts.notices.push(notice(&place.file));
}

/// The notice on a result without a server.
pub(crate) fn notice(file: &Arc<str>) -> Diagnostic {
    let help = "name its server: `server = \"…\"` under [[source]] in muster.toml, or name the file \
                `<server>.tools.json`";
    Diagnostic::at(&Place::file(Arc::clone(file)), format!("{NAMELESS}: not read"), help)
}

#[cfg(test)]
mod tests;
