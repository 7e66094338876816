//! What identifies a launch. Readers of client configurations make it, and it is compared here.

use crate::secrets::SecretDigest;

/// The key of one launch, in digests that never leave this crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LaunchKey {
    /// What must be equal.
    pub whole: SecretDigest,
    /// What may differ between the places of one server, if the entries have one name: the account at an
    /// address, the rights of a container, certificate checks, the project around a relative path.
    pub placement: SecretDigest,
    /// What may differ between two files, but not between two entries of one: which input a client asks for,
    /// whose home folder it is.
    pub local: SecretDigest,
}
