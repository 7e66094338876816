use super::*;
use model::records::{Effect, EffectSource};
use syntax::json;

fn of(text: &str, path: &str) -> (Facts, bool) {
    let root = json(text).expect("json");
    assert!(recognise(&root), "{text}");
    let mut facts = Facts::default();
    let list = read(&root, &Arc::from(path), None, &mut facts);
    let named = list.is_some();
    place(list.into_iter().collect(), &mut facts);
    (facts, named)
}

fn tools(text: &str) -> Vec<Tool> {
    let (facts, _) = of(text, "crm.tools.json");
    let [server] = facts.exported.servers.as_slice() else { panic!("one server") };
    assert_eq!(server.record.id, "crm");
    server.record.tools.items().to_vec()
}

#[test]
fn a_result_is_read_with_and_without_its_envelope() {
    let result = r#"{"tools": [{"name": "find", "inputSchema": {"type": "object"}}]}"#;
    for text in [
        result.to_string(),
        format!(r#"{{"jsonrpc": "2.0", "id": 1, "result": {result}}}"#),
        format!(r#"[{{"jsonrpc": "2.0", "id": 1, "result": {result}}}]"#),
    ] {
        let read = tools(&text);
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].id.as_str(), &read[0].effect), ("find", &Field::Absent));
    }
}

#[test]
fn annotations_give_the_effect_and_the_worse_counts() {
    let effect = |hints: &str| {
        let text = format!(
            r#"{{"tools": [{{"name": "x", "inputSchema": {{}}, "annotations": {hints}}}]}}"#
        );
        let tool = tools(&text).remove(0);
        assert_eq!(tool.effect.is_absent(), tool.effect_source.is_absent());
        assert_ne!(tool.effect_source, Field::Given(EffectSource::Declared));
        tool.effect.given().copied()
    };
    for (hints, expected) in [
        (r#"{"readOnlyHint": true}"#, Some(Effect::Read)),
        (r#"{"readOnlyHint": true, "destructiveHint": true}"#, Some(Effect::Destructive)),
        (r#"{"readOnlyHint": false, "destructiveHint": false}"#, Some(Effect::Write)),
        (r#"{"readOnlyHint": false}"#, Some(Effect::Destructive)),
        (r#"{"title": "X"}"#, None),
    ] {
        assert_eq!(effect(hints), expected, "{hints}");
    }
}

#[test]
fn the_digest_covers_what_a_model_reads() {
    let digest = |tool: &str| {
        let read = tools(&format!(r#"{{"tools": [{tool}]}}"#)).remove(0);
        (read.definition_hash.given().cloned().expect("a digest"), read.hidden_characters)
    };
    let (first, hidden) =
        digest(r#"{"name": "x", "description": "a", "inputSchema": {"a": 1, "b": "1"}}"#);
    assert_eq!(hidden, Field::Given(false));
    let same =
        r#"{"inputSchema": {"b": "1", "a": 1}, "description": "a", "name": "x", "_meta": 7}"#;
    assert_eq!(digest(same).0, first, "order and metadata do not count");
    for other in [
        r#"{"name": "x", "description": "b", "inputSchema": {"a": 1, "b": "1"}}"#,
        r#"{"name": "x", "description": "a", "inputSchema": {"a": "1", "b": "1"}}"#,
        r#"{"name": "x", "description": "a", "inputSchema": {"a": 1}}"#,
    ] {
        assert_ne!(digest(other).0, first, "{other}");
    }
    let planted = r#"{"name": "x", "description": "a\u200b\udb40\udc41", "inputSchema": {}}"#;
    assert_eq!(digest(planted).1, Field::Given(true));
}

#[test]
fn pages_make_one_list_and_a_missing_page_is_reported() {
    let page = |name: &str, rest: &str| {
        format!(r#"{{"result": {{"tools": [{{"name": "{name}", "inputSchema": {{}}}}]{rest}}}}}"#)
    };
    let first = page("a", r#", "nextCursor": "2""#);
    let (facts, _) = of(&first, "crm.tools.json");
    assert_eq!(facts.incomplete.len(), 1);
    let (facts, _) = of(&format!("[{first}, {}]", page("b", "")), "crm.tools.json");
    assert_eq!(facts.exported.servers[0].record.tools.items().len(), 2);
    assert!(facts.incomplete.is_empty());
    let (facts, _) = of(&format!("[{}, {}]", page("a", ""), page("a", "")), "crm.tools.json");
    assert_eq!((facts.exported.servers[0].record.tools.items().len(), facts.notices.len()), (1, 1));
}

#[test]
fn a_folder_names_a_server_only_where_there_is_one() {
    let result = r#"{"tools": [{"name": "find", "inputSchema": {}}]}"#;
    let (facts, named) = of(result, "exports/tools-list.json");
    assert!(named && facts.exported.servers.is_empty());
    assert_eq!(facts.notices.len(), 1);
    let (_, named) = of(result, "tools-list.json");
    assert!(!named);
    let root = json(result).expect("json");
    let mut facts = Facts::default();
    let crm = Server { id: "CRM".into(), ..Server::default() };
    facts.servers.push(Placed::new(crm, Place::file("servers.yaml")));
    let list = read(&root, &Arc::from("a/crm/tools-list.json"), None, &mut facts);
    place(list.into_iter().collect(), &mut facts);
    assert_eq!(facts.exported.servers[0].record.id, "CRM", "as the record spells it");
}
