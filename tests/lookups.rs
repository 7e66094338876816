//! Looking things up: ids as people write them, and documentation that is fresh.

use passmuster::controls::CATALOG;
use passmuster::mappings::{self, Mappings, Meant};

use crate::support::{fixture, muster};

fn loaded() -> Mappings {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    mappings::load(&mappings::embedded(), &ids).expect("mappings load")
}

/// Exit code, standard output and standard error.
fn ask(args: &[&str]) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), args);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn ids_as_people_write_them_lead_to_the_requirement() {
    let loaded = loaded();
    let spellings = [
        ("NHI5:2025", "NHI5:2025", false),
        ("nhi5", "NHI5:2025", false),
        ("NHI:5", "NHI5:2025", false),
        ("NHI-6", "NHI6:2025", false),
        ("NHI-03", "NHI3:2025", true),
        ("NHI03", "NHI3:2025", true),
        ("NHI-10", "NHI10:2025", false),
        ("NHI7:2024", "NHI7:2025", false),
        ("ASI-3", "ASI03", false),
        ("ASI-03", "ASI03", true),
        ("asi3", "ASI03", false),
        ("ASI 01", "ASI01", false),
        ("ASI01:2026", "ASI01", false),
        ("AS01", "ASI01", false),
        ("GOVERN-2.1", "GOVERN 2.1", false),
        ("Govern 2.1", "GOVERN 2.1", false),
        ("gv-2.1", "GOVERN 2.1", false),
        ("MP-2.3", "MAP 2.3", false),
        ("MEASURE-2.2", "MEASURE 2.2", false),
        ("GV.RR-02", "GV.RR-02", false),
        ("PR.AA-5", "PR.AA-05", false),
        ("PRAA05", "PR.AA-05", false),
        ("pr aa 05", "PR.AA-05", false),
    ];
    for (written, id, doubtful) in spellings {
        let found = mappings::resolve(written, &loaded.frameworks);
        let [one] = found.as_slice() else { panic!("{written}: {found:?}") };
        let Meant::Requirement(_, requirement) = one.meant else { panic!("{written}") };
        assert_eq!(requirement.id, id, "{written}");
        assert!(one.or.is_empty(), "{written}");
        let warned = one.through.as_ref().is_some_and(|through| through.doubtful);
        assert_eq!(warned, doubtful, "{written}");
    }
    for nothing in ["GV-2", "NHI11", "PR.AA-99", "", "--"] {
        assert_eq!(mappings::resolve(nothing, &loaded.frameworks), [], "{nothing}");
    }
}

/// No two requirements may be reached by one spelling, except where the data says so.
#[test]
fn every_id_leads_to_itself_alone() {
    let loaded = loaded();
    for framework in &loaded.frameworks {
        for requirement in &framework.requirements {
            let variants = [
                requirement.id.clone(),
                requirement.id.to_lowercase(),
                requirement.id.replace(['.', '-', ' ', ':'], "-"),
            ];
            for written in variants {
                let found = mappings::resolve(&written, &loaded.frameworks);
                let meant: Vec<Meant> = found.iter().map(|candidate| candidate.meant).collect();
                assert_eq!(meant, [Meant::Requirement(framework, requirement)], "{written}");
            }
        }
    }
}

#[test]
fn what_is_ambiguous_lists_the_candidates_and_ends_with_two() {
    for (written, candidates) in [
        ("A1", &["ASI01", "A01 of the OWASP Top 10 of web application risks", "ASI03"][..]),
        ("A5", &["ASI05", "A05"]),
        ("NHI Top 10", &["owasp-nhi-2025", "Top 10 NHI Issues"]),
        ("OWASP Top 10", &["owasp-asi-2026", "web application risks"]),
    ] {
        let (code, said, reported) = ask(&["explain", written]);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{written}");
        for candidate in candidates {
            assert!(reported.contains(candidate), "{written}: {reported}");
        }
    }
}

#[test]
fn pages_for_people() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/lookups" }, {
        for (name, args) in [
            ("control", &["explain", "OWN-01"][..]),
            ("requirement", &["explain", "NHI-05"]),
            ("threshold", &["explain", "review.max"]),
            ("family", &["explain", "rvk"]),
            ("unknown", &["explain", "OWN-1O"]),
            ("controls", &["controls", "list"]),
            ("framework", &["frameworks", "show", "owasp agentic ai top 10"]),
            ("frameworks", &["frameworks", "list"]),
            ("coverage", &["frameworks", "coverage"]),
        ] {
            let (code, said, reported) = ask(args);
            let text = format!("muster {}\nexit {}\n{reported}\n{said}", args.join(" "), code.expect("code"));
            insta::assert_snapshot!(name, text);
        }
    });
}

#[test]
fn pages_for_programs_are_json() {
    for args in [
        &["explain", "own1"][..],
        &["explain", "PR.AA-05"],
        &["explain", "secret.max"],
        &["controls", "list"],
        &["controls", "show", "accountable-owner"],
        &["frameworks", "list"],
        &["frameworks", "show", "csf 2.0"],
        &["frameworks", "coverage"],
    ] {
        let mut args = args.to_vec();
        args.extend(["--format", "json"]);
        let (code, said, reported) = ask(&args);
        if args[1] == "secret.max" {
            assert_eq!(code, Some(2), "{reported}");
            continue;
        }
        assert_eq!(code, Some(0), "{args:?}: {reported}");
        serde_json::from_str::<serde_json::Value>(&said).expect("JSON");
    }
}

#[test]
fn every_control_and_limit_has_a_page() {
    for control in CATALOG {
        let (code, said, reported) = ask(&["explain", control.id]);
        assert_eq!(code, Some(0), "{reported}");
        assert!(said.contains(control.slug) && reported.is_empty(), "{reported}");
        assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    }
}

#[test]
fn a_finding_of_a_posture_is_explained() {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("scenarios").join("hard-cases");
    let project = project.to_str().expect("a path");
    let made =
        muster(home.path(), &["report", project, "--as-of", "2026-11-22", "--format", "json"]);
    assert!(made.status.success());
    let output = muster(home.path(), &["explain", "finding", "crd-02@secret/deploy-key"]);
    let said = String::from_utf8(output.stdout).expect("text");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/lookups" }, {
        insta::assert_snapshot!("finding", said);
    });
    let output = muster(home.path(), &["explain", "CRD-02@secret/deploy-kez"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("did you mean `CRD-02@secret/deploy-key`")
    );
}

/// `cargo run -- docs` regenerates them.
#[test]
fn documentation_is_fresh() {
    for document in passmuster::commands::documents().expect("documents") {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(&document.path);
        let committed = std::fs::read(&path).unwrap_or_default();
        assert!(
            committed == document.bytes,
            "{} is stale: run `cargo run -- docs`",
            path.display()
        );
    }
}
