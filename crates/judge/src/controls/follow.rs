//! Whether a reference to evidence can be followed.

use model::{Context, Field, is_placeholder};

/// Whether a text is a web address, or a reference that leads to something among the inputs. A web address
/// is not opened: a reader can.
pub(super) fn is_followable(stated: &Field<String>, context: &Context) -> bool {
    let Some(text) = stated.given().map(|text| text.trim()) else { return false };
    context.resolved.contains(text) || is_web_address(text)
}

fn is_web_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let named = host.chars().any(char::is_alphanumeric);
        named && !is_placeholder(host) && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Thresholds;
    use proptest::prelude::*;

    fn followable(text: &str) -> bool {
        let mut context = Context::new(jiff::civil::date(2026, 11, 22), Thresholds::default());
        context.resolved.insert("signed/review.md#sha256:4be1".into());
        is_followable(&Field::Given(text.into()), &context)
    }

    #[test]
    fn addresses_and_references_that_resolve_can_be_followed() {
        for text in [
            "https://wiki/crm",
            "http://wiki.example/a?b",
            " https://w.example ",
            "signed/review.md#sha256:4be1",
            " signed/review.md#sha256:4be1 ",
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
            "signed/review.md",
            "signed/review.md sha256:4be1",
            "signed/review.md#sha256:4be2",
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
