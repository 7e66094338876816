//! OWN-02: identity, platform security and operator named together.

use super::naming;
use model::records::{Domains, OwnerKind};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, OwnerResolution, PerTier, Severity, Tier,
};

/// Each domain has somebody who answers, and they are not all the same.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-02",
    slug: "three-domains",
    family: Family::Own,
    title: "Identity, platform security and operator each have somebody named who answers",
    why: "A server that can move privilege, expose data or change production is everybody's \
          business at once: whoever wants an access should not be the one who grants it, nor the \
          one who watches over it.",
    criteria: Criteria {
        pass: "Identity, platform security and operator are named and in the owner register, and \
               are three parties at T3; at T2, identity and operator differ. T0 and T1 need \
               identity and operator only.",
        partial: "All needed domains are named, but one party stands for two that should be apart.",
        fail: "A needed domain is blank or names nobody who can be found, or at T3 one person \
               stands for both identity and operator.",
    },
    remediation: "Name who answers in each empty domain. Where one party stands for two, hand one \
                  over, or waive it for a time with a review by somebody independent.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("Only servers name domains");
    };
    let domains = match &server.domains {
        Field::Absent => return Judgement::missing_field("servers", "domains"),
        Field::Blank => {
            return Judgement::fail("The domains are left blank")
                .because(asset.place(), "domains = (blank)");
        }
        Field::Given(domains) => domains,
    };
    let named = everyone_named(domains, asset.test_tier(), context);
    let verdict = match separation(domains, asset.test_tier(), context) {
        Some(overlap) => named.worst_of(overlap),
        None => named,
    };
    let named = slots(domains).map(|(domain, _, name)| {
        format!("{domain} = {}", name.given().map_or("(nobody)", String::as_str))
    });
    verdict.because(asset.place(), named.join(", "))
}

fn slots(domains: &Domains) -> [(Domain, &'static str, &Field<String>); 3] {
    [
        (Domain::Identity, "domains.identity", &domains.identity),
        (Domain::Operator, "domains.operator", &domains.operator),
        (Domain::PlatformSecurity, "domains.platform_security", &domains.platform_security),
    ]
}

fn everyone_named(domains: &Domains, tier: Tier, context: &Context) -> Judgement {
    let needed = if tier >= Tier::T2 { 3 } else { 2 };
    let (mut items, mut wanted) = (Vec::<Item>::new(), None);
    for (domain, field, name) in slots(domains).into_iter().take(needed) {
        let naming = naming::one(name, ("servers", field), context);
        wanted = wanted.or(naming.wanted());
        items.push(naming.item(domain.noun()));
    }
    let ask = wanted.unwrap_or(("servers", "domains"));
    Judgement::of_items("domain", "have somebody named", items, ask)
}

/// What is wrong with one party standing for two domains, if any does.
fn separation(domains: &Domains, tier: Tier, context: &Context) -> Option<Judgement> {
    let [identity, operator, platform] = slots(domains).map(|(_, _, name)| name.given());
    let both = identity.filter(|_| identity == operator);
    match (tier, both) {
        (Tier::T0 | Tier::T1, _) => None,
        (Tier::T3, Some(party)) if !is_team(party, context) => Some(Judgement::fail(format!(
            "{party} stands for both identity and operator, with nobody in between"
        ))),
        (_, Some(party)) => {
            Some(Judgement::partial(format!("{party} stands for both identity and operator")))
        }
        (Tier::T3, None) => platform
            .filter(|_| platform == identity || platform == operator)
            .map(|party| Judgement::partial(format!("{party} stands for two domains"))),
        (Tier::T2, None) => None,
    }
}

/// Only a stated team counts as one: several people can at least watch each other.
fn is_team(party: &str, context: &Context) -> bool {
    match context.resolve_owner(party) {
        OwnerResolution::Known(owner) => owner.kind.given() == Some(&OwnerKind::Team),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(domains: Value) -> Bench {
        Bench::new()
            .owner(json!({"id": "ida", "kind": "person"}))
            .owner(json!({"id": "platform", "kind": "team"}))
            .owner(json!({"id": "ops", "kind": "team"}))
            .server(json!({"id": "crm", "domains": domains}))
    }

    fn all(identity: &str, platform: &str, operator: &str) -> Bench {
        bench(json!({
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
        assert_eq!(bench(domains.clone()).tier(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(bench(domains).tier(Tier::T2).outcome(&CONTROL), NotAssessed);
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
            assert_eq!(bench(domains).outcome(&CONTROL), Fail);
        }
        assert_eq!(bench(json!(null)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_domains_and_no_register_are_not_assessed() {
        let server = Bench::new().server(json!({"id": "crm"}));
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let domains = json!({"identity": "ida", "platform_security": "p", "operator": "ops"});
        let server = Bench::new().server(json!({"id": "crm", "domains": domains}));
        let ask = server.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("owners"));
    }
}
