//! `muster sample`: a sample of findings for a tester.

mod layout;
mod quote;
mod run;

pub(super) use run::run;
