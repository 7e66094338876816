//! Open findings as the PDF prints them: by control, and no more than a reader turns.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::anchors::{Anchors, Places};
use super::attested::attested;
use super::due::due;
use super::register::{self, Listed};
use super::values::failed;
use crate::render::grouping::{ControlFindings, RequirementSet, by_control, by_requirements};
use crate::render::terms::TERMS;
use model::posture::{ControlCard, FindingCard, RequirementRef};
use model::{AssetKind, Diagnostic, Domain, Evidence, Posture, Strength};

/// How many open findings are printed in full.
pub(super) const OPEN: usize = 400;
/// How many facts of one finding are printed.
const FACTS: usize = 2;
/// How many items of one finding are printed.
const ITEMS: usize = 4;
/// From how many bytes of text on a row may break: a page holds some 4,700 in the column of exceptions.
const TALL: usize = 3_000;

/// Looks words up by id.
pub(super) struct Names<'a> {
    owners: HashMap<&'a str, &'a str>,
    asked: HashMap<(&'a str, Domain), &'a str>,
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
            asked: posture
                .contacts
                .iter()
                .map(|one| ((one.owner.as_str(), one.domain), one.name.as_str()))
                .collect(),
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

    /// Who is asked about the findings of a domain on the assets of an owner.
    fn asked<'b>(&self, owner: &'b str, domain: Domain) -> &'b str
    where
        'a: 'b,
    {
        self.asked.get(&(owner, domain)).copied().unwrap_or_else(|| self.owner(owner))
    }

    /// Requirements by framework, the direct ones apart from the supporting ones.
    pub(super) fn requirements(&self, all: &[RequirementRef], anchors: &Anchors<'_>) -> Value {
        let ids = |framework: &str, strength: Strength| -> Vec<Value> {
            all.iter()
                .filter(|one| one.framework == framework && one.strength == strength)
                .map(|one| json!({"id": one.id, "to": anchors.requirement(framework, &one.id)}))
                .collect()
        };
        self.frameworks
            .iter()
            .map(|(id, title)| {
                json!({
                    "framework": title,
                    "direct": ids(id, Strength::Direct),
                    "supporting": ids(id, Strength::Supporting),
                })
            })
            .collect()
    }
}

/// The lists of findings, each with what it leaves out.
///
/// # Errors
/// None in practice.
pub(super) fn lists(
    posture: &Posture,
    names: &Names<'_>,
    anchors: &Anchors<'_>,
    places: &mut Places,
    listed: &[Listed],
) -> Result<Value, Diagnostic> {
    let open = posture.findings.iter().filter(|one| one.outcome.is_open());
    let count = open.clone().count();
    let register = register::in_report(posture, listed, anchors);
    Ok(json!({
        "open": {
            "groups": groups(open.take(OPEN), names, anchors, places),
            "left_out": count.saturating_sub(OPEN),
        },
        "register": serde_json::to_value(register).map_err(|error| failed(&error))?,
        "attested": serde_json::to_value(attested(posture, anchors)).map_err(|error| failed(&error))?,
    }))
}

/// One group a control.
fn groups<'a>(
    findings: impl Iterator<Item = &'a FindingCard>,
    names: &Names<'_>,
    anchors: &Anchors<'_>,
    places: &mut Places,
) -> Vec<Value> {
    by_control(findings)
        .into_iter()
        .map(|ControlFindings { control, findings }| {
            json!({
                "control": head(control, names, places.take(anchors.tested(control))),
                "requirements": requirement_sets(&findings, names, anchors),
                "findings": findings
                    .iter()
                    .map(|one| row(one, names, anchors, places))
                    .collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// A control of which a posture from elsewhere may have no card.
fn head(id: &str, names: &Names<'_>, at: Option<&str>) -> Value {
    let card = names.controls.get(id);
    let text = |of: fn(&ControlCard) -> &str| card.map_or("—", |card| of(card));
    json!({
        "id": id, "at": at,
        "title": card.map_or("", |card| card.title.as_str()),
        "pass_if": text(|card| &card.pass_if),
        "remediation": text(|card| &card.remediation),
        "domain": card.map(|card| card.domain),
        "gain": card.map(|card| card.gain),
        "outcomes": card.map(|card| card.outcomes).unwrap_or_default(),
        "parts": card.map(|card| card.parts).unwrap_or_default(),
    })
}

/// The requirements once for each kind of asset.
fn requirement_sets(
    findings: &[&FindingCard],
    names: &Names<'_>,
    anchors: &Anchors<'_>,
) -> Vec<Value> {
    let set = |set: RequirementSet<'_>| {
        let kinds: Vec<_> = kinds(&set).into_iter().map(|kind| kind.noun(2)).collect();
        json!({
            "kinds": kinds.join(", "),
            "refs": names.requirements(set.requirements, anchors),
        })
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

fn row(
    finding: &FindingCard,
    names: &Names<'_>,
    anchors: &Anchors<'_>,
    places: &mut Places,
) -> Value {
    // The items that need work come first, so that a cut never hides one behind a pass.
    let mut items: Vec<_> = finding.items.iter().collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.outcome.rank()));
    items.truncate(ITEMS);
    json!({
        "at": places.take(anchors.finding(&finding.id)),
        "asset": finding.asset.to_string(),
        "asset_to": anchors.asset(&finding.asset),
        "name": finding.asset_name,
        "asked": names.asked(&finding.owner, finding.domain),
        "tier": finding.tier,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "sentence": finding.sentence,
        "class": finding.class,
        "evidence": finding.evidence.iter().take(FACTS).map(fact).collect::<Vec<_>>(),
        "evidence_left": finding.evidence.len().saturating_sub(FACTS),
        "items": items,
        "items_left": finding.items.len().saturating_sub(ITEMS),
        "waiver": finding.waiver,
        "waived_until": finding.waived_until,
        "due": due(finding.due_on, finding.overdue),
    })
}

/// Marks the rows whose texts, as they are printed, may be taller together than a page: they may break.
pub(super) fn mark_tall(lists: &mut Value) {
    for group in lists["open"]["groups"].as_array_mut().into_iter().flatten() {
        for row in group["findings"].as_array_mut().into_iter().flatten() {
            row["is_tall"] = json!(length(row) > TALL);
        }
    }
}

/// The bytes of all texts inside: at least as many as they take room.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(all) => all.iter().map(length).sum(),
        Value::Object(fields) => fields.values().map(length).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn fact(evidence: &Evidence) -> Value {
    json!({
        "fact": evidence.fact,
        "place": evidence.place.as_ref().map(ToString::to_string),
    })
}
