//! A waiver as YAML, appended to the text of a file.

use model::records::Waiver;
use syntax::{Node, Value, yaml};

/// Why a file cannot be appended to, and the fix.
pub(super) type Refused = (String, String);

/// The text of a file with one more waiver at its end. The existing text is kept, including comments.
///
/// # Errors
/// Where a record at the end would not be part of the list of waivers.
pub(super) fn appended(text: &str, waiver: &Waiver) -> Result<String, Refused> {
    let tree = yaml(text).map_err(|fault| (fault.message, fault.help))?;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (head, indent) = match &tree.value {
        Value::Null => (Some("waivers:"), "  ".to_string()),
        Value::List(nodes) => (None, indent(text, nodes.first())?),
        Value::Map(entries) => match entries.iter().rposition(|entry| entry.key == "waivers") {
            None => (Some("waivers:"), "  ".to_string()),
            Some(at) if at + 1 < entries.len() => {
                return Err(elsewhere("`waivers` is not its last list"));
            }
            Some(at) => match entries.get(at).map(|entry| &entry.node.value) {
                Some(Value::List(nodes)) => (None, indent(text, nodes.first())?),
                _ => (None, "  ".to_string()),
            },
        },
        Value::Scalar(_) => return Err(elsewhere("it is not a list of records")),
    };
    let mut lines: Vec<String> = head.into_iter().map(String::from).collect();
    for (at, (field, value)) in fields(waiver).into_iter().enumerate() {
        let lead = if at == 0 { "- " } else { "  " };
        lines.push(format!("{indent}{lead}{field}: {value}"));
    }
    let break_before = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    Ok(format!("{text}{break_before}{}{end}", lines.join(end)))
}

/// The indentation of the records of a list. Only a list with a dash for each record can be appended to.
fn indent(text: &str, first: Option<&Node>) -> Result<String, Refused> {
    let Some(first) = first else { return Err(elsewhere("its list is written `[]`")) };
    let above = text.lines().take(usize::try_from(first.line).unwrap_or(usize::MAX));
    let dash =
        above.filter(|line| line.trim_start().starts_with("- ") || line.trim() == "-").last();
    let dash = dash.ok_or_else(|| elsewhere("its records are not written with a `-` each"))?;
    Ok(dash.chars().take_while(|letter| *letter == ' ').collect())
}

fn elsewhere(why: &str) -> Refused {
    (format!("a waiver cannot be appended: {why}"), "name another file with --file".into())
}

fn fields(waiver: &Waiver) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("control", scalar(&waiver.control)),
        ("asset", scalar(&waiver.asset)),
        ("reason", quoted(&waiver.reason)),
        ("approver", scalar(&waiver.approver)),
    ];
    fields.extend(waiver.owner.given().map(|owner| ("owner", scalar(owner))));
    fields.extend(waiver.compensating.given().map(|text| ("compensating", quoted(text))));
    fields.extend(waiver.granted_on.given().map(|day| ("granted_on", day.to_string())));
    fields.push(("expires_on", waiver.expires_on.to_string()));
    fields.extend(waiver.renewals.given().map(|times| ("renewals", times.to_string())));
    fields
}

/// A name, in quotes where it could mean something else.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/_.-@".contains(c);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain);
    if word && !matches!(text.to_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no") {
        return text.to_string();
    }
    quoted(text)
}

/// Text in double quotes, which YAML reads as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Field, Moment};

    fn waiver() -> Waiver {
        let day = |text: &str| text.parse::<Moment>().expect("a day");
        Waiver {
            control: "CRD-02".into(),
            asset: "server/crm".into(),
            reason: "The vendor: \"soon\" # really".into(),
            approver: "ida".into(),
            expires_on: day("2026-12-30"),
            owner: Field::Given("null".into()),
            compensating: Field::Absent,
            granted_on: Field::Given(day("2026-11-22")),
            renewals: Field::Given(0),
        }
    }

    fn last_reason(text: &str) -> Option<String> {
        let tree = yaml(text).expect("YAML");
        let list = tree.get("waivers").unwrap_or(&tree).list().last().cloned();
        list.and_then(|record| record.get("reason")?.text().map(String::from))
    }

    #[test]
    fn existing_text_is_kept_and_the_record_comes_last() {
        for text in [
            "",
            "# Nothing yet\n",
            "waivers:",
            "waivers:\n",
            "owners:\n  - { id: a }\n",
            "waivers:\n- control: A # why\n  asset: b\n# the end",
            "waivers:\n    - { control: A, asset: b }\n",
            "- control: A\n  asset: b\n",
            "waivers:\r\n  -\r\n    control: A\r\n    asset: b\r\n",
        ] {
            let longer = appended(text, &waiver()).expect(text);
            assert!(longer.starts_with(text), "{longer}");
            assert_eq!(
                last_reason(&longer).as_deref(),
                Some("The vendor: \"soon\" # really"),
                "{longer}"
            );
        }
    }

    #[test]
    fn a_record_at_the_end_of_something_else_is_refused() {
        for text in [
            "waivers: []\n",
            "waivers: [{ control: A }]\n",
            "waivers:\n  - { control: A }\nowners: []\n",
            "[]",
            "word",
        ] {
            let (why, help) = appended(text, &waiver()).expect_err(text);
            assert!(help.contains("--file"), "{why}");
        }
    }
}
