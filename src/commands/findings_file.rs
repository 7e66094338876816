//! Reading the file of all findings beside a posture.

use std::io::{BufRead, BufReader, Read};

use rayon::prelude::*;

use ::posture::FindingCards;
use model::posture::{FINDINGS_FORMAT, FINDINGS_VERSION, FindingCard, FindingLine, FindingsHeader};
use model::{Diagnostic, Place, Posture};

/// The most bytes that such a file is read to, unpacked.
const MAX_UNPACKED: u64 = 8 << 30;

/// The most bytes of one line.
const MAX_LINE: u64 = 64 << 20;

/// The memory that a packed file may ask for to be unpacked, as a power of two.
const MAX_WINDOW: u32 = 23;

/// How many lines are read side by side.
const AT_ONCE: usize = 8_192;

/// The first bytes of Zstandard.
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

const AGAIN: &str = "create it again with `muster report`";

/// The findings of a file, whose name messages print.
///
/// # Errors
/// Where it is damaged, cut short, too large, or of another version.
pub(super) fn findings(
    bytes: &[u8],
    name: &str,
    posture: &Posture,
) -> Result<Vec<FindingCard>, Vec<Diagnostic>> {
    match bytes.starts_with(&ZSTANDARD) {
        false => read(bytes, name, posture),
        true => {
            let decoder =
                zstd::stream::read::Decoder::with_buffer(bytes).and_then(|mut decoder| {
                    decoder.window_log_max(MAX_WINDOW)?;
                    Ok(decoder)
                });
            let decoder =
                decoder.map_err(|error| wrong(name, 0, format!("is damaged: {error}")))?;
            read(BufReader::new(decoder), name, posture)
        }
    }
}

fn read(
    from: impl BufRead,
    name: &str,
    posture: &Posture,
) -> Result<Vec<FindingCard>, Vec<Diagnostic>> {
    let mut lines = Lines { from: from.take(MAX_UNPACKED), name, number: 0 };
    let first = lines.next()?.ok_or_else(|| wrong(name, 1, "is empty".into()))?;
    let header = header(&first, name)?;
    let cards = FindingCards::of(posture, &header);
    let mut all = Vec::new();
    loop {
        let from = lines.number + 1;
        let mut batch = Vec::with_capacity(AT_ONCE);
        while batch.len() < AT_ONCE
            && let Some(line) = lines.next()?
        {
            batch.push(line);
        }
        if batch.is_empty() {
            break;
        }
        let read = batch.par_iter().enumerate().map(|(at, line)| {
            let number = from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            let line: FindingLine<'_> = serde_json::from_slice(line)
                .map_err(|error| wrong(name, number, format!("cannot be read: {error}")))?;
            cards.card(line).map_err(|why| wrong(name, number, format!("cannot be read: {why}")))
        });
        all.extend(read.collect::<Result<Vec<_>, _>>()?);
        if all.len() as u64 > header.findings {
            break;
        }
    }
    if all.len() as u64 != header.findings {
        let (found, stated) = (all.len(), header.findings);
        let why = match found as u64 > stated {
            true => format!("holds more than the {stated} findings that its header states"),
            false => format!(
                "is cut short: it holds {found} of the {stated} findings that its header states"
            ),
        };
        return Err(wrong(name, 0, why));
    }
    Ok(all)
}

/// The lines of a file, within bounds.
struct Lines<'a, R> {
    from: std::io::Take<R>,
    name: &'a str,
    number: u32,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next line; none at the end.
    fn next(&mut self) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
        self.number = self.number.saturating_add(1);
        let mut line = Vec::new();
        let read = (&mut self.from).take(MAX_LINE).read_until(b'\n', &mut line);
        read.map_err(|error| {
            wrong(self.name, self.number, format!("is damaged or cut short: {error}"))
        })?;
        if line.is_empty() {
            return match self.from.limit() {
                0 => Err(wrong(
                    self.name,
                    0,
                    format!("unpacks into more than {} GiB", MAX_UNPACKED >> 30),
                )),
                _ => Ok(None),
            };
        }
        if line.pop() != Some(b'\n') {
            return Err(wrong(
                self.name,
                self.number,
                "ends within a line: it is cut short".into(),
            ));
        }
        Ok(Some(line))
    }
}

fn header(line: &[u8], name: &str) -> Result<FindingsHeader, Vec<Diagnostic>> {
    let of_another = || {
        let why = format!(
            "is not of version {FINDINGS_VERSION} of the findings, which this muster reads"
        );
        wrong(name, 1, why)
    };
    let header: FindingsHeader = serde_json::from_slice(line).map_err(|_| of_another())?;
    match header.format == FINDINGS_FORMAT && header.version == FINDINGS_VERSION {
        true => Ok(header),
        false => Err(of_another()),
    }
}

/// What is wrong with the file; line 0 means all of it.
fn wrong(name: &str, line: u32, why: String) -> Vec<Diagnostic> {
    let place = Place { line, ..Place::file(name) };
    vec![Diagnostic::at(&place, format!("the file of findings {why}"), AGAIN)]
}
