//! A folder that files are written to, into a temporary place inside it.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use super::{Whole, failed, is_below, staged};
use model::{Artifact, Diagnostic};

/// How many files are written at once where each waits for the disk.
const WRITERS: usize = 8;

/// From how many files on the disk is waited for once, and not for each.
const MANY: usize = 256;

/// A folder that files are written to.
#[derive(Debug)]
pub struct Part {
    /// The folder.
    pub folder: PathBuf,
    /// A folder below it that is replaced as one, with all files in it.
    pub whole: Option<Whole>,
    /// What to do where the folder cannot be written to.
    pub help: &'static str,
}

impl Part {
    /// A folder that `--out` names.
    pub fn out(folder: &Path) -> Self {
        let help = "name a folder you may write to with --out";
        Part { folder: folder.to_path_buf(), whole: None, help }
    }
}

/// A folder with a temporary place for its files.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) part: Part,
    /// The folder with its links resolved.
    pub(super) folder: PathBuf,
    /// The folders of the temporary place that exist.
    known: HashSet<PathBuf>,
    /// Whether a file of the folder that is replaced as one is written.
    has_whole: bool,
    /// Files whose bytes are waited for together.
    together: Option<Together>,
}

impl Opened {
    pub(super) fn of(part: Part, folder: PathBuf) -> Self {
        Opened { part, folder, known: HashSet::new(), has_whole: false, together: None }
    }

    /// What is moved so that a file gets to its place: the file, or the folder that is replaced as one with all its files.
    ///
    /// # Errors
    /// Where it cannot be moved there, as far as that shows before.
    pub(super) fn place(&mut self, name: &str) -> Result<String, Diagnostic> {
        let whole = self.part.whole.as_ref();
        let whole = whole.filter(|whole| whole.holds(name));
        // The files of a folder that is replaced as one have one place.
        if !(whole.is_some() && self.has_whole && is_below(name)) {
            let target = self.part.folder.join(name);
            may_be_placed(&self.folder, name, whole)
                .map_err(|error| failed(&target, &error, self.part.help))?;
        }
        let moved = whole.map_or(name, |whole| whole.name.as_str()).to_string();
        self.has_whole |= whole.is_some();
        Ok(moved)
    }

    /// Writes files, few of them side by side: a disk takes several at once in the time of one.
    pub(super) fn write(&mut self, files: &[Artifact]) -> Result<(), Diagnostic> {
        let (target, help) = (self.part.folder.clone(), self.part.help);
        let wrong =
            |file: &Artifact, error: &std::io::Error| failed(&target.join(&file.path), error, help);
        for file in files {
            let path = staged(&self.folder, &file.path);
            if let Some(above) = path.parent().filter(|above| !self.known.contains(*above)) {
                fs::create_dir_all(above).map_err(|error| wrong(file, &error))?;
                self.known.insert(above.to_path_buf());
            }
        }
        if self.together.is_none() && files.len() >= MANY {
            self.together = Together::of(&self.folder);
        }
        let (folder, is_each_settled) = (&self.folder, self.together.is_none());
        let one = |file: &Artifact| {
            write(folder, file, is_each_settled).map_err(|error| wrong(file, &error))
        };
        // None waits for the disk, and several threads would wait for each other: a folder takes one new file at a time.
        if !is_each_settled {
            return files.iter().try_for_each(one);
        }
        let at_once = files.len().div_ceil(WRITERS).max(1);
        thread::scope(|scope| {
            let some = |files: &[Artifact]| files.iter().try_for_each(one);
            // Where the system starts no more threads, this one writes.
            let beside = |files| {
                let written = move || some(files);
                thread::Builder::new().spawn_scoped(scope, written).map_err(|_| some(files))
            };
            let writers: Vec<_> = files.chunks(at_once).map(beside).collect();
            // The first that fails in the order of the files, so that a message is always the same.
            writers.into_iter().try_for_each(|writer| match writer {
                Ok(writer) => {
                    writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                }
                Err(written) => written,
            })
        })
    }

    /// Waits for the disk, and carries over what others have put into the folder that is replaced as one.
    pub(super) fn finish(&self) -> Result<(), Diagnostic> {
        let wrong = |path: &Path, error: &std::io::Error| failed(path, error, self.part.help);
        let settled = self.together.as_ref().map_or(Ok(()), Together::settle);
        settled.map_err(|error| wrong(&self.part.folder, &error))?;
        match self.part.whole.as_ref().filter(|_| self.has_whole) {
            Some(whole) => whole
                .carry_over(&self.folder)
                .map_err(|error| wrong(&self.part.folder.join(&whole.name), &error)),
            None => Ok(()),
        }
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

/// Files whose bytes are waited for together. To wait for each of a hundred thousand small files takes longer than to
/// make them.
#[derive(Debug)]
struct Together(fs::File);

impl Together {
    /// The files of a folder; none where the system cannot wait for all at once.
    fn of(folder: &Path) -> Option<Self> {
        if cfg!(target_os = "linux") { fs::File::open(folder).ok().map(Together) } else { None }
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
