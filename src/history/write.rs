//! A month record as a file that git can show and merge: one finding, asset or limit a line, sorted.

use serde_json::Value;

use model::month::HISTORY;
use model::{Artifact, Diagnostic, MonthRecord};

/// `history/2026-11.json`. The same record gives the same bytes.
///
/// # Errors
/// None in practice; a record that cannot be serialised is reported.
pub fn write(record: &MonthRecord) -> Result<Artifact, Diagnostic> {
    let failed = |error: serde_json::Error| {
        Diagnostic::general(format!("the month cannot be recorded: {error}"), "report this")
    };
    let Value::Object(fields) = serde_json::to_value(record).map_err(failed)? else {
        return Err(Diagnostic::general("the month cannot be recorded", "report this"));
    };
    let line = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::Array(rows) if !rows.is_empty() => {
                let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
                format!("[\n{}\n]", rows.join(",\n"))
            }
            other => other.to_string(),
        };
        format!("{}: {value}", Value::from(name.as_str()))
    };
    let lines: Vec<String> = fields.iter().map(line).collect();
    let text = format!("{{\n{}\n}}\n", lines.join(",\n"));
    Ok(Artifact::new(format!("{HISTORY}/{}.json", record.period), text))
}
