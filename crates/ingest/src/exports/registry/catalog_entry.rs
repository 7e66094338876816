//! The secrets of one catalogue entry, each once.

use super::inputs::{self, Asked};
use crate::exports::export::Export;
use model::Placed;
use model::records::Secret;

/// Each secret once: packages of one server ask for the same.
pub(super) fn secrets(
    server: &str,
    pointer: &str,
    asked: Vec<Asked<'_>>,
    export: &mut Export<'_>,
) -> Vec<Placed<Secret>> {
    let mut secrets = Vec::new();
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
        let record = inputs::record(server, &one.name, one.kind);
        secrets.push(export.placed(one.node, pointer, record));
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
    secrets
}
