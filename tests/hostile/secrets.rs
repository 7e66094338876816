//! Secrets where nobody looks for one: in notes, names, keys, addresses and file names.

use super::{folder, holds, run};

const HEX: &str = "3f823c43847903de520d5457ab182300";
const UUID: &str = "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c";

/// A token of the right shape, put together here so that no scanner takes it for a real one.
fn token() -> String {
    format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3))
}

fn report(files: &[(&str, &str)], words: &[&str]) {
    let home = folder(files);
    let args = ["report", ".", "--format", "md,html,json", "--as-of", "2026-11-22", "--keep-going"];
    let ended = run(home.path(), &args);
    for word in words {
        assert!(!ended.printed.contains(word), "{word}: {}", ended.printed);
        let out = home.path().join("out");
        assert!(!out.is_dir() || !holds(&out, word), "{word} is in an output");
    }
    let ended = run(home.path(), &["ingest", ".", "--format", "json"]);
    for word in words {
        assert!(!ended.printed.contains(word), "{word}: {}", ended.printed);
    }
}

#[test]
fn notes_pass_the_same_redaction_as_records() {
    let key = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        "a7Kq2Xb9Mz4T".repeat(5)
    );
    let notes = format!(
        "# Notes\n\nUse {}.\n\n```\n{key}\n```\n\n[board](https://h.test/?token=k7Qx2Lm9Tv4Rz8Wp)\n\npassword: Sommer2026xQ9\n",
        token()
    );
    let profile = "[organisation]\nname = \"N\"\n[report]\nprose = \"notes.md\"\n";
    let inventory = "servers: [{id: crm, owner: ada}]\nowners: [{id: ada}]\n";
    report(
        &[("notes.md", &notes), ("muster.toml", profile), ("inventory.yaml", inventory)],
        &["a7Kq2Xb9Mz4T", "k7Qx2Lm9Tv4Rz8Wp", "Sommer2026xQ9"],
    );
}

/// Each spelling, in every free text of a server and its tool.
#[test]
fn pairs_of_name_and_value_are_masked_in_every_free_text() {
    let spellings = [
        "Uses Server=db;User Id=sa;Password=Sommer2026xQ9;",
        "export GITHUB_TOKEN=Sommer2026xQ9",
        "password: Sommer2026xQ9",
        "run with --token Sommer2026xQ9",
        "Cookie: session=Sommer2026xQ9",
        "curl -u ada:Sommer2026xQ9 https://h.test",
        "git clone https://Sommer2026xQ9@git.test/x",
        "//registry.npmjs.org/:_authToken=Sommer2026xQ9",
        "https://h.test/c?sig=Sommer2026xQ9",
        "jdbc:postgresql://h/db?user=u&password=Sommer2026xQ9",
        "set DEPLOY_TOKEN=Sommer2026xQ9",
        "$env:DEPLOY_TOKEN = 'Sommer2026xQ9'",
        "{\"password\": \"Sommer2026xQ9\"}",
        "X-Api-Key: Sommer2026xQ9",
        "machine h login ada password Sommer2026xQ9",
        "AccountKey=Sommer2026xQ9Sommer2026xQ9==",
        "mysql -u root -pSommer2026xQ9 shop",
        "the pwd is Sommer2026xQ9",
    ];
    for text in spellings {
        let quoted = serde_json::json!(text);
        let inventory = format!(
            "servers:\n- id: crm\n  name: {quoted}\n  purpose: {quoted}\n  publisher: {quoted}\n  tools: [{{id: find, owner: {quoted}}}]\nwaivers:\n- {{control: OWN-01, asset: server/crm, reason: {quoted}, approver: {quoted}, granted_on: 2026-11-01, expires_on: 2026-12-01}}\n"
        );
        let cells = format!(
            "id,name,purpose\ncrm,\"{}\",\"{}\"\n",
            text.replace('"', "\"\""),
            text.replace('"', "\"\"")
        );
        report(&[("inventory.yaml", &inventory)], &["Sommer2026xQ9"]);
        report(&[("servers.csv", &cells)], &["Sommer2026xQ9"]);
    }
}

#[test]
fn a_token_in_the_path_of_a_server_is_masked() {
    for step in [HEX, UUID, "q7Xb2LmT9vRz4KdWp8Ns"] {
        let address = format!("https://mcp.example/api/s/{step}/sse");
        let config = format!("{{\"mcpServers\": {{\"board\": {{\"url\": \"{address}\"}}}}}}");
        let inventory =
            format!("servers: [{{id: board, url: \"{address}\", purpose: \"at {address}\"}}]\n");
        report(&[(".mcp.json", &config)], &[step]);
        report(&[("inventory.yaml", &inventory)], &[step]);
    }
}

/// Two servers whose addresses differ only by their tokens stay two, whatever the order.
#[test]
fn ids_that_differ_only_by_a_secret_stay_apart() {
    let (one, two) = (token(), format!("ghp_{}", "b8Lr3Yc0Na5U".repeat(3)));
    let ids = |first: &str, second: &str| {
        let inventory = format!(
            "servers: [{{id: \"{first}\"}}, {{id: \"{second}\"}}]\nreviews: [{{asset: \"server/{one}\", status: completed, completed_on: 2026-11-01}}]\n"
        );
        let home = folder(&[("inventory.yaml", &inventory)]);
        let ended = run(home.path(), &["ingest", ".", "--format", "json"]);
        assert!(!ended.printed.contains("a7Kq2Xb9") && !ended.printed.contains("b8Lr3Yc0"));
        let mut words: Vec<String> = ended
            .printed
            .split('"')
            .filter(|word| word.contains("(40 characters)~"))
            .map(str::to_string)
            .collect();
        words.sort();
        words.dedup();
        words
    };
    let found = ids(&one, &two);
    assert!(found.len() >= 2, "{found:?}");
    assert_eq!(found, ids(&two, &one), "the order of records renames none");
}

#[test]
fn a_key_that_is_a_secret_is_short_in_message_and_pointer() {
    for key in ["mm7Bq2Xb9Mz4Ta7Kq2Xb9Mz4T", &token(), HEX] {
        let inventory = format!("owners:\n- id: ada\n  {key}: x\n");
        let home = folder(&[("inventory.yaml", &inventory)]);
        for args in [&["report", "."][..], &["ingest", "."], &["ingest", ".", "--format", "json"]] {
            let ended = run(home.path(), args);
            assert!(!ended.printed.contains(&key[..12]), "{args:?}: {}", ended.printed);
            assert!(ended.printed.contains("unknown field"), "{args:?}: {}", ended.printed);
        }
    }
}

#[test]
fn a_secret_in_the_name_of_a_file_is_masked() {
    let name = format!("inventory/servers-{}.yaml", token());
    report(&[(&name, "- {id: crm, name: CRM}\n")], &["a7Kq2Xb9Mz4T"]);
    report(&[(&name, "- {id: crm, colour: red}\n")], &["a7Kq2Xb9Mz4T"]);
    report(&[(&name, "- {id: [\n")], &["a7Kq2Xb9Mz4T"]);
}

/// What a control judges is judged before the value goes.
#[test]
fn a_plaintext_value_is_still_found() {
    let config = format!(
        "{{\"mcpServers\": {{\"board\": {{\"command\": \"x\", \"env\": {{\"T\": \"{}\"}}}}}}}}",
        token()
    );
    let home = folder(&[(".mcp.json", &config)]);
    let args = ["report", ".", "--format", "json", "--as-of", "2026-11-22"];
    let ended = run(home.path(), &args);
    let out = home.path().join("out");
    assert!(holds(&out, "ghp_… (40 characters)"), "{}", ended.printed);
    assert!(!holds(&out, "a7Kq2Xb9Mz4T"));
}
