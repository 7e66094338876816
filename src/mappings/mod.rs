//! Opens `mappings/` and checks it: requirements of frameworks, and how controls support them.

mod check;
mod embedded;
mod load;

pub use embedded::{SourceText, embedded};
pub use load::{Mappings, load};
