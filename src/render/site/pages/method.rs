//! How the score is made, the limits in force, and what the assessment could not see.

use maud::{Markup, html};
use model::posture::RequirementStatus;

use crate::render::numbers::{grouped, halves, tenths};
use crate::render::site::columns::{BY_SEVERITY, BY_TIER, FIGURES, SUMS, THRESHOLDS};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::parts;
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::terms::TERMS;

/// The parts of the page: the anchor of each, and its title.
const PARTS: [(&str, &str); 7] = [
    ("method-sums", TERMS.sums),
    ("method-grade", TERMS.grade),
    ("method-weights", TERMS.weights),
    ("method-classes", TERMS.by_class),
    ("method-thresholds", TERMS.thresholds),
    ("method-limitations", TERMS.limitations),
    ("method-uncovered", TERMS.uncovered),
];

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let arithmetic = &posture.arithmetic;
    let [sums_at, grade_at, weights_at, classes_at, thresholds_at, limitations_at, uncovered_at] =
        PARTS.map(|(id, title)| cx.anchored(2, Some(id), title));
    html! {
        p { (TERMS.method_lead) }
        ul.contents { @for (id, title) in PARTS { li { a href={ "#" (id) } { (title) } } } }
        dl.pairs {
            div { dt { (TERMS.proven) } dd { (TERMS.proven_means) } }
            div { dt { (TERMS.failed) } dd { (TERMS.failed_means) } }
            div { dt { (TERMS.unknown) } dd { (TERMS.unknown_means) } }
        }
        (sums_at)
        p.formula { (arithmetic.formula) }
        p.formula { strong { (arithmetic.worked) } }
        (sums(cx))
        (headline(cx))
        (grade_at)
        p { (arithmetic.grading) }
        (weights_at)
        (weights(cx))
        (classes_at)
        p { (TERMS.classes_mean) }
        dl.pairs {
            div { dt { "All assets" } dd { (TERMS.in_classes) ": " (parts::classes(posture.score.classes.as_ref())) } }
            div { dt { (TERMS.privileged) } dd { (TERMS.in_classes) ": " (parts::classes(posture.privileged.classes.as_ref())) } }
        }
        (thresholds_at)
        (thresholds(cx))
        (limitations_at)
        p { (TERMS.limitations_lead) }
        ul { @for it in &posture.limitations { li { (ticks(it)) } } }
        (uncovered_at)
        (uncovered(cx))
    }
}

/// The table that the score is summed from.
fn sums(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let body = html! {
        @for row in &posture.arithmetic.rows {
            tr {
                th scope="row" { (row.severity.to_string()) }
                td { (row.tier.to_string()) }
                td { (row.weight) } td { (row.pass_weight) }
                td { (grouped(row.outcomes.pass)) } td { (grouped(row.outcomes.partial)) }
                td { (grouped(row.outcomes.fail)) } td { (grouped(row.outcomes.not_assessed)) }
                td { (halves(row.parts.proven_sum)) } td { (halves(row.parts.failed_sum)) } td { (halves(row.parts.unknown_sum)) } td { (grouped(row.parts.weight)) }
            }
        }
        tr.sum {
            th scope="row" { "Sum" } td {}
            td {} td {}
            td { (grouped(posture.outcomes.pass)) } td { (grouped(posture.outcomes.partial)) }
            td { (grouped(posture.outcomes.fail)) } td { (grouped(posture.outcomes.not_assessed)) }
            td { (halves(posture.score.proven_sum)) } td { (halves(posture.score.failed_sum)) } td { (halves(posture.score.unknown_sum)) } td { (grouped(posture.score.weight)) }
        }
    };
    html! { @if !posture.arithmetic.rows.is_empty() { (table(&SUMS, "By severity and tier, in weights", &body)) } }
}

/// The figures that are read from such sums.
fn headline(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let rows = [("All assets", &posture.score), (TERMS.privileged, &posture.privileged)];
    let body = html! {
        @for (name, it) in rows {
            tr {
                th scope="row" { (name) }
                td { (grouped(it.weight)) }
                td { (tenths(it.proven)) span.sub { (halves(it.proven_sum)) } }
                td { (tenths(it.failed)) span.sub { (halves(it.failed_sum)) } }
                td { (tenths(it.unknown)) span.sub { (halves(it.unknown_sum)) } }
                td { (tenths(it.coverage)) }
                td { (tenths(it.ceiling)) }
            }
        }
    };
    html! {
        (table(&FIGURES, "Figures in per cent, with the weight that each is of", &body))
        p.soft { (TERMS.with_waivers) ": " (tenths(posture.with_waivers)) "." }
    }
}

fn weights(cx: Cx<'_>) -> Markup {
    let arithmetic = &cx.data.posture.arithmetic;
    let severities = html! {
        @for (severity, weight) in &arithmetic.severity_weights { tr { th scope="row" { (severity.to_string()) } td { (weight) } } }
    };
    let tiers = html! {
        @for (tier, weight) in &arithmetic.tier_weights { tr { th scope="row" { (tier.to_string()) " " span.soft { (tier.meaning()) } } td { (weight) } } }
    };
    html! {
        div.pair {
            (table(&BY_SEVERITY, "Weight of a finding by severity", &severities))
            (table(&BY_TIER, "Weight of an asset by tier", &tiers))
        }
    }
}

fn thresholds(cx: Cx<'_>) -> Markup {
    let body = html! {
        @for row in &cx.data.posture.thresholds {
            tr {
                th scope="row" { (row.meaning) span.sub.id { (row.key) } }
                @for value in &row.values { td { (value) } }
                td {
                    @match &row.changed_from {
                        Some(from) => {
                            b.{ (if row.relaxed { "o-fail" } else { "o-partial" }) } { (if row.relaxed { "relaxed" } else { "changed" }) }
                            span.sub { "by the profile, from " (from.join(", ")) }
                        }
                        None => { "default" }
                    }
                }
                td.wide { (row.source) @if row.published { span.sub { "published" } } }
            }
        }
    };
    html! {
        @if cx.data.posture.thresholds.is_empty() { p { "No control of this run uses a threshold." } } @else {
            p { (TERMS.thresholds_lead) }
            (table(&THRESHOLDS, "Thresholds by tier, each with the source of its default", &body))
        }
    }
}

/// How many requirements no control maps to. The pages of the frameworks list each with its reason.
fn uncovered(cx: Cx<'_>) -> Markup {
    html! {
        p { "No control maps to these requirements. The page of each framework lists them, each with its reason." }
        ul { @for framework in &cx.data.posture.frameworks {
            @let gaps = framework.groups.iter().flat_map(|it| &it.requirements).filter(|it| it.gap.is_some()).count();
            @if gaps > 0 {
                li { (cx.link(Target::Level(&framework.id, RequirementStatus::NotCovered), &framework.short_title)) ": " (gaps) }
            }
        } }
    }
}
