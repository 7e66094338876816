//! What people mean when they write the name of a framework or the id of a requirement.

use super::alias::{others, written};
use model::{Alias, Framework, Requirement, normalized_id};

/// Something in the frameworks that has a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meant<'a> {
    /// A framework.
    Framework(&'a Framework),
    /// A requirement of a framework.
    Requirement(&'a Framework, &'a Requirement),
}

/// One reading of what was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'a> {
    /// What it would mean.
    pub meant: Meant<'a>,
    /// How what was written leads there; `None` where it is the id itself.
    pub through: Option<Through>,
    /// What else, outside the frameworks, it may mean.
    pub or: Vec<String>,
}

/// How a written form leads to an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Through {
    /// Where the form is seen, and what to beware of.
    pub note: Option<String>,
    /// Whether it fits by number only.
    pub doubtful: bool,
}

/// Every reading of a text, closest first: ids as they are, then declared aliases letter by letter,
/// then both without case, separators and padding. The first of these that yields anything decides;
/// more than one candidate, or a candidate that may mean something else, means that it is ambiguous.
pub fn resolve<'a>(text: &str, frameworks: &'a [Framework]) -> Vec<Candidate<'a>> {
    let text = text.trim();
    let fold = normalized_id(text);
    let same = |known: &str| known.eq_ignore_ascii_case(text);
    let alike = |known: &str| !fold.is_empty() && normalized_id(known) == fold;
    let mut found = ids(frameworks, &same);
    if found.is_empty() {
        found = aliases(frameworks, &same);
    }
    if found.is_empty() {
        let spelled = |candidate| Candidate { through: Some(Through::default()), ..candidate };
        found = ids(frameworks, &alike).into_iter().map(spelled).collect();
        found.extend(aliases(frameworks, &alike));
    }
    let mut unique: Vec<Candidate<'a>> = Vec::new();
    for candidate in found {
        if !unique.iter().any(|known| known.meant == candidate.meant) {
            unique.push(candidate);
        }
    }
    unique
}

fn ids<'a>(frameworks: &'a [Framework], fits: &dyn Fn(&str) -> bool) -> Vec<Candidate<'a>> {
    let plain = |meant| Candidate { meant, through: None, or: Vec::new() };
    let mut found = Vec::new();
    for framework in frameworks {
        let publication = &framework.framework;
        if [&publication.id, &publication.title, &publication.short_title].iter().any(|id| fits(id))
        {
            found.push(plain(Meant::Framework(framework)));
        }
        let requirements = framework.requirements.iter().filter(|r| fits(&r.id));
        found.extend(requirements.map(|r| plain(Meant::Requirement(framework, r))));
    }
    found
}

fn aliases<'a>(frameworks: &'a [Framework], fits: &dyn Fn(&str) -> bool) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    for framework in frameworks {
        let publication = &framework.framework;
        for name in publication.names.iter().filter(|name| fits(&name.name)) {
            found.push(Candidate {
                meant: Meant::Framework(framework),
                through: Some(Through::default()),
                or: name.or.clone(),
            });
        }
        for alias in &publication.aliases {
            for requirement in &framework.requirements {
                if written(alias, &requirement.id).is_some_and(|form| fits(&form)) {
                    found.push(through(framework, requirement, alias));
                }
            }
        }
    }
    found
}

fn through<'a>(
    framework: &'a Framework,
    requirement: &'a Requirement,
    alias: &Alias,
) -> Candidate<'a> {
    Candidate {
        meant: Meant::Requirement(framework, requirement),
        through: Some(Through { note: alias.note.clone(), doubtful: alias.doubtful }),
        or: others(alias, &requirement.id),
    }
}
