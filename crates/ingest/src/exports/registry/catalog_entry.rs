//! The secrets of one catalogue entry, each once.

use super::inputs::{self, Asked};
use crate::exports::export::Export;

/// Puts down each secret once: packages of one server ask for the same.
pub(super) fn secrets(server: &str, pointer: &str, asked: Vec<Asked<'_>>, export: &mut Export<'_>) {
    let mut seen: Vec<String> = Vec::new();
    let mut unmarked = Vec::new();
    for one in &asked {
        let key = one.name.to_lowercase();
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if !one.marked {
            unmarked.push((one.node, format!("`{}`", one.name)));
        }
        export.secret(one.node, pointer, inputs::record(server, &one.name, one.kind));
    }
    if let Some((node, _)) = unmarked.first() {
        let names: Vec<_> = unmarked.iter().map(|(_, name)| name.as_str()).collect();
        let message = format!(
            "the names of {} suggest secrets; {server} does not mark them",
            names.join(", ")
        );
        export.notice(
            node,
            message,
            "report it to the publisher, and keep the values in a secret store",
        );
    }
}
