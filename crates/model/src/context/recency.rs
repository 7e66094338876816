//! Up to which day each file records what happened.

use std::collections::HashMap;

use crate::Moment;

/// The latest days that files record. What is missing after the last day of a file shows the age of the
/// file, and nothing about an asset.
#[derive(Debug, Clone, Default)]
pub struct Recency(HashMap<String, Latest>);

/// The two latest dates of a file: one of them may be the one that is judged.
#[derive(Debug, Clone, Copy)]
struct Latest {
    first: Moment,
    second: Option<Moment>,
}

impl Recency {
    /// Notes a date that a file records.
    pub fn note(&mut self, file: &str, at: Moment) {
        match self.0.get_mut(file) {
            Some(latest) if at >= latest.first => {
                *latest = Latest { first: at, second: Some(latest.first) };
            }
            Some(latest) => latest.second = latest.second.max(Some(at)),
            None => {
                self.0.insert(file.to_string(), Latest { first: at, second: None });
            }
        }
    }

    /// Notes when a file was made: it records everything up to then.
    pub fn note_made(&mut self, file: &str, at: Moment) {
        self.note(file, at);
        self.note(file, at);
    }

    /// The latest date that a file records, besides `own`, the one that is judged. None where there is
    /// no other: one date alone does not show how old its file is.
    pub fn until(&self, file: &str, own: Option<Moment>) -> Option<Moment> {
        let latest = self.0.get(file)?;
        match own == Some(latest.first) {
            true => latest.second,
            false => Some(latest.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_that_is_judged_says_nothing_about_its_file() {
        let on = |day: &str| day.parse::<Moment>().expect("a day");
        let mut recency = Recency::default();
        recency.note("a.yaml", on("2026-03-01"));
        assert_eq!(recency.until("a.yaml", Some(on("2026-03-01"))), None);
        recency.note("a.yaml", on("2026-02-01"));
        recency.note("a.yaml", on("2026-01-01"));
        assert_eq!(recency.until("a.yaml", Some(on("2026-03-01"))), Some(on("2026-02-01")));
        assert_eq!(recency.until("a.yaml", Some(on("2026-01-01"))), Some(on("2026-03-01")));
        recency.note_made("a.yaml", on("2026-04-01"));
        assert_eq!(recency.until("a.yaml", Some(on("2026-04-01"))), Some(on("2026-04-01")));
        assert_eq!(recency.until("b.yaml", None), None);
    }
}
