//! Top remediation actions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use foldhash::fast::RandomState;
use jiff::civil::Date;

use super::alike::NAMED_ASSETS;
use super::contacts::{Contacts, Parties};
use super::gains;
use super::measured::Classified;
use super::rank::{self, Kept};
use super::share::Share;
use super::stated_texts::Texts;
use model::posture::{ControlCard, FindingCard, Fix};
use model::{AssetKey, FindingId, Place, Severity, Tier};

/// What is open of one control.
#[derive(Default)]
struct Open<'a> {
    count: u64,
    /// What all of it would add, in half-weights.
    missing: u64,
    worst: Option<(Severity, Tier)>,
    /// The assets with most to add, and some others.
    heaviest: Vec<(Reverse<u64>, &'a AssetKey)>,
}

impl<'a> Open<'a> {
    fn add<T: Classified>(&mut self, some: &'a T) {
        let measure = some.measure();
        self.count += measure.count;
        self.missing += measure.missing();
        self.worst = self.worst.max(Some((measure.severity, measure.tier)));
        let each = Reverse(measure.each_missing());
        self.heaviest.extend(some.assets().iter().map(|asset| (each, asset)));
        if self.heaviest.len() >= 100 * NAMED_ASSETS {
            self.keep();
        }
    }

    /// Keeps the assets that are named, the heaviest first.
    fn keep(&mut self) {
        self.heaviest.sort_unstable();
        self.heaviest.truncate(NAMED_ASSETS);
    }
}

/// Every control that is open somewhere, in the order of [`rank::order`]. `whole` is the denominator of the
/// score.
pub(super) fn fixes<T: Classified>(all: &[T], controls: &[ControlCard], whole: u64) -> Vec<Fix> {
    let known: BTreeMap<&str, &ControlCard> = controls.iter().map(|c| (c.id.as_str(), c)).collect();
    let mut by_control: HashMap<&str, Open<'_>, RandomState> = HashMap::default();
    for one in all.iter().filter(|one| one.measure().outcome.is_open()) {
        by_control.entry(one.control()).or_default().add(one);
    }
    let mut gained = Vec::new();
    let mut fixes = Vec::new();
    for (control, mut open) in by_control.into_iter().collect::<BTreeMap<_, _>>() {
        let Some(control) = known.get(control) else { continue };
        open.keep();
        let worst = open.worst;
        gained.push(open.missing);
        fixes.push(Fix {
            control: control.id.clone(),
            title: control.title.clone(),
            remediation: control.remediation.clone(),
            domain: control.domain,
            severity: worst.map_or(Severity::Info, |(severity, _)| severity),
            tier: worst.map_or(Tier::T0, |(_, tier)| tier),
            open: open.count,
            assets: open.heaviest.into_iter().map(|(_, asset)| asset.clone()).collect(),
            gain: model::Tenths::default(),
            finding: String::new(),
            defect: String::new(),
            place: None,
            exposed: false,
            asked: Vec::new(),
            due_on: None,
            overdue: 0,
        });
    }
    for (fix, gain) in fixes.iter_mut().zip(gains::gains(&gained, whole)) {
        fix.gain = gain;
    }
    rank::order(&mut fixes);
    fixes
}

/// What only single findings show of what is open, by control.
#[derive(Debug, Default)]
pub(super) struct Explained(HashMap<EcoString, OfControl, RandomState>);

/// What the open findings of one control show.
#[derive(Debug)]
struct OfControl {
    first: First,
    exposed: bool,
    parties: Parties,
    due_on: Option<Date>,
    overdue: u64,
}

/// The first of them to act on.
#[derive(Debug)]
struct First {
    at: Kept,
    tier: Tier,
    sentence: String,
    place: Option<Place>,
}

impl First {
    fn of(card: &FindingCard) -> Self {
        First {
            at: Kept::of(card),
            tier: card.tier,
            sentence: card.sentence.clone(),
            place: card.place().cloned(),
        }
    }
}

impl Explained {
    /// Takes what a finding shows that is open.
    pub(super) fn add(&mut self, card: &FindingCard) {
        let one = self.0.entry(card.control.clone()).or_insert_with(|| OfControl {
            first: First::of(card),
            exposed: false,
            parties: Parties::default(),
            due_on: None,
            overdue: 0,
        });
        if rank::place(card) < one.first.at.place() {
            one.first = First::of(card);
        }
        one.exposed |= card.exposed;
        one.due_on = one.due_on.into_iter().chain(card.due_on).min();
        one.overdue += u64::from(card.overdue);
    }

    /// Counts whom open findings of a control are about. Those of each control must be added.
    pub(super) fn ask(&mut self, share: Share<'_>) {
        if share.card.outcome.is_open()
            && let Some(one) = self.0.get_mut(&share.card.control)
        {
            one.parties.add(share);
        }
    }

    /// Adds the texts of the first findings.
    pub(super) fn state(&mut self, texts: Texts<'_>) {
        for (control, one) in &mut self.0 {
            if let Some(stated) = texts.of(control, one.first.at.asset()) {
                one.first.place = stated.place().cloned();
                one.first.sentence = stated.sentence;
            }
        }
    }

    pub(super) fn merge(&mut self, others: Explained) {
        for (control, other) in others.0 {
            let Some(one) = self.0.get_mut(&control) else {
                self.0.insert(control, other);
                continue;
            };
            if other.first.at.place() < one.first.at.place() {
                one.first = other.first;
            }
            one.exposed |= other.exposed;
            one.due_on = one.due_on.into_iter().chain(other.due_on).min();
            one.overdue += other.overdue;
        }
    }

    /// Adds to the actions what is wrong, where, who is asked and when it is due.
    pub(super) fn explain(&self, fixes: &mut [Fix], contacts: &Contacts<'_>) {
        for fix in fixes.iter_mut() {
            let Some(open) = self.0.get(fix.control.as_str()) else { continue };
            fix.tier = open.first.tier;
            fix.finding = FindingId::written(&fix.control, open.first.at.asset()).to_string();
            fix.defect.clone_from(&open.first.sentence);
            fix.place.clone_from(&open.first.place);
            fix.exposed = open.exposed;
            fix.asked = contacts.asked(&open.parties);
            fix.due_on = open.due_on;
            fix.overdue = open.overdue;
        }
        rank::order(fixes);
    }
}

/// Takes over what only single findings show, where these are not at hand.
pub(super) fn keep_explained(fixes: &mut [Fix], stated: &[Fix]) {
    let stated: BTreeMap<&str, &Fix> =
        stated.iter().map(|fix| (fix.control.as_str(), fix)).collect();
    for fix in fixes.iter_mut() {
        let Some(known) = stated.get(fix.control.as_str()) else { continue };
        fix.assets.clone_from(&known.assets);
        fix.tier = known.tier;
        fix.finding.clone_from(&known.finding);
        fix.defect.clone_from(&known.defect);
        fix.place.clone_from(&known.place);
        fix.exposed = known.exposed;
        fix.asked.clone_from(&known.asked);
        (fix.due_on, fix.overdue) = (known.due_on, known.overdue);
    }
    rank::order(fixes);
}
