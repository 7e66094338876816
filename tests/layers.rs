//! The plan of the house: each room uses only rooms on lower floors.

use crate::support::sources;

/// The floor of each room. Rooms on one floor never use each other.
fn floor(room: &str) -> u8 {
    match room {
        "derive" => 0,
        "syntax" | "model" | "pdf" | "memory" => 1,
        "controls" | "mappings" | "ingest" | "collect" | "estate" | "history" | "posture" => 2,
        "assess" | "render" | "workspace" => 3,
        "commands" => 4,
        "cli" => 4,
        "main" | "lib" => 6,
        other => {
            panic!("the room {other} has no floor: give it one here and in docs/architecture.md")
        }
    }
}

/// The packages that are one room each.
const PACKAGES: [&str; 6] = ["derive", "model", "syntax", "ingest", "posture", "pdf"];

/// Pairs on one floor, or against the order, that the plan allows by name.
const ALLOWED: [(&str, &str); 1] = [
    // A command takes the types that the command line is parsed into.
    ("commands", "cli"),
];

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = path.split(['/', '.']).next().expect("a room").to_string();
        // What a package may use is in its manifest, which the next test reads.
        if ["lib", "main"].contains(&room.as_str()) || PACKAGES.contains(&room.as_str()) {
            continue;
        }
        for used in rooms_used(&text) {
            if used != room && !may_use(&room, &used) {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that do not point down:\n{}", wrong.join("\n"));
}

#[test]
fn packages_depend_downward() {
    for package in PACKAGES {
        let path = format!("{}/crates/{package}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
        let manifest = std::fs::read_to_string(&path).expect("a manifest");
        let named = manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for used in named.filter(|name| PACKAGES.contains(name) || *name == "judge") {
            assert!(may_use(package, used), "{package} uses {used}");
        }
    }
}

fn may_use(room: &str, used: &str) -> bool {
    floor(used) < floor(room) || ALLOWED.contains(&(room, used))
}

#[test]
fn controls_see_the_model_only() {
    for (path, text) in sources().iter().filter(|(path, _)| path.starts_with("controls/")) {
        let others: Vec<String> = rooms_used(text)
            .into_iter()
            .filter(|room| room != "model" && room != "controls")
            .collect();
        assert!(others.is_empty(), "{path} uses {others:?}");
    }
}

#[test]
fn no_framework_is_named_in_code() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings/frameworks"))
        .expect("mappings");
    let names: Vec<String> = files
        .filter_map(Result::ok)
        .filter_map(|entry| Some(entry.path().file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert!(names.len() >= 4);
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for name in &names {
            assert!(!code.contains(name.as_str()), "{path} names the framework {name}");
        }
    }
}

#[test]
fn rooms_stay_small() {
    let mut lengths = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines < 800, "{path} has {lines} lines: split it");
        assert!(path != "main.rs" || lines < 60, "main.rs only parses, runs and exits");
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 150, "half of the rooms have more than {median} lines");
}

/// The rooms that a file names, whether of its own package (`crate::`) or of another.
fn rooms_used(text: &str) -> Vec<String> {
    const ROOMS: [&str; 10] = [
        "controls",
        "assess",
        "estate",
        "mappings",
        "collect",
        "history",
        "render",
        "workspace",
        "commands",
        "cli",
    ];
    let paths = text.match_indices("::").map(|(at, _)| {
        let start = text[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        &text[start.map_or(0, |before| before + 1)..at]
    });
    let named = paths.filter_map(|path| match path.split_once("::") {
        Some(("crate" | "judge", inner)) => ROOMS.iter().find(|room| **room == inner),
        Some(_) => None,
        None => PACKAGES.iter().find(|package| **package == path),
    });
    let mut used: Vec<String> = named.map(ToString::to_string).collect();
    // `use judge::{assess, estate};`
    for group in text.split("crate::{").chain(text.split("judge::{")).skip(1) {
        let list = group.split('}').next().unwrap_or_default();
        let rooms = list.split(',').map(|item| item.trim().split("::").next().unwrap_or_default());
        used.extend(rooms.filter(|room| ROOMS.contains(room)).map(ToString::to_string));
    }
    used.sort();
    used.dedup();
    used
}
