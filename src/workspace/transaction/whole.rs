//! A folder whose files are replaced as one: a reader sees the old ones or the new ones. What somebody else
//! put into it stays.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{STAGING, staged};
use model::Artifact;

/// A folder that is replaced as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Its name below the folder of outputs.
    pub name: String,
    /// The files in it that an earlier run wrote, by their names below it; all others are carried over.
    pub own: HashSet<String>,
    /// Where in it the files of the earlier run are kept; they are dropped where that is none.
    pub archive: Option<Archive>,
}

/// A folder for the files of an earlier run, in the folder that replaces them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Its name below the folder that is replaced.
    pub name: String,
    /// A file that is another one there.
    pub changed: Artifact,
}

impl Whole {
    /// Whether a file, named below the folder of outputs, is in it.
    pub(super) fn holds(&self, file: &str) -> bool {
        file.strip_prefix(&self.name).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Where an old file goes, below the new folder; none where it is dropped.
    fn destination(&self, name: &str) -> Option<String> {
        match (self.own.contains(name), &self.archive) {
            (false, _) => Some(name.to_string()),
            (true, Some(archive)) if archive.changed.path != name => {
                Some(format!("{}/{name}", archive.name))
            }
            (true, _) => None,
        }
    }

    /// Puts the files of others beside the new ones, where no new one has their name.
    pub(super) fn carry_over(&self, folder: &Path) -> io::Result<()> {
        let (old, new) = (folder.join(&self.name), staged(folder, &self.name));
        match fs::symlink_metadata(&old) {
            Ok(kind) if kind.is_dir() => self.carry(&old, &new, "")?,
            _ => return Ok(()),
        }
        let Some(Archive { name, changed }) = &self.archive else { return Ok(()) };
        let file = new.join(name).join(&changed.path);
        fs::create_dir_all(file.parent().unwrap_or(&new))?;
        fs::write(file, &changed.bytes)
    }

    fn carry(&self, old: &Path, new: &Path, within: &str) -> io::Result<()> {
        for entry in fs::read_dir(old)? {
            let entry = entry?;
            let from = entry.path();
            let name = match within {
                "" => entry.file_name().to_string_lossy().into_owned(),
                within => format!("{within}/{}", entry.file_name().to_string_lossy()),
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.carry(&from, new, &name)?;
                // An empty folder is somebody's; those of our own are not.
                if fs::read_dir(&from)?.next().is_none() {
                    fs::create_dir_all(new.join(&name))?;
                }
                continue;
            }
            // The name of a file of somebody else may be no text; none of ours is.
            let to = match self.destination(&name) {
                Some(to) if to == name => new.join(within).join(entry.file_name()),
                Some(to) => new.join(to),
                None => continue,
            };
            if fs::symlink_metadata(&to).is_err() {
                fs::create_dir_all(to.parent().unwrap_or(new))?;
                copy(&from, &to, kind)?;
            }
        }
        Ok(())
    }
}

/// A second name for a file, or a copy where there can be none. A link stays a link.
fn copy(from: &Path, to: &Path, kind: fs::FileType) -> io::Result<()> {
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    let _ = kind;
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).map(drop)
}

/// Where the old folder waits while the new one is moved in.
fn old(folder: &Path, name: &str) -> PathBuf {
    folder.join(STAGING).join("old").join("whole").join(name)
}

/// Moves a new folder to its place, and the old one out of it.
pub(super) fn swap(folder: &Path, name: &str) -> io::Result<()> {
    let (from, target) = (staged(folder, name), folder.join(name));
    if fs::symlink_metadata(&target).is_ok() {
        let old = old(folder, name);
        fs::create_dir_all(old.parent().unwrap_or(folder))?;
        fs::rename(&target, old)?;
    }
    fs::rename(from, target)
}

/// Moves the new folder out again, and the old one back.
pub(super) fn swap_back(folder: &Path, name: &str) -> io::Result<()> {
    let (old, target) = (old(folder, name), folder.join(name));
    fs::rename(&target, staged(folder, name))?;
    match fs::symlink_metadata(&old).is_ok() {
        true => fs::rename(old, target),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Part, stage};
    use super::*;
    use model::Artifact;

    fn part(folder: &Path, own: &[&str], names: &[&str]) -> (Part, Vec<Artifact>) {
        let files = names.iter().map(|name| Artifact::new(format!("site/{name}"), "new"));
        let own = own.iter().map(ToString::to_string).collect();
        let whole = Whole { name: "site".into(), own, archive: None };
        (Part { whole: Some(whole), ..Part::out(folder) }, files.collect())
    }

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type().expect("a type").is_dir() {
                true => {
                    names.extend(self::names(&entry.path()).iter().map(|it| format!("{name}/{it}")))
                }
                false => names.push(name),
            }
        }
        names.sort();
        names
    }

    #[test]
    fn old_pages_go_and_files_of_others_stay() {
        let home = tempfile::tempdir().expect("a folder");
        let site = home.path().join("site");
        for name in ["index.html", "assets/gone.html", "CNAME", ".nojekyll", "x/y.txt", "x/CNAME"] {
            write(&site.join(name), name);
        }
        let own = ["index.html", "assets/gone.html"];
        let staged =
            stage(vec![part(home.path(), &own, &["index.html", "a.html"])]).expect("staged");
        assert_eq!(fs::read_to_string(site.join("index.html")).expect("text"), "index.html");
        staged.commit().expect("moved");
        assert_eq!(
            names(&site),
            [".nojekyll", "CNAME", "a.html", "index.html", "x/CNAME", "x/y.txt"]
        );
        assert_eq!(fs::read_to_string(site.join("index.html")).expect("text"), "new");
        assert_eq!(fs::read_to_string(site.join("x/CNAME")).expect("text"), "x/CNAME");
        assert_eq!(fs::read_dir(home.path()).expect("entries").count(), 1, "nothing else is left");
    }

    #[test]
    fn the_files_of_an_earlier_month_are_kept_below_the_new_ones() {
        let home = tempfile::tempdir().expect("a folder");
        let site = home.path().join("site");
        for name in ["index.html", "months/index.html", "CNAME", "months/2026-08/index.html"] {
            write(&site.join(name), "old");
        }
        let (mut part, files) =
            part(home.path(), &["index.html", "months/index.html"], &["index.html"]);
        let changed = Artifact::new("months/index.html", "moved");
        let whole = part.whole.as_mut().expect("a folder");
        whole.archive = Some(Archive { name: "months/2026-09".into(), changed });
        stage(vec![(part, files)]).expect("staged").commit().expect("moved");
        let kept = [
            "CNAME",
            "index.html",
            "months/2026-08/index.html",
            "months/2026-09/index.html",
            "months/2026-09/months/index.html",
        ];
        assert_eq!(names(&site), kept);
        let text = |name: &str| fs::read_to_string(site.join(name)).expect("text");
        assert_eq!([text("index.html"), text("months/2026-09/index.html")], ["new", "old"]);
        assert_eq!(text("months/2026-09/months/index.html"), "moved");
    }

    #[test]
    fn a_failing_run_leaves_the_old_folder() {
        let home = tempfile::tempdir().expect("a folder");
        write(&home.path().join("site/index.html"), "old");
        write(&home.path().join("site/CNAME"), "mine");
        // The file after the folder cannot be moved in.
        let (part, mut files) = part(home.path(), &["index.html"], &["index.html"]);
        files.push(Artifact::new("late/b.md", "x"));
        let staged = stage(vec![(part, files)]).expect("staged");
        fs::write(home.path().join("late"), "a file in the way").expect("a file");
        assert!(staged.commit().is_err());
        assert_eq!(fs::read_to_string(home.path().join("site/index.html")).expect("text"), "old");
        assert_eq!(names(&home.path().join("site")), ["CNAME", "index.html"]);
        assert!(!home.path().join(STAGING).exists());
    }

    #[test]
    fn a_run_that_was_killed_between_the_two_moves_is_finished() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = fs::canonicalize(home.path()).expect("a folder");
        write(&folder.join("site/index.html"), "old");
        let mut staged =
            stage(vec![part(&folder, &["index.html"], &["index.html"])]).expect("staged");
        staged.journal.decide(&folder).expect("decided");
        fs::create_dir_all(old(&folder, "site").parent().expect("a folder")).expect("a folder");
        fs::rename(folder.join("site"), old(&folder, "site")).expect("moved");
        staged.is_over = true;
        drop(staged);
        super::super::recover(&folder).expect("finished");
        assert_eq!(fs::read_to_string(folder.join("site/index.html")).expect("text"), "new");
        assert!(!folder.join(STAGING).exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_folder_is_replaced_and_nothing_is_written_through_it() {
        let (home, away) = (tempfile::tempdir().expect("one"), tempfile::tempdir().expect("two"));
        std::os::unix::fs::symlink(away.path(), home.path().join("site")).expect("a link");
        stage(vec![part(home.path(), &[], &["index.html"])])
            .expect("staged")
            .commit()
            .expect("moved");
        assert_eq!(fs::read_dir(away.path()).expect("entries").count(), 0);
        assert!(home.path().join("site/index.html").is_file());
    }
}
