//! A PDF report: whether the posture that is attached to it agrees with itself and with its pages.

use super::attachment::{Unreadable, attached};
use super::check::Check;
use super::posture::{agrees, assessed_again};
use super::rejudged;
use crate::cli;
use crate::commands::posture_file::{self, AllFindings};
use crate::render::Findings;
use crate::workspace::Document;
use model::{Diagnostic, Place, Posture};

const PAGES: &str = "the pages, rendered again from the attached posture, are the same bytes";

/// The checks on a PDF report.
///
/// # Errors
/// Where it is encrypted, damaged or of somebody else, or its posture is none that this version reads.
pub(super) fn checks(
    file: &Document,
    bytes: &[u8],
    args: &cli::Verify,
) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let attached = attached(bytes, "posture.json").map_err(|why| vec![refused(file, &why)])?;
    let Some(json) = attached else {
        let message = "no posture is attached to this PDF, so that nothing in it can be verified";
        let help = "name a PDF that `muster report` wrote, or verify the folder of the report";
        return Err(vec![Diagnostic::at(&Place::file(file.name()), message, help)]);
    };
    let posture = posture_file::parse(&json, &format!("{}#posture.json", file.name()))?;
    let all = match &posture.findings_file {
        None => None,
        Some(stated) => match posture_file::all_findings(file, stated, &posture)? {
            AllFindings::Read(all, _) => Some(all),
            AllFindings::Missing | AllFindings::Other(_) => None,
        },
    };
    let mut checks = vec![agrees(&posture, all.as_deref()), pages(&posture, all, &json, bytes)?];
    assessed_again(&posture, rejudged::check(&posture, &json, None, args)?, &mut checks);
    Ok(checks)
}

/// Whether the pages are those of the attached posture.
#[cfg(feature = "pdf")]
fn pages(
    posture: &Posture,
    all: Option<Findings>,
    json: &[u8],
    bytes: &[u8],
) -> Result<Check, Vec<Diagnostic>> {
    use super::printed::Printed;
    use super::rendered::standard;
    use crate::render::{self, Format, PdfOptions};
    if let Some(open) = Check::by_another_version(PAGES, &posture.tool) {
        return Ok(open);
    }
    let printed = Printed::of(bytes);
    if let Some(own) = &printed.own {
        let why = format!("they were made with {own}, a template or font of the project");
        return Ok(Check::open(PAGES, why));
    }
    if let (Some(stated), None) = (&posture.findings_file, &all) {
        let why = format!("the register is of {}, which is not beside this file", stated.name);
        return Ok(Check::open(PAGES, why));
    }
    let pdf = PdfOptions { standard: standard(bytes), ..printed.options() };
    let options = render::Options { pdf, ..render::Options::default() };
    let rendered = render::render(posture.clone(), all, &[Format::Pdf, Format::Json], &options)
        .map_err(|error| vec![error])?;
    let file = |name: &str| rendered.files.iter().find(|file| file.path == name);
    // Which of the PDFs it is does not depend on the name that its reader gave it.
    let is_same =
        rendered.files.iter().any(|file| file.path.ends_with(".pdf") && file.bytes == bytes);
    let same_posture = file("posture.json").is_some_and(|file| file.bytes == json);
    let differences = match (is_same, same_posture) {
        (true, _) => Vec::new(),
        (false, false) => vec!["the attached posture is written in other bytes".into()],
        (false, true) => vec![
            "the pages or the list of inputs show something else than the attached posture".into(),
        ],
    };
    Ok(Check::of(PAGES, differences))
}

#[cfg(not(feature = "pdf"))]
fn pages(_: &Posture, _: Option<Findings>, _: &[u8], _: &[u8]) -> Result<Check, Vec<Diagnostic>> {
    Ok(Check::open(PAGES, "this muster was built without PDF"))
}

fn refused(file: &Document, why: &Unreadable) -> Diagnostic {
    let (message, help) = match why {
        Unreadable::Encrypted => (
            "this PDF is encrypted",
            "name the PDF as `muster report` wrote it, without a password",
        ),
        Unreadable::Damaged => {
            ("this PDF is damaged or cut short", "name the whole file as `muster report` wrote it")
        }
        Unreadable::Foreign(why) => (*why, "name a PDF that `muster report` wrote"),
    };
    Diagnostic::at(&Place::file(file.name()), message, help)
}
