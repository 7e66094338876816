//! The register: findings by state, those to act on first, up to a number of rows. The report holds the first
//! part of it; what is asked for beyond that is in volumes, documents of their own, so that the memory of a
//! run depends on the length of one volume and not on that of the register.

use serde::Serialize;
use serde_json::{Value, json};

use super::anchors::Anchors;
use super::text::Glyphs;
use crate::render::clean;
use model::posture::{FindingCard, FindingsFile};
use model::{AssetKey, EvidenceClass, Outcome, Posture, Severity, Tier};

/// How many rows the report itself prints at most.
pub(super) const MAX_IN_REPORT: usize = 2_000;
/// How many rows a volume has.
pub(super) const MAX_IN_VOLUME: usize = 4_000;
/// How many findings a line of the table has.
const ABREAST: usize = 3;
/// The inner width of a column, in points; as in `templates/pdf/register.typ`.
const COLUMN: f64 = 162.0;
/// The size of its texts, in points, and of ids in it.
const SIZE: f64 = 6.4;
const ID_SIZE: f64 = 0.92 * SIZE;
/// The states in the order of the register.
const STATES: [Outcome; 5] =
    [Outcome::Fail, Outcome::Partial, Outcome::NotAssessed, Outcome::Pass, Outcome::NotApplicable];

/// A finding as the register lists it: little more than its id, since there may be very many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Listed {
    id: String,
    asset: AssetKey,
    outcome: Outcome,
    tier: Tier,
    severity: Severity,
    /// What is missing, where it is not assessed.
    missing: String,
    is_attested: bool,
}

/// The findings to list: by state, in each state the first to act on first, and no more than `most`.
pub(in crate::render) fn listed(findings: &[FindingCard], most: u64) -> Vec<Listed> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let by_state = |state: &Outcome| {
        let state = *state;
        findings.iter().filter(move |finding| finding.outcome == state)
    };
    STATES.iter().flat_map(by_state).take(most).map(listed_as).collect()
}

fn listed_as(finding: &FindingCard) -> Listed {
    let missing = match finding.outcome {
        Outcome::NotAssessed => {
            finding.ask.as_ref().map_or_else(|| finding.sentence.clone(), ToString::to_string)
        }
        _ => String::new(),
    };
    let mut asset = finding.asset.clone();
    clean::texts(&mut asset);
    let visible = |text: &str| syntax::visible(text).into_owned();
    Listed {
        id: visible(&finding.id),
        asset,
        outcome: finding.outcome,
        tier: finding.tier,
        severity: finding.severity,
        missing: visible(&missing),
        is_attested: finding.class == EvidenceClass::Attested,
    }
}

/// A part of the register, as a template reads it.
#[derive(Debug, Serialize)]
pub(super) struct Register<'a> {
    states: Vec<State<'a>>,
    /// How many rows it has.
    rows: usize,
    /// How many further documents the register goes on in.
    volumes: usize,
    /// How many findings are in no part of it.
    left_out: u64,
}

#[derive(Debug, Serialize)]
struct State<'a> {
    outcome: Outcome,
    /// How many findings have it, printed here or not.
    total: u64,
    rows: usize,
    groups: Vec<Group<'a>>,
}

/// Findings with one thing to say about them.
#[derive(Debug, Serialize)]
struct Group<'a> {
    missing: &'a str,
    rows: Vec<Row<'a>>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    to: Option<&'a str>,
    tier: Tier,
    severity: Severity,
    attested: bool,
}

/// The part of the register that the report prints.
pub(super) fn in_report<'a>(
    posture: &Posture,
    listed: &'a [Listed],
    anchors: &'a Anchors<'_>,
) -> Register<'a> {
    let (here, further) = listed.split_at(listed.len().min(MAX_IN_REPORT));
    Register {
        states: states(posture, here, Some(anchors)),
        rows: here.len(),
        volumes: further.len().div_ceil(MAX_IN_VOLUME),
        left_out: posture.findings_total.saturating_sub(listed.len() as u64),
    }
}

/// A volume: a document with a part of the register.
#[derive(Debug, Serialize)]
pub(super) struct Volume<'a> {
    /// Its number. The first part of the register is in the report.
    pub(super) number: usize,
    of: usize,
    /// The first and the last row of it, counted from 1 over the whole register.
    first: usize,
    last: usize,
    total: u64,
    left_out: u64,
    findings_file: Option<&'a FindingsFile>,
    states: Vec<State<'a>>,
}

/// The volumes, in their order.
pub(super) fn volumes<'a>(
    posture: &'a Posture,
    listed: &'a [Listed],
) -> impl Iterator<Item = Volume<'a>> {
    let further = listed.get(MAX_IN_REPORT..).unwrap_or_default();
    let of = further.len().div_ceil(MAX_IN_VOLUME) + 1;
    further.chunks(MAX_IN_VOLUME).enumerate().map(move |(at, rows)| {
        let before = MAX_IN_REPORT + at * MAX_IN_VOLUME;
        Volume {
            number: at + 2,
            of,
            first: before + 1,
            last: before + rows.len(),
            total: posture.findings_total,
            left_out: posture.findings_total.saturating_sub(listed.len() as u64),
            findings_file: posture.findings_file.as_ref(),
            // What they would lead to is in another document.
            states: states(posture, rows, None),
        }
    })
}

/// Rows by state; those that are not assessed by what is missing.
fn states<'a>(
    posture: &Posture,
    rows: &'a [Listed],
    anchors: Option<&'a Anchors<'_>>,
) -> Vec<State<'a>> {
    let state = |outcome: &Outcome| {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut known = std::collections::HashMap::new();
        let rows: Vec<&Listed> = rows.iter().filter(|row| row.outcome == *outcome).collect();
        for row in &rows {
            let at = *known.entry(row.missing.as_str()).or_insert_with(|| {
                groups.push(Group { missing: &row.missing, rows: Vec::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.rows.push(shown(row, anchors));
            }
        }
        State { outcome: *outcome, total: total(posture, *outcome), rows: rows.len(), groups }
    };
    STATES.iter().map(state).collect()
}

/// A row, with what leads to the exception or the asset of a finding that asks for something.
fn shown<'a>(row: &'a Listed, anchors: Option<&'a Anchors<'_>>) -> Row<'a> {
    let asks = matches!(row.outcome, Outcome::Fail | Outcome::Partial | Outcome::NotAssessed);
    let to = anchors.filter(|_| asks);
    Row {
        id: &row.id,
        to: to.and_then(|to| to.finding(&row.id).or_else(|| to.asset(&row.asset))),
        tier: row.tier,
        severity: row.severity,
        attested: row.is_attested,
    }
}

/// States whether each row of the table is as high as its texts need, by the number of their lines: a row
/// whose height is known is laid out once and not twice. Rows that are not sure to fit have none.
pub(super) fn measure(states: &mut Value, glyphs: &Glyphs<'_>) {
    let lines = |row: &Value| {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let attested = if row["attested"] == true { " attested" } else { "" };
        let mark = format!(" {} {}{attested}", text("tier"), text("severity"));
        let pieces = [("IBM Plex Mono", ID_SIZE, text("id")), ("IBM Plex Sans", SIZE, &*mark)];
        glyphs.lines(&pieces, COLUMN)
    };
    for state in states.as_array_mut().into_iter().flatten() {
        for group in state["groups"].as_array_mut().into_iter().flatten() {
            let rows = group["rows"].as_array().map_or(&[][..], Vec::as_slice);
            let most = |abreast: &[Value]| {
                abreast.iter().map(lines).try_fold(1, |most, lines| Some(lines?.max(most)))
            };
            let lines: Vec<Option<usize>> = rows.chunks(ABREAST).map(most).collect();
            group["lines"] = json!(lines);
        }
    }
}

/// How many findings of a state the posture counts, whether it holds them or not.
fn total(posture: &Posture, state: Outcome) -> u64 {
    let counts = &posture.outcomes;
    match state {
        Outcome::Fail => counts.fail,
        Outcome::Partial => counts.partial,
        Outcome::NotAssessed => counts.not_assessed,
        Outcome::Pass => counts.pass,
        Outcome::NotApplicable => posture.counts.not_applicable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::text::Coverage;
    use crate::render::samples;

    /// Rows of a posture whose findings are repeated until there are so many.
    fn many(count: usize) -> (Posture, Vec<Listed>) {
        let mut posture = samples::hostile();
        let cards: Vec<FindingCard> =
            posture.findings.iter().cycle().take(count).cloned().collect();
        posture.findings_total = count as u64 + 7;
        (posture, listed(&cards, count as u64))
    }

    #[test]
    fn every_row_is_in_one_part_in_the_order_of_the_states() {
        let (posture, rows) = many(MAX_IN_REPORT + MAX_IN_VOLUME + 5);
        let place = |row: &Listed| STATES.iter().position(|state| *state == row.outcome);
        assert!(rows.is_sorted_by_key(place));
        let anchors = Anchors::default();
        let first = in_report(&posture, &rows, &anchors);
        assert_eq!((first.rows, first.volumes, first.left_out), (MAX_IN_REPORT, 2, 7));
        let volumes: Vec<Volume<'_>> = volumes(&posture, &rows).collect();
        let ends: Vec<_> =
            volumes.iter().map(|one| (one.number, one.of, one.first, one.last)).collect();
        let (a, b) = (MAX_IN_REPORT, MAX_IN_REPORT + MAX_IN_VOLUME);
        assert_eq!(ends, [(2, 3, a + 1, b), (3, 3, b + 1, b + 5)]);
        let count = |states: &[State<'_>]| -> usize {
            states.iter().flat_map(|state| &state.groups).map(|group| group.rows.len()).sum()
        };
        let printed =
            count(&first.states) + volumes.iter().map(|one| count(&one.states)).sum::<usize>();
        assert_eq!(printed, rows.len());
    }

    #[test]
    fn a_row_has_the_lines_of_its_longest_text_and_none_where_that_is_not_sure() {
        /// Every character but those of one script is half as wide as high.
        struct Half;
        impl Coverage for Half {
            fn any_shows(&self, _: char) -> bool {
                true
            }
            fn all_show(&self, _: char) -> bool {
                true
            }
            fn lines(&self, pieces: &[(&str, f64, &str)], column: f64) -> Option<usize> {
                let width = |(_, size, text): &(&str, f64, &str)| {
                    text.is_ascii().then(|| size / 2.0 * text.len() as f64)
                };
                let all =
                    pieces.iter().map(width).try_fold(0.0, |all, width| Some(all + width?))?;
                Some((all / column).ceil() as usize)
            }
        }
        let row = |id: &str| json!({"id": id, "tier": "T2", "severity": "high", "attested": true});
        let rows = [row("a"), row("b"), row(&"c".repeat(60)), row("d"), row("é")];
        let mut states = json!([{ "groups": [{ "rows": rows }] }]);
        measure(&mut states, &Glyphs::of(&Half));
        assert_eq!(states[0]["groups"][0]["lines"], json!([2, null]));
    }

    #[test]
    fn the_first_to_act_on_are_listed_where_there_is_no_room_for_all() {
        let posture = samples::hostile();
        let all = listed(&posture.findings, u64::MAX);
        assert_eq!(all.len(), posture.findings.len());
        assert_eq!(listed(&posture.findings, 3), all[..3]);
        assert!(volumes(&posture, &all).next().is_none());
    }
}
