//! The findings themselves: what each shares with its asset, control and waivers, and outcomes that
//! contradict what the finding quotes.

use std::collections::HashSet;

use super::catalogue::Edition;
use super::difference::{self, Disagreement};
use crate::finding_age::Dates;
use crate::links::Links;
use crate::rank::place;
use model::posture::FindingCard;
use model::{AssetKey, AssetKind, Evidence, Outcome, Posture, Reason};

/// The findings at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'a> {
    findings: &'a [FindingCard],
    /// Whether these are all.
    pub(super) is_complete: bool,
    in_file: bool,
}

impl<'a> Listed<'a> {
    pub(super) fn of(posture: &'a Posture, all: Option<&'a [FindingCard]>) -> Self {
        let findings = all.unwrap_or(&posture.findings);
        let is_complete = all.is_some() || posture.findings_file.is_none();
        Listed { findings, is_complete, in_file: all.is_some() }
    }

    /// Those at hand.
    pub(super) fn cards(&self) -> &'a [FindingCard] {
        self.findings
    }

    pub(super) fn pointer(&self, at: usize) -> String {
        match self.in_file {
            // The first line is the header.
            true => format!("findings.ndjson:{}", at + 2),
            false => format!("/findings/{at}"),
        }
    }
}

/// The findings with all that follows from others set again; adds where they state something else.
pub(super) fn settled(
    posture: &Posture,
    again: &Posture,
    listed: Listed<'_>,
    edition: &Edition,
    found: &mut Vec<Disagreement>,
) -> Vec<FindingCard> {
    let links = Links::of(&again.assets, &again.controls, &again.waivers, &again.frameworks);
    let dates = Dates::stated(again);
    let mut ids = HashSet::new();
    let mut settled = Vec::with_capacity(listed.findings.len());
    for (at, card) in listed.findings.iter().enumerate() {
        let mut other = card.clone();
        links.settle(&mut other);
        dates.settle(&mut other);
        let pointer = listed.pointer(at);
        if *card != other {
            difference::of(card, &other, &pointer, found);
        }
        if !ids.insert(card.id.as_str()) {
            found.push(Disagreement::new(format!("{pointer}/id"), &card.id, "an id of its own"));
        }
        contradictions(posture, &links, (card, *edition), &pointer, found);
        settled.push(other);
    }
    let pairs = listed.findings.windows(2).enumerate();
    for (at, pair) in pairs {
        if let [a, b] = pair
            && place(a) > place(b)
        {
            found.push(Disagreement::new(listed.pointer(at + 1), &b.id, "a place further up"));
        }
    }
    if listed.is_complete {
        retired(posture, listed.findings, found);
    }
    if listed.in_file {
        let open = listed.findings.iter().filter(|card| card.outcome.is_open());
        let expected: Vec<&FindingCard> = open.take(crate::MAX_FINDINGS).collect();
        let same = expected.iter().copied().eq(&posture.findings);
        if posture.findings_file.is_some() && !same {
            let words = "the most severe open ones of findings.ndjson";
            found.push(Disagreement::new("/findings", "other findings", words));
        }
    }
    settled
}

/// An asset is retired exactly if some control does not apply to it for that reason, or asks who decided it.
fn retired(posture: &Posture, findings: &[FindingCard], found: &mut Vec<Disagreement>) {
    let asks = |card: &FindingCard| card.ask.as_ref().is_some_and(|ask| ask.field == "retired_by");
    let showing = findings.iter().filter(|card| card.reason == Some(Reason::Retired) || asks(card));
    let retired: HashSet<&AssetKey> = showing.map(|card| &card.asset).collect();
    // A part may lack the findings that would show it.
    let whole = posture.part.is_none();
    for (at, asset) in posture.assets.iter().enumerate() {
        let shown = retired.contains(&asset.key);
        if asset.retired != shown && (whole || shown) {
            found.push(Disagreement::new(format!("/assets/{at}/retired"), asset.retired, shown));
        }
    }
}

/// What a finding cannot be, by what it says itself.
fn contradictions(
    posture: &Posture,
    links: &Links<'_>,
    (card, edition): (&FindingCard, Edition),
    pointer: &str,
    found: &mut Vec<Disagreement>,
) {
    let mut wrong = |field: &str, stated: &dyn ToString, follows: String| {
        found.push(Disagreement::new(format!("{pointer}/{field}"), stated.to_string(), follows));
    };
    let organisation = card.asset.kind == AssetKind::Organisation;
    if card.exported && links.asset(card).is_some_and(|asset| asset.recorded) {
        wrong("exported", &card.exported, "false: a record is about the asset".into());
    }
    if !organisation && links.asset(card).is_none() {
        wrong("asset", &card.asset, "one of the assets of this posture".into());
    }
    let control = links.control(card);
    let Some(control) = control else {
        wrong("control", &card.control, "one of the controls of this posture".into());
        return;
    };
    let least = control.severity.get(card.tier as usize);
    if least.is_some_and(|least| card.severity < *least) {
        wrong("severity", &card.severity, "at least that of the control".into());
    }
    let outcome = card.outcome;
    if edition.is_ours() && card.tier < control.from_tier && outcome != Outcome::NotApplicable {
        wrong("outcome", &outcome, format!("not applicable below {}", control.from_tier));
    }
    let class = Evidence::weakest(&card.evidence);
    if card.class != class {
        wrong("class", &card.class, format!("{class}, the weakest of its facts"));
    }
    let fits = match (outcome, card.reason) {
        (Outcome::Pass | Outcome::Partial | Outcome::Fail, reason) => reason.is_none(),
        (Outcome::NotApplicable, reason) => reason.is_some_and(excludes),
        (Outcome::NotAssessed, reason) => reason.is_some_and(|reason| !excludes(reason)),
    };
    if !fits {
        wrong("outcome", &outcome, "the outcome that its reason belongs to".into());
    }
    if card.ask.is_some() != (outcome == Outcome::NotAssessed) {
        wrong(
            "ask",
            &outcome,
            "evidence is requested for what is not assessed, and only for that".into(),
        );
    }
    if matches!(outcome, Outcome::Pass | Outcome::NotApplicable) {
        let worse = card.items.iter().find(|item| item.outcome.rank() > Outcome::Pass.rank());
        if let Some(item) = worse {
            let follows = format!("no better than its item `{}`: {}", item.name, item.outcome);
            wrong("outcome", &outcome, follows);
        }
    }
    if card.exposed && outcome != Outcome::Fail {
        wrong("exposed", &card.exposed, "false: only a failure exposes a value".into());
    }
    if outcome == Outcome::Pass && !card.found_by.is_empty() {
        let follows = format!("{} reports a failure", card.found_by.join(", "));
        wrong("outcome", &outcome, follows);
    }
    let of_part = posture.part.as_ref().is_some_and(|part| !part.months.is_empty());
    let has_months = posture.history.is_some() || of_part;
    let dated = match outcome {
        _ if !has_months => card.first_seen.is_none() && card.last_open.is_none(),
        Outcome::Fail | Outcome::Partial => card.first_seen.is_some() && card.last_open.is_none(),
        Outcome::NotAssessed => true,
        Outcome::Pass | Outcome::NotApplicable => card.first_seen.is_none(),
    };
    let stale = outcome == Outcome::NotAssessed && card.reason == Some(Reason::Stale);
    let kept = card.last_known.is_none_or(|known| {
        let assessed = matches!(known.outcome, Outcome::Pass | Outcome::Partial | Outcome::Fail);
        stale && assessed && known.as_of <= posture.as_of && has_months
    });
    if !kept {
        wrong("last_known", &outcome, "nothing: only a stale feed keeps an outcome".into());
    }
    if !dated {
        wrong("first_seen", &outcome, "months that fit the outcome".into());
    }
}

/// Whether a reason is one for which a control does not apply.
fn excludes(reason: Reason) -> bool {
    matches!(reason, Reason::BelowTier | Reason::Retired | Reason::NothingToJudge)
}
