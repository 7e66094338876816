//! What warnings about the inputs look at in each record.

use std::borrow::Cow;

use crate::Moment;

/// The fields that warnings look at. Every kind of record states its own.
pub trait InputChecks {
    /// The stated dates of fields that record the past, with the path of the field.
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)>;

    /// The people and teams it names, by owner id, with the field that names them.
    fn people(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

/// The stated dates among these fields of a record.
macro_rules! stated_dates {
    ($record:expr, $($field:ident)+) => {{
        let fields = [$((stringify!($field), $record.$field.given())),+];
        let stated = |(field, date): (&'static str, Option<&$crate::Moment>)| {
            Some((std::borrow::Cow::Borrowed(field), *date?))
        };
        fields.into_iter().filter_map(stated).collect()
    }};
}
pub(crate) use stated_dates;
