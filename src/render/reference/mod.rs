//! Looking things up: pages about controls, limits and frameworks, as text, JSON and documentation.

mod coverage;
mod pages;
mod requirement;
mod score;
mod write;

pub use coverage::{Coverage, coverage};
pub use pages::{ControlPage, FamilyPage, FrameworkPage, Library, MapsTo, ThresholdPage};
pub use requirement::RequirementPage;
pub use score::score_page;
pub use write::{Page, documentation, json, text};
pub(super) use write::{plain, wrap};
