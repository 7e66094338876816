//! Patterns for paths and rule ids.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern: `*` matches any characters, `/` among them, and `?` matches one. `[a-c]` and `{x,y}`
/// match alternatives, and `\` takes the next character literally.
///
/// A text that equals the pattern always matches, so that a name with brackets can be written as it
/// is.
#[derive(Debug, Clone)]
pub struct Glob {
    pattern: String,
    matcher: GlobMatcher,
}

impl Glob {
    /// Parses a pattern.
    ///
    /// # Errors
    /// What is wrong with it: an open bracket or brace, or a backslash at the end.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let glob = GlobBuilder::new(pattern)
            .literal_separator(false)
            .backslash_escape(true)
            .build()
            .map_err(|error| error.kind().to_string())?;
        Ok(Glob { pattern: pattern.to_string(), matcher: glob.compile_matcher() })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.pattern == text || self.matcher.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn a_star_matches_slashes_and_a_name_with_brackets_matches_itself() {
        let cases = [
            ("exports/*", "exports/2026/11/okta.json", true),
            ("*.json", "exports/okta.json", true),
            ("exports/okta-?.json", "exports/okta-1.json", true),
            ("exports/okta-?.json", "exports/okta-12.json", false),
            ("exports/**/okta.json", "exports/okta.json", true),
            ("exports/{okta,entra}.json", "exports/entra.json", true),
            ("exports/[ab].json", "exports/c.json", false),
            ("exports/[ab].json", "exports/[ab].json", true),
            ("exports", "exports/okta.json", false),
            ("exports/*", "exports", false),
            ("Exports/*", "exports/okta.json", false),
            ("generic-*", "generic-api-key", true),
            ("*", "", true),
        ];
        for (pattern, text, expected) in cases {
            let glob = Glob::new(pattern).expect("a pattern");
            assert_eq!(glob.matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_broken_pattern_is_refused() {
        for pattern in ["exports/[ab", "exports/{a", "exports\\"] {
            assert!(Glob::new(pattern).is_err(), "{pattern}");
        }
    }
}
