//! Pieces that several pages share.

use maud::{Markup, Render, html};
use model::posture::{ControlCard, EvidenceRequest, FindingCard, RequirementRef};
use model::wording::{self};
use model::{AssetKey, AssetKind, FindingId, Parts, PerClass, Place, Strength, Tenths};

use super::cx::{Cx, list};
use super::paging::{MAX_NAMED, MAX_REGISTER};
use super::target::Target;
use crate::render::numbers::{grouped, plural, tenths};
use crate::render::terms::TERMS;

/// A place in an input.
pub(super) fn place(place: &Place) -> Markup {
    html! { code { (place.to_string()) } }
}

/// An owner by name, with a link to the work of that owner.
pub(super) fn owner<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    cx.link(Target::Owner(id), cx.data.owner_name(id))
}

/// An id behind a name that is another word.
pub(super) fn id_beside(name: &str, id: &str) -> Markup {
    html! { @if name != id && !id.is_empty() { " " span.soft { (id) } } }
}

/// A finding by its control and the name of its asset.
pub(super) fn finding_name(cx: Cx<'_>, id: &str) -> Markup {
    let key = id.split_once('@').and_then(|(_, key)| AssetKey::parse(key));
    let name = key.as_ref().map(|key| cx.data.asset_name(key));
    html! { @match name {
        Some(name) => { (FindingId::control_of(id)) " on " (name) }
        None => { (id) }
    } }
}

/// How many entries of a list are left out, as its last entry.
pub(super) fn more(shown: usize, all: usize) -> Markup {
    html! { @if shown < all { li { (left_out(shown, all)) } } }
}

/// How many entries are left out, and where they are; empty where none is.
pub(super) fn left_out(shown: usize, all: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        rest => format!("{} more in posture.json", grouped(rest as u64)),
    }
}

/// The first of the names, and how many there are beside them.
pub(super) fn names<T: ToString>(all: &[T]) -> String {
    let shown = all.iter().take(MAX_NAMED).map(ToString::to_string);
    let rest = Some(left_out(MAX_NAMED, all.len())).filter(|rest| !rest.is_empty());
    shown.chain(rest).collect::<Vec<_>>().join(", ")
}

/// The rest of a register.
pub(super) fn rest_of_register(all: usize, things: &str) -> Markup {
    rest(MAX_REGISTER, all, things, &html! { "all are in " code { "posture.json" } "." })
}

/// The requirements that a control maps to, framework by framework, each a link, with the kinds of asset where
/// the mapping holds for some of those that the control assesses.
pub(super) fn maps_to<'a>(cx: Cx<'a>, control: &'a ControlCard) -> Markup {
    let own = |framework: &str, strength: Strength| {
        let all = control.requirements.iter();
        let own = all.filter(|it| it.framework == framework && it.strength == strength);
        let kinds = |it: &&RequirementRef| cx.data.mapped(&it.framework, &it.id, &control.id);
        let own: Vec<&RequirementRef> = own.collect();
        let groups = own.chunk_by(|one, next| kinds(one) == kinds(next));
        list(groups.map(|group| html! {
            (list(group.iter().map(|it| cx.link(Target::Requirement(&it.framework, &it.id), &it.id))))
            @if let Some(kinds) = group.first().map(kinds).filter(|kinds| kinds.len() < KINDS_OF_ASSETS) {
                " (" (wording::list(&kinds.iter().map(|kind| kind.noun(2)).collect::<Vec<_>>())) ")"
            }
        }))
    };
    html! {
        @if control.requirements.is_empty() { p { "No requirement." } }
        @for framework in &cx.data.posture.frameworks {
            @let (direct, supporting) = (own(&framework.id, Strength::Direct), own(&framework.id, Strength::Supporting));
            @if !direct.0.is_empty() || !supporting.0.is_empty() {
                p { (framework.short_title) ": " (direct) @if !supporting.0.is_empty() {
                    @if !direct.0.is_empty() { "; " } "supporting " (supporting)
                } }
            }
        }
    }
}

/// How many kinds of asset there are beside the organisation.
const KINDS_OF_ASSETS: usize = AssetKind::ALL.len() - 1;

/// The same in short, for a finding: ids alone. The page of its control has the links and the frameworks.
pub(super) fn in_short(all: &[RequirementRef]) -> Markup {
    let ids = |strength: Strength| {
        let own = all.iter().filter(move |it| it.strength == strength);
        own.map(|it| it.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (direct, supporting) = (ids(Strength::Direct), ids(Strength::Supporting));
    html! {
        @match (direct.is_empty(), supporting.is_empty()) {
            (true, true) => { (TERMS.maps_to) " no requirement" }
            (false, true) => { (TERMS.maps_to) " " strong { (direct) } }
            (true, false) => { "Supports " (supporting) }
            (false, false) => { (TERMS.maps_to) " " strong { (direct) } "; supports " (supporting) }
        }
    }
}

/// What is proven of a sum by evidence class, the strongest first.
pub(super) fn classes(classes: Option<&PerClass<Tenths>>) -> String {
    let Some(classes) = classes else { return "—".into() };
    classes.values().map(|value| value.to_string()).join(" / ")
}

/// A figure with its name.
pub(super) fn figure(name: &str, value: impl Render) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// The three parts of a sum, in words.
pub(super) fn in_words(parts: &Parts) -> Markup {
    html! {
        "proven " strong { (tenths(parts.proven)) } ", failed " strong { (tenths(parts.failed)) }
        ", unknown " strong { (tenths(parts.unknown)) }
    }
}

/// How much of a list is printed, where that is not all.
pub(super) fn rest(shown: usize, all: usize, things: &str, elsewhere: &Markup) -> Markup {
    html! {
        @if shown < all {
            p.soft { (plural((all - shown) as u64, "more", "more")) " " (things) ": " (elsewhere) }
        }
    }
}

/// What an evidence request is for: a field or record, or the family of controls whose records are to be confirmed.
pub(super) fn wanted(it: &EvidenceRequest) -> Markup {
    html! { @if it.confirms { (it.what) " controls" } @else { code { (it.what) } } }
}

/// The evidence that a finding lacks.
pub(super) fn ask(card: &FindingCard) -> Markup {
    html! { @if let Some(ask) = &card.ask { code { (ask.to_string()) } } @else { "—" } }
}

/// The first of a list with commas between them, and how many there are beside them.
pub(super) fn some<'a, T>(all: &'a [T], print: impl Fn(&'a T) -> Markup) -> Markup {
    html! {
        (list(all.iter().take(MAX_NAMED).map(print)))
        @let rest = left_out(MAX_NAMED, all.len());
        @if !rest.is_empty() { ", " (rest) }
    }
}
