//! The files of a folder that the program looks into by its name, such as `history`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::ProjectPath;
use super::paths::Allowed;
use model::Diagnostic;

/// The most entries that such a folder may have.
const MOST_LISTED: usize = 10_000;

/// What a folder of a name holds.
#[derive(Debug)]
pub(super) enum Listing {
    /// There is nothing of that name.
    Nothing,
    /// It is no folder, or may not be read.
    Unreadable,
    /// Its files, by name.
    Files(Vec<ProjectPath>),
}

/// The files with one of these endings in a folder of the project.
///
/// # Errors
/// Where the folder or a file in it is a link that leads out of the project, or it has too many entries.
pub(super) fn files_of(
    allowed: &Allowed,
    folder: &str,
    endings: &[&str],
) -> Result<Listing, Diagnostic> {
    // Where nothing is allowed, as in the demonstration, there is no folder either.
    if allowed.root().is_none() {
        return Ok(Listing::Nothing);
    }
    let path = allowed.own(folder)?;
    if !path.exists() {
        return Ok(Listing::Nothing);
    }
    let Ok(entries) = fs::read_dir(path.path()) else { return Ok(Listing::Unreadable) };
    let mut names = sorted(entries, folder)?;
    names.retain(|name| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| endings.contains(&ending))
    });
    let files = names.iter().map(|name| allowed.own(&format!("{folder}/{name}")));
    Ok(Listing::Files(files.collect::<Result<_, _>>()?))
}

/// The names of what is in a folder that the command line names, sorted; none where there is no such folder.
///
/// # Errors
/// Where it may not be read, or has too many entries.
pub fn names_in(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let shown = folder.display().to_string();
    match fs::read_dir(folder) {
        Ok(entries) => sorted(entries, &shown),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => {
            let message = format!("{shown} cannot be read: {error}");
            Err(Diagnostic::general(message, "check its permissions"))
        }
    }
}

fn sorted(entries: fs::ReadDir, folder: &str) -> Result<Vec<String>, Diagnostic> {
    let mut names = Vec::new();
    for (count, entry) in entries.filter_map(Result::ok).enumerate() {
        if count == MOST_LISTED {
            let message = format!("{folder} has more than {MOST_LISTED} entries");
            return Err(Diagnostic::at(&model::Place::file(folder), message, "remove old files"));
        }
        // A name that is not Unicode is none that this program writes or reads.
        names.extend(entry.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}
