//! RVK-05: what nobody uses is switched off.

use crate::controls::dated::when_past;
use crate::controls::wording::days;
use model::records::Status;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    Moment, PerTier, Reason, Severity, Tier, days_between, threshold,
};

/// Identities that are in use, or off.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-05",
    slug: "dormant-identities",
    family: Family::Rvk,
    title: "It was used lately, or is switched off",
    why: "An identity that nobody uses is missed by nobody when somebody else begins to.",
    criteria: Criteria {
        pass: "It was used within the window, or its status is disabled.",
        partial: "At T0 and T1, it has been idle for no more than twice the window.",
        fail: "It is on and has been idle for longer, or was never used in all the time, longer \
               than the window, that use has been recorded.",
    },
    remediation: "Disable it, and remove it after a while of silence. Waive it for a time if it is \
                  meant to lie idle, as an account for emergencies is.",
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
    thresholds: &[&threshold::DORMANT_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if asset.status() == Some(Status::Disabled) {
        return Judgement::pass("It is switched off").because(asset.place(), "status = disabled");
    }
    let Some(usage) = Usage::of(asset) else {
        return Judgement::not_applicable("It is no identity");
    };
    let verdict = match usage.last_used {
        Field::Blank => never(&usage, asset, context),
        stated => when_past(stated, (asset.record_kind(), "last_used"), context, |last| {
            idle(last, asset, context)
        }),
    };
    let last_used = usage.last_used.given().map_or_else(|| "(blank)".into(), ToString::to_string);
    match usage.last_used.is_absent() {
        true => verdict,
        false => verdict.because(asset.place(), format!("last_used = {last_used}")),
    }
}

/// What is recorded of the use of an asset.
struct Usage<'a> {
    last_used: &'a Field<Moment>,
    since: &'a Field<Moment>,
    appeared: Option<Moment>,
}

impl<'a> Usage<'a> {
    fn of(asset: &'a Asset) -> Option<Self> {
        let (last_used, since, appeared) = match &asset.facts {
            AssetFacts::Server(it) => (&it.last_used, &it.usage_since, it.first_seen.given()),
            AssetFacts::Agent(it) => (&it.last_used, &it.usage_since, None),
            AssetFacts::ServiceAccount(it) => (&it.last_used, &it.usage_since, None),
            AssetFacts::Secret(it) => (&it.last_used, &it.usage_since, it.issued_at.given()),
            AssetFacts::Organisation => return None,
        };
        Some(Usage { last_used, since, appeared: appeared.copied() })
    }
}

fn idle(last: Moment, asset: &Asset, context: &Context) -> Judgement {
    let age = days_between(last, context.as_of);
    let window = context.limit(&threshold::DORMANT_MAX, asset.test_tier());
    let sentence = format!("Last used {} ago; the window is {}", days(age), days(window));
    if age <= window {
        Judgement::pass(sentence)
    } else if age <= 2 * window && asset.test_tier() < Tier::T2 {
        Judgement::partial(sentence)
    } else {
        Judgement::fail(sentence)
    }
}

/// A source carries the last use, and has none: it counts from the first day that a use would
/// have been seen. It never earns half, or leaving an old date blank would pay.
fn never(usage: &Usage<'_>, asset: &Asset, context: &Context) -> Judgement {
    let record = asset.record_kind();
    when_past(usage.since, (record, "usage_since"), context, |since| {
        let came = usage.appeared.filter(|day| day.day() <= context.as_of);
        let on_record = days_between(came.map_or(since, |day| day.max(since)), context.as_of);
        let window = context.limit(&threshold::DORMANT_MAX, asset.test_tier());
        if on_record > window {
            let sentence =
                format!("It is on, and no use of it is on record in {}", days(on_record));
            return Judgement::fail(sentence)
                .because(asset.place(), format!("usage_since = {since}"));
        }
        let sentence = format!(
            "No use yet in the {} on record; the window is {}",
            days(on_record),
            days(window)
        );
        Judgement::unusable(Reason::MissingField, record, "last_used", sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn used(last_used: Value, tier: Tier) -> Outcome {
        let account = json!({"id": "sync", "last_used": last_used});
        Bench::new().service_account(account).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn use_within_the_window_passes() {
        assert_eq!(used(json!("2026-10-08"), Tier::T2), Pass);
        assert_eq!(used(json!("2026-10-07"), Tier::T2), Fail);
    }

    #[test]
    fn low_tiers_may_idle_twice_as_long_for_half() {
        assert_eq!(used(json!("2026-08-23"), Tier::T1), Partial);
        assert_eq!(used(json!("2026-05-25"), Tier::T1), Fail);
    }

    #[test]
    fn off_is_as_good_as_used() {
        let agent = json!({"id": "helper", "status": "disabled"});
        assert_eq!(Bench::new().agent(agent).outcome(&CONTROL), Pass);
    }

    #[test]
    fn never_used_fails_once_use_would_have_been_seen() {
        let key = |since: Value, issued: &str| {
            let key = json!({"id": "key", "last_used": null, "usage_since": since,
                             "issued_at": issued});
            Bench::new().secret(key).tier(Tier::T1).outcome(&CONTROL)
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
        assert_eq!(Bench::new().server(server).outcome(&CONTROL), NotAssessed);
        assert_eq!(used(json!("2027-01-01"), Tier::T2), NotAssessed);
    }
}
