//! A sample of findings → `sample.pdf`: what was drawn and how, and a form for each finding.

use serde_json::{Value, json};

use super::text::{Changes, Glyphs};
use model::Diagnostic;
use model::sample::{QuotedRecord, Sample};

/// The most findings that a PDF of a sample prints.
const MAX_PRINTED: u64 = 2_000;
/// The most lines of a record that are printed.
const MAX_LINES: usize = 60;

/// `sample.pdf`, with `json`, the sample itself, attached.
#[cfg(feature = "pdf")]
pub(in crate::render) fn sample(
    sample: &Sample,
    json: &[u8],
) -> Result<model::Artifact, Diagnostic> {
    use sha2::{Digest, Sha256};
    let fonts = super::fonts::fonts();
    let data = data(sample, &Glyphs::of(fonts))?;
    let job = pdf::Job {
        name: "sample.typ",
        template: include_str!("../../../templates/sample.typ"),
        modules: Vec::new(),
        files: vec![("data.json", data.into()), ("sample.json", json.into())],
        form: pdf::Form::Archival,
        is_long: false,
        date: sample.as_of,
        ident: syntax::encoding::hex(Sha256::digest(json)),
        creator: concat!("muster ", env!("CARGO_PKG_VERSION")).into(),
    };
    let bytes = pdf::render(fonts, job).map_err(|failure| {
        let message = format!("sample.pdf cannot be made: {failure}");
        Diagnostic::general(message, "report this, and write it as --format xlsx,json")
    })?;
    Ok(model::Artifact::new("sample.pdf", bytes))
}

/// What the template shows, as `data.json`.
///
/// # Errors
/// Where there is more than a PDF can print.
fn data(sample: &Sample, glyphs: &Glyphs<'_>) -> Result<Vec<u8>, Diagnostic> {
    if sample.drawn > MAX_PRINTED {
        let message = format!(
            "a PDF prints at most {MAX_PRINTED} findings, and this sample has {}",
            sample.drawn
        );
        let help = "write it as --format xlsx,json, or name a smaller --size";
        return Err(Diagnostic::general(message, help));
    }
    let failed = |error: serde_json::Error| {
        Diagnostic::general(format!("the sample cannot be prepared: {error}"), "report this")
    };
    let mut value = serde_json::to_value(sample).map_err(failed)?;
    let scope: Vec<String> = sample.method.scope.iter().map(ToString::to_string).collect();
    value["method"]["scope"] = scope.into();
    let shown = value["strata"].as_array_mut().into_iter().flatten();
    for (stratum, shown) in sample.strata.iter().zip(shown) {
        let findings = shown["findings"].as_array_mut().into_iter().flatten();
        for (finding, shown) in stratum.findings.iter().zip(findings) {
            shown["outcome"] = finding.outcome.to_string().into();
            shown["severity"] = finding.severity.to_string().into();
            shown["class"] = finding.class.to_string().into();
            shown["records"] = finding.records.iter().map(record).collect();
            let facts = finding.evidence.iter().map(|fact| {
                let place = fact.place.as_ref().map(ToString::to_string).unwrap_or_default();
                json!({ "fact": fact.fact, "place": place, "class": fact.class.to_string() })
            });
            shown["evidence"] = facts.collect();
        }
    }
    let statements = value["statements"].take();
    let mut changes = Changes::default();
    glyphs.clean(&mut value, &mut changes);
    // Ours, and longer than what is cut to fit a cell.
    value["statements"] = statements;
    value["method"]["rule"] = sample.method.rule.clone().into();
    value["changes"] = json!({ "characters": changes.characters, "shortened": changes.shortened });
    serde_json::to_vec(&value).map_err(failed)
}

/// A record line by line, as many as are printed.
fn record(quoted: &QuotedRecord) -> Value {
    let all = quoted.record.lines().count();
    let lines = quoted.record.lines().take(MAX_LINES).map(|line| {
        let text = line.trim_start_matches(' ');
        json!({ "depth": (line.len() - text.len()) / 2, "text": text })
    });
    json!({
        "place": quoted.place.to_string(),
        "pointer": quoted.place.pointer.to_string(),
        "kind": quoted.kind,
        "lines": lines.collect::<Vec<Value>>(),
        "more": all.saturating_sub(MAX_LINES),
    })
}
