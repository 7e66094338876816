//! Text to tree to typed record, with a line for everything.
//!
//! Every format we read becomes one [`Node`] tree first. Scalars keep their text and the wanted
//! type decides what it means, so that `no`, `0123` and `1.10` survive as they were written.

mod alike;
mod announced;
mod budget;
mod cell;
mod decode;
pub mod direct;
pub mod encoding;
mod fault;
mod glob;
mod grid;
mod json;
mod keys;
mod names;
mod node;
mod printed;
mod reference;
mod table;
mod toml;
mod workbook;
mod yaml;

pub use alike::{difference, folded, lookalike, suggestion};
pub use budget::{BUDGET_FACTOR, BUDGET_FLOOR, Budget, OverBudget};
pub use cell::cell_parts;
pub use decode::{decode, decode_carrying, decode_quietly};
pub use fault::{Fault, MAX_COMPARED, closest, few, slips};
pub use glob::Glob;
pub use grid::Grid;
pub use json::{
    json, json_within, ndjson, ndjson_line, ndjson_lines, ndjson_within, without_banner,
};
pub use keys::Keys;
pub use names::{MAX_COMPARISONS, Names};
pub use node::{Entry, Node, Scalar, Style, Value, short};
pub use printed::{Line, is_hidden, visible, visible_json, visible_lines};
pub use reference::character_reference;
pub use table::{grid, grid_within, table};
pub use toml::{toml, toml_within};
pub use workbook::{Sheet, workbook, workbook_within};
pub use yaml::{yaml, yaml_stream, yaml_stream_within};

/// How deep a document may nest; deeper ones are attacks or accidents.
pub const MAX_DEPTH: usize = 96;

/// How many bytes a packed file may unpack into, however large it is.
pub const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// How many filled cells a workbook may have.
pub const MAX_CELLS: usize = 4_000_000;

/// How many columns a table may have: as many as a spreadsheet can.
pub const MAX_COLUMNS: usize = 16_384;

/// How many sheets a workbook may have.
pub const MAX_SHEETS: usize = 1_000;

/// How many faults of one text are listed; the others are counted.
pub const MAX_LISTED: usize = 100;
