//! A month record as its file has it.

use std::borrow::Cow;

use jiff::civil::Date;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use model::month::{
    Ages, EarlierMonth, Editions, MonthAsset, MonthFindings, MonthInput, MonthLimit, MonthSlice,
};
use model::posture::SeverityCounts;
use model::{AssetKey, LoggedEvent, Month, MonthRecord, Parts};

use super::{packed, verdicts};

/// One month: the roll-ups, and of every finding what a comparison needs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MonthRecord")]
pub struct File<'a> {
    /// Version of this format.
    pub format: u32,
    /// Whose month it is.
    pub organisation: String,
    /// The month.
    pub period: Month,
    /// The day the evidence was judged on, UTC.
    #[schemars(with = "String")]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierMonth>,
    /// Events that were on record, so that a deletion shows.
    #[serde(default)]
    pub events: Vec<LoggedEvent>,
    /// The keys of the assets that were excluded from scope, as `server/payments`. They are not among
    /// the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<String>,
    /// Every asset, by key; absent where they are packed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<MonthAsset>,
    /// The findings of every asset, by its key; absent where they are packed.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<AssetFindings<'a>>,
    /// Of a large record in place of `assets` and `findings`: a JSON object with these two, compressed with
    /// Zstandard, in Base64.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub packed: Option<Cow<'a, str>>,
}

/// The findings of one asset.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetFindings<'a> {
    /// The asset, as `server/payments`.
    #[serde(borrow)]
    pub asset: Cow<'a, str>,
    /// Its findings by control, as `OWN-01 fohi3 since=2026-05, OWN-02 pohi3`. The letters are: outcome (`p`
    /// pass, `h` partial, `f` fail, `u` not assessed, `n` not applicable), class of the evidence (`o` observed,
    /// `r` recorded, `d` declared, `a` attested), severity (`c` critical, `h` high, `m` medium, `l` low, `i`
    /// info), domain (`i` identity, `p` platform security, `o` operator) and the number of the derived tier.
    /// Then, where there is any: `earns=` what a pass earned of the weight, `since=` the month since which it
    /// is open, `until=` the last month it was open, `by=` a scanner that reports a failure, and `waived`.
    #[serde(borrow)]
    pub findings: Cow<'a, str>,
}

/// Assets and findings, which are nearly all of a record.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows<'a> {
    pub(super) assets: Vec<MonthAsset>,
    #[serde(borrow)]
    pub(super) findings: Vec<AssetFindings<'a>>,
}

impl<'a> Rows<'a> {
    /// The rows of a record: findings by asset and control. `None` where a control has an id that separates.
    pub(super) fn of(record: &'a MonthRecord) -> Option<Self> {
        let mut findings: Vec<AssetFindings<'_>> = Vec::with_capacity(record.findings.len());
        for of_asset in &record.findings {
            let mut text = String::with_capacity(of_asset.findings().len() * 16);
            for finding in of_asset.findings() {
                if !is_plain(&finding.control) {
                    return None;
                }
                verdicts::add(&mut text, finding).ok()?;
            }
            let asset = of_asset.asset.to_string();
            findings.push(AssetFindings { asset: asset.into(), findings: text.into() });
        }
        findings.sort_by(|a, b| a.asset.cmp(&b.asset));
        Some(Rows { assets: record.assets.clone(), findings })
    }
}

/// Whether a control's id has no character that separates.
fn is_plain(control: &str) -> bool {
    !control.is_empty() && !control.contains([' ', ',', '='])
}

impl File<'_> {
    /// What a record's file has beside its rows.
    pub(super) fn head(record: &MonthRecord) -> Self {
        File {
            format: record.format,
            organisation: record.organisation.clone(),
            period: record.period,
            as_of: record.as_of,
            editions: record.editions.clone(),
            score: record.score,
            open: record.open,
            ages: record.ages,
            tiers: record.tiers.clone(),
            domains: record.domains.clone(),
            thresholds: record.thresholds.clone(),
            inputs: record.inputs.clone(),
            earlier: record.earlier.clone(),
            events: record.events.clone(),
            excluded: record.excluded.clone(),
            assets: Vec::new(),
            findings: Vec::new(),
            packed: None,
        }
    }

    /// The record of a file, its findings by asset and control.
    ///
    /// # Errors
    /// Why it is none, as a clause.
    pub(super) fn record(self) -> Result<MonthRecord, String> {
        let text;
        let mut rows = match self.packed {
            None => Rows { assets: self.assets, findings: self.findings },
            Some(_) if !self.assets.is_empty() || !self.findings.is_empty() => {
                return Err("it has its findings twice, packed and as text".into());
            }
            Some(packed) => {
                text = packed::unpack(&packed)?;
                serde_json::from_slice(&text)
                    .map_err(|error| format!("its packed part: {}", plain(&error)))?
            }
        };
        let on_asset = |AssetFindings { asset, findings }: &AssetFindings<'_>| {
            let key = AssetKey::parse(asset);
            let key = key.ok_or_else(|| format!("`{asset}` is the key of no asset"))?;
            let findings = verdicts::read(findings).collect::<Result<Vec<_>, String>>();
            let findings = findings.map_err(|item| {
                let item: String = item.chars().take(60).collect();
                format!("`{item}` of {asset} is no finding")
            });
            Ok(MonthFindings::new(key, findings?))
        };
        rows.findings.sort_by(|a, b| a.asset.cmp(&b.asset));
        let findings = rows.findings.par_iter().map(on_asset).collect::<Vec<Result<_, String>>>();
        let findings = findings.into_iter().collect::<Result<Vec<_>, String>>()?;
        Ok(MonthRecord {
            format: self.format,
            organisation: self.organisation,
            period: self.period,
            as_of: self.as_of,
            editions: self.editions,
            score: self.score,
            open: self.open,
            ages: self.ages,
            tiers: self.tiers,
            domains: self.domains,
            thresholds: self.thresholds,
            inputs: self.inputs,
            earlier: self.earlier,
            events: self.events,
            excluded: self.excluded,
            assets: rows.assets,
            findings,
        })
    }
}

/// The error without the value (it may be anything) and without the place (which is reported separately).
pub(super) fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if error.is_data() && message.contains("invalid") {
        return "a value has the wrong type".into();
    }
    message.to_string()
}
