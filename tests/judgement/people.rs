//! People resolve, and stubs prove nothing: who may decide is in the register, whatever a label says.

use passmuster::model::{Outcome, WaiverState};

use super::{Copy, finding, rank};

/// Owners who may decide nothing, each for its own reason, and one of the operating team.
const OTHERS: &str = "owners:
  - { id: left, kind: person, status: departed, left_on: 2025-01-31, domains: [identity] }
  - { id: gone, kind: person, status: departed, domains: [platform-security] }
  - { id: hook, kind: bot, status: active, domains: [identity] }
  - { id: mute, kind: person, status: active }
  - { id: both, kind: person, status: active, domains: [identity, platform-security] }
  - { id: unsure, kind: person, domains: [identity] }
  - { id: headless, kind: team, status: active, domains: [identity], lead: ghost }
  - { id: op, kind: person, status: active, domains: [operator] }
";

/// A place of `healthy` that names somebody, as the text before the name, the name and the text after it,
/// and the finding that depends on it. The last is whether it asks for a domain that is not the operator.
type PersonField = ([&'static str; 3], &'static str, bool);

const FIELDS: [PersonField; 13] = [
    (
        [
            "approver: ",
            "nora",
            ", approver_domain: identity, requested_by: ove, approved_on: 2026-02-11",
        ],
        "POL-01@server/appointments",
        true,
    ),
    (
        [
            "approver: ",
            "emil",
            ", approver_domain: platform-security, requested_by: ove, approved_on: 2026-05-13",
        ],
        "POL-01@server/letters",
        true,
    ),
    (["requested_by: ", "ove", ", approved_on: 2026-02-11"], "POL-01@server/appointments", false),
    (
        [
            "completed_on: 2026-10-26\n    reviewer: ",
            "emil",
            "\n    reviewer_domain: platform-security\n    items:\n      - { kind: tool, ref: find_slot",
        ],
        "REV-04@server/appointments",
        true,
    ),
    (["verified_by: ", "nora", ""], "REV-03@server/letters", true),
    (["    by: ", "nora", "\n    domain: identity"], "AGT-03@agent/recall", true),
    (["name: Care Systems, lead: ", "sana", ""], "OWN-01@server/appointments", false),
    (["    owner: ", "identity-team", "\n    # Its duty"], "RVK-01@server/letters", false),
    (["    authority: ", "platform-team", ""], "RVK-01@server/letters", true),
    (["tokens, owner: ", "platform-team", ", tested_on"], "AGT-01@agent/recall", true),
    (
        ["a patient through the post service\n    purpose_approved_by: ", "identity-team", ""],
        "OWN-06@server/letters",
        true,
    ),
    (["date: 2026-05-22, by: ", "emil", ", outcome"], "TPS-01@server/handbook", true),
    (["approver: ", "nora", "\n    owner: emil"], "POL-03@organisation/organisation", true),
];

fn with(field: &PersonField, name: &str) -> Copy {
    let [before, stated, after] = field.0;
    let text = format!("{before}{stated}{after}");
    let other = format!("{before}{name}{after}");
    Copy::of("healthy").replace(&text, 1, &other).add("others.yaml", OTHERS)
}

#[test]
fn who_may_not_decide_counts_in_no_field() {
    for field in &FIELDS {
        let (_, id, asks_domain) = *field;
        let plain = with(field, field.0[1]).posture();
        let good = finding(&plain, id).outcome;
        assert!(matches!(good, Outcome::Pass | Outcome::NotApplicable), "{id}: {good}");
        let mut nobody =
            vec!["ghost", "left", "gone", "hook", "unsure", "headless", "recall", "tbd"];
        if asks_domain {
            nobody.extend(["op", "mute", "both"]);
        }
        for name in nobody {
            let posture = with(field, name).posture();
            let outcome = finding(&posture, id).outcome;
            assert!(
                matches!(outcome, Outcome::Fail | Outcome::NotAssessed),
                "{id}, with {name} for {}: {outcome}, {}",
                field.0[1],
                finding(&posture, id).sentence
            );
            assert!(posture.score.proven <= plain.score.proven, "{id}: {name} raised the score");
            assert!(rank(&posture) >= rank(&plain), "{id}: {name} raised the letter");
        }
        if id.starts_with("POL-03") {
            continue; // a waiver without an approver is an error of the inputs
        }
        let silent = with(field, "").posture();
        let outcome = finding(&silent, id).outcome;
        assert!(!matches!(outcome, Outcome::Pass | Outcome::Partial), "{id}, blank: {outcome}");
    }
}

#[test]
fn no_name_of_the_register_in_anybodys_place_improves_anything() {
    let plain = Copy::of("healthy").add("others.yaml", OTHERS).posture();
    for field in &FIELDS {
        for name in ["nora", "emil", "sana", "identity-team", "platform-team", "care-team"] {
            let posture = with(field, name).posture();
            assert!(posture.score.proven <= plain.score.proven, "{}: {name}", field.1);
            assert!(rank(&posture) >= rank(&plain), "{}: {name}", field.1);
        }
    }
}

#[test]
fn a_deputy_is_active_and_of_the_owners_domain() {
    let line = "lead: sana, status: active, domains: [operator], deputy: ove";
    for name in ["ghost", "left", "hook", "sana", "nora", "care-team"] {
        let other = line.replace("deputy: ove", &format!("deputy: {name}"));
        let copy = Copy::of("healthy").replace(line, 1, &other).add("others.yaml", OTHERS);
        let outcome = finding(&copy.posture(), "OWN-05@server/appointments").outcome;
        assert_ne!(outcome, Outcome::Pass, "{name}");
    }
}

#[test]
fn unknown_approvers_fail_and_silent_ones_are_not_assessed() {
    let approvals = |from: &str, to: &str| {
        let mut copy = Copy::of("healthy");
        for name in ["sana", "nora", "emil"] {
            for (_, bytes) in &mut copy.project.files {
                let text = String::from_utf8_lossy(bytes);
                let text = text.replace(&from.replace("{}", name), to);
                *bytes = text.into_bytes();
            }
        }
        copy.posture()
    };
    let unknown = approvals("approver: {}, approver_domain", "approver: somebody, approver_domain");
    let silent = approvals("approver: {}, approver_domain", "approver_domain");
    for control in ["POL-01", "SCP-01"] {
        let id = format!("{control}@server/appointments");
        assert_eq!(finding(&unknown, &id).outcome, Outcome::Fail, "{id}");
        assert_eq!(finding(&silent, &id).outcome, Outcome::NotAssessed, "{id}");
    }
}

#[test]
fn one_person_under_three_labels_is_one() {
    let domains = "domains: { identity: identity-team, platform_security: platform-team, operator: care-team }\n    purpose: Lets";
    for name in ["nora", "identity-team"] {
        let one = format!(
            "domains: {{ identity: {name}, platform_security: {name}, operator: {name} }}\n    purpose: Lets"
        );
        let posture = Copy::of("healthy").replace(domains, 1, &one).posture();
        assert_eq!(
            finding(&posture, "OWN-02@server/appointments").outcome,
            Outcome::Fail,
            "{name}"
        );
    }
}

#[test]
fn a_team_counts_while_its_lead_is_active() {
    for lead in ["lead: left", "lead: ghost", "lead: hook", "lead: \"\"", "lead: care-team"] {
        let posture = Copy::of("healthy")
            .replace("name: Care Systems, lead: sana", 1, &format!("name: Care Systems, {lead}"))
            .add("others.yaml", OTHERS)
            .posture();
        let outcome = finding(&posture, "OWN-01@server/appointments").outcome;
        assert_eq!(outcome, Outcome::Fail, "{lead}");
    }
}

#[test]
fn a_reviewer_of_another_label_who_leads_the_operating_team_is_not_independent() {
    let posture = Copy::of("healthy")
        .replace("name: Care Systems, lead: sana", 1, "name: Care Systems, lead: emil")
        .posture();
    assert_ne!(finding(&posture, "REV-04@server/appointments").outcome, Outcome::Pass);
}

#[test]
fn an_approver_who_left_since_is_stated_and_never_passes() {
    let line = "name: Nora Lindgren, status: active,";
    let gone = "name: Nora Lindgren, status: departed, left_on: 2026-11-10,";
    let posture = Copy::of("healthy").replace(line, 1, gone).posture();
    for id in ["POL-01@server/appointments", "AGT-03@agent/recall"] {
        assert_eq!(finding(&posture, id).outcome, Outcome::NotAssessed, "{id}");
    }
}

#[test]
fn a_waiver_by_the_wrong_domain_does_not_count() {
    let waived = "approver: nora\n    owner: emil";
    let plain = Copy::of("healthy").posture();
    assert_eq!(plain.waivers[0].state, WaiverState::Applied);
    for name in ["sana", "mia", "ghost", "care-team"] {
        let other = format!("approver: {name}\n    owner: emil");
        let posture = Copy::of("healthy").replace(waived, 1, &other).posture();
        assert_eq!(posture.waivers[0].state, WaiverState::Malformed, "{name}");
        assert!(posture.waivers[0].flaw.is_some(), "{name}");
        assert_eq!(finding(&posture, "POL-03@organisation/organisation").outcome, Outcome::Fail);
    }
}

#[test]
fn evidence_that_cannot_be_followed_is_partial_at_most() {
    let link = "evidence: https://wiki.lindgren.example/identity/recall-memory-2026-10";
    for stub in ["trust me", "n/a", "see the wiki", "NW-12", "https://", "recall-memory.pdf"] {
        let posture =
            Copy::of("healthy").replace(link, 1, &format!("evidence: \"{stub}\"")).posture();
        let outcome = finding(&posture, "AGT-03@agent/recall").outcome;
        assert!(!matches!(outcome, Outcome::Pass), "{stub}: {outcome}");
    }
}

#[test]
fn a_playbook_without_steps_and_an_exercise_without_duration_prove_nothing() {
    let steps = "    steps:\n      - Close the route at the gateway\n      - Revoke the leases and the certificate in the vault\n      - Refuse the tokens of the agents\n      - Tell the front desks to book by telephone\n";
    for stub in [
        "",
        "    steps: []\n",
        "    steps: [tbd, \"n/a\"]\n",
        "    steps: [See wiki]\n",
        "    steps: [\"\"]\n",
        "    steps: [Think hard]\n",
    ] {
        let posture = Copy::of("healthy").replace(steps, 1, stub).posture();
        let outcome = finding(&posture, "RVK-01@server/letters").outcome;
        assert!(matches!(outcome, Outcome::Fail | Outcome::NotAssessed), "{stub}: {outcome}");
    }
    for none in ["measured_minutes: 0,", ""] {
        let posture = Copy::of("healthy")
            .replace("measured_minutes: 94,", 1, none)
            .replace("measured_minutes: 21,", 1, none)
            .posture();
        for id in ["RVK-02@server/letters", "RVK-03@server/letters"] {
            let outcome = finding(&posture, id).outcome;
            assert!(matches!(outcome, Outcome::Fail | Outcome::NotAssessed), "{id}: {outcome}");
        }
    }
}

#[test]
fn a_stop_that_is_none_and_limits_that_limit_nothing_fail() {
    let method = "method: The gateway refuses its tokens";
    let limits = "limits: { rate: 20 calls a minute, steps: 40 a task, spend: 15 euros a night, concurrency: 2 tasks }";
    for stub in ["we have no way to stop it", "none", "manual reboot someday", "hope", "n/a"] {
        let posture = Copy::of("healthy").replace(method, 1, &format!("method: {stub}")).posture();
        let outcome = finding(&posture, "AGT-01@agent/recall").outcome;
        assert!(matches!(outcome, Outcome::Fail | Outcome::NotAssessed), "{stub}: {outcome}");
    }
    for none in ["unlimited", "none", "\"-1\"", "\"∞\"", "\"999999999\"", "generous"] {
        let stub = format!(
            "limits: {{ rate: {none}, steps: {none}, spend: {none}, concurrency: {none} }}"
        );
        let posture = Copy::of("healthy").replace(limits, 1, &stub).posture();
        let outcome = finding(&posture, "AGT-01@agent/recall").outcome;
        assert!(matches!(outcome, Outcome::Fail | Outcome::NotAssessed), "{none}: {outcome}");
    }
}
