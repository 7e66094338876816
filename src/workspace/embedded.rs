//! The files inside the binary.

use include_dir::{Dir, include_dir};

/// The demonstration.
pub(super) static DEMO: Dir<'static> =
    include_dir!("$CARGO_MANIFEST_DIR/fixtures/scenarios/northwind");
