//! One identity from many sources: what each states belongs to the one, and contested facts are reported.

use passmuster::model::Outcome;

use crate::support::{judge, project, run};

#[test]
fn four_sources_speak_of_one_service_account() {
    let posture = run("joined").posture;
    let accounts: Vec<&str> = posture
        .assets
        .iter()
        .filter(|asset| asset.key.to_string().starts_with("service-account/"))
        .map(|asset| asset.key.id.as_str())
        .collect();
    assert_eq!(accounts, ["svc-deploy"]);
    let finding = |id: &str| {
        let found = posture.findings.iter().find(|finding| finding.id == id);
        found.unwrap_or_else(|| panic!("{id} is not among the findings"))
    };
    // The register names ada, AWS names bo.
    let owner = finding("OWN-01@service-account/svc-deploy");
    assert_eq!(owner.outcome, Outcome::Fail, "{}", owner.sentence);
    assert!(owner.sentence.contains("ada") && owner.sentence.contains("bo"), "{}", owner.sentence);
    let reported: Vec<&str> =
        posture.notices.iter().map(|notice| notice.message.as_str()).collect();
    let contested = |word: &str| reported.iter().any(|message| message.contains(word));
    assert!(contested("owner: ada in inventory.yaml"), "{reported:#?}");
    // Prowler and our own check judge one control: one finding, both are evidence.
    let scopes = finding("SCP-02@service-account/svc-deploy");
    assert_eq!(scopes.outcome, Outcome::Fail);
    let facts: Vec<&str> = scopes.evidence.iter().map(|evidence| evidence.fact.as_str()).collect();
    assert!(facts.iter().any(|fact| fact.starts_with("Prowler reports")), "{facts:?}");
    assert!(facts.iter().any(|fact| fact.contains("AdministratorAccess")), "{facts:?}");
    // Its key came from the credential report and is judged as a secret of its own.
    let keys = posture.assets.iter().filter(|asset| asset.key.id.contains("access-key-1"));
    assert_eq!(keys.count(), 1);
    let [card] = posture.scanners.as_slice() else { panic!("{:?}", posture.scanners) };
    assert_eq!((card.counted, card.unplaced), (1, 0), "{card:?}");
    assert_eq!(card.tags, ["CIS-1.4 1.16"]);
    // The export says when it was taken.
    let input = posture.inputs.iter().find(|input| input.path == "aws/credentials.csv");
    let taken = input.and_then(|input| input.captured_at).map(|at| at.to_string());
    assert_eq!(taken.as_deref(), Some("2026-11-20"));
}

/// What may be named by any of its names may be waived by any of them.
#[test]
fn a_waiver_by_another_name_reaches_its_finding() {
    let posture = judge(project(
        "service_accounts:\n  - { id: svc, known_as: [\"arn:aws:iam::1:user/svc\"], owner: nobody }\n\
         owners: [{ id: ida, kind: person, status: active, domains: [operator] }]\n\
         waivers:\n  - control: OWN-01\n    asset: service-account/arn:aws:iam::1:user/svc\n    \
         reason: The team is being formed.\n    approver: ida\n    granted_on: 2026-11-20\n    \
         expires_on: 2026-11-30\n",
    ))
    .expect("readable")
    .posture;
    let [waiver] = posture.waivers.as_slice() else { panic!("{:?}", posture.waivers) };
    assert_eq!(waiver.finding, "OWN-01@service-account/svc");
    assert_eq!(waiver.state, passmuster::model::WaiverState::Applied);
}

/// The line that a warning about an assumed join advises confirms it, and the other one refuses it.
#[test]
fn an_assumed_join_is_confirmed_or_refused_by_the_line_that_it_advises() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).expect(name);
    write(".mcp.json", r#"{"mcpServers": {"crm": {"command": "npx", "args": ["crm-mcp@1.2.0"]}}}"#);
    let report = |more: &str| {
        let record = "servers:\n  - { id: crm, purpose: Finds orders for support agents.";
        write("inventory.yaml", &format!("{record}{more} }}\n"));
        let args = ["report", ".", "--format", "json", "-o", "out", "--as-of", "2026-11-22"];
        let output = crate::support::muster(home.path(), &args);
        let terminal = String::from_utf8_lossy(&output.stderr).into_owned();
        let text =
            std::fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
        let posture: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
        let servers =
            posture.assets.iter().filter(|card| card.key.to_string().starts_with("server/"));
        (servers.count(), terminal)
    };
    let (servers, terminal) = report("");
    assert_eq!(servers, 1);
    assert!(terminal.contains("known_as: [.mcp.json#crm]"), "{terminal}");
    let (servers, terminal) = report(", known_as: [.mcp.json#crm]");
    assert_eq!(servers, 1);
    assert!(!terminal.contains("assumed"), "{terminal}");
    let (servers, _) = report(", distinct_from: [.mcp.json#crm]");
    assert_eq!(servers, 2);
}
