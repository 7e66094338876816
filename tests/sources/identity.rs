//! One identity is one asset, and what differs is two.

use super::bench::{AS_OF, Project};
use super::case;

/// What `.mcp.json` alone shows: a token in plain text, at its line.
fn plaintext_stays(fixture: &str) {
    let answer = Project::of(fixture).report().ok();
    let found = answer.finding("SEC-01@server/tickets");
    assert_eq!(found["outcome"], "fail", "{found}");
    assert_eq!(found["severity"], "critical", "{found}");
    assert!(answer.places("SEC-01@server/tickets").contains(&".mcp.json:10".to_string()));
    assert_eq!(answer.assets("server"), ["tickets"]);
    assert_eq!(answer.assets("secret").len(), 1, "{:?}", answer.assets("secret"));
}

#[test]
fn a_register_and_a_catalogue_entry_hide_no_plaintext_secret() {
    case("register-and-catalogue-entry", || plaintext_stays("register-and-catalogue-entry"));
}

#[test]
fn a_bill_of_materials_hides_no_plaintext_secret() {
    case("bill-of-materials", || plaintext_stays("bill-of-materials"));
}

#[test]
fn a_docker_catalogue_entry_hides_no_plaintext_secret_and_proves_no_single_consumer() {
    case("docker-catalogue-entry", || {
        plaintext_stays("docker-catalogue-entry");
        let answer = Project::of("docker-catalogue-entry").report().ok();
        let alone = Project::of("docker-catalogue-entry");
        std::fs::remove_file(alone.path().join("server.yaml")).expect("removed");
        let alone = alone.report().ok();
        let outcome = |answer: &super::bench::Answer| {
            let secret = answer.assets("secret").first().cloned().unwrap_or_default();
            answer.outcome(&format!("CRD-05@secret/{secret}"))
        };
        assert_eq!(outcome(&answer), outcome(&alone));
    });
}

#[test]
fn servers_that_share_a_package_are_as_many_as_their_launches() {
    case("one-package-many-launches", || {
        let answer = Project::of("one-package-many-launches").report().ok();
        assert_eq!(answer.assets("server"), ["homes", "orders-live", "orders-test", "reports"]);
        assert_eq!(answer.assets("secret").len(), 2);
        let plain = answer.with_outcome("SEC-01", "fail");
        assert_eq!(plain, ["orders-live", "orders-test"]);
    });
}

#[test]
fn connection_strings_that_differ_are_two_servers() {
    case("connection-strings-by-reference", || {
        let answer = Project::of("connection-strings-by-reference").report().ok();
        assert_eq!(answer.assets("server"), ["orders-live", "orders-test"]);
        assert_eq!(answer.assets("secret").len(), 2, "{:?}", answer.assets("secret"));
    });
}

#[test]
fn a_bridge_is_a_wrapper_around_its_address() {
    case("remote-bridges", || {
        let answer = Project::of("remote-bridges").report().ok();
        assert_eq!(answer.assets("server"), ["errors", "invoices", "planning"]);
        assert_eq!(answer.with_outcome("SEC-01", "fail"), ["invoices"]);
        assert!(
            !answer.reports(&["configured here but not in the register"]),
            "there is no register"
        );
    });
    case("remote-bridges-only", || {
        let answer = Project::of("remote-bridges-only").report().ok();
        assert_eq!(answer.assets("server"), ["code", "planning", "wiki"]);
        assert!(
            !answer.reports(&["configured here but not in the register"]),
            "there is no register"
        );
    });
}

#[test]
fn hosted_addresses_that_differ_only_in_a_token_are_two_servers() {
    case("hosted-by-token", || {
        let answer = Project::of("hosted-by-token").report().ok();
        assert_eq!(answer.assets("server"), ["north", "sales", "south", "stock"]);
        assert_eq!(answer.assets("secret").len(), 4, "{:?}", answer.assets("secret"));
        assert_eq!(answer.with_outcome("SEC-01", "fail").len(), 4);
    });
}

#[test]
fn personal_accounts_on_one_address_are_placements_of_one_server() {
    case("personal-accounts", || {
        let answer = Project::of("personal-accounts").report().ok();
        assert_eq!(answer.assets("server"), ["board"]);
        assert_eq!(answer.assets("secret").len(), 2, "{:?}", answer.assets("secret"));
        let places = answer.places("SEC-01@server/board");
        for who in ["laptops/ines/mcp.json:", "laptops/omar/mcp.json:"] {
            assert!(places.iter().any(|place| place.starts_with(who)), "{who}: {places:?}");
        }
    });
}

#[test]
fn packages_behind_uv_run_are_judged_on_what_runs() {
    case("uv-run-with", || {
        let answer = Project::of("uv-run-with").report().ok();
        assert_eq!(answer.assets("server"), ["ledger", "people"]);
        // The script is local; only the library that one entry pins is fetched.
        assert_eq!(answer.with_outcome("TPS-02", "fail"), ["ledger"]);
    });
}

#[test]
fn every_wrapper_is_seen_through() {
    case("wrappers", || {
        let answer = Project::of("wrappers").report().ok();
        assert_eq!(answer.assets("server").len(), 19, "{:?}", answer.assets("server"));
        assert_eq!(answer.with_outcome("ISO-02", "fail"), ["files1", "files2"]);
    });
}

#[test]
fn every_launcher_is_seen_through() {
    case("launchers", || {
        let answer = Project::of("launchers").report().ok();
        let mut all: Vec<String> = (1..=20).map(|number| format!("c{number}")).collect();
        all.sort();
        assert_eq!(answer.assets("server"), all);
        // The one floating version fails; every other package is found and pinned.
        assert_eq!(answer.with_outcome("TPS-02", "fail"), ["c2"]);
        all.retain(|id| id != "c2");
        let mut settled = answer.with_outcome("TPS-02", "pass");
        settled.extend(answer.with_outcome("TPS-02", "partial"));
        settled.sort();
        assert_eq!(settled, all);
    });
}

#[test]
fn one_server_on_three_hundred_laptops_is_one_server() {
    case("three-hundred-laptops", || {
        let project = Project::empty();
        for number in 0..300 {
            let home = match number % 3 {
                0 => format!("/home/user{number}"),
                1 => format!("/Users/user{number}"),
                _ => format!("C:\\\\Users\\\\user{number}"),
            };
            let command = ["npx", "/opt/homebrew/bin/npx", "C:\\\\nodejs\\\\npx.cmd"][number % 3];
            let level = ["info", "debug"][number % 2];
            let off = number == 7;
            project.write(
                &format!("laptops/{number:03}/mcp.json"),
                format!(
                    r#"{{"mcpServers": {{"notes": {{"command": "{command}",
                        "args": ["-y", "notes-mcp@1.4.0", "--folder", "{home}/notes"],
                        "disabled": {off}, "env": {{"LOG_LEVEL": "{level}"}}}}}}}}"#
                ),
            );
        }
        let answer = project.report().ok();
        assert_eq!(answer.assets("server"), ["notes"]);
        assert_ne!(answer.outcome("TPS-02@server/notes"), "fail");
        // One other version is a placement of the same server, and is reported.
        project.write(
            "laptops/042/mcp.json",
            r#"{"mcpServers": {"notes": {"command": "npx", "args": ["-y", "notes-mcp@1.3.0", "--folder", "/home/user42/notes"]}}}"#,
        );
        let answer = project.report().ok();
        assert_eq!(answer.assets("server"), ["notes"]);
        assert!(answer.reports(&["laptops/042/mcp.json", "1.3.0"]), "{}", answer.terminal);
    });
}

#[test]
fn the_same_entry_twice_is_one_server() {
    case("inspected-twice", || {
        let answer = Project::of("inspected-twice").report().ok();
        assert_eq!(answer.assets("server"), ["clock", "tickets"]);
    });
}

#[test]
fn the_report_lists_servers_that_are_switched_off() {
    case("disabled-entries", || {
        let answer = Project::of("disabled-entries").report().ok();
        assert_eq!(answer.assets("server"), ["halted", "parked", "paused", "running"]);
        for off in ["halted", "parked", "paused"] {
            let listed =
                ["switched off", "disabled"].iter().any(|word| answer.reports(&[off, word]));
            assert!(listed, "{off}");
        }
    });
}

#[test]
fn certificate_checks_are_off_where_a_setting_says_so_and_unknown_where_none_does() {
    case("tls-settings", || {
        let answer = Project::of("tls-settings").report().ok();
        assert_eq!(answer.assets("server").len(), 7, "{:?}", answer.assets("server"));
        let off = answer.with_outcome("ISO-01", "fail");
        for server in ["flag", "named", "node", "plain"] {
            assert!(off.contains(&server.to_string()), "{server}: {off:?}");
        }
        assert_eq!(answer.outcome("ISO-01@server/quiet"), "not-assessed");
    });
}

#[test]
fn spellings_that_look_the_same_are_reported_apart() {
    case("unicode-forms", || {
        let answer = Project::of("unicode-forms").report();
        let asked =
            answer.reports(&["probably", "unicode"]) || answer.reports(&["likely", "unicode"]);
        assert!(asked, "{}", answer.terminal);
    });
}

#[test]
fn an_account_in_a_sheet_and_in_an_export_is_one() {
    case("sheet-and-export", || {
        let answer = Project::of("sheet-and-export").report().ok();
        assert_eq!(answer.assets("service-account"), ["nightly"]);
        assert!(answer.reports(&["nightly", "assumed"]), "the join is assumed");
    });
}

#[test]
fn owners_are_found_by_name_and_by_mail() {
    case("owners-by-name-and-mail", || {
        let answer = Project::of("owners-by-name-and-mail").report().ok();
        for server in ["tickets", "people"] {
            assert_eq!(answer.outcome(&format!("OWN-01@server/{server}")), "pass", "{server}");
        }
    });
}

#[test]
fn the_name_of_the_folder_refuses_no_comparison() {
    case("without-a-name", || {
        let project = Project::of("without-a-name");
        let run = |args: &[&str]| project.run(args);
        let report = ["report", "before", "--format", "json", "-o", "out", "--as-of", AS_OF];
        assert_eq!(run(&report).code, 0);
        let check = run(&[
            "check",
            "after",
            "--baseline",
            "out/posture.json",
            "--fail-on",
            "critical",
            "--new-only",
            "--as-of",
            AS_OF,
        ]);
        assert_eq!(check.code, 0, "{}", check.terminal);
        let again =
            project.run(&["report", "after", "--format", "json", "-o", "one", "--as-of", AS_OF]);
        assert_eq!(again.code, 0);
        std::fs::rename(project.path().join("after"), project.path().join("moved")).expect("moved");
        project.run(&["report", "moved", "--format", "json", "-o", "two", "--as-of", AS_OF]);
        let read = |name: &str| std::fs::read(project.path().join(name)).expect("a posture");
        assert_eq!(read("one/posture.json"), read("two/posture.json"));
    });
}
