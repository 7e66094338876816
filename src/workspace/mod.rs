//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod changeable;
mod configuration;
mod demo;
mod discover;
mod document;
mod embedded;
mod gitignore;
mod listing;
mod lock;
mod names;
mod open;
mod output;
mod own_output;
mod paths;
mod project;
mod project_path;
mod read;
mod rules;
mod snapshots;
mod stdin;
mod transaction;
mod walk;

pub use changeable::is_read;
pub use demo::demo;
pub use discover::{discover, discover_home};
pub use document::Document;
pub use listing::names_in;
pub use lock::{Lock, lock};
pub use open::{Asked, open, open_all, own_mappings};
pub use output::{replace, write};
pub use paths::Allowed;
pub use project::Project;
pub use project_path::ProjectPath;
pub use read::{is_behind_link, read_bytes, read_file};
pub use snapshots::{COLLECTED, Manifest, Snapshot, confirm, keep, latest};
pub use transaction::{Archive, Part, Staged, Whole, is_below, recover, stage};
