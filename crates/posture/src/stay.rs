//! Assets that were in the last record, that nobody retired and that no source speaks of any more.
//! They stay in the count, not assessed, at their last weight: dropping a file raises no score.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::Renames;
use super::unheard::unheard;
use model::month::{HISTORY, MonthAsset, MonthFinding};
use model::records::{Agent, Secret, Server, ServiceAccount, Status};
use model::{
    Ask, Assessment, Asset, AssetFacts, AssetKey, AssetKind, Control, Field, Finding, FindingId,
    Judgement, Month, MonthRecord, Outcome, Place, Reason, TierJudgement, weight,
};

/// What one run alone could not know of its assets.
#[derive(Debug, Clone, Default)]
pub struct Stays {
    /// Those that stay though no source speaks of them, and since when.
    pub missing: BTreeMap<AssetKey, Month>,
    /// The feeds that spoke of an asset and are silent now.
    pub unheard: BTreeMap<AssetKey, Vec<String>>,
}

/// Adds what stays to an assessment, and takes back what only silence would mend. `retired` are
/// sources that are no longer used, by id, and where that is said.
pub fn stay(
    assessment: &mut Assessment,
    last: &MonthRecord,
    now: Month,
    catalog: &[&'static Control],
    retired: &[(String, Place)],
) -> Stays {
    let unheard = unheard(assessment, last, retired);
    let gone = missing(assessment, last);
    let place = Place::file(format!("{HISTORY}/{}.json", last.period));
    let mut positions = BTreeMap::new();
    let mut since = BTreeMap::new();
    for asset in gone {
        positions.insert(asset.key.clone(), assessment.context.assets.len());
        since.insert(asset.key.clone(), asset.missing_since.unwrap_or(now));
        assessment.context.assets.push(shell(asset, &place));
    }
    let controls: BTreeMap<&str, &'static Control> = catalog.iter().map(|c| (c.id, *c)).collect();
    for finding in last.findings.iter().filter(|f| f.outcome != Outcome::NotApplicable) {
        let Some(key) = finding.asset() else { continue };
        let Some((at, since)) = positions.get(&key).zip(since.get(&key)) else { continue };
        let control = controls.get(FindingId::control_of(&finding.id));
        let Some(control) = control else { continue };
        let asset = assessment.context.assets.get(*at).map_or("", |asset| asset.record_kind());
        let judgement = judgement(finding, asset, *since, &place);
        assessment.findings.push(Finding {
            id: finding.id.clone(),
            control,
            asset: *at,
            tier: finding.tier,
            severity: finding.severity,
            weight: weight(finding.severity, finding.tier),
            judgement,
            waiver: None,
            found_by: finding.found_by.clone(),
        });
    }
    Stays { missing: since, unheard }
}

/// The assets of the record that are neither there, nor retired, nor explained by a new name.
///
/// A retired one may go only when nothing on it was open: what it left behind must be mended first.
fn missing<'a>(assessment: &Assessment, last: &'a MonthRecord) -> Vec<&'a MonthAsset> {
    let assets = &assessment.context.assets;
    let present: BTreeSet<&AssetKey> = assets.iter().map(|asset| &asset.key).collect();
    let other_names: BTreeSet<(AssetKind, String)> = assets
        .iter()
        .flat_map(|asset| asset.other_names().iter().map(|n| (asset.key.kind, n.to_lowercase())))
        .collect();
    let renames = Renames::of(assets.iter().map(|asset| (&asset.key, asset.formerly())));
    let open: BTreeSet<AssetKey> = last
        .findings
        .iter()
        .filter(|finding| finding.outcome.is_open())
        .filter_map(MonthFinding::asset)
        .collect();
    let is_missing = |asset: &&MonthAsset| {
        let key = &asset.key;
        !present.contains(key)
            && !renames.explains(key)
            && !other_names.contains(&(key.kind, key.id.to_lowercase()))
            && (!asset.retired || open.contains(key))
    };
    last.assets.iter().filter(is_missing).collect()
}

/// All that is known of it: what the record says.
fn shell(was: &MonthAsset, place: &Place) -> Asset {
    let id = was.key.id.clone();
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
        tier: TierJudgement {
            derived: was.tier,
            declared: None,
            tests: was.tier,
            reasons: Vec::new(),
        },
        places: vec![place.clone()],
        registered: false,
        secrets: Vec::new(),
        conflicts: Vec::new(),
    }
}

fn judgement(was: &MonthFinding, record: &str, since: Month, place: &Place) -> Judgement {
    let mut judgement = Judgement::missing_record(record)
        .because(Some(place), format!("the last record says: {}", was.outcome));
    judgement.reason = Some(Reason::Unaccounted);
    judgement.ask = Some(Ask { record: record.into(), field: String::new() });
    judgement.sentence = format!(
        "No source speaks of it since {since} and nobody retired it, so it stays in the count at \
         its last weight"
    );
    judgement
}
