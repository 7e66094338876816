//! Files that are attached to a PDF.

use std::io::Read;

use hayro_syntax::object::{Array, Dict, Stream, String as Text};
use hayro_syntax::{Filter, LoadPdfError, Pdf};

/// The largest attachment that is read, in bytes.
pub(super) const MAX_ATTACHMENT: u64 = 268_435_456;

/// No report has a password, so a file that opens with one was written again by somebody. A reader that tried
/// the empty password would open the many that have that.
const NO_PASSWORD: &str = "no report has one";

/// How deep a tree of names may be nested.
const MAX_DEPTH: usize = 16;

/// Why a PDF has no such attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is encrypted, if only with an empty password.
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
    let pdf = Pdf::new_with_password(bytes, NO_PASSWORD).map_err(|error| match error {
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A PDF with one attachment, in whichever encoding.
    fn pdf(name: &str, filter: &str, content: &[u8]) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut starts = Vec::new();
        let mut object = |number: usize, head: &str, stream: Option<&[u8]>| {
            starts.push(bytes.len());
            bytes.extend(format!("{number} 0 obj\n{head}\n").bytes());
            if let Some(stream) = stream {
                bytes.extend(b"stream\n");
                bytes.extend(stream);
                bytes.extend(b"\nendstream\n");
            }
            bytes.extend(b"endobj\n");
        };
        object(1, "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>", None);
        object(2, "<< /Type /Pages /Kids [] /Count 0 >>", None);
        object(3, "<< /Kids [4 0 R] >>", None);
        object(4, &format!("<< /Names [({name}) 5 0 R] >>"), None);
        object(5, &format!("<< /Type /Filespec /F ({name}) /EF << /F 6 0 R >> >>"), None);
        let head = format!("<< /Type /EmbeddedFile {filter} /Length {} >>", content.len());
        object(6, &head, Some(content));
        let xref = bytes.len();
        bytes.extend(b"xref\n0 7\n0000000000 65535 f \n");
        for start in starts {
            bytes.extend(format!("{start:010} 00000 n \n").bytes());
        }
        bytes.extend(
            format!("trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n").bytes(),
        );
        bytes
    }

    fn deflated(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn an_attachment_is_found_by_its_name() {
        let plain = pdf("posture.json", "", b"{}");
        assert_eq!(attached(&plain, "posture.json"), Ok(Some(b"{}".to_vec())));
        assert_eq!(attached(&plain, "other.json"), Ok(None));
        let packed = pdf("posture.json", "/Filter /FlateDecode", &deflated(b"{\"a\": 1}"));
        assert_eq!(attached(&packed, "posture.json"), Ok(Some(b"{\"a\": 1}".to_vec())));
        let other = pdf("posture.json", "/Filter /RunLengthDecode", b"x");
        assert!(matches!(attached(&other, "posture.json"), Err(Unreadable::Foreign(_))));
        assert_eq!(text(b"\xfe\xff\0a\0b"), "ab");
    }

    #[test]
    fn a_part_of_a_file_and_what_is_none_are_damaged() {
        let whole = pdf("posture.json", "", b"{}");
        for end in [0, 9, 100, whole.len() - 8] {
            assert_eq!(attached(&whole[..end], "posture.json"), Err(Unreadable::Damaged), "{end}");
        }
        assert_eq!(attached(b"%PDF-1.7\n%%EOF", "posture.json"), Err(Unreadable::Damaged));
        let broken = pdf("posture.json", "/Filter /FlateDecode", b"not deflated");
        assert_eq!(attached(&broken, "posture.json"), Err(Unreadable::Damaged));
    }

    #[test]
    fn an_encrypted_file_is_refused() {
        let whole = String::from_utf8(pdf("posture.json", "", b"{}")).unwrap();
        let key = "0".repeat(32);
        let head = format!(
            "<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ({key}) /U ({key}) >> /ID [({key}) ({key})]"
        );
        let locked = whole.replacen("trailer\n<<", &format!("trailer\n{head}"), 1);
        assert_eq!(attached(locked.as_bytes(), "posture.json"), Err(Unreadable::Encrypted));
    }

    #[test]
    fn an_attachment_that_unpacks_without_end_is_refused() {
        let length = usize::try_from(MAX_ATTACHMENT).unwrap() + 10;
        let bomb = pdf("posture.json", "/Filter /FlateDecode", &deflated(&vec![0; length]));
        assert!(matches!(attached(&bomb, "posture.json"), Err(Unreadable::Foreign(_))));
    }

    #[test]
    fn any_changed_byte_is_read_or_refused_without_a_panic() {
        let whole = pdf("posture.json", "/Filter /FlateDecode", &deflated(b"{}"));
        for at in 0..whole.len() {
            for byte in [0, b'<', b'/', 0xff] {
                let mut changed = whole.clone();
                changed[at] = byte;
                _ = attachment(changed, "posture.json");
            }
        }
    }
}
