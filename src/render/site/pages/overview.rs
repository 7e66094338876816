//! The first page: where the organisation is, what moved, what is worst, and what to do.

use maud::{Markup, PreEscaped, html};
use model::Severity;
use model::change::{Change, Class};
use model::posture::{Fix, Grade, SevereFinding, Standing};

use super::frameworks;
use crate::render::numbers::{grouped, plural, signed, tenths};
use crate::render::pictures::grade_class;
use crate::render::prose;
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::table::{Head, cards};
use crate::render::site::target::{List, Target};
use crate::render::site::{drawn, parts};
use crate::render::terms::TERMS;

/// How many findings, actions, requests and owners the first page names.
const MAX_CRITICAL: usize = 10;
const MAX_ACTIONS: usize = 5;
const MAX_OWNERS: usize = 8;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    html! {
        (headline(cx))
        (critical(cx))
        (summary(cx))
        (actions(cx))
        (overdue(cx))
        (requests(cx))
        (access(cx))
        (owners(cx))
        (trend(cx))
        (cx.heading(2, TERMS.frameworks))
        (drawn::frameworks(&cx.data.posture.frameworks))
        (frameworks::glance(cx))
        (breakdown(cx))
        (commentary(cx))
    }
}

/// Grade, change and the three parts.
fn headline(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let grade = &posture.grade;
    html! {
        div.headline {
            div.grade {
                p.label { "Grade" }
                p.{ "letter " (grade_class(grade.letter)) } { (grade.letter.map_or_else(|| "—".to_string(), |letter| letter.to_string())) }
                p.soft {
                    @match (grade.letter, &grade.withheld) {
                        (Some(_), _) => { "based on " (grade.basis_name) ", " (tenths(grade.basis)) }
                        (None, Some(why)) => { (why) }
                        (None, None) => { "no grade" }
                    }
                }
            }
            div.score {
                @if let Some(change) = posture.history.as_ref().and_then(|it| it.change.as_ref()) { (moved(cx, change)) }
                p.moved {
                    strong { (grouped(posture.counts.severe_critical_open)) } " critical and " strong { (grouped(posture.counts.severe_high_open)) }
                    " high findings on privileged identities are open"
                    @if posture.counts.overdue > 0 { ", " strong { (grouped(posture.counts.overdue)) } " findings in all are overdue" }
                    "."
                }
                (drawn::bar(&posture.score))
            }
        }
        (limits(grade))
    }
}

/// What holds the grade down.
fn limits(grade: &Grade) -> Markup {
    let lowers = grade.before_limits.is_some() && grade.before_limits != grade.letter;
    html! {
        @if !grade.limits.is_empty() {
            details.limits open[lowers] {
                summary {
                    @let before = grade.before_limits.map(|it| it.to_string()).unwrap_or_default();
                    @let count = plural(grade.limits.len() as u64, "limit applies", "limits apply");
                    @if lowers { "The score alone gives " (before) "; " (count) " and lowers it" }
                    @else if !before.is_empty() { "The score alone gives " (before) "; " (count) " and would only lower a better grade" }
                    @else { (count) " to any grade" }
                    @if let Some(better) = grade.if_ruled_out {
                        "; it is " (better.to_string()) " if " (plural(grade.possible.len() as u64, "possible critical finding is", "possible critical findings are")) " ruled out"
                    }
                }
                ul { @for limit in &grade.limits { li { "At most " strong { (limit.at_most.to_string()) } ": " (ticks(&limit.because)) "." } } }
            }
        }
    }
}

/// The change since the last recorded month, in one line.
fn moved(cx: Cx<'_>, change: &Change) -> Markup {
    let count = |class: Class| {
        change.classes.iter().filter(|row| row.class == class).map(|row| row.findings).sum::<u64>()
    };
    html! {
        p.moved {
            strong { (signed(change.difference)) } " since " (change.before.period.to_string()) ": "
            (grouped(count(Class::New) + count(Class::Reopened))) " new or reopened, " (grouped(count(Class::Fixed))) " fixed. "
            (cx.link(Target::Trend, TERMS.trend))
        }
    }
}

/// Critical and high findings on privileged identities, by name.
fn critical(cx: Cx<'_>) -> Markup {
    let counts = &cx.data.posture.counts;
    let all = &cx.data.posture.severe_findings;
    let heads = [
        Head::Text("Severity"),
        Head::Text("Finding"),
        Head::Text("Asset"),
        Head::Text("Asked to act"),
        Head::Text("Due"),
    ];
    let body = html! { @for it in all.iter().take(MAX_CRITICAL) { (severe(cx, it)) } };
    html! {
        (cx.heading(2, "Critical and high findings on privileged identities"))
        @if all.is_empty() { p { "No critical or high finding on a privileged identity is open or possible." } } @else {
            p {
                (grouped(counts.severe_critical_possible)) " critical and " (grouped(counts.severe_high_possible))
                " high findings more are possible: they could not be assessed."
            }
            (cards("The first to act on first", &heads, &body))
            p {
                (cx.link(Target::Severity(Severity::Critical), "All critical findings")) " · "
                (cx.link(Target::Severity(Severity::High), "all high findings")) " · "
                (cx.link(Target::Findings(List::Open, 1), "all findings"))
            }
        }
    }
}

fn severe<'a>(cx: Cx<'a>, it: &'a SevereFinding) -> Markup {
    html! {
        tr {
            td { (parts::severity(it.severity)) @if it.standing == Standing::Possible { " " small { "possible" } } }
            td.wide {
                (cx.link(Target::Finding(&it.finding), html! { (it.control) " " (ticks(&it.sentence)) }))
                @if let Some(place) = &it.place { " " (parts::place(place)) }
            }
            td { (it.asset_name) " " small { (it.tier.to_string()) } }
            td { (parts::person(cx, &it.asked)) }
            td.day { (parts::due(it.due_on, it.overdue, it.waived_until)) }
        }
    }
}

/// What is past its day, the oldest first.
fn overdue(cx: Cx<'_>) -> Markup {
    let counts = &cx.data.posture.counts;
    let mut late: Vec<_> = cx.data.findings.iter().filter(|card| card.overdue).collect();
    late.sort_by_key(|card| card.due_on);
    html! {
        (cx.heading(2, "Overdue"))
        @if counts.overdue == 0 { p { "No open finding is past its due date." } } @else {
            p { strong { (grouped(counts.overdue)) } " of " (plural(counts.open, "open finding is", "open findings are")) " past their due date." }
            ul { @for card in late.iter().take(MAX_ACTIONS) { li {
                (parts::due(card.due_on, false, card.waived_until)) " " (parts::severity(card.severity)) " "
                (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) })) " " small {
                    (card.asset_name)
                    @if let Some(contact) = cx.data.contact(card) { " · asked: " (contact.name) }
                }
            } } }
            @if late.len() > MAX_ACTIONS { p { (cx.link(Target::Findings(List::Open, 1), "All open findings, with their due dates")) } }
        }
    }
}

/// What reaches what around the worst identities.
fn access(cx: Cx<'_>) -> Markup {
    html! {
        @if let Some(picture) = drawn::access(cx, None) {
            (cx.heading(2, "Access of the identities furthest from order"))
            (picture)
        }
    }
}

fn actions(cx: Cx<'_>) -> Markup {
    let fixes = &cx.data.posture.fixes;
    html! {
        (cx.heading(2, TERMS.actions))
        @if fixes.is_empty() { p { (TERMS.nothing_open) } } @else {
            ol.actions { @for fix in fixes.iter().take(MAX_ACTIONS) { (action(cx, fix)) } }
            p.soft { (TERMS.actions_lead) }
        }
    }
}

fn action<'a>(cx: Cx<'a>, fix: &'a Fix) -> Markup {
    html! {
        li {
            p {
                (parts::severity(fix.severity)) " "
                (cx.link(Target::Control(&fix.control), html! { (fix.control) " " (fix.title) }))
                " " strong { (signed(Some(fix.gain))) " points" }
            }
            @if !fix.defect.is_empty() {
                p { (cx.link(Target::Finding(&fix.finding), html! { (ticks(&fix.defect)) })) @if let Some(place) = &fix.place { " " (parts::place(place)) } }
            }
            p { strong { "Fix: " } (ticks(&fix.remediation)) }
            p.meta {
                (plural(fix.open, "open finding", "open findings"))
                @if fix.overdue > 0 { ", " (grouped(fix.overdue)) " overdue" }
                @if let Some(day) = fix.due_on { " · first due " (day.to_string()) }
                " · asked: " @if fix.asked.is_empty() { (fix.domain.noun()) } @else { (parts::people(cx, &fix.asked)) }
            }
        }
    }
}

fn requests(cx: Cx<'_>) -> Markup {
    let requests = &cx.data.posture.evidence_requests;
    html! {
        (cx.heading(2, TERMS.requests))
        @if requests.is_empty() { p { (TERMS.nothing_missing) } } @else {
            ul { @for it in requests.iter().take(MAX_ACTIONS) { li {
                (ticks(&it.sentence)) " " small { (plural(it.findings, "finding", "findings")) " · from " } (parts::people(cx, &it.asked))
            } } }
            p { (cx.link(Target::Requests, "All evidence requests, by person")) }
        }
    }
}

fn owners(cx: Cx<'_>) -> Markup {
    let owners = &cx.data.posture.owners;
    let shown = owners.get(..MAX_OWNERS).unwrap_or(owners);
    html! {
        @if !owners.is_empty() {
            (cx.heading(2, "Owners"))
            (parts::slices(cx, "Owners, the one with most to gain first", TERMS.owner, shown, |row| Some(Target::Owner(&row.id))))
            p { (cx.link(Target::Owners, "All owners and domains")) }
        }
    }
}

fn breakdown(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    html! {
        (cx.heading(2, TERMS.breakdown))
        (parts::slices(cx, "Score by tier", "Tier", &posture.tiers, |_| None))
    }
}

/// The months, where there is a record.
fn trend(cx: Cx<'_>) -> Markup {
    let months = cx.data.posture.history.as_ref().map(|history| drawn::trend(&history.months));
    html! {
        @if let Some(months) = months.filter(|it| !it.0.is_empty()) {
            (cx.heading(2, TERMS.trend))
            (months)
            p { (cx.link(Target::Trend, "What moved, and why")) }
        }
    }
}

/// The report in a few sentences.
fn summary(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    html! {
        (cx.heading(2, TERMS.summary))
        dl.figures {
            (parts::figure(TERMS.privileged, tenths(posture.privileged.proven)))
            (parts::figure(TERMS.coverage, tenths(posture.score.coverage)))
            (parts::figure(TERMS.best_case, tenths(posture.score.ceiling)))
            @if posture.with_waivers.is_some() { (parts::figure(TERMS.with_waivers, tenths(posture.with_waivers))) }
            @if let Some(with) = &posture.with_excluded { (parts::figure(TERMS.with_excluded, tenths(with.score.proven))) }
        }
        p.soft { (cx.link(Target::Method, "How these figures are made")) }
        @for sentence in &posture.summary { p { (ticks(sentence)) } }
    }
}

/// What the organisation writes itself.
fn commentary(cx: Cx<'_>) -> Markup {
    html! {
        @if let Some(prose) = &cx.data.posture.prose {
            (cx.heading(2, TERMS.commentary))
            // A page is one line, so that line breaks in names are visible; those of prose are its own.
            div.prose { (PreEscaped(prose::to_html(&syntax::visible_lines(prose)).replace('\n', "&#10;"))) }
        }
    }
}
