//! What the command line asks of the gate.

use model::{Gate, GateRule, GateTest};

/// What the command line asks of the gate. The default is the gate of the profile as it is.
#[derive(Debug, Clone, Default)]
pub struct GateChoice {
    /// Rules in place of those of the profile on the same matter.
    pub rules: Vec<GateRule>,
    /// Whether nothing may get worse.
    pub no_regression: Option<bool>,
    /// Whether only new findings count.
    pub new_only: Option<bool>,
    /// A baseline in place of that of the profile.
    pub baseline: Option<String>,
    /// Whether there must be a rule.
    pub is_needed: bool,
}

impl GateChoice {
    /// The gate of a profile as it is asked for.
    pub(super) fn of(&self, profile: Gate) -> Gate {
        let mut rules = self.rules.clone();
        let regression = self.no_regression.filter(|on| *on);
        rules.extend(regression.map(|_| GateRule { test: GateTest::NoRegression, place: None }));
        let mut gate = profile.overridden(rules);
        if self.no_regression == Some(false) {
            gate.rules.retain(|rule| rule.test != GateTest::NoRegression);
        }
        gate.new_only = self.new_only.unwrap_or(gate.new_only);
        gate
    }
}
