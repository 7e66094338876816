//! How much one page prints.

use model::MonthPoint;

use super::form::Form;
use super::target::List;

/// How many rows of a long list one page of the site prints; the next page has the rest.
const MAX_PAGE_ROWS: usize = 100;
/// How many findings one page of a list prints where findings that state the same are one entry.
const MAX_PAGE_ENTRIES: usize = 200;
/// How many rows of a long list the single page prints.
const MAX_SINGLE_ROWS: usize = 2_000;
/// How many assets the single page prints with their findings. A site prints all.
const MAX_SINGLE_ASSETS: usize = 500;
/// How many rows a list inside a page prints, where the page is about something else.
pub(super) const MAX_INNER_ROWS: usize = 100;
/// How many entries of a register a page prints: files, warnings, requests, owners, waivers.
pub(super) const MAX_REGISTER: usize = 1_000;
/// How many months are drawn and listed, the latest: ten years.
pub(super) const MAX_MONTHS: usize = 120;
/// How many entries a list inside a row or a finding prints: places, names, facts, items.
pub(super) const MAX_NAMED: usize = 50;

/// The latest months, as many as are drawn and listed.
pub(super) fn latest(months: &[MonthPoint]) -> &[MonthPoint] {
    months.get(months.len().saturating_sub(MAX_MONTHS)..).unwrap_or(months)
}

/// How many rows a page prints.
pub(super) fn rows(form: Form) -> usize {
    match form {
        Form::Folder => MAX_PAGE_ROWS,
        Form::Single => MAX_SINGLE_ROWS,
    }
}

/// How many findings of a list a page prints.
pub(super) fn findings(form: Form, list: List) -> usize {
    match (form, list) {
        (Form::Folder, list) if list.is_by_control() => MAX_PAGE_ENTRIES,
        (form, _) => rows(form),
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
