//! Any folder can be read: foreign and broken files stop nothing, and nothing is dropped in silence.

use super::bench::{AS_OF, Project};
use super::case;

/// A foreign document beside a client configuration is skipped with a warning.
fn skipped(fixture: &str, file: &str) {
    let answer = Project::of(fixture).report().ok();
    assert_eq!(answer.assets("server"), ["tickets"]);
    assert!(answer.unread(file).is_some(), "{file} is read as records");
    assert!(answer.reports(&[file]), "{file} is not mentioned");
}

#[test]
fn foreign_documents_are_skipped() {
    case("compose-file", || skipped("compose-file", "compose.yaml"));
    case("helm-values", || skipped("helm-values", "values.yaml"));
    case("cloud-custodian", || skipped("cloud-custodian", "policies.yaml"));
    case("crew-and-pipeline", || {
        skipped("crew-and-pipeline", "agents.yaml");
        skipped("crew-and-pipeline", "tools.json");
    });
}

/// Files of other programs under the name of a kind of record: their records are about no asset.
#[test]
fn records_of_other_programs_under_a_name_of_ours_are_skipped() {
    let client =
        r#"{"mcpServers": {"tickets": {"command": "npx", "args": ["tickets-mcp@1.0.0"]}}}"#;
    for (name, text) in [
        ("events.csv", "date,name\n2026-01-01,launch\n"),
        ("incidents.csv", "a;b\n1;2\n"),
        ("events.ndjson", "{\"type\": \"push\", \"at\": 1}\n{\"type\": \"pull\", \"at\": 2}\n"),
        ("tools.jsonl", "{\"messages\": []}\n{\"messages\": []}\n"),
        ("incidents.json", "[{\"severity\": \"high\"}]"),
        ("data/reviews.csv", "stars,text\n5,good\n"),
        ("data/tools.csv", "tool,price\nhammer,5\n"),
        ("reviews.yaml", "reviews:\n  - {date: 2026-01-01}\n"),
    ] {
        let project = Project::empty();
        project.write(".mcp.json", client);
        project.write(name, text);
        let answer = project.report().ok();
        assert_eq!(answer.assets("server"), ["tickets"], "{name}");
        assert!(answer.unread(name).is_some(), "{name} is read as records");
        // A person who names the file wants it read.
        project.write(&format!("inventory/{name}"), text);
        assert_eq!(project.report().code, 2, "inventory/{name}");
    }
}

#[test]
fn every_document_of_a_yaml_stream_is_read() {
    case("yaml-stream", || {
        let answer = Project::of("yaml-stream").report().ok();
        let account = "system:serviceaccount:jobs:nightly";
        assert_eq!(answer.assets("service-account"), [account]);
        assert_eq!(answer.outcome(&format!("SCP-02@service-account/{account}")), "fail");
    });
    case("yaml-empty-last-document", || {
        let answer = Project::of("yaml-empty-last-document").report().ok();
        assert_eq!(answer.assets("service-account").len(), 1);
    });
}

#[test]
fn yaml_merge_keys_merge() {
    case("yaml-merge-keys", || {
        let answer = Project::of("yaml-merge-keys").report().ok();
        assert_eq!(answer.assets("server"), ["people", "tickets"]);
        let cited = answer.finding("OWN-01@server/people").to_string();
        assert!(cited.contains("ines"), "{cited}");
    });
}

#[test]
fn broken_neighbours_stop_nothing() {
    case("broken-neighbours", || {
        let project = Project::of("broken-neighbours");
        let answer = project.report().ok();
        assert_eq!(answer.assets("server"), ["tickets"]);
        let ours = project.run(&["check", ".", "--fail-on", "critical", "--as-of", AS_OF]);
        assert_eq!(ours.code, 0, "{}", ours.terminal);
        for broken in ["docker-compose.yml", "i18n/fr.json", "logo.json"] {
            assert!(answer.reports(&[broken]), "{broken} is not mentioned");
        }
    });
}

#[test]
fn a_broken_file_of_a_known_name_is_an_unread_source() {
    case("broken-client-file", || {
        let project = Project::of("broken-neighbours");
        project.write(".mcp.json", "{\"mcpServers\": {\"tickets\": {\"command\": ");
        project.write("sub/.mcp.json", r#"{"mcpServers": {"clock": {"command": "clock-mcp"}}}"#);
        let check = |more: &[&str]| {
            let args = ["check", ".", "--fail-on", "critical", "--as-of", AS_OF];
            project.run(&[&args, more].concat())
        };
        assert_eq!(check(&[]).code, 2);
        assert_eq!(check(&["--keep-going"]).code, 0);
        let answer = project.report().ok();
        assert!(answer.unread(".mcp.json").is_some());
        assert!(answer.prints(&[".mcp.json"]), "{}", answer.terminal);
    });
}

#[cfg(unix)]
#[test]
fn links_pipes_and_huge_files_are_skipped() {
    case("links-and-pipes", || {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let project = Project::of("links-and-pipes");
        let path = project.path();
        symlink("/nowhere/at-all", path.join("dead.yaml")).expect("a link");
        symlink(&path, path.join("circle")).expect("a link");
        let made = std::process::Command::new("mkfifo").arg(path.join("pipe.json")).status();
        assert!(made.expect("mkfifo").success());
        project.write("id_rsa", "not a key");
        let locked = std::fs::Permissions::from_mode(0o000);
        std::fs::set_permissions(path.join("id_rsa"), locked).expect("permissions");
        for name in ["film.mp4", "film.json"] {
            let film = std::fs::File::create(path.join(name)).expect("a file");
            film.set_len(600 << 20).expect("a sparse file");
        }
        let answer = project.report().ok();
        assert_eq!(answer.assets("server"), ["tickets"]);
        assert!(answer.prints(&["dead.yaml"]), "{}", answer.terminal);
        assert!(answer.prints(&["film.json"]), "{}", answer.terminal);
        assert!(!answer.prints(&["film.mp4"]), "a film is no candidate");
    });
}

#[test]
fn the_output_of_a_run_is_no_input_of_the_next() {
    case("own-output", || {
        let project = Project::of("own-output");
        let run = || {
            let args =
                ["report", ".", "-o", "public", "--format", "md,json,html", "--as-of", AS_OF];
            let answer = project.run(&args);
            assert_eq!(answer.code, 0, "{}", answer.terminal);
            std::fs::read(project.path().join("public/posture.json")).expect("a posture")
        };
        let first = run();
        assert_eq!(run(), first);
        assert_eq!(run(), first);
    });
}

#[test]
fn a_source_that_matches_nothing_is_an_error() {
    case("source-without-file", || {
        let answer = Project::of("source-without-file").report();
        assert_eq!(answer.code, 2, "{}", answer.terminal);
        assert!(answer.prints(&["exports/acounts*.csv"]), "{}", answer.terminal);
        assert!(answer.prints(&["exports/accounts-2026-11.csv"]), "{}", answer.terminal);
    });
}

/// The terminal of `report` and of `check` says that a file was not read, and what is near.
fn printed(fixture: &str, file: &str, near: &str) {
    let project = Project::of(fixture);
    let report = project.report();
    assert!(report.prints(&[file]) && report.terminal.contains(near), "{}", report.terminal);
    let check = project.run(&["check", ".", "--fail-on", "critical", "--as-of", AS_OF]);
    assert!(check.prints(&[file]) && check.terminal.contains(near), "{}", check.terminal);
}

#[test]
fn what_was_not_read_is_printed_with_the_nearest_name() {
    case("unknown-shape-report", || printed("unknown-shape-report", "gitleaks.json", "gitleaks"));
    case("misspelt-root-key", || printed("misspelt-root-key", "inventory.yaml", "`servers`"));
    case("misspelt-file-name", || printed("misspelt-file-name", "severs.yaml", "servers"));
}

#[test]
fn report_reads_this_folder_and_a_folder_without_input_cannot_be_judged() {
    case("this-folder", || {
        let project = Project::of("links-and-pipes");
        let args = ["report", "--format", "json", "-o", "../here", "--as-of", AS_OF];
        let answer = project.run(&args);
        assert_eq!(answer.code, 0, "{}", answer.terminal);
        assert!(!answer.terminal.contains("demonstration"), "{}", answer.terminal);
        let empty = Project::empty();
        assert_eq!(empty.run(&args).code, 2);
        let demo = empty.run(&["demo", "--format", "json", "-o", "../demo", "--as-of", AS_OF]);
        assert_eq!(demo.code, 0, "{}", demo.terminal);
    });
}
