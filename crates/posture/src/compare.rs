//! Two records of one organisation → the change between them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::asset_transitions::AssetTransitions;
use super::attribution::{Moved, Weighed, attribute};
use super::caveats::caveats;
use super::compared::Compared;
use super::method::Method;
use super::other_limits::UnderLimits;
use super::pair::Pair;
use super::renames::{Before, Renames};
use model::change::{Class, Group, SameAssets, Side};
use model::month::MonthFinding;
use model::posture::FindingCard;
use model::{
    AssetKey, Change, Control, FindingId, MonthRecord, Outcome, Parts, Place, Tally, Tenths, Weight,
};

/// The change from one record to another. `old_limits` is the result of the later inputs under the
/// limits of the earlier record, where those changed.
pub fn compare(
    before: &MonthRecord,
    after: &MonthRecord,
    old_limits: Option<UnderLimits<'_>>,
    catalog: &[&'static Control],
) -> Change {
    let comparing = Comparing::of(before, after, old_limits, catalog, None);
    let mut compared = Compared::default();
    for on in &after.findings {
        comparing.asset(&on.asset, on.findings(), &mut compared);
    }
    let now: BTreeSet<&AssetKey> = after.findings.iter().map(|on| &on.asset).collect();
    comparing.gone(|asset| now.contains(asset), &mut compared);
    comparing.change(compared, after)
}

/// What the findings of two months are compared by, one asset after the other, on any thread.
pub(super) struct Comparing<'a> {
    record: &'a MonthRecord,
    renames: Renames,
    was: Before<'a>,
    transitions: AssetTransitions<'a>,
    method: Method<'a>,
    titles: BTreeMap<&'a str, &'a str>,
    old_limits: Option<UnderLimits<'a>>,
    /// How many findings of a class are named, where there is a limit.
    most: Option<usize>,
}

impl<'a> Comparing<'a> {
    /// Of `after` the assets and the editions are read.
    pub(super) fn of(
        before: &'a MonthRecord,
        after: &'a MonthRecord,
        old_limits: Option<UnderLimits<'a>>,
        catalog: &[&'static Control],
        most: Option<usize>,
    ) -> Self {
        let named = after.assets.iter().map(|asset| {
            let old = asset.formerly.iter().filter_map(|key| AssetKey::parse(key));
            (&asset.key, old.collect())
        });
        let renames = Renames::of(named);
        let was = Before::of(before, &renames);
        Comparing {
            record: before,
            transitions: AssetTransitions::of((&was, before), after),
            method: Method::between(&before.editions, &after.editions),
            titles: catalog.iter().map(|control| (control.id, control.title)).collect(),
            renames,
            was,
            old_limits,
            most,
        }
    }

    /// Compares the findings on an asset, all of them, which are sorted by control.
    pub(super) fn asset(&self, asset: &AssetKey, now: &[MonthFinding], into: &mut Compared) {
        let was = self.was.on(asset).map(|on| on.findings()).unwrap_or_default();
        let transition = self.transitions.of_asset(asset);
        let in_both = self.transitions.is_in_both(asset);
        let under_old = self.old_limits.map(|limits| (limits.0)(asset));
        for (control, before, after) in paired(was, now) {
            let scanned = [before, after].into_iter().flatten();
            let by_method = self
                .method
                .changed(control, scanned.into_iter().any(|one| !one.found_by.is_empty()));
            let pair = Pair { control, asset, before, after, transition, by_method };
            let between = match &under_old {
                Some(states) => states.get(control).copied(),
                None => after.map(MonthFinding::state),
            };
            self.pair(&pair, between, in_both, into);
        }
    }

    /// Compares the assets that have no findings any more.
    pub(super) fn gone(&self, has_findings: impl Fn(&AssetKey) -> bool, into: &mut Compared) {
        let gone = self.was.each().filter(|(asset, _)| !has_findings(asset));
        gone.for_each(|(asset, _)| self.asset(asset, &[], into));
    }

    /// Compares two findings; `between` is the later one under the limits of the earlier month.
    fn pair(
        &self,
        pair: &Pair<'_>,
        between: Option<(Outcome, Weight)>,
        in_both: bool,
        into: &mut Compared,
    ) {
        let (then, is) =
            (pair.before.map(MonthFinding::state), pair.after.map(MonthFinding::state));
        let class = match (pair.class(is), pair.class(between)) {
            // A relaxed limit fixes nothing.
            (Some(Class::Fixed), at_old_limits) if at_old_limits != Some(Class::Fixed) => {
                Some(Class::Other)
            }
            (class, _) => class,
        };
        into.moves.add(Moved {
            group: pair.class(between).map_or(Group::Other, Group::from),
            before: Weighed::of(then),
            under_old_limits: Weighed::of(between),
            after: Weighed::of(is),
        });
        let sums = [
            (pair.before, &mut into.before, &mut into.like_before),
            (pair.after, &mut into.after, &mut into.like_after),
        ];
        for (finding, all, like) in sums {
            let Some(one) = finding else { continue };
            all.add(one.outcome, one.class, one.weights(), 1);
            if in_both {
                like.add(one.outcome, one.class, one.weights(), 1);
            }
        }
        let was_open = then.is_some_and(|(outcome, _)| outcome.is_open());
        into.lost +=
            u64::from(was_open && is.is_some_and(|(outcome, _)| outcome == Outcome::NotAssessed));
        let Some(class) = class else { return };
        if let (Class::Fixed, Some(since)) = (class, pair.opened()) {
            *into.fixed.entry(since).or_default() += 1;
        }
        let by_limits = between.map(|(outcome, _)| outcome) != is.map(|(outcome, _)| outcome);
        let title = self.titles.get(pair.control).copied().unwrap_or_default();
        let row = into.classes.entry(class).or_default();
        row.add(pair, self.most, || pair.named(title, by_limits));
    }

    /// Adds what others were compared to.
    pub(super) fn merge(&self, into: &mut Compared, others: Compared) {
        into.merge(others, self.most);
    }

    /// The change, once all findings are compared. `after` is the later month with its roll-ups.
    pub(super) fn change(&self, compared: Compared, after: &MonthRecord) -> Change {
        let before = self.record;
        let (then, is) = (compared.before.parts(), compared.after.parts());
        let difference = less(&is, &then);
        let attribution = difference.and_then(|total| attribute(&compared.moves, total));
        let in_both = self.transitions.assets_in_both();
        let lost = lost(compared.lost);
        let same_assets = same_assets(in_both, &compared.like_before, &compared.like_after);
        let (classes, regressed) = compared.rows(self.most);
        let separated = self.old_limits.is_some();
        let caveats = caveats(before, after, separated, &self.renames).into_iter();
        Change {
            undefined: attribution.is_none().then(|| undefined((before, &then), (after, &is))),
            before: side(before, then),
            after: side(after, is),
            difference,
            same_assets,
            regressed,
            classes,
            assets: self.transitions.moves(),
            attribution,
            caveats: caveats.chain(lost).collect(),
        }
    }
}

/// The findings of two months on one asset, each list sorted by control, by control.
fn paired<'f>(
    was: &'f [MonthFinding],
    now: &'f [MonthFinding],
) -> impl Iterator<Item = (&'f str, Option<&'f MonthFinding>, Option<&'f MonthFinding>)> {
    let (mut was, mut now) = (was.iter().peekable(), now.iter().peekable());
    std::iter::from_fn(move || {
        let order = match (was.peek(), now.peek()) {
            (Some(before), Some(after)) => before.control.cmp(&after.control),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        let before = if order.is_le() { was.next() } else { None };
        let after = if order.is_ge() { now.next() } else { None };
        let control = before.or(after)?.control.as_str();
        Some((control, before, after))
    })
}

/// An open finding that is no longer assessed is not fixed.
fn lost(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some(
            "1 finding that was open is not assessed now. It is counted neither as open nor as fixed."
                .into(),
        ),
        many => Some(format!(
            "{many} findings that were open are not assessed now. They are counted neither as open nor as fixed."
        )),
    }
}

/// Keeps only some assets of each kind of change.
pub(super) fn cut_assets(change: &mut Change, most: usize) {
    change.assets.iter_mut().for_each(|row| row.named.truncate(most));
}

/// States what is wrong with the findings that regressed, and where, as far as they are at hand.
pub fn explain(change: &mut Change, findings: &[FindingCard]) {
    explain_each(change, stated_of(findings));
}

/// What gives the sentence and the place of one of these findings.
pub(super) fn stated_of(
    findings: &[FindingCard],
) -> impl Fn(&FindingId) -> Option<(String, Option<Place>)> + '_ {
    let cards: HashMap<&str, &FindingCard> =
        findings.iter().map(|card| (card.id.as_str(), card)).collect();
    move |id| {
        let card = cards.get(id.to_string().as_str())?;
        Some((card.sentence.clone(), card.place().cloned()))
    }
}

/// The same, where findings are made when they are asked for: `stated` gives the sentence and the place of one.
pub(super) fn explain_each(
    change: &mut Change,
    stated: impl Fn(&FindingId) -> Option<(String, Option<Place>)>,
) {
    let named = change.classes.iter_mut().flat_map(|row| &mut row.named);
    for one in named.filter(|one| one.regressed) {
        if let Some((sentence, place)) = FindingId::parse(&one.id).and_then(|id| stated(&id)) {
            (one.defect, one.place) = (sentence, place);
        }
    }
}

/// The three parts of a record, from its findings.
pub(super) fn parts(record: &MonthRecord) -> Parts {
    let mut tally = Tally::default();
    for (_, finding) in record.each_finding() {
        tally.add(finding.outcome, finding.class, finding.weights(), 1);
    }
    tally.parts()
}

fn side(record: &MonthRecord, score: Parts) -> Side {
    Side { period: record.period, as_of: record.as_of, score, open: record.open }
}

fn less(after: &Parts, before: &Parts) -> Option<Tenths> {
    Some(Tenths(after.proven?.0 - before.proven?.0))
}

fn same_assets(assets: u64, before: &Tally, after: &Tally) -> SameAssets {
    let (before, after) = (before.parts(), after.parts());
    SameAssets { assets, difference: less(&after, &before), before, after }
}

/// Why there is no attribution.
fn undefined(before: (&MonthRecord, &Parts), after: (&MonthRecord, &Parts)) -> String {
    let (record, parts) = match before.1.proven {
        None => before,
        Some(_) => after,
    };
    let why = match parts.weight {
        0 => "there were no applicable controls",
        _ => "no control could be assessed",
    };
    format!("In {} {why}, so there is no score to compare", record.period)
}
