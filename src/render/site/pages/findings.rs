//! Lists of findings: open by severity, overdue, not assessed, passed and not applicable.

use maud::{Markup, html};
use model::posture::FindingCard;
use model::wording::capitalized;
use model::{Severity, WaiverState};

use crate::render::grouping::{alike, by_control};
use crate::render::numbers::{grouped, outcomes, plural};
use crate::render::site::columns::FINDINGS;
use crate::render::site::cx::{Cx, list as joined, ticks};
use crate::render::site::finding::row;
use crate::render::site::paging::{self, parts};
use crate::render::site::parts as pieces;
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::terms::TERMS;

/// One part of a list.
pub(super) fn page(cx: Cx<'_>, list: List, number: usize) -> Markup {
    let posture = cx.data.posture;
    let most = paging::findings(cx.data.links.form, list);
    let all = cx.data.listed(list).len();
    let shown: Vec<_> =
        cx.data.listed(list).iter().skip((number - 1) * most).take(most).copied().collect();
    let held = cx.data.findings.len() as u64;
    html! {
        p { "One finding is one control on one asset. " (outcomes(&posture.outcomes)) "." }
        (tabs(cx, list))
        @if shown.is_empty() { p { (nothing(list)) } } @else {
            @if matches!(list, List::Passed | List::NotApplicable) { (by_asset(cx, &shown)) }
            @else if list == List::NotAssessed { (unassessed(cx, &shown)) }
            @else {
                // The script filters the whole list by its name.
                div data-list=(list.stem()) { (table(&FINDINGS, caption(list), &rows_of(cx, list, &shown))) }
            }
            p.soft.shown {
                "Rows " (grouped(((number - 1) * most + 1) as u64)) " to "
                (grouped(((number - 1) * most + shown.len()) as u64)) " of " (plural(all as u64, "finding", "findings")) "."
                @if all > shown.len() && cx.is_single() { " The site of this report and posture.json have the rest." }
            }
            (steps(cx, list, number, parts(all, most)))
        }
        @if posture.findings_total > held {
            p.note {
                "This report prints the worst " (grouped(held)) " of " (grouped(posture.findings_total)) " findings."
                @if let Some(file) = &posture.findings_file { " All of them are in " code { (file.name) } "." }
            }
        }
    }
}

/// The rows of a page. In the list of all, the first of a severity is a place that links lead to.
fn rows_of<'a>(cx: Cx<'a>, list: List, shown: &[&'a FindingCard]) -> Markup {
    let is_first = |card: &FindingCard| {
        list == List::Open
            && cx.data.first_of(card.severity).is_some_and(|first| std::ptr::eq(first, card))
    };
    html! {
        @for card in shown {
            (row(cx, card, is_first(card).then(|| cx.data.links.anchor(Target::Severity(card.severity)))))
        }
    }
}

/// What needs nobody, control by control: the page of the asset has the evidence.
fn by_asset<'a>(cx: Cx<'a>, shown: &[&'a FindingCard]) -> Markup {
    html! {
        dl.pairs { @for group in by_control(shown.iter().copied()) {
            div {
                dt { (group.control) @if let Some(card) = cx.data.control(group.control) { " " (card.title) } }
                dd { (joined(group.findings.iter().map(|it| cx.link(Target::Finding(&it.id), it.asset_name.as_str())))) }
            }
        } }
    }
}

/// What could not be assessed, control by control: each reason once, with the assets that it is the reason for.
fn unassessed<'a>(cx: Cx<'a>, shown: &[&'a FindingCard]) -> Markup {
    html! {
        p { "Each needs evidence. " (cx.link(Target::Requests, "The evidence requests")) " list what is missing, and who is asked for it." }
        dl.pairs { @for group in by_control(shown.iter().copied()) {
            div id=(cx.data.links.anchor(Target::Unassessed(group.control))) {
                dt { (cx.control(group.control)) @if let Some(card) = cx.data.control(group.control) { " " (card.title) } }
                dd { ul { @for same in alike(group.findings, |card| (card.severity, card.sentence.as_str(), card.waiver.map(WaiverState::words))) {
                    @if let Some(first) = same.first() { li {
                        (pieces::severity(first.severity)) " " (ticks(&first.sentence)) ": "
                        (joined(same.iter().map(|it| cx.link(Target::Finding(&it.id), it.asset_name.as_str()))))
                        @if let Some(state) = first.waiver { " " (pieces::waiver(state)) }
                    } }
                } } }
            }
        } }
    }
}

/// The other lists.
fn tabs(cx: Cx<'_>, current: List) -> Markup {
    html! {
        ul.tabs {
            @for list in List::ALL {
                @let count = grouped(cx.data.listed(list).len() as u64);
                li {
                    @if list == current { strong aria-current="page" { (name(list)) " " small { (count) } } }
                    @else { (cx.link(Target::Findings(list, 1), html! { (name(list)) " " small { (count) } })) }
                }
                @if list == List::Open { (severities(cx)) }
            }
        }
    }
}

/// Where the findings of each severity begin.
fn severities(cx: Cx<'_>) -> Markup {
    html! {
        @for severity in Severity::ALL {
            @let count = cx.data.listed(List::Open).iter().filter(|card| card.severity == severity).count();
            @if count > 0 { li { (cx.link(Target::Severity(severity), html! { (capitalized(&severity.to_string())) " " small { (grouped(count as u64)) } })) } }
        }
    }
}

/// The pages of a list.
fn steps(cx: Cx<'_>, list: List, number: usize, count: usize) -> Markup {
    html! {
        @if count > 1 {
            nav.steps aria-label="Pages of this list" {
                @if number > 1 { (cx.link(Target::Findings(list, number - 1), "Previous page")) " " }
                span { "Page " (number) " of " (count) }
                @if number < count { " " (cx.link(Target::Findings(list, number + 1), "Next page")) }
            }
        }
    }
}

fn name(list: List) -> String {
    match list {
        List::Open => TERMS.open.into(),
        List::Overdue => TERMS.overdue.into(),
        List::NotAssessed => TERMS.not_assessed.into(),
        List::Passed => TERMS.passed.into(),
        List::NotApplicable => TERMS.not_applicable.into(),
    }
}

fn caption(list: List) -> &'static str {
    match list {
        List::Open => "Open findings, the worst first",
        List::NotAssessed => "Findings that could not be assessed",
        List::Overdue => "Open findings past their due date, the oldest first",
        List::Passed => "Findings that passed",
        List::NotApplicable => "Findings that do not apply",
    }
}

fn nothing(list: List) -> &'static str {
    match list {
        List::Open => "No finding is open.",
        List::NotAssessed => "Every applicable control was assessed.",
        List::Overdue => "No open finding is past its due date.",
        List::Passed => "No control passed.",
        List::NotApplicable => "Every control applies to every asset that it assesses.",
    }
}
