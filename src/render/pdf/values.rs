//! Parts of a posture as values, which templates read.

use serde_json::{Map, Value};

use model::Diagnostic;

/// The fields of a part of the posture.
pub(super) fn object(value: &impl serde::Serialize) -> Result<Map<String, Value>, Diagnostic> {
    match serde_json::to_value(value).map_err(|error| failed(&error))? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// Data that cannot be written.
pub(super) fn failed(error: &impl ToString) -> Diagnostic {
    Diagnostic::general(
        format!("the PDF report's data cannot be written: {}", error.to_string()),
        "report this",
    )
}
