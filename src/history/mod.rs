//! Bytes ↔ month records. Knows no disk: files come in by name and content, and go out as
//! artifacts.

mod chain;
mod file;
mod packed;
mod past;
mod read;
mod roll_ups;
mod verdicts;
mod write;

pub use file::{AssetFindings, File};
pub use past::past;
pub(crate) use read::from_the_future;
pub use read::{contradiction, parse, read};
pub use write::write;
