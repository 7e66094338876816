//! A long register: memory grows with findings by a stated amount.

#[path = "../../benches/scale/generate.rs"]
mod generate;

use crate::support::measured::measured;

/// How many assets there are, each with some thirty findings: three times as many findings as from which a document
/// is made in less memory.
const ASSETS: u64 = 600;

/// The most memory that the run may hold, in MiB.
const MOST: u64 = 460;

#[test]
fn every_finding_of_a_long_register_is_printed_in_a_stated_amount_of_memory() {
    let home = tempfile::tempdir().expect("a folder");
    generate::estate(&home.path().join("p"), ASSETS, 1).expect("an estate");
    let args = ["report", "p", "--format", "pdf", "--pdf-register-rows", "100000"];
    let args = [&args[..], &["--out", "out", "--as-of", "2026-11-22"]].concat();
    let ended = measured(home.path(), &args);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(home.path().join("out/register/volume-02.pdf").exists(), "{}", ended.printed);
    assert!((1..MOST).contains(&ended.peak), "{} MiB", ended.peak);
}
