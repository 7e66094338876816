//! What a file is that should be verified.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::super::manifest;
use crate::workspace::{Document, read_bytes};
use model::manifest::{MANIFEST, Manifest};
use model::{Diagnostic, Place};

/// What is verified.
#[derive(Debug)]
pub(super) enum Subject {
    /// A manifest, and the folder that it is about.
    Manifest { file: Document, folder: PathBuf, bytes: Vec<u8>, manifest: Box<Manifest> },
    /// A posture.
    Posture { file: Document, bytes: Vec<u8> },
    /// A record of a month.
    Month { file: Document, bytes: Vec<u8> },
    /// A PDF report.
    Pdf { file: Document, bytes: Vec<u8> },
}

impl Subject {
    /// Reads what a path leads to.
    ///
    /// # Errors
    /// Where it is nothing that can be verified, or unreadable.
    pub(super) fn open(path: &Path) -> Result<Subject, Diagnostic> {
        let path = if path.is_dir() { path.join(MANIFEST) } else { path.to_path_buf() };
        let file = Document::argument(&path);
        let bytes = read_bytes(&path)?;
        if bytes.starts_with(b"%PDF-") {
            return Ok(Subject::Pdf { file, bytes });
        }
        let Ok(head) = serde_json::from_slice::<Head>(&bytes) else {
            return Err(unknown(&file, &bytes));
        };
        match head {
            Head { schema_version: Some(_), .. } => Ok(Subject::Posture { file, bytes }),
            Head { outputs: Some(_), .. } => {
                let manifest = manifest::read(&bytes).ok_or_else(|| unknown(&file, &bytes))?;
                let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
                Ok(Subject::Manifest { file, folder, bytes, manifest: Box::new(manifest) })
            }
            Head { format: Some(_), period: Some(_), .. } => Ok(Subject::Month { file, bytes }),
            _ => Err(unknown(&file, &bytes)),
        }
    }
}

/// The fields by which our documents differ.
#[derive(Deserialize)]
struct Head {
    schema_version: Option<serde::de::IgnoredAny>,
    outputs: Option<serde::de::IgnoredAny>,
    format: Option<serde::de::IgnoredAny>,
    period: Option<serde::de::IgnoredAny>,
}

fn unknown(file: &Document, bytes: &[u8]) -> Diagnostic {
    let start: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let is_page = start.windows(5).any(|window| window == b"<html");
    let place = Place::file(file.name());
    match is_page {
        true => Diagnostic::at(
            &place,
            "a page holds no posture, so that it cannot be verified alone",
            format!("verify the folder of the report: its {MANIFEST} lists the page"),
        ),
        false => Diagnostic::at(
            &place,
            "this is no manifest, posture, record of a month or PDF report",
            "name a file that muster wrote, whole and unchanged",
        ),
    }
}
