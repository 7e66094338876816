//! Sources that could not be read: what they would have shown is not known, and nothing passes on it.

use std::collections::BTreeSet;

use super::{FormatId, Input, MissingSource, Place, RecordKind};

/// A source of the assessment that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadSource {
    /// The file.
    pub place: Place,
    /// What it is.
    pub source: MissingSource,
    /// Its format, where its name or the profile states it.
    pub format: Option<FormatId>,
    /// The kinds of record that it may hold.
    pub may_hold: BTreeSet<RecordKind>,
}

impl UnreadSource {
    /// The source that an input would have been; none where it was read, or is a document of another
    /// program.
    pub fn of(input: &Input) -> Option<Self> {
        let source = input.missing?;
        let may_hold = match source {
            MissingSource::Client => {
                [RecordKind::Servers, RecordKind::Secrets, RecordKind::Exposures].into()
            }
            MissingSource::Scanner => BTreeSet::new(),
            MissingSource::Records => records(&input.path),
        };
        Some(UnreadSource {
            place: Place::file(input.path.as_str()),
            source,
            format: input.feed.clone(),
            may_hold,
        })
    }

    /// What it is, in words.
    pub fn title(&self) -> &'static str {
        match self.source {
            MissingSource::Client => "client configuration",
            MissingSource::Scanner => "scanner report",
            MissingSource::Records => "source",
        }
    }
}

/// The kinds that a file of records may hold: the one that it is named after, else any.
fn records(path: &str) -> BTreeSet<RecordKind> {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let stem = name.split('.').next().unwrap_or_default().replace('-', "_");
    match RecordKind::ALL.into_iter().find(|kind| kind.id() == stem) {
        Some(kind) => [kind].into(),
        None => RecordKind::ALL.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(path: &str, missing: Option<MissingSource>) -> Option<UnreadSource> {
        UnreadSource::of(&Input { path: path.into(), missing, ..Input::default() })
    }

    #[test]
    fn only_a_missing_source_is_unread() {
        assert_eq!(unread("web/package.json", None), None);
        let scanner = unread("gitleaks.json", Some(MissingSource::Scanner)).expect("a source");
        assert_eq!(&*scanner.place.file, "gitleaks.json");
    }

    #[test]
    fn a_file_of_records_may_hold_what_its_name_states() {
        let holds =
            |path: &str| unread(path, Some(MissingSource::Records)).expect("a source").may_hold;
        assert_eq!(holds("inventory/owners.yaml"), [RecordKind::Owners].into());
        assert_eq!(holds("a/service-accounts.csv"), [RecordKind::ServiceAccounts].into());
        assert!(holds("inventory/estate.yaml").contains(&RecordKind::Exposures));
        let client = unread(".mcp.json", Some(MissingSource::Client)).expect("a source");
        assert!(client.may_hold.contains(&RecordKind::Exposures));
        assert!(!client.may_hold.contains(&RecordKind::Vulnerabilities));
    }
}
