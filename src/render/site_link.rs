//! Where the site of a posture is.

use super::prose;
use model::Posture;

/// The address of the published site; `beside`, the page beside the other files, where none is stated, or it
/// is no address that a link may lead to.
pub(super) fn site_link(posture: &Posture, beside: &str) -> String {
    let stated = posture.site_url.as_deref();
    let web = stated.filter(|url| prose::web_address(url).as_deref() == Some(url));
    let plain = |url: &&str| !url.contains(|c: char| c.is_whitespace() || "()<>[]\\|".contains(c));
    web.filter(plain).unwrap_or(beside).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    const BESIDE: &str = "site/index.html";

    #[test]
    fn only_a_web_address_is_linked() {
        let link = |url: Option<&str>| {
            site_link(&Posture { site_url: url.map(String::from), ..samples::empty() }, BESIDE)
        };
        assert_eq!(link(None), BESIDE);
        assert_eq!(link(Some("https://example.org/p/")), "https://example.org/p/");
        for hostile in ["javascript:alert(1)", "https://a.example/) [x](y", "data:text/html,x", ""]
        {
            assert_eq!(link(Some(hostile)), BESIDE, "{hostile}");
        }
    }
}
