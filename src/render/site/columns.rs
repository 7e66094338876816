//! The columns of every table, and what becomes of it on a narrow screen.

use crate::render::terms::TERMS;

/// The head of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head {
    /// Words that need no name beside them on a card.
    Plain(&'static str),
    /// Words.
    Text(&'static str),
    /// Figures, set to the right.
    Number(&'static str),
}
use Head::{Number, Plain, Text};

/// What a table is on a narrow screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The same: it fits.
    Same,
    /// Each row is a card, and its cells are named.
    Cards,
    /// It scrolls by itself, and states so.
    Scrolls,
}

/// The columns of one kind of table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// Its class in the style sheet.
    pub(super) name: &'static str,
    pub(super) heads: &'static [Head],
    pub(super) shape: Shape,
    /// Whether it is a list to look things up in: the script adds filters and sorting to these only.
    pub(super) is_list: bool,
}

const fn of(name: &'static str, shape: Shape, heads: &'static [Head]) -> Columns {
    Columns { name, heads, shape, is_list: false }
}

const fn list(name: &'static str, heads: &'static [Head]) -> Columns {
    Columns { name, heads, shape: Shape::Cards, is_list: true }
}

/// Lists of findings.
pub(super) const FINDINGS: Columns = list(
    "findings",
    &[
        Plain(TERMS.severity),
        Plain(TERMS.finding),
        Plain(TERMS.asset),
        Plain(TERMS.tier),
        Text(TERMS.asked),
        Text(TERMS.domain),
        Text(TERMS.open_since),
        Text(TERMS.due),
    ],
);
/// The first to act on.
pub(super) const SEVERE: Columns = of(
    "severe",
    Shape::Cards,
    &[
        Plain(TERMS.severity),
        Plain(TERMS.finding),
        Plain(TERMS.asset),
        Text(TERMS.asked),
        Text(TERMS.due),
    ],
);
/// The list of assets.
pub(super) const ASSETS: Columns = list("assets", &OF_ASSETS);
/// Those that are retired or have no score: the same table, without filters of its own.
pub(super) const ASSETS_ASIDE: Columns = of("assets", Shape::Cards, &OF_ASSETS);
const OF_ASSETS: [Head; 9] = [
    Plain(TERMS.asset),
    Plain(TERMS.kind),
    Plain(TERMS.tier),
    Text(TERMS.owner),
    Plain(TERMS.bar),
    Number(TERMS.proven),
    Number(TERMS.open_critical),
    Number(TERMS.open_high),
    Number(TERMS.not_assessed),
];
/// Who is asked to act.
pub(super) const ASKED: Columns = of(
    "asked",
    Shape::Cards,
    &[
        Plain(TERMS.person),
        Number(TERMS.asked),
        Number(TERMS.overdue),
        Number(TERMS.critical),
        Number(TERMS.high),
        Number(TERMS.own_assets),
    ],
);
/// The catalogue of controls.
pub(super) const CONTROLS: Columns = list(
    "controls",
    &[
        Plain(TERMS.control),
        Plain(TERMS.domain),
        Plain(TERMS.bar),
        Number(TERMS.proven),
        Number(TERMS.fail),
        Number(TERMS.partial),
        Number(TERMS.not_assessed),
        Number(TERMS.pass),
        Number(TERMS.score_impact),
    ],
);
/// Missing evidence.
pub(super) const REQUESTS: Columns = list(
    "requests",
    &[
        Plain(TERMS.missing),
        Plain(TERMS.request),
        Text(TERMS.request_from),
        Number(TERMS.coverage_gain),
        Number(TERMS.class_gain),
        Number(TERMS.blocked),
        Text(TERMS.controls),
    ],
);
/// Missing evidence on a page of work.
pub(super) const WANTED: Columns =
    of("wanted", Shape::Cards, &[Plain(TERMS.request), Number(TERMS.blocked)]);
/// Waivers.
pub(super) const WAIVERS: Columns = list(
    "waivers",
    &[
        Plain(TERMS.finding),
        Plain(TERMS.state),
        Plain(TERMS.reason),
        Text(TERMS.approved_by),
        Text(TERMS.expires),
    ],
);
/// What is out of scope.
pub(super) const EXCLUDED: Columns = of(
    "excluded",
    Shape::Cards,
    &[
        Plain(TERMS.asset),
        Plain(TERMS.tier),
        Plain(TERMS.findings),
        Plain(TERMS.reason),
        Text(TERMS.approved_by),
        Text(TERMS.since),
    ],
);
/// The files that were read.
pub(super) const INPUTS: Columns = of(
    "inputs",
    Shape::Cards,
    &[
        Plain(TERMS.file),
        Plain(TERMS.read_as),
        Number(TERMS.records),
        Number(TERMS.bytes),
        Text(TERMS.sha256),
    ],
);
/// Files or records with a reason.
pub(super) const REASONS: Columns =
    of("reasons", Shape::Cards, &[Plain(TERMS.file), Plain(TERMS.reason), Number(TERMS.records)]);
/// Reports of scanners.
pub(super) const SCANNERS: Columns = of(
    "scanners",
    Shape::Cards,
    &[
        Plain(TERMS.tool),
        Plain(TERMS.file),
        Number(TERMS.results),
        Number(TERMS.counted),
        Number(TERMS.suppressed),
        Number(TERMS.unmatched),
        Text(TERMS.unmapped),
    ],
);
/// Frameworks at a glance.
pub(super) const FRAMEWORKS: Columns = of(
    "frameworks",
    Shape::Cards,
    &[
        Plain(TERMS.framework),
        Plain(TERMS.bar),
        Number(TERMS.proven),
        Number(TERMS.coverage),
        Plain(TERMS.levels),
    ],
);
/// Limits by tier.
pub(super) const THRESHOLDS: Columns = of(
    "thresholds",
    Shape::Cards,
    &[
        Plain(TERMS.threshold),
        Number(TERMS.t0),
        Number(TERMS.t1),
        Number(TERMS.t2),
        Number(TERMS.t3),
        Text(TERMS.value_set_by),
        Text(TERMS.default_source),
    ],
);
/// What the score is summed from.
pub(super) const SUMS: Columns = of(
    "sums",
    Shape::Scrolls,
    &[
        Text(TERMS.severity),
        Text(TERMS.tier),
        Number(TERMS.weight_of_one),
        Number(TERMS.pass_earns),
        Number(TERMS.pass),
        Number(TERMS.partial),
        Number(TERMS.fail),
        Number(TERMS.not_assessed),
        Number(TERMS.proven),
        Number(TERMS.failed),
        Number(TERMS.unknown),
        Number(TERMS.weight_in_all),
    ],
);
/// The figures that are read from such sums.
pub(super) const FIGURES: Columns = of(
    "figures",
    Shape::Cards,
    &[
        Plain(TERMS.figure),
        Number(TERMS.weight),
        Number(TERMS.proven),
        Number(TERMS.failed),
        Number(TERMS.unknown),
        Number(TERMS.coverage),
        Number(TERMS.best_case),
    ],
);
/// Weights of a severity.
pub(super) const BY_SEVERITY: Columns =
    of("weights", Shape::Same, &[Text(TERMS.severity), Number(TERMS.weight)]);
/// Weights of a tier.
pub(super) const BY_TIER: Columns =
    of("weights", Shape::Same, &[Text(TERMS.tier), Number(TERMS.weight)]);
/// The months, with what moved.
pub(super) const MONTHS: Columns = of(
    "trend",
    Shape::Scrolls,
    &[
        Text(TERMS.month),
        Number(TERMS.proven),
        Number(TERMS.failed),
        Number(TERMS.unknown),
        Number(TERMS.coverage),
        Number(TERMS.critical),
        Number(TERMS.high),
        Number(TERMS.medium),
        Number(TERMS.low_or_info),
        Number(TERMS.median_age),
        Number(TERMS.overdue),
        Number(TERMS.fixed),
        Number(TERMS.days_to_fix),
    ],
);
/// Earlier reports.
pub(super) const REPORTS: Columns = of(
    "months",
    Shape::Cards,
    &[
        Plain(TERMS.month),
        Text(TERMS.assessed_as_of),
        Number(TERMS.proven),
        Number(TERMS.open_critical),
        Number(TERMS.open_high),
        Number(TERMS.overdue),
    ],
);
/// The parts of a change.
pub(super) const PARTS: Columns = of(
    "parts",
    Shape::Same,
    &[Text(TERMS.reason), Number("Findings that moved the score"), Number(TERMS.points)],
);
/// What became of findings.
pub(super) const CHANGES: Columns = of(
    "changes",
    Shape::Cards,
    &[
        Plain(TERMS.finding),
        Text(TERMS.before),
        Text(TERMS.now),
        Text(TERMS.severity),
        Text(TERMS.tier),
        Text(TERMS.first_open),
    ],
);

const fn slices(first: &'static str) -> [Head; 10] {
    [
        Plain(first),
        Number(TERMS.assets),
        Plain(TERMS.bar),
        Number(TERMS.proven),
        Number(TERMS.failed),
        Number(TERMS.unknown),
        Number(TERMS.open_critical),
        Number(TERMS.open_high),
        Number(TERMS.not_assessed),
        Number(TERMS.score_impact),
    ]
}
/// Figures by tier.
pub(super) const TIERS: Columns = of("slices", Shape::Cards, &BY_TIERS);
const BY_TIERS: [Head; 10] = slices(TERMS.tier);
/// Figures by control family.
pub(super) const FAMILIES: Columns = of("slices", Shape::Cards, &BY_FAMILIES);
const BY_FAMILIES: [Head; 10] = slices(TERMS.family);
/// Figures by responsible domain.
pub(super) const DOMAINS: Columns = of("slices", Shape::Cards, &BY_DOMAINS);
const BY_DOMAINS: [Head; 10] = slices(TERMS.domain);
/// Figures by accountable owner.
pub(super) const OWNERS: Columns = of("owners", Shape::Cards, &BY_OWNERS);
const BY_OWNERS: [Head; 10] = slices(TERMS.owner);
/// Figures by kind of asset.
pub(super) const KINDS: Columns = of("kinds", Shape::Cards, &BY_KINDS);
const BY_KINDS: [Head; 10] = slices(TERMS.kind);

/// All tables, for the style sheet.
pub(super) const ALL: [Columns; 24] = [
    FINDINGS,
    SEVERE,
    ASSETS,
    CONTROLS,
    REQUESTS,
    WANTED,
    WAIVERS,
    EXCLUDED,
    INPUTS,
    REASONS,
    SCANNERS,
    FRAMEWORKS,
    THRESHOLDS,
    FIGURES,
    REPORTS,
    TIERS,
    OWNERS,
    KINDS,
    ASKED,
    CHANGES,
    SUMS,
    BY_SEVERITY,
    MONTHS,
    PARTS,
];
