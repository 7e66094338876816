//! RVK-01: revocation playbook.

use super::coverage::coverage;
use crate::controls::checks::text;
use crate::controls::prelude::*;
use model::records::Playbook;
use model::threshold::PLAYBOOK_MAX;

/// Who revokes what, and how, for each of the three triggers.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-01",
    slug: "revocation-playbook",
    family: Family::Rvk,
    title: "Revocation playbook",
    why: "When a credential leaks, time is lost on finding out who may revoke which key. A playbook \
          settles that in advance.",
    criteria: Criteria {
        pass: "Current playbooks with a named authority cover all three triggers (compromise, \
               misconfiguration, agent drift) and every live secret of the server.",
        partial: "Every secret is covered, but one of the three triggers is not.",
        fail: "No playbook applies to the server, or those that do have no authority, are out of \
               date, cover fewer than two triggers, or omit a live secret.",
    },
    remediation: "Write the missing branch, list every secret with the place where it is revoked, \
                  and name who may decide outside working hours.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&PLAYBOOK_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Playbooks, asset, context) {
        return missing;
    }
    let Some(playbooks) = context.playbooks.get(&asset.key) else {
        return Judgement::fail("No revocation playbook applies")
            .because(asset.place(), "in `applies_to` of no playbook");
    };
    let (mut valid, mut doubts): (Vec<_>, Vec<Judgement>) = (Vec::new(), Vec::new());
    for playbook in playbooks {
        match validity(&playbook.record, asset, context) {
            verdict if verdict.outcome == Outcome::Pass => valid.push(playbook),
            defect => doubts.push(defect),
        }
    }
    let covered = coverage(&valid, asset, context);
    // A playbook in doubt matters only where something is not covered that it might cover.
    let unknown = doubts.iter().position(|doubt| doubt.outcome == Outcome::NotAssessed);
    let verdict = match (covered.outcome, unknown) {
        (Outcome::Pass, _) => covered,
        (_, Some(at)) => doubts.swap_remove(at).with_items(covered.items),
        (_, None) => doubts.into_iter().fold(covered, Judgement::worst_of),
    };
    playbooks.iter().fold(verdict, |verdict, playbook| {
        verdict.because(Some(&playbook.place), format!("playbook = {}", playbook.record.id))
    })
}

/// Whether a playbook has an authority and is current. The first defect decides.
fn validity(playbook: &Playbook, asset: &Asset, context: &Context) -> Judgement {
    let Playbook { id, authority, updated_on, triggers, .. } = playbook;
    let defect = || Judgement::fail(format!("Playbook {id} names no authority"));
    let authorised = text(authority, ("playbooks", "authority"), defect);
    if authorised.outcome != Outcome::Pass {
        return authorised;
    }
    if triggers.is_absent() {
        return Judgement::missing_field("playbooks", "triggers");
    }
    let limit = context.limit(&PLAYBOOK_MAX, asset.test_tier());
    within(updated_on, ("playbooks", "updated_on"), limit, context, |age, limit| {
        Judgement::fail(format!("Playbook {id} was last updated {age} ago (limit {limit})"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit() -> Kit {
        Kit::new()
            .server(json!({"id": "crm"}))
            .secret(json!({"id": "crm/token", "used_by": ["crm"], "status": "active"}))
    }

    fn playbook() -> Value {
        json!({"id": "pull", "applies_to": ["crm"], "authority": "ada",
               "triggers": ["compromise", "misconfiguration", "agent-drift"],
               "secrets_covered": ["crm/*"], "updated_on": "2026-06-01"})
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut changed = playbook();
        changed[field] = value;
        kit().playbook(changed).outcome(&CONTROL)
    }

    #[test]
    fn three_triggers_and_every_secret_pass() {
        assert_eq!(kit().playbook(playbook()).outcome(&CONTROL), Pass);
    }

    #[test]
    fn one_missing_trigger_is_partial_and_two_fail() {
        assert_eq!(with("triggers", json!(["compromise", "agent-drift"])), Partial);
        assert_eq!(with("triggers", json!(["compromise"])), Fail);
    }

    #[test]
    fn no_playbook_an_old_one_no_authority_and_a_forgotten_secret_fail() {
        assert_eq!(kit().carries(RecordKind::Playbooks).outcome(&CONTROL), Fail);
        assert_eq!(with("updated_on", json!("2025-01-01")), Fail);
        assert_eq!(with("authority", json!("TBD")), Fail);
        assert_eq!(with("secrets_covered", json!([])), Fail);
    }

    #[test]
    fn missing_and_future_data_are_not_assessed() {
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        assert_eq!(with("updated_on", json!("2027-01-01")), NotAssessed);
        for field in ["authority", "triggers", "updated_on"] {
            let mut silent = playbook();
            silent.as_object_mut().expect("a map").remove(field);
            let judgement = kit().playbook(silent).judge(&CONTROL);
            assert!(matches!(judgement.outcome, NotAssessed | Fail), "{field}: {judgement:?}");
        }
        let unknown = Kit::new().server(json!({"id": "crm"})).playbook(playbook());
        assert_eq!(unknown.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_second_current_playbook_replaces_an_old_one() {
        let mut old = playbook();
        old["updated_on"] = json!("2024-01-01");
        assert_eq!(kit().playbook(old).playbook(playbook()).outcome(&CONTROL), Pass);
    }
}
