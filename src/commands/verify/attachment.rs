//! Files that are attached to a PDF.

use std::io::Read;

use hayro_syntax::object::{Array, Dict, Stream, String as Text};
use hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};

/// The largest attachment that is read, in bytes.
pub(super) const MAX_ATTACHMENT: u64 = 268_435_456;

/// How deep a tree of names may be nested.
const MAX_DEPTH: usize = 16;

/// Why a PDF has no such attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It needs a password.
    Encrypted,
    /// It is no PDF, or only a part of one.
    Damaged,
    /// It is written in a way that muster does not write.
    Foreign(&'static str),
}

/// An attachment by its name; none where the PDF has none of that name. The file is a stranger's: where the
/// reader of PDFs gives up on it, it is damaged.
pub(super) fn attached(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    let read = || attachment(bytes.to_vec(), name);
    std::panic::catch_unwind(read).unwrap_or(Err(Unreadable::Damaged))
}

fn attachment(bytes: Vec<u8>, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    // A reader may make do with a part of a file; a part proves nothing.
    let end = bytes.len().saturating_sub(1_024);
    if !bytes.get(end..).unwrap_or_default().windows(5).any(|window| window == b"%%EOF") {
        return Err(Unreadable::Damaged);
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Encrypted,
        LoadPdfError::Decryption(_) => Unreadable::Encrypted,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or(Unreadable::Damaged)?;
    let files = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get("EmbeddedFiles"));
    let Some(tree): Option<Dict<'_>> = files else { return Ok(None) };
    match found(&tree, name, MAX_DEPTH) {
        Some(stream) => content(&stream).map(Some),
        None => Ok(None),
    }
}

/// The stream of a file in a tree of names.
fn found<'a>(tree: &Dict<'a>, name: &str, depth: usize) -> Option<Stream<'a>> {
    let depth = depth.checked_sub(1)?;
    let kids = tree.get::<Array<'_>>("Kids");
    let mut kids = kids.iter().flat_map(Array::iter::<Dict<'_>>);
    if let Some(stream) = kids.find_map(|kid| found(&kid, name, depth)) {
        return Some(stream);
    }
    let names: Array<'_> = tree.get("Names")?;
    let mut pairs = names.flex_iter();
    while pairs.next::<Text<'_>>().is_some() {
        let specification: Dict<'_> = pairs.next()?;
        let is_named = |key: &str| {
            let stated = specification.get::<Text<'_>>(key);
            stated.is_some_and(|stated| text(stated.as_bytes()) == name)
        };
        if is_named("UF") || is_named("F") {
            let file: Dict<'_> = specification.get("EF")?;
            return file.get::<Stream<'_>>("F").or_else(|| file.get("UF"));
        }
    }
    None
}

/// A text of a PDF: UTF-16 with a mark, else as it is.
fn text(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|unit| match unit {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The content of an attachment, within bounds.
fn content(stream: &Stream<'_>) -> Result<Vec<u8>, Unreadable> {
    let raw = stream.raw_data();
    let mut bytes = Vec::new();
    let read = match stream.filters().as_slice() {
        [] => raw.as_ref().take(MAX_ATTACHMENT + 1).read_to_end(&mut bytes),
        [Filter::FlateDecode] => {
            let inflated = flate2::read::ZlibDecoder::new(raw.as_ref());
            inflated.take(MAX_ATTACHMENT + 1).read_to_end(&mut bytes)
        }
        _ => return Err(Unreadable::Foreign("its attachment is encoded in another way")),
    };
    match read {
        Err(_) => Err(Unreadable::Damaged),
        Ok(length) if length as u64 > MAX_ATTACHMENT => {
            Err(Unreadable::Foreign("its attachment is larger than 256 MiB"))
        }
        Ok(_) => Ok(bytes),
    }
}
