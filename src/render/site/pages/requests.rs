//! Missing evidence, and who can provide it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use model::posture::EvidenceRequest;

use crate::render::numbers::{grouped, plural, tenths};
use crate::render::site::columns::REQUESTS;
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::paging::{MAX_NAMED, MAX_REGISTER};
use crate::render::site::table::table;
use crate::render::site::{addressees, parts};
use crate::render::terms::TERMS;

/// What one person is asked for, and why where they are not the owner.
#[derive(Default)]
struct Asked<'a> {
    requests: Vec<&'a EvidenceRequest>,
    reasons: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let requests = &cx.data.posture.evidence_requests;
    let mut by_person: BTreeMap<(&str, &str), Asked<'_>> = BTreeMap::new();
    for request in requests {
        for person in &request.asked {
            let known = by_person.entry((&person.id, &person.name)).or_default();
            known.requests.push(request);
            for (role, reason) in reasons(&person.because) {
                known.reasons.entry(role).or_default().insert(reason);
            }
        }
    }
    html! {
            @if requests.is_empty() { p { (TERMS.nothing_missing) } } @else {
                p { (TERMS.requests_lead) }
                (table(&REQUESTS, "Evidence requests, the largest gain first; a declared point counts as a tenth of one that is missing", &html! { @for it in requests.iter().take(MAX_REGISTER) { (row(cx, it)) } }))
                (parts::rest_of_register(requests.len(), "requests"))
                (cx.heading(2, TERMS.by_person))
                dl.pairs {
                    @for ((id, name), Asked { requests, reasons }) in by_person.iter().take(MAX_REGISTER) {
                        div {
                            dt { (name) }
                            dd {
                                @if !reasons.is_empty() {
                                    p.soft {
                                        "Asked "
                                        @for (at, (role, why)) in reasons.iter().enumerate() {
                                            @if at > 0 { "; " } (role) " because "
                                            (why.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", "))
                                        }
                                        "."
                                    }
                                }
    // The page of the person has each, with the findings that the person is asked about.
                                p { (cx.link(addressees::page_of(id, name), plural(requests.len() as u64, "request", "requests"))) }
                            }
                        }
                    }
                }
                (parts::rest_of_register(by_person.len(), "people"))
            }
        }
}

/// Why somebody is asked: each reason with the role in which. Reasons that follow in one role name it once.
fn reasons(because: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut role = "";
    because.split("; ").filter_map(move |clause| {
        let (before, reason) = clause.split_once("because ")?;
        let named = before.trim_end_matches([' ', ',']);
        if !named.is_empty() {
            role = named;
        }
        Some((role, reason))
    })
}

fn row<'a>(cx: Cx<'a>, it: &'a EvidenceRequest) -> Markup {
    html! {
        tr {
            th scope="row" { (parts::wanted(it)) }
            td.wide { (ticks(&it.sentence)) "." }
            td.from { (addressees::people(cx, &it.asked)) }
            td { strong { (tenths(Some(it.coverage_gain))) } }
            td { (tenths(Some(it.class_gain))) }
            td { (grouped(it.findings)) }
            td { (parts::names(&it.controls)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reasons;

    #[test]
    fn each_reason_is_read_with_its_role() {
        let because = "for identity, because fleet has no lead; because tomek left; as deputy, because ada moved";
        let read: Vec<_> = reasons(because).collect();
        let expected = [
            ("for identity", "fleet has no lead"),
            ("for identity", "tomek left"),
            ("as deputy", "ada moved"),
        ];
        assert_eq!(read, expected);
        assert_eq!(reasons("").count(), 0);
    }
}
