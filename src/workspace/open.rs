//! Opening what a person names: a project folder, any folder, files, or standard input.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::configuration::{self, Configuration, NAME};
use super::fits;
use super::names::{is_evidence, is_known};
use super::own_output::is_own_output;
use super::paths::{Allowed, in_whole, relative, whole};
use super::project::{Project, history, mappings};
use super::read::{no_file, read_bytes, read_file, read_stdin, unreadable};
use super::rules::Rules;
use super::stdin::name_of;
use super::walk::{Found, Walk, Walked, walk};
use model::{Diagnostic, Kind, Place, StatedPath};

/// How many entries are looked at where a source leads out of the project.
const MOST_OUTSIDE: usize = 200_000;

/// What a person asks for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Folders and files; `-` is standard input. None is this folder.
    pub paths: Vec<PathBuf>,
    /// The configuration, where it is not the one that is found.
    pub config: Option<PathBuf>,
    /// Folders outside the project that links and the paths in it may lead to.
    pub allow: Vec<PathBuf>,
    /// Environment variables that the project may name.
    pub allow_env: Vec<String>,
}

/// Opens one path.
///
/// # Errors
/// Those of [`open_all`].
pub fn open(path: &Path) -> Result<Project, Vec<Diagnostic>> {
    open_all(&Asked { paths: vec![path.to_path_buf()], ..Asked::default() })
}

/// Opens everything that is named, as one project.
///
/// What was found by looking through a folder and cannot be read is listed in the project; what was
/// named and cannot be read is listed in [`Project::unreadable`], so that it is reported with all other
/// errors.
///
/// # Errors
/// Where a path itself cannot be read, or the configuration is broken.
pub fn open_all(asked: &Asked) -> Result<Project, Vec<Diagnostic>> {
    let sorted = Sorted::of(&asked.paths)?;
    let Configuration { root, config, warning } =
        configuration::find(&sorted.folders, &sorted.files, asked.config.as_deref())
            .map_err(|error| vec![error])?;
    let allowed = Allowed::of(&root, &asked.allow).map_err(|error| vec![error])?;
    let mut project = Project { root: root.clone(), ..Project::default() };
    project.skipped.extend(warning);
    let mut rules = Rules::default();
    if let Some(config) = &config {
        let name = relative(&whole(&root), &in_whole(config));
        // One that is found, and not named, is the project's: it may be a link that leads away.
        let stands_in = asked.config.is_none() && !allowed.contains(&whole(config));
        let bytes = match stands_in {
            true => Err(leads_away(&name)),
            false => read_file(config),
        };
        let bytes = bytes.map_err(|error| vec![error])?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let stated = Rules::of(&name, ingest::file_rules(&text, &name));
                rules = stated.unwrap_or_else(|wrong| {
                    project.wrong.extend(wrong);
                    Rules::default()
                });
                project.profile = Some(text);
            }
            Err(_) => project.wrong.push(not_utf8(&name)),
        }
        project.profile_name = name;
    }
    project.single = sorted.folders.is_empty();
    project.complete = sorted.folders.iter().any(|folder| same(folder, &root));
    let mut found = Vec::new();
    for folder in &sorted.folders {
        let is_project = project.profile.is_some() && same(folder, &root);
        let wanted = |_: &str| true;
        let how = Walk { root: &root, rules: &rules, allowed: &allowed, is_project, wanted };
        let Walked { files, unread, unreadable, skipped, ignored, pruned: _ } =
            walk(folder, how).map_err(|error| vec![error])?;
        found.extend(files);
        project.unread.extend(unread);
        project.unreadable.extend(unreadable);
        project.skipped.extend(skipped);
        project.ignored += ignored;
    }
    if project.complete {
        found.extend(outside(&rules, &allowed)?);
    }
    for path in &sorted.files {
        let name = relative(&root, path);
        project.named.insert(name.clone());
        found.push(Found { name, path: path.clone(), named: true });
    }
    take(found, &mut project)?;
    if sorted.stdin {
        let bytes = read_stdin().map_err(|error| vec![error])?;
        let name = name_of(&bytes);
        project.named.insert(name.clone());
        project.files.push((name, bytes));
        project.files.sort();
    }
    if project.complete {
        let is_project = project.profile.is_some();
        let mut errors = Vec::new();
        project.mappings = mappings(&allowed, is_project, &mut errors);
        project.history = history(&allowed, is_project, &mut errors);
        project.unreadable.extend(errors);
    } else if config.is_some() {
        project.mappings = mappings(&allowed, true, &mut project.unreadable);
    }
    project.allowed = allowed;
    project.allowed_env.clone_from(&asked.allow_env);
    Ok(project)
}

/// The project's own frameworks in a folder; none where it has no configuration.
///
/// # Errors
/// Where one cannot be read.
pub fn own_mappings(
    root: &Path,
    allow: &[PathBuf],
) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    if !root.join(NAME).is_file() {
        return Ok(Vec::new());
    }
    let allowed = Allowed::of(root, allow).map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    let found = mappings(&allowed, true, &mut errors);
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Paths by what they are.
#[derive(Default)]
struct Sorted {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    stdin: bool,
}

impl Sorted {
    fn of(paths: &[PathBuf]) -> Result<Self, Vec<Diagnostic>> {
        let mut sorted = Sorted::default();
        let mut errors = Vec::new();
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here[..] } else { paths };
        for path in paths {
            if path.as_os_str() == "-" {
                sorted.stdin = true;
                continue;
            }
            match fs::metadata(path) {
                Ok(kind) if kind.is_dir() => sorted.folders.push(path.clone()),
                Ok(kind) if kind.is_file() => sorted.files.push(path.clone()),
                Ok(_) => errors.push(no_file(path)),
                Err(error) => errors.push(unreadable(path, &error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        // Names are relative to one folder, so that all paths need one way of writing them. A lone
        // folder needs none.
        if sorted.folders.len() + sorted.files.len() > 1 {
            sorted.folders = sorted.folders.iter().map(|path| whole(path)).collect();
        }
        sorted.files = sorted.files.iter().map(|path| in_whole(path)).collect();
        Ok(sorted)
    }
}

/// Reads the files that were found; one that is found twice is read once.
///
/// # Errors
/// Where they are too many for the memory of this machine.
fn take(found: Vec<Found>, project: &mut Project) -> Result<(), Vec<Diagnostic>> {
    let mut files: BTreeMap<String, Found> = BTreeMap::new();
    for one in found {
        let named = one.named || files.get(&one.name).is_some_and(|other| other.named);
        files.insert(one.name.clone(), Found { named, ..one });
    }
    if let Some(error) = fits::refuse_more(files.values().map(|found| found.path.as_path())) {
        return Err(vec![error]);
    }
    for (name, found) in files {
        let argument = project.named.contains(&name);
        let configuration =
            name == project.configuration() || name.rsplit('/').next() == Some(NAME);
        if configuration && !argument {
            continue;
        }
        let read = if is_evidence(&found.name) { read_bytes } else { read_file };
        match read(&found.path) {
            Ok(bytes) if is_own_output(&bytes) && !argument => {}
            Ok(bytes) => {
                if found.named {
                    project.required.insert(name.clone());
                }
                project.files.push((name, bytes));
            }
            Err(error) if found.named => project.unreadable.push(error),
            Err(error) if is_known(&name) => {
                let place = Place::file(name);
                project.unread.push(Diagnostic::at(&place, error.message, error.help));
            }
            Err(error) => {
                let message = format!("{} and was passed over", error.message);
                let notice = Diagnostic::general(message, error.help);
                project.skipped.push(notice.of_kind(Kind::NotRead));
            }
        }
    }
    Ok(())
}

/// The files of sources that lead out of the project, where a person allows it.
fn outside(rules: &Rules, allowed: &Allowed) -> Result<Vec<Found>, Vec<Diagnostic>> {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for (stated, glob) in rules.outside() {
        let fixed = stated.text().split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
        let folder = fixed.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named =
            StatedPath::new(if folder.is_empty() { "/" } else { folder }, stated.place().clone());
        let base = match allowed.stated(&named) {
            Ok(base) => base,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let entries = WalkBuilder::new(base.path()).standard_filters(false).build();
        for (count, entry) in entries.filter_map(Result::ok).enumerate() {
            if count == MOST_OUTSIDE {
                let message = format!("`{folder}` has more than {MOST_OUTSIDE} entries");
                let help = "name a smaller folder before the first `*` of this path";
                errors.push(Diagnostic::at(stated.place(), message, help));
                break;
            }
            let path = entry.path();
            let name = format!("{folder}/{}", relative(base.path(), path));
            // A link may lead further out.
            let may_read = |path: &Path| allowed.contains(&whole(path));
            if glob.matches(&name) && path.is_file() && may_read(path) {
                found.push(Found { name, path: path.to_path_buf(), named: true });
            }
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn same(one: &Path, other: &Path) -> bool {
    one == other || whole(one) == whole(other)
}

fn leads_away(name: &str) -> Diagnostic {
    let message = "this configuration is a link that leads out of the project";
    Diagnostic::at(&Place::file(name), message, "name the file that it leads to with --config")
}

fn not_utf8(name: &str) -> Diagnostic {
    Diagnostic::at(&Place::file(name), "this file is not UTF-8", "save it as UTF-8")
}
