//! Text to tree to typed record, with a line for everything.
//!
//! Every format we read becomes one [`Node`] tree first. Scalars keep their text and the wanted
//! type decides what it means, so that `no`, `0123` and `1.10` survive as they were written.

mod alike;
mod decode;
pub mod encoding;
mod fault;
mod glob;
mod grid;
mod json;
mod node;
mod table;
mod toml;
mod workbook;
mod yaml;

pub use alike::{difference, folded, lookalike, suggestion};
pub use decode::decode;
pub use fault::{Fault, closest, slips};
pub use glob::Glob;
pub use grid::Grid;
pub use json::{json, ndjson, without_banner};
pub use node::{Entry, Node, Scalar, Style, Value, short};
pub use table::{grid, table};
pub use toml::toml;
pub use workbook::{Sheet, workbook};
pub use yaml::{yaml, yaml_stream};

/// How deep a document may nest; deeper ones are attacks or accidents.
pub const MAX_DEPTH: usize = 96;

/// How many bytes a packed file may unpack into.
pub const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// How many filled cells a workbook may have.
pub const MAX_CELLS: usize = 4_000_000;
