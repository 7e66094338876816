//! A Typst template and its data to an archival (PDF/A-3a), tagged (PDF/UA-1) document, or to PDF 1.7.
//!
//! The only package that links typst, so that everything else builds and tests without it. Data
//! enters Typst as files read from memory and is only ever shown as text: nothing in it can become
//! code.

mod export;
mod failure;
mod fonts;
mod forget;
mod job;
mod layout;
mod lines;
mod links;
mod pack;
mod widths;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use failure::Failure;
pub use fonts::Fonts;
pub use job::{Form, Job};
pub use lines::Piece;

/// Compiles the template and exports it.
///
/// # Errors
/// Where the template does not compile or the document cannot be archival and accessible, and where the
/// compiler panics: it is not ours, and whatever it stumbles over must not end the run. Debug builds
/// refuse warnings too, since a warning is a defect of the template.
pub fn render(fonts: &Fonts, job: Job<'_>) -> Result<Vec<u8>, Failure> {
    let made = catch_unwind(AssertUnwindSafe(|| compile(fonts, job)));
    made.unwrap_or_else(|_| Err(Failure::new("the compiler stopped without a result")))
}

fn compile(fonts: &Fonts, job: Job<'_>) -> Result<Vec<u8>, Failure> {
    let to = export::To {
        ident: job.ident.clone(),
        creator: job.creator.clone(),
        date: job.date,
        form: job.form,
        is_long: job.is_long,
    };
    let world = world::World::new(fonts, job)?;
    export::pdf(&world, to)
}
