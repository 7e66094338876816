//! What a server states about its own tools: it may admit harm, and excuses nothing.

use super::bench::Project;

const INVENTORY: &str = "\
servers:
  - id: crm
    owner: ada
    environments: [production]
    tools:
      - { id: find, owner_inherited: true, effect: read, effect_source: declared }
      - { id: drop, owner_inherited: true, effect: read, effect_source: declared }
owners:
  - { id: ada, kind: person, status: active }
";

fn list(drop: &str) -> String {
    format!(
        r#"{{"tools": [{{"name": "find", "inputSchema": {{"type": "object"}}, "annotations": {{"readOnlyHint": true}}}},
                      {{"name": "drop", "inputSchema": {{"type": "object"}}, "annotations": {{{drop}}}}}]}}"#
    )
}

#[test]
fn a_destructive_hint_outweighs_a_declared_read() {
    let judged = |hint: Option<&str>| {
        let project = Project::empty();
        project.write("muster.toml", "");
        project.write("inventory/all.yaml", INVENTORY);
        if let Some(hint) = hint {
            project.write("crm.tools.json", list(hint));
        }
        let answer = project.report().ok();
        (answer.tier("crm"), answer.outcome("OWN-04@server/crm"))
    };
    let declared = judged(None);
    assert_eq!(declared.1, "pass");
    assert_eq!(judged(Some(r#""readOnlyHint": true"#)), declared);
    assert_eq!(judged(Some(r#""destructiveHint": true"#)), ("T3".to_string(), "fail".to_string()));
}

#[test]
fn what_only_the_server_says_is_not_assessed() {
    let project = Project::empty();
    project.write("muster.toml", "");
    let bare = INVENTORY.lines().filter(|line| !line.contains("tool") && !line.contains("effect"));
    project.write("inventory/all.yaml", bare.map(|line| format!("{line}\n")).collect::<String>());
    project.write("crm.tools.json", list(r#""readOnlyHint": true"#));
    let answer = project.report().ok();
    for control in ["SCP-04", "INV-03"] {
        let outcome = answer.outcome(&format!("{control}@server/crm"));
        assert!(["not-assessed", "partial"].contains(&outcome.as_str()), "{control}: {outcome}");
    }
    let tier = answer.posture["assets"].to_string();
    assert!(tier.contains("effect of the tool find"), "the hint lowers no tier: {tier}");
}
