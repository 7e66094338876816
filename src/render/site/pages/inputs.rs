//! What was read, with hashes, and what became of every record.

use maud::{Markup, html};

use crate::render::numbers::{grouped, plural};
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::paging::{MAX_NAMED, MAX_REGISTER};
use crate::render::site::parts;
use crate::render::site::table::{Head, table};
use crate::render::terms::TERMS;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    html! {
        (files(cx))
        (cx.heading(2, "Records"))
        p { (posture.ledger.line()) "." }
        (unused(cx))
        (scanners(cx))
        (cx.heading(2, TERMS.warnings))
        @if posture.notices.is_empty() { p { (TERMS.no_warnings) } } @else {
            ul { @for notice in posture.notices.iter().take(MAX_REGISTER) { li {
                @if let Some(at) = &notice.place { (parts::place(at)) " " }
                (ticks(&notice.message)) "."
                @if !notice.help.is_empty() { " " span.soft { (TERMS.remediation) ": " (ticks(&notice.help)) "." } }
            } } }
            (parts::rest_of_register(posture.notices.len(), "warnings"))
        }
        (cx.heading(2, TERMS.references))
        dl.pairs {
            div { dt { "Tool" } dd { (posture.tool.name) " " (posture.tool.version) ", posture format " (posture.schema_version) } }
            div { dt { "Control catalogue" } dd { (plural(posture.tool.catalogue.entries, "control", "controls")) ", SHA-256 " code { (posture.tool.catalogue.sha256) } } }
            div { dt { "Mappings" } dd { (plural(posture.tool.mappings.entries, "row", "rows")) ", SHA-256 " code { (posture.tool.mappings.sha256) } } }
            @if !posture.profile_sha256.is_empty() { div { dt { "Profile" } dd { "SHA-256 " code { (posture.profile_sha256) } } } }
        }
        ul { @for framework in &posture.frameworks { li { (framework.attribution) } } }
    }
}

fn files(cx: Cx<'_>) -> Markup {
    let heads = [
        Head::Text("File"),
        Head::Text("Read as"),
        Head::Number("Records"),
        Head::Number("Bytes"),
        Head::Text("SHA-256"),
    ];
    let body = html! {
        @for input in cx.data.posture.inputs.iter().take(MAX_REGISTER) {
            tr {
                th scope="row" { (input.path) }
                td {
                    (input.format)
                    @if let Some(at) = &input.captured_at { span.sub { "captured " (at.to_string()) } }
                    @if let Some(why) = &input.incomplete { span.sub { strong { "Incomplete:" } " " (why) } }
                    @if let Some(why) = &input.skipped { span.sub { "not read: " (why) } }
                }
                td.n { (grouped(input.records)) }
                td.n { (grouped(input.bytes)) }
                td { code.hash { (input.sha256) } }
            }
        }
    };
    html! {
        @if cx.data.posture.inputs.is_empty() { p { "No files were read." } }
        @else { (table("Files that were read", &heads, &body)) (parts::rest_of_register(cx.data.posture.inputs.len(), "files")) }
    }
}

fn unused(cx: Cx<'_>) -> Markup {
    let heads = [Head::Text("File"), Head::Text("Reason"), Head::Number("Records")];
    let body = html! {
        @for it in cx.data.posture.ledger.unused.iter().take(MAX_REGISTER) {
            tr { th scope="row" { (it.file) } td { (ticks(&it.reason)) } td.n { (grouped(it.records)) } }
        }
    };
    html! { @if !body.0.is_empty() { (table("Records that are not used", &heads, &body)) (parts::rest_of_register(cx.data.posture.ledger.unused.len(), "rows")) } }
}

fn scanners(cx: Cx<'_>) -> Markup {
    let rules = |rules: &[(String, u64)]| {
        html! {
            (list(rules.iter().take(MAX_NAMED).map(|(rule, count)| html! { (rule) " × " (grouped(*count)) })))
            @let rest = parts::left_out(MAX_NAMED, rules.len());
            @if !rest.is_empty() { ", " (rest) }
        }
    };
    let heads = [
        Head::Text("Tool"),
        Head::Text("File"),
        Head::Number("Results"),
        Head::Number("Counted"),
        Head::Number("Suppressed in source"),
        Head::Number("Unmatched asset"),
        Head::Text("Unmapped rules"),
    ];
    let body = html! {
        @for card in cx.data.posture.scanners.iter().take(MAX_REGISTER) {
            tr {
                th scope="row" { (card.tool) @if let Some(version) = &card.version { " " (version) } }
                td {
                    (card.place.to_string())
                    @if let Some(at) = &card.captured_at { span.sub { "captured " (at.to_string()) } }
                    @if let Some(why) = &card.incomplete { span.sub { strong { "Incomplete:" } " " (why) } }
                }
                td.n { (grouped(card.results)) }
                td.n { (grouped(card.counted)) }
                td.n { (grouped(card.suppressed)) }
                td.n { (grouped(card.unplaced)) }
                td {
                    @if card.unmapped.is_empty() { "—" } (rules(&card.unmapped))
                    @if !card.inapplicable.is_empty() { span.sub { "Not applicable to the asset: " (rules(&card.inapplicable)) } }
                    @if !card.tags.is_empty() { span.sub { "Source tags (informative): " (parts::names(&card.tags)) } }
                }
            }
        }
    };
    html! {
        @if !body.0.is_empty() {
            (cx.heading(2, TERMS.scanners))
            p { (TERMS.scanners_lead) }
            (table("Scanner reports", &heads, &body)) (parts::rest_of_register(cx.data.posture.scanners.len(), "reports"))
        }
    }
}
