//! The boxes of a picture: their names, what is below them, and the bars of those with severe findings.

use super::index::{Access, LinkTo};
use super::label::{labels, lines};
use super::layout::Layout;
use super::node::Severe;
use super::select::Selection;
use super::way::{HEIGHT, WIDTH};
use crate::render::pictures::palette::{EDGE, FAILED, INK, MUTED};
use crate::render::pictures::svg::{escape, number, text};
use model::posture::AccessTarget;

/// The bar at the left of a node that has severe findings.
const BAR: i64 = 8;
/// How far the lines of a box are apart: of its name, and of what is below it.
const LEADING: (i64, i64) = (14, 12);

/// What is written in a box.
pub(super) struct Words {
    name: Vec<String>,
    note: Vec<String>,
}

/// What is written in each box of a selection.
pub(super) fn words(access: &Access<'_>, selection: &Selection<'_>) -> Vec<Words> {
    let room = |node: usize| WIDTH - margin(access, node) - 8;
    let names: Vec<(&str, i64)> =
        selection.nodes.iter().map(|node| (access.name(*node), room(*node))).collect();
    let notes = selection.nodes.iter().map(|node| lines(&access.in_short(*node), room(*node), 10));
    labels(&names, 12).into_iter().zip(notes).map(|(name, note)| Words { name, note }).collect()
}

/// How far the words of a box are from its left side.
fn margin(access: &Access<'_>, node: usize) -> i64 {
    if is_asset(access, node) { BAR + 10 } else { 18 }
}

/// Assets are boxes; what is behind them is rounded.
pub(super) fn is_asset(access: &Access<'_>, node: usize) -> bool {
    matches!(access.nodes.get(node), Some(AccessTarget::Asset(_)))
}

impl Words {
    /// How high its box is at least.
    pub(super) fn height(&self) -> i64 {
        let more = |lines: &[String]| number(lines.len().saturating_sub(1));
        HEIGHT + more(&self.name) * LEADING.0 + more(&self.note) * LEADING.1
    }

    /// Whether a part of a name or of what is below it is left out.
    fn is_cut(&self, name: &str, note: &str) -> bool {
        let whole = |lines: &[String], text: &str| {
            let letters = |text: &str| text.chars().filter(|it| !matches!(it, ' ' | '·')).count();
            lines.iter().map(|line| letters(line)).sum::<usize>() == letters(text)
        };
        !whole(&self.name, name) || !whole(&self.note, note)
    }
}

/// All boxes of a selection. The bars come last, so that each sort is one path.
pub(super) fn boxes(
    access: &Access<'_>,
    (selection, plan): (&Selection<'_>, &Layout),
    words: &[Words],
    (left, top): (i64, i64),
    link: LinkTo<'_>,
) -> String {
    let mut svg = String::new();
    let (mut bars, mut possible) = (String::new(), String::new());
    for (at, (node, words)) in selection.nodes.iter().zip(words).enumerate() {
        let (x, y) = plan.corners.get(at).copied().unwrap_or_default();
        let place = (x + left, y + top);
        let height = plan.heights.get(at).copied().unwrap_or(HEIGHT);
        svg += &boxed(access, *node, words, (place, height), at < selection.foci, link);
        let bar = format!("M{} {}v{}", place.0 + 3 + BAR / 2, place.1 + 3, height - 6);
        match access.card(*node).map(Severe::of) {
            Some(severe) if severe.open + severe.as_open > 0 => {
                bars += &bar;
            }
            Some(severe) if severe.possible > 0 => {
                possible += &bar;
            }
            _ => {}
        }
    }
    svg + &bad(&bars) + &may(&possible)
}

/// Bars with gaps, of what has severe findings.
pub(super) fn bad(path: &str) -> String {
    drawn(
        path,
        &format!(
            "fill=\"none\" stroke=\"{FAILED}\" stroke-width=\"{BAR}\" stroke-dasharray=\"6 2\" class=\"g-bad\""
        ),
    )
}

/// Bars of thin lines, of what has severe findings that are not assessed.
pub(super) fn may(path: &str) -> String {
    drawn(
        path,
        &format!(
            "fill=\"none\" stroke=\"{EDGE}\" stroke-width=\"{BAR}\" stroke-dasharray=\"2 3\" class=\"g-may\""
        ),
    )
}

fn drawn(path: &str, look: &str) -> String {
    if path.is_empty() { String::new() } else { format!("<path d=\"{path}\" {look}/>") }
}

/// A node: its box, its name, and what it is.
fn boxed(
    access: &Access<'_>,
    node: usize,
    words: &Words,
    ((x, y), height): ((i64, i64), i64),
    is_focus: bool,
    link: LinkTo<'_>,
) -> String {
    let mut class = String::from(if height == HEIGHT { "g-box" } else { "g-tall" });
    let (mut round, mut width, mut stroke) = (4, 1, EDGE);
    if !is_asset(access, node) {
        class += " g-round";
        round = 14;
    }
    if is_focus {
        class += " g-focus";
        (width, stroke) = (3, INK);
    }
    let (name, about) = (access.name(node), access.about(node).join(" · "));
    // The table has what a node is in full; a title is for what its box has no room for.
    let title = match words.is_cut(name, &access.in_short(node)) {
        true => format!("<title>{}</title>", escape(&format!("{name}: {about}"))),
        false => String::new(),
    };
    let mut body = format!(
        "{title}<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"{round}\" \
         fill=\"#ffffff\" stroke=\"{stroke}\" stroke-width=\"{width}\" class=\"{class}\"/>",
    );
    let left = x + margin(access, node);
    let mut base = y + (height - words.height()) / 2 + 18;
    for line in &words.name {
        body += &text((left, base), ("start", 12, 600), (INK, "g-name"), line);
        base += LEADING.0;
    }
    base += 1;
    for line in &words.note {
        body += &text((left, base), ("start", 10, 400), (MUTED, "g-note"), line);
        base += LEADING.1;
    }
    let href = match access.nodes.get(node) {
        Some(AccessTarget::Asset(key)) => link(key),
        _ => None,
    };
    match href {
        Some(href) => format!("<a href=\"{}\">{body}</a>", escape(&href)),
        // A title is that of what it is in.
        None if !title.is_empty() => format!("<g>{body}</g>"),
        None => body,
    }
}
