//! Files that are written completely, but not yet in their places.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::{Whole, failed, is_below, recover, staged};
use crate::workspace::lock::{Lock, lock};
use model::{Artifact, Diagnostic};

/// Files for one folder.
#[derive(Debug)]
pub struct Part {
    /// The folder.
    pub folder: PathBuf,
    /// The files, in the order in which they are moved in.
    pub files: Vec<Artifact>,
    /// A folder below it that is replaced as one, with all files in it.
    pub whole: Option<Whole>,
    /// What to do where the folder cannot be written to.
    pub help: &'static str,
}

impl Part {
    /// Files for a folder that `--out` names.
    pub fn out(folder: &Path, files: Vec<Artifact>) -> Self {
        let help = "name a folder you may write to with --out";
        Part { folder: folder.to_path_buf(), files, whole: None, help }
    }
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
/// Where a folder cannot be created or written to, a folder has the name of a file, the disk is full, or
/// another process is writing there.
pub fn stage(parts: Vec<Part>) -> Result<Staged, Diagnostic> {
    let mut staged = Staged {
        home: PathBuf::new(),
        journal: Journal::default(),
        targets: Vec::new(),
        created: Vec::new(),
        is_over: false,
        _locks: Vec::new(),
    };
    let folders = staged.folders(&parts)?;
    let Some(home) = folders.first() else { return Ok(staged) };
    staged.home.clone_from(home);
    staged.lock(&folders)?;
    for (part, folder) in parts.iter().zip(&folders) {
        for file in &part.files {
            let target = part.folder.join(&file.path);
            may_be_placed(folder, &file.path, part.whole.as_ref())
                .map_err(|e| failed(&target, &e, part.help))?;
            // All files of a folder that is replaced as one are one move.
            let name = match part.whole.as_ref().filter(|whole| whole.holds(&file.path)) {
                Some(whole) => &whole.name,
                None => &file.path,
            };
            let moved = (folder.clone(), name.clone());
            if staged.journal.moves.last() != Some(&moved) {
                staged.journal.moves.push(moved);
            }
            staged.targets.push(target);
        }
        if !staged.journal.folders.contains(folder) {
            staged.journal.folders.push(folder.clone());
        }
    }
    let help = parts.first().map_or("", |part| part.help);
    staged.journal.plan(home).map_err(|error| failed(home, &error, help))?;
    for (part, folder) in parts.iter().zip(&folders) {
        for file in &part.files {
            write(folder, file)
                .map_err(|error| failed(&part.folder.join(&file.path), &error, part.help))?;
        }
        if let Some(whole) =
            part.whole.as_ref().filter(|it| part.files.iter().any(|f| it.holds(&f.path)))
        {
            let carried = whole.carry_over(folder);
            carried.map_err(|error| failed(&part.folder.join(&whole.name), &error, part.help))?;
        }
    }
    Ok(staged)
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

/// Whether a file can be moved to its place, as far as that shows before: its folder can be written to, and
/// no folder has its name.
fn may_be_placed(folder: &Path, name: &str, whole: Option<&Whole>) -> std::io::Result<()> {
    use std::io::{Error, ErrorKind};
    if !is_below(name) {
        return Err(Error::new(ErrorKind::InvalidInput, "its name leads out of its folder"));
    }
    // Whatever is in a folder that is replaced as one is not in the way.
    let target = match whole.filter(|whole| whole.holds(name)) {
        Some(whole) => return room(folder, &folder.join(&whole.name)),
        None => folder.join(name),
    };
    if fs::symlink_metadata(&target).is_ok_and(|kind| kind.is_dir()) {
        return Err(Error::new(ErrorKind::IsADirectory, "a folder has its name"));
    }
    room(folder, &target)
}

/// Whether the folder of a file can be written to, and is where it seems to be.
fn room(folder: &Path, target: &Path) -> std::io::Result<()> {
    use std::io::{Error, ErrorKind};
    let above = target.ancestors().skip(1).find(|above| above.exists());
    if above.is_some_and(|above| !fs::canonicalize(above).is_ok_and(|it| it.starts_with(folder))) {
        return Err(Error::new(ErrorKind::InvalidInput, "a link leads out of its folder"));
    }
    // A file without a name: nothing is left of it, whatever happens.
    tempfile::tempfile_in(above.unwrap_or(folder)).map(drop)
}

fn write(folder: &Path, file: &Artifact) -> std::io::Result<()> {
    let path = staged(folder, &file.path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut written = fs::File::create_new(&path)?;
    written.write_all(&file.bytes)?;
    if let Ok(known) = fs::metadata(folder.join(&file.path)) {
        written.set_permissions(known.permissions())?;
    }
    written.sync_all()
}
