//! D8: what calls or uses another takes its tier.

use super::gaps::Gaps;
use super::raise::{raise, treat};
use model::{Asset, AssetKind, Tier};

/// `to` takes the tier of `from`.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) how: &'static str,
}

/// Raises each holder to what its credentials open by themselves.
pub(super) fn raise_once(assets: &mut [Asset], edges: &[Edge]) {
    let before: Vec<(Tier, Tier)> =
        assets.iter().map(|a| (a.tier.derived, a.tier.treated)).collect();
    for edge in edges {
        let Some(((derived, treated), key)) =
            before.get(edge.from).zip(assets.get(edge.from).map(|asset| asset.key.clone()))
        else {
            continue;
        };
        let Some(target) = assets.get_mut(edge.to) else { continue };
        raise(target, *derived, &format!("{} {key}", edge.how));
        treat(target, *treated, &format!("{} {key}, which is treated as {treated}", edge.how));
    }
}

/// Which of an asset's tiers is spread. Each spreads by itself: what facts show, what it is treated as,
/// and what the tests go by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Derived,
    Treated,
    Tests,
}

impl Kind {
    fn of(self, asset: &Asset) -> Tier {
        match self {
            Kind::Derived => asset.tier.derived,
            Kind::Treated => asset.tier.treated,
            Kind::Tests => asset.tier.tests,
        }
    }

    fn raise(self, asset: &mut Asset, tier: Tier, how: &str) {
        match self {
            Kind::Derived => raise(asset, tier, how),
            Kind::Treated => treat(asset, tier, &format!("{how}, which is treated as {tier}")),
            Kind::Tests => asset.tier.tests = asset.tier.tests.max(tier),
        }
    }
}

/// Spreads the tiers along the edges and along undeclared use.
pub(super) fn spread(assets: &mut [Asset], edges: &[Edge], gaps: &Gaps) {
    let graph = Graph::of(assets.len(), edges);
    for kind in [Kind::Derived, Kind::Treated, Kind::Tests] {
        for tier in [Tier::T3, Tier::T2, Tier::T1] {
            flood(assets, &graph, gaps, kind, tier);
        }
    }
}

/// Raises everything that is reached from an asset of a tier to it. Each asset and edge is looked at
/// once.
fn flood(assets: &mut [Asset], graph: &Graph<'_>, gaps: &Gaps, kind: Kind, tier: Tier) {
    let reached =
        |assets: &[Asset], at: usize| assets.get(at).is_some_and(|asset| kind.of(asset) >= tier);
    let mut next: Vec<usize> = (0..assets.len()).filter(|at| reached(assets, *at)).collect();
    // Undeclared use and bindings to every server are one step from the first asset that is reached.
    let (mut server, mut user) = (false, false);
    while let Some(from) = next.pop() {
        let Some((key, of)) = assets.get(from).map(|asset| (asset.key.clone(), asset.key.kind))
        else {
            continue;
        };
        let mut raise = |to: usize, how: &str| {
            if let Some(asset) = assets.get_mut(to).filter(|asset| kind.of(asset) < tier) {
                kind.raise(asset, tier, &format!("{how} {key}"));
                next.push(to);
            }
        };
        for edge in graph.from(from) {
            raise(edge.to, edge.how);
        }
        if of == AssetKind::Server && !std::mem::replace(&mut server, true) {
            gaps.every_server.iter().for_each(|&to| raise(to, "it is bound to"));
            if kind != Kind::Derived {
                gaps.any_server.iter().for_each(|&to| raise(to, "undeclared use: it may use"));
            }
        }
        let uses = matches!(of, AssetKind::Server | AssetKind::Agent | AssetKind::ServiceAccount);
        if uses && kind != Kind::Derived && !std::mem::replace(&mut user, true) {
            gaps.any_user.iter().for_each(|&to| raise(to, "undeclared users: it may be used by"));
        }
    }
}

/// The edges, by where they begin.
struct Graph<'a> {
    edges: Vec<&'a Edge>,
    starts: Vec<usize>,
}

impl<'a> Graph<'a> {
    fn of(assets: usize, edges: &'a [Edge]) -> Self {
        let mut edges: Vec<&Edge> = edges.iter().collect();
        edges.sort_by_key(|edge| edge.from);
        let starts = (0..=assets).map(|at| edges.partition_point(|edge| edge.from < at)).collect();
        Graph { edges, starts }
    }

    fn from(&self, at: usize) -> &[&'a Edge] {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(from, to)| self.edges.get(*from..*to)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::Agent;
    use model::{AssetFacts, AssetKey, Provenance, TierJudgement};
    use proptest::prelude::*;

    fn asset(number: usize, kind: AssetKind, tiers: [Tier; 3]) -> Asset {
        let [derived, treated, tests] = tiers;
        let known = TierJudgement::known(derived);
        Asset {
            key: AssetKey::new(kind, number.to_string()),
            facts: AssetFacts::Agent(Box::<Agent>::default()),
            tier: TierJudgement { treated, tests, ..known },
            from: Provenance::default(),
            registered: true,
            secrets: Vec::new(),
            conflicts: Vec::new(),
            declarations: Vec::new(),
            sighted: None,
            status_known: true,
        }
    }

    /// The same by its meaning: everything takes the highest tier of what it uses, until nothing changes.
    fn fixpoint(assets: &[Asset], edges: &[Edge], gaps: &Gaps) -> Vec<[Tier; 3]> {
        let mut tiers: Vec<[Tier; 3]> = assets
            .iter()
            .map(|asset| [asset.tier.derived, asset.tier.treated, asset.tier.tests])
            .collect();
        let uses =
            |at: usize| !matches!(assets[at].key.kind, AssetKind::Secret | AssetKind::Organisation);
        loop {
            let before = tiers.clone();
            let mut take = |to: usize, from: usize, kinds: std::ops::Range<usize>| {
                for kind in kinds {
                    tiers[to][kind] = tiers[to][kind].max(before[from][kind]);
                }
                let [derived, treated, tests] = tiers[to];
                let treated = treated.max(derived);
                tiers[to] = [derived, treated, tests.max(treated)];
            };
            edges.iter().for_each(|edge| take(edge.to, edge.from, 0..3));
            for (from, asset) in assets.iter().enumerate() {
                if asset.key.kind == AssetKind::Server {
                    gaps.every_server.iter().for_each(|to| take(*to, from, 0..3));
                    gaps.any_server.iter().for_each(|to| take(*to, from, 1..3));
                }
                if uses(from) {
                    gaps.any_user.iter().for_each(|to| take(*to, from, 1..3));
                }
            }
            if tiers == before {
                return tiers;
            }
        }
    }

    const COUNT: usize = 9;

    fn places() -> impl Strategy<Value = Vec<usize>> {
        proptest::collection::vec(0..COUNT, 0..3)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn spreading_is_the_fixpoint_of_use(
            assets in proptest::collection::vec(
                (proptest::sample::select(AssetKind::ALL.to_vec()), [0..4_usize, 0..4_usize, 0..4_usize]),
                COUNT,
            ),
            edges in proptest::collection::vec((0..COUNT, 0..COUNT), 0..16),
            (every_server, any_server, any_user) in (places(), places(), places()),
        ) {
            let tiers = |mut at: [usize; 3]| {
                // What facts show, what it is treated as and what the tests go by never fall.
                at.sort_unstable();
                at.map(|at| Tier::ALL[at])
            };
            let assets: Vec<Asset> = assets
                .into_iter()
                .enumerate()
                .map(|(number, (kind, at))| asset(number, kind, tiers(at)))
                .collect();
            let edges: Vec<Edge> =
                edges.into_iter().map(|(from, to)| Edge { from, to, how: "it uses" }).collect();
            let mut gaps = Gaps::of(&Default::default());
            (gaps.every_server, gaps.any_server, gaps.any_user) = (every_server, any_server, any_user);
            let expected = fixpoint(&assets, &edges, &gaps);
            let mut spread = assets;
            super::spread(&mut spread, &edges, &gaps);
            let found: Vec<[Tier; 3]> = spread
                .iter()
                .map(|asset| [asset.tier.derived, asset.tier.treated, asset.tier.tests])
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
