//! Whole repositories, as people have them: `report` and `check` run in each, with and without a
//! configuration.

mod layouts;

use std::path::Path;
use std::time::Instant;

use crate::support::muster;
use layouts::{BARE, DOTFILES, Layout, MANY, MONOREPO};

const AS_OF: &str = "2026-11-28";

/// Runs `report` and `check`; both must end as expected, and `report` prints a line with each text.
fn runs(layout: &Layout, folder: &Path, check: i32) {
    for profile in [None, Some("[organisation]\nname = \"Kestrel\"\n")] {
        if let Some(text) = profile {
            std::fs::write(folder.join("muster.toml"), text).expect("a configuration");
        }
        let report =
            muster(folder, &["report", "--format", "md,json", "-o", "public", "--as-of", AS_OF]);
        let terminal = [report.stdout, report.stderr].concat();
        let terminal = String::from_utf8_lossy(&terminal).into_owned();
        let name = layout.name;
        assert_eq!(report.status.code(), Some(0), "{name}: {terminal}");
        for text in layout.prints {
            assert!(terminal.contains(text), "{name} prints no {text}: {terminal}");
        }
        assert!(!terminal.contains("panicked"), "{name}: {terminal}");
        let page = std::fs::read_to_string(folder.join("public/report.md")).expect("a report");
        for server in layout.servers {
            assert!(page.contains(server), "{name}: {server} is not assessed");
        }
        let args = ["check", ".", "--min-score", "0", "--as-of", AS_OF];
        let gate = muster(folder, &args);
        let terminal = String::from_utf8_lossy(&gate.stderr).into_owned();
        assert_eq!(gate.status.code(), Some(check), "{name}: {terminal}");
        assert!(terminal.contains("inputs: "), "{name}: {terminal}");
        let quiet = muster(folder, &[&args[..], &["--quiet"]].concat());
        assert!(!String::from_utf8_lossy(&quiet.stderr).contains("inputs: "), "{name}");
    }
}

/// Every file of a layout is written into a new folder.
fn made(layout: &Layout) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for (name, text) in layout.files {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
    home
}

#[test]
fn foreign_documents_of_a_monorepo_are_skipped() {
    let home = made(&MONOREPO);
    runs(&MONOREPO, home.path(), 0);
}

#[cfg(unix)]
#[test]
fn links_and_binaries_stop_nothing() {
    use std::os::unix::fs::symlink;
    let home = made(&layouts::LINKS);
    let folder = home.path();
    symlink("/nowhere/at-all.yaml", folder.join("gone.yaml")).expect("a link");
    symlink("/etc", folder.join("etc")).expect("a link");
    symlink(".", folder.join("circle")).expect("a link");
    symlink("docs", folder.join("manual")).expect("a link");
    for (name, size) in [("film.mp4", 700_u64 << 20), ("dump.json", 700 << 20)] {
        std::fs::File::create(folder.join(name)).expect("a file").set_len(size).expect("a size");
    }
    runs(&layouts::LINKS, folder, 0);
}

#[test]
fn a_bare_client_file_is_a_repository() {
    let home = made(&BARE);
    runs(&BARE, home.path(), 0);
}

#[test]
fn settings_are_found_in_a_dotfiles_repository() {
    let home = made(&DOTFILES);
    runs(&DOTFILES, home.path(), 0);
}

#[test]
fn thirty_thousand_files_are_quick() {
    let home = made(&MANY);
    for folder in 0..100 {
        let folder = home.path().join(format!("packages/p{folder}/src"));
        std::fs::create_dir_all(&folder).expect("folders");
        for file in 0..290 {
            std::fs::write(folder.join(format!("f{file}.ts")), "export {}\n").expect("a file");
        }
        for file in 0..10 {
            let text = format!("{{\"name\": \"p{file}\", \"version\": \"1.0.0\"}}\n");
            std::fs::write(folder.join(format!("d{file}.json")), text).expect("a file");
        }
    }
    let started = Instant::now();
    runs(&MANY, home.path(), 0);
    let took = started.elapsed();
    // Six runs; a machine that is busy with other tests is slow.
    assert!(took.as_secs() < 120, "six runs took {took:?}");
    let posture = std::fs::read_to_string(home.path().join("public/posture.json")).expect("one");
    assert!(posture.contains("more files hold nothing that muster knows"), "they are counted");
    assert!(posture.len() < 2_000_000, "foreign files fill the posture");
}

#[test]
fn a_gitignore_that_excludes_everything_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join(".gitignore"), "*\n").expect("a file");
    std::fs::write(home.path().join("estate.yaml"), "servers: []\n").expect("a file");
    let report = muster(home.path(), &["report", "--format", "json", "--as-of", AS_OF]);
    let reported = String::from_utf8_lossy(&report.stderr).into_owned();
    assert_eq!(report.status.code(), Some(2), "{reported}");
    assert!(reported.contains("1 file is excluded by .gitignore"), "{reported}");
    std::fs::create_dir(home.path().join("inventory")).expect("a folder");
    std::fs::rename(home.path().join("estate.yaml"), home.path().join("inventory/estate.yaml"))
        .expect("moved");
    let report = muster(home.path(), &["report", "--format", "json", "--as-of", AS_OF]);
    assert_eq!(report.status.code(), Some(0), "inventory/ is read all the same");
}

#[test]
fn paths_configurations_and_standard_input_work_in_all_three() {
    use std::io::Write;
    use std::process::Stdio;
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    };
    let config = |name: &str| format!("[organisation]\nname = \"{name}\"\n");
    write("p/muster.toml", &config("Outer"));
    write("p/a/muster.toml", &config("Inner"));
    write("p/a/b/servers.yaml", "servers: [{ id: crm }]\n");
    write("p/c/.mcp.json", r#"{"mcpServers": {"clock": {"command": "clock-mcp"}}}"#);
    write("other.toml", &config("Other"));
    let day = ["--as-of", AS_OF];
    let run = |args: &[&str]| {
        let output = muster(home.path(), args);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&text).into_owned())
    };
    let file = "p/a/b/servers.yaml";
    for (args, name) in [
        (&[file][..], "Inner"),
        (&[file, "--config", "other.toml"], "Other"),
        (&["p/c/.mcp.json"], "Outer"),
        (&[file, "p/c/.mcp.json"], "Outer"),
        (&["p/a", "p/c"], "Inner"),
    ] {
        let (code, text) =
            run(&[&["report"], args, &["--format", "json", "-o", "out"], &day[..]].concat());
        assert_eq!(code, Some(0), "{args:?}: {text}");
        assert!(text.starts_with(&format!("Posture of {name}")), "{args:?}: {text}");
        let (code, text) = run(&[&["check"], args, &["--min-score", "0"], &day[..]].concat());
        assert_eq!(code, Some(0), "{args:?}: {text}");
        assert!(text.starts_with(&format!("Gate of {name}")), "{args:?}: {text}");
        assert_eq!(run(&[&["ingest"], args].concat()).0, Some(0), "{args:?}");
    }
    let two = run(&[&["report", file, "--format", "json"], &day[..]].concat()).1;
    assert!(two.contains("a/muster.toml holds"), "the nearest of two is not named: {two}");
    for command in [&["report", "-", "--format", "json"][..], &["check", "-", "--min-score", "0"]] {
        let mut child = crate::support::command(home.path(), &[command, &day[..]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let text = b"servers: [{ id: crm }]\n";
        child.stdin.take().expect("a pipe").write_all(text).expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn paths_outside_the_project_are_read_only_where_a_person_allows_it() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(home.path().join("p")).expect("a folder");
    std::fs::create_dir_all(home.path().join("shared")).expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(home.path().join(name), text).expect("a file");
    };
    write("shared/accounts.csv", "id,owner\nnightly,ada\n");
    write("shared/words.md", "Our words.\n");
    write("p/servers.yaml", "servers: [{ id: crm }]\n");
    let source = "[[source]]\npath = \"../shared/*.csv\"\nrecords = \"service_accounts\"\n";
    for profile in [source, "[report]\nprose = \"../shared/words.md\"\n"] {
        write("p/muster.toml", profile);
        let run = |more: &[&str]| {
            let args = ["report", "p", "--format", "json", "--as-of", AS_OF];
            let output = muster(home.path(), &[&args[..], more].concat());
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        let (code, text) = run(&[]);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("--allow-path"), "{text}");
        let (code, text) = run(&["--allow-path", "shared"]);
        assert_eq!(code, Some(0), "{text}");
    }
}

/// A second configuration of a client, which cannot be read, may hold what the first one does not.
#[test]
fn what_an_unread_configuration_would_show_is_not_assessed() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write(".mcp.json", r#"{"mcpServers": {"crm": {"command": "npx", "args": ["crm-mcp@1.2.0"]}}}"#);
    let outcome = || {
        let args = ["report", ".", "--format", "json", "-o", "out", "--as-of", "2026-11-22"];
        let output = muster(home.path(), &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text =
            std::fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
        let posture: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
        let finding = posture.findings.iter().find(|card| card.id == "SEC-01@server/crm");
        let finding = finding.expect("a finding");
        (finding.outcome.to_string(), finding.sentence.clone())
    };
    assert_eq!(outcome().0, "pass");
    write(".cursor/mcp.json", "{ broken");
    let (outcome, sentence) = outcome();
    assert_eq!(outcome, "not assessed", "{sentence}");
    assert!(sentence.contains(".cursor/mcp.json"), "{sentence}");
    // A gate does not pass on what it did not see.
    assert_eq!(
        muster(home.path(), &["check", ".", "--fail-on", "critical"]).status.code(),
        Some(2)
    );
}
