//! What a page may load: nothing but files of its own report.

use sha2::{Digest, Sha256};
use syntax::encoding::base64;

/// The policy of a page of the site: style, scripts and pictures of the same site, nothing inline. It holds
/// as well where a page is opened as a file.
pub(super) const FOLDER: &str = "default-src 'none';style-src 'self';script-src 'self';\
     img-src 'self';base-uri 'none';form-action 'none'";

/// The policy of a page that holds everything: one style sheet and its scripts, each named by its hash, and
/// pictures inside the page.
pub(super) fn single(style: &str, scripts: &[&str]) -> String {
    let source = |text: &str| format!("'sha256-{}'", base64(Sha256::digest(text.as_bytes())));
    let scripts: Vec<String> = scripts.iter().copied().map(source).collect();
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; \
         form-action 'none'",
        source(style),
        scripts.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_scripts_are_named_by_their_hashes() {
        let hash = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        let policy = single("", &["", "x"]);
        assert!(policy.contains(&format!("style-src {hash};")), "{policy}");
        assert!(policy.contains(&format!("script-src {hash} 'sha256-")), "{policy}");
    }
}
