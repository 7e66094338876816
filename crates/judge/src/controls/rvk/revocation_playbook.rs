//! RVK-01: revocation playbook.

use super::coverage::coverage;
use crate::controls::actions::{Action, action};
use crate::controls::prelude::*;
use crate::controls::references::Reference;
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
        pass: "Current playbooks cover all three triggers (compromise, misconfiguration, agent \
               drift) and every live secret of the server. Each has steps that end an access, an \
               active owner, and an active authority of identity or platform security.",
        partial: "Every secret is covered, but one of the three triggers is not.",
        fail: "No playbook applies to the server, or those that do have no steps, no owner or \
               authority who may decide, are out of date, cover fewer than two triggers, or omit a \
               live secret.",
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
        verdict.because(Some(&playbook.place), words!("playbook = {}", playbook.record.id))
    })
}

/// Whether a playbook has steps, an authority and a keeper, and is current. The first defect decides.
fn validity(playbook: &Playbook, asset: &Asset, context: &Context) -> Judgement {
    let Playbook { id, authority, owner, updated_on, triggers, .. } = playbook;
    let path = ("playbooks", "authority");
    let authorised = Reference::of(authority, path, Mandate::OUTSIDE, context)
        .judge(|why| Judgement::fail(words!("Playbook {id} has no authority ({why})")));
    let kept = Reference::of(owner, ("playbooks", "owner"), Mandate::ANY, context)
        .judge(|why| Judgement::fail(words!("Playbook {id} has no active owner ({why})")));
    let limit = context.limit(&PLAYBOOK_MAX, asset.test_tier());
    let current = within(updated_on, ("playbooks", "updated_on"), limit, context, |age, limit| {
        Judgement::fail(words!("Playbook {id} was last updated {age} ago (limit {limit})"))
    });
    let triggers = match triggers {
        Field::Absent => Judgement::missing_field("playbooks", "triggers"),
        _ => Judgement::pass(""),
    };
    let verdict = authorised.worst_of(kept).worst_of(steps(playbook));
    verdict.worst_of(triggers).worst_of(current)
}

/// Steps of which one ends an access. What only fills a gap is no step; what we cannot read is not
/// assessed.
fn steps(playbook: &Playbook) -> Judgement {
    let Playbook { id, steps, .. } = playbook;
    let actions: Vec<Action> = match steps {
        Field::Absent => return Judgement::missing_field("playbooks", "steps"),
        Field::Blank | Field::Given(_) => steps.items().iter().map(|step| action(step)).collect(),
    };
    match () {
        () if actions.contains(&Action::Ends) => Judgement::pass(""),
        () if actions.contains(&Action::Unknown) => {
            let sentence = words!("No step of playbook {id} plainly ends an access");
            Judgement::unusable(Reason::UnknownGrammar, "playbooks", "steps", sentence)
        }
        () => Judgement::fail(words!("Playbook {id} has no steps")),
    }
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
            .person("ada", "identity")
            .person("ola", "operator")
            .secret(json!({"id": "crm/token", "used_by": ["crm"], "status": "active"}))
    }

    fn playbook() -> Value {
        json!({"id": "pull", "applies_to": ["crm"], "authority": "ada", "owner": "ola",
               "steps": ["Revoke the lease in the vault", "Tell the desk"],
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
        for nobody in [json!("TBD"), json!("ghost"), json!("ola"), json!(null)] {
            assert_eq!(with("authority", nobody), Fail);
        }
        assert_eq!(with("owner", json!("ghost")), Fail);
        assert_eq!(with("secrets_covered", json!([])), Fail);
    }

    #[test]
    fn missing_and_future_data_are_not_assessed() {
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        assert_eq!(with("updated_on", json!("2027-01-01")), NotAssessed);
        for field in ["authority", "owner", "steps", "triggers", "updated_on"] {
            let mut silent = playbook();
            silent.as_object_mut().expect("a map").remove(field);
            let judgement = kit().playbook(silent).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}: {judgement:?}");
        }
        let unknown = Kit::new().server(json!({"id": "crm"})).playbook(playbook());
        assert_eq!(unknown.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_playbook_without_steps_is_none() {
        for stub in
            [json!([]), json!(null), json!([""]), json!(["tbd", "n/a"]), json!(["See wiki"])]
        {
            assert_eq!(with("steps", stub.clone()), Fail, "{stub}");
        }
        assert_eq!(with("steps", json!(["Call the vendor"])), NotAssessed);
        assert_eq!(with("steps", json!(["tbd", "Rotate the key"])), Pass);
    }

    #[test]
    fn a_second_current_playbook_replaces_an_old_one() {
        let mut old = playbook();
        old["updated_on"] = json!("2024-01-01");
        assert_eq!(kit().playbook(old).playbook(playbook()).outcome(&CONTROL), Pass);
    }
}
