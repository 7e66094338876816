//! The pages of a site, and the places on them that links lead to.

use model::posture::RequirementStatus;
use model::{AssetKey, AssetKind, Domain, Severity};

use super::name::{self, Letters};

/// A page, or a place on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target<'a> {
    /// The first page.
    Overview,
    /// A part of a list of findings, counted from 1.
    Findings(List, usize),
    /// The first finding of a severity, in the list of those that are open.
    Severity(Severity),
    /// What is not assessed now and counts as open, before the list of those that are open.
    AsOpen,
    /// What could not be assessed of a control, in the list of all that could not.
    Unassessed(&'a str),
    /// A part of the list of assets.
    Assets(usize),
    /// One asset, with its findings whole.
    Asset(&'a AssetKey),
    /// What no input states of a kind of asset.
    Unstated(AssetKind),
    /// A finding, on the page of its asset.
    Finding(&'a str),
    /// Owners and domains with their figures.
    Owners,
    /// The work of one owner.
    Owner(&'a str),
    /// The work of one domain.
    Domain(Domain),
    /// Every control.
    Controls,
    /// One control.
    Control(&'a str),
    /// Every framework.
    Frameworks,
    /// One framework, with its requirements.
    Framework(&'a str),
    /// A requirement, on the page of its framework.
    Requirement(&'a str, &'a str),
    /// The requirements of one level, on the page of their framework.
    Level(&'a str, RequirementStatus),
    /// What the levels of requirements mean, on the page of all frameworks.
    Levels,
    /// The months, and what moved.
    Trend,
    /// Missing evidence, by person.
    Requests,
    /// Waivers, exclusions and attested results.
    Waivers,
    /// How the score is made, limits and limitations.
    Method,
    /// What was read.
    Inputs,
    /// Earlier reports.
    Months,
}

/// A list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    /// Open, the most severe first.
    Open,
    /// Open and past the day by which they are due, the oldest first.
    Overdue,
    /// What could not be assessed.
    NotAssessed,
    /// What passed.
    Passed,
    /// What does not apply.
    NotApplicable,
}

impl List {
    /// Every list.
    pub(super) const ALL: [List; 5] =
        [List::Open, List::Overdue, List::NotAssessed, List::Passed, List::NotApplicable];

    /// Whether it lists control by control what each is about, and has no row for each finding.
    pub(super) fn is_by_control(self) -> bool {
        matches!(self, List::NotAssessed | List::Passed | List::NotApplicable)
    }

    /// The name of its first page; the script calls it that, too.
    pub(super) fn stem(self) -> &'static str {
        match self {
            List::Open => "index",
            List::Overdue => "overdue",
            List::NotAssessed => "not-assessed",
            List::Passed => "passed",
            List::NotApplicable => "not-applicable",
        }
    }
}

impl<'a> Target<'a> {
    /// The file of a page below the folder of the site; none for a place on a page.
    pub(super) fn file(self) -> Option<String> {
        let part = |folder: &str, stem: &str, number: usize| match (stem, number) {
            (stem, 1) => format!("{folder}/{stem}.html"),
            ("index", number) => format!("{folder}/page-{number}.html"),
            (stem, number) => format!("{folder}/{stem}-{number}.html"),
        };
        let of = |folder: &str, name: String| format!("{folder}/{name}.html");
        Some(match self {
            Target::Finding(_)
            | Target::Severity(_)
            | Target::AsOpen
            | Target::Unassessed(_)
            | Target::Requirement(..)
            | Target::Levels
            | Target::Level(..) => return None,
            Target::Overview => "index.html".into(),
            Target::Findings(list, number) => part("findings", list.stem(), number),
            Target::Assets(number) => part("assets", "index", number),
            Target::Asset(key) => of("assets", name::asset(key)),
            // No asset has this name: its own begins with its kind.
            Target::Unstated(kind) => of("assets", format!("every-{kind}")),
            Target::Owners => "owners/index.html".into(),
            Target::Owner(id) => of("owners", name::name(id, Letters::Lower)),
            Target::Domain(domain) => of("domains", domain.id().into()),
            Target::Controls => "controls/index.html".into(),
            Target::Control(id) => of("controls", name::name(id, Letters::Upper)),
            Target::Frameworks => "frameworks/index.html".into(),
            Target::Framework(id) => of("frameworks", name::name(id, Letters::Lower)),
            Target::Trend => "trend.html".into(),
            Target::Requests => "requests.html".into(),
            Target::Waivers => "waivers.html".into(),
            Target::Method => "method.html".into(),
            Target::Inputs => "inputs.html".into(),
            Target::Months => "months/index.html".into(),
        })
    }

    /// How the page of this one leads back to the folder of the site.
    pub(super) fn root(self) -> &'static str {
        match self {
            Target::Overview
            | Target::Trend
            | Target::Requests
            | Target::Waivers
            | Target::Method
            | Target::Inputs => "",
            _ => "../",
        }
    }

    /// The entry of the navigation that the page belongs to.
    pub(super) fn section(self) -> Target<'a> {
        match self {
            Target::Findings(..)
            | Target::Severity(_)
            | Target::AsOpen
            | Target::Unassessed(_)
            | Target::Finding(_) => Target::Findings(List::Open, 1),
            Target::Assets(_) | Target::Asset(_) | Target::Unstated(_) => Target::Assets(1),
            Target::Owner(_) | Target::Domain(_) => Target::Owners,
            Target::Control(_) => Target::Controls,
            Target::Framework(_) | Target::Requirement(..) | Target::Levels | Target::Level(..) => {
                Target::Frameworks
            }
            other => other,
        }
    }
}
