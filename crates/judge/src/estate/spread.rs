//! Tiers along use: what uses another asset takes its tier (D8).

use std::collections::BTreeSet;

use model::{Asset, AssetFacts, Tier, TierReason};

/// `to` takes the tier of `from`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    from: From,
    to: usize,
    how: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum From {
    One(usize),
    /// Every server, in their order: a binding to `*` is one edge, not one for each server.
    EveryServer,
}

impl Edge {
    pub(super) fn one(from: usize, to: usize, how: &'static str) -> Self {
        Edge { from: From::One(from), to, how }
    }

    pub(super) fn every_server(to: usize, how: &'static str) -> Self {
        Edge { from: From::EveryServer, to, how }
    }
}

/// Raises along each edge once, by the tiers of before.
pub(super) fn raise_once(assets: &mut [Asset], edges: &[Edge]) {
    let before: Vec<Tier> = assets.iter().map(|asset| asset.tier.derived).collect();
    for Edge { from, to, how } in edges {
        let From::One(from) = from else { continue };
        let Some(source) = before.get(*from).copied() else { continue };
        let Some(because) = assets.get(*from).map(|asset| format!("{how} {}", asset.key)) else {
            continue;
        };
        if let Some(target) = assets.get_mut(*to) {
            raise(target, source, source, || because);
        }
    }
}

/// Raises along the edges until nothing changes, as if all of them were followed in their order
/// again and again: tiers only rise, so it ends. Only the edges from what has changed are followed
/// again, so that the work grows with the edges and not with the length of chains. Returns the number
/// of steps.
pub(super) fn spread(assets: &mut [Asset], edges: Vec<Edge>) -> usize {
    let mut graph = Graph::of(assets, edges);
    let mut due: BTreeSet<(usize, usize)> = (0..graph.edges.len()).map(|at| (0, at)).collect();
    let mut steps = 0;
    while let Some((round, at)) = due.pop_first() {
        steps += 1;
        let Some(edge) = graph.edges.get(at).copied() else { continue };
        let moved = match edge.from {
            From::One(from) => along(assets, from, edge),
            From::EveryServer => graph.servers.reach(assets, edge),
        };
        if !moved {
            continue;
        }
        // An edge that comes later in the order is followed in this round, any other in the next.
        let mut again = |next: &usize| due.insert((round + usize::from(*next <= at), *next));
        graph.from.get(edge.to).into_iter().flatten().for_each(|next| _ = again(next));
        if graph.servers.rise(assets, edge.to) {
            graph.wild.iter().for_each(|next| _ = again(next));
        }
    }
    steps
}

/// The edges, by where they begin.
struct Graph {
    edges: Vec<Edge>,
    from: Vec<Vec<usize>>,
    wild: Vec<usize>,
    servers: Servers,
}

impl Graph {
    fn of(assets: &[Asset], edges: Vec<Edge>) -> Self {
        let mut from = vec![Vec::new(); assets.len()];
        let mut wild = Vec::new();
        for (at, edge) in edges.iter().enumerate() {
            match edge.from {
                From::One(source) => {
                    if let Some(list) = from.get_mut(source) {
                        list.push(at);
                    }
                }
                From::EveryServer => wild.push(at),
            }
        }
        Graph { edges, from, wild, servers: Servers::of(assets) }
    }
}

/// The servers by their tier, so that the next higher one is found without a walk.
struct Servers {
    levels: Vec<(Tier, BTreeSet<usize>)>,
    derived: Tier,
    tests: Tier,
}

impl Servers {
    fn of(assets: &[Asset]) -> Self {
        let mut servers = Servers { levels: Vec::new(), derived: Tier::T0, tests: Tier::T0 };
        for (at, asset) in assets.iter().enumerate() {
            if matches!(asset.facts, AssetFacts::Server(_)) {
                servers.insert(at, asset.tier.derived);
                servers.derived = servers.derived.max(asset.tier.derived);
                servers.tests = servers.tests.max(asset.tier.tests);
            }
        }
        servers
    }

    fn insert(&mut self, at: usize, tier: Tier) {
        match self.levels.iter_mut().find(|(level, _)| *level == tier) {
            Some((_, positions)) => _ = positions.insert(at),
            None => self.levels.push((tier, BTreeSet::from([at]))),
        }
    }

    /// Takes note of an asset that rose; whether the highest tier among servers rose with it: only
    /// then can what is bound to every server rise once more.
    fn rise(&mut self, assets: &[Asset], at: usize) -> bool {
        let Some(asset) = assets.get(at) else { return false };
        if !matches!(asset.facts, AssetFacts::Server(_)) {
            return false;
        }
        self.levels.iter_mut().for_each(|(_, positions)| _ = positions.remove(&at));
        self.insert(at, asset.tier.derived);
        let before = (self.derived, self.tests);
        self.derived = self.derived.max(asset.tier.derived);
        self.tests = self.tests.max(asset.tier.tests);
        before != (self.derived, self.tests)
    }

    /// Raises what is bound to every server: by the first that is higher, then by the next.
    fn reach(&self, assets: &mut [Asset], edge: Edge) -> bool {
        let (mut moved, mut next) = (false, 0);
        while let Some(tier) = assets.get(edge.to).map(|asset| asset.tier.derived) {
            let higher = self.levels.iter().filter(|(level, _)| *level > tier);
            let Some(at) = higher.filter_map(|(_, all)| all.range(next..).next().copied()).min()
            else {
                break;
            };
            moved |= along(assets, at, edge);
            next = at + 1;
        }
        let (derived, tests) = (self.derived, self.tests);
        if let Some(target) =
            assets.get_mut(edge.to).filter(|it| it.tier.tests < tests.max(derived))
        {
            target.tier.tests = tests.max(derived);
            moved = true;
        }
        moved
    }
}

fn along(assets: &mut [Asset], from: usize, Edge { to, how, .. }: Edge) -> bool {
    let Some(source) = assets.get(from) else { return false };
    let (derived, tests) = (source.tier.derived, source.tier.tests);
    let Some(target) = assets.get(to) else { return false };
    if derived <= target.tier.derived && tests.max(derived) <= target.tier.tests {
        return false;
    }
    let because = format!("{how} {}", source.key);
    assets.get_mut(to).is_some_and(|target| raise(target, derived, tests, || because))
}

/// Raises a tier to what it inherits, with the reason. Whether anything changed.
fn raise(target: &mut Asset, derived: Tier, tests: Tier, because: impl FnOnce() -> String) -> bool {
    let tier = &mut target.tier;
    let moved = derived > tier.derived || tests > tier.tests;
    if derived > tier.derived {
        tier.derived = derived;
        tier.reasons.push(TierReason { rule: "D8".into(), floor: derived, because: because() });
    }
    tier.tests = tier.tests.max(tests).max(derived);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::{Agent, Server};
    use model::{AssetKey, AssetKind, Provenance, TierJudgement};
    use proptest::prelude::*;

    const TIERS: [Tier; 4] = [Tier::T0, Tier::T1, Tier::T2, Tier::T3];

    fn asset(at: usize, is_server: bool, derived: usize, tests: usize) -> Asset {
        let (kind, facts) = match is_server {
            true => (AssetKind::Server, AssetFacts::Server(Box::<Server>::default())),
            false => (AssetKind::Agent, AssetFacts::Agent(Box::<Agent>::default())),
        };
        let derived = TIERS[derived % 4];
        Asset {
            key: AssetKey::new(kind, format!("a{at}")),
            facts,
            tier: TierJudgement {
                derived,
                declared: None,
                tests: TIERS[tests % 4].max(derived),
                reasons: Vec::new(),
            },
            from: Provenance::default(),
            registered: true,
            secrets: Vec::new(),
            conflicts: Vec::new(),
            declarations: Vec::new(),
        }
    }

    /// All edges in their order, a wildcard as one for each server, until nothing changes.
    fn by_rounds(assets: &mut [Asset], edges: &[Edge]) {
        let is_server = |at: &usize| matches!(assets[*at].facts, AssetFacts::Server(_));
        let servers: Vec<usize> = (0..assets.len()).filter(is_server).collect();
        let mut moved = true;
        while moved {
            moved = false;
            for edge in edges {
                let from = match edge.from {
                    From::One(from) => vec![from],
                    From::EveryServer => servers.clone(),
                };
                for from in from {
                    moved |= along(assets, from, *edge);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_result_is_that_of_going_through_all_edges_again_and_again(
            tiers in proptest::collection::vec((any::<bool>(), 0..4_usize, 0..4_usize), 2..9),
            pairs in proptest::collection::vec((any::<bool>(), 0..9_usize, 0..9_usize), 0..14),
        ) {
            let all = tiers.iter().enumerate();
            let mut fast: Vec<Asset> =
                all.map(|(at, (server, derived, tests))| asset(at, *server, *derived, *tests)).collect();
            let count = fast.len();
            let edge = |(wild, from, to): &(bool, usize, usize)| {
                let (from, to) = (from % count, to % count);
                // Only agents are bound to every server.
                match *wild && !tiers[to].0 {
                    true => Edge::every_server(to, "it is bound to"),
                    false => Edge::one(from, to, "it calls"),
                }
            };
            let edges: Vec<Edge> = pairs.iter().map(edge).collect();
            let mut slow = fast.clone();
            by_rounds(&mut slow, &edges);
            spread(&mut fast, edges);
            for (fast, slow) in fast.iter().zip(&slow) {
                prop_assert_eq!(&fast.tier, &slow.tier);
            }
        }
    }

    #[test]
    fn the_work_grows_with_the_edges_and_not_with_chains_or_wildcards() {
        const SIZE: usize = 20_000;
        // Every call is listed before the one that it depends on.
        let mut assets: Vec<Asset> =
            (0..SIZE).map(|at| asset(at, at < SIZE / 2, usize::from(at == 0) * 3, 0)).collect();
        let chain = (1..SIZE / 2).rev().map(|at| Edge::one(at - 1, at, "it calls"));
        let wild = (SIZE / 2..SIZE).map(|at| Edge::every_server(at, "it is bound to"));
        let edges: Vec<Edge> = chain.chain(wild).collect();
        let steps = spread(&mut assets, edges);
        assert!(assets.iter().all(|asset| asset.tier.derived == Tier::T3));
        assert!(steps < SIZE * 8, "{steps} steps");
    }
}
