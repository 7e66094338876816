//! JSON straight into a type, without a tree: for the many records that are written as their type has them.
//!
//! A text is read twice: [`scan`] notes its keys and shows each of its texts to be examined, and [`read`] makes the
//! record, once the keys of all records are known. What either does not read is read as a tree, which knows lines
//! and explains faults; what both read is the same.

mod fields;
mod refused;
mod scan;
mod values;
mod wanted;

pub use scan::{Part, Seen, scan};

use serde::de::DeserializeOwned;

use super::Keys;
use fields::Within;
use wanted::Json;

/// Reads a record of a list that carries some keys; `aside` are keys that the type has no field for. None where the
/// record is not written as its type has it, or has faults.
pub fn read<T: DeserializeOwned>(text: &str, keys: &Keys, aside: &[&str]) -> Option<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let record = T::deserialize(Json::new(&mut json, Within::record(keys, aside))).ok()?;
    json.end().ok()?;
    Some(record)
}

#[cfg(test)]
mod tests;
