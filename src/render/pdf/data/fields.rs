//! What each part of the data holds. A text is made printable by where it is shown: most are in cells, some are
//! paragraphs, and what is ours is left as it is.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::cards::{self, Asset, Control, Excluded, Request, Unordered, Waiver};
use super::lists::{self, first};
use super::requirements::{Framework, frameworks};
use super::source::Source;
use crate::render::options::FontFile;
use crate::render::pdf::anchors::{Anchors, Places};
use crate::render::pdf::board;
use crate::render::pdf::findings::{self, Names};
use crate::render::pdf::prose;
use crate::render::pdf::text::Changes;
use crate::render::terms::{TERMS, Terms};
use model::posture::{
    Arithmetic, Counts, FindingCard, FindingsFile, Grade, OutcomeCounts, PartOf, ScannerCard,
    ScoreAndGrade, SeverityCounts, Slice, ThresholdRow, ToolFacts,
};
use model::{
    AssetKey, CrosswalkSource, Diagnostic, History, Input, Ledger, Parts, Posture, Tenths,
};
use syntax::encoding::hex;

/// How many characters of a name the metadata holds: an archival PDF allows no string over 32,767 bytes.
const MAX_METADATA: usize = 1_000;
/// How many characters of the scope of a part the head of each page shows; the first page has all.
const MAX_SCOPE: usize = 90;

/// What every document reads.
#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    as_of: Date,
    demo: bool,
    tool: &'a ToolFacts,
    board: Value,
    part_line: Option<String>,
    part_sentence: Option<String>,
}

impl<'a> Head<'a> {
    pub(super) fn of(posture: &'a Posture) -> Self {
        let part = posture.part.as_ref();
        Head {
            as_of: posture.as_of,
            demo: posture.demo,
            tool: &posture.tool,
            board: board::board(posture),
            part_line: part.map(|part| part.scope_line().chars().take(MAX_SCOPE).collect()),
            part_sentence: posture.part_sentence(),
        }
    }
}

/// What is ours, and the metadata: no font draws it, so that it keeps every character that can be seen.
#[derive(Debug, Serialize)]
pub(super) struct Own {
    terms: Terms,
    metadata: Metadata,
    changes: Changed,
}

#[derive(Debug, Serialize)]
struct Metadata {
    organisation: String,
    period: String,
}

/// What had to be changed to be printed.
#[derive(Debug, Serialize)]
struct Changed {
    characters: u64,
    shortened: u64,
    longest: usize,
}

impl Own {
    pub(super) fn of(posture: &Posture, changes: &Changes) -> Self {
        let cut = |text: &str| text.chars().take(MAX_METADATA).collect::<String>();
        Own {
            terms: TERMS,
            metadata: Metadata {
                organisation: cut(&posture.organisation),
                period: cut(&posture.period),
            },
            changes: Changed {
                characters: changes.characters,
                shortened: changes.shortened,
                longest: changes.longest,
            },
        }
    }
}

/// What the pages for the board read.
#[derive(Debug, Serialize)]
pub(super) struct Board<'a> {
    organisation: &'a str,
    period: &'a str,
    sha256: &'a str,
    profile_sha256: &'a str,
    counts: &'a Counts,
    grade: &'a Grade,
    kinds: &'a [Slice],
    tiers: &'a [Slice],
    open: &'a SeverityCounts,
    outcomes: &'a OutcomeCounts,
    privileged: &'a Parts,
    score: &'a Parts,
    with_waivers: Option<Tenths>,
}

impl<'a> Board<'a> {
    pub(super) fn of(source: &Source<'a>) -> Self {
        let posture = source.posture;
        Board {
            organisation: &posture.organisation,
            period: &posture.period,
            sha256: source.sha256,
            profile_sha256: &posture.profile_sha256,
            counts: &posture.counts,
            grade: &posture.grade,
            kinds: &posture.kinds,
            tiers: &posture.tiers,
            open: &posture.open,
            outcomes: &posture.outcomes,
            privileged: &posture.privileged,
            score: &posture.score,
            with_waivers: posture.with_waivers,
        }
    }
}

/// What only the report reads.
#[derive(Debug, Serialize)]
pub(super) struct Rest<'a> {
    schema_version: &'a str,
    part: Option<&'a PartOf>,
    fonts: Vec<Font<'a>>,
    domains: &'a [Slice],
    owners: &'a [Slice],
    privileged_assets: Privileged,
    not_in_order: Vec<Unordered<'a>>,
    with_excluded: Option<&'a ScoreAndGrade>,
    history: Option<&'a History>,
    evidence_requests: Vec<Request<'a>>,
    controls: Vec<Control<'a>>,
    lists: Value,
    assets: Vec<Asset<'a>>,
    excluded: Vec<Excluded<'a>>,
    waivers: Vec<Waiver<'a>>,
    scanners: &'a [ScannerCard],
    frameworks: Vec<Framework<'a>>,
    crosswalks: &'a [CrosswalkSource],
    findings_total: u64,
    findings_file: Option<&'a FindingsFile>,
    thresholds: &'a [ThresholdRow],
    ledger: &'a Ledger,
    limitations: &'a [String],
    notices: &'a [Diagnostic],
    inputs: &'a [Input],
}

/// How many identities are privileged.
#[derive(Debug, Serialize)]
struct Privileged {
    known: u64,
    treated: u64,
}

/// A font beside the embedded ones.
#[derive(Debug, Serialize)]
struct Font<'a> {
    name: &'a str,
    sha256: String,
    of_system: bool,
}

impl<'a> Rest<'a> {
    /// # Errors
    /// None in practice.
    pub(super) fn of(
        source: &Source<'a>,
        names: &Names<'a>,
        anchors: &'a Anchors<'_>,
        places: &mut Places,
    ) -> Result<Self, Diagnostic> {
        let posture = source.posture;
        let open = open_controls(posture);
        let open = |key: &AssetKey| open.get(key).map_or(&[][..], Vec::as_slice);
        let privileged = &posture.privileged_assets;
        Ok(Rest {
            schema_version: &posture.schema_version,
            part: posture.part.as_ref(),
            fonts: source.fonts.iter().map(font).collect(),
            domains: &posture.domains,
            owners: first(&posture.owners, lists::OWNERS),
            privileged_assets: Privileged { known: privileged.known, treated: privileged.treated },
            not_in_order: first(&privileged.not_in_order, lists::NOT_IN_ORDER)
                .iter()
                .map(|row| Unordered::of(row, names, anchors))
                .collect(),
            with_excluded: posture.with_excluded.as_ref(),
            history: posture.history.as_ref(),
            evidence_requests: first(&posture.evidence_requests, lists::REQUESTS)
                .iter()
                .map(|request| Request::of(request, anchors))
                .collect(),
            controls: cards::controls(posture, anchors, places),
            assets: first(&posture.assets, lists::ASSETS)
                .iter()
                .map(|asset| Asset::of(asset, open(&asset.key), names, anchors, places))
                .collect(),
            excluded: first(&posture.excluded, lists::EXCLUDED)
                .iter()
                .map(|asset| Excluded::of(asset, names))
                .collect(),
            waivers: cards::waivers(posture, anchors),
            scanners: first(&posture.scanners, lists::SCANNERS),
            frameworks: frameworks(posture, anchors, places),
            lists: findings::lists(posture, names, anchors, places, source.listed)?,
            crosswalks: &posture.crosswalks,
            findings_total: posture.findings_total,
            findings_file: posture.findings_file.as_ref(),
            thresholds: &posture.thresholds,
            ledger: &posture.ledger,
            limitations: &posture.limitations,
            notices: first(&posture.notices, lists::NOTICES),
            inputs: first(&posture.inputs, lists::INPUTS),
        })
    }
}

fn font(font: &FontFile) -> Font<'_> {
    Font {
        name: &font.name,
        sha256: hex(Sha256::digest(&font.bytes)),
        of_system: font.is_of_system,
    }
}

/// The open findings of each asset.
fn open_controls(posture: &Posture) -> HashMap<&AssetKey, Vec<&FindingCard>> {
    let mut open: HashMap<&AssetKey, Vec<&FindingCard>> = HashMap::new();
    for finding in posture.findings.iter().filter(|finding| finding.outcome.is_open()) {
        open.entry(&finding.asset).or_default().push(finding);
    }
    open
}

/// The paragraphs of the pages for the board.
#[derive(Debug, Serialize)]
pub(super) struct BoardParagraphs {
    commentary: Option<Value>,
}

impl BoardParagraphs {
    pub(super) fn of(posture: &Posture) -> Self {
        BoardParagraphs { commentary: posture.prose.as_deref().map(board::commentary) }
    }
}

/// The paragraphs that only the report has.
#[derive(Debug, Serialize)]
pub(super) struct Paragraphs<'a> {
    prose: Option<Vec<Value>>,
    summary: &'a [String],
    arithmetic: &'a Arithmetic,
}

impl<'a> Paragraphs<'a> {
    pub(super) fn of(posture: &'a Posture) -> Self {
        Paragraphs {
            prose: posture.prose.as_deref().map(prose::tree),
            summary: &posture.summary,
            arithmetic: &posture.arithmetic,
        }
    }
}
