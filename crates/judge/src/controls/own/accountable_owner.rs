//! OWN-01: single accountable owner.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::wording::list;

/// One accountable owner in the owner register.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-01",
    slug: "accountable-owner",
    family: Family::Own,
    title: "Single accountable owner",
    why: "An identity without an accountable owner is not reviewed, rotated or switched off. Shared \
          accountability has the same result.",
    criteria: Criteria {
        pass: "The owner is one active person, or one active team with an active lead, in the owner \
               register.",
        partial: "",
        fail: "No owner is named, several are, or the name is a placeholder, is not in the \
               register, or is that of somebody who has left or moved, of a program or of a team \
               without an active lead.",
    },
    remediation: "Name one active person, or one active team with a lead, as accountable in the \
                  inventory. If nobody accepts the ownership, schedule the asset for shutdown.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if asset.owner().is_absent() {
        return Judgement::missing_field(asset.record_kind(), "owner");
    }
    let verdict = match asset.owner().items() {
        [] => Judgement::fail("No owner: the field is empty in the record"),
        [owner] => named(owner, (asset.record_kind(), "owner"), context),
        several => {
            Judgement::fail(words!("{} accountable owners: {}", several.len(), list(several)))
        }
    };
    because_list(verdict, &asset.from, "owner", asset.owner())
}

fn named(owner: &str, path: FieldPath, context: &Context) -> Judgement {
    match Reference::named(owner, path, Mandate::ANY, context) {
        Reference::Known(_) => Judgement::pass(words!("Accountable owner: {owner}")),
        other => other.judge(|why| Judgement::fail(words!("No accountable owner: {why}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Pass};
    use serde_json::json;

    fn kit() -> Kit {
        Kit::new()
            .person("ada", "operator")
            .owner(json!({"id": "gone", "kind": "person", "status": "departed"}))
            .owner(json!({"id": "moved", "kind": "person", "status": "transferred"}))
            .owner(json!({"id": "left", "kind": "person", "status": "active", "left_on": "2026-10-01"}))
            .owner(json!({"id": "closed", "kind": "team", "status": "departed", "lead": "ada"}))
            .owner(json!({"id": "core", "kind": "team", "status": "active", "lead": "ada"}))
            .owner(json!({"id": "bare", "kind": "team", "status": "active", "lead": null}))
            .owner(json!({"id": "lost", "kind": "team", "status": "active", "lead": "gone"}))
            .owner(json!({"id": "haunted", "kind": "team", "status": "active", "lead": "ghost"}))
            .owner(json!({"id": "one", "kind": "team", "status": "active", "lead": "two"}))
            .owner(json!({"id": "two", "kind": "team", "status": "active", "lead": "one"}))
            .owner(json!({"id": "hook", "kind": "bot", "status": "active"}))
    }

    fn owned_by(owner: serde_json::Value) -> model::Outcome {
        kit().server(json!({"id": "crm", "owner": owner})).outcome(&CONTROL)
    }

    #[test]
    fn a_person_and_a_team_with_an_active_lead_pass() {
        assert_eq!(owned_by(json!(["ada"])), Pass);
        assert_eq!(owned_by(json!(["core"])), Pass);
    }

    #[test]
    fn an_owner_who_is_not_there_any_more_fails_as_a_lead_does() {
        for owner in ["gone", "moved", "left", "closed", "lost"] {
            assert_eq!(owned_by(json!([owner])), Fail, "{owner}");
        }
    }

    #[test]
    fn what_is_no_single_person_or_team_with_an_active_lead_fails() {
        for owner in ["TBD", "bob", "bare", "lost", "haunted", "one", "hook"] {
            assert_eq!(owned_by(json!([owner])), Fail, "{owner}");
        }
        for owner in [json!(null), json!([]), json!(["ada", "core"])] {
            assert_eq!(owned_by(owner), Fail);
        }
    }

    #[test]
    fn what_the_register_leaves_out_is_not_assessed() {
        for silent in [
            json!({"id": "x", "status": "active"}),
            json!({"id": "x", "kind": "team", "status": "active"}),
            json!({"id": "x", "kind": "person"}),
        ] {
            let server = json!({"id": "crm", "owner": ["x"]});
            assert_eq!(Kit::new().owner(silent).server(server).outcome(&CONTROL), NotAssessed);
        }
        assert_eq!(kit().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let server = json!({"id": "crm", "owner": ["ada"]});
        assert_eq!(Kit::new().server(server).outcome(&CONTROL), NotAssessed);
    }
}
