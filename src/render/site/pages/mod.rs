//! One file a kind of page.

mod assets;
mod controls;
mod findings;
mod frameworks;
mod inputs;
mod method;
mod months;
mod overview;
mod owners;
mod requests;
mod trend;
mod unstated;
mod waivers;
mod work;

use maud::Markup;

use super::cx::Cx;
use super::target::{List, Target};
use crate::render::terms::TERMS;

/// The title of a page and its body, without the title.
pub(super) fn page(cx: Cx<'_>) -> (String, Markup) {
    match cx.at {
        Target::Overview => (TERMS.overview.into(), overview::page(cx)),
        Target::Findings(list, number) => (listed(list, number), findings::page(cx, list, number)),
        Target::Assets(number) => (numbered(TERMS.assets, number), assets::index(cx, number)),
        Target::Asset(key) => (assets::title(cx, key), assets::page(cx, key)),
        Target::Unstated(kind) => (unstated::title(kind), unstated::page(cx, kind)),
        Target::Owners => (TERMS.accountability.into(), owners::page(cx)),
        Target::Owner(id) => (work::owner_title(cx, id), work::owner(cx, id)),
        Target::Domain(domain) => (work::domain_title(domain), work::domain(cx, domain)),
        Target::Controls => (TERMS.controls.into(), controls::index(cx)),
        Target::Control(id) => (controls::title(cx, id), controls::page(cx, id)),
        Target::Frameworks => (TERMS.frameworks.into(), frameworks::index(cx)),
        Target::Framework(id) => (frameworks::title(cx, id), frameworks::page(cx, id)),
        Target::Trend => (TERMS.trend.into(), trend::page(cx)),
        Target::Requests => (TERMS.requests.into(), requests::page(cx)),
        Target::Waivers => (TERMS.waivers.into(), waivers::page(cx)),
        Target::Method => (TERMS.method.into(), method::page(cx)),
        Target::Inputs => (TERMS.inputs.into(), inputs::page(cx)),
        Target::Months => (TERMS.months.into(), months::page(cx)),
        // Places on a page, which are no pages.
        Target::Finding(_)
        | Target::Severity(_)
        | Target::AsOpen
        | Target::Levels
        | Target::Unassessed(_)
        | Target::Requirement(..)
        | Target::Level(..) => (String::new(), Markup::default()),
    }
}

/// The name of an entry of the navigation.
pub(super) fn page_name(of: Target<'_>) -> &'static str {
    match of {
        Target::Findings(..) => TERMS.findings,
        Target::Assets(_) => TERMS.assets,
        Target::Owners => TERMS.accountability,
        Target::Controls => TERMS.controls,
        Target::Frameworks => TERMS.frameworks,
        _ => TERMS.overview,
    }
}

fn listed(list: List, number: usize) -> String {
    let title: String = match list {
        List::Open => TERMS.findings.into(),
        List::Overdue => format!("{}: {}", TERMS.findings, TERMS.overdue.to_lowercase()),
        List::NotAssessed => TERMS.not_assessed.into(),
        List::Passed => TERMS.passed.into(),
        List::NotApplicable => TERMS.not_applicable.into(),
    };
    numbered(&title, number)
}

fn numbered(title: &str, number: usize) -> String {
    match number {
        1 => title.into(),
        number => format!("{title}, page {number}"),
    }
}
