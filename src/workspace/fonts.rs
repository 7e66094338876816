//! Font files: those that a person names, and those that the machine has.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::ProjectPath;
use super::read::unreadable;
use model::Diagnostic;

/// The largest font file that is read, in bytes: collections for Chinese, Japanese and Korean have up to 120 MiB.
const MAX_FONT: u64 = 256 * 1024 * 1024;
/// How many font files of the machine are looked at.
const MAX_SYSTEM_FONTS: usize = 20_000;
/// How deep the folders of fonts of the machine may be nested.
const MAX_FONT_FOLDERS: usize = 8;

/// How the formats begin: TrueType, OpenType, TrueType of Apple, and collections.
const BEGINNINGS: [&[u8; 4]; 4] = [b"\0\x01\0\0", b"OTTO", b"true", b"ttcf"];

/// Reads a font file, which messages name as it is written.
///
/// # Errors
/// Where it is no regular file, too large, unreadable, or begins as no font does.
pub fn read_font(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_as(path, path)
}

/// Reads a font file of a project.
///
/// # Errors
/// Those of [`read_font`].
pub fn read_own_font(path: &ProjectPath) -> Result<Vec<u8>, Diagnostic> {
    read_as(path.path(), Path::new(path.name()))
}

fn read_as(path: &Path, shown: &Path) -> Result<Vec<u8>, Diagnostic> {
    let name = shown.display();
    let metadata = fs::metadata(path).map_err(|error| unreadable(shown, &error))?;
    let refused = |why: String| {
        Diagnostic::general(
            why,
            "name a font file of the format TrueType or OpenType, such as .ttf or .otf",
        )
    };
    if !metadata.is_file() {
        return Err(refused(format!("{name} is no regular file")));
    }
    if metadata.len() > MAX_FONT {
        return Err(refused(format!("{name} is larger than {} MiB", MAX_FONT >> 20)));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(shown, &error))?;
    let mut file = file.take(MAX_FONT + 1);
    let mut bytes = Vec::new();
    let read = file.by_ref().take(4).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(shown, &error))?;
    // What is something else is not read to its end.
    if !BEGINNINGS.iter().any(|beginning| bytes == *beginning) {
        return Err(refused(format!("{name} is no font")));
    }
    file.read_to_end(&mut bytes).map_err(|error| unreadable(shown, &error))?;
    match bytes.len() as u64 > MAX_FONT {
        true => Err(refused(format!("{name} is larger than {} MiB", MAX_FONT >> 20))),
        false => Ok(bytes),
    }
}

/// The font files in folders of the machine and in those below, sorted by their own names, so that the order
/// does not depend on where a machine keeps them.
pub fn font_files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| collect(folder, MAX_FONT_FOLDERS, &mut found));
    found.sort_by(|a, b| (a.file_name(), a).cmp(&(b.file_name(), b)));
    found.dedup();
    found
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        let is_font = matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc"));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, depth, found),
            // Distributions link fonts into their folders.
            Ok(_) if is_font && found.len() < MAX_SYSTEM_FONTS => found.push(path),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_no_font_or_is_too_large_is_refused_without_reading_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.ttf");
        fs::write(&path, b"not a font").expect("a file");
        let error = read_font(&path).expect_err("no font");
        assert!(error.message.contains("mine.ttf is no font") && error.help.contains("TrueType"));
        let file = fs::File::create(&path).expect("a file");
        file.set_len(2 << 30).expect("a length");
        let error = read_font(&path).expect_err("too large");
        assert!(error.message.ends_with("mine.ttf is larger than 256 MiB"), "{error:?}");
        assert!(
            read_font(folder.path()).expect_err("a folder").message.contains("no regular file")
        );
        assert!(read_font(&folder.path().join("x")).expect_err("x").message.contains("not exist"));
    }

    #[test]
    fn fonts_of_the_machine_are_sorted_by_name_whatever_their_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["z/a.ttf", "b.OTF", "y/deep/c.ttc", "d.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, b"").expect("a file");
        }
        let found = font_files(&[folder.path().into(), folder.path().join("none")]);
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["a.ttf", "b.OTF", "c.ttc"]);
        assert_eq!(font_files(&[folder.path().into(), folder.path().into()]), found);
    }
}
