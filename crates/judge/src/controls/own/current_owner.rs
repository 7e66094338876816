//! OWN-05: the owner is still here, and knows it.

use super::naming::{self, Naming};
use crate::controls::wording::days;
use model::records::{Owner, OwnerStatus, Secret};
use model::threshold::{OWNER_BRIEFING, OWNER_CONFIRM};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    Moment, Outcome, OwnerResolution, PerTier, Placed, Reason, Severity, Tier, days_between,
};

/// An owner in the role, who said so lately, can be stood in for and was told the duty.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-05",
    slug: "current-owner",
    family: Family::Own,
    title: "Its owner is still in the role, and confirmed the ownership lately",
    why: "A name in a register outlives its bearer's job. Whoever left, or was never told what \
          owning an identity means, switches nothing off.",
    criteria: Criteria {
        pass: "The owner is recorded as active and confirmed the ownership within the limit; from \
               T2 on, an active deputy is named and the owner was briefed within the limit. Of a \
               secret's owner, or of those it inherits, only the first is asked.",
        partial: "The owner is active and has confirmed, but from T2 on the deputy or the \
                  briefing is wanting.",
        fail: "The owner has left or moved, nobody who can be found is named, or the ownership \
               was confirmed too long ago or never.",
    },
    remediation: "Hand the asset to somebody who is here and replace what a leaver knew; have the \
                  owner confirm, name a deputy and brief both.",
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
    thresholds: &[&OWNER_CONFIRM, &OWNER_BRIEFING],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let AssetFacts::Secret(secret) = &asset.facts {
        return of_secret(asset, secret, context);
    }
    let owner = match owner(asset, context) {
        Ok(owner) => owner,
        Err(nobody) => return *nobody,
    };
    let mut verdict = in_role(owner).worst_of(confirmation(asset, context));
    if asset.test_tier() >= Tier::T2 {
        verdict =
            verdict.worst_of(deputy(owner, context)).worst_of(briefing(owner, asset, context));
    }
    if verdict.outcome == Outcome::Pass {
        verdict.sentence += ", and confirmed the ownership";
    }
    verdict
}

/// The one owner of an asset, or the verdict that there is none.
fn owner<'a>(asset: &Asset, context: &'a Context) -> Result<&'a Placed<Owner>, Box<Judgement>> {
    let verdict = match naming::single(asset.owner(), asset.record_kind(), context) {
        Naming::Known(id) => match context.owners.get(id) {
            Some(owner) => return Ok(owner),
            None => Judgement::missing_record("owners"),
        },
        Naming::Nobody(why) => Judgement::fail(format!("No owner can be found: {why}"))
            .because(asset.place(), naming::quote(asset.owner())),
        Naming::Untold(record, field) => naming::missing((record, field)),
    };
    Err(Box::new(verdict))
}

/// A secret is confirmed line by line in the access review; what remains to ask is whether who
/// answers for it is still here. Where an owner is named and others are inherited, the better
/// verdict stands: else leaving out a leaver, or the inheritance, would pay.
fn of_secret(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    let here = |asset: &Asset| owner(asset, context).map_or_else(|nobody| *nobody, in_role);
    let own = here(asset);
    if secret.owner_inherited.given() != Some(&true) {
        return own;
    }
    let inherited = context.users_of(asset).map(here).reduce(Judgement::worst_of);
    let inherited = inherited.unwrap_or_else(|| match &secret.used_by {
        Field::Given(_) => Judgement::fail("An owner is inherited, but nothing uses the secret"),
        silent => Judgement::silent(silent, "secrets", "used_by"),
    });
    let better = if inherited.outcome.rank() < own.outcome.rank() { inherited } else { own };
    better.because(asset.place(), "owner_inherited = true")
}

/// Never assumed active: somebody has to say so. A stated date of leaving adds nothing to a stated
/// status, else leaving the date out would pay.
fn in_role(owner: &Placed<Owner>) -> Judgement {
    let id = &owner.record.id;
    let left = owner.record.left_on.given().map_or(String::new(), |day| format!(" on {day}"));
    let verdict = match &owner.record.status {
        Field::Given(OwnerStatus::Active) => Judgement::pass(format!("{id} is recorded as active")),
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
            format!("Whether the owner {id} is still here is recorded as unknown"),
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
    let limit = context.limit(&OWNER_CONFIRM, asset.test_tier());
    let on = match confirmed {
        Field::Absent => {
            return Judgement::missing_field(asset.record_kind(), "owner_confirmed_on");
        }
        Field::Blank => {
            return Judgement::fail("No confirmation of the ownership is on record")
                .because(asset.place(), "owner_confirmed_on = (blank)");
        }
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
            Judgement::fail(format!("Confirmed {} ago; the limit is {}", days(age), days(limit)))
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
    let limit = context.limit(&OWNER_BRIEFING, asset.test_tier());
    let Owner { id, briefed_on, .. } = &owner.record;
    let age = |on: &Moment| days_between(*on, context.as_of);
    match briefed_on {
        Field::Absent => Judgement::missing_field("owners", "briefed_on"),
        Field::Given(on) if (0..=limit).contains(&age(on)) => Judgement::pass(""),
        Field::Given(on) => {
            Judgement::partial(format!("No briefing of {id} within {}", days(limit)))
                .because(Some(&owner.place), format!("{id}: briefed_on = {on}"))
        }
        Field::Blank => Judgement::partial(format!("No briefing of {id} is on record"))
            .because(Some(&owner.place), format!("{id}: briefed_on = (blank)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
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
    fn of_a_secret_only_the_role_of_who_answers_is_asked() {
        let of = |secret: Value| {
            let bench = Bench::new()
                .secret(secret)
                .server(json!({"id": "crm", "owner": ["ada"]}))
                .server(json!({"id": "hub", "owner": ["cleo"]}));
            let bench = bench.owner(json!({"id": "ada", "status": "active"}));
            bench.owner(json!({"id": "cleo", "status": "departed"})).outcome(&CONTROL)
        };
        assert_eq!(of(json!({"id": "key", "owner": ["ada"]})), Pass);
        assert_eq!(of(json!({"id": "key", "owner": ["cleo"]})), Fail);
        assert_eq!(of(json!({"id": "key", "owner": null})), Fail);
        assert_eq!(of(json!({"id": "key"})), NotAssessed);
        let inherits = |users: Value| json!({"id": "key", "owner_inherited": true, "owner": null, "used_by": users});
        assert_eq!(of(inherits(json!(["crm"]))), Pass);
        assert_eq!(of(inherits(json!(["crm", "hub"]))), Fail);
        assert_eq!(of(inherits(json!([]))), Fail);
        assert_eq!(of(inherits(json!(null))), NotAssessed);
    }

    #[test]
    fn leaving_out_a_leaver_or_the_inheritance_gains_nothing() {
        let of = |owner: Value, inherits: Value, user: &str| {
            let secret = json!({"id": "key", "owner": owner, "owner_inherited": inherits, "used_by": ["crm"]});
            let bench = Bench::new().secret(secret).server(json!({"id": "crm", "owner": [user]}));
            let bench = bench.owner(json!({"id": "ada", "status": "active"}));
            bench.owner(json!({"id": "cleo", "status": "departed"})).outcome(&CONTROL)
        };
        for (owner, user) in [("cleo", "ada"), ("ada", "cleo"), ("cleo", "cleo"), ("ada", "ada")] {
            let whole = of(json!([owner]), json!(true), user);
            for less in [of(json!(null), json!(true), user), of(json!([owner]), json!(null), user)]
            {
                assert!(less.rank() >= whole.rank(), "{owner}, {user}");
            }
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
