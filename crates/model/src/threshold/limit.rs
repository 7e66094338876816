//! What one limit is.

use crate::{PerTier, Tier};

/// One limit, by tier, with where the number comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Key in `muster.toml` under `[thresholds]`.
    pub key: &'static str,
    /// What is limited.
    pub meaning: &'static str,
    /// Whether the numbers are the most or the least that is allowed.
    pub bound: Bound,
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
    /// Whether it is one number for the whole assessment, and not one for each tier.
    pub fn is_whole(&self) -> bool {
        self.unit == Unit::Percent
    }

    /// Whether some of these values ask for less than the default.
    pub fn is_relaxed(&self, values: PerTier<u32>) -> bool {
        let of_tier = |tier: &Tier| self.is_looser(values.at(*tier), self.default.at(*tier));
        Tier::ALL.iter().any(of_tier)
    }

    /// Whether a value asks for less than another.
    pub fn is_looser(&self, value: u32, than: u32) -> bool {
        match self.bound {
            Bound::Least => value < than,
            Bound::Most => value > than,
        }
    }
}

/// On which side of a limit a value is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The limit is the most that is allowed.
    Most,
    /// The limit is the least that is asked for.
    Least,
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
    /// How far.
    Steps,
    /// Hundredths of a whole.
    Percent,
    /// Grades: 1 for A to 5 for E.
    Grade,
}

impl Unit {
    /// A value with its unit: `90 d`, `24 h`, `12 h` for 43,200 seconds.
    pub fn format(self, value: u32) -> String {
        match self {
            Unit::Seconds if value.is_multiple_of(3600) => format!("{} h", value / 3600),
            Unit::Seconds if value.is_multiple_of(60) => format!("{} min", value / 60),
            Unit::Grade => Unit::letter(value).to_string(),
            Unit::Steps if value == 1 => "1 step".into(),
            Unit::Times if value == 1 => "1 time".into(),
            unit => format!("{value} {}", unit.sign()),
        }
    }

    /// The grade that is counted as this number.
    pub fn letter(number: u32) -> char {
        number
            .checked_sub(1)
            .and_then(|at| char::from_u32(u32::from('A') + at))
            .unwrap_or('E')
            .min('E')
    }

    /// The unit's short sign.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Days => "d",
            Unit::Hours => "h",
            Unit::Seconds => "s",
            Unit::Characters => "chars",
            Unit::Times => "times",
            Unit::Steps => "steps",
            Unit::Percent => "%",
            Unit::Grade => "grade",
        }
    }
}
