//! OWN-06: a purpose that can be judged by.

use model::threshold::PURPOSE_MIN;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Severity, Tier, is_placeholder,
};

/// The asset says what it is for, and at T2 and above somebody agreed.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-06",
    slug: "stated-purpose",
    family: Family::Own,
    title: "A business purpose is stated, specific enough to judge tools and scopes by",
    why: "Whether a tool or a scope is too much can only be said against what the asset is for.",
    criteria: Criteria {
        pass: "The purpose is stated in words of its own, of some length; at T2 and T3 somebody \
               in the owner register agreed to it.",
        partial: "The purpose is stated, but at T2 or T3 nobody who can be found agreed to it.",
        fail: "The purpose is blank, a placeholder, the asset's own id, or too short to judge \
               by.",
    },
    remediation: "Write one or two sentences that name the business process, the data and the \
                  systems, and let the identity and platform owners agree to them.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&PURPOSE_MIN],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (purpose, agreed_by) = match &asset.facts {
        AssetFacts::Server(server) => (&server.purpose, &server.purpose_approved_by),
        AssetFacts::Agent(agent) => (&agent.purpose, &agent.purpose_approved_by),
        _ => return Judgement::not_applicable("Only servers and agents state a purpose"),
    };
    let purpose = match purpose {
        Field::Absent => return Judgement::missing_field(asset.record_kind(), "purpose"),
        Field::Blank => "",
        Field::Given(purpose) => purpose.trim(),
    };
    let verdict = match shortcoming(purpose, asset, context) {
        Some(shortcoming) => Judgement::fail(shortcoming),
        None => agreement(agreed_by, asset.test_tier(), context),
    };
    verdict.because(asset.place(), format!("purpose = {purpose}"))
}

fn shortcoming(purpose: &str, asset: &Asset, context: &Context) -> Option<&'static str> {
    let shortest = context.limit(&PURPOSE_MIN, asset.test_tier());
    let length = i64::try_from(purpose.chars().count()).unwrap_or(i64::MAX);
    match purpose {
        "" => Some("The purpose is left blank"),
        _ if is_placeholder(purpose) => Some("The purpose is a placeholder"),
        _ if letters(purpose) == letters(&asset.key.id) => Some("The purpose only repeats the id"),
        _ if length < shortest => Some("The purpose is too short to judge by"),
        _ => None,
    }
}

/// A text's letters and digits, to see `crm-server` in "CRM server". Names are not compared: an
/// asset that leaves its name out must not fare better.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The purpose itself is sound. Whether anybody agreed decides at the tiers that need it.
fn agreement(agreed_by: &Field<String>, tier: Tier, context: &Context) -> Judgement {
    if tier < Tier::T2 {
        return Judgement::pass("The purpose is stated");
    }
    match agreed_by.given() {
        Some(name) if context.resolve_owner(name).is_known() => {
            Judgement::pass(format!("The purpose is stated and {name} agreed to it"))
        }
        Some(name) => Judgement::partial(format!(
            "The purpose is stated, but {name}, who agreed to it, cannot be found"
        )),
        None => {
            Judgement::partial("The purpose is stated, but nobody is on record as agreeing to it")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(purpose: Value, agreed_by: Value) -> Bench {
        Bench::new().owner(json!({"id": "ida"})).server(json!({
            "id": "customer-relations-server",
            "purpose": purpose, "purpose_approved_by": agreed_by
        }))
    }

    fn stated() -> Value {
        json!("Lets support staff look up orders in the shop database")
    }

    #[test]
    fn a_stated_and_agreed_purpose_passes() {
        assert_eq!(bench(stated(), json!("ida")).outcome(&CONTROL), Pass);
        assert_eq!(bench(stated(), json!(null)).tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    #[test]
    fn without_known_agreement_it_is_partial_from_t2() {
        assert_eq!(bench(stated(), json!(null)).outcome(&CONTROL), Partial);
        assert_eq!(bench(stated(), json!("ghost")).outcome(&CONTROL), Partial);
    }

    #[test]
    fn blank_placeholder_repeating_and_short_purposes_fail() {
        for purpose in [
            json!(null),
            json!("TBD"),
            json!("Customer Relations Server"),
            json!("customer-relations-server"),
            json!("does things"),
        ] {
            assert_eq!(bench(purpose, json!("ida")).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn no_purpose_field_is_not_assessed() {
        let server = Bench::new().server(json!({"id": "crm"}));
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let agent = Bench::new().agent(json!({"id": "triage"}));
        assert_eq!(agent.outcome(&CONTROL), NotAssessed);
    }
}
