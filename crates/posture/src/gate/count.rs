//! Findings that must not be open, and controls that must not fail.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{is_silent, waived};
use super::remediations;
use super::result::RuleResult;
use super::view::View;
use crate::against::fails;
use crate::alike::Several;
use model::posture::{FindingCard, Standing};
use model::{Amount, MaxFailing, Severity, Strength};

/// How many controls a sentence names.
const NAMED: usize = 5;

impl View<'_> {
    pub(super) fn fail_on(&self, severity: Severity) -> RuleResult {
        if self.is_blank() {
            return nothing_assessed();
        }
        let counts = |some: &Several<'_>| {
            some.card.severity >= severity && some.card.standing() == Standing::Open
        };
        let number = remediations::number;
        let open: Vec<Several<'_>> = self.counted().filter(counts).collect();
        let accepted = self.findings().filter(counts).filter(|some| waived(some.card));
        let accepted: u64 = accepted.map(|some| some.count).sum();
        let than = match severity {
            Severity::Critical => "critical".to_string(),
            severity => format!("{severity} or higher"),
        };
        let new = if self.new_only { "new " } else { "" };
        let mut aside = match accepted {
            0 => String::new(),
            many => format!("; {many} more accepted by waiver"),
        };
        let silent = open.iter().filter(|some| is_silent(some.card));
        let silent: u64 = silent.map(|some| some.count).sum();
        if silent > 0 {
            aside = format!(
                "; {silent} of them could not be assessed now and were open when last assessed{aside}"
            );
        }
        let possible: Vec<Several<'_>> = self
            .counted()
            .filter(|some| {
                some.card.severity >= severity
                    && some.card.standing() == Standing::Possible
                    && !self.was_unassessed(some)
            })
            .collect();
        if !possible.is_empty() {
            let counted = if self.possible { "" } else { ", not counted here" };
            aside = format!(
                "; {} more may be open, for want of evidence{counted}{aside}",
                number(&possible)
            );
        }
        let counted = if self.possible { number(&possible) } else { 0 };
        match (number(&open), counted) {
            (0, 0) => RuleResult::ok(format!("no {new}open finding is {than}{aside}")),
            (many_open, _) => {
                let (noun, verb) =
                    if many_open == 1 { ("finding", "is") } else { ("findings", "are") };
                let many = if many_open == 0 { "no".to_string() } else { many_open.to_string() };
                let sentence =
                    format!("{many} {new}open {noun} {verb} {than}, none allowed{aside}");
                let short = Amount::Count(many_open + counted);
                let mut remediations = remediations::closing(self.posture, open.into_iter());
                if self.possible {
                    let room = remediations::NAMED.saturating_sub(remediations.len());
                    let asks = remediations::cheapest_evidence(
                        self.posture,
                        possible.into_iter(),
                        |_| 1,
                        (self.posture.score.weight, Amount::UpTo),
                    );
                    remediations.extend(asks.into_iter().take(room));
                }
                RuleResult::fail(sentence).short_by(short, remediations)
            }
        }
    }

    pub(super) fn max_failing(&self, limit: &MaxFailing) -> RuleResult {
        if self.is_blank() {
            return nothing_assessed();
        }
        let direct = |card: &FindingCard| {
            let maps = |row: &model::posture::RequirementRef| {
                row.framework == limit.framework && row.strength == Strength::Direct
            };
            card.requirements.iter().any(maps)
        };
        let failing = self.counted().filter(|some| fails(some.card) && direct(some.card));
        let mut by_control: BTreeMap<&str, Vec<Several<'_>>> = BTreeMap::new();
        for some in failing {
            by_control.entry(&some.card.control).or_default().push(some);
        }
        let accepted = self.findings().map(|some| some.card);
        let accepted = accepted.filter(|card| waived(card) && direct(card));
        let accepted: BTreeSet<&str> = accepted.map(|card| card.control.as_str()).collect();
        let accepted = accepted.iter().filter(|id| !by_control.contains_key(*id)).count();
        let found = by_control.len() as u64;
        let noun = if found == 1 { "direct control fails" } else { "direct controls fail" };
        let new = if self.new_only { " newly" } else { "" };
        let aside = match accepted {
            0 => String::new(),
            many => format!("; {many} more only with a waiver"),
        };
        let sentence = format!("{found} {noun}{new}, at most {} allowed{aside}", limit.most);
        if found <= limit.most {
            return RuleResult::ok(sentence);
        }
        let named: Vec<&str> = by_control.keys().take(NAMED).copied().collect();
        let more = if by_control.len() > NAMED { " …" } else { "" };
        let remediations = remediations::bringing_to_pass(self.posture, by_control);
        RuleResult::fail(format!("{sentence}: {}{more}", named.join(", ")))
            .short_by(Amount::Count(found - limit.most), remediations)
    }
}

/// Where nothing was assessed, no finding is open, and that is not a pass.
fn nothing_assessed() -> RuleResult {
    RuleResult::fail("no control was assessed, so findings cannot be counted")
}
