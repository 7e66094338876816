//! The field-by-field merge of one kind of record.

/// Implements `Meet` for a record. `single` fields hold one value, `aged` ones one that a further source
/// may replace, `lists` can be united, and `aside` are merged by the expression that follows them.
macro_rules! meet_fields {
    (
        $Record:ident,
        single: [$($single:ident)*],
        aged: [$($aged:ident)*],
        lists: [$($list:ident)*],
        aside: [$($aside:ident)*],
        |$ours:ident, $meeting:ident| $merge:expr $(,)?
    ) => {
        impl crate::estate::meet::Meet for $Record {
            #[cfg(test)]
            const FIELDS: &'static [&'static str] =
                &["id", $(stringify!($single),)* $(stringify!($aged),)* $(stringify!($list),)* $(stringify!($aside),)*];

            fn meet(
                &mut self,
                theirs: Self,
                $meeting: &mut crate::estate::meet::Meeting<'_>,
            ) {
                let $Record { id, $($single,)* $($aged,)* $($list,)* $($aside,)* } = theirs;
                let $ours = self;
                $meeting.name($ours.id.as_str(), id, &mut $ours.known_as);
                // What lies aside looks at both sides before the other fields are merged.
                $merge;
                $($meeting.field(stringify!($single), &mut $ours.$single, $single);)*
                $($meeting.aged(stringify!($aged), &mut $ours.$aged, $aged);)*
                $($meeting.list(stringify!($list), &mut $ours.$list, $list);)*
            }
        }
    };
}

pub(super) use meet_fields;
