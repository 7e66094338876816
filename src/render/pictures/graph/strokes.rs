//! How lines are drawn. Lines that look alike are one path, and so are their tips.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::layout::Layout;
use super::route::{Route, TIP};
use super::select::Selection;
use crate::render::pictures::palette::{EDGE, FAILED};
use crate::render::pictures::style::light;
use model::posture::{AccessEdge, AccessKind};
use model::records::Effect;

/// How a line looks: the sort of access, and whether more than writing is possible by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    kind: AccessKind,
    is_high_impact: bool,
}

impl Look {
    pub(super) fn of(edge: &AccessEdge) -> Self {
        let is_high_impact = edge.effect.is_some_and(Effect::is_high_impact);
        Look { kind: edge.kind, is_high_impact }
    }

    /// What it means.
    pub(super) fn words(self) -> String {
        let verb = self.kind.verb();
        if self.is_high_impact {
            format!("{verb}, and can do more than read and write")
        } else {
            verb.to_string()
        }
    }

    /// A path that looks like it. What has high impact is thick and has gaps, so that it is distinguishable
    /// without colour.
    pub(super) fn path(self, d: &str) -> String {
        let class = match self.kind {
            _ if self.is_high_impact => "g-strong",
            AccessKind::Uses => "g-uses",
            AccessKind::RunsAs => "g-as",
            AccessKind::Holds => "g-holds",
            AccessKind::Opens => "g-opens",
            AccessKind::Reaches => "g-reach",
        };
        let rules = light().of(class);
        let rules = rules.iter().map(|(name, value)| format!(" {name}=\"{value}\""));
        format!("<path d=\"{d}\"{} class=\"{class}\"/>", rules.collect::<String>())
    }
}

/// All lines of a selection, moved to the right and down.
pub(super) fn lines(selection: &Selection<'_>, plan: &Layout, by: (i64, i64)) -> String {
    let mut paths: BTreeMap<Look, String> = BTreeMap::new();
    let mut tips: BTreeMap<bool, String> = BTreeMap::new();
    for ((.., edge), route) in selection.edges.iter().zip(&plan.routes) {
        let look = Look::of(edge);
        add(paths.entry(look).or_default(), route, by);
        if let Some(tip) = route.tip {
            let away = if tip.to_left { TIP } else { -TIP };
            let tips = tips.entry(look.is_high_impact).or_default();
            _ = write!(tips, "M{} {}l{away}-4v8z", tip.x + by.0, tip.y + by.1);
        }
    }
    let mut svg: String = paths.into_iter().map(|(look, path)| look.path(&path)).collect();
    for (is_high_impact, path) in tips {
        let (colour, class) =
            if is_high_impact { (FAILED, "g-strong-tip") } else { (EDGE, "g-tip") };
        svg += &format!("<path d=\"{path}\" fill=\"{colour}\" class=\"{class}\"/>");
    }
    svg
}

/// A route as part of a path.
fn add(path: &mut String, route: &Route, (right, down): (i64, i64)) {
    let mut at = None;
    for pair in route.points.chunks(2) {
        let [(x, y), (to_x, to_y)] = pair else { continue };
        // Writing to a string cannot fail.
        _ = match at {
            None => write!(path, "M{} {}", x + right, y + down),
            Some(_) => write!(path, "H{}", x + right),
        };
        let (wide, high) = (to_x - x, to_y - y);
        _ = match route.arc {
            None if high == 0 => write!(path, "h{wide}"),
            // A sign separates, too.
            bulge => {
                let (side, gap) = (bulge.unwrap_or(wide / 2), if high < 0 { "" } else { " " });
                write!(path, "c{side} 0 {side}{gap}{high} {wide}{gap}{high}")
            }
        };
        at = Some(to_x);
    }
}
