//! What fits on the four pages for the board: the first entries of each list, in texts of a few lines. The
//! template prints as many as there is room for, and how many it leaves out.

use serde_json::{Map, Value, json};

use super::due::due;
use super::prose;
use model::posture::{FrameworkState, SevereFinding};
use model::{Posture, Severity};

/// How many entries of a list may be tried; a page has room for fewer.
const ENTRIES: usize = 24;
/// How many remediations and requests the third page has.
const TEN: usize = 10;
/// How many limits of the grade are printed beside it.
const LIMITS: usize = 4;
/// How many characters of the commentary are printed.
const COMMENTARY: usize = 1_200;
/// The longest text of a cell, in characters.
const LONGEST: usize = 200;
/// The longest limitation, in characters: the last page has room for whole ones.
const LIMITATION: usize = 420;
/// The longest name, in characters.
const NAME: usize = 60;

/// The lists of the four pages. Their texts are cut by [`shorten`] once they are printable.
pub(super) fn board(posture: &Posture) -> Value {
    let critical = |one: &&SevereFinding| one.severity == Severity::Critical;
    let counts = &posture.counts;
    json!({
        "organisation": posture.organisation,
        "period": posture.period,
        "limits": posture.grade.limits.iter().take(LIMITS).map(|limit| json!({
            "at_most": limit.at_most, "because": limit.because,
        })).collect::<Vec<_>>(),
        "caveats": ::posture::caveats(posture),
        "limits_left": posture.grade.limits.len().saturating_sub(LIMITS),
        "criticals": posture.severe_findings.iter().filter(critical).take(ENTRIES).map(severe)
            .collect::<Vec<_>>(),
        "criticals_total": counts.severe_critical_open.saturating_add(counts.severe_critical_possible),
        "criticals_counted": counts.critical().words(),
        "change": change(posture),
        "fixes": posture.fixes.iter().take(TEN).map(|fix| json!({
            "control": fix.control, "title": fix.title, "defect": fix.defect, "severity": fix.severity,
            "open": fix.open, "gain": fix.gain,
            "asked": fix.asked.first().map(|one| &one.name), "asked_left": fix.asked.len().saturating_sub(1),
            "due": due(fix.due_on, fix.overdue > 0),
        })).collect::<Vec<_>>(),
        "fixes_total": posture.fixes.len(),
        "requests": posture.evidence_requests.iter().take(TEN).map(|request| json!({
            "sentence": request.sentence, "findings": request.findings,
            "coverage_gain": request.coverage_gain,
            "asked": request.asked.first().map(|one| &one.name),
            "asked_left": request.asked.len().saturating_sub(1),
        })).collect::<Vec<_>>(),
        "requests_total": posture.evidence_requests.len(),
        "frameworks": posture.frameworks.iter().take(ENTRIES).map(framework).collect::<Vec<_>>(),
        "frameworks_total": posture.frameworks.len(),
        "limitations": posture.limitations.iter().take(ENTRIES).collect::<Vec<_>>(),
        "limitations_total": posture.limitations.len(),
        "excluded": posture.excluded.len(),
        "inputs": posture.inputs.len(),
        "site_url": posture.site_url,
    })
}

/// The commentary as far as the first page may print it, and whether that is all of it.
pub(super) fn commentary(markdown: &str) -> Value {
    let (nodes, whole) = prose::excerpt(markdown, COMMENTARY);
    json!({ "nodes": nodes, "whole": whole })
}

fn severe(one: &SevereFinding) -> Value {
    json!({
        "finding": one.finding, "asset": one.asset_name, "title": one.title, "sentence": one.sentence,
        "standing": one.standing, "outcome": one.outcome, "tier": one.tier, "asked": one.asked.name,
        "due": due(one.due_on, one.overdue),
    })
}

fn change(posture: &Posture) -> Value {
    let change = posture.history.as_ref().and_then(|history| history.change.as_ref());
    let Some(change) = change else { return Value::Null };
    let classes = change.classes.iter().filter(|row| row.findings > 0);
    json!({
        "since": change.before.period,
        "before": change.before.score.proven,
        "after": change.after.score.proven,
        "difference": change.difference,
        "coverage_before": change.before.score.coverage,
        "coverage_after": change.after.score.coverage,
        "regressed": change.regressed,
        "classes": classes.map(|row| json!({"title": row.title, "findings": row.findings}))
            .collect::<Vec<_>>(),
        "figures": change.figures_in_words(),
    })
}

fn framework(state: &FrameworkState) -> Value {
    let statuses: Map<String, Value> = state
        .statuses
        .iter()
        .filter_map(|(status, count)| {
            let id = serde_json::to_value(status).ok()?;
            Some((id.as_str()?.to_string(), (*count).into()))
        })
        .collect();
    json!({
        "title": state.short_title, "noun": state.noun, "reading": state.reading, "statuses": statuses,
        "parts": state.parts,
    })
}

/// Cuts every text of the pages. A code point in brackets counts as the characters that it is printed with,
/// so this is done once the texts are printable.
pub(super) fn shorten(value: &mut Value) {
    match value {
        Value::String(text) => cut(text, LONGEST),
        Value::Array(all) => all.iter_mut().for_each(shorten),
        Value::Object(fields) => {
            for (name, one) in fields {
                match (name.as_str(), one) {
                    ("organisation" | "asset" | "asked" | "title", Value::String(text)) => {
                        cut(text, NAME);
                    }
                    ("finding" | "control" | "noun" | "period", Value::String(text)) => {
                        cut(text, NAME);
                    }
                    ("limitations", Value::Array(all)) => {
                        for one in all {
                            if let Value::String(text) = one {
                                cut(text, LIMITATION);
                            }
                        }
                    }
                    (_, one) => shorten(one),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Cuts a text after a word, where one ends in its last third.
fn cut(text: &mut String, longest: usize) {
    if let Some((at, _)) = text.char_indices().nth(longest) {
        text.truncate(at);
        let end = text.rfind(char::is_whitespace).filter(|end| *end > at / 3 * 2);
        text.truncate(end.unwrap_or(at));
        *text = format!("{}…", text.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shorter_than_sentences_and_what_is_cut_shows_it() {
        let mut value = json!({"asset": "ä".repeat(500), "rows": [{"sentence": "b ".repeat(500)}]});
        shorten(&mut value);
        assert_eq!(value["asset"].as_str().map(|text| text.chars().count()), Some(NAME + 1));
        let sentence = value["rows"][0]["sentence"].as_str().unwrap_or_default();
        assert!(sentence.ends_with("b…") && sentence.chars().count() <= LONGEST + 1, "{sentence}");
        let mut short = json!({"asset": "payments"});
        shorten(&mut short);
        assert_eq!(short["asset"], "payments");
    }

    #[test]
    fn a_long_commentary_is_cut_and_marked() {
        let long = commentary(&"A sentence of the lead.\n\n".repeat(200));
        assert_eq!(long["whole"], false);
        let nodes = long["nodes"].as_array().map_or(0, Vec::len);
        assert!((20..80).contains(&nodes), "{nodes}");
        let short = commentary("One *sentence*.");
        assert_eq!(
            (short["whole"].clone(), short["nodes"].as_array().map(Vec::len)),
            (true.into(), Some(1))
        );
    }
}
