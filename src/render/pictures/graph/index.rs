//! The edges of a posture, indexed once for all its pictures.

use std::collections::{BTreeSet, HashMap};

use model::posture::{AccessEdge, AccessTarget, AssetCard};
use model::{AssetKey, Posture};

/// How many privileged assets that are not in order are in the middle of the overview.
const FOCI: usize = 5;

/// How the caller links to an asset; none where it prints no page for it.
pub type LinkTo<'l> = &'l dyn Fn(&AssetKey) -> Option<String>;

/// The edges of a posture by where they begin and end.
pub struct Access<'p> {
    /// Everything that has or gives access, in order.
    pub(super) nodes: Vec<AccessTarget>,
    /// The card of each asset in scope.
    pub(super) cards: HashMap<&'p AssetKey, &'p AssetCard>,
    /// For each node its edges outward: where they lead and which edge it is.
    pub(super) outward: Vec<Vec<(usize, &'p AccessEdge)>>,
    /// The same, inward.
    pub(super) inward: Vec<Vec<(usize, &'p AccessEdge)>>,
    /// The worst privileged assets.
    pub(super) worst: Vec<&'p AssetKey>,
}

impl<'p> Access<'p> {
    /// The index of a posture's edges.
    pub fn of(posture: &'p Posture) -> Self {
        let ends = |edge: &AccessEdge| [AccessTarget::Asset(edge.from.clone()), edge.to.clone()];
        let nodes: BTreeSet<AccessTarget> = posture.edges.iter().flat_map(ends).collect();
        let nodes: Vec<AccessTarget> = nodes.into_iter().collect();
        let mut outward = vec![Vec::new(); nodes.len()];
        let mut inward = vec![Vec::new(); nodes.len()];
        for edge in &posture.edges {
            let [from, to] = ends(edge).map(|end| nodes.binary_search(&end).ok());
            let (Some(from), Some(to)) = (from, to) else { continue };
            if let (Some(out), Some(into)) = (outward.get_mut(from), inward.get_mut(to)) {
                out.push((to, edge));
                into.push((from, edge));
            }
        }
        let cards = posture.assets.iter().map(|card| (&card.key, card)).collect();
        let worst = posture.privileged_assets.not_in_order.iter().map(|row| &row.asset);
        Access { nodes, cards, outward, inward, worst: worst.take(FOCI).collect() }
    }

    /// The card of a node that is an asset in scope.
    pub(super) fn card(&self, node: usize) -> Option<&'p AssetCard> {
        match self.nodes.get(node) {
            Some(AccessTarget::Asset(key)) => self.cards.get(key).copied(),
            _ => None,
        }
    }
}
