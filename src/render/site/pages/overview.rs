//! The first page: where the organisation is, what moved, what is worst, and what to do.

use maud::{Markup, PreEscaped, html};
use model::change::{Change, Class};
use model::posture::Fix;
use model::{Severity, Tier};

use super::frameworks;
use crate::render::numbers::{grouped, plural, signed, tenths};
use crate::render::prose;
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::data::is_listed;
use crate::render::site::table::cards;
use crate::render::site::target::{List, Target};
use crate::render::site::{drawn, finding, parts};
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
        (requests(cx))
        (owners(cx))
        (cx.heading(2, TERMS.frameworks))
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
            div.grade.{ "g-" (grade.letter.map_or_else(|| "none".to_string(), |letter| letter.to_ascii_lowercase().to_string())) } {
                p.label { "Grade" }
                p.letter { (grade.letter.map_or_else(|| "—".to_string(), |letter| letter.to_string())) }
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
                (drawn::bar(&posture.score))
                dl.figures {
                    (parts::figure(TERMS.privileged, tenths(posture.privileged.proven)))
                    (parts::figure(TERMS.coverage, tenths(posture.score.coverage)))
                    (parts::figure(TERMS.best_case, tenths(posture.score.ceiling)))
                    @if posture.with_waivers.is_some() { (parts::figure(TERMS.with_waivers, tenths(posture.with_waivers))) }
                    @if let Some(with) = &posture.with_excluded { (parts::figure(TERMS.with_excluded, tenths(with.score.proven))) }
                }
                p.soft { (cx.link(Target::Method, "How these figures are made")) }
            }
        }
        @if !grade.limits.is_empty() {
            ul.limits { @for limit in &grade.limits { li { "At most " strong { (limit.at_most.to_string()) } ": " (ticks(&limit.because)) "." } } }
            p.soft {
                @if grade.before_limits.is_some() && grade.before_limits != grade.letter {
                    "Without these limits the grade is " (grade.before_limits.map(|it| it.to_string()).unwrap_or_default()) "."
                } @else { "These limits do not lower this grade." }
                @if let Some(better) = grade.if_ruled_out {
                    " It is " (better.to_string()) " if " (plural(grade.possible.len() as u64, "possible critical finding is", "possible critical findings are")) " ruled out."
                }
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
    let severe = |card: &&model::posture::FindingCard| {
        is_listed(card) && card.severity >= Severity::High && card.tier >= Tier::T2
    };
    let all: Vec<_> = cx.data.findings.iter().filter(severe).collect();
    html! {
        (cx.heading(2, format!("Critical and high on privileged identities ({})", all.len())))
        @if all.is_empty() { p { "No critical or high finding on a privileged identity is open." } } @else {
            (cards("The worst first", &finding::COLUMNS, &html! {
                @for card in all.iter().take(MAX_CRITICAL) { (finding::row(cx, card)) }
            }))
            (parts::rest(MAX_CRITICAL, all.len(), "", &cx.link(Target::Findings(List::Open, 1), "all findings")))
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
                " " span.gain { (signed(Some(fix.gain))) " points" }
            }
            p { (ticks(&fix.remediation)) }
            p.meta {
                (plural(fix.open, "open finding", "open findings")) " · " (cx.link(Target::Domain(fix.domain), fix.domain.noun())) " · "
                (list(fix.assets.iter().take(5).map(|key| cx.asset(key, &key.to_string()))))
                @if fix.open > 5 { " and " (fix.open - 5) " more" }
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
                (ticks(&it.sentence)) " "
                span.soft { "(" (plural(it.findings, "finding", "findings")) ", from " (if it.owners.is_empty() { it.domains.iter().map(|it| it.noun()).collect::<Vec<_>>().join(", ") } else { it.owners.join(", ") }) ")" }
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
        (cx.heading(3, TERMS.heat_map))
        (drawn::heat_map(&posture.heat_map))
    }
}

/// The report in a few sentences.
fn summary(cx: Cx<'_>) -> Markup {
    html! {
        (cx.heading(2, TERMS.summary))
        @for sentence in &cx.data.posture.summary { p { (ticks(sentence)) } }
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
