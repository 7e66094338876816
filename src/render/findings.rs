//! The file of all findings, one a line below a header: `findings.ndjson`, or `findings.ndjson.zst` where there
//! are many.

use std::io::Write;

use rayon::prelude::*;
use serde::Serialize;

use ::posture::FindingLines;
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Posture};

/// More findings than these are compressed: as plain text they are more than a repository should hold.
const MAX_PLAIN: usize = 50_000;

/// How hard they are compressed: beyond it the file becomes little smaller and takes longer.
const LEVEL: i32 = 3;

/// How many lines are made side by side. The same bytes come of every number of threads.
const AT_ONCE: usize = 8_192;

/// How many of these one thread makes at a time.
const OF_A_THREAD: usize = 512;

/// The file of all findings of a posture. No more than its compressed bytes is ever held.
///
/// # Errors
/// None in practice.
pub(super) fn file(posture: &Posture, findings: &[FindingCard]) -> Result<Artifact, Diagnostic> {
    let made = match findings.len() > MAX_PLAIN {
        false => {
            let mut bytes = Vec::new();
            write(posture, findings, &mut bytes).map(|()| ("findings.ndjson", bytes))
        }
        true => compressed(posture, findings).map(|bytes| ("findings.ndjson.zst", bytes)),
    };
    let (name, bytes) = made.map_err(|error| {
        Diagnostic::general(format!("the findings cannot be written: {error}"), "report this")
    })?;
    Ok(Artifact::new(name, bytes))
}

fn compressed(posture: &Posture, findings: &[FindingCard]) -> std::io::Result<Vec<u8>> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
    encoder.include_checksum(true)?;
    write(posture, findings, &mut encoder)?;
    encoder.finish()
}

fn write(posture: &Posture, findings: &[FindingCard], to: &mut impl Write) -> std::io::Result<()> {
    let lines = FindingLines::of(posture, findings);
    let mut header = Vec::new();
    line(lines.header(), &mut header)?;
    to.write_all(&header)?;
    for batch in findings.chunks(AT_ONCE) {
        let parts = batch.par_chunks(OF_A_THREAD).map(|part| {
            let mut bytes = Vec::new();
            part.iter().try_for_each(|card| line(&lines.line(card), &mut bytes)).map(|()| bytes)
        });
        for part in parts.collect::<std::io::Result<Vec<Vec<u8>>>>()? {
            to.write_all(&part)?;
        }
    }
    Ok(())
}

fn line(value: &impl Serialize, to: &mut Vec<u8>) -> std::io::Result<()> {
    serde_json::to_writer(&mut *to, value)?;
    to.push(b'\n');
    Ok(())
}
