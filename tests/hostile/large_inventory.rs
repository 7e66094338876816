//! A large inventory: memory grows with assets by a stated amount.

#[path = "../../benches/scale/generate.rs"]
mod generate;

use crate::support::measured::measured;

/// How many assets there are.
const ASSETS: u64 = 20_000;

/// The most memory that `check` may hold for each, in KiB: half as much again as it does on two processors.
const MOST_CHECKED: u64 = 14;

/// The same for `report`.
const MOST_REPORTED: u64 = 24;

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
        let ended = measured(home.path(), args);
        assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.printed);
        let of_one = ended.peak * 1024 / ASSETS;
        assert!((1..most).contains(&of_one), "{args:?}: {of_one} KiB of memory an asset");
    }
}
