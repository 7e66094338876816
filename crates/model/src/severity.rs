//! How much a failing control matters.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The severity ladder.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Reported, never counted.
    Info,
    /// Tidy up when passing.
    Low,
    /// Plan it.
    Medium,
    /// Do it this month.
    High,
    /// Do it now.
    Critical,
}

impl Severity {
    /// Every severity, highest first.
    pub const ALL: [Severity; 5] =
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// What a finding of this severity weighs before its tier is counted.
    pub fn weight(self) -> u64 {
        match self {
            Self::Info => 0,
            Self::Low => 1,
            Self::Medium => 3,
            Self::High => 6,
            Self::Critical => 10,
        }
    }
}

impl std::str::FromStr for Severity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named =
            Self::ALL.into_iter().find(|known| known.to_string().eq_ignore_ascii_case(text));
        named
            .ok_or_else(|| format!("write one of: {}", Self::ALL.map(|s| s.to_string()).join(", ")))
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
