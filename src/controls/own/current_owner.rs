//! OWN-05: the owner is still here, and knows it.

use super::naming::{self, Naming};
use crate::model::records::{Owner, OwnerStatus};
use crate::model::threshold::{OWNER_BRIEFING, OWNER_CONFIRM};
use crate::model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    Moment, OwnerResolution, PerTier, Placed, Reason, Severity, Tier, days_between,
};

/// An owner in the role, who said so lately, can be stood in for and was told the duty.
pub static CONTROL: Control = Control {
    id: "OWN-05",
    slug: "current-owner",
    family: Family::Own,
    title: "Its owner is still in the role, and confirmed the ownership lately",
    why: "A name in a register outlives its bearer's job. Whoever left, or was never told what \
          owning an identity means, switches nothing off.",
    criteria: Criteria {
        pass: "The owner is recorded as active and confirmed the ownership within the limit; from \
               T2 on, an active deputy is named and the owner was briefed within the limit.",
        partial: "The owner is active and has confirmed, but from T2 on the deputy or the \
                  briefing is wanting.",
        fail: "The owner has left or moved, nobody who can be found is named, or the ownership \
               was confirmed too long ago or never.",
    },
    remediation: "Hand the asset to somebody who is here and replace what a leaver knew; have the \
                  owner confirm, name a deputy and brief both.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&OWNER_CONFIRM, &OWNER_BRIEFING],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let owner = match naming::single(asset.owner(), asset.record_kind(), context) {
        Naming::Known(id) => context.owners.get(id),
        Naming::Nobody(why) => {
            return Judgement::fail(format!("No owner can be found: {why}"))
                .because(asset.place(), format!("owner = {}", asset.owner().items().join(", ")));
        }
        Naming::Untold(record, field) => return naming::missing((record, field)),
    };
    let Some(owner) = owner else { return Judgement::missing_record("owners") };
    let verdict = in_role(owner).worst_of(confirmation(asset, context));
    if asset.tests() < Tier::T2 {
        return verdict;
    }
    verdict.worst_of(deputy(owner, context)).worst_of(briefing(owner, asset, context))
}

/// Never assumed active: somebody has to say so. A stated date of leaving adds nothing to a stated
/// status, else leaving the date out would pay.
fn in_role(owner: &Placed<Owner>) -> Judgement {
    let id = &owner.record.id;
    let left = owner.record.left_on.given().map_or(String::new(), |day| format!(" on {day}"));
    let verdict = match &owner.record.status {
        Field::Given(OwnerStatus::Active) => {
            Judgement::pass(format!("{id} is in the role, and confirmed the ownership"))
        }
        Field::Given(OwnerStatus::Departed) => {
            Judgement::fail(format!("The owner {id} left the organisation{left}"))
        }
        Field::Given(OwnerStatus::Transferred) => {
            Judgement::fail(format!("The owner {id} moved to another role{left}"))
        }
        Field::Given(OwnerStatus::Unknown) => Judgement::unusable(
            Reason::MissingField,
            "owners",
            "status",
            format!("Nobody can say whether the owner {id} is still here"),
        ),
        silent => Judgement::silent(silent, "owners", "status"),
    };
    match owner.record.status.given() {
        Some(status) => {
            let status = format!("{id}: status = {status:?}").to_lowercase();
            verdict.because(Some(&owner.place), status)
        }
        None => verdict,
    }
}

fn confirmation(asset: &Asset, context: &Context) -> Judgement {
    let confirmed = match &asset.facts {
        AssetFacts::Server(server) => &server.owner_confirmed_on,
        AssetFacts::Agent(agent) => &agent.owner_confirmed_on,
        AssetFacts::ServiceAccount(account) => &account.owner_confirmed_on,
        AssetFacts::Secret(_) | AssetFacts::Organisation => &Field::Absent,
    };
    let limit = context.limit(&OWNER_CONFIRM, asset.tests());
    let on = match confirmed {
        Field::Absent => {
            return Judgement::missing_field(asset.record_kind(), "owner_confirmed_on");
        }
        Field::Blank => return Judgement::fail("The owner never confirmed the ownership"),
        Field::Given(on) => on,
    };
    let verdict = match days_between(*on, context.as_of) {
        ..0 => Judgement::unusable(
            Reason::InvalidData,
            asset.record_kind(),
            "owner_confirmed_on",
            "The confirmation is dated in the future",
        ),
        age if age > limit => {
            Judgement::fail(format!("Confirmed {age} days ago; {limit} days are allowed"))
        }
        _ => Judgement::pass(""),
    };
    verdict.because(asset.place(), format!("owner_confirmed_on = {on}"))
}

/// A deputy counts who can be found, is active and is not the owner.
fn deputy(owner: &Placed<Owner>, context: &Context) -> Judgement {
    let Owner { id, deputy, .. } = &owner.record;
    let stated = deputy.given().map_or("nobody", String::as_str);
    match deputy.given().map(|deputy| context.resolve_owner(deputy)) {
        None if deputy.is_absent() => Judgement::missing_field("owners", "deputy"),
        Some(OwnerResolution::Known(known))
            if known.id != *id && known.status.given() == Some(&OwnerStatus::Active) =>
        {
            Judgement::pass("")
        }
        _ => Judgement::partial(format!("No active deputy stands in for {id}"))
            .because(Some(&owner.place), format!("{id}: deputy = {stated}")),
    }
}

/// A briefing that is too old or dated in the future is worth as much as none.
fn briefing(owner: &Placed<Owner>, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&OWNER_BRIEFING, asset.tests());
    let Owner { id, briefed_on, .. } = &owner.record;
    let age = |on: &Moment| days_between(*on, context.as_of);
    match briefed_on {
        Field::Absent => Judgement::missing_field("owners", "briefed_on"),
        Field::Given(on) if (0..=limit).contains(&age(on)) => Judgement::pass(""),
        Field::Given(on) => Judgement::partial(format!("No briefing of {id} within {limit} days"))
            .because(Some(&owner.place), format!("{id}: briefed_on = {on}")),
        Field::Blank => Judgement::partial(format!("The owner {id} was never briefed"))
            .because(Some(&owner.place), format!("{id}: briefed_on = (blank)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use crate::model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn ada() -> Value {
        json!({"id": "ada", "status": "active", "deputy": "bo", "briefed_on": "2026-02-01"})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn bench(owner: Value, confirmed: Value) -> Bench {
        Bench::new()
            .owner(owner)
            .owner(json!({"id": "bo", "status": "active"}))
            .owner(json!({"id": "cleo", "status": "departed"}))
            .server(json!({"id": "crm", "owner": ["ada"], "owner_confirmed_on": confirmed}))
    }

    fn outcome(field: &str, value: Value) -> Outcome {
        bench(with(ada(), field, value), json!("2026-10-01")).outcome(&CONTROL)
    }

    #[test]
    fn active_confirmed_deputised_and_briefed_passes() {
        assert_eq!(bench(ada(), json!("2026-10-01")).outcome(&CONTROL), Pass);
        let plain = json!({"id": "ada", "status": "active"});
        assert_eq!(bench(plain, json!("2026-10-01")).tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    #[test]
    fn gone_or_stale_fails_to_the_day() {
        assert_eq!(outcome("status", json!("departed")), Fail);
        assert_eq!(outcome("status", json!("transferred")), Fail);
        assert_eq!(bench(ada(), json!("2026-08-24")).outcome(&CONTROL), Pass);
        assert_eq!(bench(ada(), json!("2026-08-23")).outcome(&CONTROL), Fail);
        assert_eq!(bench(ada(), json!(null)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_wanting_deputy_or_briefing_is_partial_from_t2() {
        for nobody in [json!(null), json!("tbd"), json!("ghost"), json!("ada"), json!("cleo")] {
            assert_eq!(outcome("deputy", nobody), Partial);
        }
        for never in [json!(null), json!("2025-11-21"), json!("2027-01-01")] {
            assert_eq!(outcome("briefed_on", never), Partial);
        }
    }

    #[test]
    fn an_owner_who_cannot_be_found_fails() {
        for owner in [json!(null), json!(["ghost"]), json!(["ada", "bo"])] {
            let server = json!({"id": "crm", "owner": owner});
            assert_eq!(Bench::new().owner(ada()).server(server).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn silence_and_the_future_are_not_assessed() {
        assert_eq!(outcome("status", json!("unknown")), NotAssessed);
        assert_eq!(outcome("status", json!(null)), NotAssessed);
        for field in ["status", "deputy", "briefed_on"] {
            let mut owner = ada();
            owner.as_object_mut().expect("a record").remove(field);
            let ask = bench(owner, json!("2026-10-01")).judge(&CONTROL).ask;
            assert_eq!(ask.map(|ask| ask.to_string()), Some(format!("owners.{field}")));
        }
        assert_eq!(bench(ada(), json!("2027-01-01")).outcome(&CONTROL), NotAssessed);
        let unconfirmed = Bench::new().owner(ada()).agent(json!({"id": "bot", "owner": ["ada"]}));
        assert_eq!(unconfirmed.outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().agent(json!({"id": "bot"})).outcome(&CONTROL), NotAssessed);
        let unregistered = Bench::new().agent(json!({"id": "bot", "owner": ["ada"]}));
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
    }
}
