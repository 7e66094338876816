//! Looking through a folder: which files are opened is decided by name, while walking.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ignore::{DirEntry, WalkBuilder};

use super::gitignore::Ignored;
use super::names::{
    has_known_ending, is_evidence, is_known, is_known_anywhere, is_named_by_place, is_own,
    is_pruned,
};
use super::paths::{Allowed, is_of_the_system, relative};
use super::rules::Rules;
use model::{Diagnostic, Kind, Place};

/// How many entries a folder may have.
const MOST_ENTRIES: u64 = 2_000_000;
/// From how many entries on a warning is printed.
const MANY_ENTRIES: u64 = 200_000;
/// How many folders may lie in each other.
const MOST_DEPTH: usize = 100;
/// How many bytes the names of all entries may have together.
const MOST_NAMES: u64 = 64 << 20;
/// How many files are opened.
const MOST_FILES: usize = 200_000;
/// The largest file that is opened without a name that is known, in bytes.
const MOST_FOREIGN: u64 = 64 << 20;

/// A file to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its name, relative to the project.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether the run stops where it cannot be read.
    pub(super) named: bool,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files to open, by name.
    pub(super) files: Vec<Found>,
    /// Files of known names that cannot be opened.
    pub(super) unread: Vec<Diagnostic>,
    /// Files that must be read and cannot be opened.
    pub(super) unreadable: Vec<Diagnostic>,
    /// What was passed over, and why.
    pub(super) skipped: Vec<Diagnostic>,
    /// How many files with a known ending `.gitignore` excludes.
    pub(super) ignored: u64,
    /// How many folders of dependencies and tools, such as `node_modules`, were not entered.
    pub(super) pruned: u64,
}

/// How a folder is looked through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk<'a> {
    /// The folder that names are relative to.
    pub(super) root: &'a Path,
    /// What the project says about its files.
    pub(super) rules: &'a Rules,
    /// Where links may lead.
    pub(super) allowed: &'a Allowed,
    /// Whether the folders in the root that this program keeps for itself are passed over.
    pub(super) is_project: bool,
    /// Which files are looked for, by name; others cost nothing but their entry.
    pub(super) wanted: fn(&str) -> bool,
}

/// Looks through a folder.
///
/// # Errors
/// Where it has more entries than anybody means to read.
pub(super) fn walk(folder: &Path, how: Walk<'_>) -> Result<Walked, Diagnostic> {
    walk_within(folder, how, Limits::default())
}

/// Limits of a walk.
#[derive(Debug, Clone, Copy)]
struct Limits {
    entries: u64,
    /// From how many entries on a warning is printed.
    many: u64,
    depth: usize,
    names: u64,
    files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            entries: MOST_ENTRIES,
            many: MANY_ENTRIES,
            depth: MOST_DEPTH,
            names: MOST_NAMES,
            files: MOST_FILES,
        }
    }
}

fn walk_within(folder: &Path, how: Walk<'_>, limits: Limits) -> Result<Walked, Diagnostic> {
    let ignored = Ignored::default();
    let mut walker = Walker { how, out: Walked::default(), ignored, links: HashMap::new() };
    let (mut entries, mut names) = (0, 0);
    let refuse = |what: String| {
        let help = "name a smaller folder, or leave folders out with `[inputs] exclude`";
        Err(Diagnostic::general(format!("{} has {what}", folder.display()), help))
    };
    let pruned = Arc::new(AtomicU64::new(0));
    for entry in builder(folder, how, limits.depth + 1, Arc::clone(&pruned)).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walker.out.skipped.push(no_entry(&error));
                continue;
            }
        };
        entries += 1;
        names += entry.file_name().len() as u64;
        if entries > limits.entries {
            return refuse(format!("more than {} entries", limits.entries));
        }
        if names > limits.names {
            return refuse(format!("more than {} MiB of names", limits.names >> 20));
        }
        if entry.depth() > limits.depth {
            return refuse(format!("more than {} folders in each other", limits.depth));
        }
        walker.take(&entry);
        if walker.out.files.len() > limits.files {
            return refuse(format!("more than {} files that may be inputs", limits.files));
        }
    }
    if entries > limits.many {
        let message =
            format!("this folder has {entries} entries, which takes a while to look through");
        let help = "name a smaller folder; more than 2000000 entries are not looked through";
        walker.out.skipped.push(Diagnostic::general(message, help));
    }
    walker.out.pruned = pruned.load(Ordering::Relaxed);
    Ok(walker.end())
}

/// A walk in a fixed order. Only rules inside the folder count, so that the result does not depend
/// on the machine.
fn builder(folder: &Path, how: Walk<'_>, depth: usize, pruned: Arc<AtomicU64>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).max_depth(Some(depth));
    builder.follow_links(false).sort_by_file_name(|a, b| a.cmp(b));
    let root = how.root.to_path_buf();
    let is_project = how.is_project;
    builder.filter_entry(move |entry| {
        if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return true;
        }
        let name = entry.file_name().to_string_lossy();
        let own = is_project && is_own(&name) && entry.path().parent() == Some(&root);
        let foreign = is_pruned(&name);
        pruned.fetch_add(u64::from(foreign), Ordering::Relaxed);
        !own && !foreign && !is_of_the_system(entry.path())
    });
    builder
}

struct Walker<'a> {
    how: Walk<'a>,
    out: Walked,
    /// What the `.gitignore` files of the folders entered so far exclude.
    ignored: Ignored,
    /// Links inside the project, by what they lead to.
    links: HashMap<PathBuf, Found>,
}

impl Walker<'_> {
    fn take(&mut self, entry: &DirEntry) {
        let path = entry.path();
        let name = relative(self.how.root, path);
        let Some(kind) = entry.file_type() else { return };
        if kind.is_dir() {
            if let Some(why) = self.ignored.enter(path) {
                let place = Place::file(relative(self.how.root, &path.join(".gitignore")));
                let help = "replace it by a regular file";
                self.out.skipped.push(Diagnostic::at(&place, why, help));
            }
            return;
        }
        if kind.is_symlink() && path.is_dir() {
            return self.linked_folder(&name, path);
        }
        if !self.is_candidate(path, &name) {
            return;
        }
        let named = self.how.rules.is_source(&name) || is_named_by_place(&name);
        let found = Found { name, path: path.to_path_buf(), named };
        if kind.is_symlink() {
            return self.link(found);
        }
        if !kind.is_file() {
            let (message, help) = ("this is neither a file nor a folder", "name a regular file");
            return self.refuse(&found, message.into(), help);
        }
        self.regular(found);
    }

    /// Whether a file is opened, by its name alone.
    fn is_candidate(&mut self, path: &Path, name: &str) -> bool {
        let rules = self.how.rules;
        if !(self.how.wanted)(name) {
            return false;
        }
        if rules.is_source(name) {
            return true;
        }
        if rules.leaves_out(name) {
            return false;
        }
        if is_known_anywhere(name) || is_named_by_place(name) {
            return true;
        }
        if !has_known_ending(name) && !is_evidence(name) {
            return false;
        }
        if rules.includes(name) {
            return true;
        }
        let excluded = self.ignored.excludes(path);
        self.out.ignored += u64::from(excluded);
        !excluded
    }

    fn regular(&mut self, found: Found) {
        let size = fs::metadata(&found.path).map(|metadata| metadata.len());
        match size {
            Ok(size) if size > MOST_FOREIGN && !found.named && !is_known(&found.name) => {
                let message = format!("this file is larger than {} MiB", MOST_FOREIGN >> 20);
                let help = "if it is an input, name it with `[[source]]` in muster.toml";
                self.refuse(&found, message, help);
            }
            _ => self.out.files.push(found),
        }
    }

    fn link(&mut self, found: Found) {
        let target = match fs::canonicalize(&found.path) {
            Ok(target) => target,
            Err(_) => {
                let help = "restore what it leads to, or remove the link";
                return self.refuse(&found, "this link leads nowhere".into(), help);
            }
        };
        if !target.is_file() {
            let message = "this link leads to neither a file nor a folder".into();
            return self.refuse(&found, message, "name a regular file");
        }
        if self.how.allowed.contains(&target) {
            self.links.insert(target, found);
            return;
        }
        let help = "name the folder that it leads to with --allow-path, or copy the file";
        self.refuse(&found, "this link leads out of the project".into(), help);
    }

    /// Links to folders are not followed: they may lead in circles. What they lead to inside the
    /// project is found there.
    fn linked_folder(&mut self, name: &str, path: &Path) {
        let inside = fs::canonicalize(path).is_ok_and(|target| self.how.allowed.is_inside(&target));
        if !inside && !self.how.rules.leaves_out(name) && !name.split('/').any(is_pruned) {
            self.out.skipped.push(
                Diagnostic::at(
                    &Place::file(name),
                    "this link to a folder outside the project is not followed",
                    "name that folder as a further path",
                )
                .of_kind(Kind::NotRead),
            );
        }
    }

    fn refuse(&mut self, found: &Found, why: String, help: &str) {
        let place = Place::file(found.name.as_str());
        if found.named {
            return self.out.unreadable.push(Diagnostic::at(&place, why, help));
        }
        match is_known(&found.name) {
            true => self.out.unread.push(Diagnostic::at(&place, why, help)),
            false => {
                let message = format!("{why} and was not read");
                self.out.skipped.push(Diagnostic::at(&place, message, help).of_kind(Kind::NotRead));
            }
        }
    }

    /// A file and a link to it are read once, under the name of the file.
    fn end(mut self) -> Walked {
        if !self.links.is_empty() {
            let known =
                self.out.files.iter().filter_map(|found| fs::canonicalize(&found.path).ok());
            let known: HashSet<PathBuf> = known.collect();
            let links = std::mem::take(&mut self.links);
            let mut links: Vec<_> =
                links.into_iter().filter(|(to, _)| !known.contains(to)).collect();
            links.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
            for (_, found) in links {
                self.regular(found);
            }
        }
        self.out.files.sort_by(|a, b| a.name.cmp(&b.name));
        self.out
    }
}

fn no_entry(error: &ignore::Error) -> Diagnostic {
    // The message begins with the path.
    let denied = error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::PermissionDenied);
    let help = if denied { "grant read permission" } else { "" };
    Diagnostic::general(format!("{error}; it was not looked through"), help)
}

#[cfg(test)]
mod tests;
