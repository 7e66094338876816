//! AGT-03: memory isolation.

use crate::controls::attestation::or_attested;
use crate::controls::prelude::*;
use model::records::{Agent, Memory};
use model::wording::days;
use model::{Item, threshold};

/// Memory that separates tenants, holds no secrets and expires, with an attestation.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-03",
    slug: "contained-memory",
    family: Family::Agt,
    title: "Memory isolation",
    why: "What one conversation leaves in memory influences the next. A secret or a false \
          instruction stored there can be disclosed to any later user.",
    criteria: Criteria {
        pass: "Memory is stated to be separate for each tenant and environment, free of \
               credentials, attributed to its source and deleted within the limit, and somebody outside \
               the operating team attests to this with evidence.",
        partial: "All is stated, but nothing is deleted within the limit, a memory does not state its \
                  source, or the attestation comes without evidence or from inside the operating team.",
        fail: "Tenants or environments share the memory, or credentials are not removed from it.",
    },
    remediation: "Separate the memory by tenant and environment, remove credentials before \
                  anything is stored, keep with each memory where it came from, set an expiry, and \
                  have it reviewed independently.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::MEMORY_MAX, &threshold::ATTESTATION_MAX],
    judge: Judge::Agent(judge),
};

fn judge(asset: &Asset, agent: &Agent, context: &Context) -> Judgement {
    let Field::Given(memory) = &agent.memory else {
        return Judgement::silent(&agent.memory, "agents", "memory");
    };
    match &memory.persistent {
        Field::Given(false) => Judgement::not_applicable("No memory is kept between tasks")
            .because(asset.place_of("memory.persistent"), "memory.persistent = false"),
        Field::Given(true) => {
            let facts = [
                cited("memory.shared_across_tenants", &memory.shared_across_tenants),
                cited("memory.redacts_secrets", &memory.redacts_secrets),
                cited("memory.records_source", &memory.records_source),
                cited("memory.retention_days", &memory.retention_days),
            ];
            let limit = context.limit(&threshold::MEMORY_MAX, asset.test_tier());
            or_attested(as_stated(memory, limit), CONTROL.id, asset, context)
                .because_each(&asset.from, facts)
        }
        silent => Judgement::silent(silent, "agents", "memory.persistent"),
    }
}

/// What the record states. That it is so in practice needs an attestation.
fn as_stated(memory: &Memory, limit: i64) -> Judgement {
    let shared = Judgement::fail("Tenants or environments share the memory");
    let tenants = ("agents", "memory.shared_across_tenants");
    let unredacted = Judgement::fail("Credentials are not removed from the memory");
    let redaction = ("agents", "memory.redacts_secrets");
    let unattributed = Judgement::partial("A memory does not state where it came from");
    let source = ("agents", "memory.records_source");
    let parts = [
        ("separate for each tenant", flag(&memory.shared_across_tenants, false, tenants, shared)),
        ("free of credentials", flag(&memory.redacts_secrets, true, redaction, unredacted)),
        ("attributed to its source", flag(&memory.records_source, true, source, unattributed)),
        ("deleted in time", retention(memory, limit)),
        ("attested", unattested()),
    ];
    let worst = parts.iter().max_by_key(|(_, verdict)| rank(verdict));
    let verdict = worst.map_or_else(unattested, |(_, verdict)| verdict.clone());
    let items = parts.into_iter().map(|(name, part)| Item::new(name, part.outcome, part.sentence));
    verdict.with_items(items.collect())
}

/// The worst part decides; of two unknown ones, a missing field comes before the attestation, as no
/// attestation replaces a field.
fn rank(verdict: &Judgement) -> (u8, bool) {
    (verdict.outcome.rank(), verdict.reason != Some(Reason::NeedsAttestation))
}

fn retention(memory: &Memory, limit: i64) -> Judgement {
    match &memory.retention_days {
        Field::Given(kept) if i64::from(*kept) > limit => {
            let kept = days(i64::from(*kept));
            Judgement::partial(words!("A memory is kept for {kept} (limit {})", days(limit)))
        }
        Field::Given(_) => Judgement::pass(""),
        Field::Blank => Judgement::partial("No retention limit for the memory"),
        Field::Absent => Judgement::missing_field("agents", "memory.retention_days"),
    }
}

fn unattested() -> Judgement {
    let sentence = "Memory isolation is stated in the record, but not attested";
    Judgement::unusable(Reason::NeedsAttestation, "attestations", "", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn with(field: &str, value: Value) -> Kit {
        let mut memory = json!({"persistent": true, "shared_across_tenants": false,
                                "retention_days": 30, "redacts_secrets": true,
                                "records_source": true});
        memory[field] = value;
        Kit::new().person("ada", "identity").agent(json!({"id": "triage", "memory": memory}))
    }

    fn word(evidence: Value) -> Value {
        json!({"control": "AGT-03", "asset": "triage", "by": "ada", "domain": "identity",
               "on": "2026-10-01", "expires_on": "2026-12-31", "evidence": evidence})
    }

    fn attested(field: &str, value: Value) -> Outcome {
        with(field, value).attestation(word(json!("https://wiki/memory"))).outcome(&CONTROL)
    }

    #[test]
    fn contained_and_attested_passes() {
        assert_eq!(attested("retention_days", json!(30)), Pass);
    }

    #[test]
    fn without_evidence_or_expiry_it_is_partial() {
        let kit = with("retention_days", json!(30)).attestation(word(json!(null)));
        assert_eq!(kit.outcome(&CONTROL), Partial);
        assert_eq!(attested("retention_days", json!(null)), Partial);
        assert_eq!(attested("records_source", json!(false)), Partial);
    }

    #[test]
    fn a_retention_beyond_the_limit_is_none() {
        assert_eq!(attested("retention_days", json!(0)), Pass);
        assert_eq!(attested("retention_days", json!(365)), Pass);
        for endless in [366, 99_999, u32::MAX] {
            assert_eq!(attested("retention_days", json!(endless)), Partial, "{endless}");
        }
    }

    #[test]
    fn shared_or_unredacted_memory_fails_whoever_attests() {
        assert_eq!(attested("shared_across_tenants", json!(true)), Fail);
        assert_eq!(attested("redacts_secrets", json!(false)), Fail);
    }

    #[test]
    fn missing_data_is_not_assessed_and_no_attestation_replaces_a_field() {
        let unattested = with("retention_days", json!(null)).judge(&CONTROL);
        assert_eq!(unattested.reason, Some(Reason::NeedsAttestation));
        for field in ["persistent", "shared_across_tenants", "redacts_secrets", "records_source"] {
            assert_eq!(attested(field, json!(null)), NotAssessed, "{field}");
        }
        for left_out in ["retention_days", "records_source"] {
            let mut memory = json!({"persistent": true, "shared_across_tenants": false,
                                    "redacts_secrets": true, "records_source": true,
                                    "retention_days": 30});
            memory.as_object_mut().expect("a map").remove(left_out);
            let silent = Kit::new().person("ada", "identity");
            let silent = silent.agent(json!({"id": "triage", "memory": memory}));
            let silent = silent.attestation(word(json!("https://wiki/memory")));
            let ask = silent.judge(&CONTROL).ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("agents.memory.{left_out}")));
        }
        assert_eq!(Kit::new().agent(json!({"id": "triage"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn an_agent_that_keeps_nothing_is_not_judged() {
        assert_eq!(attested("persistent", json!(false)), NotApplicable);
    }
}
