//! The result of one rule.

use model::{Amount, Remediation};

/// The result of one rule.
pub(super) struct RuleResult {
    pub(super) passed: bool,
    pub(super) sentence: String,
    pub(super) short_by: Option<Amount>,
    pub(super) remediations: Vec<Remediation>,
}

impl RuleResult {
    pub(super) fn ok(sentence: impl Into<String>) -> Self {
        RuleResult {
            passed: true,
            sentence: sentence.into(),
            short_by: None,
            remediations: Vec::new(),
        }
    }

    pub(super) fn fail(sentence: impl Into<String>) -> Self {
        RuleResult { passed: false, ..RuleResult::ok(sentence) }
    }

    pub(super) fn short_by(self, short_by: Amount, remediations: Vec<Remediation>) -> Self {
        RuleResult { short_by: Some(short_by), remediations, ..self }
    }
}
