//! A document as the exporter writes it: a table of objects, each object behind another.

/// The length of a row of the table of objects.
const ROW: usize = 20;

/// A file as the exporter writes it.
pub(super) struct File<'a> {
    /// How many rows the table of objects has.
    pub(super) size: usize,
    /// The entries of the trailer but its size.
    pub(super) trailer: &'a str,
    /// In the order of the file.
    pub(super) objects: Vec<Object<'a>>,
}

pub(super) struct Object<'a> {
    pub(super) number: usize,
    pub(super) start: usize,
    pub(super) body: &'a [u8],
}

impl<'a> File<'a> {
    /// Reads it; none where it is written in another way.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = last(bytes, b"startxref")?;
        let table = number(bytes.get(end + b"startxref".len()..)?)?;
        let rows = bytes.get(table..end)?.strip_prefix(b"xref\n0 ")?;
        let line = rows.iter().position(|byte| *byte == b'\n')?;
        let size = number(rows)?;
        let rows = rows.get(line + 1..)?;
        let mut starts = Vec::new();
        for at in 0..size {
            let row = rows.get(at * ROW..(at + 1) * ROW)?;
            match row.get(17)? {
                b'n' => starts.push((number(row)?, at)),
                b'f' => {}
                _ => return None,
            }
        }
        let trailer = rows.get(size * ROW..)?.trim_ascii().strip_prefix(b"trailer")?;
        let trailer = std::str::from_utf8(trailer.trim_ascii()).ok()?;
        let trailer = trailer.strip_prefix(&format!("<</Size {size}"))?.strip_suffix(">>")?;
        starts.sort_unstable();
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([table]);
        let objects = starts.iter().zip(ends).map(|((start, number), end)| {
            let whole = bytes.get(*start..end)?.trim_ascii();
            let body = whole.strip_prefix(format!("{number} 0 obj").as_bytes())?;
            let body = body.strip_suffix(b"endobj")?.trim_ascii();
            Some(Object { number: *number, start: *start, body })
        });
        Some(File { size, trailer, objects: objects.collect::<Option<_>>()? })
    }
}

/// The number that a text begins with, behind blanks.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.trim_ascii_start();
    let end = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}
