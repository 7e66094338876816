//! The list of assets, and the page of one.

use maud::{Markup, html};
use model::posture::{AssetCard, Contact, FindingCard};
use model::{AssetKey, AssetKind, Domain, Outcome, Tier, wording};

use crate::render::grouping::alike;
use crate::render::numbers::{grouped, plural, some_outcomes, tenths};
use crate::render::site::columns::{ASSETS, ASSETS_ASIDE};
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::data::is_listed;
use crate::render::site::origin::Origin;
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::site::{addressees, drawn, facts, finding, labels, paging, parts};
use crate::render::terms::TERMS;

/// One part of the list of assets.
pub(super) fn index<'a>(cx: Cx<'a>, number: usize) -> Markup {
    let most = paging::rows(cx.data.links.form);
    let all = cx.data.keys.len();
    let from = (number - 1) * most;
    let shown = cx.data.keys.get(from..).unwrap_or_default();
    let shown = shown.get(..most).unwrap_or(shown);
    let (shown, aside) = shown.split_at(cx.data.aside_from.saturating_sub(from).min(shown.len()));
    let count = paging::parts(all, most);
    let body = |keys: &[&'a AssetKey]| {
        html! {
            @for key in keys {
                @match cx.data.card(key) {
                    Some(card) => { (asset_row(cx, card)) }
                    None => { (other_row(cx, key)) }
                }
            }
        }
    };
    html! {
        p {
            (plural(cx.data.posture.counts.identities, "non-human identity", "non-human identities"))
            ", the most privileged first; what is retired or has no score comes last. What belongs to no asset is listed under the organisation, which has no tier and no owner."
        }
        @if !shown.is_empty() { (table(&ASSETS, "Assets with their scores and open findings", &body(shown))) }
        @if !aside.is_empty() {
            (cx.heading(2, format!("{} ({})", TERMS.assets_aside, grouped((all - cx.data.aside_from) as u64))))
            (table(&ASSETS_ASIDE, TERMS.assets_aside, &body(aside)))
        }
        @if count > 1 {
            nav.steps aria-label="Pages of this list" {
                @if number > 1 { (cx.link(Target::Assets(number - 1), "Previous page")) " " }
                span { "Page " (number) " of " (count) }
                @if number < count { " " (cx.link(Target::Assets(number + 1), "Next page")) }
            }
        }
        (parts::rest(paging::assets(cx.data.links.form), all, "assets", &html! { "the site of this report has a page for each." }))
    }
}

/// A row of findings that belong to no asset of the report: the organisation's, with the figures of its kind.
fn other_row<'a>(cx: Cx<'a>, key: &'a AssetKey) -> Markup {
    let kinds = &cx.data.posture.kinds;
    let own = kinds
        .iter()
        .find(|_| *key == AssetKey::organisation())
        .and_then(|_| kinds.iter().find(|slice| slice.id == AssetKind::Organisation.id()));
    html! {
        tr {
            th scope="row" {
                (cx.asset(key, &title(cx, key)))
                @if own.is_none() { span.sub { "the report has no figures of it" } }
            }
            td { (key.kind.noun(1)) } td { "—" } td { "—" }
            @match own {
                Some(own) => {
                    td { (drawn::meter(&own.parts)) } td { strong { (tenths(own.parts.proven)) } }
                    td { (grouped(own.open.critical)) } td { (grouped(own.open.high)) } td { (grouped(own.outcomes.not_assessed)) }
                }
                None => { td { "—" } td { "—" } td { "—" } td { "—" } td { "—" } }
            }
        }
    }
}

fn asset_row<'a>(cx: Cx<'a>, card: &'a AssetCard) -> Markup {
    html! {
        tr {
            th scope="row" {
                (cx.asset(&card.key, &card.name)) (parts::id_beside(&card.name, &card.key.id))
                @if card.retired { " " small { "retired" } } @else if card.disabled { " " small { "disabled" } }
                @if let Some(month) = card.missing_since { span.sub { "missing from the inventory since " (month.to_string()) } }
            }
            td { (card.key.kind.noun(1)) }
            td { (card.tier.to_string()) }
            td { (cx.data.owner_name(&card.owner)) }
            td { (drawn::meter(&card.parts)) }
            td { strong { (tenths(card.parts.proven)) } }
            td { (grouped(card.open.critical)) }
            td { (grouped(card.open.high)) }
            td { (grouped(card.outcomes.not_assessed)) }
        }
    }
}

/// The name of an asset.
pub(super) fn title(cx: Cx<'_>, key: &AssetKey) -> String {
    match cx.data.card(key) {
        Some(card) => card.name.to_string(),
        None if *key == AssetKey::organisation() => "The organisation".into(),
        None => key.to_string(),
    }
}

/// One asset: its facts, its findings whole, and what passed.
pub(super) fn page<'a>(cx: Cx<'a>, key: &'a AssetKey) -> Markup {
    let findings = cx.data.on(key);
    let open = || findings.iter().filter(|card| card.outcome.is_open());
    // An open finding has the places of its facts, so that it can be read by itself.
    let others = findings.iter().copied().filter(|card| !card.outcome.is_open());
    let origin = cx.data.card(key).and_then(|_| Origin::of(others));
    let of = |outcome: Outcome| findings.iter().filter(move |card| card.outcome == outcome);
    html! {
        @if let Some(card) = cx.data.card(key) { (facts(cx, card, &asked(cx, findings), origin)) } @else {
            p { "Findings that belong to no single asset: completeness of the inventory, policies and standards." }
            @let asked = asked(cx, findings);
            @if !asked.is_empty() { dl.pairs { (people(cx, None, &asked)) } }
        }
        @if !cx.data.drawn.contains(key) {
            @if cx.data.card(key).is_some() { p.soft { "Access is drawn for the most privileged assets only; the edges of all are in " code { "posture.json" } "." } }
        } @else if let Some(picture) = drawn::access(cx, Some(key)) { (cx.heading(2, TERMS.access)) (picture) }
        (cx.heading(2, format!("{} ({})", TERMS.open, open().count())))
        @if open().next().is_none() { p { "No finding on this asset is open." } }
        // On a very wide screen two are beside each other.
        @if open().next().is_some() { div.findings { @for card in open() { (finding::whole(cx, card)) } } }
        @if of(Outcome::NotAssessed).next().is_some() {
            (cx.heading(2, format!("{} ({})", TERMS.not_assessed, of(Outcome::NotAssessed).count())))
            p.soft { (TERMS.requirements_of_controls) }
            @for same in alike(of(Outcome::NotAssessed).copied(), |card| (card.severity, card.weight)) { @if let Some(first) = same.first() {
                (cx.heading(3, html! { (labels::severity(first.severity)) " " (same.len()) small { ", weight " (first.weight) " each" } }))
                (finding::by_reason(cx, &same, origin))
            } }
        }
        @if of(Outcome::Pass).next().is_some() { (passed(cx, of(Outcome::Pass), origin)) }
        @let aside: Vec<_> = of(Outcome::NotApplicable).copied().collect();
        @if !aside.is_empty() {
            (cx.heading(2, format!("{} ({})", TERMS.not_applicable, aside.len())))
            (finding::by_reason(cx, &aside, origin))
        }
        @if findings.is_empty() { p.soft { "This report holds no finding on this asset; " code { "posture.json" } " has its counts." } }
    }
}

/// What passed: a line each, with its evidence.
fn passed<'a>(
    cx: Cx<'a>,
    cards: impl Iterator<Item = &'a &'a FindingCard> + Clone,
    origin: Option<Origin<'_>>,
) -> Markup {
    html! {
        (cx.heading(2, format!("{} ({})", TERMS.passed, cards.clone().count())))
        ul.lines {
            @for card in cards {
                li id=(cx.data.links.anchor(Target::Finding(&card.id))) {
                    (cx.control(&card.control)) " " (ticks(&card.sentence))
                    @if cx.data.is_relaxed(card) { " " (labels::relaxed(cx, card)) }
                    (facts::fact_lines(&card.evidence, origin))
                }
            }
        }
    }
}

/// Somebody who is asked to act, and for which domains.
type Asked<'a> = (&'a Contact, Vec<&'static str>);

/// Who is asked to act on the findings of an asset, domain by domain.
fn asked<'a>(cx: Cx<'a>, findings: &[&'a FindingCard]) -> Vec<Asked<'a>> {
    let listed = || findings.iter().filter(|card| is_listed(card));
    let contact = |domain: Domain| {
        listed().find(|card| card.domain == domain).and_then(|card| cx.data.contact(card))
    };
    let contacts = Domain::ALL.into_iter().filter_map(contact);
    let mut people: Vec<Asked<'a>> = Vec::new();
    for one in contacts {
        let known = people.iter_mut().find(|(it, _)| it.id == one.id && it.because == one.because);
        match known {
            Some((_, domains)) => domains.push(one.domain.noun()),
            None => people.push((one, vec![one.domain.noun()])),
        }
    }
    people
}

/// The owner, and who is asked to act with the reason where that is somebody else.
fn people<'a>(cx: Cx<'a>, owner: Option<&'a str>, asked: &[Asked<'a>]) -> Markup {
    let only = match (owner, asked) {
        (Some(owner), [(contact, domains)])
            if !owner.is_empty() && contact.id == owner && contact.because.is_empty() =>
        {
            Some(domains)
        }
        _ => None,
    };
    html! {
        @if let Some(owner) = owner { div { dt { (TERMS.owner) } dd {
            (parts::owner(cx, owner)) (parts::id_beside(cx.data.owner_name(owner), owner))
            @if let Some(domains) = only { ", asked to act for " (wording::list(domains)) }
        } } }
        @if only.is_none() && !asked.is_empty() { div { dt { (TERMS.asked) } dd {
            @for (at, (contact, domains)) in asked.iter().enumerate() {
                @if at > 0 { br; }
                (addressees::contact(cx, contact)) ", for " (wording::list(domains))
                @let reason = because(contact, domains);
                @if !reason.is_empty() { " (" (reason) ")" }
            }
        } } }
    }
}

/// Why somebody is asked who is not the owner, without the domain that is named before it.
fn because<'a>(contact: &'a Contact, domains: &[&str]) -> &'a str {
    let named = match domains {
        [domain] => contact.because.strip_prefix(&format!("for {domain}, ")),
        _ => None,
    };
    named.unwrap_or(&contact.because)
}

/// What is known about an asset, each fact with its source, and who is asked to act on its findings.
fn facts<'a>(
    cx: Cx<'a>,
    card: &'a AssetCard,
    asked: &[Asked<'a>],
    origin: Option<Origin<'_>>,
) -> Markup {
    let tier = |tier: Option<Tier>| tier.map_or_else(|| "none".into(), |tier| tier.to_string());
    html! {
        div.headline {
            p.figure-line { (parts::in_words(&card.parts)) }
            p.meta { span.id { (card.key.to_string()) } " · " (some_outcomes(&card.outcomes)) }
        }
        dl.pairs {
            div { dt { "Kind" } dd { (card.key.kind.noun(1)) @if card.retired { ", retired" } @else if card.disabled { ", disabled" } @if !card.status_known { ", status not documented" } } }
            (people(cx, Some(&card.owner), asked))
            div { dt { "Tier" } dd {
                strong { (card.tier.to_string()) } ": " (card.tier.meaning()) ". "
                @if card.tier != card.derived_tier { "Treated as " (card.tier.to_string()) " while facts that decide it are undeclared: " }
                (card.derived_tier.to_string()) " derived from facts, " (tier(card.declared)) " declared; assessed at "
                (card.tests.to_string()) " thresholds."
                @if !card.tier_reasons.is_empty() {
                    ul { @for reason in &card.tier_reasons {
                        li { (reason.rule) " sets minimum " (reason.floor.to_string()) ": " (ticks(&reason.because)) }
                    } }
                }
            } }
            div { dt { "Source" } dd {
                @if card.places.is_empty() { "—" } (list(card.places.iter().take(paging::MAX_NAMED).map(parts::place))) @let rest = parts::left_out(paging::MAX_NAMED, card.places.len()); @if !rest.is_empty() { ", " (rest) }
                @if !card.reported_by.is_empty() { span.sub { "Reported by " (parts::names(&card.reported_by)) } }
                span.sub { (seen(card)) }
                @if let Some(origin) = origin { span.sub { "Facts below without a place are from " (parts::place(origin.place)) ", " (origin.class.id()) "." } }
            } }
            @if !card.known_as.is_empty() { div { dt { "Known as" } dd { (parts::names(&card.known_as)) } } }
            @if !card.formerly.is_empty() {
                div { dt { "Formerly" } dd { (parts::names(&card.formerly)) } }
            }
            @if let Some(month) = card.missing_since { div { dt { "Missing" } dd { "from all sources since " (month.to_string()) ", without having been retired" } } }
            div { dt { (TERMS.in_classes) } dd { (parts::classes(card.parts.classes.as_ref())) } }
        }
    }
}

fn seen(card: &AssetCard) -> &'static str {
    match (card.observed, card.recorded) {
        (true, true) => "A configuration, export or scan shows it, and a record describes it.",
        (true, false) => "A configuration, export or scan shows it; no record describes it.",
        (false, true) => "A record describes it; no configuration, export or scan shows it.",
        (false, false) => "Nothing but an earlier month shows it.",
    }
}
