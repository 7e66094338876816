//! Which findings keep their sentence and facts. Most of the memory that a finding takes is texts, and who prints no
//! report needs few of them.

use std::collections::HashSet;

use ecow::EcoString;

use super::MAX_FINDINGS;
use super::rank::place;
use super::severe::{MOST_SEVERE, is_severe};
use model::Outcome;
use model::posture::FindingCard;

/// More candidates than these are sorted, and the last of them lose their texts.
const AT_ONCE: usize = 2 * MAX_FINDINGS;

/// Which findings keep their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// Every finding.
    All,
    /// The first to act on, and the first of each control: all that a posture and its pages name. Every figure is the
    /// same.
    First,
}

/// The findings that have texts, by their place in the list.
#[derive(Default)]
pub(super) struct WithTexts {
    kept: Vec<usize>,
    /// How many findings it has gone over.
    seen: usize,
    /// How many of them are open or may be.
    first: usize,
}

impl WithTexts {
    /// Takes the texts of those that were added and that no posture names.
    pub(super) fn keep_in(&mut self, findings: &mut [FindingCard]) {
        for (at, card) in findings.iter_mut().enumerate().skip(self.seen) {
            // What passed comes after all that is open or may be.
            let is_last = matches!(card.outcome, Outcome::Pass | Outcome::NotApplicable);
            if is_last && self.first >= MAX_FINDINGS {
                take_texts(card);
                continue;
            }
            self.first += usize::from(!is_last);
            self.kept.push(at);
        }
        self.seen = findings.len();
        if self.kept.len() > AT_ONCE {
            self.keep_first(findings);
        }
    }

    fn keep_first(&mut self, findings: &mut [FindingCard]) {
        let mut kept: Vec<(usize, &FindingCard)> =
            self.kept.iter().filter_map(|at| Some((*at, findings.get(*at)?))).collect();
        kept.sort_unstable_by(|(_, a), (_, b)| place(a).cmp(&place(b)));
        let (mut all, mut open, mut severe) = (0, 0, 0);
        let mut controls: HashSet<EcoString> = HashSet::new();
        let mut is_named = |card: &FindingCard| {
            let is_open = card.outcome.is_open();
            let is_severe = is_severe(card);
            all += 1;
            open += usize::from(is_open);
            severe += usize::from(is_severe);
            let first_of_control = is_open && controls.insert(card.control.clone());
            first_of_control
                || all <= MAX_FINDINGS
                || is_open && open <= MAX_FINDINGS
                || is_severe && severe <= MOST_SEVERE
        };
        let decided: Vec<(usize, bool)> =
            kept.into_iter().map(|(at, card)| (at, is_named(card))).collect();
        let with = |named: bool| decided.iter().filter(move |(_, is)| *is == named);
        self.kept = with(true).map(|(at, _)| *at).collect();
        for (at, _) in with(false) {
            findings.get_mut(*at).map(take_texts);
        }
    }
}

/// What is open is read from the items of a finding that is not assessed, and a register prints its sentence where
/// nothing is asked: these stay.
fn take_texts(card: &mut FindingCard) {
    card.evidence = Vec::new();
    if card.outcome != Outcome::NotAssessed {
        card.items = Vec::new();
    }
    if card.outcome != Outcome::NotAssessed || card.ask.is_some() {
        card.sentence = String::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::first_to_act_on;

    /// One of many findings: mostly open ones of every severity and tier.
    fn card(number: usize) -> FindingCard {
        let of = |all: &[&'static str], by: usize| all[(number / by) % all.len()];
        let outcome = of(&["fail", "not-assessed", "partial", "fail", "pass"], 3);
        let card = serde_json::json!({
            "id": "", "control": format!("OWN-{:02}", (number * number) % 40),
            "asset": {"kind": "server", "id": format!("s{number}")},
            "asset_name": "", "owner": "", "domain": "operator", "tier": of(&["T3", "T0", "T2"], 7),
            "derived_tier": "T0", "severity": of(&["low", "critical", "medium", "high", "low"], 11),
            "weight": 24, "pass_weight": number % 25, "outcome": outcome, "reason": null,
            "sentence": "What is wrong", "class": "declared", "ask": {"record": "servers", "field": "owner"}, "evidence": [], "items": [],
            "waiver": null, "requirements": [],
        });
        serde_json::from_value(card).expect("a finding")
    }

    #[test]
    fn what_a_posture_names_keeps_its_texts_whatever_comes_after_it() {
        let mut findings = Vec::new();
        let mut texts = WithTexts::default();
        for batch in 0..9 {
            findings.extend((batch * 5_000..(batch + 1) * 5_000).map(card));
            texts.keep_in(&mut findings);
        }
        first_to_act_on(&mut findings);
        let has_texts = |card: &&FindingCard| !card.sentence.is_empty();
        let with_texts = findings.iter().filter(has_texts).count();
        assert!(with_texts < 45_000 / 2, "{with_texts}: most have none");
        let open = || findings.iter().filter(|card| card.outcome.is_open());
        assert!(findings.iter().take(MAX_FINDINGS).all(|card| has_texts(&card)));
        assert!(open().take(MAX_FINDINGS).all(|card| has_texts(&card)));
        let severe = findings.iter().filter(|card| is_severe(*card));
        assert!(severe.take(MOST_SEVERE).all(|card| has_texts(&card)));
        let mut controls = HashSet::new();
        let mut firsts = open().filter(|card| controls.insert(card.control.clone()));
        assert!(firsts.all(|card| has_texts(&card)));
    }
}
