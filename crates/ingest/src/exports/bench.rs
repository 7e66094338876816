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
