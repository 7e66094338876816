//! The access graph: agents, servers, credentials, and the accounts and systems behind them, left to right.
//!
//! The columns are the kinds, because the way through them is what the picture shows; so the layout is our
//! own: order within the columns by few crossings, heights by neighbours. What does not fit is counted.

mod boxes;
mod draw;
mod heights;
mod index;
mod keys;
mod label;
mod layout;
mod node;
mod order;
mod ports;
mod route;
mod select;
mod strokes;
mod way;

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
        let title = format!("What {name} reaches, and what reaches it");
        self.picture(&[asset], (&title, "this asset"), link)
    }

    /// The same of the worst privileged identities, the first of those that are not in order.
    pub fn overview(&self, link: LinkTo<'_>) -> Option<Picture> {
        let title = "Access of the privileged identities that are furthest from order";
        self.picture(&self.worst, (title, "furthest from order"), link)
    }

    fn picture(
        &self,
        foci: &[&AssetKey],
        titles: (&str, &str),
        link: LinkTo<'_>,
    ) -> Option<Picture> {
        let plan = draw::plan(self, select::select(self, foci)?);
        Some(draw::draw(self, &plan, titles, link))
    }

    /// How much the picture around an asset shows; of the overview where none is given.
    pub fn measure(&self, asset: Option<&AssetKey>) -> Option<Measure> {
        let foci = asset.map_or_else(|| self.worst.clone(), |asset| vec![asset]);
        let plan = draw::plan(self, select::select(self, &foci)?);
        let (nodes, lines) = (plan.selection.nodes.len(), plan.selection.edges.len());
        Some(Measure { nodes, lines, crossings: plan.layout.crossings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use model::AssetKind;
    use model::Posture;
    use model::posture::{AccessEdge, AccessKind, AccessTarget};
    use model::records::Effect;

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
        assert_eq!(picture.svg.matches("<rect ").count(), 12 + 1);
        assert_eq!(picture.note, "Not shown: 40 more agents.");
        assert!(picture.figure().contains("<p>Not shown: 40 more agents.</p>"));
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
    fn every_mark_that_occurs_has_one_key_and_no_other_has() {
        let mut posture = samples::hostile();
        let effects = [None, Some(Effect::Read), Some(Effect::Admin)];
        for (number, card) in (0..).zip(&mut posture.assets) {
            card.open.critical = number % 2;
            card.open.high = 0;
            (card.severe_open, card.severe_possible) = (number % 3, 1);
            for (kind, effect) in AccessKind::ALL.into_iter().zip(effects.into_iter().cycle()) {
                let name = kind.verb().to_string();
                let to = AccessTarget::System { name, environment: None };
                posture.edges.push(AccessEdge { from: card.key.clone(), kind, to, effect });
            }
        }
        let access = Access::of(&posture);
        let pictures = posture.assets.iter().filter_map(|card| access.around(&card.key, NO_LINK));
        let mut seen = 0;
        for picture in pictures.chain(Access::of(&hub()).around(&agent("a00"), NO_LINK)) {
            let marks: String = picture.keys.iter().map(|key| key.mark.as_str()).collect();
            let classes =
                ["uses", "as", "holds", "opens", "reach", "strong", "bad", "may", "focus"];
            for class in classes {
                let count = |svg: &str| svg.matches(&format!("g-{class}\"")).count().min(1);
                assert_eq!(count(&picture.svg), marks.matches(&format!("g-{class}\"")).count());
                seen += count(&picture.svg);
            }
            let explained = |start| picture.keys.iter().any(|key| key.words.starts_with(start));
            assert_eq!(picture.svg.contains("g-round"), explained("outside"));
            assert_eq!(
                picture.svg.contains(">as T") || picture.svg.contains("· as T"),
                explained("as T")
            );
            assert_eq!(picture.svg.contains(" severe +"), explained("+n"), "{}", picture.svg);
        }
        assert!(seen > 8, "{seen}");
    }

    #[test]
    fn an_asset_without_edges_has_no_picture() {
        let posture = hub();
        assert!(Access::of(&posture).around(&agent("other"), NO_LINK).is_none());
        assert!(Access::of(&posture).overview(NO_LINK).is_none());
    }
}
