//! A sample of findings for a tester: drawn by hashes, so that anybody can draw it again.

mod bound;
mod draw;
mod statements;
mod strata;

pub use draw::{Asked, Drawing, Quote, draw, key};
