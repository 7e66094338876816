//! Object streams: the exporter writes each object of the tag tree as plain text, which is most of a
//! tagged file. Packed together and compressed they take a fraction of the room. PDF has this since 1.5, and
//! PDF/A allows it since its second part.
//!
//! What few others are like is packed as it is. Objects that differ in numbers only are written one below the
//! other with their numbers in columns, long lists of references a reference a line: so that each line differs
//! from the line above by little, and by the same.

mod alike;
mod content;
mod file;
mod lexer;
mod lines;
mod list;

use flate2::Compression;

use alike::Alike;
use file::File;
use lines::{Lines, stream};
use list::List;

/// How many objects one stream holds: a reader unpacks a whole stream for one of them.
const TOGETHER: usize = 1_000;
/// The length of a row of the table in a stream: kind, place, and place in a stream.
const COLUMNS: usize = 7;
/// Lines are a multiple of this long: so most places of objects end on the same digits as those in the line above.
const LINE: usize = 100;
/// The least length of a line, which has room for the number and the place of an object.
const LEAST: usize = 24;
/// How many objects a line of places has for each of these.
const A_LINE: usize = 5;

/// The same document with its objects in streams; none where it is written in another way.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = File::read(bytes)?;
    let start = file.objects.iter().map(|object| object.start).min()?;
    let out = bytes.get(..start)?.to_vec();
    let mut packer = Packer { out, places: vec![Place::Free; file.size] };
    let (streams, loose): (Vec<_>, Vec<_>) =
        file.objects.iter().partition(|object| object.body.ends_with(b"endstream"));
    for object in streams {
        *packer.places.get_mut(object.number)? = Place::At(packer.out.len());
        match content::smaller(object.body) {
            Some(smaller) => packer.write(object.number, &smaller),
            None => packer.write(object.number, object.body),
        }
    }
    let (groups, mut others) = alike::grouped(loose.iter().map(|one| (one.number, one.body)));
    packer.alike(&groups)?;
    others.sort_unstable_by_key(|(number, _)| *number);
    let (mut lists, mut plain) = (Vec::new(), Vec::new());
    for (number, body) in others {
        match List::of(body) {
            Some(list) => lists.push((number, list)),
            None => plain.push((number, body)),
        }
    }
    lists.chunks(TOGETHER).try_for_each(|together| packer.lists(together))?;
    plain.chunks(TOGETHER).try_for_each(|together| packer.as_they_are(together))?;
    packer.end(file.trailer)
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

/// A document as it is written.
struct Packer {
    out: Vec<u8>,
    /// By number.
    places: Vec<Place>,
}

impl Packer {
    /// Objects that differ in numbers only.
    fn alike(&mut self, groups: &[Alike<'_>]) -> Option<()> {
        let mut rows = groups.iter().flat_map(|group| {
            group.rows().enumerate().map(|(at, (number, row))| (number, row, at == 0))
        });
        loop {
            let together: Vec<(usize, Vec<u8>, bool)> = rows.by_ref().take(TOGETHER).collect();
            let Some(longest) = together.iter().map(|(_, row, _)| row.len()).max() else {
                return Some(());
            };
            // A blank at least is between two objects.
            let columns = (longest + 1).next_multiple_of(LINE);
            let objects = together.iter().enumerate().map(|(at, one)| (one.0, at * columns));
            self.in_lines(columns, &objects.collect::<Vec<_>>(), |lines| {
                for (_, row, is_first) in &together {
                    match is_first {
                        true => lines.plain(row),
                        false => lines.like_above(row),
                    }
                }
            })?;
        }
    }

    /// Long lists of references.
    fn lists(&mut self, lists: &[(usize, List<'_>)]) -> Option<()> {
        let longest = lists.iter().map(|(_, list)| list.width()).max()?;
        let columns = LEAST.max(longest + 1);
        let ends = lists.iter().scan(0, |end, (number, list)| {
            let start = *end;
            *end += list.lines(columns) * columns;
            Some((*number, start))
        });
        self.in_lines(columns, &ends.collect::<Vec<_>>(), |lines| {
            lists.iter().for_each(|(_, list)| list.write(lines, columns));
        })
    }

    /// Objects in lines, each with where it begins.
    fn in_lines(
        &mut self,
        columns: usize,
        objects: &[(usize, usize)],
        bodies: impl FnOnce(&mut Lines),
    ) -> Option<()> {
        let digits = |of: fn(&(usize, usize)) -> usize| {
            objects.iter().map(of).max().unwrap_or(0).to_string().len()
        };
        let (number, start) = (digits(|one| one.0), digits(|one| one.1));
        let mut lines = Lines::new(columns);
        let room = columns / (number + start + 2);
        let round = if columns < LINE { room } else { columns / LINE * A_LINE };
        for some in objects.chunks(room.min(round).max(1)) {
            let pairs = some.iter().map(|(object, at)| format!("{object:>number$} {at:>start$} "));
            lines.like_above(pairs.collect::<String>().as_bytes());
        }
        let first = lines.length();
        bodies(&mut lines);
        let numbers: Vec<usize> = objects.iter().map(|(number, _)| *number).collect();
        self.object_stream(&numbers, |entries| lines.stream(entries), first)
    }

    /// Objects as the exporter writes them.
    fn as_they_are(&mut self, objects: &[(usize, &[u8])]) -> Option<()> {
        let mut head = String::new();
        let mut bodies = Vec::new();
        for (number, body) in objects {
            head += &format!("{number} {} ", bodies.len());
            bodies.extend_from_slice(body);
            bodies.push(b'\n');
        }
        let numbers: Vec<usize> = objects.iter().map(|(number, _)| *number).collect();
        let content = [head.as_bytes(), &bodies].concat();
        self.object_stream(
            &numbers,
            |entries| stream(entries, &content, Compression::best()),
            head.len(),
        )
    }

    /// A stream of objects, of which the first begins at a place of its content.
    fn object_stream(
        &mut self,
        numbers: &[usize],
        content: impl FnOnce(&str) -> Option<Vec<u8>>,
        first: usize,
    ) -> Option<()> {
        let here = self.places.len();
        for (index, number) in numbers.iter().enumerate() {
            *self.places.get_mut(*number)? = Place::In(here, index);
        }
        let body = content(&format!("/Type/ObjStm/N {}/First {first}", numbers.len()))?;
        self.places.push(Place::At(self.out.len()));
        self.write(here, &body);
        Some(())
    }

    fn write(&mut self, number: usize, body: &[u8]) {
        self.out.extend(format!("{number} 0 obj\n").into_bytes());
        self.out.extend_from_slice(body);
        self.out.extend_from_slice(b"\nendobj\n\n");
    }

    /// The table of all objects, and the end of the file.
    fn end(mut self, trailer: &str) -> Option<Vec<u8>> {
        let (start, number) = (self.out.len(), self.places.len());
        self.places.push(Place::At(start));
        let mut rows = Lines::new(COLUMNS);
        for place in &self.places {
            let (kind, first, second) = match place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, u32::try_from(*offset).ok()?, 0),
                Place::In(stream, index) => {
                    (2, u32::try_from(*stream).ok()?, u16::try_from(*index).ok()?)
                }
            };
            let row = [&[kind][..], &u32::to_be_bytes(first), &u16::to_be_bytes(second)];
            rows.like_above(&row.concat());
        }
        let size = self.places.len();
        let body = rows.stream(&format!("/Type/XRef/Size {size}/W[1 4 2]{trailer}"))?;
        self.write(number, &body);
        self.out.extend(format!("startxref\n{start}\n%%EOF").into_bytes());
        Some(self.out)
    }
}
