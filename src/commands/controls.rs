//! `muster controls`

use super::library::{self, find, known, ours};
use crate::cli::{self, ControlsAction};
use crate::render::reference::Page;
use model::{Diagnostic, Family};

pub(super) fn run(args: &cli::Controls) -> Result<(), Vec<Diagnostic>> {
    let mappings = library::load(&args.paths)?;
    let library = library::library(&mappings);
    match &args.action {
        ControlsAction::List(printed) => {
            let families = Family::ALL.into_iter().map(|family| library.family(family));
            library::print(&Page::Controls(families.collect()), printed.format)
        }
        ControlsAction::Show(named) => {
            let text = named.what.join(" ");
            let found = find(&text, ours(&text), &known(&mappings))?;
            library::print(&found.page(&library), named.format)
        }
    }
}
