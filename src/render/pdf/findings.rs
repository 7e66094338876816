//! Findings as the PDF prints them: by outcome, then by control, and no more than a reader turns.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::render::grouping::{ControlFindings, RequirementSet, by_control, by_requirements};
use crate::render::terms::TERMS;
use model::posture::{ControlCard, FindingCard, RequirementRef};
use model::{AssetKind, Evidence, Outcome, Posture, Strength};

/// How many open findings are printed in full.
const OPEN: usize = 400;
/// How many findings of each other kind get a row.
const ROWS: usize = 450;
/// How many facts and items one finding prints.
const INSIDE: usize = 12;

/// Looks words up by id.
pub(super) struct Names<'a> {
    owners: HashMap<&'a str, &'a str>,
    controls: HashMap<&'a str, &'a ControlCard>,
    frameworks: Vec<(&'a str, &'a str)>,
}

impl<'a> Names<'a> {
    /// The words of one posture.
    pub(super) fn of(posture: &'a Posture) -> Self {
        let short = |framework: &'a model::posture::FrameworkState| {
            (framework.id.as_str(), framework.short_title.as_str())
        };
        Names {
            owners: posture.owners.iter().map(|o| (o.id.as_str(), o.title.as_str())).collect(),
            controls: posture.controls.iter().map(|card| (card.id.as_str(), card)).collect(),
            frameworks: posture.frameworks.iter().map(short).collect(),
        }
    }

    /// An owner in words.
    pub(super) fn owner<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        if id.is_empty() { TERMS.no_owner } else { self.owners.get(id).copied().unwrap_or(id) }
    }

    /// Requirements by framework, the direct ones apart from the supporting ones.
    pub(super) fn requirements(&self, all: &[RequirementRef]) -> Value {
        let ids = |framework: &str, strength: Strength| -> Vec<&str> {
            all.iter()
                .filter(|one| one.framework == framework && one.strength == strength)
                .map(|one| one.id.as_str())
                .collect()
        };
        self.frameworks
            .iter()
            .map(|(id, title)| {
                json!({
                    "framework": title,
                    "direct": ids(id, Strength::Direct).join(", "),
                    "supporting": ids(id, Strength::Supporting).join(", "),
                })
            })
            .collect()
    }
}

/// The four lists of findings, each with what it leaves out.
pub(super) fn lists(posture: &Posture, names: &Names<'_>) -> Value {
    let pick = |outcomes: &[Outcome], most: usize| {
        let all = posture.findings.iter().filter(|one| outcomes.contains(&one.outcome));
        let (shown, left_out) = (all.clone().take(most), all.count().saturating_sub(most));
        json!({ "groups": groups(shown, names), "left_out": left_out })
    };
    json!({
        "open": pick(&[Outcome::Fail, Outcome::Partial], OPEN),
        "not_assessed": pick(&[Outcome::NotAssessed], ROWS),
        "passed": pick(&[Outcome::Pass], ROWS),
    })
}

/// One group a control.
fn groups<'a>(findings: impl Iterator<Item = &'a FindingCard>, names: &Names<'_>) -> Vec<Value> {
    by_control(findings)
        .into_iter()
        .map(|ControlFindings { control, findings }| {
            json!({
                "control": names.controls.get(control).map_or_else(
                    || json!({"id": control, "title": ""}),
                    |card| head(card),
                ),
                "requirements": requirement_sets(&findings, names),
                "findings": findings.iter().map(|one| row(one, names)).collect::<Vec<_>>(),
            })
        })
        .collect()
}

fn head(card: &ControlCard) -> Value {
    json!({
        "id": card.id, "title": card.title, "why": card.why, "pass_if": card.pass_if,
        "remediation": card.remediation, "domain": card.domain, "gain": card.gain,
    })
}

/// The requirements once for each kind of asset.
fn requirement_sets(findings: &[&FindingCard], names: &Names<'_>) -> Vec<Value> {
    let set = |set: RequirementSet<'_>| {
        let kinds: Vec<_> = kinds(&set).into_iter().map(|kind| kind.noun(2)).collect();
        json!({"kinds": kinds.join(", "), "refs": names.requirements(set.requirements)})
    };
    by_requirements(findings).into_iter().map(set).collect()
}

/// The kinds of asset of the findings: a mapping holds for kinds, not for single assets.
fn kinds(set: &RequirementSet<'_>) -> Vec<AssetKind> {
    let mut kinds = Vec::new();
    for finding in &set.findings {
        if !kinds.contains(&finding.asset.kind) {
            kinds.push(finding.asset.kind);
        }
    }
    kinds
}

fn row(finding: &FindingCard, names: &Names<'_>) -> Value {
    // The items that need work come first, so that a cut never hides one behind a pass.
    let mut items: Vec<_> = finding.items.iter().collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.outcome.rank()));
    items.truncate(INSIDE);
    json!({
        "asset": finding.asset.to_string(),
        "name": finding.asset_name,
        "owner": names.owner(&finding.owner),
        "tier": finding.tier,
        "severity": finding.severity,
        "weight": finding.weight,
        "outcome": finding.outcome,
        "reason": finding.reason,
        "sentence": finding.sentence,
        "class": finding.class,
        "ask": finding.ask.as_ref().map(ToString::to_string),
        "evidence": finding.evidence.iter().take(INSIDE).map(fact).collect::<Vec<_>>(),
        "evidence_left": finding.evidence.len().saturating_sub(INSIDE),
        "items": items,
        "items_left": finding.items.len().saturating_sub(INSIDE),
        "waiver": finding.waiver,
        "requirements": names.requirements(&finding.requirements),
    })
}

fn fact(evidence: &Evidence) -> Value {
    json!({
        "fact": evidence.fact,
        "class": evidence.class,
        "place": evidence.place.as_ref().map(ToString::to_string),
    })
}
