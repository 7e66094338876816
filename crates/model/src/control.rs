//! A control: what we judge, as texts and as one pure function.

use std::fmt;

use super::records::{Agent, Secret, Server};
use super::{
    Asset, AssetFacts, AssetKind, Context, Domain, Judgement, PerTier, Severity, Threshold, Tier,
};

/// A thing we judge. Its title is a noun phrase; its criteria say when an asset passes.
///
/// Controls are plain statics; the texts that a report prints are here and nowhere else.
pub struct Control {
    /// `OWN-01`: family and number, never reused.
    pub id: &'static str,
    /// The file's name: what it is about in short.
    pub slug: &'static str,
    /// The family it belongs to.
    pub family: Family,
    /// What it is about, as a noun phrase that can stand alone in a list.
    pub title: &'static str,
    /// Why it matters, for the person who pays for the remediation.
    pub why: &'static str,
    /// When it passes, when it passes partially, when it fails.
    pub criteria: Criteria,
    /// What to do where it fails.
    pub remediation: &'static str,
    /// How much a failure matters, by derived tier.
    pub severity: PerTier<Severity>,
    /// The one domain that is responsible for it.
    pub domain: Domain,
    /// The kinds of asset it judges.
    pub asset_kinds: &'static [AssetKind],
    /// The lowest derived tier it judges; below it is not applicable.
    pub from_tier: Tier,
    /// Whether it judges retired assets too.
    pub judges_retired: bool,
    /// The limits it compares with.
    pub thresholds: &'static [&'static Threshold],
    /// The function that judges one asset, of the kinds and tiers above.
    pub judge: Judge,
}

/// The function that judges one asset, by the record it reads.
#[derive(Clone, Copy)]
pub enum Judge {
    /// Whatever kind of asset the control lists.
    Asset(fn(&Asset, &Context) -> Judgement),
    /// Servers only.
    Server(fn(&Asset, &Server, &Context) -> Judgement),
    /// Agents only.
    Agent(fn(&Asset, &Agent, &Context) -> Judgement),
    /// Secrets only.
    Secret(fn(&Asset, &Secret, &Context) -> Judgement),
}

impl Control {
    /// The verdict on one asset.
    pub fn judge(&self, asset: &Asset, context: &Context) -> Judgement {
        match (self.judge, &asset.facts) {
            (Judge::Asset(judge), _) => judge(asset, context),
            (Judge::Server(judge), AssetFacts::Server(server)) => judge(asset, server, context),
            (Judge::Agent(judge), AssetFacts::Agent(agent)) => judge(asset, agent, context),
            (Judge::Secret(judge), AssetFacts::Secret(secret)) => judge(asset, secret, context),
            _ => Judgement::not_applicable("The control does not apply to this kind of asset"),
        }
    }
}

/// The three criteria: when a control passes, partly passes and fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criteria {
    /// When it passes.
    pub pass: &'static str,
    /// When it passes partially; empty where there is no weaker condition.
    pub partial: &'static str,
    /// When it fails.
    pub fail: &'static str,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The families of controls, in report order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Ownership and accountability.
    Own,
    /// Inventory and classification.
    Inv,
    /// Scope and least privilege.
    Scp,
    /// Credentials and authentication.
    Crd,
    /// Secrets hygiene.
    Sec,
    /// Access review.
    Rev,
    /// Revocation and offboarding.
    Rvk,
    /// Policy, approval and waivers.
    Pol,
    /// Monitoring.
    Mon,
    /// Isolation and exposure.
    Iso,
    /// Third party and supply chain.
    Tps,
    /// Agent containment and trust.
    Agt,
}

impl Family {
    /// Every family, in report order.
    pub const ALL: [Family; 12] = [
        Self::Own,
        Self::Inv,
        Self::Scp,
        Self::Crd,
        Self::Sec,
        Self::Rev,
        Self::Rvk,
        Self::Pol,
        Self::Mon,
        Self::Iso,
        Self::Tps,
        Self::Agt,
    ];

    /// The family of the control with this id.
    pub fn of(control: &str) -> Option<Family> {
        let (family, _) = control.split_once('-')?;
        Self::ALL.into_iter().find(|known| known.id() == family)
    }

    /// The three letters in front of a control's number.
    pub fn id(self) -> &'static str {
        match self {
            Self::Own => "OWN",
            Self::Inv => "INV",
            Self::Scp => "SCP",
            Self::Crd => "CRD",
            Self::Sec => "SEC",
            Self::Rev => "REV",
            Self::Rvk => "RVK",
            Self::Pol => "POL",
            Self::Mon => "MON",
            Self::Iso => "ISO",
            Self::Tps => "TPS",
            Self::Agt => "AGT",
        }
    }

    /// The family's name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Own => "Ownership and accountability",
            Self::Inv => "Inventory and classification",
            Self::Scp => "Scope and least privilege",
            Self::Crd => "Credentials and authentication",
            Self::Sec => "Secrets hygiene",
            Self::Rev => "Access review",
            Self::Rvk => "Revocation and offboarding",
            Self::Pol => "Policy, approval and waivers",
            Self::Mon => "Monitoring",
            Self::Iso => "Isolation and exposure",
            Self::Tps => "Third party and supply chain",
            Self::Agt => "Agent containment and trust",
        }
    }
}
