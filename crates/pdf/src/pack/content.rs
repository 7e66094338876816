//! The content of pages, compressed better: the exporter compresses for speed.

use std::io::Read as _;

use flate2::Compression;
use flate2::read::ZlibDecoder;

use super::lines::stream;

/// The best level but one: the best takes half as long again for one per cent.
const LEVEL: u32 = 8;
/// What the dictionary of the content of a page has beside its length.
const FILTER: &[u8] = b"/Filter/FlateDecode";

/// A stream with nothing but compressed content in less room; none where it is another, or takes no less.
pub(super) fn smaller(body: &[u8]) -> Option<Vec<u8>> {
    let behind = body.strip_prefix(b"<</Length ")?;
    let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let content = behind.get(digits..)?.strip_prefix(FILTER)?.strip_prefix(b">>\nstream\n")?;
    let mut bytes = Vec::new();
    ZlibDecoder::new(content.strip_suffix(b"\nendstream")?).read_to_end(&mut bytes).ok()?;
    stream("", &bytes, Compression::new(LEVEL)).filter(|smaller| smaller.len() < body.len())
}
