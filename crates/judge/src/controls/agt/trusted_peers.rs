//! AGT-02: authenticated agent peers.

use crate::controls::prelude::*;
use model::records::{Link, LinkAuth};
use model::{AssetKey, Item};

/// Calls between agents and servers prove who calls, and on whose behalf.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-02",
    slug: "trusted-peers",
    family: Family::Agt,
    title: "Authenticated agent peers",
    why: "Where agents trust each other without proof, a message from anywhere becomes an \
          instruction, and nobody can determine later on whose behalf it was carried out.",
    criteria: Criteria {
        pass: "Every peer is registered and every link authenticated; at T3, both sides prove \
               their identity, and the original user and actor are passed along.",
        partial: "At T3, a link authenticates one side only, or loses the original user and actor.",
        fail: "A link is not authenticated, or its peer is not registered.",
    },
    remediation: "Register each peer, authenticate the link by certificates or signed tokens, and \
                  pass the original user and actor along with every call.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "link",
    met: "are authenticated, with a registered peer",
    unmet: "have no authenticated, registered peer",
    label: None,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let links = match &asset.facts {
        AssetFacts::Server(server) => &server.links,
        AssetFacts::Agent(agent) => &agent.links,
        _ => &Field::Absent,
    };
    let record = asset.record_kind();
    let links = match links {
        Field::Given(links) if links.is_empty() => {
            return Judgement::not_applicable("Declared to have no peers")
                .because(asset.place_of("links"), "links = (none)");
        }
        Field::Given(links) => links,
        silent => return Judgement::silent(silent, record, "links"),
    };
    let (mut items, mut ask) = (Vec::new(), None);
    for link in links {
        let verdict = peer(link, context)
            .worst_of(authenticated(link, record))
            .worst_of(attributable(link, record, asset.test_tier()));
        ask = ask.or(verdict.ask);
        items.push(Item::new(&link.to, verdict.outcome, verdict.sentence));
    }
    let missing = ask.unwrap_or_else(|| (record, "links").into());
    let verdict = Judgement::of_items(&WORDS, items, missing);
    links.iter().enumerate().fold(verdict, |verdict, (number, link)| {
        let fact = words!("{}: {}", link.to, quote("auth", &link.auth));
        verdict.because(asset.place_of(&format!("links.{number}.auth")), fact)
    })
}

fn peer(link: &Link, context: &Context) -> Judgement {
    let named = AssetKey::parse(&link.to);
    let id = named.as_ref().map_or(link.to.as_str(), |key| &key.id);
    let is_it = |asset: &&Asset| asset.key.id == link.to || named.as_ref() == Some(&asset.key);
    let mut peers = context.named(&link.to).chain(context.named(id));
    let missing =
        [RecordKind::Servers, RecordKind::Agents].into_iter().find(|kind| !context.carries(*kind));
    match (peers.find(is_it), missing) {
        (Some(peer), _) if peer.registered => Judgement::pass(""),
        (Some(_), _) => Judgement::fail("peer only in a client configuration, not registered"),
        (None, Some(kind)) => Judgement::missing_record(kind.id()),
        (None, None) => Judgement::fail("peer not registered"),
    }
}

fn authenticated(link: &Link, record: &'static str) -> Judgement {
    match &link.auth {
        Field::Given(LinkAuth::None) => Judgement::fail("no authentication"),
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, record, "links.auth"),
    }
}

/// Certificates prove both sides, whatever is stated besides.
fn attributable(link: &Link, record: &'static str, tier: Tier) -> Judgement {
    if tier < Tier::T3 {
        return Judgement::pass("");
    }
    let one_side = Judgement::partial("only the caller is authenticated");
    let mutual = match link.auth.given() {
        Some(LinkAuth::Mtls) => Judgement::pass(""),
        _ => flag(&link.mutual, true, (record, "links.mutual"), one_side),
    };
    let lost = Judgement::partial("original user and actor not passed along");
    let path = (record, "links.subject_propagated");
    mutual.worst_of(flag(&link.subject_propagated, true, path, lost))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(links: Value) -> Kit {
        Kit::new()
            .agent(json!({"id": "triage", "links": links}))
            .agent(json!({"id": "billing"}))
            .server(json!({"id": "crm"}))
            .tier(Tier::T3)
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut link = json!({"to": "agent/billing", "auth": "token", "mutual": true,
                              "subject_propagated": true});
        link[field] = value;
        kit(json!([link])).outcome(&CONTROL)
    }

    #[test]
    fn proved_links_to_registered_peers_pass() {
        assert_eq!(with("to", json!("billing")), Pass);
        let bare = kit(json!([{"to": "crm", "auth": "token"}])).tier(Tier::T2);
        assert_eq!(bare.outcome(&CONTROL), Pass);
        let mtls = json!([{"to": "crm", "auth": "mtls", "subject_propagated": true}]);
        assert_eq!(kit(mtls).outcome(&CONTROL), Pass);
    }

    #[test]
    fn one_side_or_a_lost_subject_is_partial_at_t3() {
        assert_eq!(with("mutual", json!(false)), Partial);
        assert_eq!(with("subject_propagated", json!(false)), Partial);
    }

    #[test]
    fn no_proof_and_unknown_or_unregistered_peers_fail() {
        assert_eq!(with("auth", json!("none")), Fail);
        assert_eq!(with("to", json!("agent/ghost")), Fail);
        let shadow = kit(json!([{"to": "triage", "auth": "mtls"}]));
        let shadow = shadow.with(|asset| asset.registered = false);
        assert_eq!(shadow.outcome(&CONTROL), Fail);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        for field in ["auth", "mutual", "subject_propagated"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(kit(json!(null)).outcome(&CONTROL), NotAssessed);
        let ask = Kit::new().server(json!({"id": "crm"})).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("servers.links"));
        let unread = json!({"id": "crm", "links": [{"to": "billing", "auth": "mtls"}]});
        let ask = Kit::new().server(unread).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("agents"));
    }

    #[test]
    fn declared_to_have_no_peers_is_not_judged() {
        assert_eq!(kit(json!([])).outcome(&CONTROL), NotApplicable);
    }
}
