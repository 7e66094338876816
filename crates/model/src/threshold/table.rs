//! The table itself: each limit once, with its source.

use super::{Bound, Threshold, Unit};
use crate::PerTier;

/// How old the latest completed access review may be.
pub static REVIEW_MAX: Threshold = Threshold {
    key: "review.max",
    meaning: "age of the latest completed access review",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "CIS Controls 5.5 (quarterly; github.com/CISecurity/ControlsAssessmentSpecification, control-5.5); FedRAMP Moderate AC-2(j) (quarterly privileged, yearly other; ce.prod.cloudaware.com, ac/02); T1 has no source that was read",
    published: true,
};

/// How long a change may wait for the review it asks for.
pub static REVIEW_GRACE: Threshold = Threshold {
    key: "review.grace",
    meaning: "time from a change that asks for a review to that review",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([30, 30, 30, 7]),
    bounds: (1, 180),
    source: "default (no published source)",
    published: false,
};

/// How old a stored credential may grow without rotation.
pub static ROTATION_MAX: Threshold = Threshold {
    key: "rotation.max",
    meaning: "age of a stored credential since its last rotation",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([180, 90, 90, 60]),
    bounds: (1, 730),
    source: "AWS Config access-keys-rotated (90 d; docs.aws.amazon.com/config, access-keys-rotated); T0 and T3 have no source that was read",
    published: true,
};

/// How long one issued credential may live.
pub static TOKEN_TTL: Threshold = Threshold {
    key: "token.ttl",
    meaning: "life of one issued credential",
    bound: Bound::Most,
    unit: Unit::Seconds,
    default: PerTier([86_400, 86_400, 43_200, 3_600]),
    bounds: (60, 604_800),
    source: "AWS STS AssumeRole (1 h default, 12 h at most; docs.aws.amazon.com/sdk-for-kotlin, assume-role-request); T0 and T1 have no source that was read",
    published: true,
};

/// How long a retired asset may keep live secrets.
pub static OFFBOARD_REVOKE: Threshold = Threshold {
    key: "offboard.revoke",
    meaning: "time from retirement to the last secret and grant revoked",
    bound: Bound::Most,
    unit: Unit::Hours,
    default: PerTier([168, 72, 24, 24]),
    bounds: (1, 2_160),
    source: "FedRAMP Moderate AC-2(3) and AC-2(h) (24 h; ce.prod.cloudaware.com, ac/02 and ac/02/03); T0 and T1 have no source that was read",
    published: true,
};

/// How long ago the last exercise of a playbook may be.
pub static EXERCISE_MAX: Threshold = Threshold {
    key: "exercise.max",
    meaning: "time since a revocation playbook was last exercised",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 180]),
    bounds: (30, 1_095),
    source: "common practice (yearly); T3 has no published source",
    published: false,
};

/// How long a follow-up of an exercise may stay open.
pub static FOLLOW_UP_MAX: Threshold = Threshold {
    key: "exercise.follow-up",
    meaning: "time a follow-up of an exercise stays open",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([90, 90, 90, 90]),
    bounds: (1, 365),
    source: "default (no published source)",
    published: false,
};

/// How long a revocation may take.
pub static REVOKE_RTO: Threshold = Threshold {
    key: "revoke.rto",
    meaning: "time from the decision to revoke until the last credential is revoked",
    bound: Bound::Most,
    unit: Unit::Hours,
    default: PerTier([24, 8, 4, 1]),
    bounds: (1, 168),
    source: "default (no published source)",
    published: false,
};

/// How long an identity may lie unused.
pub static DORMANT_MAX: Threshold = Threshold {
    key: "dormant.max",
    meaning: "time since an identity was last used",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([90, 90, 45, 45]),
    bounds: (7, 365),
    source: "CIS Controls 5.3 (45 d; github.com/CISecurity/ControlsAssessmentSpecification, control-5.3); FedRAMP Moderate AC-2(3) (90 d; ce.prod.cloudaware.com, ac/02/03)",
    published: true,
};

/// How far a task may be passed on from agent to agent.
pub static DELEGATION_DEPTH: Threshold = Threshold {
    key: "delegation.depth",
    meaning: "steps by which an agent's task may be passed on to further agents",
    bound: Bound::Most,
    unit: Unit::Steps,
    default: PerTier([3, 3, 2, 1]),
    bounds: (0, 10),
    source: "default (no published source)",
    published: false,
};

/// How recent the use of an account is that shows somebody uses it now.
pub static ORPHAN_USE: Threshold = Threshold {
    key: "orphan.use",
    meaning: "time since an account was last used within which it is in use now",
    bound: Bound::Least,
    unit: Unit::Days,
    default: PerTier([7, 7, 7, 7]),
    bounds: (1, 365),
    source: "default (no published source)",
    published: false,
};

/// How long ago a policy may last have been evaluated.
pub static POLICY_FRESH: Threshold = Threshold {
    key: "policy.fresh",
    meaning: "time since a policy was last evaluated",
    bound: Bound::Most,
    unit: Unit::Hours,
    default: PerTier([168, 168, 168, 24]),
    bounds: (1, 720),
    source: "default (no published source)",
    published: false,
};

/// How long log records must be kept.
pub static LOG_RETENTION: Threshold = Threshold {
    key: "log.retention",
    meaning: "time that records of tool calls are kept, at least",
    bound: Bound::Least,
    unit: Unit::Days,
    default: PerTier([90, 90, 90, 365]),
    bounds: (1, 3_650),
    source: "CIS Controls 8.10 (90 d; github.com/CISecurity/ControlsAssessmentSpecification, control-8.10); PCI DSS 10.5.1 (12 months; withpci.com, 10.5.1)",
    published: true,
};

/// How long a log may be without a record.
pub static LOG_SILENCE: Threshold = Threshold {
    key: "log.silence",
    meaning: "time since the last record of a tool call",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([30, 30, 30, 30]),
    bounds: (1, 365),
    source: "default (no published source)",
    published: false,
};

/// How old a baseline of behaviour may be.
pub static BASELINE_MAX: Threshold = Threshold {
    key: "monitor.baseline",
    meaning: "age of the recorded expected behaviour",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([180, 180, 180, 180]),
    bounds: (7, 730),
    source: "default (no published source)",
    published: false,
};

/// How long alerts may lie unread.
pub static ALERT_REVIEW: Threshold = Threshold {
    key: "monitor.review",
    meaning: "time since alerts were last reviewed",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([30, 30, 30, 7]),
    bounds: (1, 90),
    source: "CIS Controls 8.11 (weekly) at T3; none published below",
    published: false,
};

/// How old the vetting of a supplier may be.
pub static VENDOR_REASSESS: Threshold = Threshold {
    key: "vendor.reassess",
    meaning: "age of the latest vetting of a third-party server",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 180]),
    bounds: (30, 1_095),
    source: "default (no published source)",
    published: false,
};

/// How long ago a publisher may last have released.
pub static RELEASE_MAX: Threshold = Threshold {
    key: "vendor.release",
    meaning: "time since the publisher's last release",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (30, 1_095),
    source: "default (no published source)",
    published: false,
};

/// How old a scan for vulnerabilities may be.
pub static VULN_SCAN: Threshold = Threshold {
    key: "vuln.scan",
    meaning: "age of the latest scan for known vulnerabilities",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([30, 30, 30, 30]),
    bounds: (1, 90),
    source: "default (no published source)",
    published: false,
};

/// How long a vulnerability may stay open that is, or is easily, exploited.
pub static VULN_URGENT: Threshold = Threshold {
    key: "vuln.urgent",
    meaning: "time to fix an exploited vulnerability, or a critical one exposed to the internet",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([14, 14, 14, 3]),
    bounds: (1, 90),
    source: "adapted from CISA BOD 26-04 (3 d, 14 d)",
    published: false,
};

/// How long a critical vulnerability may stay open.
pub static VULN_CRITICAL: Threshold = Threshold {
    key: "vuln.critical",
    meaning: "time to fix a critical vulnerability",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([28, 28, 14, 14]),
    bounds: (1, 180),
    source: "adapted from CISA BOD 26-04 (14 d); T0 and T1 have no published source",
    published: false,
};

/// How long a high vulnerability may stay open.
pub static VULN_HIGH: Threshold = Threshold {
    key: "vuln.high",
    meaning: "time to fix a high vulnerability",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([60, 60, 30, 30]),
    bounds: (1, 365),
    source: "default (no published source)",
    published: false,
};

/// How long any other vulnerability may stay open.
pub static VULN_OTHER: Threshold = Threshold {
    key: "vuln.other",
    meaning: "time to fix any other vulnerability",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([120, 120, 60, 60]),
    bounds: (1, 730),
    source: "adapted from CISA BOD 26-04 (60 d); T0 and T1 have no published source",
    published: false,
};

/// How old the owner's confirmation of an asset may be.
pub static OWNER_CONFIRM: Threshold = Threshold {
    key: "owner.confirm",
    meaning: "time since the owner last confirmed the ownership",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "follows the access review",
    published: false,
};

/// How long a briefing of an owner holds.
pub static OWNER_BRIEFING: Threshold = Threshold {
    key: "owner.briefing",
    meaning: "time since an owner was last briefed on their duties",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (30, 1_095),
    source: "default (no published source)",
    published: false,
};

/// How long ago something registered may last have been seen, and the last look for more been.
pub static SEEN_MAX: Threshold = Threshold {
    key: "seen.max",
    meaning: "time since an asset was last seen in use, or since the last discovery scan",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([90, 90, 90, 90]),
    bounds: (1, 365),
    source: "default (no source was read)",
    published: false,
};

/// How long an exposed tool may lie idle.
pub static UNUSED_MAX: Threshold = Threshold {
    key: "unused.max",
    meaning: "time an exposed tool may go without a call",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([180, 90, 90, 90]),
    bounds: (1, 730),
    source: "default (no published source): one review period",
    published: false,
};

/// How long ago the stop of an agent may last have been tried.
pub static STOP_TEST: Threshold = Threshold {
    key: "stop.test",
    meaning: "time since the kill switch of an agent was last tested",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 180]),
    bounds: (1, 730),
    source: "default (no published source): follows the exercise of playbooks",
    published: false,
};

/// How soon an exposed secret must be revoked.
pub static EXPOSE_REVOKE: Threshold = Threshold {
    key: "expose.revoke",
    meaning: "time from the detection of an exposed secret to its revocation",
    bound: Bound::Most,
    unit: Unit::Hours,
    default: PerTier([168, 72, 24, 4]),
    bounds: (1, 2_160),
    source: "default (no published source)",
    published: false,
};

/// How far back an exposure counts that was ended.
pub static EXPOSE_WINDOW: Threshold = Threshold {
    key: "expose.window",
    meaning: "how far back an exposure counts after it was ended",
    // What is older is not judged.
    bound: Bound::Least,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (90, 1_095),
    source: "default (no published source)",
    published: false,
};

/// How soon the removals and reductions of a review must be carried out.
pub static REVIEW_EXECUTE: Threshold = Threshold {
    key: "review.execute",
    meaning: "time from a completed review to the last of its removals and reductions",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([30, 30, 14, 7]),
    bounds: (1, 365),
    source: "default (no published source)",
    published: false,
};

/// How old the last finished scan for secrets may be.
pub static SCAN_MAX: Threshold = Threshold {
    key: "scan.max",
    meaning: "age of the last finished scan for secrets",
    bound: Bound::Most,
    unit: Unit::Hours,
    default: PerTier([720, 720, 168, 72]),
    bounds: (1, 8_760),
    source: "default (no published source)",
    published: false,
};

/// How far back a person's use of a non-human identity counts.
pub static HUMAN_WINDOW: Threshold = Threshold {
    key: "human.window",
    meaning: "how far back a person's use of a non-human identity counts",
    // What is older is not judged.
    bound: Bound::Least,
    unit: Unit::Days,
    default: PerTier([90, 90, 90, 90]),
    bounds: (1, 730),
    source: "default (no published source)",
    published: false,
};

/// How long a finding may stay open.
pub static REMEDIATE_WITHIN: Threshold = Threshold {
    key: "remediate.within",
    meaning: "age of an open finding before it is overdue",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([180, 90, 60, 30]),
    bounds: (1, 730),
    source: "default (no published source)",
    published: false,
};

/// How long a waiver may run.
pub static WAIVER_MAX: Threshold = Threshold {
    key: "waiver.max",
    meaning: "life of one waiver",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "default (no published source)",
    published: false,
};

/// How often a waiver may be renewed.
pub static WAIVER_RENEWALS: Threshold = Threshold {
    key: "waiver.renewals",
    meaning: "renewals of one waiver",
    bound: Bound::Most,
    unit: Unit::Times,
    default: PerTier([2, 2, 2, 2]),
    bounds: (0, 12),
    source: "default (no published source)",
    published: false,
};

/// How old a playbook may be.
pub static PLAYBOOK_MAX: Threshold = Threshold {
    key: "playbook.max",
    meaning: "age of a revocation playbook since its last update",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (30, 1_095),
    source: "default (no published source)",
    published: false,
};

/// How long an attestation holds.
pub static ATTESTATION_MAX: Threshold = Threshold {
    key: "attestation.max",
    meaning: "age of a person's attestation",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 180, 90]),
    bounds: (1, 730),
    source: "default (no published source)",
    published: false,
};

/// How long an agent may keep a memory.
pub static MEMORY_MAX: Threshold = Threshold {
    key: "memory.max",
    meaning: "time that an agent keeps a memory",
    bound: Bound::Most,
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (1, 1_825),
    source: "default (no published source)",
    published: false,
};

/// How short a stated purpose may be.
pub static PURPOSE_MIN: Threshold = Threshold {
    key: "purpose.min",
    meaning: "length of a stated purpose, at least",
    bound: Bound::Least,
    unit: Unit::Characters,
    default: PerTier([20, 20, 20, 20]),
    bounds: (1, 200),
    source: "default (no published source)",
    published: false,
};

/// The best grade that a critical finding leaves, open or possible.
pub static GRADE_CRITICAL: Threshold = Threshold {
    key: "grade.critical",
    meaning: "best grade with a critical finding that is open, or may be",
    // Grades are counted from the best.
    bound: Bound::Least,
    unit: Unit::Grade,
    default: PerTier([1, 1, 2, 3]),
    bounds: (1, 5),
    source: "default (no published source)",
    published: false,
};

/// The best grade that an open high finding leaves.
pub static GRADE_HIGH: Threshold = Threshold {
    key: "grade.high",
    meaning: "best grade with an open high finding that has no live waiver",
    // Grades are counted from the best.
    bound: Bound::Least,
    unit: Unit::Grade,
    default: PerTier([1, 1, 1, 2]),
    bounds: (1, 5),
    source: "default (no published source)",
    published: false,
};

/// From which share of the privileged assets with an open critical or high finding the grade is at most C.
pub static GRADE_SHARE_C: Threshold = Threshold {
    key: "grade.share-c",
    meaning: "share of T2–T3 assets with open critical or high findings from which the grade is at most C",
    bound: Bound::Most,
    unit: Unit::Percent,
    default: PerTier([10; 4]),
    bounds: (1, 100),
    source: "default (no published source)",
    published: false,
};

/// From which share of the privileged assets with an open critical or high finding the grade is at most D.
pub static GRADE_SHARE_D: Threshold = Threshold {
    key: "grade.share-d",
    meaning: "share of T2–T3 assets with open critical or high findings from which the grade is at most D",
    bound: Bound::Most,
    unit: Unit::Percent,
    default: PerTier([25; 4]),
    bounds: (1, 100),
    source: "default (no published source)",
    published: false,
};

/// The share of all weight that must be assessed for a grade.
pub static GRADE_COVERAGE: Threshold = Threshold {
    key: "grade.coverage",
    meaning: "coverage that a grade needs, at least",
    bound: Bound::Least,
    unit: Unit::Percent,
    default: PerTier([60; 4]),
    bounds: (1, 100),
    source: "default (no published source)",
    published: false,
};

/// How much of what is proven or not assessed on privileged assets an A needs observed or recorded.
pub static GRADE_SHOWN: Threshold = Threshold {
    key: "grade.shown",
    meaning: "what is observed or recorded on T2–T3 assets, of what is proven there or not assessed, below which the grade is at most B",
    bound: Bound::Least,
    unit: Unit::Percent,
    default: PerTier([50; 4]),
    bounds: (1, 100),
    source: "default (no published source)",
    published: false,
};

/// Every threshold, in the order reports print them.
pub static THRESHOLDS: &[&Threshold] = &[
    &REVIEW_MAX,
    &REVIEW_GRACE,
    &ROTATION_MAX,
    &TOKEN_TTL,
    &OFFBOARD_REVOKE,
    &PLAYBOOK_MAX,
    &ATTESTATION_MAX,
    &MEMORY_MAX,
    &EXERCISE_MAX,
    &FOLLOW_UP_MAX,
    &REVOKE_RTO,
    &DORMANT_MAX,
    &DELEGATION_DEPTH,
    &ORPHAN_USE,
    &POLICY_FRESH,
    &LOG_RETENTION,
    &LOG_SILENCE,
    &BASELINE_MAX,
    &ALERT_REVIEW,
    &VENDOR_REASSESS,
    &RELEASE_MAX,
    &VULN_SCAN,
    &VULN_URGENT,
    &VULN_CRITICAL,
    &VULN_HIGH,
    &VULN_OTHER,
    &OWNER_CONFIRM,
    &OWNER_BRIEFING,
    &SEEN_MAX,
    &UNUSED_MAX,
    &STOP_TEST,
    &EXPOSE_REVOKE,
    &EXPOSE_WINDOW,
    &REVIEW_EXECUTE,
    &SCAN_MAX,
    &HUMAN_WINDOW,
    &REMEDIATE_WITHIN,
    &WAIVER_MAX,
    &WAIVER_RENEWALS,
    &PURPOSE_MIN,
    &GRADE_CRITICAL,
    &GRADE_HIGH,
    &GRADE_SHARE_C,
    &GRADE_SHARE_D,
    &GRADE_COVERAGE,
    &GRADE_SHOWN,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_look_back_is_the_looser_one() {
        for window in [&EXPOSE_WINDOW, &HUMAN_WINDOW, &ORPHAN_USE] {
            let [default, ..] = window.default.0;
            assert!(window.is_looser(default - 1, default), "{}", window.key);
        }
    }

    #[test]
    fn every_default_lies_within_its_own_bounds_and_tightens_with_the_tier() {
        for threshold in THRESHOLDS {
            for pair in threshold.default.0.windows(2) {
                assert!(
                    !threshold.is_looser(pair[1], pair[0]),
                    "{} is relaxed as the tier rises",
                    threshold.key
                );
            }
            for value in threshold.default.0 {
                let (low, high) = threshold.bounds;
                assert!((low..=high).contains(&value), "{} {value}", threshold.key);
            }
        }
    }
}
