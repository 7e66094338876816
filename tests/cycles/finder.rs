//! Which files import which, and where that runs in a circle.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::modules::{self, Module, ModulePath};

/// Files that import each other, and the imports that tie them.
#[derive(Debug)]
pub(super) struct Cycle {
    pub(super) files: BTreeSet<String>,
    #[expect(dead_code, reason = "it is printed where the test fails")]
    pub(super) imports: Vec<String>,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Module(ModulePath),
    /// The file that defines the name.
    File(String),
}

/// Every cycle among the files of these crates, which are read by `open`.
pub(super) fn cycles(
    crates: &BTreeMap<String, String>,
    open: impl Fn(&str) -> Option<String>,
) -> Vec<Cycle> {
    let mut all = BTreeMap::new();
    for (name, file) in crates {
        modules::read(name, file, &open, &mut all);
    }
    let edges = edges(&all);
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut nodes = BTreeMap::new();
    for (from, to, _) in &edges {
        let [from, to] =
            [from, to].map(|file| *nodes.entry(file).or_insert_with(|| graph.add_node(file)));
        graph.add_edge(from, to, ());
    }
    let circles = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1);
    let circles = circles
        .map(|files| files.iter().filter_map(|at| graph.node_weight(*at)).copied().collect());
    let mut cycles: Vec<Cycle> = circles
        .map(|files: BTreeSet<&str>| {
            let within = |file: &String| files.contains(file.as_str());
            let imports = edges.iter().filter(|(from, to, _)| within(from) && within(to));
            let mut names: BTreeMap<_, Vec<&str>> = BTreeMap::new();
            for (from, to, path) in imports {
                names.entry((from, to)).or_default().push(path);
            }
            let imports = names
                .iter()
                .map(|((from, to), names)| format!("{from} -> {to}: {}", names.join(", ")));
            let imports = imports.collect();
            Cycle { imports, files: files.into_iter().map(str::to_string).collect() }
        })
        .collect();
    cycles.sort_by(|a, b| a.files.cmp(&b.files));
    cycles
}

/// `(file, file, path)`: the first file uses what the second defines, by this path.
fn edges(all: &BTreeMap<ModulePath, Module>) -> BTreeSet<(String, String, String)> {
    let mut edges = BTreeSet::new();
    for (at, module) in all {
        let imported = module.imports.iter().filter(|import| !import.reexport);
        let imported = imported.map(|import| &import.path);
        for path in imported.chain(&module.paths) {
            if let Some(Target::File(file)) = resolve(all, at, path, 0)
                && file != module.file
            {
                edges.insert((module.file.clone(), file, path.join("::")));
            }
        }
    }
    edges
}

/// Follows a path from a module. `None` where it leads out of these crates, or to a name in scope.
fn resolve(
    all: &BTreeMap<ModulePath, Module>,
    from: &ModulePath,
    path: &[String],
    depth: usize,
) -> Option<Target> {
    let (first, rest) = path.split_first()?;
    let start = match first.as_str() {
        "crate" => Target::Module(from[..1].to_vec()),
        "self" => Target::Module(from.clone()),
        "super" => Target::Module(from.split_last()?.1.to_vec()),
        name => {
            let root = vec![name.to_string()];
            let own = || member(all, from, name, true, depth);
            // `pub use model;` imports the crate of that name and not itself.
            match all.contains_key(&root) {
                true => own().filter(|it| *it != Target::Module(root.clone())),
                false => Some(own()?),
            }
            .unwrap_or(Target::Module(root))
        }
    };
    let mut at = start;
    for name in rest {
        let Target::Module(module) = &at else { break };
        at = match name.as_str() {
            "super" => Target::Module(module.split_last()?.1.to_vec()),
            "self" => continue,
            name => member(all, module, name, false, depth)?,
        };
    }
    Some(at)
}

/// What a name in a module is: defined there, a submodule, or imported from elsewhere.
fn member(
    all: &BTreeMap<ModulePath, Module>,
    at: &ModulePath,
    name: &str,
    private: bool,
    depth: usize,
) -> Option<Target> {
    // Globs may lead in a circle.
    if depth > 20 {
        return None;
    }
    let module = all.get(at)?;
    if module.defines.contains(name) {
        return Some(Target::File(module.file.clone()));
    }
    let mut below = at.clone();
    below.push(name.to_string());
    if all.contains_key(&below) {
        return Some(Target::Module(below));
    }
    let visible = |import: &&modules::Import| private || import.reexport;
    let named = module.imports.iter().filter(visible).find(|import| import.name == name);
    if let Some(import) = named {
        return resolve_import(all, at, &import.path, depth);
    }
    let globs = module.imports.iter().filter(visible).filter(|import| import.name == "*");
    globs.filter_map(|import| resolve_import(all, at, &import.path, depth)).find_map(|target| {
        match target {
            Target::Module(of) => member(all, &of, name, false, depth + 1),
            Target::File(_) => None,
        }
    })
}

/// The path of an import; its first name is never the import itself.
fn resolve_import(
    all: &BTreeMap<ModulePath, Module>,
    at: &ModulePath,
    path: &[String],
    depth: usize,
) -> Option<Target> {
    resolve(all, at, path, depth + 1)
}
