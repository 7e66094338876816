//! The recorded months, and the change since the last.

use jiff::civil::Date;

use super::compare::{Comparing, cut_assets, explain_each};
use super::finding_age::{Dates, open_since};
use super::followed::Followed;
use super::last_month::CarriedForward;
use super::other_limits::UnderLimits;
use super::record::record;
use super::renames::{Before, Renames};
use model::month::MonthFindings;
use model::posture::{AssetCard, FindingCard, LastKnown};
use model::{
    Asset, AssetKey, FindingId, History, Month, MonthPoint, MonthRecord, Outcome, Past, Place,
    Posture, Reason,
};

/// How many findings of a class, and assets of a move, a posture names.
pub(super) const MOST_NAMED: usize = 50;

/// What is known about earlier months.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Their records.
    pub past: &'a Past,
    /// The month that is reported on.
    pub month: Month,
    /// What a single run cannot know about its assets.
    pub carried_forward: &'a CarriedForward,
    /// What the inputs give under the limits of the last record, where those changed.
    pub old_limits: Option<UnderLimits<'a>>,
}

/// What the cards of this month take from the last record.
#[derive(Default)]
pub(super) struct PriorState<'a> {
    recorded: Option<Recorded<'a>>,
    before: Before<'a>,
}

impl<'a> PriorState<'a> {
    pub(super) fn of(recorded: Option<Recorded<'a>>, assets: &[Asset]) -> Self {
        let Some(last) = recorded.and_then(|recorded| recorded.past.last.as_deref()) else {
            return PriorState { recorded, before: Before::default() };
        };
        let renames = Renames::of_assets(assets);
        PriorState { recorded, before: Before::of(last, &renames) }
    }

    /// The months on record with their as-of days, and this one.
    pub(super) fn months(&self, as_of: Date) -> impl Iterator<Item = (Month, Date)> {
        let recorded = self.recorded.into_iter();
        recorded.flat_map(move |recorded| {
            let months = recorded.past.months.iter().map(|month| (month.period, month.as_of));
            months.chain([(recorded.month, as_of)])
        })
    }

    /// What the last record has of an asset.
    pub(super) fn on(&self, asset: &AssetKey) -> Option<&'a MonthFindings> {
        self.before.on(asset)
    }

    /// `of_asset` is what the last record has of its asset: since when a finding is open, when it last was, and its last known outcome.
    pub(super) fn date(&self, card: &mut FindingCard, of_asset: Option<&MonthFindings>) {
        let Some(recorded) = self.recorded else { return };
        let before = of_asset.and_then(|on| on.of_control(&card.control));
        let last = recorded.past.last.as_deref().map(|last| last.period);
        (card.first_seen, card.last_open) = open_since(card.outcome, before, recorded.month, last);
        let last = recorded.past.last.as_deref();
        card.last_known = last.zip(before).and_then(|(last, before)| {
            let assessed =
                matches!(before.outcome, Outcome::Pass | Outcome::Partial | Outcome::Fail);
            let is_stale =
                card.outcome == Outcome::NotAssessed && card.reason == Some(Reason::Stale);
            // One period only: what was not assessed then has no outcome to keep.
            let follows = last.period.next() == recorded.month;
            (is_stale && assessed && follows)
                .then_some(LastKnown { outcome: before.outcome, as_of: last.as_of })
        });
    }

    /// Adds to the sentence of a finding what it was last known to be.
    pub(super) fn state(card: &mut FindingCard) {
        if let Some(LastKnown { outcome, as_of }) = card.last_known {
            card.sentence += &format!("; last known as of {as_of}: {outcome}");
        }
    }

    /// The names an asset had, those of earlier months too, and since when it is missing.
    pub(super) fn name(&self, card: &mut AssetCard) {
        let Some(carried_forward) = self.recorded.map(|recorded| recorded.carried_forward) else {
            return;
        };
        card.missing_since = carried_forward.missing.get(&card.key).copied();
        card.reported_by
            .extend(carried_forward.silent_sources.get(&card.key).into_iter().flatten().cloned());
        let Some(was) = self.before.assets.get(&card.key) else { return };
        if card.missing_since.is_some() {
            card.reported_by.clone_from(&was.reported_by);
            (card.observed, card.recorded) = (was.observed, was.recorded);
        }
        let older = was.formerly.iter().filter_map(|key| AssetKey::parse(key));
        let older: Vec<AssetKey> = older.chain([was.key.clone()]).collect();
        for key in older {
            if key != card.key && !card.formerly.contains(&key) {
                card.formerly.push(key);
            }
        }
        card.formerly.sort();
    }
}

/// The trend and the comparison with the last record, of a posture whose other figures are set. `followed` is what its
/// findings amount to, `stated` gives the sentence and the place of one.
pub(super) fn history(
    posture: &Posture,
    recorded: Recorded<'_>,
    (comparing, followed): (Option<&Comparing<'_>>, Followed),
    dates: &Dates,
    stated: impl Fn(&FindingId) -> Option<(String, Option<Place>)>,
) -> History {
    let now = record(posture, Vec::new());
    let last = recorded.past.last.as_deref();
    let ages = followed.ages(dates);
    let mut change = comparing.map(|comparing| comparing.change(followed.compared, &now));
    if let Some(change) = &mut change {
        cut_assets(change, MOST_NAMED);
        explain_each(change, stated);
    }
    let mut months: Vec<MonthPoint> = recorded.past.months.clone();
    months.push(MonthPoint { ages, ..MonthPoint::of(&now) });
    let gaps = gaps(&months);
    History {
        notes: notes(&gaps, last, recorded),
        months,
        gaps,
        change,
        earlier: recorded.past.earlier.clone(),
        faults: recorded.past.faults.clone(),
    }
}

/// The months without a record. A gap of decades is a mistake in a date and is not listed in full.
pub(super) fn gaps(months: &[MonthPoint]) -> Vec<Month> {
    let mut gaps = Vec::new();
    for pair in months.windows(2) {
        let [before, after] = pair else { continue };
        let mut month = before.period.next();
        while month < after.period && gaps.len() < 120 {
            gaps.push(month);
            month = month.next();
        }
    }
    gaps
}

fn notes(gaps: &[Month], last: Option<&MonthRecord>, recorded: Recorded<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if !gaps.is_empty() {
        let named: Vec<String> = gaps.iter().map(ToString::to_string).collect();
        notes.push(format!(
            "No record exists for {}. Changes that were reversed in between are not visible.",
            named.join(", ")
        ));
    }
    if let Some(last) = last.filter(|last| last.period.next() != recorded.month) {
        notes.push(format!("The last record is for {}; the comparison uses it.", last.period));
    }
    if last.is_none() {
        notes.push(
            "This is the first recorded month. The comparison starts with the second.".into(),
        );
    }
    if recorded.past.later > 0 {
        notes.push("Records of later months exist. This report uses only earlier ones.".into());
    }
    notes
}
