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
    why: "An identity that can move privilege, expose data or change production needs separate \
          duties: the requester of an access should neither grant it nor monitor it.",
    criteria: Criteria {
        pass: "Identity, platform security and operator are named, active, and of that domain in \
               the owner register. At T3 they come down to three people; at T2, those of identity \
               and operator differ. Servers of T0 and T1 need identity and operator only. Agents and \
               service accounts are judged from T2 on, by parties of their own; a secret goes by those \
               of what uses it.",
        partial: "",
        fail: "A required domain is empty or names nobody in the register who is active and of that \
               domain, or one person holds two of them under whatever labels: from T2 on identity and \
               operator, at T3 any two.",
    },
    remediation: "Name a responsible party for each empty domain. Where one party holds two \
                  domains, reassign one of them, or waive it for a limited time with an \
                  independent review.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "domain",
    met: "have a named party",
    unmet: "have no named party",
    label: None,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let stated = match &asset.facts {
        AssetFacts::Server(server) => &server.domains,
        AssetFacts::Agent(_) | AssetFacts::ServiceAccount(_) if asset.test_tier() < Tier::T2 => {
            return Judgement::not_applicable(words!("Below T2, as {}", asset.key.kind.noun(1)));
        }
        AssetFacts::Agent(agent) => &agent.domains,
        AssetFacts::ServiceAccount(account) => &account.domains,
        AssetFacts::Secret(_) | AssetFacts::Organisation => {
            return Judgement::not_applicable("Goes by what uses it");
        }
    };
    let record = asset.record_kind();
    let domains = match stated {
        Field::Absent => return Judgement::missing_field(record, "domains"),
        Field::Blank => {
            return Judgement::fail(
                "No domain has a named party: the field is empty in the record",
            )
            .because(asset.place_of("domains"), quote("domains", stated));
        }
        Field::Given(domains) => domains,
    };
    let named = all_named(domains, asset, context);
    let overlap = overlap(domains, asset.test_tier(), context);
    let verdict = overlap.into_iter().fold(named, Judgement::worst_of);
    let parties = slots(domains).map(|(domain, field, name)| (field, quote(domain.id(), name)));
    verdict.because_each(&asset.from, parties)
}

fn all_named(domains: &Domains, asset: &Asset, context: &Context) -> Judgement {
    let record = asset.record_kind();
    let required = if asset.test_tier() >= Tier::T2 { 3 } else { 2 };
    let mut items = Items::default();
    for (domain, field, name) in slots(domains).into_iter().take(required) {
        items.push(
            domain.noun(),
            Reference::of(name, (record, field), Mandate::of(&[domain]), context).item(),
        );
    }
    items.judge(&WORDS, (record, "domains"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn kit(domains: Value) -> Kit {
        Kit::new()
            .person("ida", "identity")
            .person("pia", "platform-security")
            .person("ola", "operator")
            .team("iam", "identity", "ida")
            .team("platform", "platform-security", "pia")
            .team("ops", "operator", "ola")
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
        let domains = json!({"identity": "ida", "operator": "ops"});
        assert_eq!(kit(domains.clone()).tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(kit(domains).tier(Tier::T2).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn an_agent_and_an_account_have_parties_of_their_own_from_t2_on() {
        let register = || {
            let kit = Kit::new().person("ida", "identity").person("pia", "platform-security");
            kit.person("ola", "operator")
        };
        let three = json!({"identity": "ida", "platform_security": "pia", "operator": "ola"});
        let one = json!({"identity": "ida", "platform_security": "ida", "operator": "ida"});
        let record = |domains: &Value| json!({"id": "bot", "domains": domains});
        let silent = json!({"id": "bot"});
        let kits: [fn(Kit, Value) -> Kit; 2] = [Kit::agent, Kit::service_account];
        for kit in kits {
            let of = |record: Value, tier| kit(register(), record).tier(tier).outcome(&CONTROL);
            for tier in [Tier::T2, Tier::T3] {
                assert_eq!(of(record(&three), tier), Pass);
                assert_eq!(of(record(&one), tier), Fail);
                assert_eq!(of(record(&json!(null)), tier), Fail);
                assert_eq!(of(silent.clone(), tier), NotAssessed);
            }
            assert_eq!(of(silent.clone(), Tier::T1), NotApplicable);
        }
        let ask = Kit::new().agent(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("agents.domains"));
    }

    #[test]
    fn one_person_is_one_under_whatever_labels() {
        let kit = |domains: &str| {
            let team = |id: &str| {
                json!({"id": id, "kind": "team", "status": "active", "lead": "ida",
                       "domains": [domains]})
            };
            Kit::new().person("ida", domains).owner(team("a")).owner(team("b")).owner(team("c"))
        };
        for [identity, platform, operator] in
            [["a", "b", "c"], ["ida", "ida", "ida"], ["ida", "b", "a"], ["a", "a", "a"]]
        {
            let domains = json!({"identity": identity, "platform_security": platform,
                                 "operator": operator});
            for tier in [Tier::T2, Tier::T3] {
                let server = json!({"id": "crm", "domains": domains});
                let one = kit("identity").server(server).tier(tier);
                assert_eq!(one.outcome(&CONTROL), Fail, "{domains} at {tier}");
            }
        }
    }

    #[test]
    fn two_records_of_one_person_are_one_person() {
        let eve = |id: &str, domain: &str| {
            json!({"id": id, "kind": "person", "status": "active", "email": "eve@x.test",
                   "domains": [domain]})
        };
        let of = |identity: &str, platform: &str, operator: &str, tier| {
            let kit = all(identity, platform, operator).tier(tier);
            let kit = kit.owner(eve("eve-1", "identity")).owner(eve("eve-2", "operator"));
            kit.owner(eve("eve-3", "platform-security")).outcome(&CONTROL)
        };
        assert_eq!(of("eve-1", "pia", "eve-2", Tier::T1), Pass);
        assert_eq!(of("eve-1", "pia", "eve-2", Tier::T2), Fail);
        assert_eq!(of("eve-1", "pia", "eve-2", Tier::T3), Fail);
        assert_eq!(of("ida", "eve-3", "eve-2", Tier::T2), Pass);
        assert_eq!(of("ida", "eve-3", "eve-2", Tier::T3), Fail);
        assert_eq!(of("eve-1", "eve-3", "eve-2", Tier::T2), Fail);
    }

    #[test]
    fn who_acts_for_no_domain_holds_none() {
        let nobody = |lead: Value| {
            let eve = json!({"id": "eve", "kind": "person", "status": "active", "domains": []});
            let team = json!({"id": "guild", "kind": "team", "status": "active", "lead": "eve",
                              "domains": lead});
            all("guild", "pia", "ola").owner(eve).owner(team)
        };
        for domains in [json!(["identity"]), json!([])] {
            assert_eq!(nobody(domains).outcome(&CONTROL), Fail);
        }
        let eve = nobody(json!(["identity"])).judge(&CONTROL).sentence;
        assert!(eve.contains("eve, who leads guild, acts for no domain"), "{eve}");
    }

    #[test]
    fn a_name_of_another_domain_fails_and_one_of_two_domains_is_not_assessed() {
        assert_eq!(all("ida", "platform", "iam").outcome(&CONTROL), Fail);
        assert_eq!(all("ops", "platform", "ola").outcome(&CONTROL), Fail);
        let both = kit(json!({"identity": "ida", "platform_security": "platform",
                              "operator": "eve"}));
        let eve = json!({"id": "eve", "kind": "person", "status": "active",
                         "domains": ["operator", "identity"]});
        assert_eq!(both.owner(eve).outcome(&CONTROL), NotAssessed);
        let silent = json!({"id": "eve", "kind": "person", "status": "active"});
        let silent = kit(json!({"identity": "ida", "platform_security": "platform",
                                "operator": "eve"}))
        .owner(silent);
        let ask = silent.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("owners.domains"));
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
