//! OWN-01: single accountable owner.

use crate::controls::prelude::*;
use model::OwnerResolution;
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
        pass: "The owner is one person, or one team with a named lead, in the owner register.",
        partial: "The owner is a team without a named lead.",
        fail: "No owner is named, the name is a placeholder or not in the register, or several \
               owners are named.",
    },
    remediation: "Name one accountable person, or one team with a lead, in the inventory. If nobody \
                  accepts the ownership, schedule the asset for shutdown.",
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
        [owner] => named(owner, context),
        several => {
            Judgement::fail(format!("{} accountable owners: {}", several.len(), list(several)))
        }
    };
    because_list(verdict, &asset.from, "owner", asset.owner())
}

fn named(owner: &str, context: &Context) -> Judgement {
    match context.resolve_owner(owner) {
        OwnerResolution::Placeholder => {
            Judgement::fail(format!("The owner is a placeholder: {owner}"))
        }
        OwnerResolution::Unknown => {
            Judgement::fail(format!("The owner {owner} is not in the owner register"))
        }
        OwnerResolution::NoRegister => Judgement::missing_record("owners"),
        known if known.is_leaderless_team() => {
            Judgement::partial(format!("The owner {owner} is a team without a named lead"))
        }
        OwnerResolution::Known(_) => Judgement::pass(format!("Accountable owner: {owner}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::json;

    fn kit() -> Kit {
        Kit::new()
            .owner(json!({"id": "ada", "kind": "person"}))
            .owner(json!({"id": "core", "kind": "team"}))
    }

    #[test]
    fn a_person_in_the_register_passes() {
        let server = json!({"id": "crm", "owner": ["ada"]});
        assert_eq!(kit().server(server).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_team_without_a_lead_is_only_partial() {
        let server = json!({"id": "crm", "owner": ["core"]});
        assert_eq!(kit().server(server).outcome(&CONTROL), Partial);
    }

    #[test]
    fn blank_placeholder_unknown_and_several_owners_fail() {
        for owner in [json!(null), json!(["TBD"]), json!(["bob"]), json!(["ada", "core"])] {
            let server = json!({"id": "crm", "owner": owner});
            assert_eq!(kit().server(server).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn no_owner_field_and_no_register_are_not_assessed() {
        assert_eq!(kit().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let server = json!({"id": "crm", "owner": ["ada"]});
        assert_eq!(Kit::new().server(server).outcome(&CONTROL), NotAssessed);
    }
}
