//! Dates that mean "no end": the last year of the calendar, however it is written.

use std::sync::Arc;

use model::{Diagnostic, Moment, Place};
use syntax::{Node, Value};

/// A notice that dates in a document are read as no end date, if any is.
pub(super) fn notice(root: &Node, file: &Arc<str>) -> Option<Diagnostic> {
    let mut found = NoEnds::default();
    found.count(root);
    found.notice(file)
}

/// The dates that mean "no end" in a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NoEnds {
    /// The line of the first.
    line: u32,
    times: u32,
}

impl NoEnds {
    /// Counts so many dates on a line that is below those so far.
    pub(super) fn add(&mut self, line: u32, times: u32) {
        if self.times == 0 && times > 0 {
            self.line = line;
        }
        self.times += times;
    }

    /// Counts those in a part of the document that is below those so far.
    pub(super) fn count(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(scalar) if is_no_end(scalar.text.trim()) => self.add(node.line, 1),
            Value::List(nodes) => nodes.iter().for_each(|node| self.count(node)),
            Value::Map(entries) => entries.iter().for_each(|entry| self.count(&entry.node)),
            Value::Null | Value::Scalar(_) => {}
        }
    }

    /// Adds those of the next part.
    pub(super) fn join(&mut self, next: NoEnds) {
        self.add(next.line, next.times);
    }

    /// A notice of them, if there are any.
    pub(super) fn notice(self, file: &Arc<str>) -> Option<Diagnostic> {
        let message = match self.times {
            0 => return None,
            1 => "a date in the year 9999 is read as no end date".to_string(),
            many => format!("{many} dates in the year 9999 are read as no end date"),
        };
        let help = "state the real end, or leave it empty";
        Some(Diagnostic::at(&Place::new(file, self.line, ""), message, help))
    }
}

/// Whether a text is a date in the last year of the calendar: `9999-12-31`, with or without a time,
/// seconds or milliseconds since 1970, `/Date(…)/`.
pub(super) fn is_no_end(text: &str) -> bool {
    if text.starts_with("9999-") {
        return text.replacen(' ', "T", 1).parse::<Moment>().is_ok_and(Moment::is_no_end)
            || text.replacen(' ', "T", 1).get(..19).is_some_and(|civil| {
                format!("{civil}Z").parse::<Moment>().is_ok_and(Moment::is_no_end)
            });
    }
    let number = text.strip_prefix("/Date(").and_then(|text| text.strip_suffix(")/"));
    match number.unwrap_or(text).split('.').next().map(str::parse::<i64>) {
        // 1 January to 31 December of 9999, in seconds and in milliseconds.
        Some(Ok(253_370_764_800..=253_402_300_799)) => number.is_none(),
        Some(Ok(253_370_764_800_000..=253_402_300_799_999)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::yaml;

    #[test]
    fn the_last_year_is_no_end_in_every_notation() {
        for text in [
            "9999-12-31",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31 00:00:00",
            "9999-12-31T23:59:59+00:00",
            "9999-12-30T22:00:00Z",
            "9999-01-01",
            "253402300799",
            "253402300799000",
            "/Date(253402300799999)/",
        ] {
            assert!(is_no_end(text), "{text}");
        }
        for text in
            ["9998-12-31", "9999", "9999-13-01", "9999-things", "253370764799", "2026-01-01"]
        {
            assert!(!is_no_end(text), "{text}");
        }
    }

    #[test]
    fn a_document_is_reported_once_with_its_first_line() {
        let file = Arc::from("a.yaml");
        let of = |text: &str| notice(&yaml(text).expect("yaml"), &file);
        let both = of("a: 1\nb: 9999-12-31\nc: [9999-12-31T00:00:00Z]\n").expect("a notice");
        assert_eq!(both.place.map(|place| place.line), Some(2));
        assert!(both.message.starts_with("2 dates"), "{}", both.message);
        assert_eq!(of("a: 2026-01-01\n"), None);
    }
}
