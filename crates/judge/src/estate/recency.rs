//! Up to which day each input records what happened.

use jiff::civil::Date;

use model::{Facts, Moment, Placed, Recency, Record, RecordKind, VisitKind};

/// The days of all inputs: the day a file was made, and every past date of its records. Dates after the
/// as-of day are none.
pub(super) fn recency(facts: &Facts, as_of: Date) -> Recency {
    let mut recency = Recency::default();
    for input in &facts.inputs {
        if let Some(made) = input.captured_at.filter(|made| made.day() <= as_of) {
            recency.note_made(&input.path, made);
        }
    }
    let mut dates = Vec::new();
    for kind in RecordKind::ALL {
        dates.extend(kind.visit(Dates { facts }));
    }
    let exported = &facts.exported;
    dates.extend(of(&exported.servers));
    dates.extend(of(&exported.agents));
    dates.extend(of(&exported.service_accounts));
    dates.extend(of(&exported.secrets));
    for (file, date) in dates.into_iter().filter(|(_, date)| date.day() <= as_of) {
        recency.note(&file, date);
    }
    recency
}

/// The past dates of the records of one kind.
struct Dates<'a> {
    facts: &'a Facts,
}

impl VisitKind for Dates<'_> {
    type Output = Vec<(String, Moment)>;

    fn visit<R: Record>(self) -> Self::Output {
        of(R::list(self.facts))
    }
}

fn of<R: Record>(records: &[Placed<R>]) -> Vec<(String, Moment)> {
    let dates = |Placed { record, place, .. }: &Placed<R>| {
        let file = place.file.to_string();
        let dates = record.past_dates().into_iter();
        dates.map(|(_, date)| (file.clone(), date)).collect::<Vec<_>>()
    };
    records.iter().flat_map(dates).collect()
}
