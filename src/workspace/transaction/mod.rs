//! Writing to several folders: all files or none, whenever the process ends.
//!
//! New files are written completely into a staging folder beside their places. Then one file, the journal,
//! decides: before it exists, the next command removes what is staged; from then on it moves the rest in.
//! In between a reader sees a mixed state for moments, which `manifest.json`, moved last, shows.

mod commit;
mod journal;
mod part;
mod recover;
mod stage;
mod whole;

pub use part::Part;
pub use recover::recover;
pub use stage::{Staged, Staging, stage};
pub use whole::{Archive, Whole};

use std::fs;
use std::path::{Component, Path, PathBuf};

use model::Diagnostic;

/// The staging folder of a transaction. [`super::names`] never looks into it.
const STAGING: &str = ".muster-write";

/// Where a new file of a folder waits.
fn staged(folder: &Path, name: &str) -> PathBuf {
    folder.join(STAGING).join("new").join(name)
}

/// Whether a name leads to a place below its folder.
pub fn is_below(name: &str) -> bool {
    let mut steps = Path::new(name).components();
    !name.is_empty() && steps.all(|step| matches!(step, Component::Normal(_)))
}

/// Makes what was done to a folder survive a power cut, where the system can.
fn settle(folder: &Path) {
    if let Ok(opened) = fs::File::open(folder) {
        let _ = opened.sync_all();
    }
}

/// The error of a file that cannot be written; `help` says where else it could be.
fn failed(path: &Path, error: &std::io::Error, help: &str) -> Diagnostic {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let help = match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => {
            "free some space; the files that were there before are untouched"
        }
        _ => help,
    };
    Diagnostic::general(format!("{} cannot be written: {error}", path.display()), help)
}
