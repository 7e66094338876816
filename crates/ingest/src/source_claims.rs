//! Every `[[source]]` names a file, and no file or sheet is named by two.

use super::sources::Patterns;
use model::{Diagnostic, Place, Source};
use syntax::{lookalike, suggestion};

/// The sources whose path matches none of these files, each with the nearest name.
pub fn names_nothing<'a>(
    sources: &[Source],
    files: impl Iterator<Item = &'a str> + Clone,
    profile: &str,
) -> Vec<Diagnostic> {
    let of_files = sources.iter().filter(|source| source.url.is_none());
    let unmatched = of_files.filter(|source| {
        let alone = Patterns::of(std::slice::from_ref(*source));
        !files.clone().any(|file| alone.find(file).is_some())
    });
    let errors = unmatched.filter_map(|source| {
        let pattern = source.path.as_deref()?;
        let help = match nearest(pattern, files.clone()) {
            Some(meant) => meant,
            None => "write the path of a file, relative to the project; `*` is anything".into(),
        };
        let place = Place::new(&profile.into(), source.line, "/source/path");
        Some(Diagnostic::at(&place, format!("no file matches the source `{pattern}`"), help))
    });
    errors.collect()
}

/// A question for the file nearest to a pattern: spelled alike, or of the same name in another folder.
fn nearest<'a>(pattern: &str, files: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let wanted = name(pattern);
    let mut moved = files.clone().filter(|file| name(file) == wanted);
    let moved = || moved.next().map(|file| format!("did you mean `{file}`?"));
    lookalike(pattern, files.clone()).or_else(moved).or_else(|| suggestion(pattern, files))
}

/// Files, or sheets of one, that two sources name.
pub fn claimed_twice<'a>(
    sources: &[Source],
    files: impl Iterator<Item = &'a str>,
    profile: &str,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let patterns = Patterns::of(sources);
    for file in files {
        let claims: Vec<&Source> = patterns.all(file).collect();
        for (number, one) in claims.iter().enumerate() {
            let earlier = claims.iter().take(number).find(|other| overlap(one, other));
            let Some(other) = earlier else { continue };
            let what = match one.sheet.as_ref().or(other.sheet.as_ref()) {
                Some(sheet) => format!("the sheet {sheet} of {file}"),
                None => file.to_string(),
            };
            let message = format!("{what} is named by two sources, first on line {}", other.line);
            let help = "keep one of them, narrow a path, or give each its own `sheet`";
            let place = Place::new(&profile.into(), one.line, "/source/path");
            errors.push(Diagnostic::at(&place, message, help));
        }
    }
    errors
}

fn overlap(one: &Source, other: &Source) -> bool {
    match (&one.sheet, &other.sheet) {
        (Some(one), Some(other)) => same_sheet(one, other),
        _ => true,
    }
}

/// The sheets that sources name and a workbook does not have.
pub(super) fn no_such_sheet(sources: &[&Source], file: &str, sheets: &[&str]) -> Vec<Diagnostic> {
    let named = sources.iter().filter_map(|source| source.sheet.as_deref());
    let missing = named.filter(|named| !sheets.iter().any(|sheet| same_sheet(named, sheet)));
    let errors = missing.map(|named| {
        let help = match suggestion(named, sheets.iter().copied()) {
            Some(meant) => meant,
            None => format!("its sheets: {}", sheets.join(", ")),
        };
        let message = format!("this workbook has no sheet `{named}`, which a source names");
        Diagnostic::at(&Place::file(file), message, help)
    });
    errors.collect()
}

/// Whether two names are of one sheet: programs ignore case and space around a name.
pub(super) fn same_sheet(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, sheet: Option<&str>) -> Source {
        let path = Some(path.to_string());
        Source { path, sheet: sheet.map(str::to_string), line: 7, ..Source::default() }
    }

    #[test]
    fn a_source_without_a_file_names_the_nearest() {
        let files = ["exports/accounts-2026-11.csv", "servers.yaml", "deep/keys.json"];
        for (path, near) in [
            ("exports/acounts*.csv", Some("exports/accounts-2026-11.csv")),
            ("export/accounts-*.csv", Some("exports/accounts-2026-11.csv")),
            ("sever.yaml", Some("servers.yaml")),
            ("keys.json", Some("deep/keys.json")),
            ("nothing/like/it-*.xlsx", None),
        ] {
            let [error] =
                &names_nothing(&[source(path, None)], files.into_iter(), "muster.toml")[..]
            else {
                panic!("{path}")
            };
            assert!(error.message.contains(path), "{error:?}");
            assert_eq!(near.is_some(), error.help.contains("did you mean"), "{path}: {error:?}");
            assert!(near.is_none_or(|near| error.help.contains(near)), "{path}: {error:?}");
        }
        let found = source("servers.*", None);
        assert_eq!(names_nothing(&[found], files.into_iter(), "muster.toml"), []);
    }

    #[test]
    fn two_sources_share_a_file_only_by_sheets() {
        let twice = |sources: &[Source]| {
            claimed_twice(sources, ["a.xlsx", "b.csv"].into_iter(), "muster.toml").len()
        };
        assert_eq!(twice(&[source("a.xlsx", Some("A")), source("a.xlsx", Some("B"))]), 0);
        assert_eq!(twice(&[source("a.xlsx", Some("A")), source("*.xlsx", Some(" a"))]), 1);
        assert_eq!(twice(&[source("a.xlsx", Some("A")), source("a.xlsx", None)]), 1);
        assert_eq!(twice(&[source("*.csv", None), source("b.*", None)]), 1);
        assert_eq!(twice(&[source("a.xlsx", None), source("b.csv", None)]), 0);
    }
}
