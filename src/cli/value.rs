//! Values of flags that need more than clap's own check, with errors that state the fix.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use jiff::civil::Date;

use model::{SelectionKey, Selector};

/// The years that an assessment may be of, or a waiver end in.
const YEARS: RangeInclusive<i16> = 1970..=9998;

/// A date. Only one form is accepted: another order of day and month would be ambiguous.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let date = text.parse().ok().filter(|day: &Date| YEARS.contains(&day.year()));
    date.ok_or_else(|| "dates are written as 2026-12-31 (year, month, day)".into())
}

/// A folder to write to. A report is several files, so that standard output cannot take it.
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    match text {
        "-" => Err("a report is several files and is not written to standard output; \
                    name a folder, such as out, and read out/posture.json or out/report.md"
            .into()),
        "" => Err("name a folder, such as out".into()),
        folder => Ok(folder.into()),
    }
}

/// An input to assess again. What was piped once is gone.
pub(super) fn input(text: &str) -> Result<PathBuf, String> {
    match text {
        "-" => Err(
            "standard input is not read again; save what was piped under the name that the report \
                    lists, such as stdin.json, and name that file"
                .into(),
        ),
        path => Ok(path.into()),
    }
}

/// A seed.
pub(super) fn seed(text: &str) -> Result<u64, String> {
    // One way to write a number, because the seed is hashed as it is written.
    let seed = text.parse().ok().filter(|seed: &u64| seed.to_string() == text);
    let form = format!("a seed is a whole number from 0 to {}, such as 20261130", u64::MAX);
    seed.ok_or(form)
}

/// A condition on findings: `owner=ada`.
pub(super) fn selector(text: &str) -> Result<Selector, String> {
    let ids = SelectionKey::ALL.map(SelectionKey::id).join(", ");
    let form = || format!("a scope is KEY=VALUE, such as tier=T3; the keys are {ids}");
    let (key, value) = text.split_once('=').ok_or_else(form)?;
    let key = SelectionKey::ALL.into_iter().find(|one| one.id() == key).ok_or_else(form)?;
    Ok(Selector { key, value: value.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_date_is_read_and_the_error_shows_it() {
        assert_eq!(date("2026-12-31").map(|day| day.to_string()), Ok("2026-12-31".into()));
        for text in [
            "31/12/2026",
            "03/11/2026",
            "2026-13-01",
            "yesterday",
            "",
            "-000001-01-01",
            "0001-01-01",
            "9999-12-31",
        ] {
            let error = date(text).expect_err(text);
            assert!(error.contains("2026-12-31"), "{text}: {error}");
        }
    }

    #[test]
    fn standard_output_is_refused_with_the_fix() {
        assert_eq!(folder("out"), Ok("out".into()));
        assert!(folder("-").expect_err("refused").contains("name a folder"));
        assert!(folder("").is_err());
    }

    #[test]
    fn a_seed_is_written_in_one_way_and_a_scope_has_a_known_key() {
        assert_eq!(seed("0"), Ok(0));
        assert_eq!(seed("18446744073709551615"), Ok(u64::MAX));
        for text in ["", "-1", "+1", "007", "1e3", "seven", "18446744073709551616", "0x1", " 1"] {
            assert!(seed(text).expect_err(text).contains("such as 20261130"));
        }
        let selected = selector("owner=a=b").expect("a scope");
        assert_eq!((selected.key, selected.value.as_str()), (SelectionKey::Owner, "a=b"));
        for text in ["", "tier", "colour=red", "=x", "Tier=T3"] {
            assert!(selector(text).expect_err(text).contains("tier=T3"), "{text}");
        }
    }
}
