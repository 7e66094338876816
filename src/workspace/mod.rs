//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod demo;
mod discover;
mod output;
mod project;
mod replace;
mod snapshots;

pub use demo::{demo, demo_text};
pub use discover::{discover, discover_home};
pub use output::{Staged, stage, write};
pub use project::{Project, open, read_file};
pub use replace::{is_read, replace};
pub use snapshots::{COLLECTED, Manifest, Snapshot, confirm, keep, latest};
