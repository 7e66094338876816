//! Exports and scanner results, read for what they say.

use rust_xlsxwriter::Workbook;

use super::bench::Project;
use super::case;

const RELEASE: &str = "system:serviceaccount:build:release";
const NIGHTLY: &str = "arn:aws:iam::210987654321:user/nightly";

#[test]
fn a_cluster_role_binding_is_an_administrative_grant() {
    case("cluster-admin", || {
        let answer = Project::of("cluster-admin").report().ok();
        assert_eq!(answer.outcome(&format!("SCP-02@service-account/{RELEASE}")), "fail");
        assert_eq!(answer.tier(RELEASE), "T3");
    });
}

#[test]
fn a_result_joins_the_account_with_its_full_resource_id() {
    case("azure-resource-id", || {
        let answer = Project::of("azure-resource-id").report().ok();
        let cited =
            answer.posture["findings"].as_array().expect("findings").iter().any(|finding| {
                finding["asset"]["id"] == "stock" && finding.to_string().contains("prowler.csv")
            });
        assert!(cited, "no finding of the account cites the result");
    });
}

#[test]
fn results_about_a_user_reach_its_keys() {
    case("results-about-a-user", || {
        let answer = Project::of("results-about-a-user").report().ok();
        let key = format!("CRD-03@secret/{NIGHTLY}/access-key-1");
        let places = answer.places(&key);
        for report in ["asff.json", "prowler.csv"] {
            assert!(places.iter().any(|place| place.starts_with(report)), "{report}: {places:?}");
        }
        let unmapped = answer.posture["scanners"].to_string();
        assert!(!unmapped.contains("iam_rotate_access_key_90_days"), "{unmapped}");
    });
}

#[test]
fn an_okta_api_token_is_one_secret_with_its_dates() {
    case("okta-api-tokens", || {
        let answer = Project::of("okta-api-tokens").report().ok();
        assert_eq!(answer.unread("tokens.json"), None);
        let secrets = answer.assets("secret");
        assert_eq!(secrets.len(), 1, "{secrets:?}");
        let finding = answer.finding(&format!("CRD-03@secret/{}", secrets[0]));
        assert_eq!(finding["outcome"], "fail", "it was made in 2022: {finding}");
    });
}

#[test]
fn entra_is_read_alike_however_it_was_exported() {
    case("entra-by-powershell", || {
        let by = |how: &str| Project::of(how).report().ok();
        let az = by("entra-by-az");
        assert_eq!(az.assets("secret").len(), 1);
        for how in ["entra-by-powershell-7", "entra-by-powershell-5"] {
            let other = by(how);
            assert_eq!(other.assets("service-account"), az.assets("service-account"), "{how}");
            assert_eq!(other.assets("secret"), az.assets("secret"), "{how}");
            assert_eq!(other.failing(), az.failing(), "{how}");
        }
    });
}

#[test]
fn people_and_the_root_of_an_account_are_no_service_accounts() {
    case("people-and-root", || {
        let answer = Project::of("people-and-root").report().ok();
        assert_eq!(answer.assets("service-account"), [NIGHTLY]);
        // Their keys are secrets, and open findings.
        let keys = answer.assets("secret");
        assert_eq!(keys.len(), 3, "{keys:?}");
        let failing = answer.failing();
        for who in [":root/", ":user/ines/"] {
            let open = failing.iter().any(|id| id.contains("@secret/") && id.contains(who));
            assert!(open, "{who}: {failing:?}");
        }
    });
}

#[test]
fn a_credential_that_was_never_used_is_unused_since_it_was_made() {
    case("never-used-credential", || {
        let answer = Project::of("never-used-credential").report().ok();
        let key = format!("RVK-05@secret/{NIGHTLY}/access-key-1");
        assert_eq!(answer.outcome(&key), "fail", "{}", answer.finding(&key));
    });
}

#[test]
fn an_active_signing_certificate_is_a_secret() {
    case("active-certificates", || {
        let answer = Project::of("active-certificates").report().ok();
        let secrets = answer.assets("secret");
        assert!(secrets.iter().any(|id| id.contains("cert")), "{secrets:?}");
    });
}

#[test]
fn roles_in_one_cell_are_two() {
    case("roles-in-one-cell", || {
        let answer = Project::of("roles-in-one-cell").report().ok();
        let finding = answer.finding("SCP-02@service-account/nightly");
        let items = finding["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = items.iter().filter_map(|item| item["name"].as_str()).collect();
        assert_eq!(names, ["roles/viewer", "roles/owner"], "{finding}");
    });
}

#[test]
fn a_result_of_tools_list_is_read_as_tools_of_its_server() {
    case("tools-list-result", || {
        let answer = Project::of("tools-list-result").report().ok();
        let finding = answer.finding("INV-03@server/tickets");
        assert!(finding.to_string().contains("purge_tickets"), "{finding}");
        assert_eq!(answer.unread("tools-list.json"), None);
    });
}

#[test]
fn a_result_of_tools_list_finds_its_server_by_the_name_of_the_file() {
    case("tools-list-by-name", || {
        let answer = Project::of("tools-list-by-name").report().ok();
        let finding = answer.finding("INV-03@server/tickets").to_string();
        assert!(finding.contains("close_ticket"), "{finding}");
        assert!(!finding.contains("somebody_elses"), "{finding}");
        assert!(answer.unread("tools-list.json").is_some(), "its server is not known");
        assert!(answer.prints(&["tools-list.json"]), "{}", answer.terminal);
    });
}

#[test]
fn entries_that_no_record_describes_fail_to_declare_nothing() {
    case("undescribed-entries", || {
        let project = Project::empty();
        project.write("owners.yaml", OWNER);
        let entry = |number: u32| {
            format!(
                r#"{{"id": "e-{number}", "spiffe_id": {{"trust_domain": "kestrel.example",
                    "path": "/job/{number}"}}, "x509_svid_ttl": 3600, "expires_at": "0"}}"#
            )
        };
        let entries: Vec<String> = (0..300).map(entry).collect();
        let text = format!(r#"{{"entries": [{}], "next_page_token": ""}}"#, entries.join(","));
        project.write("spire.json", text);
        // One tag on one of two users leaves the other without a statement, not without an owner.
        let users = r#"{"UserDetailList": [
            {"UserName": "a", "Arn": "arn:aws:iam::210987654321:user/a",
             "Tags": [{"Key": "owner", "Value": "ines"}]},
            {"UserName": "b", "Arn": "arn:aws:iam::210987654321:user/b"}]}"#;
        project.write("users.json", users);
        let answer = project.report().ok();
        assert_eq!(answer.assets("service-account").len(), 302);
        assert_eq!(answer.failing(), [""; 0]);
        assert_eq!(answer.with_outcome("INV-02", "not-assessed").len(), 302);
    });
}

#[test]
fn an_administrative_role_is_found_whichever_export_grants_it() {
    case("administrative-roles", || {
        let project = Project::empty();
        let grants = [
            ("azure-role-assignments.json", "60000000-0000-4000-8000-000000000001"),
            ("gcp-iam-policy.json", "run@harbour.iam.gserviceaccount.com"),
            ("github-app-installations.json", "github/harbour/harbour-release"),
            ("nhi-scan-aws-users.json", "harbour-etl"),
        ];
        for (file, _) in grants {
            let path = crate::support::fixture("formats/exports").join(file);
            project.write(file, std::fs::read(path).expect("the fixture"));
        }
        let answer = project.report().ok();
        for (file, account) in grants {
            let finding = format!("SCP-02@service-account/{account}");
            assert_eq!(answer.outcome(&finding), "fail", "{file}");
            assert_eq!(answer.tier(account), "T3", "{file}");
        }
    });
}

/// A workbook with a sheet of accounts, a sheet of secrets and a sheet for people to read.
fn workbook(names: [&str; 2]) -> Vec<u8> {
    let mut book = Workbook::new();
    let rows: [(&str, [[&str; 2]; 2]); 3] = [
        (names[0], [["id", "owner"], ["nightly", "ines"]]),
        (names[1], [["id", "owner"], ["nightly-key", "ines"]]),
        ("Notes", [["Column", "Meaning"], ["owner", "The responsible person"]]),
    ];
    for (name, rows) in rows {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

const OWNER: &str = "owners:\n  - { id: ines, kind: person, name: Ines Duarte, status: active }\n";

#[test]
fn a_sheet_of_notes_beside_the_records_is_left_alone() {
    case("notes-sheet", || {
        let project = Project::empty();
        project.write("owners.yaml", OWNER);
        project.write("inventory.xlsx", workbook(["service_accounts", "secrets"]));
        let answer = project.report().ok();
        assert_eq!(answer.assets("service-account"), ["nightly"]);
        assert_eq!(answer.assets("secret"), ["nightly-key"]);
        assert!(answer.prints(&["Notes"]), "{}", answer.terminal);
    });
}

#[test]
fn two_sources_may_name_two_sheets_of_one_workbook() {
    case("two-sheets", || {
        let project = Project::empty();
        project.write("owners.yaml", OWNER);
        project.write("book.xlsx", workbook(["Accounts 2026", "Keys 2026"]));
        let source = |sheet: &str, records: &str| {
            format!(
                "[[source]]\npath = \"book.xlsx\"\nsheet = \"{sheet}\"\nrecords = \"{records}\"\n"
            )
        };
        let both = source("Accounts 2026", "service_accounts") + &source("Keys 2026", "secrets");
        project.write("muster.toml", both);
        let answer = project.report().ok();
        assert_eq!(answer.assets("service-account"), ["nightly"]);
        assert_eq!(answer.assets("secret"), ["nightly-key"]);
        let twice = source("Keys 2026", "secrets") + &source("Keys 2026", "service_accounts");
        project.write("muster.toml", twice);
        let answer = project.report();
        assert_eq!(answer.code, 2, "{}", answer.terminal);
        assert!(answer.prints(&["book.xlsx", "Keys 2026"]), "{}", answer.terminal);
    });
}
