//! Hostile inputs, one file for each kind: a project of a stranger publishes nothing of the machine,
//! sends nothing away, stalls nothing and forges nothing.

#[cfg(target_os = "linux")]
mod large_history;
#[cfg(target_os = "linux")]
mod large_inventory;
mod limits;
mod limits_page;
mod lines;
#[cfg(feature = "net")]
mod network;
mod paths;
mod secrets;
#[cfg(unix)]
mod threads;
mod transaction;
mod verify;
mod years;

use std::path::Path;

use crate::support::command;

/// What a run ended with: its exit code, and everything that it printed.
struct Ended {
    code: Option<i32>,
    printed: String,
}

/// Runs the program in a folder.
fn run(folder: &Path, args: &[&str]) -> Ended {
    run_with(folder, args, &[])
}

/// Runs the program in a folder, with more in its environment.
fn run_with(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Ended {
    let mut command = command(folder, args);
    let output = command.envs(environment.iter().copied()).output().expect("the program runs");
    let printed = [output.stdout, output.stderr].concat();
    Ended { code: output.status.code(), printed: String::from_utf8_lossy(&printed).into_owned() }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
    home
}

/// Whether a word is in anything that is under a folder.
fn holds(folder: &Path, word: &str) -> bool {
    let found = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).contains(word);
    crate::support::files(folder).iter().any(|path| std::fs::read(path).is_ok_and(found))
}
