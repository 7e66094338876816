//! Whether the records of a history belong together. Each names the months before it with their hashes, so
//! one that is missing or was changed shows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use model::month::EarlierMonth;
use model::{Month, MonthRecord};
use syntax::encoding::hex;

/// What one record states of itself and of the months before it.
pub(super) struct Link {
    period: Month,
    hash: String,
    earlier: Vec<EarlierMonth>,
    /// The earliest month that a finding or an asset of it is dated by.
    dated: Option<Month>,
}

impl Link {
    /// That of a record, and the bytes of its file.
    pub(super) fn of(record: &MonthRecord, bytes: &[u8]) -> Self {
        let findings = record.each_finding();
        let findings = findings.flat_map(|(_, finding)| [finding.first_seen, finding.last_open]);
        let assets = record.assets.iter().map(|asset| asset.missing_since);
        Link {
            period: record.period,
            hash: hash(bytes),
            earlier: record.earlier.clone(),
            dated: findings.chain(assets).flatten().min(),
        }
    }
}

/// What is known of the months before one.
#[derive(Default)]
pub(super) struct Chain {
    /// The months that are on record, with the hash of each.
    found: BTreeMap<Month, String>,
    /// What records state about the months before them: month, hash, and who states it.
    named: Vec<(EarlierMonth, Month)>,
    /// The earliest month that a finding or an asset of a record is dated by, and the record.
    dated: Option<(Month, Month)>,
}

impl Chain {
    /// Adds a record of a month before the one that is reported on.
    pub(super) fn add(&mut self, link: Link) {
        let Link { period, hash, earlier, dated } = link;
        self.found.insert(period, hash);
        self.named.extend(earlier.into_iter().map(|month| (month, period)));
        let dated = dated.map(|month| (month, period));
        self.dated = self.dated.into_iter().chain(dated).min();
    }

    /// Every earlier month that is known: those on record, and those that records name.
    pub(super) fn earlier(&self) -> Vec<EarlierMonth> {
        let named = self.named.iter().map(|(month, _)| (month.period, month.sha256.clone()));
        let mut all: BTreeMap<Month, String> = named.collect();
        all.extend(self.found.clone());
        all.into_iter().map(|(period, sha256)| EarlierMonth { period, sha256 }).collect()
    }

    /// How the records contradict each other, as clauses.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut missing: BTreeMap<Month, BTreeSet<Month>> = BTreeMap::new();
        let mut changed: BTreeMap<Month, BTreeSet<Month>> = BTreeMap::new();
        for (month, by) in &self.named {
            match self.found.get(&month.period) {
                None => missing.entry(month.period).or_default().insert(*by),
                Some(hash) if *hash != month.sha256 => {
                    changed.entry(month.period).or_default().insert(*by)
                }
                Some(_) => false,
            };
        }
        let first = |by: &BTreeSet<Month>| by.first().map(Month::to_string).unwrap_or_default();
        // One between two that are on record is a gap, which is stated with the months.
        let between = |month: &Month| {
            self.found.range(..*month).next().is_some()
                && self.found.range(*month..).next().is_some()
        };
        let mut faults: Vec<String> = missing
            .iter()
            .filter(|(month, _)| !between(month))
            .map(|(month, by)| {
                format!("the record of {month} is missing, which {} names", first(by))
            })
            .collect();
        faults.extend(changed.iter().map(|(month, by)| {
            format!("the record of {month} was changed after {} was recorded", first(by))
        }));
        if let (Some((date, by)), Some(start)) = (self.dated, self.found.keys().next())
            && date < *start
            && !missing.contains_key(&date)
        {
            faults.push(format!(
                "the record of {by} refers to {date}, but the first record is {start}"
            ));
        }
        faults
    }
}

/// The hash of a record's content, whatever its line breaks and spaces.
fn hash(bytes: &[u8]) -> String {
    let content = serde_json::from_slice::<Value>(bytes).map(|value| value.to_string());
    let content = content.unwrap_or_default();
    hex(Sha256::digest(content))
}
