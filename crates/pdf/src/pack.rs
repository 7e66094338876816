//! Object streams: the exporter writes each object of the tag tree as plain text, which is most of a
//! tagged file. Packed together and compressed they take a fifth of the room. PDF has this since 1.5, and
//! PDF/A allows it since its second part.
//!
//! This reads only what the exporter writes: a table of objects, each object behind another. What looks
//! otherwise is left as it is.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// How many objects one stream holds: a reader unpacks a whole stream for one of them.
const TOGETHER: usize = 1_000;
/// The length of a row of the table in a stream: kind, place, and place in a stream.
const COLUMNS: usize = 7;
/// The mark of a row that is written as its difference from the row above.
const UP: u8 = 2;
/// The length of a row of the table of objects.
const ROW: usize = 20;

/// The same document with its objects in streams; none where it is written in another way.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = File::read(bytes)?;
    let mut out = bytes.get(..file.objects.iter().map(|object| object.start).min()?)?.to_vec();
    let mut places = vec![Place::Free; file.size];
    let mut loose = Vec::new();
    for object in &file.objects {
        if object.body.ends_with(b"endstream") {
            *places.get_mut(object.number)? = Place::At(out.len());
            write(&mut out, object.number, object.body)?;
        } else {
            loose.push(object);
        }
    }
    for together in loose.chunks(TOGETHER) {
        let number = places.len();
        let mut head = String::new();
        let mut bodies = Vec::new();
        for (index, object) in together.iter().enumerate() {
            head += &format!("{} {} ", object.number, bodies.len());
            bodies.extend_from_slice(object.body);
            bodies.push(b'\n');
            *places.get_mut(object.number)? = Place::In(number, index);
        }
        let entries = format!("/Type/ObjStm/N {}/First {}", together.len(), head.len());
        places.push(Place::At(out.len()));
        let body = stream(&entries, &[head.as_bytes(), &bodies].concat())?;
        write(&mut out, number, &body)?;
    }
    let (start, number) = (out.len(), places.len());
    places.push(Place::At(start));
    let mut rows = Vec::with_capacity(places.len() * (COLUMNS + 1));
    let mut above = [0; COLUMNS];
    for place in &places {
        let (kind, first, second) = match place {
            Place::Free => (0, 0, u16::MAX),
            Place::At(offset) => (1, u32::try_from(*offset).ok()?, 0),
            Place::In(stream, index) => {
                (2, u32::try_from(*stream).ok()?, u16::try_from(*index).ok()?)
            }
        };
        let mut row = [kind; COLUMNS];
        let places = first.to_be_bytes().into_iter().chain(u16::to_be_bytes(second));
        row.iter_mut().skip(1).zip(places).for_each(|(byte, value)| *byte = value);
        // As differences from the row above: numbers that count up become the same ones.
        rows.push(UP);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    let entries = format!(
        "/Type/XRef/Size {}/W[1 4 2]/DecodeParms<</Predictor 12/Columns {COLUMNS}>>{}",
        places.len(),
        file.trailer
    );
    let body = stream(&entries, &rows)?;
    write(&mut out, number, &body)?;
    out.extend(format!("startxref\n{start}\n%%EOF").into_bytes());
    Some(out)
}

/// Where an object is.
#[derive(Debug, Clone, Copy)]
enum Place {
    Free,
    /// At an offset of the file.
    At(usize),
    /// In a stream, by its number, as its n-th object.
    In(usize, usize),
}

/// A file as the exporter writes it.
struct File<'a> {
    /// How many rows the table of objects has.
    size: usize,
    /// The entries of the trailer but its size.
    trailer: &'a str,
    /// In the order of the file.
    objects: Vec<Object<'a>>,
}

struct Object<'a> {
    number: usize,
    start: usize,
    body: &'a [u8],
}

impl<'a> File<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
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

fn write(out: &mut Vec<u8>, number: usize, body: &[u8]) -> Option<()> {
    out.extend(format!("{number} 0 obj\n").into_bytes());
    out.extend_from_slice(body);
    out.write_all(b"\nendobj\n\n").ok()
}

/// A compressed stream with the entries of its dictionary.
fn stream(entries: &str, content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    let packed = encoder.finish().ok()?;
    let head = format!("<<{entries}/Filter/FlateDecode/Length {}>>\nstream\n", packed.len());
    Some([head.as_bytes(), &packed, b"\nendstream"].concat())
}
