//! Moving staged files to their places, and back where that fails.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::whole::{swap, swap_back};
use super::{STAGING, Staged, failed, settle, staged};
use model::{Diagnostic, Kind};

impl Staged {
    /// Moves every file to its place; the paths of all, in order.
    ///
    /// # Errors
    /// Where a file cannot be moved: then every file is as it was before. Where even that cannot be done, the
    /// error says so, and the next command ends what was begun.
    pub fn commit(mut self) -> Result<Vec<PathBuf>, Diagnostic> {
        let help = "make the folder writable";
        for (at, (folder, name)) in self.journal.moves.iter().enumerate() {
            keep(folder, name, at).map_err(|error| failed(&folder.join(name), &error, help))?;
        }
        let journal = &self.journal;
        journal.decide(&self.home).map_err(|error| failed(&self.home, &error, help))?;
        for (at, (folder, name)) in journal.moves.iter().enumerate() {
            if let Err(error) = place(folder, name) {
                let wrong = failed(&folder.join(name), &error, help);
                return Err(self.back(at, wrong));
            }
        }
        journal.folders.iter().for_each(|folder| settle(folder));
        // The files are in their places: what cannot be removed now, the next command removes.
        let _ = journal.clear(&self.home);
        self.is_over = true;
        Ok(std::mem::take(&mut self.targets))
    }

    /// Puts the first files back as they were.
    fn back(&mut self, count: usize, wrong: Diagnostic) -> Diagnostic {
        let mut moved = self.journal.moves.iter().enumerate().take(count);
        let undone = moved.try_for_each(|(at, (folder, name))| restore(folder, name, at));
        match undone.and_then(|()| Journal::revoke(&self.home)) {
            // Dropping it removes what is staged.
            Ok(()) => wrong,
            Err(error) => {
                self.is_over = true;
                let message = format!(
                    "{}; some files are new and some are old, and the old ones cannot be put back: {error}",
                    wrong.message
                );
                let help =
                    "make the folder writable and run any command again: it ends what was begun";
                Diagnostic::general(message, help).of_kind(Kind::HalfWritten)
            }
        }
    }
}

/// Moves one file to its place; nothing where that is done.
pub(super) fn place(folder: &Path, name: &str) -> io::Result<()> {
    let (from, target) = (staged(folder, name), folder.join(name));
    let Ok(kind) = fs::symlink_metadata(&from) else { return Ok(()) };
    let parent = target.parent().unwrap_or(folder);
    fs::create_dir_all(parent)?;
    // A link in between could lead anywhere.
    if !fs::canonicalize(parent)?.starts_with(fs::canonicalize(folder)?) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a link leads out of its folder"));
    }
    match kind.is_dir() {
        true => swap(folder, name)?,
        false => fs::rename(from, &target)?,
    }
    settle(parent);
    Ok(())
}

/// Keeps the file that is there under a second name.
fn keep(folder: &Path, name: &str, at: usize) -> io::Result<()> {
    let target = folder.join(name);
    let Ok(kind) = fs::symlink_metadata(&target) else { return Ok(()) };
    // A folder, or what is in the place of one, is moved away whole.
    if fs::symlink_metadata(staged(folder, name)).is_ok_and(|new| new.is_dir()) {
        return Ok(());
    }
    let old = old(folder, at);
    fs::create_dir_all(old.parent().unwrap_or(folder))?;
    // A link is kept as the file it leads to.
    if kind.is_file() && fs::hard_link(&target, &old).is_ok() {
        return Ok(());
    }
    match fs::copy(&target, &old) {
        Ok(_) => Ok(()),
        // A link to nothing is replaced as nothing would be.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn restore(folder: &Path, name: &str, at: usize) -> io::Result<()> {
    let (old, target) = (old(folder, at), folder.join(name));
    if fs::symlink_metadata(&target).is_ok_and(|kind| kind.is_dir()) {
        return swap_back(folder, name);
    }
    match old.exists() {
        true => fs::rename(old, target),
        false => fs::remove_file(target),
    }
}

fn old(folder: &Path, at: usize) -> PathBuf {
    folder.join(STAGING).join("old").join(at.to_string())
}
