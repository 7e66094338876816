//! Every control on every asset.

use rayon::prelude::*;

use super::weigh::{severity, weigh};
use model::{
    Asset, AssetKind, Context, Control, Finding, FindingId, Judgement, Reason, RecordKind, Weight,
};

/// All findings, by asset and then by control. A control without an asset to judge
/// judges the organisation instead, so that leaving a kind out of the inventory does not help.
pub(super) fn judge(context: &Context, catalog: &[&'static Control]) -> Vec<Finding> {
    let assets: Vec<(usize, &Asset)> = context.assets.iter().enumerate().collect();
    let mut findings: Vec<Finding> = assets
        .par_iter()
        .flat_map_iter(|&(position, asset)| {
            let applies =
                |control: &&&'static Control| control.asset_kinds.contains(&asset.key.kind);
            let unsettled = unsettled(asset, context);
            catalog.iter().filter(applies).map(move |control| {
                let verdict = verdict(control, asset, context, unsettled.as_ref());
                finding(control, position, asset, verdict)
            })
        })
        .collect();
    if let Some((position, organisation)) =
        assets.iter().find(|(_, asset)| asset.key.kind == AssetKind::Organisation)
    {
        let unused = catalog.iter().filter(|control| {
            !context.assets.iter().any(|asset| control.asset_kinds.contains(&asset.key.kind))
        });
        findings.extend(unused.map(|control| {
            finding(control, *position, organisation, nothing_to_judge(control, context))
        }));
    }
    findings
}

/// Why a retirement does not excuse a server: nobody who may decide it did, and no client configuration in the
/// inputs could show that it goes on. Else leaving out the one that does would close all its findings.
fn unsettled(asset: &Asset, context: &Context) -> Option<Judgement> {
    if asset.key.kind != AssetKind::Server || !asset.is_retired() {
        return None;
    }
    if context.undecided_retirement(asset).is_none() || context.configured_server().is_some() {
        return None;
    }
    let sentence = "Recorded as retired, but no owner of identity or platform security decided that, and no client \
                    configuration in the inputs could show it in service";
    let record = asset.record_kind();
    Some(Judgement::unusable(Reason::MissingField, record, "retired_by", sentence))
}

/// The verdict on one asset.
fn verdict(
    control: &Control,
    asset: &Asset,
    context: &Context,
    unsettled: Option<&Judgement>,
) -> Judgement {
    if asset.tier.treated < control.from_tier {
        return Judgement::excluded(
            Reason::BelowTier,
            format!("Applies from {}; the asset is {}", control.from_tier, asset.tier.treated),
        );
    }
    if asset.is_retired() && !control.judges_retired {
        let retired = || Judgement::excluded(Reason::Retired, "Retired");
        return unsettled.cloned().unwrap_or_else(retired);
    }
    control.judge(asset, context)
}

/// A finding with the tier of its asset and the severity of its control there.
pub(super) fn finding(
    control: &'static Control,
    position: usize,
    asset: &Asset,
    judgement: Judgement,
) -> Finding {
    let severity = severity(control, asset.tier.treated, &judgement);
    let mut finding = Finding {
        id: FindingId::written(control.id, &asset.key),
        control,
        asset: position,
        tier: asset.tier.treated,
        derived_tier: asset.tier.derived,
        status_known: asset.status_known,
        severity,
        weight: Weight::default(),
        judgement,
        waiver: None,
        found_by: Vec::new(),
    };
    weigh(&mut finding);
    finding
}

/// The verdict where the inventory holds none of a control's kinds: not applicable where every kind
/// is declared empty, else not assessed, with the first kind that is missing from all inputs.
fn nothing_to_judge(control: &Control, context: &Context) -> Judgement {
    let record = |kind: &AssetKind| match kind {
        AssetKind::Server | AssetKind::Organisation => RecordKind::Servers,
        AssetKind::Agent => RecordKind::Agents,
        AssetKind::ServiceAccount => RecordKind::ServiceAccounts,
        AssetKind::Secret => RecordKind::Secrets,
    };
    let missing = control.asset_kinds.iter().map(record).find(|kind| !context.carries(*kind));
    match missing {
        Some(kind) => Judgement::missing_record(kind.id()),
        None => Judgement::not_applicable("The inventory declares that there are none to assess"),
    }
}
