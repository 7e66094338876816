//! Lists of findings: open by severity, overdue, not assessed, passed and not applicable.

use maud::{Markup, html};
use model::Severity;
use model::posture::FindingCard;
use model::wording::capitalized;

use crate::render::numbers::{grouped, outcomes, plural};
use crate::render::site::columns::FINDINGS;
use crate::render::site::cx::{Cx, list as joined, ticks};
use crate::render::site::entries::Entry;
use crate::render::site::finding::row;
use crate::render::site::labels;
use crate::render::site::paging::{self, parts};
use crate::render::site::parts as pieces;
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::terms::TERMS;

/// Up to how many findings that only count as open are unfolded.
const MAX_UNFOLDED: usize = 10;

/// One part of a list.
pub(super) fn page(cx: Cx<'_>, list: List, number: usize) -> Markup {
    let posture = cx.data.posture;
    let most = paging::findings(cx.data.links.form, list);
    let all = cx.data.listed(list).len();
    let from = (number - 1) * most;
    let held = cx.data.findings.len() as u64;
    html! {
        p { "One finding is one control on one asset. " (outcomes(&posture.outcomes)) "." }
        (tabs(cx, list))
        @if list == List::Open && number == 1 { (counted_as_open(cx)) }
        @if all == 0 { p { @if count(cx, list) > 0 { "None of " (grouped(count(cx, list))) " is among the findings that this report prints." } @else { (nothing(list)) } } }
        @else if list.is_by_control() {
            (by_control(cx, list, cx.data.entries(list).get(from..).unwrap_or_default()))
            p.soft.shown { (plural(all as u64, "finding", "findings")) "." (elsewhere(cx, cx.data.length(list) > most)) }
        } @else {
            @let rows = cx.data.listed(list).get(from..).unwrap_or_default();
            @let rows = rows.get(..most).unwrap_or(rows);
            // The script filters the whole list by its name.
            div data-list=(list.stem()) { (table(&FINDINGS, caption(list), &rows_of(cx, list, rows))) }
            p.soft.shown {
                "Rows " (grouped((from + 1) as u64)) " to "
                (grouped((from + rows.len()) as u64)) " of " (plural(all as u64, "finding", "findings")) "."
                (elsewhere(cx, all > rows.len()))
            }
        }
        (steps(cx, list, number, parts(cx.data.length(list), most)))
        @if posture.findings_total > held {
            p.note {
                "This report prints the worst " (grouped(held)) " of " (grouped(posture.findings_total)) " findings."
                @if let Some(file) = &posture.findings_file { " All of them are in " code { (file.name) } "." }
            }
        }
    }
}

/// What is not assessed now and counts as open, each by name: figures that count it link here.
fn counted_as_open(cx: Cx<'_>) -> Markup {
    let all = cx.data.counted_as_open();
    let counts = &cx.data.posture.counts;
    let severe = counts.critical().and(counts.high()).unassessed;
    html! {
        @if !all.is_empty() {
            details.limits open[all.len() <= MAX_UNFOLDED] {
                summary id=(cx.data.links.anchor(Target::AsOpen)) {
                    (plural(all.len() as u64, "finding that could not be assessed now counts", "findings that could not be assessed now count")) " as open"
                }
                p {
                    "Limits and gates count each as open, and the list below does not have it: it was open when last assessed, or a part of it is. "
                    (grouped(severe)) " of them " @if severe == 1 { "is" } @else { "are" } " critical or high on a privileged identity."
                }
                ul.lines { @for card in all.iter().take(paging::MAX_INNER_ROWS) { li {
                    (labels::severity(card.severity)) " " (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) }))
                    " " small { (card.asset_name) " " (card.tier.to_string()) } " " (labels::counted_as_open(card))
                } } }
                (pieces::rest(paging::MAX_INNER_ROWS, all.len(), "findings", &cx.link(Target::Findings(List::NotAssessed, 1), "the list of what could not be assessed has all.")))
            }
        }
    }
}

/// Where the rest of a list is, where the single page has only its first part.
fn elsewhere(cx: Cx<'_>, is_cut: bool) -> Markup {
    html! { @if is_cut && cx.is_single() { " The site of this report and posture.json have the rest." } }
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

/// What has no row for each finding, control by control: the page of the asset has the evidence. Of what could
/// not be assessed each reason is printed once, before the assets that it is the reason for.
fn by_control<'a>(cx: Cx<'a>, list: List, entries: &[Entry<'a>]) -> Markup {
    let shown = entries.get(..paging::findings(cx.data.links.form, list)).unwrap_or(entries);
    let is_unassessed = list == List::NotAssessed;
    html! {
        @if is_unassessed { p { "Each needs evidence. " (cx.link(Target::Requests, "The evidence requests")) " list what is missing, and who is asked for it." } }
        dl.pairs.named { @for group in shown.chunk_by(|one, next| one.first().control == next.first().control) {
            @if let Some(card) = group.first().map(|entry| entry.first()) {
                div id=[is_unassessed.then(|| cx.data.links.anchor(Target::Unassessed(&card.control)))] {
                    dt { (cx.control(&card.control)) @if let Some(control) = cx.data.control(&card.control) { " " (control.title) } }
                    dd {
                        @if is_unassessed || list == List::NotApplicable { ul { @for same in group.chunk_by(|one, next| one.is_like(*next, list)) { li { (reason(same, list)) (assets(cx, same)) } } } }
                        @else { (assets(cx, group)) }
                    }
                }
            }
        } }
    }
}

/// What entries of one control have in common.
fn reason(same: &[Entry<'_>], list: List) -> Markup {
    let Some(first) = same.first().map(|entry| entry.first()) else { return Markup::default() };
    html! {
        @if list == List::NotAssessed { (labels::severity(first.severity)) " " }
        @if let Some(state) = first.waiver { (labels::waiver(state)) " " }
        @if list == List::NotAssessed && first.is_counted_as_open() { (labels::counted_as_open(first)) " " }
        (ticks(&first.sentence)) ": "
    }
}

/// The assets of entries.
fn assets<'a>(cx: Cx<'a>, entries: &[Entry<'a>]) -> Markup {
    joined(entries.iter().map(|entry| match *entry {
        Entry::One(card) => html! {
            (cx.link(Target::Finding(&card.id), card.asset_name.as_str()))
            @if cx.data.is_relaxed(card) { " " (labels::relaxed(cx, card)) }
        },
        Entry::Whole(first, count) => {
            let kind = first.asset.kind.noun(count);
            html! { (cx.link(Target::Assets(1), html! { "all " (grouped(count as u64)) " " (kind) })) }
        }
    }))
}

/// The other lists.
fn tabs(cx: Cx<'_>, current: List) -> Markup {
    html! {
        ul.tabs {
            @for list in List::ALL {
                @let count = grouped(count(cx, list));
                li {
                    @if list == current { strong aria-current="page" { (name(list)) " " small { (count) } } }
                    @else { (cx.link(Target::Findings(list, 1), html! { (name(list)) " " small { (count) } })) }
                }
                @if list == List::Open { (severities(cx)) }
            }
        }
    }
}

/// How many findings a list has in all. Of very many the report prints the worst alone.
fn count(cx: Cx<'_>, list: List) -> u64 {
    let posture = cx.data.posture;
    let printed = cx.data.listed(list).len() as u64;
    if posture.findings_total <= cx.data.findings.len() as u64 {
        return printed;
    }
    match list {
        List::Open => posture.outcomes.open(),
        List::Overdue => posture.counts.overdue,
        List::NotAssessed => posture.outcomes.not_assessed,
        List::Passed => posture.outcomes.pass,
        List::NotApplicable => posture.outcomes.not_applicable,
    }
}

/// Where the findings of each severity begin.
fn severities(cx: Cx<'_>) -> Markup {
    html! {
        @for severity in Severity::ALL {
            @let count = cx.data.count_of(severity);
            @if count > 0 { li data-severity=(severity) { (cx.link(Target::Severity(severity), html! { (capitalized(&severity.to_string())) " " small { (grouped(count as u64)) } })) } }
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
