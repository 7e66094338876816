//! OWN-03: somebody answers for every secret.

use super::naming::{self, Naming};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Judgement, PerTier,
    Severity, Tier,
};

/// The secret has an owner of its own, or is stated to inherit one.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-03",
    slug: "secret-owner",
    family: Family::Own,
    title: "A named owner answers for the secret",
    why: "A secret nobody owns is rotated by nobody, narrowed by nobody, and still works years \
          after the thing it was made for is gone.",
    criteria: Criteria {
        pass: "One owner is named and in the owner register. At T0 and T1 the secret may instead \
               be stated to inherit the owner of what uses it.",
        partial: "At T2 and T3 the secret is stated to inherit an owner who can be found.",
        fail: "No owner is named, the name leads nowhere or several are named, and no owner is \
               inherited.",
    },
    remediation: "Name who answers for the secret's scope, rotation and revocation; if nobody \
                  does and nothing uses it, revoke it.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Secret(secret) = &asset.facts else {
        return Judgement::not_applicable("Only secrets are judged");
    };
    let inherits = secret.owner_inherited.given() == Some(&true);
    // Inheritance also answers a name that leads nowhere: leaving that name out must not help.
    let verdict = match naming::single(&secret.owner, "secrets", context) {
        Naming::Known(owner) => Judgement::pass(format!("{owner} is named as its owner")),
        _ if inherits => inherited(asset, context),
        Naming::Nobody(why) => Judgement::fail(format!("No owner can be found: {why}")),
        Naming::Untold(record, field) => naming::missing((record, field)),
    };
    let inheritance = if inherits { ", owner_inherited = true" } else { "" };
    let stated = naming::quote(&secret.owner);
    verdict.because(asset.place(), format!("{stated}{inheritance}"))
}

/// The verdict where the secret takes the owners of everything that uses it.
fn inherited(secret: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Secret(record) = &secret.facts else {
        return Judgement::not_applicable("Only secrets are judged");
    };
    if record.used_by.is_absent() {
        return Judgement::missing_field("secrets", "used_by");
    }
    let users = context.users_of(secret);
    let mut owners = Vec::new();
    for user in users {
        match naming::single(user.owner(), user.record_kind(), context) {
            Naming::Known(owner) => owners.push(owner),
            Naming::Nobody(why) => {
                return Judgement::fail(format!(
                    "It inherits the owner of {}, and none can be found: {why}",
                    user.key
                ));
            }
            Naming::Untold(record, field) => return naming::missing((record, field)),
        }
    }
    let owners = owners.join(", ");
    match (owners.as_str(), secret.test_tier()) {
        ("", _) => Judgement::fail("An owner is inherited, but nothing is known to use the secret"),
        (_, Tier::T0 | Tier::T1) => Judgement::pass(format!("{owners} is inherited as the owner")),
        _ => Judgement::partial(format!("{owners} is only inherited as the owner")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(secret: Value) -> Bench {
        let mut record = json!({"id": "crm-key", "used_by": ["crm"]});
        if let (Some(record), Some(more)) = (record.as_object_mut(), secret.as_object()) {
            record.extend(more.clone());
        }
        Bench::new()
            .owner(json!({"id": "ada"}))
            .secret(record)
            .server(json!({"id": "crm", "owner": ["ada"]}))
    }

    #[test]
    fn a_named_owner_passes() {
        assert_eq!(bench(json!({"owner": ["ada"]})).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_stated_inheritance_passes_at_low_tiers_only() {
        let secret = || bench(json!({"owner": null, "owner_inherited": true}));
        assert_eq!(secret().tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(secret().outcome(&CONTROL), Partial);
    }

    #[test]
    fn leaving_out_a_name_that_leads_nowhere_does_not_help() {
        let named = bench(json!({"owner": ["ghost"], "owner_inherited": true}));
        assert_eq!(named.outcome(&CONTROL), Partial);
    }

    #[test]
    fn no_name_no_user_and_an_unowned_user_fail() {
        assert_eq!(bench(json!({"owner": null})).outcome(&CONTROL), Fail);
        assert_eq!(bench(json!({"owner": ["ghost"]})).outcome(&CONTROL), Fail);
        let unused = json!({"owner": null, "owner_inherited": true, "used_by": []});
        assert_eq!(bench(unused).outcome(&CONTROL), Fail);
        let unowned = Bench::new()
            .owner(json!({"id": "ada"}))
            .secret(json!({"id": "key", "owner_inherited": true, "used_by": ["crm"]}))
            .server(json!({"id": "crm", "owner": ["TBD"]}));
        assert_eq!(unowned.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_owner_field_no_users_field_and_no_register_are_not_assessed() {
        assert_eq!(bench(json!({})).outcome(&CONTROL), NotAssessed);
        let users = Bench::new().secret(json!({"id": "key", "owner_inherited": true}));
        assert_eq!(users.outcome(&CONTROL), NotAssessed);
        let register = Bench::new().secret(json!({"id": "key", "owner": ["ada"]}));
        assert_eq!(register.outcome(&CONTROL), NotAssessed);
    }
}
