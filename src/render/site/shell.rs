//! What every page has around its body: head, navigation and foot, from the template `layout.html`.

use std::borrow::Cow;

use maud::{Markup, html};
use serde::Serialize;
use tera::{Context, Value};

use super::cx::Cx;
use super::files::Shared;
use super::layout::Layout;
use super::target::{List, Target};
use crate::render::csp;
use crate::render::options::Template;
use crate::render::terms::TERMS;
use model::Diagnostic;
use syntax::visible;

/// The template, read once.
#[derive(Debug)]
pub(super) struct Shell {
    layout: Layout,
}

/// One page, as the template gets it. docs/templates.md has the list.
#[derive(Serialize)]
struct Values<'a> {
    head: Value,
    body: Value,
    page: Page<'a>,
    navigation: Vec<Entry>,
    report: Report<'a>,
    brand: BrandOf<'a>,
}

#[derive(Serialize)]
struct BrandOf<'a> {
    name: Cow<'a, str>,
    logo: Option<String>,
    classification: Option<Cow<'a, str>>,
    footer: Option<Cow<'a, str>>,
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
    pub(super) fn of(template: Option<&Template>) -> Result<Self, Diagnostic> {
        Ok(Shell { layout: Layout::of(template)? })
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
        let whole = page_title(&title, &format!("{organisation} {period}"));
        // In the body, so that a layout of the project cannot leave it out.
        let part = posture
            .part_sentence()
            .map(|part| html! { p class="demo" role="note" { strong { (visible(&part)) } } });
        let body = match part {
            Some(part) => Cow::Owned(part.0 + body),
            None => Cow::Borrowed(body),
        };
        let (head, body) = (head(cx, shared, &whole), visible(&body));
        let values = |[head, body]: [&str; 2]| Values {
            head: Value::safe_string(head),
            body: Value::safe_string(body),
            page: Page {
                title: &title,
                root: cx.at.root(),
                home: cx.href(Target::Overview).unwrap_or_default(),
                language: "en-GB",
            },
            navigation: navigation(cx),
            brand: brand(cx, shared),
            report: Report {
                organisation: &organisation,
                period: &period,
                as_of: posture.as_of.to_string(),
                demo: posture.demo,
                tool: &tool,
                version: &version,
            },
        };
        let context = |parts: [&str; 2]| {
            Context::from_serialize(&values(parts)).map_err(|error| {
                Diagnostic::general(format!("a page cannot be prepared: {error}"), "report this")
            })
        };
        // What is around a page follows from its folder and from the entry of the navigation.
        let file = cx.at.file().unwrap_or_default();
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let section = cx.at.section().file().unwrap_or_default();
        let key = format!("{folder} {section}");
        self.layout.page(&key, context, &head.0, &body)
    }
}

fn brand<'a>(cx: Cx<'a>, shared: &Shared) -> BrandOf<'a> {
    let brand = cx.data.posture.brand.as_ref();
    let line = |text: Option<&'a String>| text.map(|text| visible(text));
    let logo = match cx.is_single() {
        true => shared.logo_data().map(String::from),
        false => shared.logo_href(cx.at.root()),
    };
    let name = line(brand.and_then(|brand| brand.name.as_ref()));
    BrandOf {
        name: name.unwrap_or_else(|| visible(&cx.data.posture.organisation)),
        logo,
        classification: line(brand.and_then(|brand| brand.classification.as_ref())),
        footer: line(brand.and_then(|brand| brand.footer.as_ref())),
    }
}

/// How long the title of a page may be, as it is written in HTML: search engines and tabs cut it.
const MAX_TITLE: usize = 70;

/// The title of a page, and whose it is where there is room for it.
fn page_title(title: &str, whose: &str) -> String {
    let whole = format!("{title} · {whose}");
    let cut = fitting(&whole);
    if cut == whole.len() {
        return whole;
    }
    match fitting(title) {
        all if all == title.len() => title.to_string(),
        cut => format!("{}…", title.get(..cut).unwrap_or_default()),
    }
}

/// How many bytes of a text fit into a title.
fn fitting(text: &str) -> usize {
    let mut used = 1;
    let end = text.char_indices().find(|(_, letter)| {
        used += match letter {
            '<' | '>' => 4,
            '&' => 5,
            '"' | '\'' => 6,
            _ => 1,
        };
        used > MAX_TITLE
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// What the head of every page must have.
fn head(cx: Cx<'_>, shared: &Shared, title: &str) -> Markup {
    let root = cx.at.root();
    html! {
        meta charset="utf-8";
        @if cx.is_single() { meta http-equiv="Content-Security-Policy" content=(csp::single(&shared.style, &shared.scripts())); }
        @else { meta http-equiv="Content-Security-Policy" content=(csp::FOLDER); }
        meta name="viewport" content="width=device-width";
        title { (title) }
        @if cx.is_single() {
            link rel="icon" href=(Shared::icon_data());
            style { (maud::PreEscaped(&shared.style)) }
            @let [data, script] = shared.scripts();
            script { (maud::PreEscaped(data)) }
            script data-inline data-root="" data-index=(shared.index_file()) { (maud::PreEscaped(script)) }
        } @else {
            link rel="icon" href=(shared.icon_href(root));
            link rel="stylesheet" href=(shared.style_href(root));
            script defer src=(shared.script_href(root)) {}
        }
    }
}

/// The menu, the same on every page.
fn navigation(cx: Cx<'_>) -> Vec<Entry> {
    let entries = [
        (Target::Overview, TERMS.overview),
        (Target::Findings(List::Open, 1), TERMS.findings),
        (Target::Assets(1), TERMS.assets),
        (Target::Owners, TERMS.accountability),
        (Target::Controls, TERMS.controls),
        (Target::Frameworks, TERMS.frameworks),
        (Target::Requests, TERMS.requests),
        (Target::Trend, TERMS.trend),
        (Target::Waivers, TERMS.waivers),
        (Target::Method, TERMS.method),
        (Target::Inputs, TERMS.inputs),
        (Target::Months, TERMS.months),
    ];
    let section = cx.at.section();
    let entry = |(to, title): (Target<'static>, &'static str)| {
        let current = to == section && !cx.is_single();
        cx.href(to).map(|href| Entry { title, href, current })
    };
    entries.into_iter().filter_map(entry).collect()
}
