//! OWN-01: exactly one accountable owner.

use super::naming;
use crate::controls::wording::list;
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    OwnerResolution, PerTier, Severity, Tier,
};

/// One accountable owner, who can be found.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-01",
    slug: "accountable-owner",
    family: Family::Own,
    title: "Exactly one accountable owner is named and can be found",
    why: "An identity nobody answers for is never reviewed, never rotated and never switched off; \
          shared accountability ends in the same place.",
    criteria: Criteria {
        pass: "The owner is one person, or one team with a named lead, in the owner register.",
        partial: "The owner is a team that names no lead.",
        fail: "No owner is named, the name is a placeholder or not in the register, or several \
               are named.",
    },
    remediation: "Name one accountable person or led team in the inventory; if nobody accepts, \
                  schedule the asset for shutdown.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let owners = match asset.owner() {
        Field::Absent => return Judgement::missing_field(asset.record_kind(), "owner"),
        Field::Blank => &[],
        Field::Given(owners) => owners.as_slice(),
    };
    let verdict = match owners {
        [] => Judgement::fail("The owner is left blank"),
        [owner] => match context.resolve_owner(owner) {
            OwnerResolution::Placeholder => {
                Judgement::fail(format!("The owner is a placeholder: {owner}"))
            }
            OwnerResolution::Unknown => {
                Judgement::fail(format!("The owner {owner} is not in the owner register"))
            }
            OwnerResolution::NoRegister => Judgement::missing_record("owners"),
            known if known.is_leaderless_team() => {
                Judgement::partial(format!("The owner {owner} is a team that names no lead"))
            }
            OwnerResolution::Known(_) => {
                Judgement::pass(format!("{owner} is named as accountable"))
            }
        },
        several => Judgement::fail(format!(
            "{} owners are named as accountable: {}",
            several.len(),
            list(several)
        )),
    };
    verdict.because(asset.place(), naming::quote(asset.owner()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::json;

    fn bench() -> Bench {
        Bench::new()
            .owner(json!({"id": "ada", "kind": "person"}))
            .owner(json!({"id": "core", "kind": "team"}))
    }

    #[test]
    fn a_person_in_the_register_passes() {
        let server = json!({"id": "crm", "owner": ["ada"]});
        assert_eq!(bench().server(server).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_team_without_a_lead_is_only_partial() {
        let server = json!({"id": "crm", "owner": ["core"]});
        assert_eq!(bench().server(server).outcome(&CONTROL), Partial);
    }

    #[test]
    fn blank_placeholder_unknown_and_several_owners_fail() {
        for owner in [json!(null), json!(["TBD"]), json!(["bob"]), json!(["ada", "core"])] {
            let server = json!({"id": "crm", "owner": owner});
            assert_eq!(bench().server(server).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn no_owner_field_and_no_register_are_not_assessed() {
        assert_eq!(bench().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let server = json!({"id": "crm", "owner": ["ada"]});
        assert_eq!(Bench::new().server(server).outcome(&CONTROL), NotAssessed);
    }
}
