//! No two Rust files of the workspace import each other in a circle.

mod finder;
mod modules;

use std::collections::BTreeMap;
use std::path::Path;

use finder::cycles;

/// Every crate by the name that other crates use, and the file it starts in.
fn crates(root: &Path) -> BTreeMap<String, String> {
    let mut crates = BTreeMap::from([("passmuster".to_string(), "src/lib.rs".to_string())]);
    for entry in std::fs::read_dir(root.join("crates")).expect("the crates").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        crates.insert(name.clone(), format!("crates/{name}/src/lib.rs"));
    }
    crates
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).ok();
    let found = cycles(&crates(root), read);
    assert!(found.is_empty(), "files import each other in a circle:\n{found:#?}");
}

/// The files of the cycles among made-up sources of one crate.
fn planted(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let crates = BTreeMap::from([("a".to_string(), "lib.rs".to_string())]);
    let found = cycles(&crates, |path| files.get(path).map(|text| (*text).to_string()));
    found.into_iter().map(|cycle| cycle.files.into_iter().collect()).collect()
}

#[test]
fn a_planted_cycle_is_found() {
    let lib = ("lib.rs", "mod one; mod two; mod three;");
    let one = ("one.rs", "use super::two::Two; pub struct One(Two);");
    let two = ("two.rs", "use crate::three::Three; pub struct Two(Three);");
    let three = ("three.rs", "pub struct Three(Vec<super::one::One>);");
    assert_eq!(planted(&[lib, one, two, three]), [["one.rs", "three.rs", "two.rs"]]);
    let three = ("three.rs", "pub struct Three;");
    assert!(planted(&[lib, one, two, three]).is_empty());
}

#[test]
fn a_facade_is_followed_to_the_file_that_defines_the_name() {
    let lib = ("lib.rs", "mod room; mod user; pub use user::User;");
    let room = (
        "room/mod.rs",
        "mod desk; mod chair; pub use desk::Desk; pub use chair::*; pub struct Wall;",
    );
    let desk = ("room/desk.rs", "use super::Wall; pub struct Desk(Wall);");
    let chair = ("room/chair.rs", "use super::Desk; pub struct Chair(Desk);");
    let user = ("user.rs", "use crate::room; pub struct User(room::Chair);");
    assert!(planted(&[lib, room, desk, chair, user]).is_empty(), "a re-export is no import");
    let desk = ("room/desk.rs", "pub struct Desk(crate::User);");
    assert_eq!(
        planted(&[lib, room, desk, chair, user]),
        [["room/chair.rs", "room/desk.rs", "user.rs"]]
    );
}

#[test]
fn code_in_macros_counts_and_tests_do_not() {
    let lib = ("lib.rs", "mod one; mod two;");
    let one = ("one.rs", "pub fn one() -> String { format!(\"{}\", super::two::two()) }");
    let two = ("two.rs", "pub fn two() -> u8 { vec![crate::one::one()].len() as u8 }");
    assert_eq!(planted(&[lib, one, two]), [["one.rs", "two.rs"]]);
    let two = (
        "two.rs",
        "pub fn two() -> u8 { 2 } #[cfg(test)] mod tests { use crate::one::one; #[test] fn t() { one(); } }",
    );
    assert!(planted(&[lib, one, two]).is_empty());
}

#[test]
fn a_module_that_uses_its_parent_and_is_used_by_it_is_a_cycle() {
    let lib = ("lib.rs", "mod part; pub fn whole() { part::part() } pub fn shared() {}");
    let part = ("part.rs", "pub fn part() { super::shared() }");
    assert_eq!(planted(&[lib, part]), [["lib.rs", "part.rs"]]);
}
