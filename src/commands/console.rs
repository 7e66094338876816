//! The summary on the terminal.

use std::path::PathBuf;

use super::excluded;
use super::reading::Counts;
use super::stages::Stages;
use super::terminal;
use crate::render::terms::TERMS;
use model::posture::Standing;
use model::{Diagnostic, Posture, Severity, Tenths};
use syntax::Line;

/// How many critical findings are named.
const MOST_SEVERE: usize = 5;

/// Prints the score, the top remediation actions, the evidence requests and the files written.
///
/// `left` names outputs of an earlier run that were not written now.
pub(super) fn summary(
    posture: &Posture,
    counts: Option<Counts>,
    written: &[PathBuf],
    left: &[String],
) {
    terminal::say(&text(posture, counts, written, left));
}

/// A notice in one line, after a word of ours.
pub(super) fn notice(word: &str, notice: &Diagnostic) -> Line {
    let notice = &ingest::clean(notice.clone());
    let place = notice.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let help = match notice.help.is_empty() {
        true => String::new(),
        false => format!(" ({})", notice.help),
    };
    syntax::line!("{word}: {place}{}{help}", notice.message)
}

/// Prints how long each stage took.
pub(super) fn timings(stages: &Stages) {
    let line = |(name, took): &(&'static str, std::time::Duration)| {
        syntax::line!("  {name:<12} {:>9.1} ms", took.as_secs_f64() * 1000.0)
    };
    let lines: Vec<Line> = stages.done().iter().map(line).collect();
    terminal::say(&lines);
}

fn text(
    posture: &Posture,
    counts: Option<Counts>,
    written: &[PathBuf],
    left: &[String],
) -> Vec<Line> {
    let mut lines = Vec::new();
    let demo = if posture.demo { " (built-in demonstration)" } else { "" };
    lines.push(format!(
        "Posture of {} · {} · as of {}{demo}",
        posture.organisation, posture.period, posture.as_of
    ));
    lines.extend(posture.part_sentence());
    lines.push(String::new());
    lines.push(format!(
        "  {} proven · {} failed · {} unknown",
        dash(posture.score.proven),
        dash(posture.score.failed),
        dash(posture.score.unknown)
    ));
    lines.extend(moved(posture));
    lines.extend(severe(posture));
    lines.extend(grade(posture));
    lines.extend(privileged(posture));
    lines.extend(excluded::lines(posture).into_iter().map(|line| format!("  {line}")));
    lines.extend(posture::caveats(posture).into_iter().map(|line| format!("  {line}")));
    let open = &posture.open;
    lines.push(format!(
        "  open findings: {} critical, {} high, {} medium, {} low",
        open.critical, open.high, open.medium, open.low
    ));
    if !posture.fixes.is_empty() {
        lines.push(String::new());
        lines.push(heading(TERMS.actions, TERMS.score_impact));
        for fix in posture.fixes.iter().take(5) {
            let noun = if fix.open == 1 { "asset" } else { "assets" };
            lines.push(format!(
                "  {:>6}  {}  open on {} {noun}: {}",
                format!("+{}", fix.gain),
                fix.control,
                fix.open,
                fix.title
            ));
        }
    }
    if !posture.evidence_requests.is_empty() {
        lines.push(String::new());
        lines.push(heading(TERMS.requests, TERMS.coverage_gain));
        for request in posture.evidence_requests.iter().take(3) {
            let asked = request.asked.iter().take(3);
            let from: Vec<&str> = asked.map(|one| one.name.as_str()).collect();
            // Confirming what is declared adds no coverage; its sentence states the points.
            let gain =
                if request.confirms { String::new() } else { request.coverage_gain.to_string() };
            lines.push(format!("  {gain:>6}  {} (asked: {})", request.sentence, from.join(", ")));
        }
    }
    lines.push(String::new());
    lines.extend(counts.map(|counts| format!("  {}", capital(&counts.line()))));
    lines.push(format!("  {}", capital(&posture.ledger.line())));
    let files: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    lines.push(format!("  Written: {}", files.join(", ")));
    if !left.is_empty() {
        lines.push(format!("  From an earlier run, not written now: {}", left.join(", ")));
    }
    lines.into_iter().map(Line::new).collect()
}

/// The first critical findings on privileged identities by name, where they are read and when they are due.
pub(super) fn severe(posture: &Posture) -> Vec<String> {
    let counts = &posture.counts;
    let critical = posture.severe_findings.iter().filter(|one| one.severity == Severity::Critical);
    let named = critical.take(MOST_SEVERE).map(|one| {
        let possible = if one.standing == Standing::Possible { "possible: " } else { "" };
        let place = one.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let due = match (one.due_on, one.overdue) {
            (Some(day), true) => format!("; overdue since {day}"),
            (Some(day), false) => format!("; due {day}"),
            (None, _) => String::new(),
        };
        format!("    {}  {possible}{}{place}{due}", one.finding, one.sentence)
    });
    let mut lines: Vec<String> = named.collect();
    if lines.is_empty() {
        return lines;
    }
    let all = counts.severe_critical_open + counts.severe_critical_possible;
    if let Some(more) = all.checked_sub(lines.len() as u64).filter(|more| *more > 0) {
        lines.push(format!("    and {more} more"));
    }
    let heading =
        format!("  Critical findings on privileged identities ({}):", counts.critical().words());
    std::iter::once(heading).chain(lines).collect()
}

/// How many privileged identities are not in order, and how many are there.
fn privileged(posture: &Posture) -> Option<String> {
    let assets = &posture.privileged_assets;
    let all = assets.known + assets.treated;
    let undeclared = match assets.treated {
        0 => String::new(),
        treated => format!(" ({treated} treated as privileged, because something is undeclared)"),
    };
    let line = format!(
        "  privileged identities not in order: {} of {all}{undeclared}",
        assets.not_in_order.len()
    );
    (all > 0).then_some(line)
}

/// A section's name as in the report, and what its numbers are.
fn heading(section: &str, figure: &str) -> String {
    format!("  {section} ({} in points):", figure.to_lowercase())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn grade(posture: &Posture) -> Vec<String> {
    let grade = &posture.grade;
    match (grade.letter, &grade.withheld) {
        (Some(letter), _) => {
            let binds = grade.before_limits != grade.letter;
            let aside = match (grade.limits.is_empty(), binds) {
                (false, false) => {
                    format!("; {}, not binding here:", TERMS.grade_limits.to_lowercase())
                }
                _ => String::new(),
            };
            let better = grade.if_ruled_out.map(|better| {
                format!(
                    "; {better} if {} possible critical findings are ruled out",
                    grade.possible.len()
                )
            });
            let better = better.unwrap_or_default();
            let basis = &grade.basis_name;
            let mut lines = vec![format!("  grade {letter}{better}, based on {basis}{aside}")];
            lines.extend(
                grade
                    .limits
                    .iter()
                    .map(|limit| format!("    at most {}: {}", limit.at_most, limit.because)),
            );
            lines
        }
        (None, Some(why)) => vec![format!("  no grade: {why}")],
        (None, None) => Vec::new(),
    }
}

/// The change since the last recorded month, in one line.
fn moved(posture: &Posture) -> Option<String> {
    let change = posture.history.as_ref()?.change.as_ref()?;
    let signed = |points: Option<Tenths>| match points {
        Some(points) if points.0 > 0 => format!("+{points}"),
        points => dash(points),
    };
    Some(format!(
        "  since {}: {} proven, {} on the same assets in both periods; findings: {}",
        change.before.period,
        signed(change.difference),
        signed(change.same_assets.difference),
        change.figures_in_words()
    ))
}

fn dash(number: Option<Tenths>) -> String {
    number.map_or("—".into(), |number| number.to_string())
}
