//! Markdown: CommonMark with GFM tables.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use super::engine::{self, Templates};
use super::open_rows::{OpenRow, open};
use super::site_link::site_link;
use super::terms::TERMS;
use super::view::View;
use super::{escape, prose_markdown};
use model::posture::{Asked, FrameworkState};
use model::{Artifact, Change, Diagnostic, FindingId, GapClass, Posture, Severity};

const NAME: &str = "report.md";
const TEMPLATES: &Templates = &[
    (NAME, include_str!("../../templates/report.md")),
    ("md/components.md", include_str!("../../templates/md/components.md")),
    ("md/change.md", include_str!("../../templates/md/change.md")),
    ("md/overview.md", include_str!("../../templates/md/overview.md")),
    ("md/priorities.md", include_str!("../../templates/md/priorities.md")),
    ("md/breakdown.md", include_str!("../../templates/md/breakdown.md")),
    ("md/history.md", include_str!("../../templates/md/history.md")),
    ("md/frameworks.md", include_str!("../../templates/md/frameworks.md")),
    ("md/findings.md", include_str!("../../templates/md/findings.md")),
    ("md/assets.md", include_str!("../../templates/md/assets.md")),
    ("md/scanners.md", include_str!("../../templates/md/scanners.md")),
    ("md/method.md", include_str!("../../templates/md/method.md")),
];

/// How many rows the lists of priorities have; where the rest is, is stated below each.
const MOST_SEVERE: usize = 10;
const MOST_ACTIONS: usize = 10;
const MOST_REQUESTS: usize = 12;
/// How many warnings about the inputs are printed.
const MOST_NOTICES: usize = 5;
/// How many entries of a register are printed: files, waivers, excluded assets, scanner reports.
const MOST_ROWS: usize = 100;
/// How many assets are named that lack the same evidence: the site has all.
const MOST_ASSETS: usize = 3;
/// How many characters of the title of a requirement are printed.
const MOST_TITLE: usize = 64;
/// How many names are printed in a cell.
const MOST_NAMES: usize = 20;
/// How many months are printed, the latest.
const MOST_MONTHS: usize = 24;

/// What the templates see.
#[derive(Serialize)]
struct Values<'a> {
    posture: &'a Posture,
    view: &'a View<'a>,
    prose: Option<String>,
    part: Option<&'a str>,
    ledger: String,
    site: String,
    critical: String,
    high: String,
    asked: Vec<Asked<'a>>,
    change_figures: Option<String>,
    sections: Vec<&'static str>,
    open: Vec<OpenRow<'a>>,
    detailed: Vec<&'a str>,
    missing: Vec<Missing<'a>>,
    uncovered: BTreeMap<&'a str, Vec<Uncovered<'a>>>,
    most_severe: usize,
    most_actions: usize,
    most_requests: usize,
    most_notices: usize,
    most_rows: usize,
    most_names: usize,
    most_assets: usize,
    most_months: usize,
}

/// The assets on which one control lacks the same evidence.
#[derive(Serialize)]
struct Missing<'a> {
    control: &'a str,
    severity: Severity,
    ask: String,
    assets: Vec<String>,
}

/// The requirements of one framework that are not covered for one reason.
#[derive(Serialize)]
struct Uncovered<'a> {
    class: GapClass,
    ids: Vec<&'a str>,
}

/// `report.md`; `beside` is the page of the site beside it.
pub(super) fn render(
    posture: &Posture,
    view: &View<'_>,
    beside: &str,
) -> Result<Artifact, Diagnostic> {
    let controls = posture.controls.iter();
    let fixes = controls.map(|control| (control.id.clone(), control.remediation.clone()));
    let fixes: HashMap<String, String> = fixes.collect();
    let tera = engine::engine(TEMPLATES, escape::markdown, |tera| {
        extend(tera);
        with_remediations(tera, fixes);
    })?;
    let printed = posture.findings.get(..view.printed).unwrap_or(&posture.findings);
    let change = posture.history.as_ref().and_then(|history| history.change.as_ref());
    let values = Values {
        posture,
        view,
        part: view.part.as_deref(),
        prose: posture.prose.as_deref().map(prose_markdown::to_markdown),
        ledger: posture.ledger.line(),
        asked: posture.asked(),
        critical: posture.counts.critical().words(),
        high: posture.counts.high().words(),
        change_figures: change.map(Change::figures_in_words),
        site: site_link(posture, beside),
        sections: sections(posture),
        open: open(printed),
        detailed: posture.fixes.iter().take(MOST_ACTIONS).map(|fix| fix.control.as_str()).collect(),
        missing: missing(view),
        uncovered: posture.frameworks.iter().map(|one| (one.id.as_str(), uncovered(one))).collect(),
        most_severe: MOST_SEVERE,
        most_actions: MOST_ACTIONS,
        most_requests: MOST_REQUESTS,
        most_notices: MOST_NOTICES,
        most_rows: MOST_ROWS,
        most_names: MOST_NAMES,
        most_assets: MOST_ASSETS,
        most_months: MOST_MONTHS,
    };
    let text = engine::render(&tera, NAME, &values)?;
    Ok(Artifact::new(NAME, tidy(&text)))
}

/// The headings that the contents link to.
fn sections(posture: &Posture) -> Vec<&'static str> {
    let terms = TERMS;
    let history = posture.history.as_ref().map(|_| terms.trend);
    let first = [terms.summary, terms.severe, terms.actions, terms.requests, terms.breakdown];
    let rest = [
        terms.accountability,
        terms.open,
        terms.not_assessed,
        terms.frameworks,
        terms.assets,
        terms.waivers,
        terms.method,
        terms.inputs,
    ];
    first.into_iter().chain(history).chain(rest).collect()
}

/// What is not assessed, by control and by what is missing, in the order of the findings.
fn missing<'a>(view: &View<'a>) -> Vec<Missing<'a>> {
    let mut rows: Vec<Missing<'a>> = Vec::new();
    for card in view.not_assessed.iter().flat_map(|group| &group.findings) {
        let ask = card.ask.as_ref().map(ToString::to_string).unwrap_or_default();
        let alike = |row: &&mut Missing<'_>| {
            row.control == card.control && row.ask == ask && row.severity == card.severity
        };
        match rows.iter_mut().find(alike) {
            Some(row) => row.assets.push(card.asset.to_string()),
            None => rows.push(Missing {
                control: &card.control,
                severity: card.severity,
                ask,
                assets: vec![card.asset.to_string()],
            }),
        }
    }
    rows
}

fn uncovered(framework: &FrameworkState) -> Vec<Uncovered<'_>> {
    let mut classes: BTreeMap<GapClass, Vec<&str>> = BTreeMap::new();
    for requirement in framework.groups.iter().flat_map(|group| &group.requirements) {
        if let Some(gap) = &requirement.gap {
            classes.entry(gap.class).or_default().push(&requirement.id);
        }
    }
    classes.into_iter().map(|(class, ids)| Uncovered { class, ids }).collect()
}

/// What only the report needs: the anchors that hosts of repositories give to headings.
fn extend(tera: &mut Tera) {
    with_code(tera);
    tera.register_filter("short", |text: &str, _: Kwargs, _: &State| short(text));
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&slug(text))
    });
}

/// As many whole words of a title as fit.
fn short(title: &str) -> String {
    let Some((most, _)) = title.char_indices().nth(MOST_TITLE) else { return title.to_string() };
    let start = title.get(..most).unwrap_or(title);
    let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';']))
}

/// The anchor of a heading: lower case, hyphens for spaces, nothing else but letters, digits, hyphens and
/// underscores.
fn slug(heading: &str) -> String {
    let letters = heading.chars().filter_map(|letter| match letter {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        letter if letter.is_alphanumeric() => Some(letter),
        _ => None,
    });
    letters.flat_map(char::to_lowercase).collect()
}

/// What only Markdown needs: fields in our sentences as code.
pub(super) fn with_code(tera: &mut Tera) {
    tera.register_filter("ticks", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&escape::with_code(text))
    });
}

/// What to do about a finding, by its id; nothing where its control is not known.
pub(super) fn with_remediations(tera: &mut Tera, fixes: HashMap<String, String>) {
    tera.register_filter("remediation", move |id: &str, _: Kwargs, _: &State| {
        fixes.get(FindingId::control_of(id)).cloned().unwrap_or_default()
    });
}

/// No spaces at the ends of lines, never two empty lines in a row, one line break at the end.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !(line.is_empty() && empty) {
            tidied += line;
            tidied.push('\n');
        }
        empty = line.is_empty();
    }
    while tidied.ends_with("\n\n") {
        tidied.pop();
    }
    tidied
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::render::{clean, samples};

    fn report(posture: &Posture) -> String {
        let posture = clean::posture(posture);
        String::from_utf8(
            render(&posture, &View::of(&posture, posture.assets.len()), "site/index.html")
                .unwrap()
                .bytes,
        )
        .unwrap()
    }

    /// A section of the report, or the site.
    fn is_ours(link: &str) -> bool {
        link.starts_with('#') || link == "site/index.html"
    }

    #[test]
    fn every_section_that_is_linked_exists() {
        for posture in [samples::empty(), samples::hostile()] {
            let text = report(&posture);
            let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
            let anchors: Vec<String> = headings.map(slug).collect();
            for link in sections(&posture).into_iter().map(slug) {
                assert!(anchors.contains(&link), "{link}");
                assert!(text.contains(&format!("](#{link})")), "{link}");
            }
        }
    }

    #[test]
    fn no_table_has_more_than_eight_columns() {
        for posture in [samples::empty(), samples::hostile()] {
            for line in report(&posture).lines().filter(|line| line.starts_with("|:--")) {
                assert!(line.matches('|').count() <= 9, "{line}");
            }
        }
    }

    #[test]
    fn a_title_is_cut_between_words() {
        assert_eq!(short("A short title"), "A short title");
        let long = format!("{}, and the rest of it", "word ".repeat(11).trim_end());
        assert_eq!(short(&long), format!("{}, and the…", "word ".repeat(11).trim_end()));
        assert_eq!(short(&"é".repeat(80)), format!("{}…", "é".repeat(64)));
    }

    #[test]
    fn lines_are_tidy() {
        for text in [report(&samples::empty()), report(&samples::hostile())] {
            assert!(!text.contains(" \n") && !text.contains("\n\n\n") && text.ends_with('\n'));
            assert!(text.starts_with("# ") && !text.contains('\r'));
        }
    }

    #[test]
    fn hostile_texts_become_no_markup() {
        let text = report(&samples::hostile());
        let mut headings = 0;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
        {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
                Event::Start(Tag::Link { dest_url, .. }) if !is_ours(&dest_url) => {
                    panic!("{dest_url}")
                }
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{event:?}"),
                Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) => {
                    headings += 1;
                }
                _ => {}
            }
        }
        assert_eq!(headings, 1);
        assert!(!text.contains("\u{202e}") && !text.contains('\u{1b}'));
    }

    #[test]
    fn every_row_of_a_table_has_as_many_cells_as_its_head() {
        let text = report(&samples::hostile());
        let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let mut columns = None;
        for line in text.lines() {
            match columns {
                _ if !line.starts_with('|') => {
                    // Without an empty line the next paragraph would be read as one more row.
                    assert!(columns.is_none() || line.is_empty(), "{line}");
                    columns = None;
                }
                None => columns = Some(cells(line)),
                Some(columns) => assert_eq!(cells(line), columns, "{line}"),
            }
        }
    }
}
