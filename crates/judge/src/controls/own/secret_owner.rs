//! OWN-03: secret owner.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::Secret;

/// The secret has an owner of its own, or is stated to inherit one.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-03",
    slug: "secret-owner",
    family: Family::Own,
    title: "Secret owner",
    why: "A secret without an owner is neither rotated nor narrowed, and still works years after \
          its purpose has ended.",
    criteria: Criteria {
        pass: "One owner is named, in the owner register and active. At T0 and T1 the secret may \
               instead be stated to inherit the owner of what uses it.",
        partial: "At T2 and T3 the secret is stated to inherit an active owner in the register.",
        fail: "No owner is named, the name is not in the register, several are named or the owner \
               has left or moved, and no active owner is inherited.",
    },
    remediation: "Name an owner for the secret's scope, rotation and revocation. If it has none and \
                  nothing uses it, revoke it.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Secret(judge),
};

fn judge(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    let inherits = secret.owner_inherited.given() == Some(&true);
    // Inheritance also settles a name that is in no register: leaving that name out must not help.
    let verdict = match Reference::owner_of(asset, Mandate::ANY, context) {
        Reference::Known(owner) => Judgement::pass(words!("Owner: {}", owner.owner.id)),
        _ if inherits => inherited(asset, secret, context),
        other => other.judge(|why| Judgement::fail(words!("No single owner ({why})"))),
    };
    let verdict = because_list(verdict, &asset.from, "owner", &secret.owner);
    match inherits {
        true => verdict.because(asset.place_of("owner_inherited"), "owner_inherited = true"),
        false => verdict,
    }
}

/// The verdict where the secret takes the owners of everything that uses it.
fn inherited(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    if secret.used_by.is_absent() {
        return Judgement::missing_field("secrets", "used_by");
    }
    let mut owners = Vec::new();
    for user in context.users_of(asset) {
        match Reference::owner_of(user, Mandate::ANY, context) {
            Reference::Known(owner) => owners.push(owner.owner.id.as_str()),
            Reference::Unresolved(why, since) => {
                let sentence =
                    words!("Inherits the owner of {}, which has no single owner ({why})", user.key);
                return Judgement::fail(sentence).since(since);
            }
            open => return open.judge(Judgement::fail),
        }
    }
    let names = owners.join(", ");
    match (owners.as_slice(), asset.test_tier()) {
        ([], _) => Judgement::fail("No owner: inheritance is stated, but nothing uses the secret"),
        (_, Tier::T0 | Tier::T1) => Judgement::pass(words!("Inherited owner: {names}")),
        _ => Judgement::partial(words!("No owner of its own; inherits {names}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(secret: Value) -> Kit {
        let mut record = json!({"id": "crm-key", "used_by": ["crm"]});
        if let (Some(record), Some(more)) = (record.as_object_mut(), secret.as_object()) {
            record.extend(more.clone());
        }
        Kit::new()
            .person("ada", "identity")
            .secret(record)
            .server(json!({"id": "crm", "owner": ["ada"]}))
    }

    #[test]
    fn a_named_owner_passes() {
        assert_eq!(kit(json!({"owner": ["ada"]})).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_owner_who_left_is_none() {
        let gone = || json!({"id": "cleo", "kind": "person", "status": "departed"});
        let own = kit(json!({"owner": ["cleo"]})).owner(gone());
        assert_eq!(own.outcome(&CONTROL), Fail);
        let inherited = Kit::new()
            .owner(gone())
            .secret(
                json!({"id": "key", "owner": null, "owner_inherited": true, "used_by": ["crm"]}),
            )
            .server(json!({"id": "crm", "owner": ["cleo"]}));
        assert_eq!(inherited.outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_stated_inheritance_passes_at_low_tiers_only() {
        let secret = || kit(json!({"owner": null, "owner_inherited": true}));
        assert_eq!(secret().tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(secret().outcome(&CONTROL), Partial);
    }

    #[test]
    fn leaving_out_a_name_that_leads_nowhere_does_not_help() {
        let named = kit(json!({"owner": ["ghost"], "owner_inherited": true}));
        assert_eq!(named.outcome(&CONTROL), Partial);
    }

    #[test]
    fn no_name_no_user_and_an_unowned_user_fail() {
        assert_eq!(kit(json!({"owner": null})).outcome(&CONTROL), Fail);
        assert_eq!(kit(json!({"owner": ["ghost"]})).outcome(&CONTROL), Fail);
        let unused = json!({"owner": null, "owner_inherited": true, "used_by": []});
        assert_eq!(kit(unused).outcome(&CONTROL), Fail);
        let unowned = Kit::new()
            .person("ada", "identity")
            .secret(json!({"id": "key", "owner_inherited": true, "used_by": ["crm"]}))
            .server(json!({"id": "crm", "owner": ["TBD"]}));
        assert_eq!(unowned.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_owner_field_no_users_field_and_no_register_are_not_assessed() {
        assert_eq!(kit(json!({})).outcome(&CONTROL), NotAssessed);
        let users = Kit::new().secret(json!({"id": "key", "owner_inherited": true}));
        assert_eq!(users.outcome(&CONTROL), NotAssessed);
        let register = Kit::new().secret(json!({"id": "key", "owner": ["ada"]}));
        assert_eq!(register.outcome(&CONTROL), NotAssessed);
    }
}
