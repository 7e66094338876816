//! Pages as text for a terminal, as JSON, and as the project's documentation.

use std::io::Write;

use serde::Serialize;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::{ControlPage, Coverage, FamilyPage, FrameworkPage, Library, RequirementPage};
use super::{ThresholdPage, coverage};
use crate::render::engine::{self, Templates};
use crate::render::escape;
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Family};
use syntax::{Line, visible};

/// How wide a line of text may be, in columns.
const WIDTH: usize = 96;

const TEXTS: &Templates = &[
    ("components.txt", include_str!("../../../templates/reference/components.txt")),
    ("controls.txt", include_str!("../../../templates/reference/controls.txt")),
    ("control.txt", include_str!("../../../templates/reference/control.txt")),
    ("threshold.txt", include_str!("../../../templates/reference/threshold.txt")),
    ("frameworks.txt", include_str!("../../../templates/reference/frameworks.txt")),
    ("framework.txt", include_str!("../../../templates/reference/framework.txt")),
    ("requirement.txt", include_str!("../../../templates/reference/requirement.txt")),
    ("coverage.txt", include_str!("../../../templates/reference/coverage.txt")),
    ("finding.txt", include_str!("../../../templates/reference/finding.txt")),
];

const DOCUMENTS: &Templates = &[
    ("controls.md", include_str!("../../../templates/reference/controls.md")),
    ("frameworks.md", include_str!("../../../templates/reference/frameworks.md")),
];

/// What can be shown.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Page {
    /// Controls, in one line each.
    Controls(Vec<FamilyPage>),
    /// One control.
    Control(Box<ControlPage>),
    /// One limit.
    Threshold(Box<ThresholdPage>),
    /// Frameworks, in a few lines each.
    Frameworks(Vec<FrameworkPage>),
    /// One framework.
    Framework(Box<FrameworkPage>),
    /// One requirement.
    Requirement(Box<RequirementPage>),
    /// What controls map to, framework by framework.
    Coverage(Vec<Coverage>),
    /// One finding of a posture, with its control.
    Finding {
        /// The finding.
        finding: Box<FindingCard>,
        /// Its control, if this version still has it.
        control: Option<Box<ControlPage>>,
    },
}

impl Page {
    fn template(&self) -> &'static str {
        match self {
            Page::Controls(_) => "controls.txt",
            Page::Control(_) => "control.txt",
            Page::Threshold(_) => "threshold.txt",
            Page::Frameworks(_) => "frameworks.txt",
            Page::Framework(_) => "framework.txt",
            Page::Requirement(_) => "requirement.txt",
            Page::Coverage(_) => "coverage.txt",
            Page::Finding { .. } => "finding.txt",
        }
    }
}

#[derive(Serialize)]
struct Values<'a> {
    page: &'a Page,
}

/// A page for people, in lines of at most 96 columns.
///
/// # Errors
/// Where a template is broken.
pub fn text(page: &Page) -> Result<Vec<Line>, Diagnostic> {
    let tera = engine::engine(TEXTS, plain, |tera| {
        tera.register_filter("wrap", wrap);
        tera.register_filter("pad", pad);
        tera.register_filter("right", right);
    })?;
    let text = engine::render(&tera, page.template(), &Values { page })?;
    Ok(Line::all_of(&text))
}

/// A page for programs.
///
/// # Errors
/// None in practice.
pub fn json(page: &Page) -> Result<String, Diagnostic> {
    let text = serde_json::to_string_pretty(page);
    text.map(|text| text + "\n")
        .map_err(|error| Diagnostic::general(format!("the page cannot be written: {error}"), ""))
}

/// `controls.md` and `frameworks.md`.
///
/// # Errors
/// Where a template is broken.
pub fn documentation(library: &Library<'_>) -> Result<Vec<Artifact>, Diagnostic> {
    #[derive(Serialize)]
    struct Documents {
        families: Vec<FamilyPage>,
        thresholds: Vec<ThresholdPage>,
        frameworks: Vec<FrameworkPage>,
        coverage: Vec<Coverage>,
    }
    let limits = model::threshold::THRESHOLDS;
    let documents = Documents {
        families: Family::ALL.iter().map(|family| library.family(*family)).collect(),
        thresholds: limits.iter().map(|limit| library.threshold(limit)).collect(),
        frameworks: library.frameworks.iter().map(|f| library.framework(f)).collect(),
        coverage: library.frameworks.iter().map(coverage).collect(),
    };
    DOCUMENTS.iter().map(|(name, _)| document(DOCUMENTS, name, &documents)).collect()
}

/// One document, from the template of its name.
///
/// # Errors
/// Where the template is broken.
pub(super) fn document(
    templates: &Templates,
    name: &'static str,
    values: &impl Serialize,
) -> Result<Artifact, Diagnostic> {
    let tera = engine::engine(templates, escape::markdown, |_: &mut Tera| {})?;
    let text = engine::render(&tera, name, values)?;
    Ok(Artifact::new(name, crate::render::markdown::tidy(&text)))
}

/// Nothing is markup on a terminal; line breaks and what a terminal would obey are made visible.
pub(in crate::render) fn plain(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all(visible(text).as_bytes())
}

/// Breaks a text into lines, each indented by `by` columns; the first one only if `first` is not
/// false.
pub(in crate::render) fn wrap(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let by = " ".repeat(kwargs.get::<usize>("by")?.unwrap_or(0));
    let first = kwargs.get::<bool>("first")?.unwrap_or(true);
    let options = textwrap::Options::new(WIDTH).initial_indent(&by).subsequent_indent(&by);
    let filled = textwrap::fill(&visible(text.trim()), options.break_words(false));
    // What precedes the first line takes the place of its indentation.
    let text = if first { filled.as_str() } else { filled.strip_prefix(&by).unwrap_or(&filled) };
    // Only the breaks made here break a line.
    Ok(Value::safe_string(text))
}

/// Fills a text with spaces up to a number of columns.
fn pad(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let to: usize = kwargs.must_get("to")?;
    let text = visible(text);
    let have = textwrap::core::display_width(&text);
    Ok(Value::safe_string(&format!("{text}{}", " ".repeat(to.saturating_sub(have)))))
}

/// A number at the right end of a column.
fn right(number: u64, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let to: usize = kwargs.must_get("to")?;
    Ok(format!("{number:>to$}"))
}
