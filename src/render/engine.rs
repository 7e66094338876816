//! The template engine, with the filters that all templates share.

use serde::Serialize;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::anchor;
use super::numbers::{self, grouped};
use super::terms::TERMS;
use model::{AssetKey, AssetKind, Diagnostic, EvidenceClass};

/// Names and texts of the templates of one format; the first is the one that is rendered.
pub(super) type Templates = [(&'static str, &'static str)];

/// A template engine that escapes every value by `escape` unless a filter marks it safe.
/// `extend` adds what only one format needs; it runs before the templates are read, because an
/// unknown filter is an error there.
pub(super) fn engine(
    templates: &Templates,
    escape: tera::EscapeFn,
    extend: impl FnOnce(&mut Tera),
) -> Result<Tera, Diagnostic> {
    let mut tera = Tera::new();
    tera.autoescape_on(templates.iter().map(|(name, _)| *name));
    tera.set_escape_fn(escape);
    tera.register_filter("tenths", tenths);
    tera.register_filter("classes", classes);
    tera.register_filter("signed", signed);
    tera.register_filter("words", words);
    tera.register_filter("number", number);
    tera.register_filter("halves", halves);
    tera.register_filter("plural", plural);
    tera.register_filter("anchor", anchored);
    tera.register_filter("key", key);
    tera.register_filter("place", place);
    tera.register_filter("ask", ask);
    tera.register_filter("requirement_status", requirement_status);
    tera.global_context().insert("terms", &TERMS);
    extend(&mut tera);
    let first = templates.first().map_or("", |(name, _)| name);
    tera.add_raw_templates(templates.iter().copied()).map_err(|error| broken(first, &error))?;
    Ok(tera)
}

/// Renders one template.
pub(super) fn render(
    tera: &Tera,
    name: &str,
    values: &impl Serialize,
) -> Result<String, Diagnostic> {
    let context = tera::Context::from_serialize(values).map_err(|error| broken(name, &error))?;
    tera.render(name, &context).map_err(|error| broken(name, &error))
}

fn broken(name: &str, error: &tera::Error) -> Diagnostic {
    Diagnostic::general(format!("the template {name} is broken: {error}"), "fix the template")
}

/// A number with one decimal, or a dash where there is none.
fn tenths(value: &Value, _: Kwargs, _: &State) -> String {
    value.as_f64().map_or_else(|| "—".to_string(), |number| format!("{number:.1}"))
}

/// What is proven of a sum, by evidence class: the strongest first.
fn classes(parts: &Value, _: Kwargs, _: &State) -> String {
    let classes = parts.get_from_path("classes");
    let names = EvidenceClass::ALL.map(EvidenceClass::id).into_iter();
    let printed = names.map(|class| {
        let number = classes?.get_from_path(class)?.as_f64()?;
        Some(format!("{number:.1}"))
    });
    let printed: Option<Vec<String>> = printed.collect();
    printed.map_or_else(|| "—".to_string(), |printed| printed.join(" / "))
}

/// A difference with its sign, or a dash where there is none. It is marked safe, because Markdown
/// would take a plus for a list.
fn signed(value: &Value, _: Kwargs, _: &State) -> Value {
    let rounded = value.as_f64().map(|number| (number, format!("{:.1}", number.abs())));
    let text = match rounded {
        None => "—".to_string(),
        Some((_, digits)) if digits == "0.0" => digits,
        Some((number, digits)) if number < 0.0 => format!("−{digits}"),
        Some((_, digits)) => format!("+{digits}"),
    };
    Value::safe_string(&text)
}

/// `not-applicable` as `not applicable`.
fn words(value: &str, _: Kwargs, _: &State) -> String {
    value.replace(['-', '_'], " ")
}

/// `12345` as `12,345`.
fn number(value: &Value, _: Kwargs, _: &State) -> String {
    value.as_u64().map_or_else(|| "—".to_string(), grouped)
}

/// A sum of half-weights as a number of weights: `1,204.5`.
fn halves(value: u64, _: Kwargs, _: &State) -> String {
    numbers::halves(value)
}

/// `2` as `2 assets`; `many` is `one` and an s where it is not given.
fn plural(value: u64, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let one: &str = kwargs.must_get("one")?;
    let many: Option<&str> = kwargs.get("many")?;
    Ok(match (value, many) {
        (1, _) => format!("1 {one}"),
        (count, Some(many)) => format!("{} {many}", grouped(count)),
        (count, None) => format!("{} {one}s", grouped(count)),
    })
}

/// The anchor of an id.
fn anchored(value: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let kind: &str = kwargs.must_get("kind")?;
    let within: Option<&str> = kwargs.get("within")?;
    Ok(anchor::anchor(kind, within.unwrap_or(""), value))
}

/// An asset's key as people write it: `server/payments`, `the organisation`.
fn key(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    let field = |name| value.get_from_path(name).and_then(Value::as_str).unwrap_or("");
    let (kind, id) = (field("kind"), field("id"));
    let organisation = AssetKey::organisation();
    Ok(if kind == AssetKind::Organisation.id() && id == organisation.id {
        "the organisation".into()
    } else {
        format!("{kind}/{id}")
    })
}

/// The place of something: `inventory.yaml:5`; a dash where it has none.
fn place(value: &Value, _: Kwargs, _: &State) -> String {
    let file = value.get_from_path("file").and_then(Value::as_str);
    let line = value.get_from_path("line").and_then(Value::as_u64);
    match (file, line) {
        (Some(file), Some(line)) if line > 0 => format!("{file}:{line}"),
        (Some(file), _) => file.to_string(),
        (None, _) => "—".to_string(),
    }
}

/// The evidence that a finding lacks: `servers.owner`, `reviews`.
fn ask(value: &Value, _: Kwargs, _: &State) -> String {
    let part = |name| value.get_from_path(name).and_then(Value::as_str).unwrap_or("");
    match (part("record"), part("field")) {
        (record, "") => record.to_string(),
        (record, field) => format!("{record}.{field}"),
    }
}

/// The status of a requirement, in words that fit a list of risks or of outcomes.
fn requirement_status(value: &str, kwargs: Kwargs, _: &State) -> TeraResult<&'static str> {
    let risk = kwargs.must_get::<&str>("reading")? == "risk";
    Ok(match (value, risk) {
        ("not-met", true) => "failing",
        ("partially-met", true) => "partial",
        ("met", true) => "no failures found",
        ("not-met", false) => "not met",
        ("partially-met", false) => "partially met",
        ("met", false) => "met (by evidence)",
        ("not-assessed", _) => "not assessed",
        ("not-applicable", _) => "not applicable",
        _ => "not covered",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &'static str, values: serde_json::Value) -> String {
        let tera = engine(&[("t.html", template)], tera::escape_html, |_| {}).unwrap();
        render(&tera, "t.html", &values).unwrap()
    }

    #[test]
    fn filters_format_values_for_people() {
        let template = "{{ a | tenths }} {{ b | tenths }} {{ c | number }} \
                        {{ c | plural(one='asset') }} {{ d | plural(one='identity', many='x') }} \
                        {{ k | key }} {{ o | key }} {{ p | place }} {{ w | words }} \
                        {{ q | ask }} {{ s | requirement_status(reading='risk') }}";
        let values = serde_json::json!({
            "a": 7.8, "b": null, "c": 1_234_567, "d": 1, "w": "not-applicable", "s": "met",
            "k": {"kind": "server", "id": "<x>"}, "p": {"file": "a.yaml", "line": 5},
            "o": {"kind": "organisation", "id": "organisation"},
            "q": {"record": "servers", "field": "owner"},
        });
        let text = rendered(template, values);
        assert_eq!(
            text,
            "7.8 — 1,234,567 1,234,567 assets 1 identity server/&lt;x&gt; the organisation a.yaml:5 \
             not applicable servers.owner no failures found"
        );
    }

    #[test]
    fn a_broken_template_is_named() {
        let unknown = engine(&[("mine.html", "{{ a | nope }}")], tera::escape_html, |_| {});
        assert!(unknown.unwrap_err().message.contains("mine.html"));
        let tera = engine(&[("mine.html", "{{ missing }}")], tera::escape_html, |_| {}).unwrap();
        let error = render(&tera, "mine.html", &serde_json::json!({})).unwrap_err();
        assert!(error.message.contains("mine.html"), "{}", error.message);
    }
}
