//! What moved between two months, and why the score did.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counts::SeverityCounts;
use super::{AssetKey, Month, Outcome, Parts, Place, Severity, Tenths, Tier};

/// What moved between two assessments of one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Change {
    /// The earlier one.
    pub before: Side,
    /// The later one.
    pub after: Side,
    /// The score after less the score before, as printed; none where one of them is none.
    pub difference: Option<Tenths>,
    /// The same comparison over the assets that were in service in both.
    pub same_assets: SameAssets,
    /// How many findings regressed: they are open now, and were not or were less so before.
    #[serde(default)]
    pub regressed: u64,
    /// Findings that moved, by what became of them.
    pub classes: Vec<ClassRow>,
    /// Assets that moved.
    pub assets: Vec<AssetMoves>,
    /// Why the score moved; none where that is undefined.
    pub attribution: Option<Attribution>,
    /// Why there is no attribution.
    pub undefined: Option<String>,
    /// What cannot be compared, or not be distinguished.
    pub caveats: Vec<String>,
}

/// One figure of the first line on a change, with what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeFigure {
    /// The class of the findings.
    pub class: Class,
    /// How many findings.
    pub count: u64,
    /// What they are, as words after the figure.
    pub words: &'static str,
}

impl Change {
    /// What the first line on a change names: new and fixed findings always; of every other class what is open now
    /// or not assessed any more, where there is any. What was open before and still is is no change.
    pub fn figures(&self) -> Vec<ChangeFigure> {
        let figure = |class: Class| {
            let row = self.classes.iter().find(|row| row.class == class);
            let (all, open) = row.map_or((0, 0), |row| (row.findings, row.open));
            let (count, words) = match class {
                Class::New => (open, "new"),
                Class::Reopened => (open, "reopened"),
                Class::Fixed => (all, "fixed"),
                Class::NewlyAssessed => (open, "newly assessed and open"),
                Class::NoLongerAssessed => (all, "no longer assessed"),
                Class::AssetAdded => (open, "open on added assets"),
                Class::AssetRetired => (open, "open on retired assets"),
                Class::AssetExcluded => (open, "open on excluded assets"),
                Class::TierChanged => (open, "open on assets of another tier"),
                Class::Method => (open, "open by changed rules"),
                Class::Other => (open, "open for another reason"),
                Class::Unchanged => return None,
            };
            let is_named = count > 0 || matches!(class, Class::New | Class::Fixed);
            is_named.then_some(ChangeFigure { class, count, words })
        };
        Class::ALL.into_iter().filter_map(figure).collect()
    }

    /// The same as a list: `0 new, 3 fixed, 2 newly assessed and open`.
    pub fn figures_in_words(&self) -> String {
        let figure = |it: ChangeFigure| format!("{} {}", it.count, it.words);
        self.figures().into_iter().map(figure).collect::<Vec<_>>().join(", ")
    }
}

/// One of the two that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Side {
    /// Its month.
    pub period: Month,
    /// The day it was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Its three parts.
    pub score: Parts,
    /// Its open findings by severity.
    pub open: SeverityCounts,
}

/// The three parts of the assets that were in service both times, so that finding an asset that
/// was not known before does not count as a deterioration.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct SameAssets {
    /// How many assets that are.
    pub assets: u64,
    /// Their parts before.
    pub before: Parts,
    /// Their parts after.
    pub after: Parts,
    /// Their score after less their score before, as printed.
    pub difference: Option<Tenths>,
}

/// What became of a finding. Each has one class; what happened to its asset has precedence.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Open now, and never known to be open before.
    New,
    /// Open again, after it had been remediated.
    Reopened,
    /// Open before and now.
    Unchanged,
    /// Open before, and passing now.
    Fixed,
    /// Not assessed before, and assessed now.
    NewlyAssessed,
    /// Assessed before, and not assessed now.
    NoLongerAssessed,
    /// Its asset was added, or is in service again.
    AssetAdded,
    /// Its asset was retired, or is gone and explained.
    AssetRetired,
    /// Its asset was excluded from scope.
    AssetExcluded,
    /// Its asset's tier changed.
    TierChanged,
    /// The rules it is judged by changed, and with them its outcome or weight: neither fixed nor new.
    Method,
    /// It applies now and did not, or the other way round, or weighs otherwise.
    Other,
}

impl Class {
    /// Every class, in report order: what persists is last.
    pub const ALL: [Class; 12] = [
        Self::New,
        Self::Reopened,
        Self::Fixed,
        Self::NewlyAssessed,
        Self::NoLongerAssessed,
        Self::AssetAdded,
        Self::AssetRetired,
        Self::AssetExcluded,
        Self::TierChanged,
        Self::Method,
        Self::Other,
        Self::Unchanged,
    ];

    /// The class as reports print it.
    pub fn title(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Reopened => "Reopened",
            Self::Unchanged => "Unchanged (open)",
            Self::Fixed => "Fixed",
            Self::NewlyAssessed => "Newly assessed",
            Self::NoLongerAssessed => "No longer assessed",
            Self::AssetAdded => "On added assets",
            Self::AssetRetired => "On retired assets",
            Self::AssetExcluded => "On excluded assets",
            Self::TierChanged => "Tier changed",
            Self::Method => "Judged by changed rules",
            Self::Other => "Other",
        }
    }
}

/// The findings of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ClassRow {
    /// The class.
    pub class: Class,
    /// Its name.
    pub title: String,
    /// How many findings it has.
    pub findings: u64,
    /// How many of them are open now.
    pub open: u64,
    /// The highest severity among them.
    pub named: Vec<ChangedFinding>,
}

/// A finding that moved, or persists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ChangedFinding {
    /// Its id, by the name its asset has now.
    pub id: String,
    /// The control's title; empty where the catalogue no longer has it.
    pub title: String,
    /// Its outcome before; none where it was not there.
    pub before: Option<Outcome>,
    /// Its outcome now; none where it is gone.
    pub after: Option<Outcome>,
    /// How much a failure matters.
    pub severity: Severity,
    /// The derived tier of its asset.
    pub tier: Tier,
    /// What it weighs.
    pub weight: u64,
    /// The month since which it is open; for a remediated one, since which it had been.
    pub since: Option<Month>,
    /// Whether changed limits alone gave it its outcome.
    pub by_limits: bool,
    /// Whether it is open now, and was not or was less so before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub regressed: bool,
    /// Of one that regressed, what is wrong, in one sentence; empty where only a month record is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub defect: String,
    /// Where that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl ChangedFinding {
    /// Whether a finding with these outcomes regressed.
    pub fn is_regression(before: Option<Outcome>, after: Option<Outcome>) -> bool {
        let was = before.filter(|outcome| outcome.is_open());
        after.is_some_and(|now| now.is_open() && was.is_none_or(|was| now.rank() > was.rank()))
    }
}

/// What happened to assets.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Not there before, or not in service.
    Added,
    /// Retired since, or gone and explained.
    Retired,
    /// Excluded from scope by the profile.
    Excluded,
    /// Its derived tier changed.
    TierChanged,
    /// It has another id now.
    Renamed,
    /// It is missing from all sources without having been retired: it stays in the count.
    Missing,
}

impl Move {
    /// Every move, in report order.
    pub const ALL: [Move; 6] = [
        Self::Added,
        Self::Retired,
        Self::Excluded,
        Self::TierChanged,
        Self::Renamed,
        Self::Missing,
    ];

    /// What happened to them, as reports print it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Retired => "Retired",
            Self::Excluded => "Excluded from scope",
            Self::TierChanged => "Tier changed",
            Self::Renamed => "Renamed",
            Self::Missing => "Missing from inventory",
        }
    }
}

/// The assets to which one thing happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct AssetMoves {
    /// What happened to them.
    pub what: Move,
    /// The same as reports print it.
    pub title: String,
    /// How many there are.
    pub count: u64,
    /// Some of them, by key.
    pub named: Vec<MovedAsset>,
}

/// One asset that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct MovedAsset {
    /// Its key.
    pub asset: AssetKey,
    /// More about it: `T1 → T3`, the key it had, since when it is missing.
    pub detail: String,
}

/// The groups that a move of the score is made of.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Remediated.
    Fixed,
    /// Open, new or again.
    New,
    /// Not assessed before.
    NewlyAssessed,
    /// Not assessed any more.
    NoLongerAssessed,
    /// Assets that came in.
    Added,
    /// Assets that went out of service.
    Retired,
    /// Assets that the profile excluded from scope.
    Excluded,
    /// Assets whose tier changed.
    TierChanged,
    /// What is better or worse without having been remediated, or whose applicability changed.
    Other,
    /// What changed limits did to unchanged inputs.
    Limits,
    /// What is judged by changed rules: the method, and not the assets.
    Method,
}

impl Group {
    /// Every group, in the order of the waterfall.
    pub const ALL: [Group; 11] = [
        Self::Fixed,
        Self::New,
        Self::NewlyAssessed,
        Self::NoLongerAssessed,
        Self::Added,
        Self::Retired,
        Self::Excluded,
        Self::TierChanged,
        Self::Other,
        Self::Limits,
        Self::Method,
    ];

    /// The group as reports print it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Fixed => "Fixed",
            Self::New => "New or reopened",
            Self::NewlyAssessed => "Newly assessed",
            Self::NoLongerAssessed => "No longer assessed",
            Self::Added => "Added assets",
            Self::Retired => "Retired assets",
            Self::Excluded => "Excluded assets",
            Self::TierChanged => "Tier changed",
            Self::Other => "Other",
            Self::Limits => "Changed thresholds",
            Self::Method => "Changed rules (method)",
        }
    }
}

impl From<Class> for Group {
    fn from(class: Class) -> Self {
        match class {
            Class::Fixed => Self::Fixed,
            Class::New | Class::Reopened => Self::New,
            Class::NewlyAssessed => Self::NewlyAssessed,
            Class::NoLongerAssessed => Self::NoLongerAssessed,
            Class::AssetAdded => Self::Added,
            Class::AssetRetired => Self::Retired,
            Class::AssetExcluded => Self::Excluded,
            Class::TierChanged => Self::TierChanged,
            Class::Method => Self::Method,
            Class::Unchanged | Class::Other => Self::Other,
        }
    }
}

/// Why the score moved: parts that sum to the difference, exactly and as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Attribution {
    /// The groups that moved anything or have findings, in order.
    pub rows: Vec<AttributionRow>,
    /// Their sum: the printed score after less the printed score before.
    pub total: Tenths,
    /// What the numerators are divided by.
    pub denominator: String,
}

/// One group's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct AttributionRow {
    /// The group.
    pub group: Group,
    /// Its name.
    pub title: String,
    /// How many findings it has that moved.
    pub findings: u64,
    /// Its part in points, rounded so that all of them sum to the total.
    pub points: Tenths,
    /// Its exact part of the score as a fraction of 1: this over the denominator.
    pub numerator: String,
}
