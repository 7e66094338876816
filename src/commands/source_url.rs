//! The address of a source: what is printed of it holds nothing that lets one in.

use std::fmt;

use sha2::{Digest, Sha256};
use url::Url;

use ingest::shown_address;
use syntax::encoding::hex;

/// The address of a source, as the profile states it.
pub(super) struct SourceUrl(Url);

impl SourceUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, without a part of it, and the fix.
    pub(super) fn read(text: &str) -> Result<Self, (String, &'static str)> {
        let url = Url::parse(text.trim()).ok().filter(Url::has_host);
        let Some(url) = url else {
            return Err(("the url of this source is not valid".into(), "write it as https://…"));
        };
        if !url.username().is_empty() || url.password().is_some() {
            let help = "put the token in an environment variable and name it with `token-env`";
            return Err((format!("{} holds a user or password", Self(url)), help));
        }
        Ok(SourceUrl(url))
    }

    /// The whole address, to fetch it.
    #[cfg(feature = "net")]
    pub(super) fn whole(&self) -> &Url {
        &self.0
    }

    /// A name for the folder that its responses are kept in: readable, and one for each address.
    pub(super) fn folder(&self) -> String {
        let digest = hex(Sha256::digest(self.0.as_str().as_bytes()));
        let short = digest.get(..8).unwrap_or_default();
        let shown = self.to_string();
        let last = shown.rsplit('/').next().unwrap_or_default();
        let words = format!("{}-{last}", self.0.host_str().unwrap_or("source"));
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        let words: String = words.chars().map(plain).take(60).collect();
        format!("{}-{short}", words.trim_matches('-'))
    }
}

impl fmt::Display for SourceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown_address(self.0.as_str()))
    }
}

impl fmt::Debug for SourceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_messages_nor_folders_hold_what_lets_one_in() {
        let token = "0123456789abcdef0123456789abcdef";
        for text in [
            format!("https://api.example/hooks/{token}"),
            format!("https://api.example/hooks/x?sig={token}"),
            format!("https://api.example/x#{token}"),
        ] {
            let url = SourceUrl::read(&text).expect("an address");
            for shown in [url.to_string(), format!("{url:?}"), url.folder()] {
                assert!(!shown.contains(token) && shown.contains("api.example"), "{shown}");
            }
        }
        for text in
            ["https://ada:word@h.example/x", "https://word@h.example/", "https://:word@h.example"]
        {
            let (why, _) = SourceUrl::read(text).expect_err(text);
            assert!(!why.contains("word@") && !why.contains("ada"), "{why}");
        }
        assert!(SourceUrl::read("nothing").is_err() && SourceUrl::read("data:x").is_err());
        let one = |text: &str| SourceUrl::read(text).expect("an address").folder();
        assert_ne!(one("https://h.example/a?x=1"), one("https://h.example/a?x=2"));
    }
}
