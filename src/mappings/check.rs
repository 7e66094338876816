//! What the shape of a framework file cannot say.

use std::collections::HashMap;
use std::sync::Arc;

use super::basis;
use model::{
    Crosswalk, Diagnostic, Framework, GapClass, Place, Property, Requirement, RequirementKey,
    ScannerRules, Strength, Support,
};
use syntax::{Node, suggestion};

/// Everything wrong with one framework: ids that are defined twice, rows that name no control, and
/// requirements that neither map nor say why not.
pub(super) fn check(
    framework: &Framework,
    tree: &Node,
    file: &Arc<str>,
    controls: &[&str],
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let nodes = tree.get("requirements").map(Node::list).unwrap_or_default();
    let mut first: HashMap<&str, u32> = HashMap::new();
    for (number, requirement) in framework.requirements.iter().enumerate() {
        let line = nodes.get(number).map_or(0, |node| node.line);
        let place = Place::new(file, line, format!("/requirements/{number}"));
        let mut report =
            |message: String, help: &str| errors.push(Diagnostic::at(&place, message, help));
        let id = &requirement.id;
        if let Some(line) = first.insert(id, line) {
            report(format!("{id} is defined twice, first on line {line}"), "keep one of the two");
        }
        if let Some(group) = &requirement.group
            && !framework.framework.groups.iter().any(|known| &known.id == group)
        {
            report(format!("{id} names the group {group}, which is not listed"), "add the group");
        }
        if let Some(complaint) = answer_fault(requirement) {
            report(
                format!("{id} {complaint}"),
                "map it to a control, or state a gap with class and reason",
            );
        }
        let rows = nodes.get(number).and_then(|node| node.get("supported-by"));
        let rows = rows.map(Node::list).unwrap_or_default();
        let (mut seen, mut based) = (Vec::new(), Vec::new());
        for (at, row) in requirement.supported_by.iter().enumerate() {
            if !controls.contains(&row.control.as_str()) {
                let help = match suggestion(&row.control, controls.iter().copied()) {
                    Some(meant) => meant,
                    None => "write the id of a control".to_string(),
                };
                report(format!("{id} is mapped to {}, which is not a control", row.control), &help);
            }
            if seen.contains(&&row.control) {
                report(format!("{id} is mapped to {} twice", row.control), "keep one of the rows");
            }
            seen.push(&row.control);
            if row.reason.trim().is_empty() || row.asset_kinds.is_empty() {
                report(
                    format!("{id} to {} lacks a reason or asset kinds", row.control),
                    "add them",
                );
            }
            if row.property == Property::Precedes && row.strength == Strength::Direct {
                report(
                    format!("{id} to {} precedes and is direct", row.control),
                    "write `supporting`",
                );
            }
            based.extend(unfounded(row, rows.get(at), &place, at, id));
        }
        errors.extend(based);
    }
    errors
}

/// What is wrong with the facts that a row rests on, at the line of the row.
fn unfounded(
    row: &Support,
    node: Option<&Node>,
    requirement: &Place,
    at: usize,
    id: &str,
) -> Vec<Diagnostic> {
    let line = node
        .map_or(requirement.line, |row| row.get("rests-on").map_or(row.line, |facts| facts.line));
    let pointer = format!("{}/supported-by/{at}/rests-on", requirement.pointer);
    let place = Place::new(&requirement.file, line, pointer);
    let faults = basis::faults(row).into_iter();
    faults
        .map(|(message, help)| {
            Diagnostic::at(&place, format!("{id} to {} {message}", row.control), help)
        })
        .collect()
}

/// Rules that name no control or state no reason, and tools that are defined twice.
pub(super) fn check_scanner(
    rules: &ScannerRules,
    others: &[ScannerRules],
    tree: &Node,
    file: &Arc<str>,
    controls: &[&str],
) -> Vec<Diagnostic> {
    let nodes = tree.get("rules").map(Node::list).unwrap_or_default();
    let mut errors = Vec::new();
    if others.iter().any(|other| other.tool.id == rules.tool.id) {
        let message = format!("the rules of {} are already defined", rules.tool.id);
        errors.push(Diagnostic::at(
            &Place::new(file, 1, "/tool/id"),
            message,
            "keep one of the two",
        ));
    }
    for (number, row) in rules.rules.iter().enumerate() {
        let line = nodes.get(number).map_or(0, |node| node.line);
        let place = Place::new(file, line, format!("/rules/{number}"));
        if !controls.contains(&row.control.as_str()) {
            let message = format!("{} is not a control", row.control);
            errors.push(Diagnostic::at(&place, message, "write the id of a control"));
        }
        if row.reason.trim().is_empty() || row.rule.trim().is_empty() {
            errors.push(Diagnostic::at(&place, "the row lacks a rule or a reason", "add it"));
        }
    }
    errors
}

/// Rows of a crosswalk that lead to no requirement.
pub(super) fn check_crosswalk(
    crosswalk: &Crosswalk,
    tree: &Node,
    file: &Arc<str>,
    frameworks: &[Framework],
) -> Vec<Diagnostic> {
    let nodes = tree.get("rows").map(Node::list).unwrap_or_default();
    let known = |key: &RequirementKey| {
        let framework = frameworks.iter().find(|f| f.framework.id == key.framework);
        framework.is_some_and(|f| f.requirements.iter().any(|r| r.id == key.id))
    };
    let mut errors = Vec::new();
    for (number, row) in crosswalk.rows.iter().enumerate() {
        for key in [&row.from, &row.to].into_iter().filter(|key| !known(key)) {
            let line = nodes.get(number).map_or(0, |node| node.line);
            errors.push(Diagnostic::at(
                &Place::new(file, line, format!("/rows/{number}")),
                format!("{} of {} is not a loaded requirement", key.id, key.framework),
                "write the id as in the framework's file",
            ));
        }
    }
    errors
}

/// What is wrong with how a requirement is answered, as the end of a sentence.
fn answer_fault(requirement: &Requirement) -> Option<&'static str> {
    let counts = requirement.supported_by.iter().any(|row| row.property != Property::Precedes);
    match &requirement.gap {
        None if counts => None,
        None if requirement.supported_by.is_empty() => Some("has neither a mapping nor a gap"),
        None => Some("has only rows that precede it, and no gap of class related-only"),
        Some(gap) if gap.reason.trim().is_empty() => Some("has a gap without a reason"),
        Some(_) if counts => Some("has both a mapping and a gap"),
        Some(gap) if gap.class != GapClass::RelatedOnly && !requirement.supported_by.is_empty() => {
            Some("has rows that precede it under a gap that is not related-only")
        }
        Some(_) => None,
    }
}
