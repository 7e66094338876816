//! The plan of the house: each room uses only rooms on lower floors.

use crate::support::sources;

/// The floor of each room. Rooms on one floor never speak to each other.
fn floor(room: &str) -> u8 {
    match room {
        "syntax" | "model" => 1,
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
        if room == "lib" || room == "main" {
            continue;
        }
        for used in rooms_used(&text) {
            let allowed = used == room
                || floor(&used) < floor(&room)
                || ALLOWED.contains(&(room.as_str(), used.as_str()));
            if !allowed {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that do not point down:\n{}", wrong.join("\n"));
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

fn rooms_used(text: &str) -> Vec<String> {
    let mut used: Vec<String> = text
        .match_indices("crate::")
        .map(|(at, _)| {
            text[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        })
        .filter(|room: &String| !room.is_empty())
        .collect();
    // `use crate::{assess, estate};`
    for (at, _) in text.match_indices("crate::{") {
        let list = text[at + 8..].split('}').next().unwrap_or_default();
        let rooms = list
            .split(',')
            .map(|item| item.trim().split("::").next().unwrap_or_default().to_string());
        used.extend(rooms.filter(|room| !room.is_empty()));
    }
    used.sort();
    used.dedup();
    used
}
