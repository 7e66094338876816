//! One process at a time writes to a folder.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::Diagnostic;

/// How long a process waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(40);

/// The lock file, where a folder itself cannot be locked.
const NAME: &str = ".muster-lock";

/// The folders that this process has locked, and how often: a command may lock a folder before it reads
/// and again when it writes.
static HELD: Mutex<BTreeMap<PathBuf, (usize, File)>> = Mutex::new(BTreeMap::new());

/// A folder that no other process writes to as long as this exists.
#[derive(Debug)]
#[must_use = "the folder is unlocked when this is dropped"]
pub struct Lock {
    folder: PathBuf,
}

/// Locks a folder; waits a little while another process has it.
///
/// # Errors
/// Where the other process takes longer, or the folder cannot be locked at all.
pub fn lock(folder: &Path) -> Result<Lock, Diagnostic> {
    let failed = |error: &io::Error| {
        let message = format!("{} cannot be locked: {error}", folder.display());
        Diagnostic::general(message, "name a folder you may write to")
    };
    let whole = fs::canonicalize(folder).map_err(|error| failed(&error))?;
    let until = Instant::now() + PATIENCE;
    loop {
        match held_or_taken(&whole) {
            Ok(lock) => return Ok(lock),
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another muster is writing to {}", folder.display());
                return Err(Diagnostic::general(message, "wait until it has ended, and run again"));
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
    }
}

fn held_or_taken(folder: &Path) -> Result<Lock, TryLockError> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    match held.get_mut(folder) {
        Some((times, _)) => *times += 1,
        None => {
            let file = taken(folder)?;
            held.insert(folder.to_path_buf(), (1, file));
        }
    }
    Ok(Lock { folder: folder.to_path_buf() })
}

/// The folder itself where the system can lock one, so that no file is left in it.
fn taken(folder: &Path) -> Result<File, TryLockError> {
    if cfg!(unix) {
        let opened = File::open(folder).map_err(TryLockError::Error)?;
        match opened.try_lock() {
            Ok(()) => return Ok(opened),
            Err(TryLockError::WouldBlock) => return Err(TryLockError::WouldBlock),
            // Some network file systems lock only what may be written to.
            Err(TryLockError::Error(_)) => {}
        }
    }
    let mut options = File::options();
    let options = options.write(true).create(true).truncate(false);
    let file = options.open(folder.join(NAME)).map_err(TryLockError::Error)?;
    file.try_lock().map(|()| file)
}

impl Drop for Lock {
    fn drop(&mut self) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((times, _)) = held.get_mut(&self.folder) {
            *times -= 1;
            if *times == 0 {
                // Closing the file unlocks it.
                held.remove(&self.folder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_locks_a_folder_as_often_as_it_likes_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = lock(folder.path()).expect("locked");
        let second = lock(&folder.path().join(".")).expect("locked again");
        drop(first);
        let other = File::open(folder.path()).expect("the folder");
        if cfg!(unix) {
            assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
            drop(second);
            assert!(other.try_lock().is_ok());
            assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 0);
        }
    }
}
