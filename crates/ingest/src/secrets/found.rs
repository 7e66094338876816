//! The result of an inspection.

use std::ops::Range;

use super::digest::SecretDigest;
use model::records::{Certainty, PrincipalKind, SecretKind};

/// What one value of one setting is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspected {
    /// Nothing secret.
    Plain,
    /// It points to where the value is kept: `${TOKEN}`, `op://…`.
    Reference,
    /// It only shows where a value belongs: `YOUR_KEY`, `<token>`.
    Placeholder,
    /// The value itself is, or looks like, a secret.
    Secret(Found),
}

/// A secret that was found, reduced to what may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is, in words.
    pub kind: &'static str,
    /// The same as the model names it, where shape or setting tell.
    pub secret_kind: Option<SecretKind>,
    /// Whose account it opens, where the shape shows it.
    pub principal_kind: Option<PrincipalKind>,
    /// A public prefix and the length: `ghp_… (40 characters)`.
    pub masked: String,
    /// How sure we are.
    pub certainty: Certainty,
    /// The digest that identifies it.
    pub(crate) digest: SecretDigest,
}

impl Found {
    /// A secret known by its setting or its randomness alone: nothing of it is shown.
    pub fn suspected(kind: &'static str, secret_kind: Option<SecretKind>, value: &str) -> Self {
        Found {
            kind,
            secret_kind,
            principal_kind: None,
            masked: mask("", value),
            certainty: Certainty::Suspected,
            digest: SecretDigest::of_value(value),
        }
    }
}

/// A stretch of a text that is a secret.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// Its position, in bytes.
    pub range: Range<usize>,
    /// What it is, in words.
    pub kind: &'static str,
    /// The part of it that everyone knows.
    pub prefix: &'static str,
    /// What the model calls it.
    pub secret_kind: Option<SecretKind>,
    /// Whose account it opens.
    pub principal_kind: Option<PrincipalKind>,
    /// How sure we are.
    pub certainty: Certainty,
    /// Whether it is a step of an address, which stays an address without it.
    pub step: bool,
}

impl Hit {
    /// A confirmed hit whose value shows no public prefix.
    pub(super) fn confirmed(
        range: Range<usize>,
        kind: &'static str,
        secret_kind: Option<SecretKind>,
    ) -> Self {
        let certainty = Certainty::Confirmed;
        Hit { range, kind, prefix: "", secret_kind, principal_kind: None, certainty, step: false }
    }

    /// What replaces the secret.
    pub(super) fn masked(&self, text: &str) -> String {
        match self.step {
            true => "…".to_string(),
            false => mask(self.prefix, text.get(self.range.clone()).unwrap_or_default()),
        }
    }

    /// The hit, reduced.
    pub(super) fn found(&self, text: &str) -> Found {
        Found {
            kind: self.kind,
            secret_kind: self.secret_kind,
            principal_kind: self.principal_kind,
            masked: self.masked(text),
            certainty: self.certainty,
            digest: SecretDigest::of_value(text.get(self.range.clone()).unwrap_or_default()),
        }
    }
}

fn mask(prefix: &str, value: &str) -> String {
    match value.chars().count() {
        1 => format!("{prefix}… (1 character)"),
        many => format!("{prefix}… ({many} characters)"),
    }
}
