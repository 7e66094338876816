//! What the marks of a picture mean: one entry for each that occurs.

use super::boxes::{bad, is_asset, may};
use super::index::Access;
use super::node::{Severe, is_treated};
use super::select::Selection;
use super::strokes::Look;
use crate::render::pictures::palette::{EDGE, INK};
use crate::render::pictures::picture::Key;
use std::collections::BTreeSet;

/// The keys of a selection.
pub(super) fn keys(access: &Access<'_>, selection: &Selection<'_>, of_focus: &str) -> Vec<Key> {
    let looks: BTreeSet<Look> = selection.edges.iter().map(|(.., edge)| Look::of(edge)).collect();
    let mut keys: Vec<Key> =
        looks.into_iter().map(|look| Key::new(look.path("M0 8h30"), look.words())).collect();
    keys.push(Key::new(boxed("g-frame g-focus", 4, (INK, 3)), of_focus));
    let nodes = || selection.nodes.iter().copied();
    if nodes().any(|node| !is_asset(access, node)) {
        keys.push(Key::new(boxed("g-frame", 7, (EDGE, 1)), "outside the inventory"));
    }
    let cards = || nodes().filter_map(|node| access.card(node));
    let severe = || cards().map(Severe::of);
    if severe().any(|it| it.open + it.as_open > 0) {
        keys.push(Key::new(bad("M15 0v16"), "severe: critical or high findings, open"));
    }
    if severe().any(|it| it.as_open > 0) {
        keys.push(Key::new(String::new(), "+n: not assessed now, and counted as open"));
    }
    if severe().any(|it| it.open + it.as_open == 0 && it.possible > 0) {
        let words = "possible: critical or high findings, not assessed";
        keys.push(Key::new(may("M15 0v16"), words));
    }
    if cards().any(is_treated) {
        keys.push(Key::new(String::new(), "as T…: treated as that tier, as facts are missing"));
    }
    keys
}

/// A small box.
fn boxed(class: &str, round: i64, (stroke, width): (&str, i64)) -> String {
    format!(
        "<rect x=\"2\" y=\"1\" width=\"26\" height=\"14\" rx=\"{round}\" fill=\"none\" stroke=\"{stroke}\" \
         stroke-width=\"{width}\" class=\"{class}\"/>"
    )
}
