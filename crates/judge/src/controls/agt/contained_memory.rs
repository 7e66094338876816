//! AGT-03: what an agent remembers stays where it belongs.

use crate::controls::attested::or_attested;
use model::records::Memory;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, PerTier, Reason, Severity, Tier, threshold,
};

/// Memory that keeps tenants apart, holds no secrets and fades, and somebody vouches for it.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-03",
    slug: "contained-memory",
    family: Family::Agt,
    title: "What it remembers is kept apart, free of secrets and forgotten in time",
    why: "What one conversation leaves in memory steers the next. A secret or a false \
          instruction kept there comes out again, in front of whoever asks.",
    criteria: Criteria {
        pass: "Memory is stated to be apart for each tenant and environment, free of credentials \
               and forgotten after a stated time, and somebody outside the operating team attests \
               with evidence that it is so.",
        partial: "All is stated, but nothing is ever forgotten, or the attestation comes without \
                  evidence or from inside the operating team.",
        fail: "Tenants or environments share the memory, or credentials are not taken out of it.",
    },
    remediation: "Split the memory by tenant and environment, take credentials out before \
                  anything is kept, set an expiry, and have somebody independent look.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::ATTESTATION_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Agent(agent) = &asset.facts else {
        return Judgement::not_applicable("It is no agent");
    };
    let Field::Given(memory) = &agent.memory else {
        return Judgement::silent(&agent.memory, "agents", "memory");
    };
    match &memory.persistent {
        Field::Given(false) => Judgement::not_applicable("It remembers nothing between tasks")
            .because(asset.place(), "memory.persistent = false"),
        Field::Given(true) => {
            let verdict = or_attested(stated(memory), CONTROL.id, asset, context);
            verdict.because(asset.place(), quote(memory))
        }
        silent => Judgement::silent(silent, "agents", "memory.persistent"),
    }
}

fn quote(memory: &Memory) -> String {
    let said = |fact: &Field<bool>| fact.given().map_or("not stated".into(), ToString::to_string);
    let days = memory.retention_days.given();
    format!(
        "memory: shared_across_tenants = {}, redacts_secrets = {}, retention_days = {}",
        said(&memory.shared_across_tenants),
        said(&memory.redacts_secrets),
        days.map_or("not stated".into(), ToString::to_string)
    )
}

/// What the record says. That it is so, only a person who looked can tell.
fn stated(memory: &Memory) -> Judgement {
    let parts = [
        ("apart for each tenant", apart(memory)),
        ("free of credentials", redacted(memory)),
        ("forgotten in time", forgotten(memory)),
        ("true in practice", unattested()),
    ];
    let worst = parts.iter().max_by_key(|(_, verdict)| rank(verdict));
    let verdict = worst.map_or_else(unattested, |(_, verdict)| verdict.clone());
    let items = parts.into_iter().map(|(name, part)| Item::new(name, part.outcome, part.sentence));
    verdict.with_items(items.collect())
}

/// The worst part speaks; of two unknown ones, what a record should say goes before what a person
/// should vouch for, as no attestation stands in for a field.
fn rank(verdict: &Judgement) -> (u8, bool) {
    (verdict.outcome.rank(), verdict.reason != Some(Reason::NeedsAttestation))
}

fn apart(memory: &Memory) -> Judgement {
    match &memory.shared_across_tenants {
        Field::Given(false) => Judgement::pass(""),
        Field::Given(true) => Judgement::fail("Tenants or environments share its memory"),
        silent => Judgement::silent(silent, "agents", "memory.shared_across_tenants"),
    }
}

fn redacted(memory: &Memory) -> Judgement {
    match &memory.redacts_secrets {
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::fail("Credentials are not taken out of its memory"),
        silent => Judgement::silent(silent, "agents", "memory.redacts_secrets"),
    }
}

fn forgotten(memory: &Memory) -> Judgement {
    match &memory.retention_days {
        Field::Given(_) => Judgement::pass(""),
        Field::Blank => Judgement::partial("No time is stated after which its memory is forgotten"),
        Field::Absent => Judgement::missing_field("agents", "memory.retention_days"),
    }
}

fn unattested() -> Judgement {
    Judgement::unusable(
        Reason::NeedsAttestation,
        "attestations",
        "",
        "Its memory is described, and nobody who looked attests to it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn with(field: &str, value: Value) -> Bench {
        let mut memory = json!({"persistent": true, "shared_across_tenants": false,
                                "retention_days": 30, "redacts_secrets": true});
        memory[field] = value;
        Bench::new().owner(json!({"id": "ada"})).agent(json!({"id": "triage", "memory": memory}))
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
        let bench = with("retention_days", json!(30)).attestation(word(json!(null)));
        assert_eq!(bench.outcome(&CONTROL), Partial);
        assert_eq!(attested("retention_days", json!(null)), Partial);
    }

    #[test]
    fn shared_or_unredacted_memory_fails_whoever_vouches() {
        assert_eq!(attested("shared_across_tenants", json!(true)), Fail);
        assert_eq!(attested("redacts_secrets", json!(false)), Fail);
    }

    #[test]
    fn silence_is_not_assessed_and_no_word_stands_in_for_a_field() {
        let unattested = with("retention_days", json!(null)).judge(&CONTROL);
        assert_eq!(unattested.reason, Some(Reason::NeedsAttestation));
        for field in ["persistent", "shared_across_tenants", "redacts_secrets"] {
            assert_eq!(attested(field, json!(null)), NotAssessed, "{field}");
        }
        let silent = json!({"id": "triage", "memory": {"persistent": true,
                            "shared_across_tenants": false, "redacts_secrets": true}});
        let silent = Bench::new().agent(silent).attestation(word(json!("https://wiki/memory")));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().agent(json!({"id": "triage"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn an_agent_that_keeps_nothing_is_not_judged() {
        assert_eq!(attested("persistent", json!(false)), NotApplicable);
    }
}
