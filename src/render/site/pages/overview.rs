//! The first page: where the organisation is, what moved, what is worst, and what to do.

use maud::{Markup, PreEscaped, html};
use model::posture::{Fix, Grade, SevereFinding, Standing};
use model::{History, Outcome, Severity};

use super::frameworks;
use crate::render::numbers::{grouped, plural, signed, tenths};
use crate::render::pictures::grade_class;
use crate::render::prose;
use crate::render::site::columns::{ASKED, SEVERE, TIERS};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::site::{addressees, days, drawn, labels, parts, slices};
use crate::render::terms::TERMS;

/// How many findings, actions, requests and owners the first page names.
const MAX_CRITICAL: usize = 10;
const MAX_ACTIONS: usize = 5;
const MAX_OWNERS: usize = 8;
/// How many months the first lines name.
const MAX_MONTHS: usize = 6;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    html! {
        (headline(cx))
        (critical(cx))
        (summary(cx))
        (overdue(cx))
        (actions(cx))
        (owners(cx))
        (trend(cx))
        (requests(cx))
        (access(cx))
        (cx.heading(2, TERMS.frameworks))
        (drawn::frameworks(&cx.data.posture.frameworks))
        (frameworks::glance(cx))
        p { (cx.link(Target::Levels, TERMS.levels_meaning)) }
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
                p.label { (TERMS.grade) }
                p.{ "letter " (grade_class(grade.letter)) } { (grade.letter.map_or_else(|| "—".to_string(), |letter| letter.to_string())) }
                @if let Some(better) = grade.if_ruled_out {
                    p { strong { (better.to_string()) } " if " (plural(grade.possible.len() as u64, "possible critical finding is", "possible critical findings are")) " ruled out" }
                }
                p.soft {
                    @match (grade.letter, &grade.withheld) {
                        (Some(_), _) => { "based on " (grade.basis_name) ", " (tenths(grade.basis)) }
                        (None, Some(why)) => { (why) }
                        (None, None) => { "no grade" }
                    }
                }
            }
            div.score {
                @if let Some(history) = &posture.history { (moved(cx, history)) }
                (open_now(cx))
                (drawn::bar(&posture.score))
                p.soft { (cx.link(Target::Method, "How these figures are made")) }
            }
        }
        (limits(grade))
    }
}

/// How many critical and high findings are open on privileged identities, apart from those that only count as open.
fn open_now(cx: Cx<'_>) -> Markup {
    let counts = &cx.data.posture.counts;
    let (critical, high) = (counts.critical(), counts.high());
    let unassessed = critical.and(high).unassessed;
    html! {
        p.moved {
            strong { (grouped(critical.open)) } " critical and " strong { (grouped(high.open)) }
            " high findings on privileged identities are open"
            @if unassessed > 0 {
                "; " (cx.link(Target::AsOpen, html! { strong { (grouped(unassessed)) } " more" })) " could not be assessed now and " @if unassessed == 1 { "counts" } @else { "count" } " as open"
            }
            @if counts.overdue > 0 {
                ". Of all open findings, " (cx.link(Target::Findings(List::Overdue, 1), html! { strong { (grouped(counts.overdue)) } @if counts.overdue == 1 { " is overdue" } @else { " are overdue" } }))
            }
            "."
        }
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
                }
                ul { @for limit in &grade.limits { li { "At most " strong { (limit.at_most.to_string()) } ": " (ticks(&limit.because)) "." } } }
            }
        }
    }
}

/// The change since the last recorded month, and the score of the last months, in two lines.
fn moved<'a>(cx: Cx<'a>, history: &'a History) -> Markup {
    let first = history.months.len().saturating_sub(MAX_MONTHS);
    let months = history.months.get(first..).unwrap_or_default();
    html! {
        @if let Some(change) = &history.change {
            p.moved {
                strong { (signed(change.difference)) } " points since " (change.before.period.to_string()) ": "
                @for (at, it) in change.figures().iter().enumerate() { @if at > 0 { ", " } strong { (grouped(it.count)) } " " (it.words) } ". "
                (cx.link(Target::Trend, "What moved, and why"))
            }
        }
        @if months.len() > 1 {
            p.soft { (TERMS.proven) ": " @for (at, month) in months.iter().enumerate() {
                @if at > 0 { " → " }
                span.keep { (month.period.to_string()) " " strong { (tenths(month.score.proven)) } }
            } }
        }
    }
}

/// Critical and high findings on privileged identities, by name.
fn critical(cx: Cx<'_>) -> Markup {
    let counts = &cx.data.posture.counts;
    let all = &cx.data.posture.severe_findings;
    let body = html! { @for it in all.iter().take(MAX_CRITICAL) { (severe(cx, it)) } };
    html! {
        (cx.heading(2, TERMS.severe))
        @if all.is_empty() { p { "No critical or high finding on a privileged identity is open or possible." } } @else {
            (table(&SEVERE, "The first to act on", &body))
            p {
                "In all, " (grouped(counts.severe_critical_possible)) " critical and " (grouped(counts.severe_high_possible))
                " high more are possible: these "
                (cx.link(Target::Findings(List::NotAssessed, 1), "could not be assessed")) "."
            }
            p {
                span data-severity="critical" { (cx.link(Target::Severity(Severity::Critical), "All open critical findings")) } " · "
                span data-severity="high" { (cx.link(Target::Severity(Severity::High), "all open high findings")) } " · "
                (cx.link(Target::Findings(List::Open, 1), "all open findings"))
            }
        }
    }
}

fn severe<'a>(cx: Cx<'a>, it: &'a SevereFinding) -> Markup {
    html! {
        tr {
            td { (labels::severity(it.severity)) @if it.standing == Standing::Possible { " " small { "possible" } }
                @else if it.outcome == Outcome::NotAssessed { " " small { "counts as open" } } }
            td.wide {
                (cx.link(Target::Finding(&it.finding), html! { (it.control) " " (ticks(&it.sentence)) }))
                @if let Some(place) = &it.place { " " (parts::place(place)) }
            }
            td { (it.asset_name) " " small { (it.tier.to_string()) } }
            td { (addressees::person(cx, &it.asked)) }
            td.day { (days::due(it.due_on, it.overdue, it.waived_until)) }
        }
    }
}

/// What is past its day, the oldest first.
fn overdue(cx: Cx<'_>) -> Markup {
    let counts = &cx.data.posture.counts;
    let late = cx.data.listed(List::Overdue);
    html! {
        (cx.heading(2, TERMS.overdue))
        @if counts.overdue == 0 { p { "No open finding is past its due date." } } @else {
            p { strong { (grouped(counts.overdue)) } " of " (plural(counts.open, "open finding", "open findings")) @if counts.overdue == 1 { " is past its due date." } @else { " are past their due date." } }
            ul { @for card in late.iter().take(MAX_ACTIONS) { li {
                (days::due(card.due_on, false, card.waived_until)) " " (labels::severity(card.severity)) " "
                (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) })) " " small {
                    (card.asset_name)
                    @if let Some(contact) = cx.data.contact(card) { " · asked: " (addressees::contact(cx, contact)) }
                }
            } } }
            p { (cx.link(Target::Findings(List::Overdue, 1), "All overdue findings, the oldest first")) }
        }
    }
}

/// What reaches what around the worst identities.
fn access(cx: Cx<'_>) -> Markup {
    html! {
        @if let Some(picture) = drawn::access(cx, None) {
            (cx.heading(2, TERMS.access_of_worst))
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
                (labels::severity(fix.severity)) " "
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
                @if let Some(day) = fix.due_on { " · first due " (days::date(day)) }
                " · asked: " @if fix.asked.is_empty() { (cx.link(Target::Domain(fix.domain), fix.domain.noun())) } @else { (addressees::people(cx, &fix.asked)) }
            }
        }
    }
}

fn requests(cx: Cx<'_>) -> Markup {
    let requests = &cx.data.posture.evidence_requests;
    html! {
        (cx.heading(2, TERMS.requests))
        @if requests.is_empty() { p { (TERMS.nothing_missing) } } @else {
            p { strong { (grouped(cx.data.posture.counts.not_assessed)) } " of " (plural(cx.data.posture.counts.applicable, "applicable finding", "applicable findings")) " could not be assessed. What would settle most:" }
            ul { @for it in requests.iter().take(MAX_ACTIONS) { li {
                (ticks(&it.sentence)) " " small { (plural(it.findings, "finding", "findings")) " · from " } (addressees::people(cx, &it.asked))
            } } }
            p { (cx.link(Target::Requests, "All evidence requests, by person")) }
        }
    }
}

fn owners(cx: Cx<'_>) -> Markup {
    let asked = &cx.data.asked;
    html! {
        @if !asked.is_empty() {
            (cx.heading(2, TERMS.owners))
            (addressees::asked(cx, "Open findings by who is asked to act, the worst first", &ASKED, asked.get(..MAX_OWNERS).unwrap_or(asked)))
            p { (cx.link(Target::Owners, html! { "All " (plural(asked.len() as u64, "person or domain that is asked", "people and domains that are asked")) ", and the assets of each owner" })) }
        }
    }
}

fn breakdown(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    html! {
        (cx.heading(2, TERMS.by_tier))
        (slices::slices(cx, "Score by tier", &TIERS, &posture.tiers, |_| None))
        @if posture.tiers.iter().any(|tier| tier.known < tier.assets) { p.soft { (TERMS.known_means) } }
        p.soft { (TERMS.tiers_note) }
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
