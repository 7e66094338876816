use std::sync::Arc;

use super::*;

fn place(file: &str, line: u32, pointer: &str) -> Place {
    Place::new(&Arc::from(file), line, pointer)
}

fn at(from: &Provenance, path: &str) -> String {
    let place = from.place_of(path).expect("a place");
    format!("{place} {}", place.pointer)
}

/// A server in a register, with an owner list over several lines and a tool.
fn registered() -> Provenance {
    let mut from = Provenance::whole(place("servers.yaml", 2, "/servers/0"));
    from.note("owner", 3, "/owner");
    from.note("owner.0", 4, "/owner/0");
    from.note("last_used", 6, "/last-used");
    from.note("tools", 7, "/tools");
    from.note("tools.0", 8, "/tools/0");
    from.note("tools.0.effect", 9, "/tools/0/effect");
    from
}

#[test]
fn a_field_is_where_it_was_noted_else_where_the_one_around_it_is() {
    let from = registered();
    assert_eq!(at(&from, "owner"), "servers.yaml:3 /servers/0/owner");
    assert_eq!(at(&from, "owner.0"), "servers.yaml:4 /servers/0/owner/0");
    assert_eq!(at(&from, "owner.7"), "servers.yaml:3 /servers/0/owner");
    assert_eq!(at(&from, "last_used"), "servers.yaml:6 /servers/0/last-used");
    assert_eq!(at(&from, "auth.kind"), "servers.yaml:2 /servers/0");
    assert_eq!(Provenance::default().place_of("owner"), None);
}

#[test]
fn a_record_inside_another_has_its_own_lines() {
    let tool = registered().inside("tools.0").expect("a tool");
    assert_eq!(at(&tool, "effect"), "servers.yaml:9 /servers/0/tools/0/effect");
    assert_eq!(at(&tool, "id"), "servers.yaml:8 /servers/0/tools/0");
}

#[test]
fn a_value_that_moves_takes_its_place_along() {
    let mut known = registered();
    let mut seen = Provenance::whole(place(".mcp.json", 5, "/mcpServers/crm"));
    seen.note("url", 7, "/url");
    seen.note("owner", 8, "/owner");
    seen.note("owner.1", 9, "/owner/1");
    let moved = known.join(&seen);
    assert_eq!(known.sources().len(), 2);
    known.take("url", &moved);
    assert_eq!(at(&known, "url"), ".mcp.json:7 /mcpServers/crm/url");
    known.take("last_used", &moved);
    assert_eq!(at(&known, "last_used"), ".mcp.json:5 /mcpServers/crm", "it was noted nowhere");
    known.take_as("owner.2", "owner.1", &moved);
    assert_eq!(at(&known, "owner.2"), ".mcp.json:9 /mcpServers/crm/owner/1");
    assert_eq!(at(&known, "owner.1"), "servers.yaml:3 /servers/0/owner");
    let places = known.places_of_items("owner", 3);
    assert_eq!(places.iter().map(|(_, items)| items.len()).collect::<Vec<_>>(), [1, 1, 1]);
    known.take("owner", &moved);
    assert_eq!(at(&known, "owner"), ".mcp.json:8 /mcpServers/crm/owner");
    assert_eq!(at(&known, "owner.2"), ".mcp.json:8 /mcpServers/crm/owner", "nothing is left");
    assert_eq!(at(&known, "tools"), "servers.yaml:7 /servers/0/tools");
}

#[test]
fn a_third_source_keeps_the_places_of_the_second() {
    let mut known = Provenance::whole(place("a.csv", 2, "/0"));
    let mut second = Provenance::whole(place("b.json", 1, "/0"));
    second.note("roles", 4, "/Policies");
    let mut third = Provenance::whole(place("c.json", 1, ""));
    third.note("status", 3, "/state");
    let moved = second.join(&third);
    second.take("status", &moved);
    let moved = known.join(&second);
    known.take("roles", &moved);
    known.take("status", &moved);
    assert_eq!(at(&known, "roles"), "b.json:4 /0/Policies");
    assert_eq!(at(&known, "status"), "c.json:3 /state");
    assert_eq!(at(&known, "owner"), "a.csv:2 /0");
}

/// A record on one line, with its fields noted one by one or as those that it states.
fn on_one_line(names: &[&str]) -> [Provenance; 2] {
    static FIELDS: [&str; 4] = ["id", "owner", "last_used", "tools"];
    let here = place("servers.ndjson", 7, "/6");
    let mut stated = StatedFields::none_of(&FIELDS).expect("few");
    let mut noted = Provenance::whole(here.clone());
    for name in names {
        stated.add(FIELDS.iter().position(|field| field == name).expect("a field"));
        noted.note((*name).to_string(), 7, &format!("/{name}"));
    }
    [Provenance::on_one_line(here, stated), noted]
}

#[test]
fn stated_fields_are_where_they_would_be_noted() {
    let [stated, noted] = on_one_line(&["id", "owner", "tools"]);
    let paths = ["id", "owner", "owner.0", "last_used", "tools", "tools.3.effect", "auth"];
    for path in paths {
        assert_eq!(stated.place_of(path), noted.place_of(path), "{path}");
        assert_eq!(
            stated.inside(path).map(|it| it.record().cloned()),
            noted.inside(path).map(|it| it.record().cloned())
        );
    }
    // Joined to another record, from either side.
    let [mine, mine_noted] = on_one_line(&["id", "last_used"]);
    for other in [registered(), stated.clone()] {
        let (mut joined, mut joined_noted) = (mine.clone(), mine_noted.clone());
        for one in [&mut joined, &mut joined_noted] {
            let moved = one.join(&other);
            one.take("owner", &moved);
            one.take_as("tools.1", "tools.0", &moved);
        }
        for path in paths.into_iter().chain(["tools.1", "tools.1.effect"]) {
            assert_eq!(joined.place_of(path), joined_noted.place_of(path), "{path}");
        }
    }
    let (mut joined, mut joined_noted) = (registered(), registered());
    let moved = joined.join(&stated);
    joined.take("owner", &moved);
    let moved = joined_noted.join(&noted);
    joined_noted.take("owner", &moved);
    assert_eq!(joined, joined_noted);
    let (mut forgotten, mut forgotten_noted) = (stated, noted);
    forgotten.forget_pointers();
    forgotten_noted.forget_pointers();
    assert_eq!(forgotten.place_of("owner"), forgotten_noted.place_of("owner"));
}
