//! OWN-05: owner is active and attested within the limit.

use crate::controls::checks::{first_day_past, is_recent, missing};
use crate::controls::prelude::*;
use crate::controls::references::{Reference, Shown, refused_by};
use model::Moment;
use model::records::{Owner, Secret};
use model::threshold::{OWNER_BRIEFING, OWNER_CONFIRM};
use model::wording::days;

/// An active owner who confirmed the ownership, has a deputy and was briefed.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-05",
    slug: "current-owner",
    family: Family::Own,
    title: "Active owner attested within the limit",
    why: "A name in a register outlasts the person's job. Somebody who left, or was never briefed \
          on the duties of an owner, does not act when action is needed.",
    criteria: Criteria {
        pass: "The owner is recorded as active and confirmed the ownership within the limit. From \
               T2 on, an active deputy of the same domain is named and the owner was briefed \
               within the limit. For a secret, only the status of its owner, or of those it \
               inherits, is judged.",
        partial: "The owner is active and has confirmed, but from T2 on there is no active deputy \
                  or no recent briefing.",
        fail: "The owner, or the lead of the team, has left or moved, nobody in the register is \
               named, or the ownership was confirmed too long ago or never.",
    },
    remediation: "Transfer the asset to an active owner and replace credentials that a leaver \
                  knew. Have the owner confirm the ownership, name a deputy and brief both.",
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
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let confirmed_on = match &asset.facts {
        AssetFacts::Server(server) => &server.owner_confirmed_on,
        AssetFacts::Agent(agent) => &agent.owner_confirmed_on,
        AssetFacts::ServiceAccount(account) => &account.owner_confirmed_on,
        AssetFacts::Secret(secret) => return of_secret(asset, secret, context),
        AssetFacts::Organisation => &Field::Absent,
    };
    let mut verdict = active(asset, context).worst_of(confirmation(confirmed_on, asset, context));
    if let (Tier::T2 | Tier::T3, Some(owner)) = (asset.test_tier(), registered(asset, context)) {
        verdict =
            verdict.worst_of(deputy(owner, context)).worst_of(briefing(owner, asset, context));
    }
    if verdict.outcome == Outcome::Pass {
        verdict.sentence += " and confirmed the ownership";
    }
    verdict
}

/// The record of the one owner of an asset, if the register has it.
fn registered<'a>(asset: &Asset, context: &'a Context) -> Option<&'a Placed<Owner>> {
    match asset.owner().items() {
        [one] => context.owners.get(one),
        _ => None,
    }
}

/// A secret is confirmed line by line in the access review; what remains is whether its owner is
/// active. Where an owner is named and others are inherited, the better verdict counts: else
/// leaving out a leaver, or the inheritance, would help.
fn of_secret(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    let own = active(asset, context);
    if secret.owner_inherited.given() != Some(&true) {
        return own;
    }
    let status = |user: &Asset| active(user, context);
    let inherited = context.users_of(asset).map(status).reduce(Judgement::worst_of);
    let inherited = inherited.unwrap_or_else(|| match &secret.used_by {
        Field::Given(_) => {
            Judgement::fail("No owner: inheritance is stated, but nothing uses the secret")
        }
        silent => Judgement::silent(silent, "secrets", "used_by"),
    });
    let better = if inherited.outcome.rank() < own.outcome.rank() { inherited } else { own };
    better.because(asset.place_of("owner_inherited"), "owner_inherited = true")
}

/// Never assumed active: the register must state it, of a team's lead too.
fn active(asset: &Asset, context: &Context) -> Judgement {
    let verdict = match Reference::owner_of(asset, Mandate::ANY, context) {
        Reference::Known(party) => Judgement::pass(words!("Owner {} is active", party.owner.id)),
        Reference::Unresolved(why, since) => {
            let verdict = Judgement::fail(words!("No active owner ({why})")).since(since);
            because_list(verdict, &asset.from, "owner", asset.owner())
        }
        other => other.judge(Judgement::fail),
    };
    let Some(owner) = registered(asset, context) else { return verdict };
    let Owner { id, status, .. } = &owner.record;
    let verdict =
        verdict.because(owner.place_of("status"), words!("{id}: {}", quote("status", status)));
    match context.authority(id, Mandate::ANY) {
        Ok(_) => verdict,
        Err(refusal) => match refused_by(&refusal, context) {
            // Cited above.
            Some(shown) if (shown.owner, shown.field) == (&owner.record, "status") => verdict,
            Some(Shown { place, fact, .. }) => verdict.because(place, fact),
            None => verdict,
        },
    }
}

fn confirmation(on: &Field<Moment>, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&OWNER_CONFIRM, asset.test_tier());
    let path = (asset.record_kind(), "owner_confirmed_on");
    let verdict = match on {
        Field::Absent => return missing(path),
        Field::Blank => Judgement::fail("Ownership never confirmed"),
        Field::Given(_) => within(on, path, limit, context, |age, limit| {
            Judgement::fail(words!("Ownership confirmed {age} ago (limit {limit})"))
        }),
    };
    verdict.because(asset.place_of(path.1), quote(path.1, on))
}

/// A deputy is active, another person, and of the owner's domain: a deputy decides the same.
fn deputy(owner: &Placed<Owner>, context: &Context) -> Judgement {
    let Owner { id, deputy, domains, .. } = &owner.record;
    let Field::Given(domains) = domains else {
        return Judgement::silent(domains, "owners", "domains");
    };
    let none = |why: String| Judgement::partial(words!("Owner {id} has no active deputy ({why})"));
    let path = ("owners", "deputy");
    if domains.is_empty() {
        return none("the owner acts for no domain".into())
            .because(owner.place_of("domains"), words!("{id}: domains = (none)"));
    }
    let verdict = match Reference::of(deputy, path, Mandate::of(domains), context) {
        Reference::Known(party) => match context.authority(id, Mandate::ANY) {
            Ok(owner) if owner.is_same(&party) => none("the deputy is the owner".into()),
            _ => return Judgement::pass(""),
        },
        other => other.judge(none),
    };
    verdict.because(owner.place_of("deputy"), words!("{id}: {}", quote("deputy", deputy)))
}

/// A briefing that is too old or dated in the future counts as none.
fn briefing(owner: &Placed<Owner>, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&OWNER_BRIEFING, asset.test_tier());
    let Owner { id, briefed_on, .. } = &owner.record;
    match briefed_on {
        Field::Absent => Judgement::missing_field("owners", "briefed_on"),
        on if is_recent(on.given(), limit, context) => Judgement::pass(""),
        on => Judgement::partial(words!("Owner {id} not briefed within {}", days(limit)))
            .since(on.given().and_then(|day| first_day_past(*day, limit)))
            .because(owner.place_of("briefed_on"), words!("{id}: {}", quote("briefed_on", on))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn ada() -> Value {
        json!({"id": "ada", "kind": "person", "status": "active", "domains": ["identity"],
               "deputy": "bo", "briefed_on": "2026-02-01"})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn kit(owner: Value, confirmed: Value) -> Kit {
        Kit::new()
            .owner(owner)
            .person("bo", "identity")
            .person("ola", "operator")
            .owner(json!({"id": "cleo", "kind": "person", "status": "departed", "domains": ["identity"]}))
            .server(json!({"id": "crm", "owner": ["ada"], "owner_confirmed_on": confirmed}))
    }

    fn outcome(field: &str, value: Value) -> Outcome {
        kit(with(ada(), field, value), json!("2026-10-01")).outcome(&CONTROL)
    }

    #[test]
    fn active_confirmed_deputised_and_briefed_passes() {
        assert_eq!(kit(ada(), json!("2026-10-01")).outcome(&CONTROL), Pass);
        let plain = json!({"id": "ada", "kind": "person", "status": "active"});
        assert_eq!(kit(plain, json!("2026-10-01")).tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    #[test]
    fn gone_or_stale_fails_to_the_day() {
        assert_eq!(outcome("status", json!("departed")), Fail);
        assert_eq!(outcome("status", json!("transferred")), Fail);
        assert_eq!(kit(ada(), json!("2026-08-24")).outcome(&CONTROL), Pass);
        assert_eq!(kit(ada(), json!("2026-08-23")).outcome(&CONTROL), Fail);
        assert_eq!(kit(ada(), json!(null)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_missing_deputy_or_briefing_is_partial_from_t2() {
        for nobody in ["tbd", "ghost", "ada", "cleo", "ola", ""].map(|name| json!(name)) {
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
            assert_eq!(Kit::new().owner(ada()).server(server).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn of_a_secret_only_the_role_of_who_answers_is_asked() {
        let of = |secret: Value| {
            let kit = Kit::new()
                .secret(secret)
                .server(json!({"id": "crm", "owner": ["ada"]}))
                .server(json!({"id": "hub", "owner": ["cleo"]}));
            let kit = kit.person("ada", "identity");
            kit.owner(json!({"id": "cleo", "kind": "person", "status": "departed", "domains": ["identity"]})).outcome(&CONTROL)
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
            let kit = Kit::new().secret(secret).server(json!({"id": "crm", "owner": [user]}));
            let kit = kit.person("ada", "identity");
            kit.owner(json!({"id": "cleo", "kind": "person", "status": "departed", "domains": ["identity"]})).outcome(&CONTROL)
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
    fn who_acts_for_no_domain_has_no_deputy() {
        assert_eq!(outcome("domains", json!([])), Partial);
    }

    #[test]
    fn the_record_that_shows_it_is_cited() {
        let facts = |owner: Value| {
            let kit = kit(owner, json!("2026-10-01"));
            let evidence = kit.judge(&CONTROL).evidence.into_iter();
            evidence.map(|evidence| evidence.fact).collect::<Vec<_>>()
        };
        let team =
            |lead: &str| json!({"id": "ada", "kind": "team", "status": "active", "lead": lead});
        let moved = with(ada(), "left_on", json!("2026-10-01"));
        for (owner, fact) in [
            (team("cleo"), "cleo: status = departed"),
            (team("ghost"), "ada: lead = ghost"),
            (team("ada"), "ada: lead = ada"),
            (moved, "ada: left_on = 2026-10-01"),
            (with(ada(), "kind", json!("program")), "ada: kind = program"),
            (with(ada(), "status", json!("departed")), "ada: status = departed"),
        ] {
            let found = facts(owner);
            assert_eq!(found.iter().filter(|one| *one == fact).count(), 1, "{fact}: {found:?}");
        }
    }

    #[test]
    fn missing_and_future_data_are_not_assessed() {
        assert_eq!(outcome("status", json!("unknown")), NotAssessed);
        assert_eq!(outcome("status", json!(null)), NotAssessed);
        for field in ["kind", "status", "domains", "deputy", "briefed_on"] {
            let mut owner = ada();
            owner.as_object_mut().expect("a record").remove(field);
            let ask = kit(owner, json!("2026-10-01")).judge(&CONTROL).ask;
            assert_eq!(ask.map(|ask| ask.to_string()), Some(format!("owners.{field}")));
        }
        assert_eq!(kit(ada(), json!("2027-01-01")).outcome(&CONTROL), NotAssessed);
        let unconfirmed = Kit::new().owner(ada()).agent(json!({"id": "bot", "owner": ["ada"]}));
        assert_eq!(unconfirmed.outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().agent(json!({"id": "bot"})).outcome(&CONTROL), NotAssessed);
        let unregistered = Kit::new().agent(json!({"id": "bot", "owner": ["ada"]}));
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
    }
}
