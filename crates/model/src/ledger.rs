//! What became of every record that was read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every record that was read is part of an asset, evidence about one, in a register, or unused for a
/// stated reason: the four sum to `records`.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct Ledger {
    /// How many records were read from all inputs.
    pub records: u64,
    /// Records that an asset was joined from.
    pub in_assets: u64,
    /// Those of them that are of excluded assets only.
    #[serde(default)]
    pub excluded: u64,
    /// Records that are evidence about an asset: reviews, approvals, tools, results of scanners.
    pub evidence: u64,
    /// Records of a register: owners, people, waivers, scans that run.
    pub in_registers: u64,
    /// Records that nothing was made of, by file and reason.
    pub unused: Vec<Unused>,
}

/// Records of one file that nothing was made of.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct Unused {
    /// The file.
    pub file: String,
    /// Why, as a clause.
    pub reason: String,
    /// How many records.
    pub records: u64,
}

impl Ledger {
    /// Adds a record that nothing was made of.
    pub fn leave_out(&mut self, file: &str, reason: &str) {
        let same = |one: &&mut Unused| one.file == file && one.reason == reason;
        match self.unused.iter_mut().find(same) {
            Some(known) => known.records += 1,
            None => {
                self.unused.push(Unused { file: file.into(), reason: reason.into(), records: 1 });
            }
        }
    }

    /// How many records nothing was made of.
    pub fn left_out(&self) -> u64 {
        self.unused.iter().map(|unused| unused.records).sum()
    }

    /// Whether every record is accounted for.
    pub fn is_balanced(&self) -> bool {
        self.records == self.in_assets + self.evidence + self.in_registers + self.left_out()
    }

    /// The ledger in one line: `41 records: 28 in assets, 9 evidence, 1 in a register, 3 unused`.
    pub fn line(&self) -> String {
        let noun = if self.records == 1 { "record" } else { "records" };
        let excluded = match self.excluded {
            0 => String::new(),
            count => format!(" ({count} excluded)"),
        };
        format!(
            "{} {noun}: {} in assets{excluded}, {} evidence, {} in registers, {} unused",
            self.records,
            self.in_assets,
            self.evidence,
            self.in_registers,
            self.left_out()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_sum_to_the_records() {
        let mut ledger = Ledger { records: 6, in_assets: 2, evidence: 1, ..Ledger::default() };
        ledger.in_registers = 1;
        assert!(!ledger.is_balanced());
        for _ in 0..2 {
            ledger.leave_out("a.json", "nothing runs it");
        }
        assert!(ledger.is_balanced());
        assert_eq!(ledger.unused.len(), 1);
        assert_eq!(ledger.line(), "6 records: 2 in assets, 1 evidence, 1 in registers, 2 unused");
        ledger.excluded = 1;
        assert!(ledger.is_balanced(), "an excluded asset is an asset");
        let line = "6 records: 2 in assets (1 excluded), 1 evidence, 1 in registers, 2 unused";
        assert_eq!(ledger.line(), line);
    }
}
