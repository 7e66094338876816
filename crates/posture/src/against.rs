//! What findings are compared with by a gate: a baseline, by current names.

use super::caveats::{changed_limits, unread};
use super::compare::parts;
use super::events;
use super::measured::Classified;
use super::method::Method;
use super::record::limits;
use super::renames::{Before, Renames};
use super::since::Since;
use model::month::{Editions, MonthFinding, MonthFindings};
use model::posture::{FindingCard, Posture};
use model::{AssetKey, AssetKind, Baseline, Outcome, Parts, Tally};

/// The baseline by current names, so that a renamed asset is not a new one.
pub(super) struct Against<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) score: Parts,
    renames: Renames,
    before: Before<'a>,
    /// The rules that changed since.
    method: Method<'a>,
}

impl<'a> Against<'a> {
    pub(super) fn of(baseline: &'a Baseline, posture: &Posture, now: &'a Editions) -> Self {
        let named = posture.assets.iter().map(|card| (&card.key, card.formerly.clone()));
        let renames = Renames::of(named);
        let before = Before::of(&baseline.record, &renames);
        let method = Method::between(&baseline.record.editions, now);
        Against { baseline, score: parts(&baseline.record), renames, before, method }
    }

    /// What it has of an asset, by the name that this has now.
    pub(super) fn on(&self, asset: &AssetKey) -> Option<&'a MonthFindings> {
        self.before.on(asset)
    }

    /// How a finding differs from what it was. `of_asset` is what the baseline has of its asset.
    pub(super) fn since(&self, card: &FindingCard, of_asset: Option<&MonthFindings>) -> Since {
        let was = of_asset.and_then(|on| on.of_control(&card.control));
        let by_method = self.is_by_method(card, was);
        let was_counted = was.is_some_and(|was| was.stands_open() && !was.waived);
        let failed = was_counted && was.is_some_and(|was| was.outcome != Outcome::Partial);
        let was_open = was.is_some_and(|was| was.outcome.is_open() && !was.waived);
        let is_assessed = card.outcome != Outcome::NotAssessed || card.last_known.is_some();
        let credits = |outcome: Outcome| outcome.half_credits().unwrap_or(2);
        Since {
            was_counted,
            was_unassessed: was.is_some_and(|was| was.outcome == Outcome::NotAssessed),
            is_worse: credits(card.outcome) < was.map_or(2, |was| credits(was.outcome)),
            newly_fails: fails(card) && !failed && !by_method,
            is_lost: was_open && !is_assessed && !by_method,
            counts_as: match (by_method, was, card.last_known) {
                (true, Some(was), _) => Some((was.outcome, was.class, was.weights())),
                (true, None, _) => None,
                // What only the age of a feed hides counts as last known.
                (false, _, Some(known)) => Some((known.outcome, card.class, card.weights())),
                (false, _, None) => Some((card.outcome, card.class, card.weights())),
            },
            is_overdue: card.overdue,
        }
    }

    /// Whether a finding differs because it is judged by other rules.
    fn is_by_method(&self, card: &FindingCard, was: Option<&MonthFinding>) -> bool {
        let is_known = card.asset.kind == AssetKind::Organisation
            || self.before.assets.contains_key(&card.asset);
        let scanned = !card.found_by.is_empty() || was.is_some_and(|was| !was.found_by.is_empty());
        is_known
            && was.is_none_or(|was| was.state() != (card.outcome, card.weights()))
            && self.method.changed(&card.control, scanned)
    }

    /// What no control judges any more because rules changed, on an asset that is still there: it counts as it did.
    /// `is_judged` is whether a control judges the asset now.
    pub(super) fn unjudged(
        &self,
        asset: &AssetKey,
        is_judged: impl Fn(&str) -> bool,
        into: &mut Tally,
    ) {
        for was in self.on(asset).map(MonthFindings::findings).unwrap_or_default() {
            let is_changed = || self.method.changed(&was.control, !was.found_by.is_empty());
            if !is_judged(&was.control) && is_changed() {
                into.add(was.outcome, was.class, was.weights(), 1);
            }
        }
    }

    /// What changed besides the inventory, so that readers know other reasons.
    pub(super) fn notes(&self, posture: &Posture) -> Vec<String> {
        let Baseline { name, record } = self.baseline;
        let Editions { catalogue, mappings, .. } = &record.editions;
        let changed = [
            ("the control catalogue", posture.tool.catalogue.sha256 != *catalogue),
            ("the mappings", posture.tool.mappings.sha256 != *mappings),
        ];
        let changed = changed.into_iter().filter(|(_, changed)| *changed);
        let mut notes: Vec<String> =
            changed.map(|(what, _)| format!("{what} changed since {name}")).collect();
        let changed = changed_limits(&record.thresholds, &limits(posture));
        if !changed.is_empty() {
            notes.push(format!("thresholds changed since {name}: {}", changed.join("; ")));
        }
        let now = posture.inputs.iter().map(|input| input.path.as_str());
        let gone = unread(record.files(), now);
        notes.extend(gone.map(|gone| format!("read for {name} but not now: {gone}")));
        let gone = events::gone(&record.events, &posture.events, &self.renames);
        notes.extend(gone.map(|gone| format!("recorded in {name} but no longer: {gone}")));
        notes
    }
}

/// Whether a finding fails and has no live waiver.
pub(super) fn fails(card: &FindingCard) -> bool {
    card.outcome == Outcome::Fail && !card.is_waived()
}
