//! What is missing where a file cannot be read, by its name and by what the profile states of it.

use super::formats::is_scanner;
use super::known_names;
use super::sources::Patterns;
use model::{FormatId, Input, MissingSource, Source};

/// The source that a file would have been, with its format where that is known.
pub(super) fn missing_source(
    path: &str,
    source: Option<&Source>,
) -> (MissingSource, Option<FormatId>) {
    let stated = source.and_then(|source| source.format.clone());
    let named = known_names::report_format(path).map(|format| FormatId::from(format.to_string()));
    match stated.or(named) {
        Some(format) if is_scanner(format.as_str()) => (MissingSource::Scanner, Some(format)),
        _ if known_names::is_client(path) => (MissingSource::Client, None),
        _ if known_names::is_report(path) => (MissingSource::Scanner, None),
        format => (MissingSource::Records, format),
    }
}

/// An input that could not even be opened, so that the report lists it. One that could not be fetched is
/// known by the line of its source in the profile.
pub fn unread_input(path: String, line: u32, why: &str, sources: &[Source]) -> Input {
    let fetched = || sources.iter().find(|source| source.url.is_some() && source.line == line);
    let source = Patterns::of(sources).find(&path).or_else(fetched);
    let (missing, feed) = missing_source(&path, source);
    Input {
        format: "not read".into(),
        skipped: Some(why.to_string()),
        missing: Some(missing),
        feed,
        path,
        ..Input::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_knows_more_than_the_name() {
        let of = |path: &str, format: Option<&str>| {
            let format = format.map(|format| FormatId::from(format.to_string()));
            let source = format.map(|format| Source { format: Some(format), ..Source::default() });
            let (missing, format) = missing_source(path, source.as_ref());
            (missing, format.map(|format| format.to_string()))
        };
        let some = |text: &str| Some(text.to_string());
        assert_eq!(of("a/.mcp.json", None), (MissingSource::Client, None));
        assert_eq!(of("gitleaks.json", None), (MissingSource::Scanner, some("gitleaks")));
        assert_eq!(of("latest.json", Some("gitleaks")), (MissingSource::Scanner, some("gitleaks")));
        assert_eq!(of("latest.json", None), (MissingSource::Records, None));
        assert_eq!(of("apps.json", Some("okta-apps")).0, MissingSource::Records);
        assert_eq!(of("gl-sast-report.json", None), (MissingSource::Scanner, None));
    }
}
