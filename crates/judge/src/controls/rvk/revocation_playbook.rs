//! RVK-01: a playbook for losing trust in a server.

use crate::controls::holdings::unknown_secrets;
use crate::controls::wording::{counted, days};
use model::records::{Playbook, Trigger};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Placed, Reason, RecordKind, Severity, Tier, days_between,
    is_placeholder, threshold::PLAYBOOK_MAX,
};

/// Who revokes what, and how, for each of the three triggers.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-01",
    slug: "revocation-playbook",
    family: Family::Rvk,
    title: "A current playbook says who revokes what on compromise, misconfiguration and agent drift",
    why: "When a credential leaks at night, the minutes go into finding out who may pull which \
          key; a playbook spends them beforehand.",
    criteria: Criteria {
        pass: "Playbooks kept up to date and with a named authority answer all three triggers and \
               cover every live secret of the server.",
        partial: "Every secret is covered, and one of the three triggers has no answer.",
        fail: "No playbook is for this server, or those that are have no authority, are out of \
               date, answer fewer than two triggers, or leave out a live secret.",
    },
    remediation: "Write the missing branch, list every secret with the place where it is revoked, \
                  and name who may decide out of hours.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&PLAYBOOK_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(_) = &asset.facts else {
        return Judgement::not_applicable("Only servers are judged");
    };
    if !context.carries(RecordKind::Playbooks) {
        return Judgement::missing_record("playbooks");
    }
    let Some(playbooks) = context.playbooks.get(&asset.key) else {
        return Judgement::fail("No playbook is for this server")
            .because(asset.place(), "no playbook applies");
    };
    let (mut usable, mut doubts): (Vec<_>, Vec<Judgement>) = (Vec::new(), Vec::new());
    for playbook in playbooks {
        match unusable(playbook, asset, context) {
            None => usable.push(playbook),
            Some(why) => doubts.push(why),
        }
    }
    let covered = coverage(&usable, asset, context);
    // A playbook in doubt matters only where there is a hole, which it might have filled.
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

/// Why a playbook cannot be relied on: nobody may order it, or it is out of date.
fn unusable(playbook: &Placed<Playbook>, asset: &Asset, context: &Context) -> Option<Judgement> {
    let Playbook { id, authority, updated_on, triggers, .. } = &playbook.record;
    match authority {
        Field::Absent => return Some(Judgement::missing_field("playbooks", "authority")),
        Field::Given(name) if !is_placeholder(name) => {}
        _ => return Some(Judgement::fail(format!("The playbook {id} names no authority"))),
    }
    if triggers.is_absent() {
        return Some(Judgement::missing_field("playbooks", "triggers"));
    }
    let Field::Given(updated) = updated_on else {
        return Some(Judgement::silent(updated_on, "playbooks", "updated_on"));
    };
    let age = days_between(*updated, context.as_of);
    let limit = context.limit(&PLAYBOOK_MAX, asset.test_tier());
    if age < 0 {
        let sentence = format!("The playbook {id} is dated in the future");
        return Some(Judgement::unusable(Reason::InvalidData, "playbooks", "updated_on", sentence));
    }
    (age > limit).then(|| {
        let (age, limit) = (days(age), days(limit));
        Judgement::fail(format!(
            "The playbook {id} was last updated {age} ago; the limit is {limit}"
        ))
    })
}

/// The three triggers and the live secrets, each an item.
fn coverage(playbooks: &[&Placed<Playbook>], asset: &Asset, context: &Context) -> Judgement {
    let answers = |trigger| playbooks.iter().any(|p| p.record.triggers.items().contains(&trigger));
    let unanswered = Trigger::ALL.iter().filter(|trigger| !answers(**trigger)).count();
    let mut items: Vec<Item> = Trigger::ALL
        .iter()
        .map(|trigger| match (answers(*trigger), unanswered) {
            (true, _) => Item::new(trigger.noun(), Outcome::Pass, ""),
            (false, 1) => Item::new(trigger.noun(), Outcome::Partial, "not answered"),
            (false, _) => Item::new(trigger.noun(), Outcome::Fail, "not answered"),
        })
        .collect();
    let answered = items.iter().filter(|item| item.outcome == Outcome::Pass).count();
    let (mut secrets, mut listed) = (0, 0);
    for (secret, _) in context.secrets_of(asset).filter(|(_, secret)| secret.is_live()) {
        secrets += 1;
        let id = &secret.key.id;
        items.push(match playbooks.iter().any(|playbook| covers(&playbook.record, id)) {
            true => {
                listed += 1;
                Item::new(format!("secret {id}"), Outcome::Pass, "")
            }
            false => Item::new(format!("secret {id}"), Outcome::Fail, "in no playbook"),
        });
    }
    let (mut ask, mut further) = (("playbooks", "secrets_covered"), "");
    if let Some((note, wanted)) = unknown_secrets(context) {
        items.push(Item::new("further secrets", Outcome::NotAssessed, note));
        (ask, further) = (wanted, "; there may be further secrets");
    }
    let mut verdict = Judgement::of_items("item", "are covered", items, ask);
    verdict.sentence = format!(
        "Playbooks in order answer {answered} of {} triggers and cover {listed} of {}{further}",
        Trigger::ALL.len(),
        counted(secrets, "live secret")
    );
    verdict
}

/// Whether a playbook names a secret, by its id or by a pattern of ids that ends in `/*`.
fn covers(playbook: &Playbook, secret: &str) -> bool {
    playbook.secrets_covered.items().iter().any(|named| match named.strip_suffix('*') {
        Some(path) if path.ends_with('/') => secret.starts_with(path),
        _ => named == secret || named.strip_prefix("secret/") == Some(secret),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new()
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
        bench().playbook(changed).outcome(&CONTROL)
    }

    #[test]
    fn three_triggers_and_every_secret_pass() {
        assert_eq!(bench().playbook(playbook()).outcome(&CONTROL), Pass);
    }

    #[test]
    fn one_missing_trigger_is_partial_and_two_fail() {
        assert_eq!(with("triggers", json!(["compromise", "agent-drift"])), Partial);
        assert_eq!(with("triggers", json!(["compromise"])), Fail);
    }

    #[test]
    fn no_playbook_an_old_one_no_authority_and_a_forgotten_secret_fail() {
        assert_eq!(bench().carries(RecordKind::Playbooks).outcome(&CONTROL), Fail);
        assert_eq!(with("updated_on", json!("2025-01-01")), Fail);
        assert_eq!(with("authority", json!("TBD")), Fail);
        assert_eq!(with("secrets_covered", json!([])), Fail);
    }

    #[test]
    fn silence_and_the_future_are_not_assessed() {
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        assert_eq!(with("updated_on", json!("2027-01-01")), NotAssessed);
        for field in ["authority", "triggers", "updated_on"] {
            let mut silent = playbook();
            silent.as_object_mut().expect("a map").remove(field);
            let judgement = bench().playbook(silent).judge(&CONTROL);
            assert!(matches!(judgement.outcome, NotAssessed | Fail), "{field}: {judgement:?}");
        }
        let unknown = Bench::new().server(json!({"id": "crm"})).playbook(playbook());
        assert_eq!(unknown.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_second_playbook_in_order_makes_up_for_an_old_one() {
        let mut old = playbook();
        old["updated_on"] = json!("2024-01-01");
        assert_eq!(bench().playbook(old).playbook(playbook()).outcome(&CONTROL), Pass);
    }
}
