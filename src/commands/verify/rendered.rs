//! Whether the reports are what a posture renders to.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::Check;
use super::printed::Printed;
use crate::cli;
use crate::commands::site::Earlier;
use crate::commands::split;
use crate::render::{self, Findings, Format, Rendered};
use crate::workspace::{self, read_bytes};
use model::manifest::Manifest;
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Posture};

pub(super) const WHAT: &str = "the reports, rendered again from the posture, are the same bytes";

/// What the format PDF writes.
const PDFS: [&str; 2] = ["report.pdf", "executive.pdf"];

/// Renders the outputs of a manifest again and compares them with the files in its folder.
///
/// # Errors
/// Where the posture cannot be rendered.
pub(super) fn checks(
    manifest: &Manifest,
    folder: &Path,
    posture: &Posture,
    all: Option<Findings>,
) -> Result<Vec<Check>, Vec<Diagnostic>> {
    if let Some(open) = Check::by_another_version(WHAT, &manifest.tool) {
        return Ok(vec![open]);
    }
    if posture.findings_file.is_some() && all.is_none() {
        return Ok(vec![Check::open(WHAT, "the file of all findings is not at hand")]);
    }
    let (mut formats, single_file) = formats(manifest);
    if formats.is_empty() {
        return Ok(vec![Check::open(WHAT, "the manifest lists none")]);
    }
    let (is_own, mut checks) = own_presentation(manifest);
    formats.retain(|format| !is_own(*format));
    if formats.is_empty() {
        return Ok(checks);
    }
    let is_pdf = |name: &str| PDFS.contains(&name) || is_part(name) || is_volume(name);
    let without_pdf =
        !cfg!(feature = "pdf") && manifest.outputs.iter().any(|file| is_pdf(&file.name));
    // Pages link the sites of earlier months that are kept beside them.
    let earlier = Earlier::of(folder, &posture.period).map_err(|error| vec![error])?;
    // A PDF shows what it conforms to.
    let mut pdfs = PDFS.iter().filter_map(|pdf| read_bytes(&folder.join(pdf)).ok());
    let first = pdfs.next();
    let printed = first.as_deref().map(Printed::of).unwrap_or_default();
    let standard = first.as_deref().map(standard).unwrap_or_default();
    let pdf = render::PdfOptions { standard, ..printed.options() };
    let of_parts = match is_own(Format::Pdf) {
        true => Vec::new(),
        false => of_parts(manifest, posture, all.as_deref(), &pdf)?,
    };
    let options = render::Options { single_file, layout: None, pdf, kept: earlier.kept() };
    let Rendered { files, failed, .. } =
        render::render(posture.clone(), all, &formats, &options).map_err(|error| vec![error])?;
    if !failed.is_empty() {
        return Err(failed);
    }
    let again: BTreeMap<&str, &[u8]> = files
        .iter()
        .chain(&of_parts)
        .map(|file| (file.path.as_str(), file.bytes.as_slice()))
        .collect();
    // A page that is taken off the list could show anything.
    let mut differences: Vec<String> = again
        .keys()
        .filter(|name| !lists(manifest, name))
        .map(|name| {
            format!("{name} is rendered from this posture, and the manifest does not list it")
        })
        .collect();
    for output in &manifest.outputs {
        let own_page = is_own(Format::Html) && is_page(&output.name);
        let is_skipped = is_pdf(&output.name) && (without_pdf || is_own(Format::Pdf)) || own_page;
        match again.get(output.name.as_str()) {
            _ if is_skipped => {}
            None => differences.push(format!("{} is rendered from no posture", output.name)),
            Some(_) if workspace::is_behind_link(folder, &output.name) => {
                differences.push(format!("{} is a link", output.name));
            }
            Some(bytes) => match read_bytes(&folder.join(&output.name)) {
                Ok(written) if written == **bytes => {}
                Ok(_) => differences.push(format!("{} differs", output.name)),
                Err(_) => differences.push(format!("{} cannot be read", output.name)),
            },
        }
    }
    let what = match without_pdf {
        true => format!("{WHAT} (the PDF was not rendered: this muster was built without it)"),
        false => WHAT.to_string(),
    };
    checks.insert(0, Check::of(what, differences));
    Ok(checks)
}

/// What a PDF states that it conforms to.
pub(super) fn standard(bytes: &[u8]) -> render::PdfStandard {
    // An archival file keeps its metadata readable as they are.
    match bytes.windows(11).any(|window| window == b"pdfaid:part") {
        true => render::PdfStandard::Archival,
        false => render::PdfStandard::V1_7,
    }
}

/// Whether an output is the PDF of a part.
fn is_part(name: &str) -> bool {
    name.strip_prefix(split::PARTS).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether an output is a volume of the register.
fn is_volume(name: &str) -> bool {
    name.strip_prefix(render::VOLUMES).is_some_and(|rest| rest.starts_with('/'))
}

/// The PDFs of parts, made again: of all frameworks or owners, where one of them is listed.
fn of_parts(
    manifest: &Manifest,
    posture: &Posture,
    all: Option<&[FindingCard]>,
    pdf: &render::PdfOptions,
) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let mut made = Vec::new();
    for by in [cli::Split::Framework, cli::Split::Owner] {
        let is_listed =
            split::parts(posture, all, by).iter().any(|one| lists(manifest, &split::name(one)));
        if is_listed && cfg!(feature = "pdf") {
            made.extend(split::pdfs(posture, all, by, pdf)?);
        }
    }
    Ok(made)
}

/// The formats that a manifest lists the outputs of, and whether HTML is one page.
fn formats(manifest: &Manifest) -> (Vec<Format>, bool) {
    let single_file = lists(manifest, "report.html");
    let is_site = manifest.outputs.iter().any(|file| file.name.starts_with(render::SITE));
    let is_listed = |format: &Format| match format {
        Format::Json => lists(manifest, "posture.json"),
        Format::Markdown => lists(manifest, "report.md"),
        Format::Summary => lists(manifest, "summary.md"),
        Format::Html => single_file || is_site,
        Format::Pdf => PDFS.iter().any(|pdf| lists(manifest, pdf)),
    };
    (Format::ALL.iter().copied().filter(is_listed).collect(), single_file)
}

fn lists(manifest: &Manifest, name: &str) -> bool {
    manifest.outputs.iter().any(|file| file.name == name)
}

/// The formats that templates and fonts of the project change, and a check for each that is not made then.
fn own_presentation(manifest: &Manifest) -> (impl Fn(Format) -> bool + use<>, Vec<Check>) {
    let first = |is: fn(&str) -> bool| {
        manifest.inputs.iter().find(|file| is(&file.name.to_lowercase())).map(|file| &file.name)
    };
    let (page, document) = (first(is_of_pages), first(is_of_pdfs));
    let has_page = page.filter(|_| manifest.outputs.iter().any(|file| is_page(&file.name)));
    let has_pdf = document.filter(|_| PDFS.iter().any(|name| lists(manifest, name)));
    let checks = [("the pages of the site", has_page), ("the PDFs", has_pdf)];
    let checks = checks.into_iter().filter_map(|(what, own)| {
        let why = format!("they were made with {}, a template or font of the project", own?);
        Some(Check::open(format!("{what}, rendered again from the posture"), why))
    });
    let (pages, pdfs) = (page.is_some(), document.is_some());
    let checks = checks.collect();
    let is_own = move |format: Format| match format {
        Format::Html => pages,
        Format::Pdf => pdfs,
        Format::Json | Format::Markdown | Format::Summary => false,
    };
    (is_own, checks)
}

/// Whether an output is a page of the site, or the single page.
fn is_page(name: &str) -> bool {
    name.starts_with(render::SITE) || name == "report.html"
}

/// Whether an input, in lower case, changes how pages look.
fn is_of_pages(name: &str) -> bool {
    name.ends_with("layout.html")
}

/// Whether an input, in lower case, changes how PDFs look.
fn is_of_pdfs(name: &str) -> bool {
    [".ttf", ".otf", ".ttc", ".typ"].iter().any(|end| name.ends_with(end))
}
