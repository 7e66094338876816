//! Twelve months of an invented company, see `fixtures/history/README.md`.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use passmuster::commands::{Keep, Request, Stages, assess_project};
use passmuster::history;
use passmuster::model::Posture;
use passmuster::posture;
use passmuster::workspace::{self, Project};

use super::{fixture, folders};

/// Lays the files of one month over those of the months before.
pub(crate) fn lay(month: &str, project: &Path) {
    let folder = fixture("history").join(month);
    copy(&folder, project);
    if let Ok(gone) = fs::read_to_string(project.join("gone.txt")) {
        gone.lines().for_each(|name| fs::remove_file(project.join(name)).expect("it was there"));
        fs::remove_file(project.join("gone.txt")).expect("it was there");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => fs::copy(entry.path(), target).map(drop).expect("copied"),
        }
    }
}

/// The last day of a month.
pub(crate) fn last_day(month: &str) -> Date {
    let first: Date = format!("{month}-01").parse().expect("a month");
    first.last_of_month()
}

/// Judges a project on a day.
pub(crate) fn judge(project: Project, as_of: Date) -> Posture {
    let request = Request::of(project, as_of, Keep::Both);
    let run = assess_project(request, &mut Stages::default());
    run.unwrap_or_else(|errors| panic!("{errors:#?}")).posture
}

/// Judges a project as it is, with a history, and records the month.
pub(crate) fn report(project: &Path, as_of: Date) -> Posture {
    let mut opened = workspace::open(project).expect("a project");
    opened.history.get_or_insert_default();
    let posture = judge(opened, as_of);
    let record =
        history::write(&posture::record(&posture, posture::findings(&posture))).expect("a record");
    workspace::write(project, vec![record]).expect("written");
    posture
}

/// The twelve months, reported and recorded in order.
pub(crate) fn year() -> (tempfile::TempDir, Vec<Posture>) {
    let home = tempfile::tempdir().expect("a folder");
    let months = folders(&fixture("history"));
    assert_eq!(months.len(), 12);
    let postures = months.iter().map(|month| {
        lay(month, home.path());
        report(home.path(), last_day(month))
    });
    let postures = postures.collect();
    (home, postures)
}
