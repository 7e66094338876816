//! One document: recognised by its content, read into facts.

use super::exports::tools_list;
use super::foreign::{detect_foreign, read_foreign};
use super::reading::{Read, Recognised, Recognition, SourceFile};
use super::{likeness, mcp, native, no_end, redact};
use model::{Diagnostic, Place, RecordKind, Source};
use syntax::{Node, Value};

/// Why an empty document is not read: some tools write one when they find nothing, but it does not
/// identify the tool.
pub(super) const EMPTY: &str = "it is empty; if a tool wrote it, name its `format` in muster.toml";

/// Why a document is not read that is in no known format.
pub(super) const UNKNOWN: &str = "its content is in no format that muster reads";

/// Why a document is not read whose name or key is almost a kind of record.
pub(super) const MISSPELT: &str = "a name in it is almost a kind of record";

/// Why a document is not read that is named as records of ours are.
pub(super) const FOREIGN: &str = "its records have no fields of ours";

/// What reports call documents of our own records.
pub(super) const RECORDS: &str = "muster records";

/// Whether the place of a file says that it holds records of ours.
pub(super) fn is_named_as_records(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let folder = path.split('/').next().filter(|_| path.contains('/'));
    matches!(folder, Some("inventory" | "reviews")) || stem == "inventory"
}

/// Reads a document, or gives the reason why not.
pub(super) fn document(
    mut tree: Node,
    kind: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    if let Some(format) = detect_foreign(&tree, source, &file.path) {
        return Ok(read_foreign(format, &tree, file, source, into));
    }
    let named = source.is_some() || file.named || is_named_as_records(&file.path);
    if tools_list::recognise(&tree) {
        let list = tools_list::read(&tree, &file.path, source, &mut into.facts);
        into.tool_lists.push(list.ok_or(tools_list::NAMELESS)?);
        return Ok(Recognised { title: tools_list::TITLE, kind: Recognition::Client });
    }
    let is_client = mcp::recognise(&tree);
    if likeness::is_document(&tree) && !is_client {
        let ours = into.if_ours(named, |into| {
            let facts = &mut into.facts;
            redact::redact_tree(&mut tree, &file.path, &mut facts.notices);
            facts.notices.extend(no_end::notice(&tree, &file.path));
            native::document(&tree, &file.path, facts, &mut into.errors);
            true
        });
        return if ours { Ok(Recognised::own(RECORDS)) } else { Err(FOREIGN) };
    }
    let facts = &mut into.facts;
    if is_client {
        let reading = mcp::read(&tree, &file.path, &into.classes);
        // It lists all its servers, but of their secrets only those that pass through it.
        if reading.lists_servers {
            facts.carried.insert(RecordKind::Servers);
        }
        mcp::read_hooks(&tree, &file.path, facts);
        facts.observed.extend(reading.observed);
        facts.notices.extend(reading.notices);
        into.rules.extend(reading.rules);
        return Ok(Recognised { title: reading.client, kind: Recognition::Client });
    }
    if let Some((key, kind, line)) = likeness::misspelt_key(&tree) {
        let place = Place::new(&file.path, line, format!("/{key}"));
        let message = format!("`{key}` is not a kind of record: not read");
        let help = format!("did you mean `{}`?", kind.id());
        facts.notices.push(Diagnostic::at(&place, message, help).of_kind(model::Kind::Slip));
        return Err(MISSPELT);
    }
    let stem = file.path.rsplit('/').next().and_then(|name| name.split('.').next());
    match (kind, tree.value) {
        (Some(kind), Value::List(nodes))
            if named || nodes.is_empty() || likeness::are_ours(kind, &nodes) =>
        {
            let ours = into.if_ours(named, |into| {
                list(kind, nodes, file, into);
                true
            });
            if ours { Ok(Recognised::own(RECORDS)) } else { Err(FOREIGN) }
        }
        (Some(_), _) => Err(FOREIGN),
        (None, Value::List(nodes))
            if stem
                .and_then(likeness::almost)
                .is_some_and(|kind| likeness::are_ours(kind, &nodes)) =>
        {
            Err(MISSPELT)
        }
        (None, Value::Null) => Err(EMPTY),
        (None, Value::List(nodes)) if nodes.is_empty() => Err(EMPTY),
        // A root key such as `secrets` or `servers`, above what somebody else calls so.
        (None, Value::Map(entries)) if entries.iter().any(|it| native::kind(&it.key).is_some()) => {
            Err(FOREIGN)
        }
        _ => Err(UNKNOWN),
    }
}

/// Reads a list of records of one kind; what is wrong with them is among the errors.
pub(super) fn list(kind: RecordKind, nodes: Vec<Node>, file: &SourceFile, into: &mut Read) {
    let line = nodes.first().map_or(1, |node| node.line);
    let mut tree = Node { line, value: Value::List(nodes) };
    redact::redact_tree(&mut tree, &file.path, &mut into.facts.notices);
    into.facts.notices.extend(no_end::notice(&tree, &file.path));
    if let Value::List(nodes) = tree.value {
        native::records(kind, nodes, &file.path, "", &mut into.facts, &mut into.errors);
    }
}
