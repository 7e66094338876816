//! A selection of the access graph as a picture.

use std::collections::HashSet;

use super::index::{Access, LinkTo};
use super::layout::{HEIGHT, Layout, WIDTH, layout};
use super::node::{COLUMNS, HEADINGS, NOUNS, column};
use super::select::Selection;
use crate::render::pictures::palette::{EDGE, FAILED, INK, MUTED};
use crate::render::pictures::picture::{Picture, Table};
use crate::render::pictures::svg::{block, dashed, escape, fit, number, open_group, text};
use model::posture::{AccessEdge, AccessKind, AccessTarget};
use model::records::Effect;

const MARGIN: i64 = 12;
const HEAD: i64 = 34;
/// The bar at the left of a node that has severe findings.
const BAR: i64 = 8;

/// Where the nodes and lines of a selection are.
pub(super) fn plan(access: &Access<'_>, selection: &Selection<'_>) -> Layout {
    let columns: Vec<usize> =
        selection.nodes.iter().map(|node| access.nodes.get(*node).map_or(0, column)).collect();
    layout(&columns, &ends(selection))
}

/// The ends of each edge, as positions in the selection.
fn ends(selection: &Selection<'_>) -> Vec<(usize, usize)> {
    let place = |node: usize| selection.nodes.iter().position(|known| *known == node).unwrap_or(0);
    selection.edges.iter().map(|(from, to, _)| (place(*from), place(*to))).collect()
}

/// The picture of a selection.
pub(super) fn draw(
    access: &Access<'_>,
    (selection, plan): (&Selection<'_>, &Layout),
    title: &str,
    link: LinkTo<'_>,
) -> Picture {
    let ends = ends(selection);
    let rest = rest(selection);
    let words = described(access, selection, &rest);
    let has_rest = !rest.is_empty();
    let foot = HEAD + plan.height + 16;
    let size = (plan.width.max(560) + 2 * MARGIN, foot + if has_rest { 62 } else { 40 });
    let mut svg = open_group(size, plan.columns.len(), title, &described_in_short(selection));
    for (column, x) in &plan.columns {
        let heading = HEADINGS.get(*column).copied().unwrap_or_default();
        svg += &text((x + MARGIN, 18), ("start", 12, 600), (MUTED, "g-head"), heading);
    }
    for (at, (_, _, edge)) in selection.edges.iter().enumerate() {
        svg += &line(plan, ends.get(at).copied().unwrap_or_default(), at, edge);
    }
    for (at, node) in selection.nodes.iter().enumerate() {
        let corner = plan.corners.get(at).copied().unwrap_or_default();
        let corner = (corner.0 + MARGIN, corner.1 + HEAD);
        svg += &boxed(access, *node, corner, at < selection.foci, link);
    }
    svg += &keys(selection, foot + 18);
    if has_rest {
        svg += &text((MARGIN, foot + 46), ("start", 12, 600), (INK, "g-name"), &rest);
    }
    svg += "</svg>";
    let table = table(access, selection, &rest, link);
    Picture { svg, title: title.into(), words, table, width: size.0 }
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

/// A node: its box, its name, and what it is.
fn boxed(
    access: &Access<'_>,
    node: usize,
    (x, y): (i64, i64),
    is_focus: bool,
    link: LinkTo<'_>,
) -> String {
    let (name, about) = (access.name(node), access.about(node).join(" · "));
    let target = access.nodes.get(node);
    let key = match target {
        Some(AccessTarget::Asset(key)) => Some(key),
        _ => None,
    };
    // Assets are boxes, what is behind them is rounded.
    let round = if key.is_some() { 4 } else { HEIGHT / 2 };
    let (width, class, stroke) = match (is_focus, key) {
        (true, _) => (3, "g-box g-focus", INK),
        (false, Some(_)) => (1, "g-box", EDGE),
        (false, None) => (1, "g-box g-round", EDGE),
    };
    let left = x + if key.is_some() { BAR + 10 } else { 18 };
    let room = WIDTH - (left - x) - 8;
    let (short, note) = (access.in_short(node), fit(&access.in_short(node), room, 10));
    let shown = fit(name, room, 12);
    // The table has what a node is in full; a title is for what its box has no room for.
    let title = match shown == name && note == short {
        true => String::new(),
        false => format!("<title>{}</title>", escape(&format!("{name}: {about}"))),
    };
    let mut body = format!(
        "{title}<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"{round}\" \
         fill=\"#ffffff\" stroke=\"{stroke}\" stroke-width=\"{width}\" class=\"{class}\"/>",
    );
    let card = access.card(node);
    let bar = ((x + 3, y + 3), (BAR, HEIGHT - 6));
    body += &match card.map_or((0, 0), |card| (card.severe_open, card.severe_possible)) {
        (1.., _) => barred(bar.0, HEIGHT - 6),
        (0, 1..) => dashed(bar.0, bar.1),
        (0, 0) => String::new(),
    };
    body += &text((left, y + 18), ("start", 12, 600), (INK, "g-name"), &shown);
    body += &text((left, y + 33), ("start", 10, 400), (MUTED, "g-note"), &note);
    match key.and_then(link) {
        Some(href) => format!("<a href=\"{}\">{body}</a>", escape(&href)),
        None => format!("<g>{body}</g>"),
    }
}

/// A bar with gaps at the left of a node that has severe findings.
fn barred((x, y): (i64, i64), height: i64) -> String {
    format!(
        "<path d=\"M{} {y}v{height}\" fill=\"none\" stroke=\"{FAILED}\" stroke-width=\"{BAR}\" \
         stroke-dasharray=\"6 2\" class=\"g-bad\"/>",
        x + BAR / 2
    )
}

/// How an edge is drawn: its dashes, width, colour and classes.
struct Stroke {
    dashes: &'static str,
    width: u8,
    colour: &'static str,
    class: &'static str,
    tip: &'static str,
}

fn stroke(kind: AccessKind, effect: Option<Effect>) -> Stroke {
    let (dashes, width) = match kind {
        AccessKind::Uses => ("none", 2),
        AccessKind::RunsAs => ("9 4", 2),
        AccessKind::Holds => ("3 3", 2),
        AccessKind::Opens => ("9 3 2 3", 2),
        AccessKind::Reaches => ("none", 3),
    };
    if effect.is_some_and(Effect::is_high_impact) {
        Stroke { dashes, width, colour: FAILED, class: "g-strong", tip: "g-strong-tip" }
    } else {
        Stroke { dashes, width, colour: EDGE, class: "g-edge", tip: "g-tip" }
    }
}

/// An edge as a curve with an arrow head.
fn line(plan: &Layout, (from, to): (usize, usize), at: usize, edge: &AccessEdge) -> String {
    let corner = |node: usize| {
        let (x, y) = plan.corners.get(node).copied().unwrap_or_default();
        (x + MARGIN, y + HEAD + HEIGHT / 2)
    };
    let (start, end) = (corner(from), corner(to));
    let Stroke { dashes, width, colour, class, tip } = stroke(edge.kind, edge.effect);
    let mut path;
    let back = end.0 < start.0;
    if start.0 == end.0 {
        // An arc at the right of the column.
        let x = start.0 + WIDTH;
        path = format!(
            "M{x} {}C{} {} {} {} {} {}",
            start.1,
            x + 46,
            start.1,
            x + 46,
            end.1,
            x + 8,
            end.1
        );
    } else {
        let (left, right) = if back { (end, start) } else { (start, end) };
        let mut x = left.0 + WIDTH;
        let mut y = left.1;
        let inset = if back { 8 } else { 0 };
        path = format!("M{} {y}", x + inset);
        for (column, height) in plan.passes.get(at).into_iter().flatten() {
            let (next, down) = (column + MARGIN, height + HEAD);
            path += &curve((x, y), (next, down));
            path += &format!("H{}", next + WIDTH);
            (x, y) = (next + WIDTH, down);
        }
        let stop = if back { right.0 } else { right.0 - 8 };
        path += &curve((x, y), (stop, right.1));
    }
    // The tip is where the access ends: at the left of a node, or at its right for arcs and ways back.
    let (x, y) = if start.0 == end.0 || back { (end.0 + WIDTH, end.1) } else { end };
    let away = if start.0 == end.0 || back { 9 } else { -9 };
    format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" \
         stroke-dasharray=\"{dashes}\" class=\"{class}\"/>\
         <path d=\"M{x} {y}L{} {}V{}Z\" fill=\"{colour}\" class=\"{tip}\"/>",
        x + away,
        y - 5,
        y + 5
    )
}

fn curve((x, y): (i64, i64), (to_x, to_y): (i64, i64)) -> String {
    let middle = (x + to_x) / 2;
    format!("C{middle} {y} {middle} {to_y} {to_x} {to_y}")
}

/// What the lines and bars mean, as far as they occur.
fn keys(selection: &Selection<'_>, y: i64) -> String {
    let mut svg = String::new();
    let mut x = MARGIN;
    let kinds = AccessKind::ALL
        .into_iter()
        .filter(|kind| selection.edges.iter().any(|(.., edge)| edge.kind == *kind));
    for kind in kinds {
        let Stroke { dashes, width, colour, class, .. } = stroke(kind, None);
        svg += &format!(
            "<path d=\"M{x} {y}h30\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" \
             stroke-dasharray=\"{dashes}\" class=\"{class}\"/>"
        );
        svg += &text((x + 36, y + 4), ("start", 11, 400), (MUTED, "g-key"), kind.verb());
        x += 48 + number(kind.verb().len()) * 6;
    }
    if selection.edges.iter().any(|(.., edge)| edge.effect.is_some_and(Effect::is_high_impact)) {
        svg += &block((x, y - 2), (30, 4), FAILED, "c-failed");
        let words = "with high impact";
        svg += &text((x + 36, y + 4), ("start", 11, 400), (MUTED, "g-key"), words);
        x += 48 + number(words.len()) * 6;
    }
    svg += &barred((x, y - 8), 16);
    svg + &text(
        (x + 14, y + 4),
        ("start", 11, 400),
        (MUTED, "g-key"),
        "critical or high finding open",
    )
}
