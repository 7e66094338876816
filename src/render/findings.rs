//! The file of all findings, one a line below a header: `findings.ndjson`, or `findings.ndjson.zst` where there
//! are many.

use std::io::{self, Write};
use std::ops::Deref;

use rayon::prelude::*;
use serde::Serialize;
use zstd::stream::write::Encoder;

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

/// All findings of a posture that does not hold them itself.
#[derive(Debug)]
pub struct Findings {
    /// Each of them, the first to act on first. Those that no page prints may have no texts.
    pub cards: Vec<FindingCard>,
    /// The file that has them, with their texts.
    pub file: Artifact,
}

impl Findings {
    /// Those of a posture, with a file that has them in the same order.
    ///
    /// # Errors
    /// None in practice.
    pub fn of(posture: &Posture, cards: Vec<FindingCard>) -> Result<Self, Diagnostic> {
        let mut file = FindingsFile::of(cards.len());
        file.add(posture, &cards);
        Ok(Findings { file: file.finish()?, cards })
    }
}

impl Deref for Findings {
    type Target = [FindingCard];

    fn deref(&self) -> &[FindingCard] {
        &self.cards
    }
}

/// The file of findings while these are made. No more than its compressed bytes is ever held.
pub struct FindingsFile {
    total: usize,
    lines: Option<FindingLines>,
    body: Body,
    /// What went wrong first.
    failed: Option<io::Error>,
}

impl FindingsFile {
    /// A file for that many findings.
    pub fn of(total: usize) -> Self {
        FindingsFile { total, lines: None, body: Body::of(total), failed: None }
    }

    /// Adds findings of a posture whose inputs, controls and frameworks are set.
    pub fn add(&mut self, posture: &Posture, findings: &[FindingCard]) {
        let total = self.total as u64;
        let lines = self.lines.get_or_insert_with(|| FindingLines::of(posture, total));
        lines.cite(findings);
        if self.failed.is_none() {
            self.failed = write(lines, findings, &mut self.body).err();
        }
    }

    /// The file; its header comes first, and is made last: it lists the files that findings cite.
    ///
    /// # Errors
    /// None in practice.
    pub fn finish(self) -> Result<Artifact, Diagnostic> {
        let made = || {
            let mut header = Body::of(self.total);
            if let Some(lines) = &self.lines {
                let mut bytes = Vec::new();
                line(lines.header(), &mut bytes)?;
                header.write_all(&bytes)?;
            }
            let name = header.name();
            let mut bytes = header.finish()?;
            bytes.append(&mut self.failed.map_or_else(|| self.body.finish(), Err)?);
            Ok((name, bytes))
        };
        let (name, bytes) = made().map_err(|error: io::Error| {
            Diagnostic::general(format!("the findings cannot be written: {error}"), "report this")
        })?;
        Ok(Artifact::new(name, bytes))
    }
}

/// What the lines are written to. A compressed file is one frame for the header and one for the rest, which every
/// program unpacks as one.
enum Body {
    Plain(Vec<u8>),
    Compressed(io::Result<Encoder<'static, Vec<u8>>>),
}

impl Body {
    fn of(total: usize) -> Self {
        if total <= MAX_PLAIN {
            return Body::Plain(Vec::new());
        }
        Body::Compressed(Encoder::new(Vec::new(), LEVEL).and_then(|mut encoder| {
            encoder.include_checksum(true)?;
            Ok(encoder)
        }))
    }

    fn name(&self) -> &'static str {
        match self {
            Body::Plain(_) => "findings.ndjson",
            Body::Compressed(_) => "findings.ndjson.zst",
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Body::Plain(all) => all.write_all(bytes),
            Body::Compressed(Ok(encoder)) => encoder.write_all(bytes),
            // It is returned at the end.
            Body::Compressed(Err(_)) => Ok(()),
        }
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Body::Plain(all) => Ok(all),
            Body::Compressed(encoder) => encoder?.finish(),
        }
    }
}

fn write(lines: &FindingLines, findings: &[FindingCard], to: &mut Body) -> io::Result<()> {
    for batch in findings.chunks(AT_ONCE) {
        let parts = batch.par_chunks(OF_A_THREAD).map(|part| {
            let mut bytes = Vec::new();
            let one = |card: &FindingCard| {
                lines.write(card, &mut bytes)?;
                bytes.push(b'\n');
                Ok(())
            };
            part.iter().try_for_each(one).map(|()| bytes)
        });
        for part in parts.collect::<io::Result<Vec<Vec<u8>>>>()? {
            to.write_all(&part)?;
        }
    }
    Ok(())
}

fn line(value: &impl Serialize, to: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *to, value)?;
    to.push(b'\n');
    Ok(())
}
