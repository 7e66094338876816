//! Who is responsible for a control.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The three control domains. Every control has exactly one responsible domain.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Domain {
    /// Owns credential scope and revocation standards.
    #[serde(alias = "iam")]
    Identity,
    /// Owns run-time and policy enforcement.
    #[serde(alias = "platform", alias = "runtime-security")]
    PlatformSecurity,
    /// Owns the declared tools and the purpose.
    #[serde(alias = "service-owner", alias = "operating-team")]
    Operator,
}

impl Domain {
    /// Every domain, in report order.
    pub const ALL: [Domain; 3] = [Self::Identity, Self::PlatformSecurity, Self::Operator];

    /// The domain as files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::PlatformSecurity => "platform-security",
            Self::Operator => "operator",
        }
    }

    /// The domain in running text.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::PlatformSecurity => "platform security",
            Self::Operator => "operator",
        }
    }

    /// What the domain owns.
    pub fn remit(self) -> &'static str {
        match self {
            Self::Identity => "credential scope and revocation standards",
            Self::PlatformSecurity => "run-time and policy enforcement",
            Self::Operator => "declared tools and business purpose",
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
