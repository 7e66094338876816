//! Opens `mappings/` and checks it: requirements of frameworks, and how controls support them.

mod alias;
mod check;
mod embedded;
mod grants;
mod load;
mod resolve;

pub use embedded::{SourceText, embedded};
pub use load::{Mappings, load};
pub use resolve::{Candidate, Meant, Through, resolve};
