//! OWN-06: documented business purpose.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::is_placeholder;
use model::threshold::PURPOSE_MIN;

/// The asset states its purpose, and at T2 and above somebody approved it.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-06",
    slug: "stated-purpose",
    family: Family::Own,
    title: "Documented business purpose",
    why: "Whether a tool or a scope is excessive can only be judged against the purpose of the \
          asset.",
    criteria: Criteria {
        pass: "The purpose is documented, is not a placeholder and is long enough; at T2 and T3 an \
               active owner of identity or platform security approved it.",
        partial: "",
        fail: "The purpose is empty, a placeholder, the asset's own id, or too short; or at T2 or \
               T3 nobody approved it, or only somebody without authority.",
    },
    remediation: "Write one or two sentences that name the business process, the data and the \
                  systems, and have the identity and platform owners approve them.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&PURPOSE_MIN],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (purpose, approved_by) = match &asset.facts {
        AssetFacts::Server(server) => (&server.purpose, &server.purpose_approved_by),
        AssetFacts::Agent(agent) => (&agent.purpose, &agent.purpose_approved_by),
        _ => (&Field::Absent, &Field::Absent),
    };
    if purpose.is_absent() {
        return Judgement::missing_field(asset.record_kind(), "purpose");
    }
    let text = purpose.given().map_or("", |purpose| purpose.trim());
    let verdict = match shortcoming(text, asset, context) {
        Some(shortcoming) => Judgement::fail(shortcoming),
        None => approval(approved_by, asset, context),
    };
    verdict.because(asset.place_of("purpose"), quote("purpose", purpose))
}

fn shortcoming(purpose: &str, asset: &Asset, context: &Context) -> Option<String> {
    let shortest = context.limit(&PURPOSE_MIN, asset.test_tier());
    let length = i64::try_from(purpose.chars().count()).unwrap_or(i64::MAX);
    match purpose {
        "" => Some("The purpose is empty in the record".into()),
        _ if is_placeholder(purpose) => Some("The purpose is a placeholder".into()),
        _ if letters(purpose) == letters(&asset.key.id) => {
            Some("The purpose only repeats the id".into())
        }
        _ if length < shortest => {
            Some(words!("The purpose has {length} characters (minimum {shortest})"))
        }
        _ => None,
    }
}

/// A text's letters and digits, to see `crm-server` in "CRM server". Names are not compared: an
/// asset that leaves its name out must not fare better.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Approval of a sound purpose, at the tiers that need it.
fn approval(approved_by: &Field<String>, asset: &Asset, context: &Context) -> Judgement {
    if asset.test_tier() < Tier::T2 {
        return Judgement::pass("The purpose is documented");
    }
    let path = (asset.record_kind(), "purpose_approved_by");
    match Reference::of(approved_by, path, Mandate::OUTSIDE, context) {
        Reference::Known(party) => {
            let name = &party.owner.id;
            Judgement::pass(words!("The purpose is documented and approved by {name}"))
        }
        other => other.judge(|why| {
            Judgement::fail(words!("The approver of the purpose has no authority ({why})"))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn kit(purpose: Value, agreed_by: Value) -> Kit {
        Kit::new().person("ida", "identity").person("ola", "operator").server(json!({
            "id": "customer-relations-server",
            "purpose": purpose, "purpose_approved_by": agreed_by
        }))
    }

    fn stated() -> Value {
        json!("Lets support staff look up orders in the shop database")
    }

    #[test]
    fn a_stated_and_agreed_purpose_passes() {
        assert_eq!(kit(stated(), json!("ida")).outcome(&CONTROL), Pass);
        assert_eq!(kit(stated(), json!(null)).tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    #[test]
    fn from_t2_somebody_outside_the_operating_team_approves_it() {
        for nobody in [json!(null), json!("ghost"), json!("ola")] {
            assert_eq!(kit(stated(), nobody).outcome(&CONTROL), Fail);
        }
        let silent = json!({"id": "customer-relations-server", "purpose": stated()});
        assert_eq!(Kit::new().server(silent).outcome(&CONTROL), NotAssessed);
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
            assert_eq!(kit(purpose, json!("ida")).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn no_purpose_field_is_not_assessed() {
        let server = Kit::new().server(json!({"id": "crm"}));
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let agent = Kit::new().agent(json!({"id": "triage"}));
        assert_eq!(agent.outcome(&CONTROL), NotAssessed);
    }
}
