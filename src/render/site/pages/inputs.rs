//! What was read, with hashes, and what became of every record.

use maud::{Markup, html};

use crate::render::numbers::{grouped, plural};
use crate::render::site::columns::{INPUTS, REASONS, SCANNERS};
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::paging::{MAX_NAMED, MAX_REGISTER};
use crate::render::site::parts;
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::terms::TERMS;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    html! {
        (cx.heading(2, TERMS.files_read))
        (files(cx))
        (cx.heading(2, TERMS.files_not_read))
        (not_read(cx))
        (cx.heading(2, TERMS.records))
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
        (cx.heading(2, TERMS.again))
        p {
            "In the folder of the project, with the files above, its configuration, own mappings and recorded months (the manifest lists them with their hashes), and muster " (posture.tool.version) ": "
            code { "muster report . --as-of " (posture.as_of.to_string()) } ". The same inputs give the same bytes. "
            code { "muster verify" } " with the folder of this report checks its hashes and figures."
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
    let body = html! {
        @for input in cx.data.posture.inputs.iter().filter(|input| input.skipped.is_none()).take(MAX_REGISTER) {
            tr {
                th scope="row" { (input.path) }
                td {
                    (input.format)
                    @if let Some(at) = &input.captured_at { span.sub { "captured " (at.to_string()) } }
                    @if let Some(why) = &input.incomplete { span.sub { strong { "Incomplete:" } " " (why) } }
                }
                td { (grouped(input.records)) }
                td { (grouped(input.bytes)) }
                td { code.hash { (input.sha256) } }
            }
        }
    };
    html! {
        @if body.0.is_empty() { p { "No files were read." } }
        @else { (table(&INPUTS, "Each file with its hash", &body)) (parts::rest_of_register(cx.data.posture.inputs.iter().filter(|input| input.skipped.is_none()).count(), "files")) }
    }
}

/// What was left out, or that nothing was. Where more of the estate is, no file of this project states.
fn not_read(cx: Cx<'_>) -> Markup {
    let inputs = &cx.data.posture.inputs;
    let skipped = inputs.iter().filter_map(|it| Some((it, it.skipped.as_ref()?)));
    let incomplete = inputs.iter().filter_map(|it| Some((it, it.incomplete.as_ref()?)));
    let body = html! {
        @for (input, why) in skipped.clone().take(MAX_REGISTER) {
            tr {
                th scope="row" { (input.path) }
                td {
                    "Skipped: " (ticks(why))
                    @if input.missing.is_some() { span.sub { "What it may show is not assessed." } }
                }
                td { "—" }
            }
        }
        @for (input, why) in incomplete.clone().take(MAX_REGISTER) {
            tr { th scope="row" { (input.path) } td { "Incomplete: " (ticks(why)) } td { (grouped(input.records)) " read" } }
        }
    };
    html! {
        @if body.0.is_empty() { p { "No file was skipped, and each was read whole." } }
        @else { (table(&REASONS, "Files that were skipped or are incomplete", &body)) (parts::rest_of_register(skipped.count().max(incomplete.count()), "files")) }
        p { "What no file of this project shows is in no figure. " (cx.link(Target::Method, html! { (TERMS.limitations) })) " are on the page of the method, and missing data is among the " (cx.link(Target::Requests, html! { (TERMS.requests.to_lowercase()) })) "." }
    }
}

fn unused(cx: Cx<'_>) -> Markup {
    let body = html! {
        @for it in cx.data.posture.ledger.unused.iter().take(MAX_REGISTER) {
            tr { th scope="row" { (it.file) } td { (ticks(&it.reason)) } td { (grouped(it.records)) } }
        }
    };
    html! {
        @if body.0.is_empty() { p { "Every record that was read is used." } }
        @else { (table(&REASONS, TERMS.records_unused, &body)) (parts::rest_of_register(cx.data.posture.ledger.unused.len(), "rows")) }
    }
}

fn scanners(cx: Cx<'_>) -> Markup {
    let rules = |rules: &[(String, u64)]| {
        html! {
            (list(rules.iter().take(MAX_NAMED).map(|(rule, count)| html! { (rule) " × " (grouped(*count)) })))
            @let rest = parts::left_out(MAX_NAMED, rules.len());
            @if !rest.is_empty() { ", " (rest) }
        }
    };
    let body = html! {
        @for card in cx.data.posture.scanners.iter().take(MAX_REGISTER) {
            tr {
                th scope="row" { (card.tool) @if let Some(version) = &card.version { " " (version) } }
                td {
                    (card.place.to_string())
                    @if let Some(at) = &card.captured_at { span.sub { "captured " (at.to_string()) } }
                    @if let Some(why) = &card.incomplete { span.sub { strong { "Incomplete:" } " " (why) } }
                }
                td { (grouped(card.results)) }
                td { (grouped(card.counted)) }
                td { (grouped(card.suppressed)) }
                td { (grouped(card.unplaced)) }
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
            (table(&SCANNERS, "Scanner reports", &body)) (parts::rest_of_register(cx.data.posture.scanners.len(), "reports"))
        }
    }
}
