//! What a transaction moves where. It is read back from folders that may be anybody's, so that it can name
//! no place outside the folders it is found in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{STAGING, is_below, settle};

/// Lists the folders, before anything is staged in them.
const PLAN: &str = "plan.json";
/// The same once everything is staged: from now on the transaction has happened.
const DECIDED: &str = "decided.json";
/// In the other folders: where the plan is.
const HOME: &str = "home";

/// The folders of a transaction and the files that are moved in each, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) moves: Vec<(PathBuf, String)>,
    pub(super) folders: Vec<PathBuf>,
}

impl Journal {
    /// Writes the plan, and in each other folder where it is.
    pub(super) fn plan(&self, home: &Path) -> std::io::Result<()> {
        // First the plan, so that no folder is left that it does not name.
        fs::create_dir_all(home.join(STAGING))?;
        self.write(home, PLAN)?;
        for folder in self.folders.iter().filter(|folder| *folder != home) {
            fs::create_dir_all(folder.join(STAGING))?;
            fs::write(folder.join(STAGING).join(HOME), home.to_string_lossy().as_bytes())?;
        }
        Ok(())
    }

    /// Decides that the transaction has happened.
    pub(super) fn decide(&self, home: &Path) -> std::io::Result<()> {
        self.write(home, DECIDED)
    }

    fn write(&self, home: &Path, name: &str) -> std::io::Result<()> {
        let staging = home.join(STAGING);
        let new = staging.join(format!("{name}.new"));
        let mut file = fs::File::create(&new)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        fs::rename(&new, staging.join(name))?;
        settle(&staging);
        Ok(())
    }

    /// The plan of a transaction.
    pub(super) fn planned(home: &Path) -> Option<Journal> {
        Self::read(home, PLAN)
    }

    /// The journal of a transaction that has happened.
    pub(super) fn decided(home: &Path) -> Option<Journal> {
        Self::read(home, DECIDED)
    }

    fn read(home: &Path, name: &str) -> Option<Journal> {
        let bytes = fs::read(home.join(STAGING).join(name)).ok()?;
        let journal: Journal = serde_json::from_slice(&bytes).ok()?;
        let known =
            |(folder, file): &(PathBuf, String)| journal.folders.contains(folder) && is_below(file);
        journal.moves.iter().all(known).then_some(journal)
    }

    /// Undoes the decision: what is staged will be removed.
    pub(super) fn revoke(home: &Path) -> std::io::Result<()> {
        fs::remove_file(home.join(STAGING).join(DECIDED))?;
        settle(&home.join(STAGING));
        Ok(())
    }

    /// Removes every staging folder, that with the journal last.
    pub(super) fn clear(&self, home: &Path) -> std::io::Result<()> {
        for folder in self.folders.iter().filter(|folder| *folder != home) {
            remove(&folder.join(STAGING))?;
        }
        let staging = home.join(STAGING);
        for inner in ["new", "old"] {
            remove(&staging.join(inner))?;
        }
        for name in [PLAN, DECIDED] {
            match fs::remove_file(staging.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        remove(&staging)
    }
}

/// Where the plan is, in a folder that has only a part of a transaction.
pub(super) fn home_of(folder: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(folder.join(STAGING).join(HOME)).ok()?;
    Some(PathBuf::from(text)).filter(|home| home.is_absolute())
}

/// Removes a folder that need not be there. A link is removed, and what it leads to is not.
pub(super) fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(folder),
        Ok(_) => fs::remove_file(folder),
        Err(_) => Ok(()),
    }
}
