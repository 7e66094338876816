//! The template engine, with the filters that all templates share.

use tera::{Kwargs, State, Tera, Value};

use crate::model::{Diagnostic, Posture};

/// A template engine that escapes every value by `escape` unless a filter marks it safe.
pub(super) fn engine(
    name: &'static str,
    template: &str,
    escape: tera::EscapeFn,
) -> Result<Tera, Diagnostic> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![name]);
    tera.set_escape_fn(escape);
    tera.register_filter("tenths", tenths);
    tera.register_filter("words", words);
    tera.add_raw_template(name, template).map_err(|error| broken(name, &error))?;
    Ok(tera)
}

/// Renders the posture by the one template of an engine.
pub(super) fn render(
    tera: &Tera,
    name: &str,
    posture: &Posture,
    extra: &[(&'static str, String)],
) -> Result<String, Diagnostic> {
    let mut context = tera::Context::new();
    context.insert("posture", posture);
    for (key, value) in extra {
        context.insert(*key, value);
    }
    tera.render(name, &context).map_err(|error| broken(name, &error))
}

fn broken(name: &str, error: &tera::Error) -> Diagnostic {
    Diagnostic::general(format!("the template {name} is broken: {error}"), "mend the template")
}

/// A number with one decimal, or a dash where there is none.
fn tenths(value: &Value, _: Kwargs, _: &State) -> String {
    value.as_f64().map_or_else(|| "—".to_string(), |number| format!("{number:.1}"))
}

/// `not-applicable` as `not applicable`.
fn words(value: &str, _: Kwargs, _: &State) -> String {
    value.replace(['-', '_'], " ")
}
