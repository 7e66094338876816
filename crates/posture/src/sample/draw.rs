//! The drawing.

use sha2::{Digest, Sha256};

use super::bound::without_exception;
use super::statements::{rule, statements};
use super::strata::{Group, groups};
use crate::selection;
use model::manifest::FileFacts;
use model::posture::{ControlCard, FindingCard};
use model::sample::{
    QuotedRecord, SAMPLE_FORMAT, Sample, SampleMethod, SampledFinding, Stratification, Stratum,
    Tester,
};
use model::{Diagnostic, Outcome, Posture, SelectionKey, Selector};
use syntax::encoding::hex;

/// Quotes the records of the inputs that the facts of a finding are part of.
pub type Quote<'a> = &'a dyn Fn(&FindingCard) -> Vec<QuotedRecord>;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The seed.
    pub seed: u64,
    /// How many findings of each stratum; at least 1.
    pub size: u64,
    /// What the strata are.
    pub by: Stratification,
    /// Which findings are the population.
    pub scope: Vec<Selector>,
}

/// A sample, and the ids of the population with the key of each, in the order in which they are drawn.
#[derive(Debug)]
pub struct Drawing {
    /// The sample.
    pub sample: Sample,
    /// Of each stratum: id of the finding, and key.
    pub population: Vec<Vec<(String, String)>>,
}

/// The key of a finding, by which it is drawn.
pub fn key(seed: u64, id: &str) -> String {
    hex(Sha256::digest(format!("{seed}:{id}")))
}

/// Draws a sample from a posture that holds all its findings. `records` is none where there are no inputs.
///
/// # Errors
/// Where the scope is empty, or the population is smaller than the sample.
pub fn draw(
    posture: &Posture,
    drawn_from: Vec<FileFacts>,
    asked: &Asked,
    records: Option<Quote<'_>>,
) -> Result<Drawing, Vec<Diagnostic>> {
    let scope = selection::settled(&asked.scope, &posture.findings)?;
    let names_outcome = scope.iter().any(|one| one.key == SelectionKey::Outcome);
    let is_in = |card: &&FindingCard| {
        let applies = names_outcome || card.outcome != Outcome::NotApplicable;
        applies && selection::selects(&scope, card)
    };
    let groups = groups(posture, posture.findings.iter().filter(is_in), asked.by);
    let population: u64 = groups.iter().map(|group| group.findings.len() as u64).sum();
    if population == 0 {
        let help = "leave out a part of the scope, or name outcome=not-applicable in it";
        let message = "no finding of this scope applies, so that there is nothing to draw from";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    if asked.size > population {
        let message = format!(
            "a sample of {} cannot be drawn: the population has {}",
            asked.size,
            model::wording::counted(i64::try_from(population).unwrap_or(i64::MAX), "finding")
        );
        return Err(vec![Diagnostic::general(message, "name a smaller --size, or a wider scope")]);
    }
    let mut strata = Vec::new();
    let mut keys = Vec::new();
    for group in groups {
        let (stratum, all) = stratum(posture, group, asked, records);
        strata.push(stratum);
        keys.push(all);
    }
    let sample = Sample {
        format: SAMPLE_FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        organisation: posture.organisation.clone(),
        period: posture.period.clone(),
        as_of: posture.as_of,
        demo: posture.demo,
        drawn_from,
        method: SampleMethod {
            seed: asked.seed.to_string(),
            size: asked.size,
            by: asked.by,
            scope,
            rule: rule(asked.size),
        },
        population,
        drawn: strata.iter().map(|stratum| stratum.drawn).sum(),
        statements: posture
            .part
            .iter()
            .map(|_| "The posture is a part of a report: nothing outside it was drawn.".to_string())
            .chain(statements(&strata, asked.by, asked.size, records.is_some()))
            .collect(),
        strata,
    };
    Ok(Drawing { sample, population: keys })
}

fn stratum(
    posture: &Posture,
    group: Group<'_>,
    asked: &Asked,
    records: Option<Quote<'_>>,
) -> (Stratum, Vec<(String, String)>) {
    let Group { id, title, findings } = group;
    let mut ids: Vec<&str> = findings.iter().map(|card| card.id.as_str()).collect();
    ids.sort_unstable();
    let mut all = Sha256::new();
    ids.iter().for_each(|id| all.update(format!("{id}\n")));
    let mut keyed: Vec<(String, &FindingCard)> =
        findings.into_iter().map(|card| (key(asked.seed, &card.id), card)).collect();
    keyed.sort_by(|(one, a), (other, b)| (one, &a.id).cmp(&(other, &b.id)));
    let population = keyed.len() as u64;
    let drawn = population.min(asked.size);
    let taken = keyed.iter().take(usize::try_from(drawn).unwrap_or(usize::MAX));
    let findings = taken.map(|(key, card)| {
        let control = posture.controls.iter().find(|control| control.id == card.control);
        sampled(key, card, control, records.map(|quote| quote(card)).unwrap_or_default())
    });
    let stratum = Stratum {
        findings: findings.collect(),
        id,
        title,
        population,
        population_sha256: hex(all.finalize()),
        drawn,
        upper_bound: without_exception(population, drawn),
    };
    let keys = keyed.into_iter().map(|(key, card)| (card.id.to_string(), key)).collect();
    (stratum, keys)
}

fn sampled(
    key: &str,
    card: &FindingCard,
    control: Option<&ControlCard>,
    records: Vec<QuotedRecord>,
) -> SampledFinding {
    SampledFinding {
        key: key.into(),
        id: card.id.to_string(),
        control: card.control.to_string(),
        title: control.map(|control| control.title.clone()).unwrap_or_default(),
        pass_if: control.map(|control| control.pass_if.clone()).unwrap_or_default(),
        asset: card.asset.clone(),
        asset_name: card.asset_name.to_string(),
        owner: card.owner.to_string(),
        tier: card.tier,
        severity: card.severity,
        outcome: card.outcome,
        reason: card.reason,
        sentence: card.sentence.clone(),
        class: card.class,
        evidence: card.evidence.clone(),
        records,
        tester: Tester::default(),
    }
}
