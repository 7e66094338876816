//! Lists of findings: open and not assessed, by severity, passed and not applicable.

use maud::{Markup, html};
use model::posture::FindingCard;
use model::wording::capitalized;

use crate::render::grouping::by_control;
use crate::render::numbers::{grouped, outcomes, plural};
use crate::render::site::columns::FINDINGS;
use crate::render::site::cx::{Cx, list as joined};
use crate::render::site::data::lists;
use crate::render::site::finding::row;
use crate::render::site::paging::{parts, rows};
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::terms::TERMS;

/// One part of a list.
pub(super) fn page(cx: Cx<'_>, list: List, number: usize) -> Markup {
    let posture = cx.data.posture;
    let most = rows(cx.data.links.form);
    let all = cx.data.listed(list).len();
    let shown: Vec<_> =
        cx.data.listed(list).iter().skip((number - 1) * most).take(most).copied().collect();
    let held = cx.data.findings.len() as u64;
    html! {
        p { "One finding is one control on one asset. " (outcomes(&posture.outcomes)) "." }
        (tabs(cx, list))
        @if shown.is_empty() { p { (nothing(list)) } } @else {
            @if matches!(list, List::Passed | List::NotApplicable) { (by_asset(cx, &shown)) }
            @else {
                // The script filters the whole list by its name.
                div data-list=(filtered(list)) {
                    (table(&FINDINGS, caption(list), &html! { @for card in &shown { (row(cx, card)) } }))
                }
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

/// What the script calls a list: `open`, `overdue`, or its severity.
fn filtered(list: List) -> String {
    match list {
        List::Of(severity) => severity.to_string(),
        List::Overdue => "overdue".into(),
        _ => "open".into(),
    }
}

/// What needs nobody, control by control: the page of the asset has the evidence.
fn by_asset<'a>(cx: Cx<'a>, shown: &[&'a FindingCard]) -> Markup {
    html! {
        dl.pairs { @for group in by_control(shown.iter().copied()) {
            div {
                dt { (group.control) @if let Some(card) = cx.data.control(group.control) { " " (card.title) } }
                dd { (joined(group.findings.iter().map(|it| cx.link(Target::Finding(&it.id), &it.asset_name)))) }
            }
        } }
    }
}

/// The other lists.
fn tabs(cx: Cx<'_>, current: List) -> Markup {
    html! {
        ul.tabs {
            @for list in lists(cx.data.links.form) {
                @let count = grouped(cx.data.listed(list).len() as u64);
                li {
                    @if list == current { strong aria-current="page" { (name(list)) " " small { (count) } } }
                    @else { (cx.link(Target::Findings(list, 1), html! { (name(list)) " " small { (count) } })) }
                }
            }
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
        List::Open => TERMS.open_and_not_assessed.into(),
        List::Overdue => TERMS.overdue.into(),
        List::Of(severity) => capitalized(&severity.to_string()),
        List::Passed => TERMS.passed.into(),
        List::NotApplicable => TERMS.not_applicable.into(),
    }
}

fn caption(list: List) -> &'static str {
    match list {
        List::Open => "Findings that are open or could not be assessed, the worst first",
        List::Overdue => "Open findings past their due date, the oldest first",
        List::Of(_) => "Findings of this severity that are open or could not be assessed",
        List::Passed => "Findings that passed",
        List::NotApplicable => "Findings that do not apply",
    }
}

fn nothing(list: List) -> &'static str {
    match list {
        List::Overdue => "No open finding is past its due date.",
        List::Open | List::Of(_) => {
            "No finding of this list is open, and none could not be assessed."
        }
        List::Passed => "No control passed.",
        List::NotApplicable => "Every control applies to every asset that it assesses.",
    }
}
