//! Assets of the last record that were not retired and that no source contains any more. They stay in
//! the count, not assessed, at their last weight: removing a file raises no score.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::renames::{Before, Renames};
use super::silent_sources::Feeds;
use model::month::{MonthAsset, MonthFinding};
use model::records::{Agent, Secret, Server, ServiceAccount, Status};
use model::{
    Assessment, Asset, AssetFacts, AssetKey, AssetKind, Diagnostic, Field, Judgement, Month,
    MonthRecord, Place, Provenance, Reason, TierJudgement,
};

/// The assets of the record that are neither there, nor retired, nor continued under a new name. Of several
/// assets that one replaces, one continues in it; the others stay until they are retired.
///
/// A retired asset may disappear only when none of its findings was open: those must be fixed first.
pub(super) fn missing<'a>(assessment: &Assessment, last: &'a MonthRecord) -> Vec<&'a MonthAsset> {
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
pub(super) fn were_excluded(
    assessment: &Assessment,
    last: &MonthRecord,
    place: &Place,
) -> Vec<Diagnostic> {
    if last.excluded.is_empty() {
        return Vec::new();
    }
    let names = |asset: &Asset| {
        let other_names = asset.other_names().iter();
        let others = other_names.map(|name| AssetKey::new(asset.key.kind, name.clone()));
        let names = others.chain(asset.formerly()).chain([asset.key.clone()]);
        names.collect::<Vec<AssetKey>>()
    };
    let there: HashSet<AssetKey> = assessment.context.assets.iter().flat_map(names).collect();
    let keys = last.excluded.iter().filter_map(|key| AssetKey::parse(key));
    let lost = keys.filter(|key| !there.contains(key)).map(|key| {
        let period = last.period;
        let message =
            format!("{key} was excluded from scope in {period}, and no source contains it now");
        let help = "add its source again, or keep a record that states `status: retired`";
        Diagnostic::at(place, message, help)
    });
    lost.collect()
}

/// All that is known about it: the content of the record.
pub(super) fn shell(was: &MonthAsset, place: &Place) -> Asset {
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

pub(super) fn judgement(
    was: &MonthFinding,
    record: &'static str,
    since: Month,
    place: &Place,
) -> Judgement {
    let mut judgement = Judgement::missing_record(record)
        .because(Some(place), format!("outcome in the last record: {}", was.outcome));
    judgement.reason = Some(Reason::Unaccounted);
    judgement.sentence = format!(
        "Missing from the inventory since {since} and not retired, so it stays in the count at its \
         last weight"
    );
    judgement
}
