//! HTML: one file, no outside request, no script needed.

use std::collections::HashSet;

use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use super::engine::{self, Templates};
use super::view::View;
use super::{csp, pictures, prose};
use model::{Artifact, Diagnostic, Parts, Posture, Tenths};

const NAME: &str = "report.html";
const STYLE: &str = include_str!("../../templates/report.css");
const TEMPLATES: &Templates = &[
    (NAME, include_str!("../../templates/report.html")),
    ("html/components.html", include_str!("../../templates/html/components.html")),
    ("html/contents.html", include_str!("../../templates/html/contents.html")),
    ("html/summary.html", include_str!("../../templates/html/summary.html")),
    ("html/history.html", include_str!("../../templates/html/history.html")),
    ("html/priorities.html", include_str!("../../templates/html/priorities.html")),
    ("html/accountability.html", include_str!("../../templates/html/accountability.html")),
    ("html/frameworks.html", include_str!("../../templates/html/frameworks.html")),
    ("html/controls.html", include_str!("../../templates/html/controls.html")),
    ("html/findings.html", include_str!("../../templates/html/findings.html")),
    ("html/assets.html", include_str!("../../templates/html/assets.html")),
    ("html/scanners.html", include_str!("../../templates/html/scanners.html")),
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
    ledger: String,
    bar: String,
    privileged_bar: String,
    heat_map: String,
    trend: Option<String>,
    work: Option<String>,
    waterfall: Option<String>,
}

/// `report.html`
pub(super) fn render(posture: &Posture, view: &View<'_>) -> Result<Artifact, Diagnostic> {
    let anchors = view.anchors(posture);
    let tera = engine::engine(TEMPLATES, tera::escape_html, |tera| extend(tera, anchors))?;
    // Browsers read a line end as one character before they hash; validators drop a first one.
    let style = format!("{}\n{}", STYLE.trim().replace("\r\n", "\n"), pictures::style().trim());
    let history = posture.history.as_ref();
    let values = Values {
        view,
        policy: csp::policy(&style),
        style: &style,
        prose: posture.prose.as_deref().map(prose::to_html),
        ledger: posture.ledger.line(),
        bar: pictures::three_part_bar(&posture.score).svg,
        privileged_bar: pictures::three_part_bar(&posture.privileged).svg,
        heat_map: pictures::heat_map(&posture.heat_map).svg,
        trend: history.and_then(|h| pictures::trend(&h.months)).map(|picture| picture.svg),
        work: history.and_then(|h| pictures::work(&h.months)).map(|picture| picture.svg),
        waterfall: history
            .and_then(|h| h.change.as_ref())
            .and_then(pictures::waterfall)
            .map(|picture| picture.svg),
        posture,
    };
    Ok(Artifact::new(NAME, engine::render(&tera, NAME, &values)?))
}

/// What only the page needs: thin bars, and whether the page has an anchor.
fn extend(tera: &mut Tera, anchors: HashSet<String>) {
    tera.register_filter("meter", |parts: &Value, _: Kwargs, _: &State| {
        let part = |name| {
            let part = parts.get_from_path(name).and_then(Value::as_f64);
            part.map(|part| Tenths((part * 10.0).round() as i64))
        };
        let parts = Parts {
            proven: part("proven"),
            failed: part("failed"),
            unknown: part("unknown"),
            ..Parts::default()
        };
        Value::safe_string(&pictures::meter(&parts))
    });
    tera.register_filter("ticks", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&ticks(text))
    });
    tera.register_test("web_address", |address: &Value, _: Kwargs, _: &State| {
        address
            .as_str()
            .is_some_and(|address| prose::web_address(address).as_deref() == Some(address))
    });
    tera.register_test("printed", move |name: &Value, _: Kwargs, _: &State| {
        name.as_str().is_some_and(|name| anchors.contains(name))
    });
}

/// Our sentences name fields as `field`; the page sets them as code. Where backticks do not pair,
/// they were somebody's own and stay.
fn ticks(text: &str) -> String {
    let mut page = String::new();
    let paired = text.matches('`').count().is_multiple_of(2);
    for (at, piece) in text.split('`').enumerate() {
        let piece = escaped(piece);
        page += &match (paired, at) {
            (true, at) if at % 2 == 1 => format!("<code>{piece}</code>"),
            (false, at) if at > 0 => format!("`{piece}"),
            _ => piece,
        };
    }
    page
}

fn escaped(text: &str) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and escaping writes nothing but characters.
    _ = tera::escape_html(text, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{clean, samples};

    #[test]
    fn fields_are_code_and_markup_is_text() {
        assert_eq!(ticks("no `a<b` here"), "no <code>a&lt;b</code> here");
        assert_eq!(ticks("<i>`x"), "&lt;i&gt;`x");
    }

    fn page(posture: &Posture) -> String {
        let posture = clean::posture(posture).unwrap();
        String::from_utf8(render(&posture, &View::of(&posture)).unwrap().bytes).unwrap()
    }

    /// Everything between `<` and `>` that the page holds.
    fn tags(page: &str) -> Vec<&str> {
        page.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
    }

    #[test]
    fn nothing_renders_as_dashes() {
        let page = page(&samples::empty());
        assert!(page.contains("<p class=\"letter\">—</p>"));
        assert!(page.contains("No assessed control is open."));
    }

    #[test]
    fn hostile_texts_become_no_markup() {
        let page = page(&samples::hostile());
        let style = page.find("</style>").unwrap();
        for tag in tags(page.get(style..).unwrap()) {
            let name = tag.split([' ', '\n']).next().unwrap();
            let ours = [
                "a", "article", "body", "caption", "code", "dd", "desc", "details", "div", "dl",
                "dt", "footer", "h1", "h2", "h3", "h4", "header", "hr", "html", "li", "main",
                "nav", "ol", "p", "path", "rect", "section", "span", "strong", "summary", "svg",
                "table", "tbody", "td", "text", "th", "thead", "title", "tr", "tspan", "ul", "em",
                "h5", "h6", "/style", "head",
            ];
            assert!(ours.contains(&name.trim_start_matches('/')) || name == "/style", "{tag}");
            assert!(!tag.contains(" onerror") || tag.contains("="), "{tag}");
        }
        for sign in
            ["<script", "<img", "\u{202e}", "\u{2066}", "\u{1b}", "style=\"", "javascript:\""]
        {
            assert!(!page.contains(sign), "{sign}");
        }
        let mut hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(hrefs.all(|href| href.starts_with('#') || href.starts_with("https://")));
    }

    #[test]
    fn every_link_inside_the_page_has_a_target_and_every_target_one_name() {
        for posture in [samples::empty(), samples::hostile()] {
            let page = page(&posture);
            let named = |sign: &str| {
                let parts = page.split(sign).skip(1);
                parts.filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>()
            };
            let ids = named(" id=\"");
            let unique: HashSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len());
            for link in named("href=\"#") {
                assert!(unique.contains(link), "{link}");
            }
        }
    }

    #[test]
    fn the_policy_names_the_style_of_the_page() {
        let page = page(&samples::empty());
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let policy = csp::policy(style).replace('\'', "&#x27;").replace('/', "&#x2F;");
        let written = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
        let written = written.split('"').next().unwrap().replace('/', "&#x2F;");
        assert_eq!(written.replace("&#39;", "&#x27;"), policy);
    }
}
