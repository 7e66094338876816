//! The right answer for each kind of input that has gone wrong: one test a case, through the program
//! as people run it.

mod bench;
mod effects;
mod exports;
mod flaws;
mod folders;
mod identity;
mod order;
mod running;
mod scopes;
mod secrets;
mod unread;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Cases that are still wrong. A case in this list must fail; when it passes, its test says so, and
/// the line is removed. The list only shrinks.
const PENDING: &[&str] = &[];

/// Runs the assertions of one case.
fn case(name: &str, answer: impl FnOnce()) {
    let result = catch_unwind(AssertUnwindSafe(answer));
    match (result, PENDING.contains(&name)) {
        (Ok(()), false) | (Err(_), true) => {}
        (Err(panic), false) => resume_unwind(panic),
        (Ok(()), true) => panic!("{name} has its right answer now: remove it from PENDING"),
    }
}

/// Every name in the list belongs to a test, so that no line outlives its case.
#[test]
fn the_pending_list_holds_only_cases() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
    let files = std::fs::read_dir(top).expect("a folder").filter_map(Result::ok);
    let text: String =
        files.map(|file| std::fs::read_to_string(file.path()).expect("text")).collect();
    for name in PENDING {
        assert!(text.contains(&format!("case(\"{name}\"")), "{name} is no case");
    }
}
