//! What is kept of a month, so that later ones can be compared with it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ecow::EcoString;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::counts::SeverityCounts;
use super::{
    AssetKey, Domain, EvidenceClass, FindingId, LoggedEvent, Outcome, Parts, Severity, Tenths,
    Tier, Weight, weight,
};

/// The version of the format of month records.
pub const MONTH_FORMAT: u32 = 5;

/// The folder of a project that month records are kept in.
pub const HISTORY: &str = "history";

/// A calendar month, written `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, crate::Texts)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The last one that a date can be in: later than any record.
    pub const LAST: Month = Month { year: 9_999, month: 12 };

    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Month { year: day.year(), month: day.month() }
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self.month {
            12.. => Month { year: self.year.saturating_add(1), month: 1 },
            month => Month { year: self.year, month: month + 1 },
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::ZERO)
    }

    /// How many months lie between this one and a later one; negative if that is earlier.
    pub fn until(self, later: Month) -> i64 {
        let count = |month: Month| i64::from(month.year) * 12 + i64::from(month.month);
        count(later) - count(self)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = (text.len() == 7).then(|| format!("{text}-01").parse::<Date>().ok()).flatten();
        day.map(Month::of).ok_or_else(|| "this is no month; write it as 2026-11".to_string())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
            "description": "A month, as 2026-11.",
        })
    }
}

/// One month, small enough to be kept for years: the roll-ups, and of every finding what a
/// comparison needs. How it is written is the matter of the module `history`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRecord {
    /// Version of this format.
    pub format: u32,
    /// Whose month it is.
    pub organisation: String,
    /// The month.
    pub period: Month,
    /// The day the evidence was judged on, UTC.
    pub as_of: Date,
    /// What it was judged with.
    pub editions: Editions,
    /// The three parts over all findings, with coverage.
    pub score: Parts,
    /// Open findings by severity.
    pub open: SeverityCounts,
    /// How old open findings were, and how long remediations took.
    pub ages: Ages,
    /// By tier, T3 first.
    pub tiers: Vec<MonthSlice>,
    /// By responsible domain.
    pub domains: Vec<MonthSlice>,
    /// The limits that were in force.
    pub thresholds: Vec<MonthLimit>,
    /// The files that were read.
    pub inputs: Vec<MonthInput>,
    /// The months before it that were on record, so that one that goes missing shows.
    pub earlier: Vec<EarlierMonth>,
    /// Events that were on record, so that a deletion shows.
    pub events: Vec<LoggedEvent>,
    /// Every asset, by key.
    pub assets: Vec<MonthAsset>,
    /// The keys of the assets that were excluded from scope, as `server/payments`. They are not among
    /// the others.
    pub excluded: Vec<String>,
    /// The findings on every asset, by its key as text.
    pub findings: Vec<MonthFindings>,
}

impl MonthRecord {
    /// Every finding, with its asset.
    pub fn each_finding(&self) -> impl Iterator<Item = (&AssetKey, &MonthFinding)> {
        self.findings.iter().flat_map(|on| on.findings().iter().map(|finding| (&on.asset, finding)))
    }

    /// The paths of the files that were read.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| input.path.as_str())
    }
}

/// What a month was judged with, as SHA-256 in hexadecimal.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Editions {
    /// Of `muster.toml`; empty where there was none.
    pub profile: String,
    /// Of the controls' texts and weights.
    pub catalogue: String,
    /// Of the mapping files.
    pub mappings: String,
    /// The version of the program.
    pub tool: String,
    /// The version of the rules.
    pub rules: u32,
    /// The start of the SHA-256 of each control's texts and weights, by id.
    pub controls: BTreeMap<String, String>,
}

/// An earlier month that was on record.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct EarlierMonth {
    /// The month.
    pub period: Month,
    /// SHA-256 of the content of its record, in hexadecimal, whatever its line breaks.
    pub sha256: String,
}

/// The findings of one tier or domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct MonthSlice {
    /// Its key: `T3`, `identity` …
    pub id: String,
    /// Its three parts.
    pub parts: Parts,
    /// Its open findings by severity.
    pub open: SeverityCounts,
}

/// One limit that was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct MonthLimit {
    /// Its key in `muster.toml`.
    pub key: String,
    /// The values, T0 first, in the limit's unit.
    pub values: [u32; 4],
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct MonthInput {
    /// Its path.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// One asset as it was in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct MonthAsset {
    /// Its key, as `server/payments`.
    #[serde(with = "super::asset::spelled")]
    #[schemars(with = "String")]
    pub key: AssetKey,
    /// The tier it was treated as.
    pub tier: Tier,
    /// The tier that facts showed.
    pub derived_tier: Tier,
    /// Whether it was retired.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Whether a configuration, an export or a scan showed it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub observed: bool,
    /// Whether a record of the organisation's own described it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recorded: bool,
    /// Its accountable owner; empty where there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// The feeds that report it, by the id of their format; also one that no longer does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reported_by: Vec<String>,
    /// The keys it had before it was renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Since when it is missing from all sources without having been retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_since: Option<Month>,
}

/// The findings on one asset in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFindings {
    /// The asset.
    pub asset: AssetKey,
    findings: Vec<MonthFinding>,
}

impl MonthFindings {
    /// The findings on an asset, in any order.
    pub fn new(asset: AssetKey, mut findings: Vec<MonthFinding>) -> Self {
        findings.sort_by(|a, b| a.control.cmp(&b.control));
        MonthFindings { asset, findings }
    }

    /// All of them, by control.
    pub fn findings(&self) -> &[MonthFinding] {
        &self.findings
    }

    /// That of one control.
    pub fn of_control(&self, control: &str) -> Option<&MonthFinding> {
        let at = self.findings.binary_search_by(|one| one.control.as_str().cmp(control)).ok()?;
        self.findings.get(at)
    }

    /// The id of one of them.
    pub fn id_of(&self, finding: &MonthFinding) -> EcoString {
        FindingId::written(&finding.control, &self.asset)
    }
}

/// One finding as it was in a month. There are millions of them in a large one, so it holds what nothing else
/// states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFinding {
    /// The id of its control.
    pub control: EcoString,
    /// The verdict.
    pub outcome: Outcome,
    /// How it is known.
    pub class: EvidenceClass,
    /// What a pass earned: less than the weight where something that the tier is derived from was undeclared.
    pub pass_weight: u32,
    /// The derived tier.
    pub tier: Tier,
    /// How much a failure mattered.
    pub severity: Severity,
    /// The responsible domain.
    pub domain: Domain,
    /// The month since which it is open, as far as records show. It is kept while the
    /// finding is not assessed: missing data closes nothing.
    pub first_seen: Option<Month>,
    /// The last month it was open, where it is remediated.
    pub last_open: Option<Month>,
    /// The scanners that report a failure, by id.
    pub found_by: Box<[EcoString]>,
    /// Whether a live waiver was on it.
    pub waived: bool,
}

impl MonthFinding {
    /// Severity weight × tier weight; 0 where it was not applicable.
    pub fn weight(&self) -> u64 {
        if self.outcome == Outcome::NotApplicable { 0 } else { weight(self.severity, self.tier) }
    }

    /// What it put into the sums.
    pub fn weights(&self) -> Weight {
        Weight { full: self.weight(), earned: self.pass_weight.into() }
    }

    /// Its outcome, and what it put into the sums.
    pub fn state(&self) -> (Outcome, Weight) {
        (self.outcome, self.weights())
    }

    /// Whether it is open, or was when it was last assessed: missing data closes nothing.
    pub fn stands_open(&self) -> bool {
        let unassessed = self.outcome == Outcome::NotAssessed && self.first_seen.is_some();
        self.outcome.is_open() || unassessed
    }
}

/// How old open findings are, and how long remediations took.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// How many findings are open.
    pub open: u64,
    /// Their median age in days, from the as-of day of the month they were first seen.
    pub median_days: Option<u64>,
    /// How many are open for longer than the limit `remediate.within` allows.
    pub overdue: u64,
    /// The same in per cent of the open ones.
    pub overdue_share: Option<Tenths>,
    /// How many were remediated since the record before.
    pub fixed: u64,
    /// The median of the days those had been open.
    pub median_days_to_fix: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn months_follow_each_other_and_are_read_strictly() {
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(month("2026-11").until(month("2027-02")), 3);
        assert_eq!(month("2026-01").to_string(), "2026-01");
        assert_eq!(month("2026-02").first_day().to_string(), "2026-02-01");
        for wrong in ["2026-13", "2026-1", "November", "2026-11-01", "2026/11", ""] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
