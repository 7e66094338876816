//! The modules of crates, as far as imports need them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

/// A module by its path, from the name of its crate on.
pub(super) type ModulePath = Vec<String>;

/// What one module holds, without its tests.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The file it is written in.
    pub(super) file: String,
    /// The names it defines.
    pub(super) defines: BTreeSet<String>,
    /// The names it imports: the path, and the name it has here.
    pub(super) imports: Vec<Import>,
    /// The paths in its code.
    pub(super) paths: Vec<Vec<String>>,
}

/// One name of a `use`.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// `*` for a glob.
    pub(super) name: String,
    /// Whether it is visible to others.
    pub(super) reexport: bool,
}

/// Reads every module of a crate, starting with its first file.
pub(super) fn read(
    name: &str,
    file: &str,
    open: &impl Fn(&str) -> Option<String>,
    into: &mut BTreeMap<ModulePath, Module>,
) {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    read_file(vec![name.to_string()], file, folder, open, into);
}

/// `folder` is where the files of its submodules are.
fn read_file(
    path: ModulePath,
    file: &str,
    folder: &str,
    open: &impl Fn(&str) -> Option<String>,
    into: &mut BTreeMap<ModulePath, Module>,
) {
    let Some(text) = open(file) else { return };
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    items(path, file, folder, parsed.items, open, into);
}

fn items(
    path: ModulePath,
    file: &str,
    folder: &str,
    items: Vec<Item>,
    open: &impl Fn(&str) -> Option<String>,
    into: &mut BTreeMap<ModulePath, Module>,
) {
    let mut module = Module { file: file.to_string(), ..Module::default() };
    for item in items {
        if attributes(&item).iter().any(is_test) {
            continue;
        }
        match item {
            Item::Use(item) => {
                let reexport = !matches!(item.vis, syn::Visibility::Inherited);
                imports(Vec::new(), &item.tree, reexport, &mut module.imports);
            }
            Item::Mod(item) => {
                let name = item.ident.to_string();
                let mut inner = path.clone();
                inner.push(name.clone());
                let below = join(folder, &name);
                match item.content {
                    Some((_, content)) => self::items(inner, file, &below, content, open, into),
                    None => {
                        let beside = format!("{below}.rs");
                        let within = format!("{below}/mod.rs");
                        let file = if open(&beside).is_some() { beside } else { within };
                        read_file(inner, &file, &below, open, into);
                    }
                }
            }
            item => {
                module.defines.extend(name(&item));
                paths(item.to_token_stream(), &mut module.paths);
            }
        }
    }
    into.insert(path, module);
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") }
}

fn is_test(attribute: &Attribute) -> bool {
    let text = attribute.to_token_stream().to_string().replace(' ', "");
    text == "#[cfg(test)]" || text == "#[test]"
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Macro(it) => it.ident.as_ref()?,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Type(it) => &it.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn imports(before: Vec<String>, tree: &UseTree, reexport: bool, into: &mut Vec<Import>) {
    let with = |name: &syn::Ident| {
        let mut path = before.clone();
        if name != "self" || path.is_empty() {
            path.push(name.to_string());
        }
        path
    };
    match tree {
        UseTree::Path(tree) => imports(with(&tree.ident), &tree.tree, reexport, into),
        UseTree::Name(tree) => {
            let path = with(&tree.ident);
            let name = path.last().cloned().unwrap_or_default();
            into.push(Import { path, name, reexport });
        }
        UseTree::Rename(tree) => {
            let (path, name) = (with(&tree.ident), tree.rename.to_string());
            into.push(Import { path, name, reexport });
        }
        UseTree::Glob(_) => into.push(Import { path: before, name: "*".into(), reexport }),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| imports(before.clone(), tree, reexport, into));
        }
    }
}

/// Every `a::b::c` among the tokens, those inside macro calls too; a name alone comes by a `use`.
fn paths(tokens: TokenStream, into: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    into.extend(Some(std::mem::take(&mut path)).filter(|path| path.len() > 1));
                    path.clear();
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            other => {
                into.extend(Some(std::mem::take(&mut path)).filter(|path| path.len() > 1));
                path.clear();
                colons = 0;
                if let TokenTree::Group(group) = other {
                    paths(group.stream(), into);
                }
            }
        }
    }
    into.extend(Some(path).filter(|path| path.len() > 1));
}
