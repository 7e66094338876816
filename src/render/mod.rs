//! Posture → artifacts. Renderers never count or decide: every number they print is in the
//! posture.

mod anchor;
mod aside;
mod clean;
mod comment;
mod csp;
mod diff;
mod engine;
mod escape;
mod findings;
mod fit;
mod grouping;
mod json;
#[cfg(test)]
mod long_lists;
mod markdown;
mod numbers;
mod open_rows;
mod options;
#[cfg(any(feature = "pdf", test))]
mod pdf;
pub mod pictures;
mod prose;
mod prose_limits;
mod prose_markdown;
pub mod reference;
mod sample;
#[cfg(test)]
mod samples;
mod sink;
mod site;
mod site_link;
pub mod terms;
mod view;

pub use diff::{Shape, diff};
pub use findings::{Findings, FindingsFile};
pub use options::{FontFile, Options, PdfOptions, PdfStandard, Template, VOLUMES};
#[cfg(feature = "pdf")]
pub use pdf::{missing_characters, shown_by};
pub use sample::{SampleFormat, sample};
pub use sink::Sink;

use sha2::{Digest, Sha256};

use aside::Aside;
use view::View;

use model::posture;
use model::{Artifact, Diagnostic, Posture};
use syntax::encoding::hex;

/// What a posture can be rendered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `posture.json`: the posture itself.
    Json,
    /// `report.md`
    Markdown,
    /// `summary.md`, for pull requests and step summaries.
    Summary,
    /// The site: a folder of pages, or `report.html` alone.
    Html,
    /// `report.pdf` and `executive.pdf`; a build without the feature `pdf` cannot make them.
    Pdf,
}

impl Format {
    /// Every format of this build.
    pub const ALL: &[Format] = if cfg!(feature = "pdf") {
        &[Format::Markdown, Format::Summary, Format::Html, Format::Pdf, Format::Json]
    } else {
        &[Format::Markdown, Format::Summary, Format::Html, Format::Json]
    };
}

/// The files of one report, and the posture they were made from.
#[derive(Debug)]
pub struct Rendered {
    /// The posture as it was rendered.
    pub posture: Posture,
    /// The files.
    pub files: Vec<Artifact>,
    /// Why formats could not be made, where others could.
    pub failed: Vec<Diagnostic>,
}

/// The folder of the site in the folder of outputs.
pub const SITE: &str = site::FOLDER;
/// The file in it that lists what a run wrote there.
pub const SITE_LIST: &str = site::LIST;
/// The page of a site that is another one where it is kept as that of an earlier month, and its text there.
pub const SITE_MOVED: (&str, &str) = site::MOVED;

/// Renders a posture into memory. `all` are its findings where it does not hold them itself.
///
/// A PDF that cannot be made keeps no other format from being written.
///
/// # Errors
/// Where a template is broken or no format can be made.
pub fn render(
    posture: Posture,
    all: Option<Findings>,
    formats: &[Format],
    options: &Options,
) -> Result<Rendered, Diagnostic> {
    let mut files = Vec::new();
    let (posture, failed) = render_to(posture, all, formats, options, &mut files)?;
    Ok(Rendered { posture, files, failed })
}

/// [`render()`], with files that are passed on as soon as they are made: those of a large estate are never in memory together. The
/// posture as it was rendered, and why formats could not be made.
///
/// # Errors
/// Those of [`render()`], and of the sink.
pub fn render_to(
    mut posture: Posture,
    all: Option<Findings>,
    formats: &[Format],
    options: &Options,
    to: &mut dyn Sink,
) -> Result<(Posture, Vec<Diagnostic>), Diagnostic> {
    #[cfg_attr(not(feature = "pdf"), allow(unused_mut, reason = "only a PDF can fail alone"))]
    let mut failed = Vec::new();
    #[cfg(feature = "pdf")]
    let listed = match formats.contains(&Format::Pdf) {
        true => {
            let findings = all.as_ref().map_or(&posture.findings, |all| &all.cards);
            pdf::listed(findings, options.pdf.register_rows())
        }
        false => Vec::new(),
    };
    let all = match all {
        Some(Findings { cards, file }) => {
            let digest = Sha256::digest(&file.bytes);
            posture.findings_file =
                Some(posture::FindingsFile { name: file.path.clone(), sha256: hex(digest) });
            to.put(vec![file])?;
            // Pages print no more than these; the rest would only be in the way of theirs.
            Some(site::printed(cards))
        }
        None => None,
    };
    // A PDF has it attached.
    let mut json = match formats.contains(&Format::Pdf) {
        true => Some(json::document(&posture)?),
        false => None,
    };
    // `posture.json` holds what was read. Markdown and PDF print a posture whose texts are made visible; the
    // site makes visible what it prints.
    let has_pages = formats.iter().any(|format| !matches!(format, Format::Json | Format::Html));
    let mut texts: Vec<(&Format, Artifact)> = Vec::new();
    #[cfg(feature = "pdf")]
    let mut orders = None;
    let assets = posture.assets.len();
    // A PDF prints of all of it.
    let aside = has_pages && !formats.contains(&Format::Pdf);
    let aside = aside.then(|| Aside::of(&mut posture));
    {
        let cleaned = has_pages.then(|| clean::posture(&posture));
        let cleaned = cleaned.as_ref().unwrap_or(&posture);
        let view = View::of(cleaned, assets);
        let beside = if options.single_file { "report.html" } else { "site/index.html" };
        for format in formats {
            let artifact = match format {
                Format::Markdown => markdown::render(cleaned, &view, beside)?,
                Format::Summary => comment::render(cleaned, &view, beside),
                Format::Html | Format::Json => continue,
                #[cfg(feature = "pdf")]
                Format::Pdf => {
                    let json = json.as_deref().unwrap_or_default();
                    orders = Some(pdf::prepare(cleaned, json, &listed, &options.pdf)?);
                    continue;
                }
                #[cfg(not(feature = "pdf"))]
                Format::Pdf => {
                    return Err(Diagnostic::general(
                        "this muster was built without PDF",
                        "build it with the feature `pdf`, or name other formats",
                    ));
                }
            };
            texts.push((format, artifact));
        }
    }
    if let Some(aside) = aside {
        aside.back(&mut posture);
    }
    // When the cleaned copy is gone: of a large estate, it and the pages would be in memory together.
    #[cfg(feature = "pdf")]
    drop(listed);
    let mut texts = texts.into_iter().peekable();
    for (at, format) in formats.iter().enumerate() {
        match format {
            Format::Markdown | Format::Summary => {
                let own = texts.next_if(|(made, _)| *made == format);
                to.put(own.into_iter().map(|(_, artifact)| artifact).collect())?;
            }
            Format::Html => {
                let findings = all.as_deref().unwrap_or(&posture.findings);
                let follows = formats.iter().skip(at).any(|format| *format == Format::Json);
                let document = || match follows && json.is_none() {
                    true => json::document(&posture).map(Some),
                    false => Ok(json.take()),
                };
                // Of a large estate each takes seconds, and one thread.
                let site = || site::render(&posture, findings, options, to);
                let (site, document) = rayon::join(site, document);
                site?;
                json = document?;
            }
            #[cfg(feature = "pdf")]
            Format::Pdf => {
                for one in orders.take().into_iter().flat_map(pdf::Orders::made) {
                    match one {
                        Ok(artifact) => to.put(vec![artifact])?,
                        Err(failure) if formats.len() > 1 => failed.push(failure),
                        Err(failure) => return Err(failure),
                    }
                }
            }
            #[cfg(not(feature = "pdf"))]
            Format::Pdf => {}
            Format::Json => {
                let json = json.take().map_or_else(|| json::document(&posture), Ok)?;
                to.put(vec![Artifact::new("posture.json", json)])?;
            }
        }
    }
    Ok((posture, failed))
}
