//! A selection of the access graph as a picture.

use std::collections::HashSet;

use super::boxes::{Words, boxes, words};
use super::index::{Access, LinkTo};
use super::keys::keys;
use super::layout::{Layout, layout};
use super::node::{COLUMNS, HEADINGS, NOUNS, column};
use super::select::Selection;
use super::strokes::{Look, lines};
use super::way::Edge;
use crate::render::pictures::palette::MUTED;
use crate::render::pictures::picture::{Picture, Table};
use crate::render::pictures::svg::{open_group, text};
use model::posture::AccessTarget;
use model::records::Effect;

const MARGIN: i64 = 12;
const HEAD: i64 = 34;

/// A selection with what is written in its boxes and where all of it is.
pub(super) struct Plan<'p> {
    pub(super) selection: Selection<'p>,
    words: Vec<Words>,
    pub(super) layout: Layout,
}

/// Where the nodes and lines of a selection are.
pub(super) fn plan<'p>(access: &Access<'_>, selection: Selection<'p>) -> Plan<'p> {
    let columns: Vec<usize> =
        selection.nodes.iter().map(|node| access.nodes.get(*node).map_or(0, column)).collect();
    let words = words(access, &selection);
    let heights: Vec<i64> = words.iter().map(Words::height).collect();
    let layout = layout(&columns, &heights, &edges(&selection));
    Plan { selection, words, layout }
}

/// The edges of a selection, their ends as positions in it.
fn edges(selection: &Selection<'_>) -> Vec<Edge> {
    let looks: Vec<Look> = selection.edges.iter().map(|(.., edge)| Look::of(edge)).collect();
    let place = |node: usize| selection.nodes.iter().position(|known| *known == node).unwrap_or(0);
    let look = |look: &Look| looks.iter().position(|known| known == look).unwrap_or(0);
    let edges = selection.edges.iter().zip(&looks);
    edges
        .map(|((from, to, _), of)| Edge { from: place(*from), to: place(*to), look: look(of) })
        .collect()
}

/// The picture of a selection. `of_foci` is what those in its middle are.
pub(super) fn draw(
    access: &Access<'_>,
    plan: &Plan<'_>,
    (title, of_foci): (&str, &str),
    link: LinkTo<'_>,
) -> Picture {
    let Plan { selection, words: written, layout } = plan;
    let rest = rest(selection);
    let words = described(access, selection, &rest);
    let size = (layout.width + 2 * MARGIN, HEAD + layout.height + MARGIN);
    let mut svg = open_group(size, layout.columns.len(), title, &described_in_short(selection));
    for (column, x) in &layout.columns {
        let heading = HEADINGS.get(*column).copied().unwrap_or_default();
        svg += &text((x + MARGIN, 18), ("start", 12, 600), (MUTED, "g-head"), heading);
    }
    svg += &lines(selection, layout, (MARGIN, HEAD));
    svg += &boxes(access, (selection, layout), written, (MARGIN, HEAD), link);
    svg += "</svg>";
    let table = table(access, selection, &rest, link);
    let keys = keys(access, selection, of_foci);
    Picture {
        svg,
        title: title.into(),
        words,
        table,
        width: size.0,
        keys,
        note: rest,
        ..Picture::default()
    }
}

/// What is left out, as a sentence; empty where nothing is.
fn rest(selection: &Selection<'_>) -> String {
    let parts = (0..COLUMNS).zip(selection.more).filter(|(_, more)| *more > 0);
    let parts: Vec<String> = parts
        .map(|(column, more)| {
            let (one, many) = NOUNS.get(column).copied().unwrap_or_default();
            format!("{more} more {}", if more == 1 { one } else { many })
        })
        .collect();
    let than = if selection.at_least { "more than " } else { "" };
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => format!("Not shown: {than}{only}."),
        Some((last, first)) => format!("Not shown: {than}{} and {last}.", first.join(", ")),
    }
}

fn described(access: &Access<'_>, selection: &Selection<'_>, rest: &str) -> String {
    let mut sentences: Vec<String> = selection
        .edges
        .iter()
        .map(|(from, to, edge)| {
            format!("{} {} {}", access.name(*from), edge.kind.verb(), access.name(*to))
        })
        .collect();
    if !rest.is_empty() {
        sentences.push(rest.to_string());
    }
    sentences.join("; ")
}

/// The same in a few words, for readers who have the table beside it.
fn described_in_short(selection: &Selection<'_>) -> String {
    let (nodes, edges) = (selection.nodes.len(), selection.edges.len());
    let lines = if edges == 1 { "line" } else { "lines" };
    format!("{nodes} boxes, {edges} {lines} from left to right; the data of the picture have each")
}

fn table(access: &Access<'_>, selection: &Selection<'_>, rest: &str, link: LinkTo<'_>) -> Table {
    let mut table = Table::new(["From", "Access", "To", "Strongest effect"]);
    // What an end is follows its name where it is named first.
    let mut named: HashSet<usize> = HashSet::new();
    let mut end = |node: usize| match named.insert(node) {
        true => format!("{} ({})", access.name(node), access.about(node).join(", ")),
        false => access.name(node).to_string(),
    };
    let href = |node: usize| match access.nodes.get(node) {
        Some(AccessTarget::Asset(key)) => link(key),
        _ => None,
    };
    for (line, (from, to, edge)) in selection.edges.iter().enumerate() {
        let effect = edge.effect.map_or("—", Effect::id);
        let ends = [(0, *from), (2, *to)];
        table
            .links
            .extend(ends.iter().filter_map(|(column, node)| Some(((line, *column), href(*node)?))));
        table.rows.push(vec![end(*from), edge.kind.verb().into(), end(*to), effect.into()]);
    }
    if !rest.is_empty() {
        table.rows.push(vec![rest.to_string(), String::new(), String::new(), String::new()]);
    }
    table
}
