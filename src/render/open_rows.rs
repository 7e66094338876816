//! Open findings as Markdown lists them: those that state the same are one row.

use serde::Serialize;

use super::grouping::alike;
use model::posture::FindingCard;

/// Open findings that state the same: one row.
#[derive(Serialize)]
pub(super) struct OpenRow<'a> {
    /// The first of them; the others are due on the same day.
    finding: &'a FindingCard,
    ids: Vec<&'a str>,
    /// Where each is, and who owns it: once where that is the same for all.
    places: Vec<String>,
    owners: Vec<&'a str>,
}

/// The open findings, those that state the same together, in the order of the findings.
pub(super) fn open(printed: &[FindingCard]) -> Vec<OpenRow<'_>> {
    let open = printed.iter().filter(|card| card.outcome.is_open());
    let same = alike(open, |card| {
        let what = (card.control.as_str(), card.sentence.as_str());
        (
            what,
            card.severity,
            card.tier,
            card.outcome,
            card.open_since,
            card.due_on,
            card.waived_until,
        )
    });
    same.iter().filter_map(|cards| OpenRow::of(cards)).collect()
}

impl<'a> OpenRow<'a> {
    /// The row of findings that state the same; nothing for none.
    fn of(cards: &[&'a FindingCard]) -> Option<Self> {
        let place = |card: &FindingCard| {
            let place = card.evidence.first().and_then(|row| row.place.as_ref());
            place.map_or_else(|| "—".into(), ToString::to_string)
        };
        let owners = cards.iter().map(|card| match card.owner.as_str() {
            "" => "none",
            owner => owner,
        });
        Some(OpenRow {
            finding: cards.first()?,
            ids: cards.iter().map(|card| card.id.as_str()).collect(),
            places: once(cards.iter().map(|card| place(card)).collect()),
            owners: once(owners.collect()),
        })
    }
}

/// The first of values that are all the same; else all.
fn once<T: PartialEq>(mut values: Vec<T>) -> Vec<T> {
    if values.windows(2).all(|pair| matches!(pair, [one, next] if one == next)) {
        values.truncate(1);
    }
    values
}
