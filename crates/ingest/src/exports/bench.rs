//! A workbench for the tests of readers.

use std::sync::Arc;

use crate::classes::Classes;
use crate::format::{Format, Origin};
use model::{Facts, Moment};
use syntax::{Node, json};

/// What a reader makes of a JSON text that it must recognise.
pub(super) fn read_json(format: &Format, text: &str) -> Facts {
    read_node(format, &json(text).expect("json"), None)
}

/// The service accounts of a JSON text, each with its roles.
pub(super) fn roles(format: &Format, text: &str) -> Vec<(String, String)> {
    let accounts = read_json(format, text).exported.service_accounts.into_iter();
    accounts.map(|one| (one.record.id, one.record.roles.items().join(" "))).collect()
}

/// What a reader makes of a tree, taken at a time.
pub(super) fn read_node(format: &Format, root: &Node, captured_at: Option<Moment>) -> Facts {
    assert!((format.recognise)(root), "{} is not recognised", format.id);
    let mut facts = Facts::default();
    (format.read)(
        root,
        &Origin { captured_at, ..Origin::of(&Arc::from("export"), &Classes::default()) },
        &mut facts,
    );
    facts
}
