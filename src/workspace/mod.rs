//! Disk: bounded reads of a project, and outputs that appear all at once or not at all.

mod demo;
mod output;
mod project;

pub use demo::{demo, demo_text};
pub use output::write;
pub use project::{Project, open, read_file};
