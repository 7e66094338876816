//! How much one page prints.

use super::form::Form;

/// How many rows of a long list one page of the site prints; the next page has the rest.
const MAX_PAGE_ROWS: usize = 100;
/// How many rows of a long list the single page prints.
const MAX_SINGLE_ROWS: usize = 2_000;
/// How many assets the single page prints with their findings. A site prints all.
const MAX_SINGLE_ASSETS: usize = 500;
/// How many rows a list inside a page prints, where the page is about something else.
pub(super) const MAX_INNER_ROWS: usize = 100;

/// How many rows a page prints.
pub(super) fn rows(form: Form) -> usize {
    match form {
        Form::Folder => MAX_PAGE_ROWS,
        Form::Single => MAX_SINGLE_ROWS,
    }
}

/// How many assets have a page.
pub(super) fn assets(form: Form) -> usize {
    match form {
        Form::Folder => usize::MAX,
        Form::Single => MAX_SINGLE_ASSETS,
    }
}

/// How many pages a list takes. An empty list takes one; the single page prints only the first.
pub(super) fn parts(count: usize, rows: usize) -> usize {
    match rows {
        MAX_SINGLE_ROWS => 1,
        rows => count.div_ceil(rows).max(1),
    }
}
