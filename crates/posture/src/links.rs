//! What a finding shares with its control, its asset and its waivers.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use jiff::civil::Date;

use super::frameworks::References;
use model::posture::{AssetCard, ControlCard, FindingCard, FrameworkState, WaiverCard};
use model::{AssetKey, Control, Domain, FindingId, Outcome, Severity, Tier, WaiverState, weight};

/// Looks up what findings share.
pub(super) struct Links<'a> {
    assets: HashMap<&'a AssetKey, &'a AssetCard, RandomState>,
    controls: HashMap<&'a str, &'a ControlCard, RandomState>,
    waivers: HashMap<&'a str, (WaiverState, Date), RandomState>,
    references: References,
}

impl<'a> Links<'a> {
    pub(super) fn of(
        assets: &'a [AssetCard],
        controls: &'a [ControlCard],
        waivers: &'a [WaiverCard],
        frameworks: &[FrameworkState],
    ) -> Self {
        Links {
            assets: assets.iter().map(|asset| (&asset.key, asset)).collect(),
            controls: controls.iter().map(|control| (control.id.as_str(), control)).collect(),
            waivers: states(waivers),
            references: References::of(frameworks),
        }
    }

    /// The control of a finding.
    pub(super) fn control(&self, finding: &FindingCard) -> Option<&'a ControlCard> {
        self.controls.get(finding.control.as_str()).copied()
    }

    /// The asset of a finding; the organisation has no card.
    pub(super) fn asset(&self, finding: &FindingCard) -> Option<&'a AssetCard> {
        self.of_key(&finding.asset)
    }

    /// The asset of a key; the organisation has no card.
    pub(super) fn of_key(&self, asset: &AssetKey) -> Option<&'a AssetCard> {
        self.assets.get(asset).copied()
    }

    /// Sets all that follows from the control, the asset, the severity and the outcome.
    pub(super) fn settle(&self, finding: &mut FindingCard) {
        let rule = self.control(finding).map(Rule::stated);
        self.settle_counted(finding, self.asset(finding), rule);
        set_id(finding);
        finding.requirements = self.references.on(&finding.control, finding.asset.kind);
    }

    /// The same without what only print shows: the id and the requirements. `asset` and `rule` are those of the finding.
    pub(super) fn settle_counted(
        &self,
        finding: &mut FindingCard,
        asset: Option<&AssetCard>,
        rule: Option<Rule>,
    ) {
        let mut status_known = true;
        if let Some(asset) = asset {
            status_known = asset.status_known;
            // The texts of the asset are shared, not copied.
            finding.asset_name.clone_from(&asset.name);
            finding.owner.clone_from(&asset.owner);
            finding.tier = asset.tier;
            finding.derived_tier = asset.derived_tier;
        }
        let counted = finding.outcome != Outcome::NotApplicable;
        finding.weight = if counted { weight(finding.severity, finding.tier) } else { 0 };
        if let Some(rule) = rule {
            finding.domain = rule.domain;
            let tier = finding.derived_tier;
            let severity = rule.severity.get(tier as usize).copied();
            let earns = tier >= rule.from_tier && (status_known || rule.judges_retired);
            let severity = severity.filter(|_| earns);
            let earned = severity.map_or(0, |severity| weight(severity, tier));
            finding.pass_weight = earned.min(finding.weight);
        }
        if !self.waivers.is_empty() {
            set_id(finding);
        }
        let waiver = self.waivers.get(finding.id.as_str()).copied();
        finding.waiver = waiver.map(|(state, _)| state);
        let live = waiver.filter(|(state, _)| *state == WaiverState::Applied);
        finding.waived_until = live.map(|(_, until)| until);
    }

    /// The requirements that each control supports, whatever the kind of asset.
    pub(super) fn requirements(frameworks: &[FrameworkState], controls: &mut [ControlCard]) {
        let references = References::of(frameworks);
        for control in controls {
            control.requirements = references.of_control(&control.id);
        }
    }
}

/// What a finding takes from its control.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    domain: Domain,
    severity: [Severity; 4],
    from_tier: Tier,
    judges_retired: bool,
}

impl Rule {
    /// That of a control.
    pub(super) fn of(control: &Control) -> Self {
        let Control { domain, severity, from_tier, judges_retired, .. } = *control;
        Rule { domain, severity: severity.0, from_tier, judges_retired }
    }

    /// That of a control that a posture states.
    fn stated(control: &ControlCard) -> Self {
        let ControlCard { domain, severity, from_tier, judges_retired, .. } = *control;
        Rule { domain, severity, from_tier, judges_retired }
    }
}

fn set_id(finding: &mut FindingCard) {
    if !FindingId::is_written(&finding.id, &finding.control, &finding.asset) {
        finding.id = FindingId::written(&finding.control, &finding.asset);
    }
}

/// The state and the last day of the waiver on each finding; a live one takes precedence.
fn states(waivers: &[WaiverCard]) -> HashMap<&str, (WaiverState, Date), RandomState> {
    let mut states = HashMap::default();
    for waiver in waivers {
        let stated = (waiver.state, waiver.expires_on);
        let state = states.entry(waiver.finding.as_str()).or_insert(stated);
        if waiver.state == WaiverState::Applied {
            *state = stated;
        }
    }
    states
}
