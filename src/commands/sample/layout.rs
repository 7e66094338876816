//! A record as JSON that people read: what is short is on one line.

use serde_json::Value;

/// How long a value on one line may be, in bytes.
const LINE: usize = 72;

/// JSON text of a value, with two spaces for each level.
pub(super) fn readable(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    let short = value.to_string();
    let (open, close, entries): (_, _, Vec<(Option<&String>, &Value)>) = match value {
        Value::Object(fields) if short.len() > LINE => {
            ('{', '}', fields.iter().map(|(name, value)| (Some(name), value)).collect())
        }
        Value::Array(items) if short.len() > LINE => {
            ('[', ']', items.iter().map(|item| (None, item)).collect())
        }
        _ => return text.push_str(&short),
    };
    let indent = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    text.push(open);
    for (at, (name, value)) in entries.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        indent(text, depth + 1);
        if let Some(name) = name {
            text.push_str(&Value::from(name.as_str()).to_string());
            text.push_str(": ");
        }
        write(value, depth + 1, text);
    }
    indent(text, depth);
    text.push(close);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn short_values_are_on_one_line() {
        let long = "x".repeat(60);
        let record = json!({ "id": long, "owner": ["a", "b"], "reach": { "target": "t" } });
        let lines: Vec<String> = readable(&record).lines().map(String::from).collect();
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert_eq!(lines[2], "  \"owner\": [\"a\",\"b\"],");
    }

    proptest! {
        #[test]
        fn it_is_the_same_value(texts in proptest::collection::vec(".{0,40}", 0..6), deep in 0..5) {
            let mut value = json!(texts);
            for _ in 0..deep {
                value = json!({ "a\"b": value, "c": texts.clone() });
            }
            let read: Value = serde_json::from_str(&readable(&value)).expect("JSON");
            prop_assert_eq!(read, value);
        }
    }
}
