//! OWN-02: separation of duties across three domains.

use super::separation::{overlap, slots};
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::Domains;

/// Each domain has a named party, and the parties differ.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-02",
    slug: "three-domains",
    family: Family::Own,
    title: "Separation of duties across three domains",
    why: "A server that can move privilege, expose data or change production needs separate duties: \
          the requester of an access should neither grant it nor monitor it.",
    criteria: Criteria {
        pass: "Identity, platform security and operator are named and in the owner register. At T3 \
               they are three parties; at T2, identity and operator differ. T0 and T1 need \
               identity and operator only.",
        partial: "All required domains are named, but one party holds two that should be separate.",
        fail: "A required domain is empty or names nobody in the register, or at T3 one person \
               holds both identity and operator.",
    },
    remediation: "Name a responsible party for each empty domain. Where one party holds two \
                  domains, reassign one of them, or waive it for a limited time with an \
                  independent review.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "domain",
    met: "have a named party",
    unmet: "have no named party",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let domains = match &server.domains {
        Field::Absent => return Judgement::missing_field("servers", "domains"),
        Field::Blank => {
            return Judgement::fail(
                "No domain has a named party: the field is empty in the record",
            )
            .because(asset.place_of("domains"), quote("domains", &server.domains));
        }
        Field::Given(domains) => domains,
    };
    let named = all_named(domains, asset.test_tier(), context);
    let overlap = overlap(domains, asset.test_tier(), context);
    let verdict = overlap.into_iter().fold(named, Judgement::worst_of);
    let parties = slots(domains).map(|(domain, field, name)| (field, quote(domain.id(), name)));
    verdict.because_each(&asset.from, parties)
}

fn all_named(domains: &Domains, tier: Tier, context: &Context) -> Judgement {
    let required = if tier >= Tier::T2 { 3 } else { 2 };
    let mut items = Items::default();
    for (domain, field, name) in slots(domains).into_iter().take(required) {
        items.push(domain.noun(), Reference::of(name, ("servers", field), context).item());
    }
    items.judge(&WORDS, ("servers", "domains"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(domains: Value) -> Kit {
        Kit::new()
            .owner(json!({"id": "ida", "kind": "person"}))
            .owner(json!({"id": "platform", "kind": "team"}))
            .owner(json!({"id": "ops", "kind": "team"}))
            .server(json!({"id": "crm", "domains": domains}))
    }

    fn all(identity: &str, platform: &str, operator: &str) -> Kit {
        kit(json!({
            "identity": identity, "platform_security": platform, "operator": operator
        }))
    }

    #[test]
    fn three_parties_pass() {
        assert_eq!(all("ida", "platform", "ops").tier(Tier::T3).outcome(&CONTROL), Pass);
    }

    #[test]
    fn low_tiers_need_no_platform_security() {
        let domains = json!({"identity": "ida", "operator": "ida"});
        assert_eq!(kit(domains.clone()).tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(kit(domains).tier(Tier::T2).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn one_party_for_two_domains_is_partial_and_one_person_at_t3_fails() {
        assert_eq!(all("ida", "platform", "ida").outcome(&CONTROL), Partial);
        assert_eq!(all("ops", "platform", "ops").tier(Tier::T3).outcome(&CONTROL), Partial);
        assert_eq!(all("ida", "ops", "ops").outcome(&CONTROL), Pass);
        assert_eq!(all("ida", "ops", "ops").tier(Tier::T3).outcome(&CONTROL), Partial);
        assert_eq!(all("ida", "platform", "ida").tier(Tier::T3).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_blank_placeholder_or_unknown_name_fails() {
        for nobody in [json!(null), json!("TBD"), json!("ghost")] {
            let domains =
                json!({"identity": "ida", "platform_security": nobody, "operator": "ops"});
            assert_eq!(kit(domains).outcome(&CONTROL), Fail);
        }
        assert_eq!(kit(json!(null)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_domains_and_no_register_are_not_assessed() {
        let server = Kit::new().server(json!({"id": "crm"}));
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let domains = json!({"identity": "ida", "platform_security": "p", "operator": "ops"});
        let server = Kit::new().server(json!({"id": "crm", "domains": domains}));
        let ask = server.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("owners"));
    }
}
