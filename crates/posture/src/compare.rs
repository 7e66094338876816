//! Two records of one organisation → the change between them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::asset_transitions::{AssetTransition, AssetTransitions};
use super::attribution::{Moved, Weighed, attribute};
use super::caveats::caveats;
use super::method::Method;
use super::renames::{Before, Renames};
use model::change::{ChangedFinding, Class, ClassRow, Group, SameAssets, Side};
use model::month::MonthFinding;
use model::posture::FindingCard;
use model::{
    Change, Control, FindingId, Month, MonthRecord, Outcome, Parts, Tally, Tenths, Weight,
};

/// Outcome and weight of each finding, by id.
pub type Judged = BTreeMap<String, (Outcome, Weight)>;

/// The change from one record to another. `old_limits` is the result of the later inputs under the
/// limits of the earlier record, where those changed.
pub fn compare(
    before: &MonthRecord,
    after: &MonthRecord,
    old_limits: Option<&Judged>,
    catalog: &[&'static Control],
) -> Change {
    let named = after.assets.iter().map(|asset| {
        let old = asset.formerly.iter().filter_map(|key| model::AssetKey::parse(key));
        (&asset.key, old.collect())
    });
    let renames = Renames::of(named);
    let was = Before::of(before, &renames);
    let transitions = AssetTransitions::of((&was, before), after);
    let titles: BTreeMap<&str, &str> = catalog.iter().map(|c| (c.id, c.title)).collect();
    let now: BTreeMap<&str, &MonthFinding> =
        after.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
    let method = Method::between(&before.editions, &after.editions);
    let ids: BTreeSet<&str> =
        was.findings.keys().map(String::as_str).chain(now.keys().copied()).collect();

    let mut moved = Vec::new();
    let mut classes: BTreeMap<Class, Vec<ChangedFinding>> = BTreeMap::new();
    let (mut like_before, mut like_after) = (Tally::default(), Tally::default());
    for id in ids {
        let (before, after) = (was.findings.get(id).copied(), now.get(id).copied());
        let scanned = [before, after].into_iter().flatten().any(|one| !one.found_by.is_empty());
        let pair = Pair {
            before,
            after,
            by_method: method.changed(id, scanned),
            transition: transitions.of_finding(id),
        };
        let (then, is) = (state(pair.before), state(pair.after));
        let between = match old_limits {
            Some(judged) => judged.get(id).copied(),
            None => is,
        };
        let class = match (pair.class(is), pair.class(between)) {
            // A relaxed limit fixes nothing.
            (Some(Class::Fixed), at_old_limits) if at_old_limits != Some(Class::Fixed) => {
                Some(Class::Other)
            }
            (class, _) => class,
        };
        moved.push(Moved {
            group: pair.class(between).map_or(Group::Other, Group::from),
            before: Weighed::of(then),
            under_old_limits: Weighed::of(between),
            after: Weighed::of(is),
        });
        if transitions.in_both(id) {
            for (finding, like) in [(pair.before, &mut like_before), (pair.after, &mut like_after)]
            {
                let Some(one) = finding else { continue };
                like.add(one.outcome, one.class, one.weights(), 1);
            }
        }
        let Some(class) = class else { continue };
        let by_limits = between.map(|(outcome, _)| outcome) != is.map(|(outcome, _)| outcome);
        classes.entry(class).or_default().extend(pair.changed_finding(id, &titles, by_limits));
    }
    let (then, is) = (parts(before), parts(after));
    let difference = less(&is, &then);
    let attribution = difference.and_then(|total| attribute(&moved, total));
    Change {
        undefined: attribution.is_none().then(|| undefined((before, &then), (after, &is))),
        before: side(before, then),
        after: side(after, is),
        difference,
        same_assets: same_assets(transitions.assets_in_both(), &like_before, &like_after),
        regressed: classes.values().flatten().filter(|one| one.regressed).count() as u64,
        classes: rows(classes),
        assets: transitions.moves(),
        attribution,
        caveats: caveats(before, after, old_limits.is_some(), &renames)
            .into_iter()
            .chain(lost(&was, &now))
            .collect(),
    }
}

/// An open finding that is no longer assessed is not fixed.
fn lost(was: &Before<'_>, now: &BTreeMap<&str, &MonthFinding>) -> Option<String> {
    let silent =
        |id: &String| now.get(id.as_str()).is_some_and(|now| now.outcome == Outcome::NotAssessed);
    let open = was.findings.iter().filter(|(_, was)| was.outcome.is_open());
    match open.filter(|(id, _)| silent(id)).count() {
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

/// Keeps only the most severe findings of each class, and some assets of each kind of change.
pub fn cut(change: &mut Change, most: usize) {
    change.classes.iter_mut().for_each(|row| row.named.truncate(most));
    change.assets.iter_mut().for_each(|row| row.named.truncate(most));
}

/// States what is wrong with the findings that regressed, and where, as far as they are at hand.
pub fn explain(change: &mut Change, findings: &[FindingCard]) {
    let named = change.classes.iter_mut().flat_map(|row| &mut row.named);
    let mut regressed: HashMap<String, &mut ChangedFinding> =
        named.filter(|one| one.regressed).map(|one| (one.id.clone(), one)).collect();
    for card in findings {
        if let Some(one) = regressed.remove(card.id.as_str()) {
            one.defect.clone_from(&card.sentence);
            one.place = card.place().cloned();
        }
    }
}

/// One finding, before and after.
struct Pair<'a> {
    before: Option<&'a MonthFinding>,
    after: Option<&'a MonthFinding>,
    transition: AssetTransition,
    /// Whether the rules that decide it changed.
    by_method: bool,
}

impl Pair<'_> {
    /// Its class, if `is` is its current state; `None` where it did not change and does not count.
    fn class(&self, is: Option<(Outcome, Weight)>) -> Option<Class> {
        use Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
        let was = state(self.before);
        let (then, now) = (was.map(|(outcome, _)| outcome), is.map(|(outcome, _)| outcome));
        let counts = |outcome: Option<Outcome>| outcome.is_some_and(|o| o != NotApplicable);
        if !counts(then) && !counts(now) {
            return None;
        }
        match self.transition {
            AssetTransition::Added => return Some(Class::AssetAdded),
            AssetTransition::Retired => return Some(Class::AssetRetired),
            AssetTransition::Excluded => return Some(Class::AssetExcluded),
            _ if self.by_method && was != is => return Some(Class::Method),
            AssetTransition::TierChanged if was != is => return Some(Class::TierChanged),
            AssetTransition::TierChanged | AssetTransition::Same => {}
        }
        let reopened = self.before.is_some_and(|finding| finding.last_open.is_some());
        match (then, now) {
            (Some(Fail | Partial), Some(Fail | Partial)) => Some(Class::Unchanged),
            (Some(NotAssessed), Some(Fail | Partial | Pass)) => Some(Class::NewlyAssessed),
            (_, Some(Fail | Partial)) if reopened => Some(Class::Reopened),
            (_, Some(Fail | Partial)) => Some(Class::New),
            (Some(Fail | Partial), Some(Pass)) => Some(Class::Fixed),
            (Some(Fail | Partial | Pass), Some(NotAssessed)) => Some(Class::NoLongerAssessed),
            _ => (was != is).then_some(Class::Other),
        }
    }

    fn changed_finding(
        &self,
        id: &str,
        titles: &BTreeMap<&str, &str>,
        by_limits: bool,
    ) -> Option<ChangedFinding> {
        let shown = self.after.or(self.before)?;
        let control = FindingId::control_of(id);
        let open = self.after.is_some_and(|finding| finding.outcome.is_open());
        let opened: Option<Month> = match open {
            true => self.after.and_then(|finding| finding.first_seen),
            false => self.before.and_then(|finding| finding.first_seen),
        };
        // A fixed finding keeps the weight it had while it was open.
        let weight = shown.weight.max(self.before.map_or(0, |finding| finding.weight));
        let outcome = |finding: Option<&MonthFinding>| finding.map(|finding| finding.outcome);
        Some(ChangedFinding {
            regressed: ChangedFinding::is_regression(outcome(self.before), outcome(self.after)),
            id: id.to_string(),
            title: titles.get(control).copied().unwrap_or_default().to_string(),
            before: self.before.map(|finding| finding.outcome),
            after: self.after.map(|finding| finding.outcome),
            severity: shown.severity,
            tier: shown.tier,
            weight,
            since: opened,
            by_limits,
            defect: String::new(),
            place: None,
        })
    }
}

fn state(finding: Option<&MonthFinding>) -> Option<(Outcome, Weight)> {
    finding.map(|finding| (finding.outcome, finding.weights()))
}

/// The three parts of a record, from its findings.
pub(super) fn parts(record: &MonthRecord) -> Parts {
    let mut tally = Tally::default();
    record
        .findings
        .iter()
        .for_each(|finding| tally.add(finding.outcome, finding.class, finding.weights(), 1));
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

fn rows(mut classes: BTreeMap<Class, Vec<ChangedFinding>>) -> Vec<ClassRow> {
    let open = |outcome: Option<Outcome>| outcome.is_some_and(Outcome::is_open);
    let row = |class: Class| {
        let mut named = classes.remove(&class)?;
        named.sort_by(|a, b| {
            let rank = |f: &ChangedFinding| (f.regressed, open(f.after), f.severity, f.weight);
            rank(b).cmp(&rank(a)).then_with(|| a.id.cmp(&b.id))
        });
        let open = named.iter().filter(|f| f.after.is_some_and(Outcome::is_open)).count();
        Some(ClassRow {
            class,
            title: class.title().into(),
            findings: named.len() as u64,
            open: open as u64,
            named,
        })
    };
    Class::ALL.into_iter().filter_map(row).collect()
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
