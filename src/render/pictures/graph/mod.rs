//! The access graph: agents, servers, credentials, and the accounts and systems behind them, left to right.
//!
//! The columns are the kinds, because the way through them is what the picture shows; so the layout is our
//! own: order within the columns by few crossings, heights by neighbours. What does not fit is counted.

mod draw;
mod index;
mod layout;
mod node;
mod order;
mod select;

pub use index::{Access, LinkTo};

use super::picture::Picture;
use model::AssetKey;

/// How much a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// How many nodes.
    pub nodes: usize,
    /// How many lines between them.
    pub lines: usize,
    /// How many pairs of lines cross.
    pub crossings: usize,
}

impl Access<'_> {
    /// What an asset reaches and who reaches it; none where no source states either.
    pub fn around(&self, asset: &AssetKey, link: LinkTo<'_>) -> Option<Picture> {
        let name = self.cards.get(asset).map_or(asset.id.as_str(), |card| &card.name);
        self.picture(&[asset], &format!("What {name} reaches, and what reaches it"), link)
    }

    /// The same of the worst privileged identities, the first of those that are not in order.
    pub fn overview(&self, link: LinkTo<'_>) -> Option<Picture> {
        let title = "Access of the privileged identities that are furthest from order";
        self.picture(&self.worst, title, link)
    }

    fn picture(&self, foci: &[&AssetKey], title: &str, link: LinkTo<'_>) -> Option<Picture> {
        let selection = select::select(self, foci)?;
        let plan = draw::plan(self, &selection);
        Some(draw::draw(self, (&selection, &plan), title, link))
    }

    /// How much the picture around an asset shows; of the overview where none is given.
    pub fn measure(&self, asset: Option<&AssetKey>) -> Option<Measure> {
        let foci = asset.map_or_else(|| self.worst.clone(), |asset| vec![asset]);
        let selection = select::select(self, &foci)?;
        let crossings = draw::plan(self, &selection).crossings;
        Some(Measure { nodes: selection.nodes.len(), lines: selection.edges.len(), crossings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use model::AssetKind;
    use model::Posture;
    use model::posture::{AccessEdge, AccessKind, AccessTarget};

    fn agent(name: &str) -> AssetKey {
        AssetKey::new(AssetKind::Agent, name)
    }

    fn edge(from: AssetKey, kind: AccessKind, to: AccessTarget) -> AccessEdge {
        AccessEdge { from, kind, to, effect: None }
    }

    /// A server that fifty agents use, and that reaches one system.
    fn hub() -> Posture {
        let server = AssetKey::new(AssetKind::Server, "hub");
        let to = AccessTarget::Asset(server.clone());
        let mut posture = samples::empty();
        posture.edges = (0..50)
            .map(|number| edge(agent(&format!("a{number:02}")), AccessKind::Uses, to.clone()))
            .collect();
        let system = AccessTarget::System { name: "<b>\"x".repeat(30), environment: None };
        posture.edges.push(edge(server, AccessKind::Reaches, system));
        posture
    }

    const NO_LINK: LinkTo<'static> = &|_| None;

    #[test]
    fn what_does_not_fit_is_counted() {
        let posture = hub();
        let access = Access::of(&posture);
        let hub = AssetKey::new(AssetKind::Server, "hub");
        let picture = access.around(&hub, NO_LINK).expect("a picture");
        let drawn = picture.svg.matches("<g><title>").count();
        assert_eq!(drawn, 12);
        assert!(picture.svg.contains("Not shown: 40 more agents."), "{}", picture.words);
        assert_eq!(picture.table.rows.len(), 12);
    }

    #[test]
    fn names_are_cut_in_the_box_and_whole_in_the_title_and_never_markup() {
        let posture = hub();
        let access = Access::of(&posture);
        let link = |key: &AssetKey| Some(format!("../{}.html?\"><script>", key.id));
        let picture = access.around(&agent("a07"), &link).expect("a picture");
        assert!(!picture.svg.contains("<b>") && !picture.svg.contains("<script"));
        assert!(picture.svg.contains(&"&lt;b&gt;&quot;x".repeat(30)) && picture.svg.contains('…'));
        assert!(picture.svg.contains("<a href=\"../a07.html?&quot;&gt;&lt;script&gt;\">"));
        // What is beside the way through is not shown: no other agent uses what this one does.
        assert_eq!(picture.table.rows.len(), 2);
        assert!(!picture.svg.contains(" id="));
    }

    #[test]
    fn an_asset_without_edges_has_no_picture() {
        let posture = hub();
        assert!(Access::of(&posture).around(&agent("other"), NO_LINK).is_none());
        assert!(Access::of(&posture).overview(NO_LINK).is_none());
    }
}
