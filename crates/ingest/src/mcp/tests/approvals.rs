//! What clients approve without asking, which tools they allow, and what is disabled.

use super::*;
use model::records::{AutoApprove, ToolFilter};
use syntax::toml;

fn list(names: &[&str]) -> model::Field<Vec<String>> {
    Given(names.iter().map(ToString::to_string).collect())
}

#[test]
fn approvals_are_facts_where_a_client_states_them() {
    let auto = |everything, tools| Given(AutoApprove { everything, tools });
    for (entry, expected) in [
        (r#"{"command": "x", "trust": true}"#, auto(Given(true), Absent)),
        (r#"{"command": "x", "trust": false}"#, auto(Given(false), Absent)),
        (r#"{"command": "x", "autoApprove": ["a", "b"]}"#, auto(Absent, list(&["a", "b"]))),
        (r#"{"command": "x", "alwaysAllow": []}"#, auto(Absent, list(&[]))),
        (r#"{"command": "x", "alwaysAllow": ["*"]}"#, auto(Given(true), list(&["*"]))),
        (r#"{"command": "x", "autoApprove": true}"#, auto(Given(true), Absent)),
        (r#"{"command": "x", "sandboxEnabled": true}"#, auto(Given(true), Absent)),
        (r#"{"command": "x", "default_tools_approval_mode": "auto"}"#, Absent),
        (r#"{"command": "x"}"#, Absent),
    ] {
        assert_eq!(server(entry).auto_approve, expected, "{entry}");
    }
}

#[test]
fn codex_states_approvals_by_file_server_and_tool() {
    let text = "[mcp_servers.a]\ncommand = \"x\"\ndefault_tools_approval_mode = \"prompt\"\n\
                enabled_tools = [\"read\"]\n[mcp_servers.a.tools.read]\napproval_mode = \"approve\"\n";
    let one = |text: &str| {
        let reading = read(
            &toml(text).expect("toml"),
            &Arc::from("config.toml"),
            &crate::classes::Classes::default(),
        );
        reading.observed.into_iter().next().expect("one").server.record
    };
    let server = one(text);
    let expected = AutoApprove { everything: Given(false), tools: list(&["read"]) };
    assert_eq!(server.auto_approve, Given(expected));
    assert_eq!(server.tool_filter, Given(ToolFilter { only: list(&["read"]), except: Absent }));
    let never = one(&format!("approval_policy = \"never\"\n{text}"));
    assert_eq!(never.auto_approve.given().map(|auto| auto.everything.clone()), Some(Given(true)));
}

#[test]
fn a_client_that_could_limit_tools_and_does_not_left_it_blank() {
    let gemini = |entry: &str| {
        let text = format!(r#"{{"contextFileName": "x", "mcpServers": {{"one": {entry}}}}}"#);
        reading(&text).observed[0].server.record.tool_filter.clone()
    };
    assert_eq!(gemini(r#"{"command": "x"}"#), Blank);
    assert_eq!(
        gemini(r#"{"command": "x", "includeTools": ["a"], "excludeTools": ["b"]}"#),
        Given(ToolFilter { only: list(&["a"]), except: list(&["b"]) })
    );
    assert_eq!(server(r#"{"command": "x"}"#).tool_filter, Absent);
}

#[test]
fn servers_are_switched_off_by_name_too() {
    let status = |text: &str| -> Vec<_> {
        let observed = reading(text).observed;
        observed.iter().map(|o| o.server.record.status.given() == Some(&Status::Active)).collect()
    };
    let project = r#"{"mcpServers": {"a": {"command": "x"}},
        "projects": {"/p": {"disabledMcpServers": ["a"], "mcpServers": {"a": {"command": "y"}}}}}"#;
    assert_eq!(status(project), [true, false]);
    let gemini = r#"{"contextFileName": "x", "mcp": {"allowed": ["a"]},
        "mcpServers": {"a": {"command": "x"}, "b": {"command": "x"}}}"#;
    assert_eq!(status(gemini), [true, false]);
}

#[test]
fn scopes_that_an_entry_pins_are_read() {
    let scopes = |entry: &str| server(entry).scopes;
    let base = |more: &str| format!(r#"{{"url": "https://h.test", {more}}}"#);
    assert_eq!(scopes(&base(r#""oauth": {"scopes": "a:read b:*"}"#)), list(&["a:read", "b:*"]));
    assert_eq!(scopes(&base(r#""auth": {"scopes": ["a"]}"#)), list(&["a"]));
    assert_eq!(scopes(&base(r#""oauth": {"scopes": []}"#)), Blank);
    assert_eq!(scopes(&base(r#""oauth": {"enabled": true}"#)), Absent);
}

#[test]
fn a_bare_map_is_read_only_where_every_entry_plainly_is_a_server() {
    let bare = r#"{"a": {"command": "npx", "args": ["x"]}, "b": {"serverUrl": "https://h.test"}}"#;
    assert_eq!(reading(bare).observed.len(), 2);
    for text in [
        r#"{"build": {"command": "tsc", "args": ["-p"]}}"#,
        r#"{"a": {"command": "npx", "args": ["x"], "dependencies": []}}"#,
        r#"{"a": {"command": "npx", "args": ["x"]}, "version": 1}"#,
        r#"{"home": {"url": "https://h.test"}}"#,
    ] {
        assert!(!recognise(&json(text).expect("well-formed")), "{text}");
    }
}

#[test]
fn settings_without_servers_are_recognised_and_others_are_not() {
    for text in [
        r#"{"permissions": {"allow": ["mcp__a__b"]}}"#,
        r#"{"permissions": {"deny": ["Bash(rm:*)"], "defaultMode": "plan"}}"#,
        r#"{"allowedMcpServers": []}"#,
        r#"{"enableAllProjectMcpServers": true}"#,
    ] {
        let reading = reading(text);
        assert!(!reading.lists_servers && reading.observed.is_empty(), "{text}");
    }
    for text in [
        r#"{"permissions": {"contents": "read"}}"#,
        r#"{"permissions": {"allow": []}}"#,
        r#"{"permissions": {"allow": [{"action": "x"}]}}"#,
    ] {
        assert!(!recognise(&json(text).expect("well-formed")), "{text}");
    }
}

#[test]
fn rules_speak_on_servers_of_other_files() {
    let mut observed = reading(
        r#"{"mcpServers": {"My Server": {"command": "x"}, "b": {"command": "x"}, "c": {"command": "x"}}}"#,
    )
    .observed;
    let rules = reading(
        r#"{"permissions": {"allow": ["mcp__My_Server__a", "mcp__My_Server__a", "mcp__b"],
            "deny": ["mcp__b__drop", "mcp__nobody"]}, "disabledMcpjsonServers": ["c"]}"#,
    )
    .rules;
    let mut notices = Vec::new();
    apply(&rules, &mut observed, &mut notices);
    let of = |at: usize| &observed[at].server.record;
    assert_eq!(of(0).auto_approve, Given(AutoApprove { everything: Absent, tools: list(&["a"]) }));
    assert_eq!(of(1).auto_approve, Given(AutoApprove { everything: Given(true), tools: Absent }));
    assert_eq!(of(1).tool_filter, Given(ToolFilter { only: Absent, except: list(&["drop"]) }));
    assert_eq!(of(2).status, Given(Status::Disabled));
    assert_eq!(of(0).configuration.as_ref().map(|seen| seen.rules.len()), Some(2));
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("`nobody`"), "{notices:?}");
}

#[test]
fn secrets_beside_the_servers_are_reported() {
    let text = format!(
        r#"{{"mcpServers": {{"a": {{"command": "x", "env": {{"T_TOKEN": "{0}"}}}}}},
            "env": {{"GH": "{0}", "NAME": "desk"}}, "history": ["use {0}"]}}"#,
        token("ghp_")
    );
    let reading = reading(&text);
    let found = &reading.notices[0];
    assert!(found.message.starts_with("2 secrets are stored"), "{found:?}");
    assert_eq!(found.place.as_ref().map(|place| &*place.pointer), Some("/env/GH"));
}
