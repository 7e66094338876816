//! Text to tree to typed record, with a line for everything.
//!
//! Every format we read becomes one [`Node`] tree first. Scalars keep their text and the wanted
//! type decides what it means, so that `no`, `0123` and `1.10` survive as they were written.

mod decode;
mod fault;
mod json;
mod node;
mod table;
mod toml;
mod yaml;

pub use decode::decode;
pub use fault::{Fault, closest};
pub use json::{json, ndjson};
pub use node::{Entry, Node, Scalar, Style, Value};
pub use table::table;
pub use toml::toml;
pub use yaml::yaml;

/// How deep a document may nest; deeper ones are attacks or accidents.
pub const MAX_DEPTH: usize = 96;
