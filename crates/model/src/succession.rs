//! Waivers of one finding that follow each other: a renewal is a new record, and the old one stays
//! as the trail of what was decided before.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::records::Waiver;

/// The position of a waiver among those of its finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Succession {
    /// How many were granted before it.
    pub earlier: u32,
    /// When the next one was granted.
    pub renewed_on: Option<Date>,
}

/// The position of each waiver, in the order they come. Each comes with what the caller knows it by
/// and with the finding it is about; one about no known finding, without a grant date, or that begins
/// after `as_of` neither follows another nor is followed.
pub fn succession<'a, T, K: Ord>(
    waivers: impl Iterator<Item = (T, Option<K>, &'a Waiver)>,
    as_of: Date,
) -> Vec<(T, Succession)> {
    let mut of_one: BTreeMap<K, Vec<(Date, Date, usize)>> = BTreeMap::new();
    let mut positions = Vec::new();
    for (known_by, finding, waiver) in waivers {
        let granted = waiver.granted_on.given().map(|granted| granted.day());
        if let Some((finding, granted)) = finding.zip(granted).filter(|(_, day)| *day <= as_of) {
            let last = waiver.expires_on.day();
            of_one.entry(finding).or_default().push((granted, last, positions.len()));
        }
        positions.push((known_by, Succession::default()));
    }
    for line in of_one.values_mut() {
        line.sort_unstable();
        for (number, (granted, last, at)) in line.iter().enumerate() {
            // Two of one day follow each other by their ends; two of one term do not.
            let later = line.iter().skip(number + 1).find(|(g, l, _)| (g, l) > (granted, last));
            let earlier = line.iter().take(number).filter(|(g, l, _)| (g, l) < (granted, last));
            if let Some((_, position)) = positions.get_mut(*at) {
                position.renewed_on = later.map(|(granted, _, _)| *granted);
                position.earlier = u32::try_from(earlier.count()).unwrap_or(u32::MAX);
            }
        }
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, Moment};

    fn waiver(granted: &str, expires: &str) -> Waiver {
        let day = |text: &str| text.parse::<Moment>().expect("a day");
        Waiver {
            control: "OWN-01".into(),
            asset: "crm".into(),
            reason: String::new(),
            approver: String::new(),
            expires_on: day(expires),
            owner: Field::Absent,
            compensating: Field::Absent,
            granted_on: if granted.is_empty() { Field::Absent } else { Field::Given(day(granted)) },
            renewals: Field::Absent,
        }
    }

    #[test]
    fn each_is_followed_by_the_next_of_its_finding() {
        let all = [
            (Some("a"), waiver("2026-03-01", "2026-06-01")),
            (Some("a"), waiver("2026-01-01", "2026-03-01")),
            (Some("b"), waiver("2026-02-01", "2026-03-01")),
            (Some("a"), waiver("2026-03-01", "2026-06-01")),
            (Some("a"), waiver("2026-12-01", "2026-12-09")),
            (Some("a"), waiver("", "2026-12-09")),
            (None, waiver("2026-02-01", "2026-03-01")),
        ];
        let as_of = jiff::civil::date(2026, 11, 22);
        let positions =
            succession(all.iter().map(|(finding, waiver)| ((), *finding, waiver)), as_of);
        let found: Vec<(u32, Option<String>)> = positions
            .iter()
            .map(|((), s)| (s.earlier, s.renewed_on.map(|day| day.to_string())))
            .collect();
        let nothing = (0, None);
        let expected = [
            (1, None),
            (0, Some("2026-03-01".to_string())),
            nothing.clone(),
            (1, None),
            nothing.clone(),
            nothing.clone(),
            nothing,
        ];
        assert_eq!(found, expected);
    }
}
