//! A posture on disk, and the findings that are stored in a file beside it. One that was edited is
//! refused: every figure is recomputed before anything is made of it.

use serde_json::Value;

use super::{findings_file, manifest, recorded};
use crate::history;
use crate::render::Findings;
use crate::workspace::Document;
use judge::controls::CATALOG;
use model::manifest::FileFacts;
use model::month::Editions;
use model::posture::{FindingsFile, SCHEMA_VERSION};
use model::{Artifact, Diagnostic, Place, Posture};
use posture::first_to_act_on;
use posture::verify::{Disagreement, differences, verify};

/// How many disagreements are reported one by one.
const MOST: usize = 10;

const AGAIN: &str = "create it again with `muster report`; a posture is never edited by hand";

/// A posture that agrees with itself.
#[derive(Debug)]
pub(super) struct Verified {
    pub(super) posture: Posture,
    /// Every finding, where they are in a file of their own.
    pub(super) all: Option<Findings>,
    /// The files that were read.
    pub(super) read: Vec<FileFacts>,
}

impl Verified {
    /// Whether the findings are in a file that is not there, so that only what follows from the counts
    /// was verified.
    pub(super) fn is_partial(&self) -> bool {
        self.posture.findings_file.is_some() && self.all.is_none()
    }
}

/// Reads a posture, and its findings where they are in a file beside it.
///
/// # Errors
/// Where it is none, of a format that this muster does not read, or does not agree with itself.
pub(super) fn read(document: &Document) -> Result<Verified, Vec<Diagnostic>> {
    let bytes = document.read().map_err(|error| vec![error])?;
    let posture = parse(&bytes, document.name())?;
    let mut read = vec![manifest::file(last_step(document.name()), &bytes)];
    let all = match &posture.findings_file {
        Some(file) => findings(document, file, &posture, &mut read)?,
        None => None,
    };
    let wrong = verify(&posture, all.as_deref(), CATALOG);
    match wrong.is_empty() {
        true => Ok(Verified { posture, all, read }),
        false => Err(refused(document.name(), "does not agree with itself", &wrong)),
    }
}

/// Reads a posture that holds all its findings itself, those of a file beside it included.
///
/// # Errors
/// Those of [`read`], and where its findings are not there.
pub(super) fn read_whole(document: &Document) -> Result<Posture, Vec<Diagnostic>> {
    read_with_files(document).map(|(posture, _)| posture)
}

/// [`read_whole`], with the files that were read.
///
/// # Errors
/// Those of [`read_whole`].
pub(super) fn read_with_files(
    document: &Document,
) -> Result<(Posture, Vec<FileFacts>), Vec<Diagnostic>> {
    let verified = read(document)?;
    if let (true, Some(file)) = (verified.is_partial(), &verified.posture.findings_file) {
        let message = format!("its findings are in {}, which is not beside it", file.name);
        let help = "keep posture.json and the file of findings of one run together";
        return Err(vec![Diagnostic::at(&Place::file(document.name()), message, help)]);
    }
    let Verified { mut posture, all, read } = verified;
    if let Some(all) = all {
        posture.findings = all.cards;
    }
    Ok((posture, read))
}

/// The file of all findings beside a posture.
pub(super) enum AllFindings {
    /// Its findings, and what a manifest states of it.
    Read(Findings, FileFacts),
    /// There is none.
    Missing,
    /// It is not the one that the posture names: why, as a clause.
    Other(String),
}

/// Reads the findings beside a posture.
///
/// # Errors
/// Where the file is unreadable.
pub(super) fn all_findings(
    document: &Document,
    file: &FindingsFile,
    posture: &Posture,
) -> Result<AllFindings, Vec<Diagnostic>> {
    let beside = document.beside(&file.name).map_err(|error| vec![error])?;
    if !beside.exists() {
        return Ok(AllFindings::Missing);
    }
    let bytes = beside.read_packed().map_err(|error| vec![error])?;
    if recorded::sha256(&bytes) != file.sha256 {
        return Ok(AllFindings::Other("its SHA-256 differs".into()));
    }
    let facts = manifest::file(last_step(beside.name()), &bytes);
    let mut cards = findings_file::findings(&bytes, beside.name(), posture)?;
    first_to_act_on(&mut cards);
    let file = Artifact::new(file.name.clone(), bytes);
    Ok(AllFindings::Read(Findings { cards, file }, facts))
}

/// The findings beside a posture; none where the file is not there.
fn findings(
    document: &Document,
    file: &FindingsFile,
    posture: &Posture,
    read: &mut Vec<FileFacts>,
) -> Result<Option<Findings>, Vec<Diagnostic>> {
    match all_findings(document, file, posture)? {
        AllFindings::Missing => Ok(None),
        AllFindings::Read(all, facts) => {
            read.push(facts);
            Ok(Some(all))
        }
        AllFindings::Other(why) => {
            let message = format!("{} does not belong to this posture: {why}", file.name);
            let help = "keep posture.json and the file of findings of one run together";
            Err(vec![Diagnostic::at(&Place::file(document.name()), message, help)])
        }
    }
}

/// The name of a file without its folders: a manifest holds no path of a machine.
fn last_step(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Reads a posture, without recomputing it.
///
/// # Errors
/// Where it is none, or of a format or rules that this version does not read.
pub(super) fn parse(bytes: &[u8], name: &str) -> Result<Posture, Vec<Diagnostic>> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema_version: String,
    }
    let broken = |error: serde_json::Error| {
        let line = u32::try_from(error.line()).unwrap_or(0);
        let place = Place::new(&name.into(), line, "");
        let message = format!("this is not a posture: {error}");
        vec![Diagnostic::at(&place, message, "create one with `muster report`")]
    };
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.schema_version != SCHEMA_VERSION {
        return Err(vec![Diagnostic::at(
            &Place::file(name),
            format!(
                "this posture has format {}; this version of muster reads {SCHEMA_VERSION}",
                head.schema_version
            ),
            "use the version of muster that created it, or create it again",
        )]);
    }
    let posture: Posture = serde_json::from_slice(bytes).map_err(broken)?;
    let judged = Editions {
        tool: posture.tool.version.clone(),
        rules: posture.tool.rules,
        ..Editions::default()
    };
    if let Some(why) = history::from_the_future(&judged) {
        let help = "use the version of muster that created it, or a later one";
        return Err(vec![Diagnostic::at(&Place::file(name), why, help)]);
    }
    // A field that is not read would be lost without a word.
    let written: Value = serde_json::from_slice(bytes).map_err(broken)?;
    let read = serde_json::to_value(&posture).map_err(broken)?;
    let unread = differences(&written, &read);
    match unread.is_empty() {
        true => Ok(posture),
        false => Err(refused(name, "holds what no posture of this format holds", &unread)),
    }
}

/// One error for each of the first disagreements, each with its pointer.
fn refused(name: &str, what: &str, wrong: &[Disagreement]) -> Vec<Diagnostic> {
    let file = name.into();
    let error = |one: &Disagreement| {
        let Disagreement { pointer, stated, recomputed } = one;
        let message =
            format!("this posture {what}: {pointer} states {stated}; recomputed: {recomputed}");
        Diagnostic::at(&Place::new(&file, 0, pointer.as_str()), message, AGAIN)
    };
    let mut errors: Vec<Diagnostic> = wrong.iter().take(MOST).map(error).collect();
    if let Some(more) = wrong.len().checked_sub(MOST).filter(|more| *more > 0) {
        let message = format!("this posture {what} in {more} more places");
        errors.push(Diagnostic::at(&Place::file(name), message, AGAIN));
    }
    errors
}
