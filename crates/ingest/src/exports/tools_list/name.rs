//! Which server a list of tools belongs to.

use crate::extract::redact;
use model::Source;

/// The name of a server, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// The profile or the file's own name states it.
    Stated(String),
    /// The folder around the file may be named after it.
    Perhaps(String),
}

/// Ends of file names that say what the file holds, after the name of the server.
const ENDINGS: [&str; 8] = [
    ".tools-list",
    ".tools_list",
    ".tools.list",
    ".tools",
    "-tools-list",
    "_tools_list",
    "-tools",
    "_tools",
];

/// Names of files that only say what they hold.
const PLAIN: [&str; 6] =
    ["tools", "tools-list", "tools_list", "list-tools", "list_tools", "toolslist"];

/// The server of a file: as the profile states, else as the file or its folder is called.
pub(super) fn of(path: &str, source: Option<&Source>) -> Option<Named> {
    if let Some(stated) = source.and_then(|source| source.server.as_deref()) {
        let id = stated.strip_prefix("server/").unwrap_or(stated);
        return Some(Named::Stated(redact(id)));
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let lower = stem.to_ascii_lowercase();
    if PLAIN.contains(&lower.as_str()) {
        let folder = folder.rsplit('/').next().filter(|folder| !folder.is_empty())?;
        return Some(Named::Perhaps(redact(folder)));
    }
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(**ending) && lower != **ending)?;
    let server = redact(stem.get(..stem.len() - ending.len())?);
    // `crm.tools.json` is a convention; `build-tools.json` may be any list of tools.
    Some(if ending.starts_with('.') { Named::Stated(server) } else { Named::Perhaps(server) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_or_its_folder_names_the_server() {
        let stated = |name: &str| Some(Named::Stated(name.to_string()));
        let perhaps = |name: &str| Some(Named::Perhaps(name.to_string()));
        for (path, expected) in [
            ("tickets.tools.json", stated("tickets")),
            ("mcp/Tickets.Tools.JSON", stated("Tickets")),
            ("a/tickets.tools-list.json", stated("tickets")),
            ("exports/tickets/tools-list.json", perhaps("tickets")),
            ("tickets/tools.json", perhaps("tickets")),
            ("tickets-tools.json", perhaps("tickets")),
            ("tools-list.json", None),
            (".tools.json", None),
            ("tickets.json", None),
        ] {
            assert_eq!(of(path, None), expected, "{path}");
        }
        let source = Source { server: Some("server/crm".into()), ..Source::default() };
        assert_eq!(of("tickets.tools.json", Some(&source)), stated("crm"));
    }
}
