//! `muster frameworks`

use super::library::{self, find, known, outside};
use crate::cli::{self, FrameworksAction};
use crate::render::reference::{Page, coverage};
use model::Diagnostic;

pub(super) fn run(args: &cli::Frameworks) -> Result<(), Vec<Diagnostic>> {
    let mappings = library::load(&args.paths)?;
    let library = library::library(&mappings);
    let all = &mappings.frameworks;
    match &args.action {
        FrameworksAction::List(printed) => {
            let pages = all.iter().map(|framework| library.framework(framework)).collect();
            library::print(&Page::Frameworks(pages), printed.format)
        }
        FrameworksAction::Show(named) => {
            let text = named.what.join(" ");
            let found = find(&text, outside(&text, &mappings), &known(&mappings))?;
            library::print(&found.page(&library), named.format)
        }
        FrameworksAction::Coverage(printed) => {
            let rows = all.iter().map(coverage).collect();
            library::print(&Page::Coverage(rows), printed.format)
        }
    }
}
