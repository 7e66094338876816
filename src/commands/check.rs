//! `muster check`

use super::gate_choice::GateChoice;
use super::judged::Keep;
use super::stages::Stages;
use super::terminal::{self, Printed};
use super::{as_of, console, gated, pipeline, reading, verdict, warnings};
use crate::cli::{self, Shown};
use crate::workspace;
use model::{Diagnostic, GateRule, GateTest, Posture};
use syntax::Line;

/// Assesses, and compares the posture with the gate; whether every rule holds.
pub(super) fn run(args: &cli::Check) -> Result<bool, Vec<Diagnostic>> {
    let as_of = as_of::as_of(args.as_of).map_err(|error| vec![error])?;
    let project = workspace::open_all(&reading::asked(&args.inputs.paths, &args.inputs.access))?;
    let (ignored, skipped) = (project.ignored, project.skipped.clone());
    let request = pipeline::Request {
        online: args.reading.network.online,
        keep_going: args.reading.keep_going,
        gate: Some(asked(args)),
        ..pipeline::Request::of(project, as_of, Keep::Counted)
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
    let verdict = gated::verdict(&mut run)?;
    terminal::print(&match args.format {
        Shown::Text => Printed::Lines(verdict::text(&verdict, &console::severe(&run.posture))),
        Shown::Json => Printed::Json(verdict::json(&verdict)),
    })?;
    print(&run.posture);
    // The process ends: giving back millions of values one by one would take a part of its time.
    std::mem::forget((run.posture, run.assessment, run.alike));
    Ok(verdict.passed)
}

/// What flags ask of the gate.
fn asked(args: &cli::Check) -> GateChoice {
    let fail_on = args.fail_on.iter().map(|severity| GateTest::FailOn(*severity));
    let score = args.min_score.iter().cloned().map(GateTest::MinScore);
    let coverage = args.min_coverage.iter().cloned().map(GateTest::MinCoverage);
    let failing = args.max_failing.iter().cloned().map(GateTest::MaxFailing);
    let tests = fail_on.chain(score).chain(coverage).chain(failing);
    GateChoice {
        rules: tests.map(|test| GateRule { test, place: None }).collect(),
        no_regression: args.no_regression,
        new_only: args.new_only,
        baseline: args.baseline.clone(),
        is_needed: true,
    }
}
