//! What a project says about which files are read: `[inputs]` and the paths of `[[source]]`.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use ingest::FileRules;
use model::{Diagnostic, Place, StatedPath};
use syntax::Glob;

/// How many patterns a list of `[inputs]` may have: each is compared with every file.
const MAX_PATTERNS: usize = 2_000;

/// The rules, ready to be asked about names.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    include: Option<Gitignore>,
    exclude: Gitignore,
    sources: Vec<(StatedPath, Glob)>,
}

impl Default for Rules {
    fn default() -> Self {
        Rules { include: None, exclude: Gitignore::empty(), sources: Vec::new() }
    }
}

impl Rules {
    /// The rules of a profile.
    ///
    /// # Errors
    /// Patterns that are none, each with its place.
    pub(super) fn of(file: &str, rules: FileRules) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut compiled = |patterns: &[(String, u32)]| {
            let mut builder = GitignoreBuilder::new("");
            if let Some((_, line)) = patterns.get(MAX_PATTERNS) {
                let place = Place::new(&file.into(), *line, "/inputs");
                let message = format!("there are more than {MAX_PATTERNS} patterns");
                errors.push(Diagnostic::at(&place, message, "name folders instead of files"));
                return Gitignore::empty();
            }
            for (pattern, line) in patterns {
                if builder.add_line(None, pattern).is_err() {
                    let place = Place::new(&file.into(), *line, "/inputs");
                    errors.push(Diagnostic::at(
                        &place,
                        format!("`{pattern}` is not a pattern"),
                        "write it as in .gitignore: `exports/`, `*.sarif` or `apps/**/mcp.json`",
                    ));
                }
            }
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let include = (!rules.include.is_empty()).then(|| compiled(&rules.include));
        let exclude = compiled(&rules.exclude);
        match errors.is_empty() {
            true => Ok(Rules { include, exclude, sources: globs(rules.sources) }),
            false => Err(errors),
        }
    }

    /// Whether a `[[source]]` names a file.
    pub(super) fn is_source(&self, name: &str) -> bool {
        self.sources.iter().any(|(_, glob)| glob.matches(name))
    }

    /// The paths of sources that lead out of the project: no name in it begins so.
    pub(super) fn outside(&self) -> impl Iterator<Item = &(StatedPath, Glob)> {
        let leads_out = |path: &str| Path::new(path).is_absolute() || path.starts_with("../");
        self.sources.iter().filter(move |(path, _)| leads_out(path.text()))
    }

    /// Whether `[inputs]` leaves a file out.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        let matches = |patterns: &Gitignore| {
            patterns.matched_path_or_any_parents(Path::new(name), false).is_ignore()
        };
        matches(&self.exclude) || self.include.as_ref().is_some_and(|include| !matches(include))
    }

    /// Whether `[inputs] include` names a file.
    pub(super) fn includes(&self, name: &str) -> bool {
        self.include.is_some() && !self.leaves_out(name)
    }
}

/// A pattern that is none is reported with the profile.
fn globs(paths: Vec<StatedPath>) -> Vec<(StatedPath, Glob)> {
    let parsed =
        paths.into_iter().filter_map(|path| Glob::new(path.text()).ok().map(|glob| (path, glob)));
    parsed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Rules {
        Rules::of("muster.toml", ingest::file_rules(text, "muster.toml")).expect("rules")
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        let rules = rules(
            "[inputs]\nexclude = [\"vendor/\", \"*.sarif\", \"/top.json\", \"!keep.sarif\"]\n",
        );
        for name in ["vendor/a/b.json", "x/vendor/b.json", "x/y.sarif", "top.json"] {
            assert!(rules.leaves_out(name), "{name}");
        }
        for name in ["vendors/a.json", "x/top.json", "x/keep.sarif"] {
            assert!(!rules.leaves_out(name), "{name}");
        }
        assert!(!rules.includes("a.json"), "nothing is included by name");
    }

    #[test]
    fn include_leaves_out_everything_else() {
        let rules = rules("[inputs]\ninclude = [\"security/**\"]\nexclude = [\"security/old\"]\n");
        assert!(rules.includes("security/a/b.json") && !rules.leaves_out("security/b.json"));
        assert!(rules.leaves_out("a.json") && rules.leaves_out("security/old/a.json"));
    }

    #[test]
    fn sources_are_named_and_may_lead_out() {
        let rules = rules("[[source]]\npath = \"../x/*.csv\"\n[[source]]\npath = \"a/*.json\"\n");
        assert!(rules.is_source("a/b.json"));
        assert_eq!(
            rules.outside().map(|(path, _)| path.text()).collect::<Vec<_>>(),
            ["../x/*.csv"]
        );
        let wrong = ingest::file_rules("[inputs]\nexclude = [\"a{b\"]\n", "muster.toml");
        let errors = Rules::of("muster.toml", wrong).expect_err("no pattern");
        assert_eq!(errors[0].place.as_ref().map(|place| place.line), Some(2));
    }
}
