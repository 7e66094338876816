//! What a page may load: nothing but files of its own report.

use sha2::{Digest, Sha256};
use syntax::encoding::base64;

/// The policy of a page of the site: style, scripts and pictures of the same site, nothing inline. It holds
/// as well where a page is opened as a file.
pub(super) const FOLDER: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// The policy of a page that holds everything: one style sheet, named by its hash, and pictures inside the
/// page.
pub(super) fn single(style: &str) -> String {
    let hash = base64(Sha256::digest(style.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_is_named_by_its_hash() {
        assert!(single("").contains("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"));
    }
}
