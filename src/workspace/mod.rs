//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod changeable;
mod configuration;
mod demo;
mod discover;
mod lock;
mod names;
mod open;
mod output;
mod own_output;
mod paths;
mod project;
mod read;
mod rules;
mod snapshots;
mod stdin;
mod transaction;
mod walk;

pub use demo::{demo, demo_text};
pub use changeable::is_read;
pub use discover::{discover, discover_home};
pub use lock::{Lock, lock};
pub use open::{Asked, open, open_all};
pub use output::{replace, write};
pub use paths::Allowed;
pub use project::Project;
pub use read::read_file;
pub use snapshots::{COLLECTED, Manifest, Snapshot, confirm, keep, latest};
pub use transaction::{Part, Staged, is_below, recover, stage};
