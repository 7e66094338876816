//! Where links lead: to a file of the site, or to an anchor of the single page. Nothing links to what is
//! not printed.

use std::collections::{HashMap, HashSet};

use model::posture::{FindingCard, RequirementStatus};
use model::{AssetKey, FindingId, Posture, Reading, Severity};

use super::form::Form;
use super::target::{List, Target};
use crate::render::anchor::anchor;

/// Every place that is printed.
#[derive(Debug)]
pub(super) struct Links<'a> {
    pub(super) form: Form,
    /// The pages that there are, each with its file.
    pages: HashMap<Target<'a>, String>,
    findings: HashMap<&'a str, &'a AssetKey>,
    requirements: HashSet<(&'a str, &'a str)>,
    /// The page of the first finding of each severity.
    severities: HashMap<Severity, usize>,
    /// The page of the first finding of each control that could not be assessed.
    unassessed: HashMap<&'a str, usize>,
}

impl<'a> Links<'a> {
    /// The places on these pages. `severities` and `unassessed` have the page of the first finding of each.
    pub(super) fn of(
        form: Form,
        pages: &[Target<'a>],
        posture: &'a Posture,
        findings: &'a [FindingCard],
        severities: HashMap<Severity, usize>,
        unassessed: HashMap<&'a str, usize>,
    ) -> Self {
        let pages: HashMap<Target<'a>, String> =
            pages.iter().map(|page| (*page, page.file().unwrap_or_default())).collect();
        let shown = findings.iter().filter(|card| pages.contains_key(&Target::Asset(&card.asset)));
        let findings = shown.map(|card| (card.id.as_str(), &card.asset)).collect();
        let frameworks = posture.frameworks.iter();
        let requirements = frameworks.flat_map(|framework| {
            let all = framework.groups.iter().flat_map(|group| &group.requirements);
            all.map(|requirement| (framework.id.as_str(), requirement.id.as_str()))
        });
        Links {
            form,
            requirements: requirements.collect(),
            findings,
            pages,
            severities,
            unassessed,
        }
    }

    /// Where a link from one page to another place leads; none where the place is not printed.
    pub(super) fn href(&self, from: Target<'a>, to: Target<'a>) -> Option<String> {
        let (page, place) = match to {
            Target::Finding(id) => (Target::Asset(self.findings.get(id)?), Some(self.anchor(to))),
            Target::Requirement(framework, id) => {
                self.requirements.get(&(framework, id))?;
                (Target::Framework(framework), Some(self.anchor(to)))
            }
            Target::Level(framework, status) => {
                (Target::Framework(framework), Some(self.level(framework, status)))
            }
            Target::Severity(severity) => {
                let page = self.severities.get(&severity)?;
                (Target::Findings(List::Open, *page), Some(self.anchor(to)))
            }
            Target::Levels => (Target::Frameworks, Some(self.anchor(to))),
            Target::AsOpen => (Target::Findings(List::Open, 1), Some(self.anchor(to))),
            Target::Unassessed(control) => {
                let page = self.unassessed.get(control)?;
                (Target::Findings(List::NotAssessed, *page), Some(self.anchor(to)))
            }
            page => (page, None),
        };
        let file = self.pages.get(&page)?;
        Some(match (self.form, place) {
            (Form::Single, Some(place)) => format!("#{place}"),
            (Form::Single, None) => format!("#{}", self.anchor(page)),
            (Form::Folder, Some(place)) if page == from => format!("#{place}"),
            (Form::Folder, place) => {
                // A page of the same folder needs no way back.
                let own = self.pages.get(&from).and_then(|own| own.split_once('/'));
                let beside =
                    own.and_then(|(folder, _)| file.strip_prefix(folder)?.strip_prefix('/'));
                let mut href = match beside {
                    Some(name) => name.to_string(),
                    None => from.root().to_string() + file,
                };
                if let Some(place) = place {
                    href.push('#');
                    href += &place;
                }
                href
            }
        })
    }

    /// The anchor of the requirements of one level on the page of their framework.
    pub(super) fn level(&self, framework: &str, status: RequirementStatus) -> String {
        let level = status.words(Reading::Outcome).replace(' ', "-");
        plain(&anchor("level", if self.form == Form::Folder { "" } else { framework }, &level))
    }

    /// The anchor of a place, or of a page where all are one.
    pub(super) fn anchor(&self, of: Target<'a>) -> String {
        plain(&match of {
            // On the page of its asset a finding is named by its control, a requirement by its id.
            Target::Finding(id) if self.form == Form::Folder => {
                anchor("f", "", FindingId::control_of(id))
            }
            Target::Finding(id) => anchor("f", "", id),
            Target::Level(framework, status) => return self.level(framework, status),
            Target::Severity(severity) => format!("s-{severity}"),
            Target::Levels => "levels".into(),
            Target::AsOpen => "counted-as-open".into(),
            Target::Unassessed(control) => anchor("n", "", control),
            Target::Requirement(_, id) if self.form == Form::Folder => anchor("r", "", id),
            Target::Requirement(framework, id) => anchor("r", framework, id),
            page => anchor("page", "", &page.file().unwrap_or_default()),
        })
    }
}

/// An anchor of letters, digits, `-` and `_` alone, as validators want ids. Anchors write `_` before two digits
/// only, so that no two become one.
fn plain(anchor: &str) -> String {
    let mut plain = String::with_capacity(anchor.len());
    for letter in anchor.chars() {
        match letter {
            '.' => plain += "_2e",
            '@' => plain += "_40",
            '/' => plain += "_2f",
            ':' => plain += "__",
            other => plain.push(other),
        }
    }
    plain
}
