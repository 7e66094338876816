//! Assets of the last record that were not retired and that no source contains any more. They stay in
//! the count, not assessed, at their last weight: removing a file raises no score.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use ecow::EcoString;

use super::renames::{Before, Renames};
use super::silent_sources::{Feeds, Silenced};
use model::month::{HISTORY, MonthAsset, MonthFinding, MonthFindings};
use model::records::{Agent, Secret, Server, ServiceAccount, Status};
use model::{
    Ask, Assessment, Asset, AssetFacts, AssetKey, AssetKind, Context, Control, Diagnostic, Field,
    Finding, FindingId, Judgement, Month, MonthRecord, Outcome, Place, Provenance, Reason,
    TierJudgement, Weight, weight,
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

/// The assets of the record that are neither there, nor retired, nor continued under a new name. Of several
/// assets that one replaces, one continues in it; the others stay until they are retired.
///
/// A retired asset may disappear only when none of its findings was open: those must be fixed first.
fn missing<'a>(assessment: &Assessment, last: &'a MonthRecord) -> Vec<&'a MonthAsset> {
    let assets = &assessment.context.assets;
    let present: BTreeSet<&AssetKey> = assets.iter().map(|asset| &asset.key).collect();
    let before = Before::of(last, &Renames::of_assets(assets));
    let joined = Joined::of(assessment);
    let stand_open = last.each_finding().filter(|(_, finding)| finding.stands_open());
    let open: BTreeSet<&AssetKey> = stand_open.map(|(asset, _)| asset).collect();
    let is_missing = |asset: &&MonthAsset| {
        let key = &asset.key;
        !present.contains(key)
            && !before.continued.contains(key)
            && !joined.contains(asset)
            && (!asset.retired || open.contains(key))
    };
    last.assets.iter().filter(is_missing).collect()
}

/// Assets that are part of another one now: the exports that showed them show that one.
struct Joined<'a> {
    names: BTreeMap<(AssetKind, String), &'a Asset>,
    feeds: Feeds,
}

impl<'a> Joined<'a> {
    fn of(assessment: &'a Assessment) -> Self {
        let assets = assessment.context.assets.iter();
        let names = assets.flat_map(|asset| {
            let names = asset.other_names().iter();
            names.map(move |name| ((asset.key.kind, name.to_lowercase()), asset))
        });
        Joined { names: names.collect(), feeds: Feeds::of(assessment) }
    }

    /// A name that only a record states shows nothing: its author could hide an asset behind it.
    fn contains(&self, was: &MonthAsset) -> bool {
        let name = (was.key.kind, was.key.id.to_lowercase().into());
        let Some(asset) = self.names.get(&name) else { return false };
        let now = self.feeds.of_asset(asset);
        let of_configuration = !was.recorded && was.observed && was.reported_by.is_empty();
        match &asset.facts {
            AssetFacts::Server(server) if of_configuration => server.configuration.is_some(),
            _ => {
                !was.reported_by.is_empty() && was.reported_by.iter().all(|feed| now.contains(feed))
            }
        }
    }
}

/// Assets that were excluded from scope and that no source contains now: the record has none of their
/// findings, so that nothing can be carried forward.
fn were_excluded(assessment: &Assessment, last: &MonthRecord, place: &Place) -> Vec<Diagnostic> {
    let assets = &assessment.context.assets;
    let is_there = |key: &AssetKey| {
        assets.iter().any(|asset| {
            asset.key == *key
                || asset.formerly().contains(key)
                || asset.key.kind == key.kind
                    && asset.other_names().iter().any(|name| *name == key.id)
        })
    };
    let keys = last.excluded.iter().filter_map(|key| AssetKey::parse(key));
    let lost = keys.filter(|key| !is_there(key)).map(|key| {
        let period = last.period;
        let message =
            format!("{key} was excluded from scope in {period}, and no source contains it now");
        let help = "add its source again, or keep a record that states `status: retired`";
        Diagnostic::at(place, message, help)
    });
    lost.collect()
}

/// All that is known about it: the content of the record.
fn shell(was: &MonthAsset, place: &Place) -> Asset {
    let id = was.key.id.to_string();
    let owner = match was.owner.as_str() {
        "" => Field::Absent,
        owner => Field::Given(vec![owner.to_string()]),
    };
    let status = if was.retired { Field::Given(Status::Retired) } else { Field::Absent };
    let facts = match was.key.kind {
        AssetKind::Server => {
            AssetFacts::Server(Box::new(Server { id, owner, status, ..Server::default() }))
        }
        AssetKind::Agent => {
            AssetFacts::Agent(Box::new(Agent { id, owner, status, ..Agent::default() }))
        }
        AssetKind::ServiceAccount => AssetFacts::ServiceAccount(Box::new(ServiceAccount {
            id,
            owner,
            status,
            ..ServiceAccount::default()
        })),
        AssetKind::Secret => {
            AssetFacts::Secret(Box::new(Secret { id, owner, status, ..Secret::default() }))
        }
        AssetKind::Organisation => AssetFacts::Organisation,
    };
    Asset {
        key: was.key.clone(),
        facts,
        tier: TierJudgement { derived: was.derived_tier, ..TierJudgement::known(was.tier) },
        from: Provenance::whole(place.clone()),
        registered: was.recorded,
        secrets: Vec::new(),
        conflicts: Vec::new(),
        declarations: Vec::new(),
        sighted: None,
        status_known: true,
    }
}

fn judgement(was: &MonthFinding, record: &str, since: Month, place: &Place) -> Judgement {
    let mut judgement = Judgement::missing_record(record)
        .because(Some(place), format!("outcome in the last record: {}", was.outcome));
    judgement.reason = Some(Reason::Unaccounted);
    judgement.ask = Some(Ask { record: record.into(), field: EcoString::new() });
    judgement.sentence = format!(
        "Missing from the inventory since {since} and not retired, so it stays in the count at its \
         last weight"
    );
    judgement
}
