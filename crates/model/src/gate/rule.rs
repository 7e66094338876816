//! The rules of a gate.

use std::fmt;

use super::{Limit, MaxFailing};
use crate::{Place, Severity, StatedPath};

/// What a posture must reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// The rules, in the order they were given.
    pub rules: Vec<GateRule>,
    /// Whether only findings count that the baseline does not count.
    pub new_only: bool,
    /// What to compare with: a recorded month, or a posture relative to the project folder.
    pub baseline: Option<StatedPath>,
}

/// One rule and where it is; none for the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRule {
    /// What it asks.
    pub test: GateTest,
    /// Where it is.
    pub place: Option<Place>,
}

/// What one rule asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateTest {
    /// No open finding of this severity or a higher one.
    FailOn(Severity),
    /// A score of at least so much.
    MinScore(Limit),
    /// A coverage of at least so much.
    MinCoverage(Limit),
    /// At most so many failing controls that map directly to a framework.
    MaxFailing(MaxFailing),
    /// No lower score than the baseline's, and nothing that newly fails.
    NoRegression,
}

impl Gate {
    /// Whether it needs something to compare with.
    pub fn compares(&self) -> bool {
        self.new_only || self.rules.iter().any(|rule| rule.test == GateTest::NoRegression)
    }

    /// This gate with the rules of another in place of its own on the same matter.
    #[must_use]
    pub fn overridden(mut self, rules: Vec<GateRule>) -> Gate {
        self.rules.retain(|known| !rules.iter().any(|rule| rule.test.same_matter(&known.test)));
        self.rules.extend(rules);
        self
    }
}

impl GateTest {
    /// Whether two rules test the same thing, with whatever number.
    pub fn same_matter(&self, other: &GateTest) -> bool {
        match (self, other) {
            (Self::FailOn(_), Self::FailOn(_)) | (Self::NoRegression, Self::NoRegression) => true,
            (Self::MinScore(a), Self::MinScore(b))
            | (Self::MinCoverage(a), Self::MinCoverage(b)) => a.scope == b.scope,
            (Self::MaxFailing(a), Self::MaxFailing(b)) => a.framework == b.framework,
            _ => false,
        }
    }
}

impl fmt::Display for GateTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FailOn(severity) => write!(f, "fail-on {severity}"),
            Self::MinScore(limit) => write!(f, "min-score {limit}"),
            Self::MinCoverage(limit) => write!(f, "min-coverage {limit}"),
            Self::MaxFailing(MaxFailing { framework, most }) => {
                write!(f, "max-failing {framework}={most}")
            }
            Self::NoRegression => f.write_str("no-regression"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_replaces_the_rule_on_the_same_matter_only() {
        let rule = |test| GateRule { test, place: None };
        let least = |text: &str| GateTest::MinScore(text.parse().expect("a limit"));
        let gate = Gate { rules: vec![rule(least("80")), rule(least("T3=70"))], ..Gate::default() };
        let gate = gate.overridden(vec![rule(least("60")), rule(GateTest::NoRegression)]);
        let texts: Vec<String> = gate.rules.iter().map(|rule| rule.test.to_string()).collect();
        assert_eq!(texts, ["min-score T3=70.0", "min-score 60.0", "no-regression"]);
    }
}
