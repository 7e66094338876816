//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod configuration;
mod demo;
mod discover;
mod names;
mod open;
mod output;
mod own_output;
mod paths;
mod project;
mod read;
mod replace;
mod rules;
mod snapshots;
mod stdin;
mod walk;

pub use demo::{demo, demo_text};
pub use discover::{discover, discover_home};
pub use open::{Asked, open, open_all};
pub use output::{Staged, stage, write};
pub use paths::Allowed;
pub use project::Project;
pub use read::read_file;
pub use replace::{is_read, replace};
pub use snapshots::{COLLECTED, Manifest, Snapshot, confirm, keep, latest};
