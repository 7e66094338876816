//! Reading one file, within bounds.

use std::fs;
use std::io::Read;
use std::path::Path;

use model::Diagnostic;

/// The largest file that is read, in bytes.
pub(super) const MAX_FILE: u64 = 512 * 1024 * 1024;

/// How much of a file is read before it is known to be text or a workbook, in bytes.
const BEGINNING: u64 = 64 * 1024;

/// Reads one file, within bounds.
///
/// # Errors
/// Where it is no file, too large or unreadable.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_as(path, path)
}

/// Reads one file, which messages name as `shown`.
///
/// # Errors
/// Those of [`read_file`].
pub(super) fn read_as(path: &Path, shown: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_within(path, shown, MAX_FILE)
}

/// Reads a file of which only the bytes count, within bounds: evidence whose SHA-256 records name, or an output
/// that is verified.
///
/// # Errors
/// Those of [`read_file`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_bytes_as(path, path)
}

/// The same for a file which messages name as `shown`.
///
/// # Errors
/// Those of [`read_file`].
pub(super) fn read_bytes_as(path: &Path, shown: &Path) -> Result<Vec<u8>, Diagnostic> {
    let (file, size) = opened(path, shown, MAX_FILE)?;
    rest_of(file, Vec::with_capacity(size), shown, MAX_FILE)
}

/// Whether a name below a folder is a link, or leads through one.
pub fn is_behind_link(folder: &Path, name: &str) -> bool {
    let mut path = folder.to_path_buf();
    Path::new(name).components().any(|step| {
        path.push(step);
        fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink())
    })
}

/// Reads standard input, within bounds.
///
/// # Errors
/// Where it is too large or cannot be read.
pub(super) fn read_stdin() -> Result<Vec<u8>, Diagnostic> {
    let path = Path::new("standard input");
    bounded(std::io::stdin().lock(), 0, path, MAX_FILE)
}

fn read_within(path: &Path, shown: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let (file, size) = opened(path, shown, limit)?;
    bounded(file, size, shown, limit)
}

/// Opens a regular file that is no larger than a limit, and states its size in bytes.
fn opened(path: &Path, shown: &Path, limit: u64) -> Result<(fs::File, usize), Diagnostic> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(shown, &error))?;
    if !metadata.is_file() {
        return Err(no_file_as(metadata.is_dir(), shown));
    }
    if metadata.len() > limit {
        return Err(too_large(shown, limit));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(shown, &error))?;
    Ok((file, usize::try_from(metadata.len()).unwrap_or_default()))
}

/// What is neither text nor a workbook is given up after its beginning. `size` is how large it seems to be.
fn bounded(from: impl Read, size: usize, path: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let mut from = from.take(limit + 1);
    let read = from.by_ref().take(BEGINNING).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 == BEGINNING && is_neither_text_nor_packed(&bytes) {
        let message = format!("{} is neither text nor a workbook", path.display());
        return Err(Diagnostic::general(message, "name a text file, or save it as .xlsx"));
    }
    bytes.reserve_exact(size.saturating_sub(bytes.len()));
    rest_of(from, bytes, path, limit)
}

/// A file may have grown since, or be larger than its metadata states.
fn rest_of(
    from: impl Read,
    mut bytes: Vec<u8>,
    path: &Path,
    limit: u64,
) -> Result<Vec<u8>, Diagnostic> {
    let left = (limit + 1).saturating_sub(bytes.len() as u64);
    from.take(left).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit { Err(too_large(path, limit)) } else { Ok(bytes) }
}

/// Whether the beginning of a file has zero bytes, and neither the mark of UTF-16 nor that of a packed
/// file.
fn is_neither_text_nor_packed(beginning: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04"];
    beginning.contains(&0) && !marks.iter().any(|mark| beginning.starts_with(mark))
}

fn too_large(path: &Path, limit: u64) -> Diagnostic {
    let message = format!("{} is larger than {} MiB", path.display(), limit >> 20);
    Diagnostic::general(message, "split it into several files, or name a smaller one")
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let (message, help) = match error.kind() {
        NotFound => (format!("{} does not exist", path.display()), "check the path"),
        PermissionDenied => {
            (format!("{} may not be read", path.display()), "grant read permission")
        }
        _ => (format!("{} cannot be read: {error}", path.display()), ""),
    };
    Diagnostic::general(message, help)
}

pub(super) fn no_file(path: &Path) -> Diagnostic {
    no_file_as(path.is_dir(), path)
}

fn no_file_as(is_folder: bool, path: &Path) -> Diagnostic {
    let message = match is_folder {
        true => format!("{} is a folder, not a file", path.display()),
        false => format!("{} is neither a file nor a folder", path.display()),
    };
    Diagnostic::general(message, "name a regular file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_stops_at_the_limit_even_where_the_stated_length_is_smaller() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("servers.ndjson");
        fs::write(&path, vec![b' '; 1 << 20]).expect("a file");
        assert_eq!(read_within(&path, &path, 1 << 20).map(|bytes| bytes.len()), Ok(1 << 20));
        let error = read_within(&path, &path, (1 << 20) - 1).expect_err("too large");
        assert!(error.message.contains("servers.ndjson") && error.help.contains("split"));
        // What is no text is given up early, and so is what grows without end.
        fs::write(&path, vec![0; 1 << 20]).expect("a file");
        let error = read_within(&path, &path, 1 << 30).expect_err("zeros");
        assert!(error.message.contains("neither text"), "{error:?}");
        assert_eq!(read_bytes(&path).map(|bytes| bytes.len()), Ok(1 << 20), "a signed PDF");
        let endless = bounded(std::io::repeat(b' '), 0, &path, 1 << 20).expect_err("endless");
        assert!(endless.message.contains("larger than 1 MiB"), "{endless:?}");
        // Files of the system's own have no length beforehand.
        #[cfg(target_os = "linux")]
        {
            let status = Path::new("/proc/self/status");
            assert!(read_within(status, status, 10).is_err());
        }
    }
}
