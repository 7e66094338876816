//! A workbench for the tests of readers.

use std::sync::Arc;

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
        &Origin {
            file: &Arc::from("export"),
            captured_at,
            all_pages: false,
            classes: &crate::classes::Classes::default(),
        },
        &mut facts,
    );
    facts
}
