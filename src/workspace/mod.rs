//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod configuration;
mod demo;
mod discover;
mod document;
mod embedded;
mod gitignore;
mod listing;
mod names;
mod open;
mod output;
mod own_output;
mod paths;
mod project;
mod project_path;
mod read;
mod replace;
mod rules;
mod snapshots;
mod stdin;
mod walk;

pub use demo::demo;
pub use discover::{discover, discover_home};
pub use document::Document;
pub use open::{Asked, open, open_all, own_mappings};
pub use output::{Staged, stage, write};
pub use paths::Allowed;
pub use project::Project;
pub use project_path::ProjectPath;
pub use read::read_file;
pub use replace::{is_read, replace};
pub use snapshots::{COLLECTED, Manifest, Snapshot, confirm, keep, latest};
