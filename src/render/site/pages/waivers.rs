//! Accepted risks, what is excluded from scope, and what rests on a person's word.

use maud::{Markup, html};
use model::EvidenceClass;

use crate::render::numbers::{grouped, outcomes, plural, tenths};
use crate::render::site::columns::{EXCLUDED, WAIVERS};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::site::{days, labels, paging, parts};
use crate::render::terms::TERMS;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    html! {
        (waivers(cx))
        (excluded(cx))
        (attested(cx))
    }
}

fn waivers(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let body = html! {
        @for it in posture.waivers.iter().take(paging::MAX_REGISTER) {
            tr {
                th scope="row" { (cx.link(Target::Finding(&it.finding), parts::finding_name(cx, &it.finding))) span.sub { (parts::place(&it.place)) } }
                td {
                    (labels::waiver_state(it.state))
                    @if let Some(flaw) = &it.flaw { span.sub { (flaw) } }
                    @if it.expires_soon { span.sub { "expires soon" } }
                }
                td.wide { (it.reason) span.sub { @match &it.compensating { Some(it) => { "compensating control: " (it) } None => { "no compensating control" } } } }
                td { (cx.data.owner_name(&it.approver)) span.sub {
                    "remediation owner: " (it.owner.as_deref().map_or(TERMS.unassigned, |id| cx.data.owner_name(id)))
                    @if let Some(times) = it.renewals { "; renewed " (plural(u64::from(times), "time", "times")) }
                } }
                td { (days::date(it.expires_on)) span.sub { (left(it.days_left)) @if let Some(day) = it.granted_on { "; granted " (day.to_string()) } } }
            }
        }
    };
    html! {
        @if posture.waivers.is_empty() { p { "No waivers are recorded." } } @else {
            p {
                (TERMS.waivers_lead)
                @if posture.with_waivers.is_some() { " " (TERMS.with_waivers) ", the score would be " (tenths(posture.with_waivers)) "." }
            }
            (table(&WAIVERS, "Waivers and their state", &body)) (parts::rest_of_register(posture.waivers.len(), "waivers"))
        }
    }
}

fn left(days: i64) -> String {
    let count = plural(days.unsigned_abs(), "day", "days");
    if days < 0 { format!("{count} ago") } else { format!("{count} left") }
}

fn excluded(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let body = html! {
        @for it in posture.excluded.iter().take(paging::MAX_REGISTER) {
            tr {
                th scope="row" { (it.name) span.sub { (it.key.to_string()) } }
                td { (it.tier.to_string()) }
                td { (outcomes(&it.outcomes)) }
                td.wide { (it.reason) span.sub { (parts::place(&it.place)) } }
                td { (cx.data.owner_name(&it.approver)) }
                td { (it.on.to_string()) }
            }
        }
    };
    html! {
        @if !posture.excluded.is_empty() {
            (cx.heading(2, TERMS.excluded))
            p {
                (TERMS.excluded_lead)
                @if let Some(with) = &posture.with_excluded {
                    " " (TERMS.with_excluded) ": " (tenths(with.score.proven)) ", grade "
                    (with.grade.letter.map_or_else(|| "—".into(), |letter| letter.to_string())) "."
                }
            }
            (table(&EXCLUDED, "Assets that are excluded from scope", &body)) (parts::rest_of_register(posture.excluded.len(), "assets"))
        }
    }
}

/// Findings that pass by a person's statement.
fn attested(cx: Cx<'_>) -> Markup {
    let all: Vec<_> = cx
        .data
        .findings
        .iter()
        .filter(|card| {
            card.class == EvidenceClass::Attested
                && card.outcome.half_credits().is_some_and(|credit| credit > 0)
        })
        .collect();
    html! {
        (cx.heading(2, TERMS.attestations))
        @if all.is_empty() { p { "No result rests on an attestation." } } @else {
            p { (plural(all.len() as u64, "result rests", "results rest")) " on a person's statement." }
            ul.lines { @for card in all.iter().take(paging::MAX_INNER_ROWS) { li {
                (cx.link(Target::Finding(&card.id), html! { (card.control) " on " (card.asset_name) })) " " (labels::outcome(card.outcome)) " " (ticks(&card.sentence))
                @for fact in card.evidence.iter().take(paging::MAX_NAMED) { span.sub { @if let Some(at) = &fact.place { (parts::place(at)) " " } (ticks(&fact.fact)) } }
                @let rest = parts::left_out(paging::MAX_NAMED, card.evidence.len());
                @if !rest.is_empty() { span.sub { (rest) } }
            } } }
            @if all.len() > paging::MAX_INNER_ROWS { p.soft { (grouped((all.len() - paging::MAX_INNER_ROWS) as u64)) " more are on the pages of their assets." } }
        }
    }
}
