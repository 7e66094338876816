//! Who can reach what, as the posture lists it.

use passmuster::model::Posture;
use passmuster::model::posture::{AccessEdge, AccessTarget};
use passmuster::render::pictures::Access;

use crate::support::{fixture, folders, judge, project, run};

const ESTATE: &str = "
agents:
  - id: clerk
    bindings: [{server: ledger}]
    links: [{to: partner.example}]
  - id: roamer
    bindings: [{server: '*'}]
servers:
  - id: ledger
    uses: [store]
    reach:
      - {target: orders, environment: production, effect: read}
      - {target: orders, environment: production, effect: admin}
      - {target: orders, environment: test, effect: read}
      - {kind: cloud-control-plane}
  - id: store
service_accounts:
  - id: svc-ledger
    used_by: [ledger]
secrets:
  - id: key
    used_by: [ledger]
    principal: svc-ledger
  - id: token
    used_by: [clerk]
    principal: someone else
";

fn posture(text: &str) -> Posture {
    judge(project(text)).expect("a posture").posture
}

fn lines(posture: &Posture) -> Vec<String> {
    let to = |target: &AccessTarget| match target {
        AccessTarget::Asset(key) => key.to_string(),
        AccessTarget::EveryServer => "*".into(),
        AccessTarget::Account(name) => format!("account {name}"),
        AccessTarget::System { name, environment } => {
            format!("{name} in {}", environment.map_or("-", |environment| environment.id()))
        }
    };
    let line = |edge: &AccessEdge| {
        let effect = edge.effect.map_or("-", |effect| effect.id());
        format!("{} {} {}, {effect}", edge.from, edge.kind.verb(), to(&edge.to))
    };
    posture.edges.iter().map(line).collect()
}

#[test]
fn every_stated_access_is_one_edge_with_its_strongest_effect() {
    let posture = posture(ESTATE);
    let mut found = lines(&posture);
    found.sort();
    let mut expected = [
        "agent/clerk uses server/ledger, -",
        "agent/clerk uses partner.example in -, -",
        "agent/clerk holds secret/token, -",
        "agent/roamer uses *, -",
        "server/ledger uses server/store, -",
        "server/ledger runs as service-account/svc-ledger, -",
        "server/ledger holds secret/key, -",
        "server/ledger reaches orders in production, admin",
        "server/ledger reaches orders in test, read",
        "server/ledger reaches cloud control plane in -, -",
        "secret/key authenticates as service-account/svc-ledger, -",
        "secret/token authenticates as account someone else, -",
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(posture.edges_total, 12);
}

#[test]
fn edges_are_in_order_once_each_and_lead_to_assets_of_the_posture() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        assert!(posture.edges.is_sorted_by(|one, next| one < next), "{scenario}");
        assert_eq!(posture.edges.len() as u64, posture.edges_total, "{scenario}");
        let assets = posture.assets.iter().map(|card| &card.key);
        let known: Vec<_> = assets.chain(posture.excluded.iter().map(|card| &card.key)).collect();
        for edge in &posture.edges {
            assert!(known.contains(&&edge.from), "{scenario}: {}", edge.from);
            if let AccessTarget::Asset(key) = &edge.to {
                assert!(known.contains(&key), "{scenario}: {key}");
            }
        }
    }
}

#[test]
fn edges_are_no_part_of_the_score() {
    let posture = posture(ESTATE);
    let without = Posture { edges: Vec::new(), edges_total: 0, ..posture.clone() };
    assert!(
        passmuster::posture::verify::verify(&without, None, passmuster::controls::CATALOG)
            .is_empty()
    );
    let cut = Posture { edges_total: posture.edges_total + 1, ..posture };
    let found = passmuster::posture::verify::verify(&cut, None, passmuster::controls::CATALOG);
    assert_eq!(found.first().map(|wrong| wrong.pointer.as_str()), Some("/edges"));
}

#[test]
fn pictures_of_the_scenarios_are_small_and_few_lines_cross() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        let access = Access::of(&posture);
        let assets = posture.assets.iter().map(|card| Some(&card.key));
        let drawn: Vec<_> =
            assets.chain([None]).filter_map(|asset| access.measure(asset)).collect();
        assert!(drawn.len() > 3 || posture.assets.len() < 4, "{scenario}: {}", drawn.len());
        assert!(
            drawn.iter().all(|of| of.nodes <= 24 && of.crossings <= 6),
            "{scenario}: {drawn:?}"
        );
        // The demonstration is the picture that everybody sees.
        let crossings: usize = drawn.iter().map(|of| of.crossings).sum();
        assert!(scenario != "northwind" || crossings <= 2, "{scenario}: {crossings}");
    }
}
