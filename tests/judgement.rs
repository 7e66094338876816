//! What could be gamed: each test changes a copy of a scenario, and states what may not follow.

mod evidence;
mod history;
mod people;
mod retirement;

use passmuster::model::posture::{AssetCard, FindingCard};
use passmuster::model::{Gate, GateRule, GateTest, Outcome, Posture, Severity, Tier};
use passmuster::{posture, workspace};

use crate::support::{fixture, judge};

mod grants;
mod honest;
mod observed;

/// A copy of a scenario with texts replaced in its files, and files added.
struct Copy {
    project: workspace::Project,
}

impl Copy {
    fn of(scenario: &str) -> Copy {
        let folder = fixture("scenarios").join(scenario);
        Copy { project: workspace::open(&folder).expect("a readable scenario") }
    }

    /// Replaces a text, which is in the files this many times.
    fn replace(mut self, text: &str, times: usize, with: &str) -> Copy {
        let mut found = 0;
        for (_, bytes) in &mut self.project.files {
            let file = String::from_utf8_lossy(bytes).into_owned();
            found += file.matches(text).count();
            *bytes = file.replace(text, with).into_bytes();
        }
        assert_eq!(found, times, "{text}");
        self
    }

    fn add(mut self, name: &str, text: &str) -> Copy {
        self.project.files.push((name.into(), text.as_bytes().to_vec()));
        self
    }

    fn posture(self) -> Posture {
        judge(self.project).unwrap_or_else(|errors| panic!("{errors:#?}")).posture
    }
}

/// Letters from best to worst; none is the worst.
fn rank(posture: &Posture) -> u32 {
    posture.grade.letter.map_or(u32::MAX, u32::from)
}

fn passes_gate(posture: &Posture) -> bool {
    let rule = GateRule { test: GateTest::FailOn(Severity::Critical), place: None };
    let gate = Gate { rules: vec![rule], ..Gate::default() };
    posture::gate(posture, posture::Counted::Each(&posture.findings), None, &gate)
        .expect("a verdict")
        .passed
}

fn asset<'a>(posture: &'a Posture, key: &str) -> &'a AssetCard {
    let found = posture.assets.iter().find(|asset| asset.key.to_string() == key);
    found.unwrap_or_else(|| panic!("no {key}"))
}

fn finding<'a>(posture: &'a Posture, id: &str) -> &'a FindingCard {
    let found = posture.findings.iter().find(|finding| finding.id == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

/// `silent` left out what `stated` says: it may be no better in anything.
fn gains_nothing(stated: &Posture, silent: &Posture) {
    assert!(silent.score.proven <= stated.score.proven, "the score rose");
    assert!(silent.privileged.proven <= stated.privileged.proven, "the T2–T3 score rose");
    assert!(rank(silent) >= rank(stated), "{:?}, then {:?}", stated.grade, silent.grade);
    assert!(passes_gate(stated) || !passes_gate(silent), "the gate opened");
    for card in &stated.assets {
        let now = asset(silent, &card.key.to_string());
        assert!(now.tier >= card.tier, "{} fell from {} to {}", card.key, card.tier, now.tier);
    }
}

/// The line of the first server's authentication in `healthy`.
const AUTH: &str = "    url: https://appointments.mcp.lindgren.example/mcp\n    auth: { kind: oauth, metadata: true, pkce: true, resource_indicator: true, audience_validated: true, token_passthrough: false, grant_types: [authorization_code, client_credentials] }\n";
const URL: &str = "    url: https://appointments.mcp.lindgren.example/mcp\n";

#[test]
fn healthy_is_a_and_passes_its_gate() {
    let posture = Copy::of("healthy").posture();
    assert_eq!(posture.grade.letter, Some('A'), "{:?}", posture.grade);
    assert!(passes_gate(&posture));
    assert_eq!(posture.privileged_assets.treated, 0);
}

#[test]
fn an_open_server_gains_nothing_when_its_authentication_is_left_out() {
    let none = format!("{URL}    auth: {{ kind: none }}\n");
    let stated = Copy::of("healthy").replace(AUTH, 1, &none).posture();
    let silent = Copy::of("healthy").replace(AUTH, 1, URL).posture();
    assert_eq!(finding(&stated, "CRD-04@server/appointments").outcome, Outcome::Fail);
    assert_eq!(stated.grade.letter, Some('C'), "{:?}", stated.grade);
    assert_eq!(silent.grade.letter, Some('C'), "{:?}", silent.grade);
    assert_eq!(silent.grade.if_ruled_out, Some('A'), "{:?}", silent.grade);
    assert!(silent.grade.possible.contains(&"CRD-04@server/appointments".to_string()));
    assert!(!passes_gate(&silent));
    gains_nothing(&stated, &silent);
}

#[test]
fn an_ungated_tool_gains_nothing_when_its_approval_is_left_out() {
    let gate = "        requires_confirmation: person\n        last_used: 2026-11-20\n";
    let rest = "        last_used: 2026-11-20\n";
    let none = format!("        requires_confirmation: none\n{rest}");
    let stated = Copy::of("healthy").replace(gate, 1, &none).posture();
    let silent = Copy::of("healthy").replace(gate, 1, rest).posture();
    gains_nothing(&stated, &silent);
}

/// A server of `healthy` that could do anything in production.
const SANDBOX: &str = "servers:\n  - id: sandbox\n    owner: care-team\n    status: active\n    environments: [production]\n    reach: []\n    modifiers: []\n    uses: []\n    scopes: [\"*\"]\n    transport: stdio\n    tools:\n      - { id: wipe, owner: sana, effect: destructive, effect_source: reviewed, requires_confirmation: none }\n";

#[test]
fn facts_raise_a_tier_whatever_is_declared_and_silence_lowers_none() {
    let stated = Copy::of("healthy").add("more.yaml", SANDBOX).posture();
    assert_eq!(asset(&stated, "server/sandbox").derived_tier, Tier::T3);
    for (line, rest) in [
        ("    environments: [production]\n    reach: []\n", "    reach: []\n"),
        ("    scopes: [\"*\"]\n", ""),
        ("    modifiers: []\n    uses: []\n    scopes", "    scopes"),
    ] {
        let silent = SANDBOX.replacen(line, rest, 1);
        assert_ne!(silent, SANDBOX);
        gains_nothing(&stated, &Copy::of("healthy").add("more.yaml", &silent).posture());
    }
}

#[test]
fn an_agent_with_the_credentials_of_its_host_is_t3() {
    let agent = "agents:\n  - id: helper\n    owner: care-team\n    tier: T0\n    autonomy: autonomous\n    runs_as: own-identity\n    modifiers: []\n    bindings: []\n    inherits_env: true\n    host_credentials: [~/.aws, ~/.kube, ssh-agent, gh]\n";
    let posture = Copy::of("healthy").add("more.yaml", agent).posture();
    let helper = asset(&posture, "agent/helper");
    assert_eq!((helper.tier, helper.derived_tier), (Tier::T3, Tier::T3));
    for control in ["SCP-05", "AGT-01", "INV-02"] {
        let finding = finding(&posture, &format!("{control}@agent/helper"));
        assert_ne!(finding.outcome, Outcome::NotApplicable, "{control}");
    }
    let only_env = agent.replace("[~/.aws, ~/.kube, ssh-agent, gh]", "[]");
    let posture = Copy::of("healthy").add("more.yaml", &only_env).posture();
    assert_eq!(asset(&posture, "agent/helper").derived_tier, Tier::T2);
}

#[test]
fn an_administrator_that_reaches_nothing_is_t3_and_a_reported_contradiction() {
    let account = "service_accounts:\n  - id: svc-admin\n    owner: care-team\n    tier: T0\n    environment: production\n    roles: [AdministratorAccess]\n    reach: []\n    used_by: [appointments]\n";
    let posture = Copy::of("healthy").add("more.yaml", account).posture();
    assert_eq!(asset(&posture, "service-account/svc-admin").derived_tier, Tier::T3);
    assert_eq!(finding(&posture, "INV-02@service-account/svc-admin").outcome, Outcome::Fail);
    let reported = |notice: &passmuster::model::Diagnostic| {
        notice.message.contains("svc-admin") && notice.message.contains("reach: []")
    };
    assert!(posture.notices.iter().any(reported), "{:#?}", posture.notices);
}

/// Federated secrets that pass all they are judged by.
fn padding(count: usize) -> String {
    let one = |number: usize| {
        format!(
            "  - {{ id: pad-{number}, owner: [iam], kind: workload-federation, status: active, \
             environment: staging, principal: pad, principal_kind: workload, used_by: [], \
             scopes: [\"orders:read\"], issuance: federated, location: vault, ttl_seconds: 600, \
             federation: {{ issuer: \"https://ci.example\", audience: pad, subject: \"repo:pad\" }} }}\n"
        )
    };
    format!("secrets:\n{}", (0..count).map(one).collect::<String>())
}

#[test]
fn padding_lifts_no_letter_above_its_limits() {
    let plain = Copy::of("northwind").posture();
    for count in [50, 600] {
        let padded = Copy::of("northwind").add("pad.yaml", &padding(count)).posture();
        assert!(rank(&padded) >= u32::from('D'), "{count}: {:?}", padded.grade);
        assert_eq!(
            padded.privileged_assets.not_in_order, plain.privileged_assets.not_in_order,
            "{count}"
        );
    }
}

/// Workloads of a SPIRE server: the export has no field for a tier, an owner or a purpose.
fn workloads(count: usize) -> String {
    let one = |number: usize| {
        format!(
            "{{\"id\":\"{number}\",\"spiffe_id\":{{\"trust_domain\":\"w.example\",\"path\":\"/w{number}\"}},\
             \"parent_id\":{{\"trust_domain\":\"w.example\",\"path\":\"/node\"}},\"selectors\":[{{\"type\":\"k8s\",\"value\":\"sa:w{number}\"}}]}}"
        )
    };
    format!("{{\"entries\":[{}]}}", (0..count).map(one).collect::<Vec<_>>().join(","))
}

#[test]
fn exported_workloads_fail_nothing_that_their_format_has_no_field_for() {
    let posture = Copy::of("northwind").add("spire-entries.json", &workloads(300)).posture();
    let exported = |finding: &&FindingCard| finding.asset.id.starts_with("spiffe:");
    assert!(posture.findings.iter().filter(exported).count() > 300);
    let fails = posture.findings.iter().filter(exported);
    let fails = fails.filter(|f| f.control == "INV-02" && f.outcome == Outcome::Fail);
    assert_eq!(fails.count(), 0);
}

#[test]
fn one_server_that_no_register_lists_leaves_a_b() {
    let posture = Copy::of("healthy")
        .replace(
            "    \"handbook\": { \"type\"",
            1,
            "    \"unlisted\": { \"command\": \"npx\", \"args\": [\"-y\", \"some-mcp@1.2.3\"] },\n    \"handbook\": { \"type\"",
        )
        .posture();
    let unlisted = asset(&posture, "server/unlisted");
    assert_eq!((unlisted.tier, unlisted.recorded), (Tier::T2, false));
    assert_eq!(posture.grade.letter, Some('B'), "{:?}", posture.grade);
    assert_eq!(posture.privileged_assets.treated, 1);
}
