//! Whether a reference to evidence can be followed.

use model::{Context, Field, is_placeholder};

/// Whether a text is a web address, or names a file among the inputs. Nothing is opened: a reference
/// that can be followed is one that a reader can check.
pub(super) fn is_followable(stated: &Field<String>, context: &Context) -> bool {
    let Some(text) = stated.given().map(|text| text.trim()) else { return false };
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    match rest {
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let host = host.rsplit('@').next().unwrap_or_default();
            let named = host.chars().any(char::is_alphanumeric);
            named && !is_placeholder(host) && !text.contains(char::is_whitespace)
        }
        None => {
            let name = text.split_whitespace().next().unwrap_or_default();
            context.files.contains(name.strip_prefix("./").unwrap_or(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Thresholds;
    use proptest::prelude::*;

    fn followable(text: &str) -> bool {
        let mut context = Context::new(jiff::civil::date(2026, 11, 22), Thresholds::default());
        context.files.insert("signed/review.md".into());
        is_followable(&Field::Given(text.into()), &context)
    }

    #[test]
    fn addresses_and_files_among_the_inputs_can_be_followed() {
        for text in [
            "https://wiki/crm",
            "http://wiki.example/a?b",
            " https://w.example ",
            "signed/review.md",
            "./signed/review.md",
            "signed/review.md sha256:4be1",
        ] {
            assert!(followable(text), "{text}");
        }
        for text in [
            "trust me",
            "",
            "tbd",
            "https://",
            "http:///x",
            "https://tbd",
            "see the wiki",
            "ftp://x.example/a",
            "review.md",
            "https://n/a b",
            "NW-2204",
            "javascript:x",
        ] {
            assert!(!followable(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn random_text_cannot_be_followed(text in "\\PC{0,40}") {
            let address = text.trim().to_lowercase();
            prop_assume!(!address.starts_with("http://") && !address.starts_with("https://"));
            prop_assert!(!followable(&text));
        }
    }
}
