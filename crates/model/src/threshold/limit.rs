//! What one limit is.

use crate::PerTier;

/// One limit, by tier, with where the number comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Key in `muster.toml` under `[thresholds]`.
    pub key: &'static str,
    /// What is limited.
    pub meaning: &'static str,
    /// The unit of the numbers.
    pub unit: Unit,
    /// The default for each tier, T0 first.
    pub default: PerTier<u32>,
    /// The smallest and largest value a profile may set.
    pub bounds: (u32, u32),
    /// Where the default comes from.
    pub source: &'static str,
    /// Whether an outside source publishes the figure; otherwise the default is our own.
    pub published: bool,
}

impl Threshold {
    /// Whether values of the profile make a test easier to pass than the defaults do. What is asked for "at
    /// least" relaxes by falling.
    pub fn is_relaxed(&self, values: PerTier<u32>) -> bool {
        let is_minimum = self.meaning.ends_with("at least");
        values.0.iter().zip(self.default.0).any(|(value, default)| match is_minimum {
            true => *value < default,
            false => *value > default,
        })
    }
}

/// Units of thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days of 24 hours.
    Days,
    /// Hours.
    Hours,
    /// Seconds.
    Seconds,
    /// Characters of text.
    Characters,
    /// How often.
    Times,
}

impl Unit {
    /// A value with its unit: `90 d`, `24 h`, `12 h` for 43,200 seconds.
    pub fn format(self, value: u32) -> String {
        match self {
            Unit::Seconds if value.is_multiple_of(3600) => format!("{} h", value / 3600),
            Unit::Seconds if value.is_multiple_of(60) => format!("{} min", value / 60),
            unit => format!("{value} {}", unit.sign()),
        }
    }

    /// The unit's short sign.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Days => "d",
            Unit::Hours => "h",
            Unit::Seconds => "s",
            Unit::Characters => "chars",
            Unit::Times => "times",
        }
    }
}
