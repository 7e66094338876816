//! One further source: what it states, against what is known.

use serde::Serialize;
use serde_json::Value;

use super::super::freshness::{Freshness, Standing};
use super::super::precedence::{Judged, Rule, judged, row};
use super::super::worse::{Comparable, worse};
use model::{Field, Moment, Moved, Place, Provenance};

/// What the further source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// An export of a platform, a catalogue or a bill of materials.
    Export,
    /// A client configuration.
    Configuration,
    /// A record that completes another one.
    Record,
}

/// The merge of one further record into the one that is known. A value that moves takes its place
/// along.
pub(crate) struct Meeting<'a> {
    source: Source,
    here: &'a mut Provenance,
    there: Moved<'a>,
    /// Whether the known record is one that people keep.
    registered: bool,
    ages: Ages<'a>,
    conflicts: Vec<String>,
}

/// How old the two sources are.
#[derive(Clone, Copy)]
pub(crate) struct Ages<'a> {
    /// When files were captured.
    pub(super) fresh: &'a Freshness,
    /// When people last confirmed the known record, where it states that.
    pub(super) confirmed: Option<Moment>,
}

impl<'a> Meeting<'a> {
    pub(super) fn new(
        source: Source,
        registered: bool,
        ages: Ages<'a>,
        (here, there): (&'a mut Provenance, &'a Provenance),
    ) -> Self {
        let there = here.join(there);
        Meeting { source, here, there, registered, ages, conflicts: Vec::new() }
    }

    pub(super) fn into_conflicts(self) -> Vec<String> {
        self.conflicts
    }

    /// What the further source is.
    pub(super) fn source(&self) -> Source {
        self.source
    }

    /// Keeps the id that an export has for the asset as one of its other names. An entry's name in a
    /// client configuration is only local to it.
    pub(super) fn name(&mut self, ours: &str, theirs: String, known_as: &mut Field<Vec<String>>) {
        let is_new = ours != theirs && !known_as.items().contains(&theirs);
        if self.source == Source::Export && is_new {
            let here = known_as.items().len();
            match known_as {
                Field::Given(names) => names.push(theirs),
                none => *none = Field::Given(vec![theirs]),
            }
            self.here.take_as(&format!("known_as.{here}"), "id", &self.there);
        }
    }

    /// Merges a field that holds one value, or a list that is one statement.
    pub(super) fn field<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<T>,
        theirs: Field<T>,
    ) {
        self.field_by(name, ours, theirs, |_, _| false);
    }

    /// Merges a field that a further source may replace: where that source is out of date, the worse
    /// value is judged.
    pub(super) fn aged<T: PartialEq + Serialize + Comparable>(
        &mut self,
        name: &str,
        ours: &mut Field<T>,
        theirs: Field<T>,
    ) {
        let by = worse(name);
        self.field_by(name, ours, theirs, |theirs, ours| {
            by.is_some_and(|by| theirs.is_worse_than(ours, by))
        });
    }

    fn field_by<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<T>,
        theirs: Field<T>,
        is_worse: impl Fn(&T, &T) -> bool,
    ) {
        match (self.rule(name), ours.given(), theirs.given()) {
            (Rule::Ignored, ..) => {}
            (rule, Some(known), Some(further)) => {
                if known == further {
                    return self.confirm(name, name);
                }
                if rule == Rule::Filled {
                    return;
                }
                let judged = judged(rule, self.standing(name));
                let takes = match judged {
                    Judged::Further => true,
                    Judged::Worse => is_worse(further, known),
                    Judged::Known | Judged::Both => false,
                };
                self.conflict(name, ours, &theirs, judged);
                if takes {
                    *ours = theirs;
                    self.here.take(name, &self.there);
                }
            }
            _ => self.fill(name, ours, theirs),
        }
    }

    /// Merges a list that may be united item by item.
    pub(super) fn list<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<Vec<T>>,
        theirs: Field<Vec<T>>,
    ) {
        self.list_unless(name, ours, theirs, |known, item| known.contains(item));
    }

    /// Merges a list that may be united item by item, but for the items that are known.
    pub(super) fn list_unless<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<Vec<T>>,
        theirs: Field<Vec<T>>,
        is_known: impl Fn(&[T], &T) -> bool,
    ) {
        let rule = self.rule(name);
        let judged = judged(rule, self.standing(name));
        let differ = ours.given().is_some() && theirs.given().is_some() && *ours != theirs;
        match rule {
            _ if judged == Judged::Worse && differ => {
                self.conflict(name, ours, &theirs, judged);
                self.unite(name, ours, theirs, is_known);
            }
            Rule::United => self.unite(name, ours, theirs, is_known),
            Rule::Gathered if !self.is_recorded(name) => self.unite(name, ours, theirs, is_known),
            Rule::Contested => {
                if differ {
                    self.conflict(name, ours, &theirs, judged);
                }
                self.unite(name, ours, theirs, is_known);
            }
            _ => self.field(name, ours, theirs),
        }
    }

    /// Adds the items that are not in the list yet; an empty field takes any.
    fn unite<T: PartialEq>(
        &mut self,
        name: &str,
        ours: &mut Field<Vec<T>>,
        theirs: Field<Vec<T>>,
        is_known: impl Fn(&[T], &T) -> bool,
    ) {
        match (&mut *ours, theirs) {
            (Field::Given(ours), Field::Given(theirs)) => {
                for (number, item) in theirs.into_iter().enumerate() {
                    if let Some(at) = ours.iter().position(|known| *known == item) {
                        self.confirm(&format!("{name}.{at}"), &format!("{name}.{number}"));
                    } else if !is_known(ours, &item) {
                        self.take_item(name, ours.len(), number);
                        ours.push(item);
                    }
                }
            }
            (_, theirs) => self.fill(name, ours, theirs),
        }
    }

    /// Takes the value where nothing is stated yet.
    fn fill<T>(&mut self, name: &str, ours: &mut Field<T>, theirs: Field<T>) {
        if ours.would_take(&theirs) {
            *ours = theirs;
            self.here.take(name, &self.there);
        }
    }

    /// The further source states the same. Where it shows what is so, it is cited instead of the record: what is
    /// seen is known better than what somebody wrote down.
    fn confirm(&mut self, here: &str, there: &str) {
        if self.source != Source::Record && self.is_recorded(here) {
            self.here.take_as(here, there, &self.there);
        }
    }

    /// Merges what a server serves, at one path here and another there. What an export shows of it is judged
    /// instead of what somebody wrote down, unless the export is out of date; then, and against another export, the
    /// worse value is judged.
    pub(super) fn served<T: Clone + PartialEq + Serialize>(
        &mut self,
        (here, there): (&str, &str),
        ours: &mut Field<T>,
        theirs: &Field<T>,
        is_worse: impl Fn(&T, &T) -> bool,
    ) {
        let (Some(known), Some(further)) = (ours.given(), theirs.given()) else {
            if ours.would_take(theirs) {
                *ours = theirs.clone();
                self.take_as(here, there);
            }
            return;
        };
        if known == further {
            return self.confirm(here, there);
        }
        if self.source != Source::Export {
            return;
        }
        let is_current = self.is_recorded(here) && self.standing(here) == Standing::Current;
        let judged = if is_current { Judged::Further } else { Judged::Worse };
        let takes = is_current || is_worse(further, known);
        self.conflict_at((here, there), ours, theirs, judged);
        if takes {
            *ours = theirs.clone();
            self.take_as(here, there);
        }
    }

    /// A value was taken along with others: so is its place.
    pub(super) fn take(&mut self, path: &str) {
        self.here.take(path, &self.there);
    }

    /// A value of the further source was taken, from one path to another.
    pub(super) fn take_as(&mut self, here: &str, there: &str) {
        self.here.take_as(here, there, &self.there);
    }

    /// The item numbered `there` was added to a list, as the one numbered `here`.
    pub(super) fn take_item(&mut self, path: &str, here: usize, there: usize) {
        let (here, there) = (format!("{path}.{here}"), format!("{path}.{there}"));
        self.here.take_as(&here, &there, &self.there);
    }

    /// Whether the known value is that of the record, and not one that an export replaced it by.
    fn is_recorded(&self, field: &str) -> bool {
        let place = self.here.place_of(field);
        let of_record = self.here.record().zip(place.as_ref());
        self.registered && of_record.is_none_or(|(record, place)| record.file == place.file)
    }

    /// Whether the further source is out of date for a field.
    fn standing(&self, field: &str) -> Standing {
        let Ages { fresh, confirmed } = self.ages;
        let date = |place: &Place| fresh.date_of(&place.file);
        let known = self.here.place_of(field);
        let of_record = known.as_ref().zip(self.here.record());
        let confirmed = confirmed.filter(|_| {
            self.registered && of_record.is_some_and(|(place, record)| place.file == record.file)
        });
        let further = self.there.place_of(field).as_ref().and_then(date);
        fresh.standing(known.as_ref().and_then(date).or(confirmed), further)
    }

    fn rule(&self, field: &str) -> Rule {
        row(field).map_or(Rule::Kept, |row| match self.source {
            Source::Export => row.export,
            Source::Configuration => row.configuration,
            Source::Record => row.record(),
        })
    }

    fn conflict<T: Serialize>(
        &mut self,
        name: &str,
        ours: &Field<T>,
        theirs: &Field<T>,
        judged: Judged,
    ) {
        self.conflict_at((name, name), ours, theirs, judged);
    }

    fn conflict_at<T: Serialize>(
        &mut self,
        (name, there_name): (&str, &str),
        ours: &Field<T>,
        theirs: &Field<T>,
        judged: Judged,
    ) {
        let print = |place: Option<Place>| place.map(|place| place.to_string()).unwrap_or_default();
        let (here, there) =
            (print(self.here.place_of(name)), print(self.there.place_of(there_name)));
        let mut text = format!("{name}: {} in {here}, {} in {there}", quote(ours), quote(theirs));
        match (judged, self.standing(name)) {
            (Judged::Worse, Standing::Outdated { captured, limit }) => text.push_str(&format!(
                "; {there} is of {captured}, older than the other and than {limit} days, so the worse value is judged"
            )),
            (Judged::Further, _) if self.source == Source::Configuration => {
                text.push_str(&format!("; {there} shows what runs"));
            }
            _ => {}
        }
        self.conflicts.push(text);
    }
}

/// A value as conflicts print it.
fn quote<T: Serialize>(field: &Field<T>) -> String {
    serde_json::to_value(field).map_or_else(|_| "a value".to_string(), |value| words(&value))
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let stated = fields.iter().filter(|(_, value)| !value.is_null());
            let stated = stated.map(|(name, value)| match value {
                Value::Object(_) => format!("{name} ({})", words(value)),
                _ => format!("{name} {}", words(value)),
            });
            stated.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
