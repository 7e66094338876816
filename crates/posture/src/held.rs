//! What is held of each finding once it is counted. Most of the memory that findings take is texts, and a report prints
//! few of them; who prints no report needs no more findings than the severe ones that are named.

use rayon::prelude::*;

use super::MAX_FINDINGS;
use super::rank::{Kept, first_to_act_on, place};
use super::severe::{MOST_SEVERE, is_severe};
use model::Outcome;
use model::posture::FindingCard;

/// More candidates than these are sorted, and the last of them are not named.
const AT_ONCE: usize = 4 * MAX_FINDINGS;

/// What is held of each finding once it is counted. Every figure is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Every finding, with all its texts.
    Whole,
    /// Every finding, and the texts of those that a posture names: the first to act on.
    FirstTexts,
    /// Those that a posture and its pages name, with their texts, and no other.
    Named,
    /// The first critical and high ones on privileged identities, and no other; of assets what figures follow from.
    Severe,
}

/// The findings that are held, of those so far.
pub(super) struct Holder {
    held: Held,
    findings: Vec<FindingCard>,
    texts: WithTexts,
    named: NamedOnly,
    severe: SevereOnly,
}

impl Holder {
    /// None of `total` findings yet.
    pub(super) fn of(held: Held, total: usize) -> Self {
        let room = if matches!(held, Held::Whole | Held::FirstTexts) { total } else { 0 };
        Holder {
            held,
            findings: Vec::with_capacity(room),
            texts: WithTexts::default(),
            named: NamedOnly::default(),
            severe: SevereOnly::default(),
        }
    }

    /// What decides before findings are taken whether they may be held, where most are dropped once they are counted.
    pub(super) fn limit(&self) -> Option<SevereOnly> {
        (self.held == Held::Severe).then(|| self.severe.clone())
    }

    /// Takes the next findings.
    pub(super) fn take(&mut self, mut cards: Vec<FindingCard>) {
        if self.held == Held::Named {
            cards.retain(|card| self.named.lasts.may_name(card));
        }
        self.findings.append(&mut cards);
        match self.held {
            Held::Whole => {}
            Held::FirstTexts => self.texts.keep_in(&mut self.findings),
            Held::Named => self.named.keep_in(&mut self.findings),
            Held::Severe => self.severe.keep_in(&mut self.findings),
        }
    }

    /// What is held, the first to act on first.
    pub(super) fn in_order(mut self) -> Vec<FindingCard> {
        first_to_act_on(&mut self.findings);
        self.findings
    }
}

/// The last that a posture names: what comes after them is not; none as long as there are too few.
#[derive(Default)]
struct Lasts {
    all: Option<Kept>,
    open: Option<Kept>,
    severe: Option<Kept>,
}

impl Lasts {
    /// Whether a posture may name a finding.
    fn may_name(&self, card: &FindingCard) -> bool {
        let place = place(card);
        let reaches = |last: Option<&Kept>| last.is_none_or(|last| place <= last.place());
        reaches(self.all.as_ref())
            || is_severe(card) && reaches(self.severe.as_ref())
            || card.outcome.is_open() && reaches(self.open.as_ref())
    }

    /// Goes over findings in their order, and decides of each whether a posture names it.
    fn decide<'f>(&mut self, in_order: impl Iterator<Item = &'f FindingCard>) -> Vec<bool> {
        *self = Lasts::default();
        let (mut all, mut open, mut severe) = (0, 0, 0);
        let is_named = |card: &FindingCard| {
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
            }
            if is_severe(card) {
                named |= is_among(&mut severe, MOST_SEVERE, &mut self.severe);
            }
            named
        };
        in_order.map(is_named).collect()
    }
}

/// The findings that have texts, by their place in the list.
#[derive(Default)]
struct WithTexts {
    kept: Vec<usize>,
    /// How many findings it has gone over.
    seen: usize,
    lasts: Lasts,
}

impl WithTexts {
    /// Takes the texts of those that were added and that no posture names.
    fn keep_in(&mut self, findings: &mut [FindingCard]) {
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
        let named = self.lasts.decide(kept.iter().map(|(_, card)| *card));
        let decided: Vec<(usize, bool)> = kept.iter().map(|(at, _)| *at).zip(named).collect();
        let with = |named: bool| decided.iter().filter(move |(_, is)| *is == named);
        self.kept = with(true).map(|(at, _)| *at).collect();
        for (at, _) in with(false) {
            findings.get_mut(*at).map(take_texts);
        }
    }
}

/// The findings that a posture and its pages name, of those so far: pages print what is open before what could not be
/// assessed, as many as a posture has.
#[derive(Default)]
struct NamedOnly {
    lasts: Lasts,
}

impl NamedOnly {
    /// Leaves in `findings` what is named, where there are many that may be.
    fn keep_in(&mut self, findings: &mut Vec<FindingCard>) {
        if findings.len() > AT_ONCE {
            first_to_act_on(findings);
            let mut named = self.lasts.decide(findings.iter()).into_iter();
            findings.retain(|_| named.next().unwrap_or_default());
        }
    }
}

/// The severe findings that a posture names, of those so far.
#[derive(Debug, Clone, Default)]
pub(super) struct SevereOnly {
    /// The last that is named; none as long as there are too few.
    last: Option<Kept>,
}

impl SevereOnly {
    /// Whether a posture may name a finding among the severe ones.
    pub(super) fn may_name(&self, card: &FindingCard) -> bool {
        let reaches = |last: &Kept| place(card) <= last.place();
        is_severe(card) && self.last.as_ref().is_none_or(reaches)
    }

    /// Leaves in `findings` what a posture may name.
    fn keep_in(&mut self, findings: &mut Vec<FindingCard>) {
        if findings.len() > 4 * MOST_SEVERE {
            first_to_act_on(findings);
            findings.truncate(MOST_SEVERE);
            self.last = findings.last().map(Kept::of);
        }
    }
}

/// What is open is read from the items of a finding that is not assessed, and a register prints its sentence where
/// nothing is asked: these stay.
pub(super) fn take_texts(card: &mut FindingCard) {
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
    }

    #[test]
    fn what_a_posture_and_its_pages_name_is_held_whatever_comes_after_it() {
        let mut all: Vec<FindingCard> = (0..90_000).map(card).collect();
        let (mut held, mut named) = (Vec::new(), NamedOnly::default());
        for batch in all.chunks(3_000) {
            held.extend(batch.iter().filter(|card| named.lasts.may_name(card)).cloned());
            named.keep_in(&mut held);
            assert!(held.len() <= AT_ONCE, "{}", held.len());
        }
        first_to_act_on(&mut all);
        first_to_act_on(&mut held);
        let first = |cards: &[FindingCard], is_one: fn(&FindingCard) -> bool, most: usize| {
            cards.iter().filter(|card| is_one(card)).take(most).cloned().collect::<Vec<_>>()
        };
        assert!(first(&held, |_| true, MAX_FINDINGS) == first(&all, |_| true, MAX_FINDINGS));
        let is_open = |card: &FindingCard| card.outcome.is_open();
        assert!(first(&held, is_open, MAX_FINDINGS) == first(&all, is_open, MAX_FINDINGS));
        assert!(first(&held, is_severe, MOST_SEVERE) == first(&all, is_severe, MOST_SEVERE));
    }

    #[test]
    fn the_severe_findings_that_a_posture_names_are_held_whatever_comes_after_them() {
        let mut all: Vec<FindingCard> = (0..45_000).map(card).collect();
        let (mut held, mut severe) = (Vec::new(), SevereOnly::default());
        for batch in all.chunks(3_000) {
            held.extend(batch.iter().filter(|card| severe.may_name(card)).cloned());
            severe.keep_in(&mut held);
        }
        assert!(held.len() <= 4 * MOST_SEVERE, "{}", held.len());
        first_to_act_on(&mut all);
        first_to_act_on(&mut held);
        let named = |cards: &[FindingCard]| -> Vec<FindingCard> {
            cards.iter().filter(|card| is_severe(*card)).take(MOST_SEVERE).cloned().collect()
        };
        assert_eq!(named(&held).len(), MOST_SEVERE);
        assert!(named(&held) == named(&all));
    }
}
