//! `muster check`

use super::judged::Keep;
use super::stages::Stages;
use super::terminal::{self, Printed};
use super::{as_of, baseline, console, excluded, pipeline, reading, verdict, warnings};
use crate::cli::{self, Shown};
use crate::workspace;
use model::{Diagnostic, Gate, GateRule, GateTest, Posture};
use posture;
use syntax::Line;

/// Assesses, and compares the posture with the gate; whether every rule holds.
pub(super) fn run(args: &cli::Check) -> Result<bool, Vec<Diagnostic>> {
    let as_of = as_of::as_of(args.as_of).map_err(|error| vec![error])?;
    let project = workspace::open_all(&reading::asked(&args.inputs.paths, &args.inputs.access))?;
    let (ignored, skipped) = (project.ignored, project.skipped.clone());
    let allowed = project.allowed.clone();
    let request = pipeline::Request {
        project,
        as_of,
        demo: false,
        online: args.reading.network.online,
        keep_going: args.reading.keep_going,
        // What the profile compares with is a record of the project, or is named there.
        findings: match args.baseline.is_some() || compares(args) {
            true => Keep::Compared,
            false => Keep::Counted,
        },
        is_recorded: false,
    };
    let mut run = pipeline::run(request, &mut Stages::default()).inspect_err(|_| {
        if !args.reading.quiet {
            warnings::print(&skipped);
        }
    })?;
    let counts = reading::Counts::of(&run, skipped.len(), ignored);
    let print = |posture: &Posture| {
        if !args.reading.quiet {
            terminal::warn(&[Line::new(counts.line()), Line::new(posture.ledger.line())]);
            warnings::print(&posture.notices);
        }
    };
    let unread = reading::unread(&run);
    if !args.reading.keep_going && !unread.is_empty() {
        print(&run.posture);
        return Err(unread);
    }
    let gate = asked(std::mem::take(&mut run.profile.gate), args);
    let baseline = baseline::of(&gate, args.baseline.as_deref(), &allowed, run.last.take())?;
    let mut verdict = posture::gate(&run.posture, run.counted(), baseline.as_ref(), &gate)?;
    verdict.notes.extend(excluded::lines(&run.posture));
    verdict.notes.extend(posture::caveats(&run.posture));
    terminal::print(&match args.format {
        Shown::Text => Printed::Lines(verdict::text(&verdict, &console::severe(&run.posture))),
        Shown::Json => Printed::Json(verdict::json(&verdict)),
    })?;
    print(&run.posture);
    // The process ends: giving back millions of values one by one would take a part of its time.
    std::mem::forget((run.posture, run.assessment, run.alike));
    Ok(verdict.passed)
}

/// Whether a flag asks for a comparison.
fn compares(args: &cli::Check) -> bool {
    args.no_regression == Some(true) || args.new_only == Some(true)
}

/// The gate of the profile, with the rules that flags override.
fn asked(profile: Gate, args: &cli::Check) -> Gate {
    let fail_on = args.fail_on.iter().map(|severity| GateTest::FailOn(*severity));
    let score = args.min_score.iter().cloned().map(GateTest::MinScore);
    let coverage = args.min_coverage.iter().cloned().map(GateTest::MinCoverage);
    let failing = args.max_failing.iter().cloned().map(GateTest::MaxFailing);
    let regression = args.no_regression.filter(|on| *on).map(|_| GateTest::NoRegression);
    let tests = fail_on.chain(score).chain(coverage).chain(failing).chain(regression);
    let mut gate = profile.overridden(tests.map(|test| GateRule { test, place: None }).collect());
    if args.no_regression == Some(false) {
        gate.rules.retain(|rule| rule.test != GateTest::NoRegression);
    }
    gate.new_only = args.new_only.unwrap_or(gate.new_only);
    gate
}
