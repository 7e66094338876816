//! Files that are written completely, but not yet in their places.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use super::journal::Journal;
use super::{Whole, failed, is_below, recover, staged};
use crate::workspace::lock::{Lock, lock};
use model::{Artifact, Diagnostic};

/// How many files are written at once. Each waits for the disk.
const WRITERS: usize = 8;

/// From how many files on the disk is waited for once, and not for each.
const MANY: usize = 256;

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
        // The files of a folder that is replaced as one have one place.
        let mut is_whole_placed = false;
        for file in &part.files {
            let target = part.folder.join(&file.path);
            let is_whole = part.whole.as_ref().is_some_and(|whole| whole.holds(&file.path));
            match is_whole && is_whole_placed && is_below(&file.path) {
                true => {}
                false => may_be_placed(folder, &file.path, part.whole.as_ref())
                    .map_err(|e| failed(&target, &e, part.help))?,
            }
            is_whole_placed |= is_whole;
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
        write_all(part, folder)?;
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

/// Writes the files of a part side by side: a disk takes many at once in the time of a few.
fn write_all(part: &Part, folder: &Path) -> Result<(), Diagnostic> {
    let wrong = |file: &Artifact, error: &std::io::Error| {
        failed(&part.folder.join(&file.path), error, part.help)
    };
    let mut known: HashSet<PathBuf> = HashSet::new();
    for file in &part.files {
        let path = staged(folder, &file.path);
        if let Some(above) = path.parent().filter(|above| !known.contains(*above)) {
            fs::create_dir_all(above).map_err(|error| wrong(file, &error))?;
            known.insert(above.to_path_buf());
        }
    }
    let at_once = part.files.len().div_ceil(WRITERS).max(1);
    let together = Together::of(folder, part.files.len());
    let is_each_settled = together.is_none();
    thread::scope(|scope| {
        let some = |files: &[Artifact]| {
            files.iter().try_for_each(|file| {
                write(folder, file, is_each_settled).map_err(|error| wrong(file, &error))
            })
        };
        // Where the system starts no more threads, this one writes.
        let beside = |files| {
            thread::Builder::new().spawn_scoped(scope, move || some(files)).map_err(|_| some(files))
        };
        let writers: Vec<_> = part.files.chunks(at_once).map(beside).collect();
        // The first that fails in the order of the files, so that a message is always the same.
        writers.into_iter().try_for_each(|writer| match writer {
            Ok(writer) => writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(written) => written,
        })
    })?;
    let settled = together.map_or(Ok(()), |together| together.settle());
    settled.map_err(|error| failed(&part.folder, &error, part.help))
}

/// Files whose bytes are waited for together. To wait for each of a hundred thousand small files takes longer than to
/// make them.
struct Together(fs::File);

impl Together {
    /// The files of a folder; none where they are few, or where the system cannot wait for all at once.
    fn of(folder: &Path, files: usize) -> Option<Self> {
        let can = cfg!(target_os = "linux") && files >= MANY;
        if can { fs::File::open(folder).ok().map(Together) } else { None }
    }

    /// Waits until the disk has all that was written to its file system.
    fn settle(&self) -> std::io::Result<()> {
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&self.0)?;
        #[cfg(not(target_os = "linux"))]
        self.0.sync_all()?;
        Ok(())
    }
}

fn write(folder: &Path, file: &Artifact, is_settled: bool) -> std::io::Result<()> {
    let path = staged(folder, &file.path);
    let mut written = fs::File::create_new(&path)?;
    written.write_all(&file.bytes)?;
    if let Ok(known) = fs::metadata(folder.join(&file.path)) {
        written.set_permissions(known.permissions())?;
    }
    if is_settled {
        written.sync_all()?;
    }
    Ok(())
}
