//! Which findings keep their sentence and facts. Most of the memory that a finding takes is texts, and who prints no
//! report needs few of them.

use std::collections::HashMap;

use ecow::EcoString;
use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::MAX_FINDINGS;
use super::rank::{Kept, place};
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
    /// The last that are named: what comes after them is not.
    lasts: Lasts,
}

/// Of what a posture names, the places behind which nothing more is named; none as long as there are too few.
#[derive(Default)]
struct Lasts {
    all: Option<Kept>,
    open: Option<Kept>,
    severe: Option<Kept>,
    /// The first open finding of each control.
    of_controls: HashMap<EcoString, Kept, RandomState>,
}

impl Lasts {
    /// Whether a posture may name a finding.
    fn may_name(&self, card: &FindingCard) -> bool {
        let place = place(card);
        let reaches = |last: Option<&Kept>| last.is_none_or(|last| place <= last.place());
        reaches(self.all.as_ref())
            || is_severe(card) && reaches(self.severe.as_ref())
            || card.outcome.is_open()
                && (reaches(self.open.as_ref()) || reaches(self.of_controls.get(&card.control)))
    }

    /// Goes over findings in their order, and decides of each whether a posture names it.
    fn decide(&mut self, in_order: &[(usize, &FindingCard)]) -> Vec<(usize, bool)> {
        *self = Lasts::default();
        let (mut all, mut open, mut severe) = (0, 0, 0);
        let mut is_named = |card: &FindingCard| {
            let is_among = |count: &mut usize, most: usize, last: &mut Option<Kept>| {
                *count += 1;
                if *count == most {
                    *last = Some(Kept::of(card));
                }
                *count <= most
            };
            let mut named = is_among(&mut all, MAX_FINDINGS, &mut self.all);
            if card.outcome.is_open() {
                named |= is_among(&mut open, MAX_FINDINGS, &mut self.open);
                if !self.of_controls.contains_key(&card.control) {
                    self.of_controls.insert(card.control.clone(), Kept::of(card));
                    named = true;
                }
            }
            if is_severe(card) {
                named |= is_among(&mut severe, MOST_SEVERE, &mut self.severe);
            }
            named
        };
        in_order.iter().map(|(at, card)| (*at, is_named(card))).collect()
    }
}

impl WithTexts {
    /// Takes the texts of those that were added and that no posture names.
    pub(super) fn keep_in(&mut self, findings: &mut [FindingCard]) {
        for (at, card) in findings.iter_mut().enumerate().skip(self.seen) {
            match self.lasts.may_name(card) {
                true => self.kept.push(at),
                false => take_texts(card),
            }
        }
        self.seen = findings.len();
        if self.kept.len() > AT_ONCE {
            self.keep_first(findings);
        }
    }

    fn keep_first(&mut self, findings: &mut [FindingCard]) {
        let mut kept: Vec<(usize, &FindingCard)> =
            self.kept.iter().filter_map(|at| Some((*at, findings.get(*at)?))).collect();
        kept.par_sort_unstable_by(|(_, a), (_, b)| place(a).cmp(&place(b)));
        let decided = self.lasts.decide(&kept);
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
    use std::collections::HashSet;

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
