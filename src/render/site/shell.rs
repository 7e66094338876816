//! What every page has around its body: head, navigation and foot, from the template `layout.html`.

use maud::{Markup, html};
use serde::Serialize;
use tera::{Context, Tera, Value};

use super::cx::Cx;
use super::files::Shared;
use super::target::{List, Target};
use crate::render::csp;
use crate::render::terms::TERMS;
use model::Diagnostic;
use syntax::visible;

const NAME: &str = "layout.html";
const LAYOUT: &str = include_str!("../../../templates/site/layout.html");

/// The template, read once.
#[derive(Debug)]
pub(super) struct Shell {
    tera: Tera,
}

/// One page, as the template gets it. docs/templates.md has the list.
#[derive(Serialize)]
struct Values<'a> {
    head: Value,
    body: Value,
    page: Page<'a>,
    navigation: Vec<Entry>,
    report: Report<'a>,
}

#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    root: &'a str,
    home: String,
    language: &'a str,
}

#[derive(Serialize)]
struct Entry {
    title: &'static str,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    organisation: &'a str,
    period: &'a str,
    as_of: String,
    demo: bool,
    tool: &'a str,
    version: &'a str,
}

impl Shell {
    pub(super) fn new() -> Result<Self, Diagnostic> {
        let mut tera = Tera::new();
        tera.autoescape_on([NAME]);
        tera.add_raw_template(NAME, LAYOUT).map_err(|error| broken(&error))?;
        Ok(Shell { tera })
    }

    /// A whole page. Characters that cannot be seen are made visible in everything it prints.
    pub(super) fn page(
        &self,
        cx: Cx<'_>,
        shared: &Shared,
        title: &str,
        body: &str,
    ) -> Result<String, Diagnostic> {
        let posture = cx.data.posture;
        let title = visible(title);
        let organisation = visible(&posture.organisation);
        let (period, version) = (visible(&posture.period), visible(&posture.tool.version));
        let tool = visible(&posture.tool.name);
        let whole = format!("{title} · {organisation} {period}");
        let values = Values {
            head: Value::safe_string(&head(cx, shared, &whole).0),
            body: Value::safe_string(&visible(body)),
            page: Page {
                title: &title,
                root: cx.at.root(),
                home: cx.href(Target::Overview).unwrap_or_default(),
                language: "en-GB",
            },
            navigation: navigation(cx),
            report: Report {
                organisation: &organisation,
                period: &period,
                as_of: posture.as_of.to_string(),
                demo: posture.demo,
                tool: &tool,
                version: &version,
            },
        };
        let context = Context::from_serialize(&values).map_err(|error| broken(&error))?;
        self.tera.render(NAME, &context).map_err(|error| broken(&error))
    }
}

fn broken(error: &tera::Error) -> Diagnostic {
    Diagnostic::general(format!("the template {NAME} is broken: {error}"), "fix the template")
}

/// What the head of every page must have.
fn head(cx: Cx<'_>, shared: &Shared, title: &str) -> Markup {
    let root = cx.at.root();
    html! {
        meta charset="utf-8";
        @if cx.is_single() { meta http-equiv="Content-Security-Policy" content=(csp::single(&shared.style)); }
        @else { meta http-equiv="Content-Security-Policy" content=(csp::FOLDER); }
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="referrer" content="no-referrer";
        title { (title) }
        @if cx.is_single() {
            link rel="icon" href=(Shared::icon_data());
            style { (maud::PreEscaped(&shared.style)) }
        } @else {
            link rel="icon" href=(shared.icon_href(root)) type="image/svg+xml";
            link rel="stylesheet" href=(shared.style_href(root));
        }
    }
}

fn navigation(cx: Cx<'_>) -> Vec<Entry> {
    let entries = [
        (Target::Overview, "Overview"),
        (Target::Findings(List::Open, 1), TERMS.findings),
        (Target::Assets(1), TERMS.assets),
        (Target::Owners, "Owners and domains"),
        (Target::Controls, TERMS.controls),
        (Target::Frameworks, TERMS.frameworks),
        (Target::Trend, TERMS.trend),
        (Target::Requests, TERMS.requests),
        (Target::Waivers, TERMS.waivers),
        (Target::Method, TERMS.method),
        (Target::Inputs, TERMS.inputs),
        (Target::Months, "Months"),
    ];
    let section = cx.at.section();
    let entry = |(to, title): (Target<'static>, &'static str)| {
        let current = to == section && !cx.is_single();
        cx.href(to).map(|href| Entry { title, href, current })
    };
    entries.into_iter().filter_map(entry).collect()
}
