//! Top remediation actions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::contacts::Contacts;
use super::measured::{Classified, Measure};
use super::{gains, rank};
use model::posture::{ControlCard, FindingCard, Fix};
use model::{AssetKey, Severity, Tier};

/// How many assets a fix names.
const NAMED_ASSETS: usize = 10;

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
    fn add(&mut self, one: Measure<'a>) {
        self.count += one.count;
        self.missing += one.missing();
        self.worst = self.worst.max(Some((one.severity, one.tier)));
        self.heaviest.extend(one.asset.map(|asset| (Reverse(one.missing()), asset)));
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
        by_control.entry(one.control()).or_default().add(one.measure());
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

/// Adds what only single findings show: what is wrong, where, who is asked and when it is due. `findings` are
/// in the order of [`rank::place`].
pub(super) fn explain(fixes: &mut [Fix], findings: &[FindingCard], contacts: &Contacts<'_>) {
    let mut by_control: HashMap<&str, Vec<&FindingCard>, RandomState> = HashMap::default();
    for card in findings.iter().filter(|card| card.outcome.is_open()) {
        by_control.entry(&card.control).or_default().push(card);
    }
    for fix in fixes.iter_mut() {
        let open = by_control.get(fix.control.as_str()).map(Vec::as_slice).unwrap_or_default();
        let Some(first) = open.first() else { continue };
        fix.tier = first.tier;
        fix.finding = first.id.to_string();
        fix.defect.clone_from(&first.sentence);
        fix.place = first.place().cloned();
        fix.exposed = open.iter().any(|card| card.exposed);
        fix.asked = contacts.asked(open.iter().copied());
        fix.due_on = open.iter().filter_map(|card| card.due_on).min();
        fix.overdue = open.iter().filter(|card| card.overdue).count() as u64;
    }
    rank::order(fixes);
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
