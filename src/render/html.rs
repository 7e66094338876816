//! HTML: one file, no outside request, no script needed.

use std::collections::HashSet;

use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use super::engine::{self, Templates};
use super::view::View;
use super::{charts, clean, csp, meter, prose};
use crate::model::{Artifact, Diagnostic, Posture};

const NAME: &str = "report.html";
const STYLE: &str = include_str!("../../templates/report.css");
const TEMPLATES: &Templates = &[
    (NAME, include_str!("../../templates/report.html")),
    ("html/components.html", include_str!("../../templates/html/components.html")),
    ("html/contents.html", include_str!("../../templates/html/contents.html")),
    ("html/summary.html", include_str!("../../templates/html/summary.html")),
    ("html/priorities.html", include_str!("../../templates/html/priorities.html")),
    ("html/accountability.html", include_str!("../../templates/html/accountability.html")),
    ("html/frameworks.html", include_str!("../../templates/html/frameworks.html")),
    ("html/controls.html", include_str!("../../templates/html/controls.html")),
    ("html/findings.html", include_str!("../../templates/html/findings.html")),
    ("html/assets.html", include_str!("../../templates/html/assets.html")),
    ("html/method.html", include_str!("../../templates/html/method.html")),
    ("html/sources.html", include_str!("../../templates/html/sources.html")),
];

/// What the templates see.
#[derive(Serialize)]
struct Values<'a> {
    posture: &'a Posture,
    view: &'a View<'a>,
    style: &'a str,
    policy: String,
    prose: Option<String>,
    bar: String,
    privileged_bar: String,
    heat_map: String,
}

/// `report.html`
pub(super) fn render(posture: &Posture) -> Result<Artifact, Diagnostic> {
    let posture = clean::posture(posture)?;
    let view = View::of(&posture);
    let anchors = view.anchors(&posture);
    let tera = engine::engine(TEMPLATES, tera::escape_html, |tera| extend(tera, anchors))?;
    let values = Values {
        view: &view,
        style: STYLE,
        policy: csp::policy(STYLE),
        prose: posture.prose.as_deref().map(prose::to_html),
        bar: charts::three_part_bar(&posture.score),
        privileged_bar: charts::three_part_bar(&posture.privileged),
        heat_map: charts::heat_map(&posture.heat_map),
        posture: &posture,
    };
    Ok(Artifact::new(NAME, engine::render(&tera, NAME, &values)?))
}

/// What only the page needs: thin bars, and whether the page has an anchor.
fn extend(tera: &mut Tera, anchors: HashSet<String>) {
    tera.register_filter("meter", |parts: &Value, _: Kwargs, _: &State| {
        let part = |name| parts.get_from_path(name).and_then(Value::as_f64);
        Value::safe_string(&meter::meter(part("proven"), part("failed"), part("unknown")))
    });
    tera.register_test("printed", move |name: &Value, _: Kwargs, _: &State| {
        name.as_str().is_some_and(|name| anchors.contains(name))
    });
}
