//! What the last record changes in an assessment.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::missing::{judgement, missing, shell, were_excluded};
use super::silent_sources::Silenced;
use model::month::{HISTORY, MonthAsset, MonthFinding, MonthFindings};
use model::{
    Assessment, Asset, AssetKey, Context, Control, Diagnostic, Finding, FindingId, Month,
    MonthRecord, Outcome, Place, Weight, weight,
};

/// What a single run cannot know about its assets.
#[derive(Debug, Clone, Default)]
pub struct CarriedForward {
    /// Assets that are missing from the inventory, and since when.
    pub missing: BTreeMap<AssetKey, Month>,
    /// The sources that contained an asset and were not read now.
    pub silent_sources: BTreeMap<AssetKey, Vec<String>>,
}

/// What the last record changes in an assessment: assets that are missing, with their findings, and what it does to the
/// findings of the others.
pub struct LastMonth<'a> {
    silenced: Silenced<'a>,
    missing: Vec<Missing<'a>>,
    /// Where each of them is among these.
    positions: HashMap<&'a AssetKey, usize>,
    controls: BTreeMap<&'static str, &'static Control>,
    /// The record.
    place: Place,
    notices: Vec<Diagnostic>,
    /// How many assets there are that are not missing.
    there: usize,
}

/// An asset that no source contains any more.
struct Missing<'a> {
    was: &'a MonthAsset,
    asset: Asset,
    since: Month,
    findings: &'a [MonthFinding],
}

impl<'a> LastMonth<'a> {
    /// Compares an assessment with the last record. `retired` are sources that are no longer used, by id, and where that
    /// is configured.
    pub fn of(
        assessment: &Assessment,
        last: &'a MonthRecord,
        now: Month,
        catalog: &[&'static Control],
        retired: &'a [(String, Place)],
    ) -> Self {
        let context = &assessment.context;
        let silenced = Silenced::of(assessment, last, retired);
        let place = Place::file(format!("{HISTORY}/{}.json", last.period));
        let controls: BTreeMap<&str, &'static Control> =
            catalog.iter().map(|control| (control.id, *control)).collect();
        let is_judged = |control: &str, asset: &Asset| {
            let control = controls.get(control);
            control.is_some_and(|control| control.asset_kinds.contains(&asset.key.kind))
        };
        let mut notices = silenced.notices(context, is_judged);
        notices.extend(were_excluded(assessment, last, &place));
        let findings: HashMap<&AssetKey, &MonthFindings> =
            last.findings.iter().map(|on| (&on.asset, on)).collect();
        let missing = missing(assessment, last).into_iter();
        let missing = missing.map(|was| Missing {
            was,
            asset: shell(was, &place),
            since: was.missing_since.unwrap_or(now),
            findings: findings.get(&was.key).map(|on| on.findings()).unwrap_or_default(),
        });
        let missing: Vec<Missing<'_>> = missing.collect();
        let positions = missing.iter().enumerate().map(|(at, missing)| (&missing.was.key, at));
        let positions = positions.collect();
        LastMonth {
            silenced,
            missing,
            positions,
            controls,
            place,
            notices,
            there: context.assets.len(),
        }
    }

    /// The warnings that follow.
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// The missing assets: all that is known about them is the content of the record. They follow all others.
    pub fn assets(&self) -> Vec<Asset> {
        self.missing.iter().map(|missing| missing.asset.clone()).collect()
    }

    /// How many missing assets there are.
    pub fn missing(&self) -> usize {
        self.missing.len()
    }

    /// How many findings the missing assets have that are counted, by their positions in the assessment.
    pub fn count(&self, are_counted: impl Fn(usize) -> bool) -> usize {
        let missing = self.missing.iter().enumerate();
        let counted = missing.filter(|(at, _)| are_counted(self.there + at));
        counted.map(|(_, missing)| self.on(missing).count()).sum()
    }

    /// The findings on some of the missing assets, at their last weight.
    pub fn findings(&self, assets: Range<usize>) -> impl Iterator<Item = Finding> + '_ {
        let missing = self.missing.iter().enumerate().take(assets.end).skip(assets.start);
        missing.flat_map(move |(at, missing)| {
            self.on(missing).map(move |(control, was)| self.finding(at, missing, control, was))
        })
    }

    /// The findings on an asset; none where it is not missing.
    pub fn on_asset(&self, asset: &AssetKey) -> impl Iterator<Item = Finding> + '_ {
        let at = self.positions.get(asset).copied();
        at.into_iter().flat_map(|at| self.findings(at..at + 1))
    }

    /// The finding of a control on a missing asset; none where the asset is not missing.
    pub fn one(&self, control: &str, asset: &AssetKey) -> Option<Finding> {
        let at = *self.positions.get(asset)?;
        let missing = self.missing.get(at)?;
        let (control, was) = self.on(missing).find(|(known, _)| known.id == control)?;
        Some(self.finding(at, missing, control, was))
    }

    /// Reverts a finding, if it would improve only because a source was not read.
    pub fn revert(&self, finding: &mut Finding, context: &Context) {
        self.silenced.revert(finding, context);
    }

    /// What a single run cannot know about its assets.
    pub fn carried_forward(&self) -> CarriedForward {
        let missing = self.missing.iter();
        CarriedForward {
            missing: missing.map(|missing| (missing.was.key.clone(), missing.since)).collect(),
            silent_sources: self.silenced.waiting().clone(),
        }
    }

    /// The findings of a missing asset that are counted.
    fn on(
        &self,
        missing: &Missing<'a>,
    ) -> impl Iterator<Item = (&'static Control, &'a MonthFinding)> + use<'_, 'a> {
        let counted = missing.findings.iter().filter(|was| was.outcome != Outcome::NotApplicable);
        counted.filter_map(|was| Some((*self.controls.get(was.control.as_str())?, was)))
    }

    fn finding(
        &self,
        at: usize,
        missing: &Missing<'_>,
        control: &'static Control,
        was: &MonthFinding,
    ) -> Finding {
        let key = &missing.was.key;
        Finding {
            id: FindingId::written(control.id, key),
            control,
            asset: self.there + at,
            tier: was.tier,
            derived_tier: was.tier,
            status_known: true,
            severity: was.severity,
            weight: Weight::known(weight(was.severity, was.tier)),
            judgement: judgement(was, missing.asset.record_kind(), missing.since, &self.place),
            waiver: None,
            found_by: was.found_by.iter().map(|tool| tool.to_string()).collect(),
        }
    }
}

/// Adds missing assets to an assessment whose findings are all made, and reverts those that would improve only because
/// a source was not read.
pub fn carry_forward(assessment: &mut Assessment, earlier: &LastMonth<'_>) {
    let context = &assessment.context;
    assessment.findings.iter_mut().for_each(|finding| earlier.revert(finding, context));
    assessment.notices.extend_from_slice(earlier.notices());
    assessment.context.assets.extend(earlier.assets());
    assessment.findings.extend(earlier.findings(0..earlier.missing.len()));
}
