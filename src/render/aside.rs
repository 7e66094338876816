//! What Markdown prints nothing of: of a large posture it is set aside while those pages are made, so that neither the
//! copy with visible texts nor the values of the templates have it, too.

use super::view::MAX_ASSETS;
use model::Posture;
use model::posture::{AccessEdge, AssetCard, Cell, NotInOrder, OwnerCell};

/// The parts of a posture that are set aside.
#[derive(Debug)]
pub(super) struct Aside {
    assets: Vec<AssetCard>,
    not_in_order: Vec<NotInOrder>,
    edges: Vec<AccessEdge>,
    cells: Vec<Cell>,
    owner_cells: Vec<OwnerCell>,
}

impl Aside {
    /// Takes them out of a posture.
    pub(super) fn of(posture: &mut Posture) -> Self {
        let printed = posture.assets.len().min(MAX_ASSETS);
        Aside {
            assets: posture.assets.split_off(printed),
            not_in_order: std::mem::take(&mut posture.privileged_assets.not_in_order),
            edges: std::mem::take(&mut posture.edges),
            cells: std::mem::take(&mut posture.cells),
            owner_cells: std::mem::take(&mut posture.owner_cells),
        }
    }

    /// Puts them back.
    pub(super) fn back(self, posture: &mut Posture) {
        let Aside { mut assets, not_in_order, edges, cells, owner_cells } = self;
        posture.assets.append(&mut assets);
        posture.privileged_assets.not_in_order = not_in_order;
        (posture.edges, posture.cells, posture.owner_cells) = (edges, cells, owner_cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::view::View;
    use crate::render::{clean, comment, markdown, samples};

    /// What a reader of Markdown gets.
    fn pages(posture: &Posture, assets: usize) -> [String; 2] {
        let clean = clean::posture(posture);
        let view = View::of(&clean, assets);
        let report = markdown::render(&clean, &view, "site/index.html");
        [report.expect("Markdown"), comment::render(&clean, &view, "site/index.html")]
            .map(|page| String::from_utf8(page.bytes).expect("text"))
    }

    #[test]
    fn pages_print_nothing_of_what_is_set_aside_and_all_of_it_comes_back() {
        let mut posture = samples::hostile();
        let card = posture.assets.first().cloned().expect("an asset");
        posture.assets.resize(MAX_ASSETS + 3, card);
        let (before, all) = (posture.clone(), posture.assets.len());
        let aside = Aside::of(&mut posture);
        assert!(posture.cells.is_empty() && posture.assets.len() == MAX_ASSETS);
        for (page, whole) in pages(&posture, all).iter().zip(pages(&before, all)) {
            let differing = page.lines().zip(whole.lines()).find(|(line, same)| line != same);
            assert_eq!(differing, None);
            assert_eq!(page.len(), whole.len());
        }
        aside.back(&mut posture);
        assert_eq!(posture, before);
    }
}
