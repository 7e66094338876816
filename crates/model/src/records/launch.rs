//! How a local server is started.

use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Field;

/// The launch of a local server, read from its configuration. Arguments are not kept: they may
/// hold secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// The program that is run, without its arguments.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub program: Field<String>,
    /// The package it fetches or runs.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub package: Field<Package>,
    /// A script is downloaded and run in one go (`curl … | sh`).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub remote_script: Field<bool>,
    /// Built and run from the organisation's own source.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub own_source: Field<bool>,
}

/// A package as a launcher names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Where it comes from.
    pub registry: Registry,
    /// Its name there.
    pub name: String,
    /// The version as written, ranges and tags included; blank where none is written.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Typed)]
    pub version: Field<String>,
    /// The content digest, if pinned by one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Typed)]
    pub digest: Field<String>,
}

/// How firmly a package is held to one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Texts)]
pub enum Pin {
    /// A range, a moving tag, a branch, or nothing: what runs may change at any start.
    Floating,
    /// One exact version, which the registry could still serve with another content.
    Version,
    /// A digest or commit: the content itself.
    Content,
}

impl Package {
    /// How firmly it is pinned, judged by what is written; nothing written is floating. A digest
    /// that we cannot read adds nothing.
    pub fn pin(&self) -> Pin {
        let version = self.version.given().map_or("", |text| text.trim());
        let commit = self.registry == Registry::Git && is_hex(version, &[40, 64]);
        let digest = self.digest.given().is_some_and(|text| is_digest(text, self.registry));
        if digest || commit || is_digest(version, self.registry) {
            Pin::Content
        } else if match self.registry {
            Registry::Pypi => is_exact_pep440(version),
            _ => is_full_version(version),
        } {
            Pin::Version
        } else {
            Pin::Floating
        }
    }
}

fn is_hex(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `sha256:…`, `sha512:…`, npm's `sha512-…`, a bare SHA-256, or a git commit.
fn is_digest(text: &str, registry: Registry) -> bool {
    let text = text.trim().trim_start_matches('@');
    if let Some(hex) = text.strip_prefix("sha256:") {
        return is_hex(hex, &[64]);
    }
    if let Some(hex) = text.strip_prefix("sha512:") {
        return is_hex(hex, &[128]);
    }
    if let Some(base64) = text.strip_prefix("sha512-") {
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        return base64.len() == 88 && base64.bytes().all(sign);
    }
    is_hex(text, &[64]) || registry == Registry::Git && is_hex(text, &[40])
}

/// At least three numbers, then perhaps `-pre` or `+build`: `1.2.3`, `v1.2.3-alpine`, `=1.2.3`.
/// Fewer numbers are a range for npm and a moving tag for images.
fn is_full_version(text: &str) -> bool {
    let text = text.trim_start_matches('=').trim_start_matches(['v', 'V']);
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, suffix) = text.split_at(end);
    let suffix_is_plain =
        suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+._".contains(&byte));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    numbers.split('.').count() >= 3 && numbers.split('.').all(is_number) && suffix_is_plain
}

/// One version by PEP 440, where `1.2` is exact: no `~=`, `>=`, `,` or `.*`.
fn is_exact_pep440(text: &str) -> bool {
    let text = text.trim_start_matches('=').trim().trim_start_matches(['v', 'V']);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".+!-_".contains(&byte);
    let wild = |part: &str| part.eq_ignore_ascii_case("x");
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(plain)
        && !text.split('.').any(wild)
}

/// Where packages come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    /// The npm registry.
    Npm,
    /// The Python Package Index.
    Pypi,
    /// A container registry.
    Oci,
    /// NuGet.
    Nuget,
    /// A git repository, run directly.
    Git,
    /// An MCP bundle file.
    Mcpb,
    /// Any other.
    Other,
}

impl std::fmt::Display for Package {
    /// Registry and name, without version: `npm:@scope/name`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let registry = match self.registry {
            Registry::Npm => "npm",
            Registry::Pypi => "pypi",
            Registry::Oci => "oci",
            Registry::Nuget => "nuget",
            Registry::Git => "git",
            Registry::Mcpb => "mcpb",
            Registry::Other => "other",
        };
        write!(f, "{registry}:{}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(registry: Registry, version: &str) -> Pin {
        let version = Field::Given(version.to_string());
        Package { registry, name: "files".into(), version, digest: Field::Absent }.pin()
    }

    #[test]
    fn exact_versions_differ_from_ranges_and_tags() {
        for version in ["1.2.3", "v1.2.3", "=1.2.3", "1.2.3-beta.1+5", "2026.11.1"] {
            assert_eq!(pin(Registry::Npm, version), Pin::Version, "{version}");
        }
        for version in
            ["", "latest", "next", "^1.2.3", "~1.2.3", "1", "1.2", "1.x", "1.2.x", "*", ">=1 <2"]
        {
            assert_eq!(pin(Registry::Npm, version), Pin::Floating, "{version}");
        }
    }

    #[test]
    fn python_versions_may_be_short() {
        for version in ["1.2", "==1.2.3", "1.0rc1", "1!2.0", "1.0.post1"] {
            assert_eq!(pin(Registry::Pypi, version), Pin::Version, "{version}");
        }
        for version in ["", "~=1.2", ">=1,<2", "==1.*", "1.x", "latest"] {
            assert_eq!(pin(Registry::Pypi, version), Pin::Floating, "{version}");
        }
    }

    #[test]
    fn images_and_repositories_are_pinned_by_content() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        assert_eq!(pin(Registry::Oci, &digest), Pin::Content);
        assert_eq!(pin(Registry::Oci, "1.2.3-alpine"), Pin::Version);
        assert_eq!(pin(Registry::Oci, "1.2"), Pin::Floating);
        assert_eq!(pin(Registry::Git, &"0a".repeat(20)), Pin::Content);
        assert_eq!(pin(Registry::Git, "v1.2.3"), Pin::Version);
        assert_eq!(pin(Registry::Git, "main"), Pin::Floating);
    }

    #[test]
    fn a_digest_pins_whatever_the_tag_and_a_broken_one_adds_nothing() {
        let with = |version: &str, digest: &str| Package {
            registry: Registry::Oci,
            name: "files".into(),
            version: Field::Given(version.into()),
            digest: Field::Given(digest.into()),
        };
        assert_eq!(with("latest", &format!("sha256:{}", "0a".repeat(32))).pin(), Pin::Content);
        assert_eq!(with("latest", "sha256:abc").pin(), Pin::Floating);
    }
}
