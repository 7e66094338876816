//! Every control on every asset.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::weigh::{severity, weigh};
use model::{
    Asset, AssetKind, Context, Control, Finding, FindingId, Judgement, Reason, RecordKind, Weight,
    words,
};

/// Which control judges which asset. A control without an asset to judge judges the organisation instead, so
/// that leaving a kind out of the inventory does not help.
pub(super) struct Plan<'a> {
    context: &'a Context,
    /// How many assets there are to judge: those of the context that come first.
    judged: usize,
    catalog: &'a [&'static Control],
    /// The controls without an asset to judge.
    unused: Vec<&'static Control>,
    /// Where the organisation is among the assets.
    organisation: Option<usize>,
}

impl<'a> Plan<'a> {
    /// The plan for the assets of a context, as far as there are `judged`.
    pub(super) fn of(
        (context, judged): (&'a Context, usize),
        catalog: &'a [&'static Control],
    ) -> Self {
        let assets = context.assets.iter().take(judged);
        let kinds: BTreeSet<AssetKind> = assets.map(|asset| asset.key.kind).collect();
        let has = |kind: &AssetKind| kinds.contains(kind);
        let unused = catalog.iter().filter(|control| !control.asset_kinds.iter().any(has));
        let is_organisation = |asset: &Asset| asset.key.kind == AssetKind::Organisation;
        Plan {
            context,
            judged,
            catalog,
            unused: unused.copied().collect(),
            organisation: context.assets.iter().position(is_organisation),
        }
    }

    /// How many assets there are to judge.
    pub(super) fn assets(&self) -> usize {
        self.judged
    }

    /// How many findings there are on some of the assets, by their positions, and on the organisation.
    pub(super) fn count(&self, are_counted: impl Fn(usize) -> bool) -> usize {
        let assets = self.context.assets.iter().take(self.judged).enumerate();
        let mut numbers: BTreeMap<AssetKind, usize> = BTreeMap::new();
        assets
            .filter(|(position, _)| are_counted(*position))
            .for_each(|(_, asset)| *numbers.entry(asset.key.kind).or_default() += 1);
        let kinds = self.catalog.iter().flat_map(|control| control.asset_kinds);
        let judged: usize = kinds.filter_map(|kind| numbers.get(kind)).sum();
        judged + self.organisation.map_or(0, |_| self.unused.len())
    }

    /// The control of that id, where it judges the asset.
    pub(super) fn control(&self, id: &str, asset: &Asset) -> Option<&'static Control> {
        let control = self.catalog.iter().copied().find(|control| control.id == id)?;
        let is_its = control.asset_kinds.contains(&asset.key.kind);
        let instead = asset.key.kind == AssetKind::Organisation && self.is_unused(control);
        (is_its || instead).then_some(control)
    }

    fn is_unused(&self, control: &Control) -> bool {
        self.unused.iter().any(|unused| unused.id == control.id)
    }

    /// The findings on an asset, by control.
    pub(super) fn on_asset(&self, position: usize) -> Vec<Finding> {
        let Some(asset) = self.context.assets.get(position) else { return Vec::new() };
        let unsettled = unsettled(asset, self.context);
        let applies = |control: &&&'static Control| control.asset_kinds.contains(&asset.key.kind);
        let controls = self.catalog.iter().filter(applies);
        let mut findings = Vec::with_capacity(self.catalog.len());
        findings.extend(controls.map(|control| {
            let verdict = verdict(control, asset, self.context, unsettled.as_ref());
            finding(control, position, asset, verdict)
        }));
        findings
    }

    /// The findings of controls without an asset to judge.
    pub(super) fn of_the_organisation(&self) -> Vec<Finding> {
        self.unused.iter().filter_map(|control| self.instead(control)).collect()
    }

    fn instead(&self, control: &'static Control) -> Option<Finding> {
        let at = self.organisation?;
        let organisation = self.context.assets.get(at)?;
        Some(finding(control, at, organisation, nothing_to_judge(control, self.context)))
    }

    /// The finding of one control on one asset; none where the control does not judge it.
    pub(super) fn one(&self, id: &str, position: usize) -> Option<Finding> {
        let asset = self.context.assets.get(position)?;
        let control = self.control(id, asset)?;
        if self.is_unused(control) {
            return self.instead(control);
        }
        let unsettled = unsettled(asset, self.context);
        let verdict = verdict(control, asset, self.context, unsettled.as_ref());
        Some(finding(control, position, asset, verdict))
    }
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
            words!("Applies from {}; the asset is {}", control.from_tier, asset.tier.treated),
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
        // An id is a text like the others.
        id: if words::are_wanted() {
            FindingId::written(control.id, &asset.key)
        } else {
            EcoString::new()
        },
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
