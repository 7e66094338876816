//! Who is accountable: domains, owners and kinds with their figures.

use maud::{Markup, html};
use model::Domain;

use crate::render::site::columns::{DOMAINS, KINDS, OWNERS};
use crate::render::site::cx::{Cx, list};
use crate::render::site::parts::slices;
use crate::render::site::target::Target;
use crate::render::terms::TERMS;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let posture = cx.data.posture;
    let domain = |id: &str| Domain::ALL.into_iter().find(|it| it.id() == id).map(Target::Domain);
    html! {
        p { (TERMS.accountability_lead) }
        (slices(cx, TERMS.by_domain, &DOMAINS, &posture.domains, |row| domain(&row.id)))
        (slices(cx, TERMS.by_owner, &OWNERS, &posture.owners, |row| Some(Target::Owner(&row.id))))
        @let others: Vec<&str> = cx.data.people.iter().copied().filter(|id| cx.data.of_people.slice(id).is_none()).collect();
        @if !others.is_empty() {
            p { "Asked to act, or for evidence, and accountable for no asset: "
                (list(others.iter().map(|id| cx.link(Target::Owner(id), cx.data.of_people.name(id).unwrap_or(id))))) "."
            }
        }
        (slices(cx, TERMS.by_kind, &KINDS, &posture.kinds, |_| None))
    }
}
