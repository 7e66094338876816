//! A large inventory: memory grows with assets by a stated amount.

#[path = "../../benches/scale/generate.rs"]
mod generate;

use std::path::Path;

use crate::support::measured::measured;

/// How many assets there are.
const ASSETS: u64 = 20_000;

/// The most memory that `check` may hold for each, in KiB: half as much again as it does on two processors.
const MOST_CHECKED: u64 = 14;

/// The same for `report`.
const MOST_REPORTED: u64 = 24;

/// The same for a `report` that records the month.
const MOST_RECORDED: u64 = 26;

/// The same for a `check` that compares with it.
const MOST_COMPARED: u64 = 20;

/// The same for a `check` under relaxed limits, which differ from those of the month before.
const MOST_UNDER_SEVERAL_LIMITS: u64 = 40;

#[test]
fn twenty_thousand_assets_are_assessed_within_a_stated_amount_of_memory() {
    let home = tempfile::tempdir().expect("a folder");
    generate::estate(&home.path().join("p"), ASSETS, 1).expect("an estate");
    let cases: [(&[&str], u64); 2] = [
        (&["check", "p", "--min-score", "0", "--as-of", "2026-11-22"], MOST_CHECKED),
        (
            &["report", "p", "-f", "md", "-f", "html", "-f", "json", "--as-of", "2026-11-22"],
            MOST_REPORTED,
        ),
    ];
    for (args, most) in cases {
        of_one_asset(home.path(), args, most);
    }
}

/// A history adds what is kept of each finding of the month before, and no finding of this month.
#[test]
fn twenty_thousand_assets_are_compared_within_a_stated_amount_of_memory() {
    let home = tempfile::tempdir().expect("a folder");
    generate::estate(&home.path().join("p"), ASSETS, 1).expect("an estate");
    let recorded = ["report", "p", "-f", "md", "--record", "--as-of", "2026-10-22"];
    of_one_asset(home.path(), &recorded, MOST_RECORDED);
    let compared = ["check", "p", "--new-only", "--no-regression", "--min-score", "0"];
    let compared = [&compared[..], &["--as-of", "2026-11-22"]].concat();
    of_one_asset(home.path(), &compared, MOST_COMPARED);
}

/// Under relaxed limits, and under others than in the month before, the same inputs are judged again: of what this adds,
/// only the assets are held.
#[test]
fn twenty_thousand_assets_are_assessed_under_several_limits_within_a_stated_amount_of_memory() {
    let home = tempfile::tempdir().expect("a folder");
    generate::estate(&home.path().join("p"), ASSETS, 1).expect("an estate");
    let limits = |days: u32| {
        let days = format!("{{ T0 = {days}, T1 = {days}, T2 = {days}, T3 = {days} }}");
        let text =
            format!("[organisation]\nname = \"Acme\"\n[thresholds]\n\"owner.confirm\" = {days}\n");
        std::fs::write(home.path().join("p/muster.toml"), text).expect("a profile");
    };
    limits(30);
    let recorded = ["report", "p", "-f", "md", "--record", "--as-of", "2026-10-22"];
    of_one_asset(home.path(), &recorded, MOST_RECORDED);
    limits(700);
    let args = ["check", "p", "--min-score", "0", "--as-of", "2026-11-22"];
    of_one_asset(home.path(), &args, MOST_UNDER_SEVERAL_LIMITS);
}

/// Asserts that a command ends and holds less than so many KiB of memory for each asset.
fn of_one_asset(home: &Path, args: &[&str], most: u64) {
    let ended = measured(home, args);
    assert!(ended.code.is_some_and(|code| code < 2), "{args:?}: {}", ended.printed);
    let of_one = ended.peak * 1024 / ASSETS;
    assert!((1..most).contains(&of_one), "{args:?}: {of_one} KiB of memory an asset");
}
