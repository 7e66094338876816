//! Files that are written completely, but not yet in their places.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::part::Opened;
use super::{Part, failed, recover};
use crate::workspace::lock::{Lock, lock};
use model::{Artifact, Diagnostic};

/// Folders that files are being written for. Dropping it removes what is written.
#[derive(Debug)]
pub struct Staging {
    staged: Staged,
    parts: Vec<Opened>,
}

/// Files that are written completely, but not yet in their places. Dropping it removes them.
#[derive(Debug)]
pub struct Staged {
    pub(super) home: PathBuf,
    pub(super) journal: Journal,
    /// Where each file goes, as the caller named it.
    pub(super) targets: Vec<PathBuf>,
    /// Folders that did not exist before.
    created: Vec<PathBuf>,
    pub(super) is_over: bool,
    _locks: Vec<Lock>,
}

/// Writes files into a temporary place inside their folders. The first folder has the journal.
///
/// # Errors
/// Those of [`Staging`].
pub fn stage(parts: Vec<(Part, Vec<Artifact>)>) -> Result<Staged, Diagnostic> {
    let (parts, files): (Vec<Part>, Vec<Vec<Artifact>>) = parts.into_iter().unzip();
    let mut staging = Staging::open(parts)?;
    for (at, files) in files.iter().enumerate() {
        staging.put(at, files)?;
    }
    staging.finish()
}

impl Staging {
    /// Creates the folders that are missing, and a temporary place in each. The first has the journal.
    ///
    /// # Errors
    /// Where a folder cannot be created or written to, or another process is writing there.
    pub fn open(parts: Vec<Part>) -> Result<Self, Diagnostic> {
        let mut staged = Staged {
            home: PathBuf::new(),
            journal: Journal::default(),
            targets: Vec::new(),
            created: Vec::new(),
            is_over: false,
            _locks: Vec::new(),
        };
        let folders = staged.folders(&parts)?;
        if let Some(home) = folders.first() {
            staged.home.clone_from(home);
            staged.lock(&folders)?;
            for folder in &folders {
                if !staged.journal.folders.contains(folder) {
                    staged.journal.folders.push(folder.clone());
                }
            }
            let help = parts.first().map_or("", |part| part.help);
            staged.journal.plan(home).map_err(|error| failed(home, &error, help))?;
        }
        let opened = parts.into_iter().zip(folders).map(|(part, folder)| Opened::of(part, folder));
        Ok(Staging { parts: opened.collect(), staged })
    }

    /// Writes files for one of the folders, by its place among those that were named. They are moved in in the order in
    /// which they are written.
    ///
    /// # Errors
    /// Where a file cannot be put there, a folder has its name, or the disk is full.
    pub fn put(&mut self, at: usize, files: &[Artifact]) -> Result<(), Diagnostic> {
        let Some(opened) = self.parts.get_mut(at) else { return Ok(()) };
        for file in files {
            let name = opened.place(&file.path)?;
            let moved = (opened.folder.clone(), name);
            if self.staged.journal.moves.last() != Some(&moved) {
                self.staged.journal.moves.push(moved);
            }
            self.staged.targets.push(opened.part.folder.join(&file.path));
        }
        opened.write(files)
    }

    /// Ends it: all files are written, and the disk has them.
    ///
    /// # Errors
    /// Where what others have put into a folder cannot be carried over, or the disk is full.
    pub fn finish(self) -> Result<Staged, Diagnostic> {
        self.parts.iter().try_for_each(Opened::finish)?;
        Ok(self.staged)
    }
}

impl Staged {
    /// The folders with their links resolved; those that are missing are created.
    fn folders(&mut self, parts: &[Part]) -> Result<Vec<PathBuf>, Diagnostic> {
        let mut whole = Vec::new();
        for part in parts {
            let wrong = |error: &std::io::Error| failed(&part.folder, error, part.help);
            let folder = match part.folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => &part.folder,
            };
            let missing = folder.ancestors().take_while(|above| {
                !above.as_os_str().is_empty() && fs::symlink_metadata(above).is_err()
            });
            let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
            fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
            self.created.extend(missing);
            whole.push(fs::canonicalize(folder).map_err(|error| wrong(&error))?);
        }
        Ok(whole)
    }

    /// Locks the folders, always in one order, and ends what was interrupted in them.
    fn lock(&mut self, folders: &[PathBuf]) -> Result<(), Diagnostic> {
        let mut sorted = folders.to_vec();
        sorted.sort();
        sorted.dedup();
        for folder in &sorted {
            self._locks.push(lock(folder)?);
        }
        sorted.iter().try_for_each(|folder| recover(folder))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.is_over || self.journal.folders.is_empty() {
            if !self.is_over {
                self.created.iter().for_each(|folder| _ = fs::remove_dir(folder));
            }
            return;
        }
        // What is left is removed by the next command.
        let _ = self.journal.clear(&self.home);
        // Only empty ones can be removed.
        self.created.iter().for_each(|folder| _ = fs::remove_dir(folder));
    }
}
