//! Every place of a run in one table, so that each field can keep where it was read in four bytes.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::Place;

/// A place in a [`Places`] table. It is meaningful only with the table that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(NonZeroU32);

/// A spot in a file, by the numbers of its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Spot {
    file: u32,
    line: u32,
    record: u32,
    field: u32,
}

/// A table of places. Each file, record pointer and field path is kept once.
#[derive(Debug, Clone, Default)]
pub struct Places {
    texts: Texts,
    spots: Vec<Spot>,
    index: HashMap<Spot, PlaceId>,
}

/// What became of the places of a table that another one took in.
#[derive(Debug, Clone, Default)]
pub struct Rebase(Vec<PlaceId>);

impl Rebase {
    /// The id that a place has in the table that took it in; `None` for an id of some third table.
    pub fn id(&self, old: PlaceId) -> Option<PlaceId> {
        self.0.get(position(old)?).copied()
    }
}

impl Places {
    /// How many different places there are.
    pub fn len(&self) -> usize {
        self.spots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spots.is_empty()
    }

    /// The id of a record's place.
    pub fn record(&mut self, place: &Place) -> PlaceId {
        let file = self.texts.number(&place.file);
        let record = self.texts.number(&place.pointer);
        let field = self.texts.number(&Arc::from(""));
        self.intern(Spot { file, line: place.line, record, field })
    }

    /// The id of a field's place: the path of the field below its record, such as `/owner/0`, and
    /// the line it is on. A field of an id that is not of this table has that id.
    pub fn field(&mut self, record: PlaceId, line: u32, path: &str) -> PlaceId {
        let Some(of) = position(record).and_then(|at| self.spots.get(at)).copied() else {
            return record;
        };
        let field = self.texts.number(&Arc::from(path));
        self.intern(Spot { line, field, ..of })
    }

    /// The place of an id; `None` for an id of another table.
    pub fn resolve(&self, id: PlaceId) -> Option<Place> {
        let spot = self.spots.get(position(id)?)?;
        let file = self.texts.text(spot.file)?;
        let (record, field) = (self.texts.text(spot.record)?, self.texts.text(spot.field)?);
        let pointer = match field.is_empty() {
            true => Arc::clone(record),
            false => Arc::from(format!("{record}{field}")),
        };
        Some(Place::new(file, spot.line, pointer))
    }

    /// Takes in the places of another file's table, and returns which id each of them has here.
    pub fn absorb(&mut self, other: &Places) -> Rebase {
        let texts: Vec<u32> = other.texts.list.iter().map(|text| self.texts.number(text)).collect();
        let number = |old: u32| texts.get(old as usize).copied().unwrap_or_default();
        let spots = other.spots.iter().map(|spot| Spot {
            file: number(spot.file),
            line: spot.line,
            record: number(spot.record),
            field: number(spot.field),
        });
        Rebase(spots.map(|spot| self.intern(spot)).collect())
    }

    fn intern(&mut self, spot: Spot) -> PlaceId {
        let spots = &mut self.spots;
        *self.index.entry(spot).or_insert_with(|| {
            spots.push(spot);
            // Ids count from 1. Four billion places do not fit into memory; they would share the last.
            let number = u32::try_from(spots.len()).unwrap_or(u32::MAX);
            PlaceId(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX))
        })
    }
}

/// The position of a place in the list of its table.
fn position(id: PlaceId) -> Option<usize> {
    usize::try_from(id.0.get()).ok()?.checked_sub(1)
}

/// Texts by number, each kept once.
#[derive(Debug, Clone, Default)]
struct Texts {
    list: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Texts {
    fn number(&mut self, text: &Arc<str>) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Arc::clone(text));
        self.numbers.insert(Arc::clone(text), number);
        number
    }

    fn text(&self, number: u32) -> Option<&Arc<str>> {
        self.list.get(number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(file: &str, line: u32, pointer: &str) -> Place {
        Place::new(&Arc::from(file), line, pointer)
    }

    #[test]
    fn equal_places_have_one_id() {
        let mut places = Places::default();
        let one = places.record(&place("a.yaml", 3, "/servers/0"));
        assert_eq!(places.record(&place("a.yaml", 3, "/servers/0")), one);
        let owner = places.field(one, 5, "/owner");
        assert_eq!(places.field(one, 5, "/owner"), owner);
        assert_ne!(places.record(&place("a.yaml", 4, "/servers/0")), one);
        assert_eq!(places.len(), 3);
        assert_eq!(size_of::<Option<PlaceId>>(), 4);
    }

    #[test]
    fn an_id_resolves_to_the_place_it_was_made_from() {
        let mut places = Places::default();
        assert!(places.is_empty());
        let record = places.record(&place("a.yaml", 3, "/servers/0"));
        let field = places.field(record, 5, "/owner/0");
        let file = places.record(&Place::file("b.csv"));
        assert_eq!(places.resolve(record), Some(place("a.yaml", 3, "/servers/0")));
        assert_eq!(places.resolve(field), Some(place("a.yaml", 5, "/servers/0/owner/0")));
        assert_eq!(places.resolve(file), Some(Place::file("b.csv")));
        assert_eq!(Places::default().resolve(field), None);
    }

    #[test]
    fn the_places_of_two_files_are_joined_in_one_table() {
        let (mut ours, mut theirs) = (Places::default(), Places::default());
        let shared = place("a.yaml", 3, "/servers/0");
        let here = ours.record(&shared);
        let first = theirs.record(&place("b.yaml", 1, "/agents/0"));
        let there = theirs.record(&shared);
        let owner = theirs.field(there, 4, "/owner");
        let rebase = ours.absorb(&theirs);
        assert_eq!(rebase.id(there), Some(here), "a place that both have is one");
        for old in [first, there, owner] {
            let new = rebase.id(old).expect("it was taken in");
            assert_eq!(ours.resolve(new), theirs.resolve(old));
        }
        assert_eq!(ours.len(), 3);
        let mut third = Places::default();
        for line in 0..9 {
            third.record(&place("c.yaml", line, ""));
        }
        let stranger = third.record(&place("c.yaml", 9, ""));
        assert_eq!(rebase.id(stranger), None);
    }
}
