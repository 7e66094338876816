//! From files to frameworks.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SourceText;
use super::check::{check, check_crosswalk, check_scanner};
use super::grants::check_grants;
use model::{Crosswalk, Diagnostic, Framework, GrantList, Grants, Place, Reading, ScannerRules};
use syntax::encoding::hex;
use syntax::{Fault, Node, decode, yaml};

/// Every framework that was loaded, and what the set is called.
#[derive(Debug, Clone)]
pub struct Mappings {
    /// Frameworks: lists of risks first, then outcomes, each by id.
    pub frameworks: Vec<Framework>,
    /// Crosswalks of others, quoted.
    pub crosswalks: Vec<Crosswalk>,
    /// What the rules of scanners mean, a tool each.
    pub scanners: Vec<ScannerRules>,
    /// What providers publish about their grants.
    pub grants: Arc<Grants>,
    /// How many rows of our own the frameworks hold.
    pub rows: u64,
    /// SHA-256 over the files, in hexadecimal.
    pub sha256: String,
}

/// Reads and checks framework files, crosswalks and rules of scanners. A file that names a `source`
/// instead of a `framework` is a crosswalk, one that names a `tool` holds rules, one that names a `provider` lists of grants. `controls` are the ids that rows may name.
///
/// # Errors
/// Everything wrong in all files, together.
pub fn load(files: &[SourceText], controls: &[&str]) -> Result<Mappings, Vec<Diagnostic>> {
    let mut frameworks: Vec<Framework> = Vec::new();
    let mut crosswalks = Vec::new();
    let mut scanners: Vec<ScannerRules> = Vec::new();
    let mut lists: Vec<(Arc<str>, Node, GrantList)> = Vec::new();
    let mut errors = Vec::new();
    let mut hash = Sha256::new();
    for SourceText { path, text } in files {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        let file: Arc<str> = Arc::from(path.as_str());
        match read(text) {
            Ok((tree, Content::Framework(framework))) => {
                errors.extend(check(&framework, &tree, &file, controls));
                if let Some(first) =
                    frameworks.iter().find(|f| f.framework.id == framework.framework.id)
                {
                    errors.push(Diagnostic::at(
                        &Place::new(&file, 1, "/framework/id"),
                        format!("the framework {} is already defined", first.framework.id),
                        "give this one another id",
                    ));
                }
                frameworks.push(*framework);
            }
            Ok((tree, Content::Scanner(rules))) => {
                errors.extend(check_scanner(&rules, &scanners, &tree, &file, controls));
                scanners.push(rules);
            }
            Ok((tree, Content::Grants(list))) => lists.push((file, tree, *list)),
            Ok((tree, Content::Crosswalk(crosswalk))) => crosswalks.push((file, tree, crosswalk)),
            Err(faults) => errors.extend(faults.into_iter().map(|fault| {
                let place = Place::new(&file, fault.line, fault.pointer());
                Diagnostic::at(&place, fault.message, fault.help)
            })),
        }
    }
    for (file, tree, crosswalk) in &crosswalks {
        errors.extend(check_crosswalk(crosswalk, tree, file, &frameworks));
    }
    errors.extend(check_grants(&lists));
    if !errors.is_empty() {
        return Err(errors);
    }
    frameworks.sort_by_key(|f| (f.framework.reading != Reading::Risk, f.framework.id.clone()));
    let rows = frameworks.iter().flat_map(|f| &f.requirements).map(|r| r.supported_by.len() as u64);
    let rows = rows.sum();
    let crosswalks = crosswalks.into_iter().map(|(_, _, crosswalk)| crosswalk).collect();
    let lists: Vec<GrantList> = lists.into_iter().map(|(_, _, list)| list).collect();
    let grants = Arc::new(Grants::of(&lists));
    Ok(Mappings { frameworks, crosswalks, scanners, grants, rows, sha256: hex(hash.finalize()) })
}

enum Content {
    Framework(Box<Framework>),
    Crosswalk(Crosswalk),
    Scanner(ScannerRules),
    Grants(Box<GrantList>),
}

fn read(text: &str) -> Result<(Node, Content), Vec<Fault>> {
    let tree = yaml(text).map_err(|fault| vec![fault])?;
    let content = if tree.get("source").is_some() {
        Content::Crosswalk(decode(&tree)?)
    } else if tree.get("provider").is_some() {
        Content::Grants(Box::new(decode(&tree)?))
    } else if tree.get("tool").is_some() {
        Content::Scanner(decode(&tree)?)
    } else {
        Content::Framework(Box::new(decode(&tree)?))
    };
    Ok((tree, content))
}
