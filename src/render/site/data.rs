//! What the pages print, looked up once: findings by asset, control and owner. Nothing is counted or
//! decided here.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use model::posture::{Asked, AssetCard, Contact, ControlCard, FindingCard};
use model::{AssetKey, AssetKind, Domain, Month, Outcome, Posture, Severity};

use super::entries::{Entry, entries, kinds};
use super::form::Form;
use super::links::Links;
use super::paging::{self, parts};
use super::people::People;
use super::target::{List, Target};
use super::unstated::Unstated;
use crate::render::pictures::Access;
use crate::render::terms::TERMS;

/// How many assets have a picture of their access, the most privileged.
const MAX_DRAWN: usize = 500;

type ByText<'a> = HashMap<&'a str, Vec<&'a FindingCard>>;

/// A posture, ready to be printed page by page.
pub(super) struct Data<'a> {
    pub(super) posture: &'a Posture,
    /// Every finding that is known: more than the posture holds, where there are very many.
    pub(super) findings: &'a [FindingCard],
    /// The assets that have a page, in the order of their list: those of the posture, then others that findings are
    /// on, then what is retired or has no score.
    pub(super) keys: Vec<&'a AssetKey>,
    /// Where in that order what is retired or has no score begins.
    pub(super) aside_from: usize,
    /// The pages, in the order in which they are listed.
    pub(super) pages: Vec<Target<'a>>,
    pub(super) links: Links<'a>,
    /// The edges between assets.
    pub(super) access: Access<'a>,
    /// The assets whose access is drawn.
    pub(super) drawn: HashSet<&'a AssetKey>,
    /// The earlier months whose sites are kept.
    pub(super) kept: &'a [Month],
    /// The people who have a page: accountable owners, and those who are asked in their place.
    pub(super) people: Vec<&'a str>,
    /// Those who are asked to act on an open finding, the one with the worst first.
    pub(super) asked: Vec<Asked<'a>>,
    /// What the posture has of each.
    pub(super) of_people: People<'a>,
    /// What no input states of each kind of asset.
    pub(super) unstated: Unstated<'a>,
    /// The findings that rest on a relaxed limit.
    relaxed: HashSet<&'a str>,
    cards: HashMap<&'a AssetKey, &'a AssetCard>,
    controls: HashMap<&'a str, &'a ControlCard>,
    /// Sorted once: there may be hundreds of pages of a list.
    lists: HashMap<List, Vec<&'a FindingCard>>,
    /// What the lists print that have no row for each finding.
    entries: HashMap<List, Vec<Entry<'a>>>,
    /// The kinds of asset that a control maps to a requirement for: by framework, requirement and control.
    mapped: HashMap<(&'a str, &'a str, &'a str), &'a [AssetKind]>,
    /// The first open finding of each severity with its place in the list, and how many there are.
    first: HashMap<Severity, (usize, &'a FindingCard)>,
    counts: HashMap<Severity, usize>,
    /// What counts as open though it could not be assessed now.
    as_open: Vec<&'a FindingCard>,
    by_asset: HashMap<&'a AssetKey, Vec<&'a FindingCard>>,
    by_control: ByText<'a>,
    by_owner: ByText<'a>,
    by_asked: ByText<'a>,
    contacts: HashMap<(&'a str, Domain), &'a Contact>,
}

impl<'a> Data<'a> {
    pub(super) fn of(
        posture: &'a Posture,
        findings: &'a [FindingCard],
        form: Form,
        kept: &'a [Month],
    ) -> Self {
        let mut by_asset: HashMap<&AssetKey, Vec<&FindingCard>> = HashMap::new();
        let (mut by_control, mut by_owner) = (ByText::new(), ByText::new());
        let mut by_asked = ByText::new();
        let contacts: HashMap<(&str, Domain), &Contact> =
            posture.contacts.iter().map(|it| ((it.owner.as_str(), it.domain), it)).collect();
        let mut lists: HashMap<List, Vec<&FindingCard>> = HashMap::new();
        for finding in findings {
            lists.entry(list_of(finding)).or_default().push(finding);
            if finding.overdue {
                lists.entry(List::Overdue).or_default().push(finding);
            }
            by_asset.entry(&finding.asset).or_default().push(finding);
            by_control.entry(&finding.control).or_default().push(finding);
            by_owner.entry(&finding.owner).or_default().push(finding);
            if let Some(contact) = contacts.get(&(finding.owner.as_str(), finding.domain)) {
                by_asked.entry(&contact.id).or_default().push(finding);
            }
        }
        // A severity is one part of the list, so that a link can lead to it.
        for (list, cards) in &mut lists {
            match list {
                List::Overdue => cards.sort_by_key(|card| card.due_on),
                List::NotAssessed | List::NotApplicable => one_control_after_another(cards),
                _ => cards.sort_by_key(|card| Reverse(card.severity)),
            }
        }
        let kinds = kinds(posture.assets.iter().map(|card| &card.key));
        let entries = List::ALL.into_iter().filter(|list| list.is_by_control()).map(|list| {
            let cards = lists.get(&list).map_or(&[][..], Vec::as_slice);
            (list, entries(list, cards, &kinds))
        });
        let entries = entries.collect();
        let mut first: HashMap<Severity, (usize, &FindingCard)> = HashMap::new();
        let mut counts: HashMap<Severity, usize> = HashMap::new();
        for (at, card) in lists.get(&List::Open).into_iter().flatten().enumerate() {
            first.entry(card.severity).or_insert((at, card));
            *counts.entry(card.severity).or_default() += 1;
        }
        let cards: HashMap<_, _> = posture.assets.iter().map(|card| (&card.key, card)).collect();
        // What belongs to no asset is a finding on the organisation, which is none.
        let mut others: Vec<&AssetKey> =
            by_asset.keys().copied().filter(|key| !cards.contains_key(*key)).collect();
        others.sort();
        let (shown, aside): (Vec<&AssetCard>, Vec<&AssetCard>) =
            posture.assets.iter().partition(|card| !is_aside(card));
        let aside_from = shown.len() + others.len();
        let key = |card: &'a AssetCard| &card.key;
        let keys: Vec<&AssetKey> =
            shown.into_iter().map(key).chain(others).chain(aside.into_iter().map(key)).collect();
        let mut data = Data {
            posture,
            findings,
            links: Links::of(form, &[], posture, &[], HashMap::new(), HashMap::new()),
            unstated: Unstated::of(findings),
            access: Access::of(posture),
            drawn: posture.assets.iter().take(MAX_DRAWN).map(|card| &card.key).collect(),
            people: people(posture),
            asked: posture.asked(),
            of_people: People::of(posture),
            kept,
            keys,
            aside_from,
            pages: Vec::new(),
            relaxed: posture
                .under_defaults
                .iter()
                .flat_map(|with| with.worse.iter().map(String::as_str))
                .collect(),
            cards,
            controls: posture.controls.iter().map(|card| (card.id.as_str(), card)).collect(),
            lists,
            entries,
            mapped: mapped(posture),
            first,
            counts,
            as_open: findings.iter().filter(|card| card.is_counted_as_open()).collect(),
            by_asset,
            by_control,
            by_owner,
            by_asked,
            contacts,
        };
        data.pages = data.all_pages(form);
        let (severities, unassessed) = (data.severities(form), data.unassessed(form));
        data.links = Links::of(form, &data.pages, posture, findings, severities, unassessed);
        data
    }

    fn all_pages(&self, form: Form) -> Vec<Target<'a>> {
        let posture = self.posture;
        let numbers = |count: usize| 1..=parts(count, paging::rows(form));
        let mut pages = vec![Target::Overview];
        for list in List::ALL {
            let numbers = 1..=parts(self.length(list), paging::findings(form, list));
            pages.extend(numbers.map(|number| Target::Findings(list, number)));
        }
        pages.extend(numbers(self.keys.len()).map(Target::Assets));
        let assets = self.keys.iter().take(paging::assets(form));
        pages.extend(assets.map(|key| Target::Asset(key)));
        pages.extend(self.unstated.kinds().map(Target::Unstated));
        pages.push(Target::Owners);
        pages.extend(self.people.iter().map(|id| Target::Owner(id)));
        pages.extend(Domain::ALL.map(Target::Domain));
        pages.push(Target::Controls);
        pages.extend(posture.controls.iter().map(|card| Target::Control(&card.id)));
        pages.push(Target::Frameworks);
        pages.extend(posture.frameworks.iter().map(|it| Target::Framework(&it.id)));
        pages.push(Target::Trend);
        pages.push(Target::Requests);
        pages.push(Target::Waivers);
        pages.push(Target::Method);
        pages.push(Target::Inputs);
        if posture.history.is_some() {
            pages.push(Target::Months);
        }
        pages
    }

    /// The findings of a list, in the order of the posture: the worst first.
    pub(super) fn listed(&self, list: List) -> &[&'a FindingCard] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// What a list prints that has no row for each finding.
    pub(super) fn entries(&self, list: List) -> &[Entry<'a>] {
        self.entries.get(&list).map_or(&[], Vec::as_slice)
    }

    /// How many rows or entries a list has.
    pub(super) fn length(&self, list: List) -> usize {
        if list.is_by_control() { self.entries(list).len() } else { self.listed(list).len() }
    }

    /// The page of the first finding of each severity, in the list of those that are open.
    fn severities(&self, form: Form) -> HashMap<Severity, usize> {
        let page = |at: usize| at / paging::rows(form) + 1;
        self.first.iter().map(|(severity, (at, _))| (*severity, page(*at))).collect()
    }

    /// The page of the first finding of each control, in the list of what could not be assessed.
    fn unassessed(&self, form: Form) -> HashMap<&'a str, usize> {
        let most = paging::findings(form, List::NotAssessed);
        let mut pages = HashMap::new();
        for (page, entries) in (1..).zip(self.entries(List::NotAssessed).chunks(most)) {
            for entry in entries {
                pages.entry(entry.first().control.as_str()).or_insert(page);
            }
        }
        pages
    }

    /// The first finding of a severity that is open.
    pub(super) fn first_of(&self, severity: Severity) -> Option<&'a FindingCard> {
        self.first.get(&severity).map(|(_, card)| *card)
    }

    /// How many findings of a severity are open.
    pub(super) fn count_of(&self, severity: Severity) -> usize {
        self.counts.get(&severity).copied().unwrap_or_default()
    }

    /// The kinds of asset that a control maps to a requirement for.
    pub(super) fn mapped(&self, framework: &str, id: &str, control: &str) -> &'a [AssetKind] {
        self.mapped.get(&(framework, id, control)).copied().unwrap_or_default()
    }

    /// The findings on an asset.
    pub(super) fn on(&self, key: &AssetKey) -> &[&'a FindingCard] {
        self.by_asset.get(key).map_or(&[], Vec::as_slice)
    }

    /// The findings of a control.
    pub(super) fn of_control(&self, id: &str) -> &[&'a FindingCard] {
        self.by_control.get(id).map_or(&[], Vec::as_slice)
    }

    /// The findings on the assets that somebody is accountable for.
    pub(super) fn of_owner(&self, id: &str) -> &[&'a FindingCard] {
        self.by_owner.get(id).map_or(&[], Vec::as_slice)
    }

    /// The findings that somebody is asked to act on, on own assets and on those of others.
    pub(super) fn asked_of(&self, id: &str) -> &[&'a FindingCard] {
        self.by_asked.get(id).map_or(&[], Vec::as_slice)
    }

    /// Who is asked to act on a finding.
    pub(super) fn contact(&self, card: &FindingCard) -> Option<&'a Contact> {
        self.contacts.get(&(card.owner.as_str(), card.domain)).copied()
    }

    /// The key of an asset as the posture has it.
    pub(super) fn key(&self, key: &AssetKey) -> Option<&'a AssetKey> {
        let known = self.cards.get_key_value(key).map(|(key, _)| *key);
        known.or_else(|| self.by_asset.get_key_value(key).map(|(key, _)| *key))
    }

    /// What the posture has of an asset; nothing of the organisation, which is none.
    pub(super) fn card(&self, key: &AssetKey) -> Option<&'a AssetCard> {
        self.cards.get(key).copied()
    }

    /// Whether the outcome of a finding would be worse under the default limits.
    pub(super) fn is_relaxed(&self, card: &FindingCard) -> bool {
        self.relaxed.contains(card.id.as_str())
    }

    /// The name of an owner as people write it.
    pub(super) fn owner_name(&self, id: &'a str) -> &'a str {
        match id {
            "" => TERMS.no_owner,
            id => self.of_people.name(id).unwrap_or(id),
        }
    }

    /// The name of an asset as people write it; its key where the posture does not have it.
    pub(super) fn asset_name(&self, key: &AssetKey) -> String {
        match self.card(key) {
            Some(card) => card.name.to_string(),
            None if *key == AssetKey::organisation() => "the organisation".into(),
            None => key.to_string(),
        }
    }

    /// What counts as open though it could not be assessed now, in the order of the posture.
    pub(super) fn counted_as_open(&self) -> &[&'a FindingCard] {
        &self.as_open
    }

    /// What the posture has of a control.
    pub(super) fn control(&self, id: &str) -> Option<&'a ControlCard> {
        self.controls.get(id).copied()
    }
}

/// One control after another, the one with the most severe finding first.
fn one_control_after_another(cards: &mut [&FindingCard]) {
    let mut worst: HashMap<&str, Severity> = HashMap::new();
    for card in cards.iter() {
        let known = worst.entry(&card.control).or_insert(card.severity);
        *known = card.severity.max(*known);
    }
    cards.sort_by_key(|card| {
        let worst = worst.get(card.control.as_str()).copied().unwrap_or(card.severity);
        (Reverse(worst), card.control.as_str(), Reverse(card.severity))
    });
}

/// The kinds of asset of every mapping: by framework, requirement and control.
fn mapped(posture: &Posture) -> HashMap<(&str, &str, &str), &[AssetKind]> {
    let mut mapped = HashMap::new();
    for framework in &posture.frameworks {
        for requirement in framework.groups.iter().flat_map(|group| &group.requirements) {
            for state in &requirement.controls {
                let row = &state.mapping;
                let key = (framework.id.as_str(), requirement.id.as_str(), row.control.as_str());
                mapped.insert(key, row.asset_kinds.as_slice());
            }
        }
    }
    mapped
}

/// Accountable owners in the order of the posture, then the others who are asked.
fn people(posture: &Posture) -> Vec<&str> {
    let owners = posture.owners.iter().map(|slice| slice.id.as_str());
    let contacts = posture.contacts.iter().map(|it| it.id.as_str());
    let requests = posture.evidence_requests.iter();
    let asked = requests.flat_map(|it| it.asked.iter().map(|it| it.id.as_str()));
    let mut known: HashSet<&str> = HashSet::new();
    let others = contacts.chain(asked).filter(|id| !id.is_empty());
    owners.chain(others).filter(|id| known.insert(id)).collect()
}

/// Whether an asset comes last in the list: it is retired, or nothing on it is scored.
fn is_aside(card: &AssetCard) -> bool {
    card.retired || card.parts.proven.is_none()
}

/// The list that a finding is in.
fn list_of(card: &FindingCard) -> List {
    match card.outcome {
        Outcome::Pass => List::Passed,
        Outcome::NotApplicable => List::NotApplicable,
        Outcome::NotAssessed => List::NotAssessed,
        Outcome::Fail | Outcome::Partial => List::Open,
    }
}

/// Whether a finding needs somebody: it is open, or could not be assessed.
pub(super) fn is_listed(card: &FindingCard) -> bool {
    card.outcome.is_open() || card.outcome == Outcome::NotAssessed
}
