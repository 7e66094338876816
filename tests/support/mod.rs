//! Running the tool, as a library and as a program.

pub(crate) mod changes;
pub(crate) mod estate;
pub(crate) mod measured;
#[cfg(feature = "net")]
pub(crate) mod server;
pub(crate) mod year;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::{Date, date};
use passmuster::commands::{Keep, Request, Run, Stages, assess_project};
use passmuster::model::Diagnostic;
use passmuster::workspace::{self, Project};

/// The day that all fixtures are judged on.
pub(crate) const AS_OF: Date = date(2026, 11, 22);

/// A folder under `fixtures/`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Judges a project.
pub(crate) fn judge(project: Project) -> Result<Run, Vec<Diagnostic>> {
    let request = Request { is_recorded: true, ..Request::of(project, AS_OF, Keep::Both) };
    assess_project(request, &mut Stages::default())
}

/// Judges a fixture that must be readable.
pub(crate) fn run(name: &str) -> Run {
    let project = workspace::open(&fixture(name)).expect("a readable fixture");
    judge(project).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"))
}

/// A project of one inventory file.
pub(crate) fn project(text: &str) -> Project {
    let files = vec![("inventory.yaml".to_string(), text.as_bytes().to_vec())];
    Project { files, ..Project::default() }
}

/// Runs the program in a folder.
pub(crate) fn muster(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the program runs")
}

/// The program, ready to run, with an environment that holds nothing of the machine's.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).args(args).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// The names of the folders in a folder, sorted.
pub(crate) fn folders(path: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(path).expect("a folder");
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The files under a folder, sorted.
pub(crate) fn files(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).expect("a folder").filter_map(Result::ok) {
        match entry.path() {
            folder if folder.is_dir() => found.extend(files(&folder)),
            file => found.push(file),
        }
    }
    found.sort();
    found
}

/// Every file of code by room: `model/tier.rs`, `controls/own/tool_owner.rs`, `render/html.rs`.
pub(crate) fn sources() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&top.join("src"), &top.join("src"), &mut found);
    for package in folders(&top.join("crates")) {
        let source = top.join("crates").join(&package).join("src");
        let mut inside = Vec::new();
        collect(&source, &source, &mut inside);
        // `judge` holds several rooms; any other package is one room.
        let prefix = if package == "judge" { String::new() } else { format!("{package}/") };
        found.extend(inside.into_iter().map(|(path, text)| (format!("{prefix}{path}"), text)));
    }
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name =
                path.strip_prefix(root).expect("below src").to_string_lossy().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
}
