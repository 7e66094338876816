//! Pieces that several pages share.

use jiff::civil::Date;
use maud::{Markup, Render, html};
use model::posture::{
    Addressee, Asked, Contact, ControlCard, EvidenceRequest, FindingCard, RequirementRef,
    RequirementStatus, Slice,
};
use model::wording::{self, capitalized};
use model::{
    AssetKey, AssetKind, Domain, Evidence, EvidenceClass, FindingId, Item, Outcome, Parts,
    PerClass, Place, Reading, Severity, Strength, Tenths, WaiverState,
};

use super::columns::{self, Columns};
use super::cx::{Cx, list, ticks};
use super::drawn;
use super::origin::Origin;
use super::paging::{MAX_NAMED, MAX_REGISTER};
use super::table::table;
use super::target::Target;
use crate::render::numbers::{grouped, plural, signed, tenths};
use crate::render::terms::TERMS;

/// An outcome, as a label.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    let class = match outcome {
        Outcome::Pass => "o-pass",
        Outcome::Partial => "o-partial",
        Outcome::Fail => "o-fail",
        Outcome::NotAssessed => "o-unknown",
        Outcome::NotApplicable => "o-none",
    };
    html! { b.(class) { (outcome.to_string()) } }
}

/// A severity, as a label.
pub(super) fn severity(severity: Severity) -> Markup {
    let name = severity.to_string();
    html! { b.{ "s-" (name) } { (name) } }
}

/// That a finding counts as open though it is not assessed now, and why, as a label.
pub(super) fn counted_as_open(card: &FindingCard) -> Markup {
    let why = if card.shows_defect() { "a part of it is open" } else { "open when last assessed" };
    html! { @if card.is_counted_as_open() { b.o-fail { "counts as open" } " " small { (why) } } }
}

/// What became of a waiver, as a label on its finding.
pub(super) fn waiver(state: WaiverState) -> Markup {
    html! { b.waiver { "waiver " (state.words()) } }
}

/// That a finding rests on a relaxed limit, as a label with a link to the limits.
pub(super) fn relaxed(cx: Cx<'_>, card: &FindingCard) -> Markup {
    html! { @if cx.data.is_relaxed(card) { b.o-partial { (cx.link(Target::Method, "by a relaxed limit")) } } }
}

/// The same on the waiver itself: live, or not.
pub(super) fn waiver_state(state: WaiverState) -> Markup {
    let class = match state {
        WaiverState::Applied => "o-pass",
        WaiverState::Unused | WaiverState::Renewed | WaiverState::Future => "o-none",
        WaiverState::Expired | WaiverState::TooLong | WaiverState::Malformed => "o-fail",
    };
    html! { b.(class) { (state.words()) } }
}

/// The state of a requirement, in words that fit a list of risks or of outcomes.
pub(super) fn status(status: RequirementStatus, reading: Reading) -> Markup {
    let class = match status {
        RequirementStatus::NotMet => "o-fail",
        RequirementStatus::NotAssessed => "o-unknown",
        RequirementStatus::PartiallyMet => "o-partial",
        RequirementStatus::Met => "o-pass",
        RequirementStatus::NotApplicable | RequirementStatus::NotCovered => "o-none",
    };
    html! { b.(class) { (status.words(reading)) } }
}

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

/// The facts behind a finding, each with its place and how it is known.
pub(super) fn evidence(rows: &[Evidence]) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @if !rows.is_empty() { ul {
            @for rows in of_one_place(shown) { li { (facts(rows, None)) } }
            (more(shown.len(), rows.len()))
        } }
    }
}

/// The same as lines of an entry, without the place that the page states for all of them.
pub(super) fn fact_lines(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @for rows in of_one_place(shown) { p { (facts(rows, origin)) } }
        @if shown.len() < rows.len() { p { (left_out(shown.len(), rows.len())) } }
    }
}

/// The same as one line.
pub(super) fn fact_line(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @for (at, rows) in of_one_place(shown).enumerate() { @if at > 0 { "; " } (facts(rows, origin)) }
        @if shown.len() < rows.len() { "; " (left_out(shown.len(), rows.len())) }
    }
}

/// Facts that follow each other and have the same place and class.
fn of_one_place(rows: &[Evidence]) -> impl Iterator<Item = &[Evidence]> {
    rows.chunk_by(|one, next| {
        let spot = |row: &Evidence| row.place.as_ref().map(|at| (at.file.clone(), at.line));
        spot(one).is_some() && spot(one) == spot(next) && one.class == next.class
    })
}

/// Facts of one place and class, with both where they are not those of the page.
fn facts(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let Some(first) = rows.first() else { return Markup::default() };
    let is_stated = origin.is_some_and(|origin| origin.has(first));
    html! {
        @if let Some(at) = first.place.as_ref().filter(|_| !is_stated) { (place(at)) " " }
        @for (at, row) in rows.iter().enumerate() { @if at > 0 { " · " } (ticks(&row.fact)) }
        @if !is_stated && first.class != EvidenceClass::Observed { " " small { (first.class.id()) } }
    }
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

/// The parts that are judged inside a finding. Parts that follow each other with the same result are one entry;
/// nothing where the sentence of the finding has all of it.
pub(super) fn items(card: &FindingCard) -> Markup {
    let shown = card.items.get(..MAX_NAMED).unwrap_or(&card.items);
    let same = |one: &Item, next: &Item| one.outcome == next.outcome && one.note == next.note;
    html! {
        @if !is_stated(card) { ul {
            @for items in shown.chunk_by(same) { @if let Some(first) = items.first() {
                li {
                    (outcome(first.outcome)) " " (list(items.iter().map(|item| html! { (item.name) })))
                    @if !first.note.is_empty() { ": " (ticks(&first.note)) }
                }
            } }
            (more(shown.len(), card.items.len()))
        } }
    }
}

/// Whether the sentence of a finding has all of its parts, as judging writes them: the names, then their reason.
fn is_stated(card: &FindingCard) -> bool {
    let with_reason = |item: &Item| {
        let alike = card.items.iter().filter(|other| other.note == item.note);
        let mut names: Vec<&str> = alike.map(|item| item.name.as_str()).collect();
        names.sort_unstable();
        format!("{} ({})", names.join(", "), item.note)
    };
    card.items.len() <= MAX_NAMED
        && card.items.iter().all(|item| {
            item.outcome == card.outcome
                && !item.note.is_empty()
                && card.sentence.contains(&with_reason(item))
        })
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

/// Figures of tiers, families, owners and the like. `to` is the page of a row.
pub(super) fn slices<'a>(
    cx: Cx<'a>,
    caption: &str,
    columns: &Columns,
    rows: &'a [Slice],
    to: impl Fn(&'a Slice) -> Option<Target<'a>>,
) -> Markup {
    let body = html! {
        @for row in rows.iter().take(MAX_REGISTER) {
            @let name = slice_name(columns, row);
            tr {
                th scope="row" { @match to(row) { Some(to) => { (cx.link(to, &name)) } None => { (name) } } }
                td { (slice_assets(columns, row)) }
                td { (drawn::meter(&row.parts)) }
                td { strong { (tenths(row.parts.proven)) } }
                td { (tenths(row.parts.failed)) }
                td { (tenths(row.parts.unknown)) }
                td { (grouped(row.open.critical)) }
                td { (grouped(row.open.high)) }
                td { (grouped(row.outcomes.not_assessed)) }
                td { (signed(Some(row.gain))) }
            }
        }
    };
    html! { (table(columns, caption, &body)) (rest_of_register(rows.len(), "rows")) }
}

/// The name of a row: of a tier, a family or a domain behind its id, where that is another word; of an owner before
/// it.
fn slice_name(columns: &Columns, row: &Slice) -> Markup {
    let is_kind = columns.name == columns::KINDS.name;
    html! {
        @if is_kind { (capitalized(&row.title)) }
        @else if columns.name == columns::OWNERS.name {
            @let name = if row.title.is_empty() { &row.id } else { &row.title };
            strong { (name) } (id_beside(name, &row.id))
        }
        @else {
            @if row.id != row.title && !row.id.is_empty() { strong { (row.id.replace('-', " ")) } " " }
            span.soft { (row.title) }
        }
    }
}

/// How many identities a row has, and of how many facts show the tier. The organisation is none.
fn slice_assets(columns: &Columns, row: &Slice) -> Markup {
    let is_kind = columns.name == columns::KINDS.name;
    html! {
        @if is_kind && row.id == AssetKind::Organisation.id() { "—" } @else { (grouped(row.assets)) }
        @if row.known < row.assets { span.sub { "tier known: " (grouped(row.known)) } }
    }
}

/// Everybody who is asked to act, the one with the worst findings first.
pub(super) fn asked<'a>(
    cx: Cx<'a>,
    caption: &str,
    columns: &Columns,
    all: &'a [Asked<'a>],
) -> Markup {
    let body = html! {
        @for it in all.iter().take(MAX_REGISTER) { tr {
            th scope="row" {
                strong { (cx.link(page_of(it.id, it.name), it.name)) } (id_beside(it.name, it.id))
                @if it.id.is_empty() { span.sub { "no one is named" } }
            }
            td { strong { (grouped(it.load.open)) } }
            td { (grouped(it.load.overdue)) }
            td { (grouped(it.load.critical)) }
            td { (grouped(it.load.high)) }
            td { (grouped(cx.data.of_people.slice(it.id).filter(|_| !it.id.is_empty()).map_or(0, |slice| slice.assets))) }
        } }
    };
    html! { (table(columns, caption, &body)) (rest_of_register(all.len(), "people")) }
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

/// A day that is never broken over two lines.
pub(super) fn date(day: Date) -> Markup {
    html! { time { (day.to_string()) } }
}

/// When something is due, and whether that day has passed. A waiver is printed beside it.
pub(super) fn due(on: Option<Date>, overdue: bool, waived: Option<Date>) -> Markup {
    html! {
        @match on {
            Some(day) if overdue => { (date(day)) " " b.o-fail { "overdue" } }
            Some(day) => { (date(day)) }
            None => { "—" }
        }
        @if let Some(day) = waived { " " small { "waived until " (date(day)) } }
    }
}

/// The same on a page: the day is never broken over two lines.
pub(super) fn open_since(day: Option<Date>, age: Option<u64>) -> Markup {
    let text = since(day, age);
    let date = day.map_or_else(String::new, |day| day.to_string());
    let rest = text.strip_prefix(&date).unwrap_or(&text);
    html! { @if !date.is_empty() { time { (date) } } (rest) }
}

/// Since when something is open, as far as a month record or dated evidence shows it.
pub(super) fn since(day: Option<Date>, age: Option<u64>) -> String {
    match (day, age) {
        (Some(day), Some(age)) => format!("{day} ({})", plural(age, "day", "days")),
        (Some(day), None) => day.to_string(),
        (None, _) => "this run".into(),
    }
}

/// The first of a list with commas between them, and how many there are beside them.
fn some<'a, T>(all: &'a [T], print: impl Fn(&'a T) -> Markup) -> Markup {
    html! {
        (list(all.iter().take(MAX_NAMED).map(print)))
        @let rest = left_out(MAX_NAMED, all.len());
        @if !rest.is_empty() { ", " (rest) }
    }
}

/// The people who are asked, by name.
pub(super) fn people<'a>(cx: Cx<'a>, all: &'a [Addressee]) -> Markup {
    some(all, |it| person(cx, it))
}

/// Who is asked, by name.
pub(super) fn person<'a>(cx: Cx<'a>, it: &'a Addressee) -> Markup {
    cx.link(page_of(&it.id, &it.name), &it.name)
}

/// Who is asked to act on the findings of an owner, by name.
pub(super) fn contact<'a>(cx: Cx<'a>, it: &'a Contact) -> Markup {
    cx.link(page_of(&it.id, &it.name), &it.name)
}

/// The page of somebody who is asked: their own, or that of the domain that is asked where nobody is named.
pub(super) fn page_of<'a>(id: &'a str, name: &str) -> Target<'a> {
    let asked = name.strip_prefix("domain ");
    let domain = Domain::ALL.into_iter().find(|domain| asked == Some(domain.noun()));
    match domain {
        Some(domain) if id.is_empty() => Target::Domain(domain),
        _ => Target::Owner(id),
    }
}
