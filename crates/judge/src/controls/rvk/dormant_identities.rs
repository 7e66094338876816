//! RVK-05: no dormant identities.

use super::idle::{idle, never_used};
use super::sealed::is_sealed;
use crate::controls::prelude::*;
use model::records::Status;
use model::threshold;

/// Identities that are in use, or disabled.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-05",
    slug: "dormant-identities",
    family: Family::Rvk,
    title: "No dormant identities",
    why: "When an attacker starts to use an identity that nobody else uses, nobody notices.",
    criteria: Criteria {
        pass: "It was used within the window, or its status is disabled; or it is an account for \
               emergencies that no program uses, whose credential is sealed, whose use alerts an \
               active owner of identity or platform security, and which was tested within the limit.",
        partial: "At T0 and T1, it has been idle for no more than twice the window.",
        fail: "It is enabled and has been idle for longer, or was never used although use has \
               been recorded for longer than the window.",
    },
    remediation: "Disable it, and remove it after a period of inactivity. Where it is meant for \
                  emergencies, seal its credential, alert on its use, and test both.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[
        AssetKind::Server,
        AssetKind::Agent,
        AssetKind::ServiceAccount,
        AssetKind::Secret,
    ],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::DORMANT_MAX, &threshold::EXERCISE_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if asset.status() == Some(Status::Disabled) {
        return Judgement::pass("Disabled").because(asset.place_of("status"), "status = disabled");
    }
    let (last_used, since, appeared) = match &asset.facts {
        AssetFacts::Server(it) => (&it.last_used, &it.usage_since, it.first_seen.given()),
        AssetFacts::Agent(it) => (&it.last_used, &it.usage_since, None),
        AssetFacts::ServiceAccount(it) => (&it.last_used, &it.usage_since, None),
        AssetFacts::Secret(it) => (&it.last_used, &it.usage_since, it.issued_at.given()),
        AssetFacts::Organisation => (&Field::Absent, &Field::Absent, None),
    };
    let verdict = match last_used {
        Field::Absent => return Judgement::missing_field(asset.record_kind(), "last_used"),
        Field::Blank => never_used(since, appeared, asset, context),
        stated => {
            let path = (asset.record_kind(), "last_used");
            dated(stated, path, context, |last| idle(last, asset, context))
        }
    };
    let verdict = match (&asset.facts, verdict.outcome) {
        (AssetFacts::ServiceAccount(account), Outcome::Fail | Outcome::Partial) => {
            is_sealed(asset, account, context).unwrap_or(verdict)
        }
        _ => verdict,
    };
    verdict.because(asset.place_of("last_used"), quote("last_used", last_used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn used(last_used: Value, tier: Tier) -> Outcome {
        let account = json!({"id": "sync", "last_used": last_used});
        Kit::new().service_account(account).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn use_within_the_window_passes() {
        assert_eq!(used(json!("2026-10-08"), Tier::T2), Pass);
        assert_eq!(used(json!("2026-10-07"), Tier::T2), Fail);
    }

    #[test]
    fn low_tiers_may_idle_twice_as_long_for_a_partial_pass() {
        assert_eq!(used(json!("2026-08-23"), Tier::T1), Partial);
        assert_eq!(used(json!("2026-05-25"), Tier::T1), Fail);
    }

    #[test]
    fn off_is_as_good_as_used() {
        let agent = json!({"id": "helper", "status": "disabled"});
        assert_eq!(Kit::new().agent(agent).outcome(&CONTROL), Pass);
    }

    #[test]
    fn never_used_fails_once_use_would_have_been_seen() {
        let key = |since: Value, issued: &str| {
            let key = json!({"id": "key", "last_used": null, "usage_since": since,
                             "issued_at": issued});
            Kit::new().secret(key).tier(Tier::T1).outcome(&CONTROL)
        };
        assert_eq!(key(json!("2026-01-01"), "2025-01-01"), Fail);
        assert_eq!(key(json!("2026-01-01"), "2026-08-01"), Fail);
        assert_eq!(key(json!("2026-01-01"), "2026-11-01"), NotAssessed);
        assert_eq!(key(json!("2026-11-01"), "2025-01-01"), NotAssessed);
        assert_eq!(key(json!("2027-01-01"), "2025-01-01"), NotAssessed);
        assert_eq!(key(json!(null), "2025-01-01"), NotAssessed);
    }

    #[test]
    fn no_last_use_and_a_future_one_are_not_assessed() {
        let server = json!({"id": "crm", "usage_since": "2020-01-01"});
        assert_eq!(Kit::new().server(server).outcome(&CONTROL), NotAssessed);
        assert_eq!(used(json!("2027-01-01"), Tier::T2), NotAssessed);
    }
}
