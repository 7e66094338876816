//! `muster verify`: what was written is what was computed, and what was computed follows from what it was
//! computed from.

mod attachment;
mod check;
mod manifest;
mod month;
mod pdf;
mod posture;
mod printed;
mod rejudged;
mod rendered;
mod run;
mod signature;
mod subject;

pub(super) use run::run;
