//! The months, what moved since the last, and why the score did.

use maud::{Markup, html};
use model::change::{AssetMoves, Change, ClassRow};
use model::{History, Outcome};

use crate::render::numbers::{grouped, plural, signed, tenths};
use crate::render::site::columns::{CHANGES, MONTHS, PARTS};
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::site::{drawn, labels, paging, parts};
use crate::render::terms::TERMS;

/// How many things of one kind are named.
const MAX_NAMED: usize = 20;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let Some(history) = &cx.data.posture.history else {
        return html! {
            p { "This project keeps no record of its months, so that nothing can be compared. With " code { "muster report --record" } " each month is kept." }
            (ages(cx))
        };
    };
    html! {
        @for note in &history.notes { p { (ticks(note)) } }
        @for fault in &history.faults { p.note { (ticks(fault)) } }
        (cx.heading(2, TERMS.months))
        (drawn::trend(&history.months))
        (drawn::work(&history.months))
        @if let Some(change) = &history.change { (moved(cx, change)) }
        (cx.heading(2, "Each month"))
        (months(history))
        (parts::rest(paging::MAX_MONTHS, history.months.len(), "months", &html! { "all are in " code { "posture.json" } "." }))
        p.soft { (TERMS.ages_note) }
        (ages(cx))
    }
}

/// How old the open findings are; nothing where none is open, and a sentence where none has an age.
fn ages(cx: Cx<'_>) -> Markup {
    let picture = drawn::ages(&cx.data.posture.open_ages);
    html! {
        @if cx.data.posture.counts.open > 0 {
            (cx.heading(2, TERMS.ages))
            @if picture.0.is_empty() { p { (TERMS.no_ages) } } @else { (picture) }
        }
    }
}

fn months(history: &History) -> Markup {
    let days = |days: Option<u64>| days.map_or_else(|| "—".into(), grouped);
    let body = html! {
        @for month in paging::latest(&history.months).iter().rev() {
            tr {
                th scope="row" { (month.period.to_string()) }
                td { strong { (tenths(month.score.proven)) } }
                td { (tenths(month.score.failed)) }
                td { (tenths(month.score.unknown)) }
                td { (tenths(month.score.coverage)) }
                td { (grouped(month.open.critical)) }
                td { (grouped(month.open.high)) }
                td { (grouped(month.open.medium)) }
                td { (grouped(month.open.low + month.open.info)) }
                td { (days(month.ages.median_days)) }
                td { (grouped(month.ages.overdue)) @if let Some(share) = month.ages.overdue_share { span.sub { (share.to_string()) " %" } } }
                td { (grouped(month.ages.fixed)) }
                td { (days(month.ages.median_days_to_fix)) }
            }
        }
    };
    table(
        &MONTHS,
        "Recorded months, the latest first: parts of the score, open findings and their ages",
        &body,
    )
}

fn moved<'a>(cx: Cx<'a>, change: &'a Change) -> Markup {
    html! {
        (cx.heading(2, format!("Change since {}", change.before.period)))
        dl.figures {
            (parts::figure(&format!("Proven, {}", change.before.period), tenths(change.before.score.proven)))
            (parts::figure(&format!("Proven, {}", change.after.period), tenths(change.after.score.proven)))
            (parts::figure("Change", signed(change.difference)))
            @for it in change.figures() { (parts::figure(&format!("Findings {}", it.words), grouped(it.count))) }
            (parts::figure(&format!("{} ({})", TERMS.same_assets, change.same_assets.assets), signed(change.same_assets.difference)))
        }
        @if !change.caveats.is_empty() { ul { @for caveat in &change.caveats { li { (ticks(caveat)) } } } }
        (cx.heading(3, TERMS.score_change))
        (attribution(change))
        @if !change.assets.is_empty() {
            (cx.heading(3, TERMS.asset_changes))
            dl.pairs { @for row in &change.assets { (assets(cx, row)) } }
        }
        (cx.heading(3, TERMS.finding_lifecycle))
        @if change.classes.is_empty() { p { "No finding changed, and none is open." } } @else { (classes(cx, &change.classes)) }
    }
}

fn attribution(change: &Change) -> Markup {
    let Some(all) = &change.attribution else {
        return html! { @if let Some(why) = &change.undefined { p { (why) "." } } };
    };
    let body = html! {
        @for row in &all.rows {
            tr { th scope="row" { (row.title) } td { (grouped(row.findings)) } td { (signed(Some(row.points))) } }
        }
        tr.sum { th scope="row" { "Sum" } td {} td { strong { (signed(Some(all.total))) } } }
    };
    html! {
        @if all.rows.is_empty() { p { "No finding changed the score." } } @else {
            p { (TERMS.score_change_lead) }
            (drawn::waterfall(change))
            (table(&PARTS, "Parts of the change, in points", &body))
        }
    }
}

fn assets<'a>(cx: Cx<'a>, row: &'a AssetMoves) -> Markup {
    html! {
        div {
            dt { (row.title) ": " (grouped(row.count)) }
            dd {
                (list(row.named.iter().take(MAX_NAMED).map(|it| html! {
                    (cx.asset(&it.asset, &cx.data.asset_name(&it.asset)))
                    @if !it.detail.is_empty() { " " span.soft { "(" (it.detail) ")" } }
                })))
                @if row.count > MAX_NAMED as u64 { " and " (grouped(row.count - MAX_NAMED as u64)) " more; " code { "posture.json" } " names more of them" }
            }
        }
    }
}

fn classes<'a>(cx: Cx<'a>, rows: &'a [ClassRow]) -> Markup {
    let badge = |outcome: Option<Outcome>| html! { @match outcome { Some(it) => { (labels::outcome(it)) } None => { "—" } } };
    let body = html! {
        @for row in rows {
            tbody {
                tr.group { th scope="rowgroup" colspan="6" { (row.title) ": " (plural(row.findings, "finding", "findings")) ", " (grouped(row.open)) " open now" } }
                @for it in row.named.iter().take(MAX_NAMED) {
                    tr {
                        th scope="row" { (cx.link(Target::Finding(&it.id), parts::finding_name(cx, &it.id))) span.sub { (it.title) } }
                        td { (badge(it.before)) }
                        td { (badge(it.after)) @if it.by_limits { span.sub { "because a threshold changed" } } }
                        td { (it.severity.to_string()) }
                        td { (it.tier.to_string()) }
                        td { (it.since.map_or_else(|| "—".into(), |month| month.to_string())) }
                    }
                }
                @if row.findings > MAX_NAMED as u64 && row.named.len() > MAX_NAMED {
                    tr { td.soft colspan="6" { "and " (grouped(row.findings - MAX_NAMED as u64)) " more" } }
                }
            }
        }
    };
    table(&CHANGES, "Findings by status; the most severe of each status are listed", &body)
}
