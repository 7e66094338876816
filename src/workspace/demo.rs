//! The demonstration inside the binary: the same folder that the README's first command reads.

use include_dir::Dir;

use super::Project;
use super::embedded::DEMO;

/// The demonstration project.
pub fn demo() -> Project {
    let mut project = Project { complete: true, embedded: true, ..Project::default() };
    collect(&DEMO, &mut project);
    project.files.sort();
    project
}

fn collect(folder: &Dir<'static>, project: &mut Project) {
    for file in folder.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        match name.as_str() {
            "muster.toml" => project.profile = file.contents_utf8().map(String::from),
            name if name.ends_with(".md") => {}
            _ => project.files.push((name, file.contents().to_vec())),
        }
    }
    for inner in folder.dirs() {
        collect(inner, project);
    }
}
