//! Where each field of a record was read.

mod stated;

use crate::Texts;
use std::borrow::Cow;

use crate::{Place, words};
pub use stated::StatedFields;

/// Where a record was read, and each of its fields.
///
/// A field is named by its path in the record: `auth`, `auth.kind`, `owner.1`. A field that is not
/// noted is where the field around it is, and at last where the record is. So a row of a table needs
/// no note at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Texts)]
pub struct Provenance {
    /// The places of the records that it was read from; the first is the record itself.
    sources: Vec<Place>,
    fields: Vec<FieldPlace>,
    /// The fields that are on the line of the record itself, under their own names. Most records of large
    /// inventories are written so, and nothing else needs to be kept of them.
    stated: StatedFields,
}

/// The place of one field.
#[derive(Debug, Clone, PartialEq, Eq, Texts)]
struct FieldPlace {
    path: Cow<'static, str>,
    /// The source it was read from, as a position in `sources`.
    source: u32,
    line: u32,
    /// The pointer below that of the source, where it is not simply the path.
    below: Option<Box<str>>,
    /// The whole place, where it is in none of the sources: what another entry or file states.
    elsewhere: Option<Box<Place>>,
}

impl FieldPlace {
    /// Whether it is this field, or lies within it.
    fn is_within(&self, path: &str) -> bool {
        rest(&self.path, path).is_some()
    }
}

impl Provenance {
    /// A record that was read at a place, with every field.
    pub fn whole(place: Place) -> Self {
        Provenance { sources: vec![place], ..Provenance::default() }
    }

    /// The records that it was read from; the first is the record itself.
    pub fn sources(&self) -> &[Place] {
        &self.sources
    }

    /// A record on one line that states these fields.
    pub fn on_one_line(place: Place, stated: StatedFields) -> Self {
        Provenance { sources: vec![place], fields: Vec::new(), stated }
    }

    /// Where the record itself is.
    pub fn record(&self) -> Option<&Place> {
        self.sources.first()
    }

    /// Notes the line of a field of the record itself, and its pointer below the record's.
    pub fn note(&mut self, path: impl Into<Cow<'static, str>>, line: u32, below: &str) {
        let path = path.into();
        let below = (!is_pointer(below, &path)).then(|| below.into());
        self.fields.push(FieldPlace { path, source: 0, line, below, elsewhere: None });
    }

    /// Notes a field that another entry or file states.
    pub fn note_at(&mut self, path: impl Into<Cow<'static, str>>, place: Place) {
        let (path, line) = (path.into(), place.line);
        let elsewhere = Some(Box::new(place));
        self.fields.push(FieldPlace { path, source: 0, line, below: None, elsewhere });
    }

    /// Keeps the lines and drops the pointers, where a record was copied out of a file that is not at
    /// hand.
    pub fn forget_pointers(&mut self) {
        self.spell_out();
        self.sources.iter_mut().for_each(|source| source.pointer = "".into());
        for field in &mut self.fields {
            field.below = Some("".into());
            field.elsewhere.iter_mut().for_each(|place| place.pointer = "".into());
        }
    }

    /// Where a field is; where its record is, if nothing is noted of it, or if [no words](mod@crate::words) are wanted: a
    /// place that is not read has the class of its record.
    pub fn place_of(&self, path: &str) -> Option<Place> {
        if self.fields.is_empty() && !words::are_wanted() {
            return self.record().cloned();
        }
        let mut path = path;
        loop {
            if let Some(field) = self.fields.iter().find(|field| field.path == path) {
                return self.resolve(field);
            }
            if self.stated.contains(path) {
                let record = self.record()?;
                let mut whole = record.pointer.clone();
                whole.push('/');
                whole.push_str(path);
                return Some(Place::new(&record.file, record.line, whole));
            }
            match path.rsplit_once('.') {
                Some((around, _)) => path = around,
                None => return self.record().cloned(),
            }
        }
    }

    /// The different places of the items of a list with `length` items, with the items at each, in
    /// their order.
    pub fn places_of_items(&self, path: &str, length: usize) -> Vec<(Option<Place>, Vec<usize>)> {
        let mut places: Vec<(Option<Place>, Vec<usize>)> = Vec::new();
        for item in 0..length {
            let place = self.place_of(&format!("{path}.{item}"));
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, items)) => items.push(item),
                None => places.push((place, vec![item])),
            }
        }
        places
    }

    /// The provenance of a record that is written inside this one, such as a tool under its server.
    pub fn inside(&self, path: &str) -> Option<Provenance> {
        let whole = self.place_of(path)?;
        let mut inner = Provenance { sources: vec![whole], ..Provenance::default() };
        for field in &self.fields {
            let Some(path) = rest(&field.path, path).filter(|rest| !rest.is_empty()) else {
                continue;
            };
            if let Some(place) = self.resolve(field) {
                inner.cite(path.to_string(), &place);
            }
        }
        Some(inner)
    }

    /// Adds the sources of a further record of the same identity, and returns what its fields are
    /// moved with.
    pub fn join<'a>(&mut self, other: &'a Provenance) -> Moved<'a> {
        let offset = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        self.sources.extend(other.sources.iter().cloned());
        Moved { other, offset }
    }

    /// A value was taken from the further record: its field is where it was there.
    pub fn take(&mut self, path: &str, moved: &Moved<'_>) {
        self.take_as(path, path, moved);
    }

    /// A value was taken from another path of the further record, such as an item of a list, whose
    /// number is another one here.
    pub fn take_as(&mut self, here: &str, there: &str, moved: &Moved<'_>) {
        self.spell_out();
        self.fields.retain(|field| !field.is_within(here));
        self.copy(here, there, moved);
    }

    /// Notes each stated field on its own, so that one of them may be read from elsewhere.
    fn spell_out(&mut self) {
        let line = self.record().map_or(0, |record| record.line);
        for path in std::mem::take(&mut self.stated).names() {
            self.note(path, line, &pointer(path));
        }
    }

    fn copy(&mut self, here: &str, there: &str, moved: &Moved<'_>) {
        let Moved { other, offset } = moved;
        let within =
            other.fields.iter().filter_map(|field| Some((field, rest(&field.path, there)?)));
        let mut whole = false;
        for (field, rest) in within {
            whole |= rest.is_empty();
            let path = match rest {
                "" => here.to_string(),
                rest => format!("{here}.{rest}"),
            };
            let below = field.below.clone().unwrap_or_else(|| pointer(&field.path).into());
            let below = (!is_pointer(&below, &path)).then_some(below);
            let source = field.source.saturating_add(*offset);
            let elsewhere = field.elsewhere.clone();
            let line = field.line;
            self.fields.push(FieldPlace { path: path.into(), source, line, below, elsewhere });
        }
        if let Some(record) = other.record().filter(|_| other.stated.contains(there)) {
            let below = pointer(there);
            let below = (!is_pointer(&below, here)).then(|| below.into());
            let (path, line) = (here.to_string().into(), record.line);
            self.fields.push(FieldPlace { path, source: *offset, line, below, elsewhere: None });
            whole = true;
        }
        if let Some(place) = other.place_of(there).filter(|_| !whole) {
            self.cite(here.to_string(), &place);
        }
    }

    /// Notes that a field is at a place: below one of the sources, else on its own.
    fn cite(&mut self, path: String, place: &Place) {
        // The latest source wins: the same file may be read for several records.
        let below = |source: &Place| {
            let below = place.pointer.strip_prefix(source.pointer.as_str())?;
            let inside = below.is_empty() || below.starts_with('/');
            (source.file == place.file && inside).then(|| below.to_string())
        };
        let found = self.sources.iter().enumerate().rev();
        let found = found.filter_map(|(at, source)| Some((at, below(source)?)));
        let Some((at, below)) = found.min_by_key(|(_, below)| below.len()) else {
            return self.note_at(path, place.clone());
        };
        let below = (!is_pointer(&below, &path)).then(|| below.into());
        let source = u32::try_from(at).unwrap_or(u32::MAX);
        let line = place.line;
        self.fields.push(FieldPlace { path: path.into(), source, line, below, elsewhere: None });
    }

    fn resolve(&self, field: &FieldPlace) -> Option<Place> {
        if let Some(place) = &field.elsewhere {
            return Some((**place).clone());
        }
        let source = self.sources.get(usize::try_from(field.source).ok()?)?;
        let below = match &field.below {
            Some(below) => Cow::Borrowed(below.as_ref()),
            None => Cow::Owned(pointer(&field.path)),
        };
        let mut whole = source.pointer.clone();
        whole.push_str(&below);
        Some(Place::new(&source.file, field.line, whole))
    }
}

/// A further record whose sources were added: the fields that are taken from it.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    other: &'a Provenance,
    offset: u32,
}

impl Moved<'_> {
    /// Where a field is in the further record.
    pub fn place_of(&self, path: &str) -> Option<Place> {
        self.other.place_of(path)
    }
}

/// What a fact may be cited with: the place of a record, the place of a field, or none.
pub trait Cited {
    /// The place.
    fn cited(self) -> Option<Place>;
}

impl Cited for Option<&Place> {
    fn cited(self) -> Option<Place> {
        self.cloned()
    }
}

impl Cited for Option<Place> {
    fn cited(self) -> Option<Place> {
        self
    }
}

/// The part of a path below another; empty for the path itself.
fn rest<'p>(path: &'p str, around: &str) -> Option<&'p str> {
    match path.strip_prefix(around)? {
        "" => Some(""),
        rest => rest.strip_prefix('.'),
    }
}

/// Whether a text is [`pointer`] of a path.
fn is_pointer(text: &str, path: &str) -> bool {
    let as_step = |byte: u8| if byte == b'.' { b'/' } else { byte };
    text.strip_prefix('/').is_some_and(|text| text.bytes().eq(path.bytes().map(as_step)))
}

/// The JSON pointer that a path is.
fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

#[cfg(test)]
mod tests;
