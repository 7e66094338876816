//! AGT-02: peers know whom they talk to.

use model::records::{Link, LinkAuth};
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Context, Control, Criteria, Domain, Family, Field,
    Item, Judgement, PerTier, RecordKind, Severity, Tier,
};

/// Calls between agents and servers prove who calls, and for whom.
pub(crate) static CONTROL: Control = Control {
    id: "AGT-02",
    slug: "trusted-peers",
    family: Family::Agt,
    title: "It calls registered peers only, and each call proves who makes it",
    why: "Where one agent takes another at its word, a message from anywhere becomes an \
          instruction, and afterwards nobody can say on whose behalf it was done.",
    criteria: Criteria {
        pass: "Every peer is registered and every link authenticated; at T3, both sides prove who \
               they are, and the original user and actor travel along.",
        partial: "At T3, a link proves one side only, or loses the original user and actor.",
        fail: "A link is not authenticated, or its peer is not registered.",
    },
    remediation: "Register each peer, authenticate the link by certificates or signed tokens, and \
                  hand the original user and actor on with every call.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (links, record) = match &asset.facts {
        AssetFacts::Server(server) => (&server.links, "servers"),
        AssetFacts::Agent(agent) => (&agent.links, "agents"),
        _ => return Judgement::not_applicable("It has no peers"),
    };
    let links = match links {
        Field::Given(links) if links.is_empty() => {
            return Judgement::not_applicable("It is declared to have no peers")
                .because(asset.place(), "links = []");
        }
        Field::Given(links) => links,
        silent => return Judgement::silent(silent, record, "links"),
    };
    let (mut items, mut wanted) = (Vec::new(), None);
    for link in links {
        let verdict = peer(link, context)
            .worst_of(authenticated(link, record))
            .worst_of(attributable(link, record, asset.test_tier()));
        wanted = wanted.or(verdict.ask);
        items.push(Item::new(&link.to, verdict.outcome, verdict.sentence));
    }
    let (record, field) = match &wanted {
        Some(ask) => (ask.record.as_str(), ask.field.as_str()),
        None => (record, "links"),
    };
    let quoted: Vec<String> = links.iter().map(quote).collect();
    Judgement::of_items("link", "are authenticated, with a registered peer", items, (record, field))
        .because(asset.place(), quoted.join("; "))
}

fn quote(link: &Link) -> String {
    let auth = link.auth.given().map_or("not stated", |auth| match auth {
        LinkAuth::None => "none",
        LinkAuth::Token => "token",
        LinkAuth::SignedMessage => "signed-message",
        LinkAuth::Mtls => "mtls",
    });
    format!("{}: auth = {auth}", link.to)
}

fn peer(link: &Link, context: &Context) -> Judgement {
    let named = AssetKey::parse(&link.to);
    let id = named.as_ref().map_or(link.to.as_str(), |key| &key.id);
    let is_it = |asset: &&Asset| asset.key.id == link.to || named.as_ref() == Some(&asset.key);
    let mut peers = context.named(&link.to).chain(context.named(id));
    let unread =
        [RecordKind::Servers, RecordKind::Agents].into_iter().find(|kind| !context.carries(*kind));
    match (peers.find(is_it), unread) {
        (Some(peer), _) if peer.registered => Judgement::pass(""),
        (Some(_), _) => Judgement::fail("only a client configuration knows this peer"),
        (None, Some(kind)) => Judgement::missing_record(kind.id()),
        (None, None) => Judgement::fail("no peer of this name is registered"),
    }
}

fn authenticated(link: &Link, record: &str) -> Judgement {
    match &link.auth {
        Field::Given(LinkAuth::None) => Judgement::fail("the caller proves nothing"),
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, record, "links.auth"),
    }
}

/// Certificates prove both sides, whatever is stated besides.
fn attributable(link: &Link, record: &str, tier: Tier) -> Judgement {
    if tier < Tier::T3 {
        return Judgement::pass("");
    }
    let mutual = match &link.mutual {
        _ if link.auth.given() == Some(&LinkAuth::Mtls) => Judgement::pass(""),
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::partial("only the caller proves who it is"),
        silent => Judgement::silent(silent, record, "links.mutual"),
    };
    mutual.worst_of(match &link.subject_propagated {
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::partial("the original user and actor are lost"),
        silent => Judgement::silent(silent, record, "links.subject_propagated"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(links: Value) -> Bench {
        Bench::new()
            .agent(json!({"id": "triage", "links": links}))
            .agent(json!({"id": "billing"}))
            .server(json!({"id": "crm"}))
            .tier(Tier::T3)
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut link = json!({"to": "agent/billing", "auth": "token", "mutual": true,
                              "subject_propagated": true});
        link[field] = value;
        bench(json!([link])).outcome(&CONTROL)
    }

    #[test]
    fn proved_links_to_registered_peers_pass() {
        assert_eq!(with("to", json!("billing")), Pass);
        let bare = bench(json!([{"to": "crm", "auth": "token"}])).tier(Tier::T2);
        assert_eq!(bare.outcome(&CONTROL), Pass);
        let mtls = json!([{"to": "crm", "auth": "mtls", "subject_propagated": true}]);
        assert_eq!(bench(mtls).outcome(&CONTROL), Pass);
    }

    #[test]
    fn one_side_or_a_lost_subject_is_half_good_at_t3() {
        assert_eq!(with("mutual", json!(false)), Partial);
        assert_eq!(with("subject_propagated", json!(false)), Partial);
    }

    #[test]
    fn no_proof_and_unknown_or_unregistered_peers_fail() {
        assert_eq!(with("auth", json!("none")), Fail);
        assert_eq!(with("to", json!("agent/ghost")), Fail);
        let shadow = bench(json!([{"to": "triage", "auth": "mtls"}]));
        let shadow = shadow.with(|asset| asset.registered = false);
        assert_eq!(shadow.outcome(&CONTROL), Fail);
    }

    #[test]
    fn silence_is_not_assessed() {
        for field in ["auth", "mutual", "subject_propagated"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(bench(json!(null)).outcome(&CONTROL), NotAssessed);
        let ask = Bench::new().server(json!({"id": "crm"})).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("servers.links"));
        let unread = json!({"id": "crm", "links": [{"to": "billing", "auth": "mtls"}]});
        let ask = Bench::new().server(unread).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("agents"));
    }

    #[test]
    fn declared_to_have_no_peers_is_not_judged() {
        assert_eq!(bench(json!([])).outcome(&CONTROL), NotApplicable);
    }
}
