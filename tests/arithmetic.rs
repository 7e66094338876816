//! Every number can be recomputed by somebody who has only the report.

use passmuster::model::posture::{Cell, FindingCard, OutcomeCounts};
use passmuster::model::{Outcome, Parts, Posture, Severity, Tier};

use crate::support::{fixture, folders, run};

/// The tests' own arithmetic, from the words in the report: weights by severity and tier, credit by
/// outcome, in floating point on purpose. Each finding with its weight, and what a pass earns.
fn by_hand(weighed: impl Iterator<Item = (Outcome, f64, f64)>) -> (f64, f64, f64) {
    let (mut all, mut proven, mut failed, mut unknown) = (0.0, 0.0, 0.0, 0.0);
    for (outcome, weight, earned) in weighed {
        let credit = match outcome {
            Outcome::Pass => 1.0,
            Outcome::Partial => 0.5,
            Outcome::Fail | Outcome::NotAssessed => 0.0,
            Outcome::NotApplicable => continue,
        };
        all += weight;
        proven += earned * credit;
        match outcome {
            Outcome::NotAssessed => unknown += weight,
            _ => {
                failed += weight * (1.0 - credit);
                unknown += (weight - earned) * credit;
            }
        }
    }
    (100.0 * proven / all, 100.0 * failed / all, 100.0 * unknown / all)
}

fn weight(severity: Severity, tier: Tier) -> f64 {
    let severity = match severity {
        Severity::Info => 0.0,
        Severity::Low => 1.0,
        Severity::Medium => 3.0,
        Severity::High => 6.0,
        Severity::Critical => 10.0,
    };
    let tier = match tier {
        Tier::T0 => 1.0,
        Tier::T1 => 2.0,
        Tier::T2 => 4.0,
        Tier::T3 => 6.0,
    };
    severity * tier
}

fn printed(posture: &Posture) -> [f64; 3] {
    let score = &posture.score;
    [score.proven, score.failed, score.unknown].map(|part| part.expect("a score").0 as f64 / 10.0)
}

fn assert_close(name: &str, printed: [f64; 3], (proven, failed, unknown): (f64, f64, f64)) {
    for (printed, exact) in printed.into_iter().zip([proven, failed, unknown]) {
        assert!((printed - exact).abs() <= 0.1 + 1e-9, "{name}: printed {printed}, exact {exact}");
    }
    assert!((printed[0] - proven).abs() <= 0.05 + 1e-9, "{name}: the score is rounded, not moved");
}

#[test]
fn the_three_parts_follow_from_the_listed_findings_and_from_the_cells() {
    let mut scored = 0;
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        if posture.score.proven.is_none() {
            continue;
        }
        scored += 1;
        // What a pass earns follows from the control, the tier that facts show, and whether the asset is
        // known to be in service. Cells state it.
        let earned = |control: &str, tier: Tier| {
            let control = posture.controls.iter().find(|card| card.id == control);
            let control = control.expect("a control of the posture");
            let severity = control.severity[tier as usize];
            if tier < control.from_tier { 0.0 } else { weight(severity, tier) }
        };
        let finding = |f: &FindingCard| {
            let card = posture.assets.iter().find(|card| card.key == f.asset);
            let control = posture.controls.iter().find(|card| card.id == f.control);
            let earns = card.is_none_or(|card| card.status_known)
                || control.expect("a control of the posture").judges_retired;
            let earned = if earns { earned(&f.control, f.derived_tier) } else { 0.0 };
            (f.outcome, weight(f.severity, f.tier), earned)
        };
        assert_close(&scenario, printed(&posture), by_hand(posture.findings.iter().map(finding)));
        let cell = |c: &Cell| {
            let count = c.count as f64;
            let earned = c.pass_weight as f64;
            (c.outcome, weight(c.severity, c.tier) * count, earned * count)
        };
        assert_close(&scenario, printed(&posture), by_hand(posture.cells.iter().map(cell)));
        let findings: u64 = posture.cells.iter().map(|cell| cell.count).sum();
        assert_eq!(findings, posture.findings_total);
        let by_owner: u64 = posture.owner_cells.iter().map(|cell| cell.count).sum();
        assert_eq!(by_owner, posture.findings_total);
    }
    assert!(scored >= 3, "too few scenarios have a score to check");
}

#[test]
fn the_rows_of_the_method_sum_to_the_score() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        let mut sums = [0; 4];
        for row in &posture.arithmetic.rows {
            let Parts { findings, weight, proven_sum, failed_sum, unknown_sum, .. } = row.parts;
            assert_eq!(weight, row.weight * findings);
            // As a reader would compute a row from its own cells, in half-weights.
            let OutcomeCounts { pass, partial, fail, not_assessed, .. } = row.outcomes;
            let unearned = row.weight - row.pass_weight;
            assert_eq!(proven_sum, row.pass_weight * (2 * pass + partial));
            assert_eq!(failed_sum, row.weight * (2 * fail + partial));
            assert_eq!(
                unknown_sum,
                2 * row.weight * not_assessed + unearned * (2 * pass + partial)
            );
            let row = [findings, proven_sum, failed_sum, unknown_sum];
            sums.iter_mut().zip(row).for_each(|(sum, one)| *sum += one);
        }
        let Parts { findings, proven_sum, failed_sum, unknown_sum, .. } = posture.score;
        assert_eq!(sums, [findings, proven_sum, failed_sum, unknown_sum], "{scenario}");
    }
}

#[test]
fn every_roll_up_counts_every_finding_once() {
    let posture = run("scenarios/northwind").posture;
    let all = posture.score.weight;
    for (name, slices) in [
        ("tiers", &posture.tiers),
        ("families", &posture.families),
        ("domains", &posture.domains),
        ("owners", &posture.owners),
        ("kinds", &posture.kinds),
    ] {
        assert_eq!(slices.iter().map(|slice| slice.parts.weight).sum::<u64>(), all, "{name}");
    }
    assert_eq!(posture.controls.iter().map(|control| control.parts.weight).sum::<u64>(), all);
    let cells: u64 = posture.heat_map.iter().flat_map(|row| &row.tiers).map(|p| p.weight).sum();
    assert_eq!(cells, all);
}

#[test]
fn every_open_finding_is_in_one_band_of_ages() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        let bands = &posture.open_ages;
        let open: u64 = bands.iter().map(|band| band.open.total()).sum();
        let overdue: u64 = bands.iter().map(|band| band.overdue).sum();
        assert_eq!((open, overdue), (posture.open.total(), posture.counts.overdue), "{scenario}");
        let undated = posture.findings.iter().filter(|card| card.outcome.is_open());
        let undated = undated.filter(|card| card.age_days.is_none()).count() as u64;
        assert_eq!(bands.last().map(|band| band.open.total()), Some(undated), "{scenario}");
    }
}

#[test]
fn gains_of_all_fixes_are_what_failed() {
    let posture = run("scenarios/northwind").posture;
    let gained: i64 = posture.fixes.iter().map(|fix| fix.gain.0).sum();
    // On an asset whose tier is undeclared a fix adds less than its failure weighs.
    let adds = |card: &FindingCard| match card.outcome {
        Outcome::Fail => 2 * card.pass_weight,
        Outcome::Partial => card.pass_weight,
        _ => 0,
    };
    let open: u64 = posture.findings.iter().map(adds).sum();
    let all = 1000.0 * open as f64 / (2 * posture.score.weight) as f64;
    let slack = posture.fixes.len() as f64 / 2.0 + 1.0;
    assert!((gained as f64 - all).abs() <= slack, "fixing all adds {gained}, by hand {all}");
}

#[test]
fn an_empty_inventory_has_no_score_and_nothing_passes() {
    let posture = run("scenarios/empty").posture;
    assert_eq!(posture.score.proven, None);
    assert_eq!(posture.score.failed, None);
    assert_eq!(posture.score.unknown.map(|unknown| unknown.0), Some(1000));
    assert_eq!(posture.grade.letter, None);
    assert_eq!((posture.outcomes.pass, posture.outcomes.partial), (0, 0));
    assert!(posture.outcomes.not_assessed > 0);
}

#[test]
fn half_a_company_shows_its_unknown_half_and_no_grade() {
    let posture = run("scenarios/half").posture;
    let unknown = posture.score.unknown.expect("parts").0;
    assert!((400..1000).contains(&unknown), "unknown is {unknown} tenths");
    assert!(posture.score.proven.is_some());
    assert_eq!(posture.grade.letter, None);
    assert!(posture.grade.withheld.is_some_and(|why| why.contains("insufficient evidence")));
}
