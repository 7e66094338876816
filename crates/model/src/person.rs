//! People that exports of clouds show among the identities. They are a register, not assets.

use crate::Texts;
use crate::records::ServiceAccount;

/// A person, or the root of an account, as an export shows them.
#[derive(Debug, Clone, PartialEq, Eq, Texts)]
pub struct Person {
    /// Which of the two.
    pub kind: PersonKind,
    /// What the export shows. Where another source has it as a service account, it is that account
    /// and a person signs in with it.
    pub account: ServiceAccount,
}

/// Who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Texts)]
pub enum PersonKind {
    /// A user with a password for the console.
    User,
    /// The root of a cloud account.
    Root,
}
