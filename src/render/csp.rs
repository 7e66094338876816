//! What the page may load: nothing but its own style sheet, named by its hash.

use sha2::{Digest, Sha256};
use syntax::encoding::base64;

/// A content security policy that allows one style sheet and pictures inside the page.
pub(super) fn policy(style: &str) -> String {
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
        assert!(policy("").contains("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"));
    }
}
