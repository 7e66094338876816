//! Streams of lines of one length, of which most are written as their difference from the line above: numbers that
//! count up from line to line become the same few bytes in each, which compress to next to nothing.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The marks of a line that is written as it is, and of one that is written as its difference from the line above.
const NONE: u8 = 0;
const UP: u8 = 2;

/// Lines of one length, each behind its mark.
pub(super) struct Lines {
    columns: usize,
    /// The line above the next one.
    above: Vec<u8>,
    marked: Vec<u8>,
    length: usize,
}

impl Lines {
    pub(super) fn new(columns: usize) -> Self {
        Lines { columns, above: vec![0; columns], marked: Vec::new(), length: 0 }
    }

    /// How long the content is.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// A text in as many lines as it needs, as it is.
    pub(super) fn plain(&mut self, text: &[u8]) {
        self.add(text, NONE);
    }

    /// The same as its difference from the lines above.
    pub(super) fn like_above(&mut self, text: &[u8]) {
        self.add(text, UP);
    }

    fn add(&mut self, text: &[u8], mark: u8) {
        for part in text.chunks(self.columns) {
            let mut line = part.to_vec();
            line.resize(self.columns, b' ');
            self.marked.push(mark);
            match mark {
                UP => {
                    let pairs = line.iter().zip(&self.above);
                    self.marked.extend(pairs.map(|(byte, above)| byte.wrapping_sub(*above)));
                }
                _ => self.marked.extend_from_slice(&line),
            }
            self.length += line.len();
            self.above = line;
        }
    }

    /// The compressed stream, with the entries of its dictionary.
    pub(super) fn stream(&self, entries: &str) -> Option<Vec<u8>> {
        let columns = self.columns;
        let how = format!("{entries}/DecodeParms<</Predictor 12/Columns {columns}>>");
        stream(&how, &self.marked, Compression::best())
    }
}

/// A compressed stream with the entries of its dictionary.
pub(super) fn stream(entries: &str, content: &[u8], level: Compression) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), level);
    encoder.write_all(content).ok()?;
    let packed = encoder.finish().ok()?;
    let head = format!("<<{entries}/Filter/FlateDecode/Length {}>>\nstream\n", packed.len());
    Some([head.as_bytes(), &packed, b"\nendstream"].concat())
}
