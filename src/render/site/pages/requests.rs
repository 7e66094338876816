//! Missing evidence, and who can provide it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use model::posture::EvidenceRequest;

use crate::render::numbers::{grouped, tenths};
use crate::render::site::columns::REQUESTS;
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::paging::{MAX_NAMED, MAX_REGISTER};
use crate::render::site::parts;
use crate::render::site::table::table;
use crate::render::terms::TERMS;

/// What one person is asked for, and why where they are not the owner.
#[derive(Default)]
struct Asked<'a> {
    requests: Vec<&'a EvidenceRequest>,
    reasons: BTreeSet<&'a str>,
}

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let requests = &cx.data.posture.evidence_requests;
    let mut by_person: BTreeMap<(&str, &str), Asked<'_>> = BTreeMap::new();
    for request in requests {
        for person in &request.asked {
            let known = by_person.entry((&person.id, &person.name)).or_default();
            known.requests.push(request);
            if !person.because.is_empty() {
                known.reasons.insert(&person.because);
            }
        }
    }
    html! {
        @if requests.is_empty() { p { (TERMS.nothing_missing) } } @else {
            p { (TERMS.requests_lead) }
            (table(&REQUESTS, "Evidence requests: the largest gain first; what is declared counts a tenth", &html! { @for it in requests.iter().take(MAX_REGISTER) { (row(cx, it)) } }))
            (parts::rest_of_register(requests.len(), "requests"))
            (cx.heading(2, TERMS.by_person))
            dl.pairs {
                @for ((id, name), Asked { requests, reasons }) in by_person.iter().take(MAX_REGISTER) {
                    div {
                        dt { (cx.link(parts::page_of(id, name), *name)) }
                        dd {
                            @if !reasons.is_empty() {
                                p.soft { "Asked " (reasons.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join("; ")) "." }
                            }
                            p { (list(requests.iter().take(MAX_NAMED).map(|it| html! { code { (it.what) } }))) @let rest = parts::left_out(MAX_NAMED, requests.len()); @if !rest.is_empty() { ", " (rest) } }
                        }
                    }
                }
            }
            (parts::rest_of_register(by_person.len(), "people"))
        }
    }
}

fn row<'a>(cx: Cx<'a>, it: &'a EvidenceRequest) -> Markup {
    html! {
        tr {
            th scope="row" { code { (it.what) } }
            td.wide { (ticks(&it.sentence)) "." }
            td.from { (parts::people(cx, &it.asked)) }
            td { strong { (tenths(Some(it.coverage_gain))) } }
            td { (tenths(Some(it.class_gain))) }
            td { (grouped(it.findings)) }
            td { (parts::names(&it.controls)) }
        }
    }
}
