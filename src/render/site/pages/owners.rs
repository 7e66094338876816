//! Who is accountable: domains, owners and kinds with their figures.

use maud::{Markup, html};
use model::Domain;

use crate::render::numbers::plural;
use crate::render::site::addressees::asked;
use crate::render::site::columns::{ASKED, DOMAINS, KINDS, OWNERS};
use crate::render::site::cx::{Cx, list};
use crate::render::site::slices::slices;
use crate::render::site::target::Target;
use crate::render::terms::TERMS;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let domain = |id: &str| Domain::ALL.into_iter().find(|it| it.id() == id).map(Target::Domain);
    html! {
        @if posture.counts.open == 0 { p { (TERMS.nothing_open) } } @else {
            p { (plural(cx.data.asked.len() as u64, "person or domain is", "people and domains are")) " asked to act on " (plural(posture.counts.open, "open finding", "open findings")) ". Each page lists what is due first." }
            (asked(cx, "Open findings by who is asked to act, the worst first", &ASKED, &cx.data.asked))
        }
        p { (TERMS.accountability_lead) }
        (slices(cx, TERMS.by_domain, &DOMAINS, &posture.domains, |row| domain(&row.id)))
        (slices(cx, TERMS.by_owner, &OWNERS, &posture.owners, |row| Some(Target::Owner(&row.id))))
        @let idle = Domain::ALL.into_iter().filter(|it| !posture.domains.iter().any(|row| row.id == it.id()));
        @let idle: Vec<Markup> = idle.map(|it| cx.link(Target::Domain(it), it.noun())).collect();
        @if !idle.is_empty() { p { "Domains without a finding: " (list(idle)) "." } }
        @let others = cx.data.people.iter().copied().filter(|id| cx.data.of_people.slice(id).is_none());
        @let others: Vec<Markup> = others.map(|id| cx.link(Target::Owner(id), cx.data.of_people.name(id).unwrap_or(id))).collect();
        @if !others.is_empty() { p { "Asked to act, or for evidence, and accountable for no asset: " (list(others)) "." } }
        (slices(cx, TERMS.by_kind, &KINDS, &posture.kinds, |_| None))
    }
}
