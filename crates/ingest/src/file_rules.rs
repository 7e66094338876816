//! What `muster.toml` says about which files are read. It is read before any other file, and leniently:
//! errors in it are reported with all others.

use std::sync::Arc;

use super::native;
use super::sources::MAX_SOURCES;
use model::{Place, StatedPath};
use syntax::{Node, toml};

/// Which files are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRules {
    /// `[inputs] include`, each pattern with its line.
    pub include: Vec<(String, u32)>,
    /// `[inputs] exclude`, each pattern with its line.
    pub exclude: Vec<(String, u32)>,
    /// The paths of `[[source]]`.
    pub sources: Vec<StatedPath>,
}

/// The rules of a configuration; none where it cannot be read.
pub fn file_rules(text: &str, file: &str) -> FileRules {
    let Ok(tree) = toml(text) else { return FileRules::default() };
    let patterns = |key: &str| {
        let list = tree.get("inputs").and_then(|table| table.get(key));
        let patterns = list.map(Node::list).unwrap_or_default().iter();
        patterns.filter_map(|node| Some((node.text()?.to_string(), node.line))).collect()
    };
    let file: Arc<str> = Arc::from(file);
    let sources = tree.get("source").map(Node::list).unwrap_or_default().iter().enumerate();
    // More of them are an error when the profile is read.
    let sources = sources.take(MAX_SOURCES);
    let paths = sources.filter_map(|(number, source)| {
        let path = source.get("path")?;
        let place = Place::new(&file, path.line, format!("/source/{number}/path"));
        Some(StatedPath::new(path.text()?, place))
    });
    FileRules {
        include: patterns("include"),
        exclude: patterns("exclude"),
        sources: paths.collect(),
    }
}

/// Whether a file of this name, without its ending, holds one kind of record.
pub fn is_record_name(stem: &str) -> bool {
    native::kind(stem).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_from_a_configuration_with_errors_elsewhere() {
        let text = "[inputs]\ninclude = [\"a/\"]\nexclude = [\n  \"*.sarif\",\n]\n[[source]]\npath = \"x*.csv\"\ncolour = 1\n";
        let rules = file_rules(text, "muster.toml");
        assert_eq!(rules.include, [("a/".to_string(), 2)]);
        assert_eq!(rules.exclude, [("*.sarif".to_string(), 4)]);
        let [source] = &rules.sources[..] else { panic!("one source") };
        assert_eq!((source.text(), source.place().line), ("x*.csv", 7));
        assert_eq!(file_rules("[inputs", "muster.toml"), FileRules::default());
    }
}
