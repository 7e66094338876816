//! Dates that records state of what has happened.

use super::holdings::Wanted;
use model::{Context, Field, Judgement, Moment, Reason};

/// Judges by a date, once it is stated and has come; else nothing can be said.
pub(super) fn when_past(
    stated: &Field<Moment>,
    (record, field): Wanted,
    context: &Context,
    judge: impl FnOnce(Moment) -> Judgement,
) -> Judgement {
    match stated {
        Field::Given(date) if date.day() > context.as_of => {
            let sentence = format!("`{field}` lies in the future: {date}");
            Judgement::unusable(Reason::InvalidData, record, field, sentence)
        }
        Field::Given(date) => judge(*date),
        silent => Judgement::silent(silent, record, field),
    }
}
