//! The demonstration inside the binary: the same folder that the README's first command reads.

use include_dir::{Dir, include_dir};

use super::Project;

static DEMO: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/scenarios/northwind");

/// The demonstration project.
pub fn demo() -> Project {
    let mut project = Project { complete: true, ..Project::default() };
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

/// A file of the demonstration that its profile names.
pub fn demo_text(name: &str) -> Option<String> {
    DEMO.get_file(name)?.contents_utf8().map(String::from)
}
