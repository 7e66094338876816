//! Paths that a project names lead to nothing but the project.

use std::path::Path;

use super::{Ended, folder, holds, run, run_with};

/// A word of a file beside the project, and one of the environment.
const WORDS: [&str; 3] = ["a-word-beside", "a-word-of-the-environment", "root:x:"];
const BESIDE: &str = "{\"servers\": [{\"id\": \"a-word-beside\"}]}";

/// A project in the folder `p` with a file beside it.
fn project(profile: &str) -> tempfile::TempDir {
    folder(&[
        ("beside/key.pem", "a-word-beside"),
        ("beside/posture.json", BESIDE),
        ("beside/2026-10.json", BESIDE),
        ("p/servers.yaml", "servers: [{ id: crm, owner: ada }]\nowners: [{ id: ada }]\n"),
        ("p/muster.toml", profile),
    ])
}

fn report(home: &Path, more: &[&str]) -> Ended {
    let args = ["report", "p", "--format", "md,html,json", "--as-of", "2026-11-22"];
    let environment = [("PLANTED", "a-word-of-the-environment")];
    run_with(home, &[&args[..], more].concat(), &environment)
}

/// Nothing of the machine is printed or written.
fn publishes_nothing(home: &Path, ended: &Ended, what: &str) {
    for word in WORDS {
        assert!(!ended.printed.contains(word), "{what}: {}", ended.printed);
        let out = home.join("out");
        assert!(!out.exists() || !holds(&out, word), "{what}: {word} is in an output");
    }
}

/// Spellings of paths that lead out of the project.
fn outside(home: &Path) -> Vec<String> {
    let beside = home.join("beside/key.pem").to_string_lossy().into_owned();
    let mut paths = vec![beside.clone(), format!("/{beside}"), format!("/proc/self/root{beside}")];
    for path in [
        "../beside/key.pem",
        "./../beside/key.pem",
        "x/../../beside/key.pem",
        "../p/../beside/key.pem",
        "../../../../../../../../../../etc/passwd",
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/thread-self/environ",
        "../../../../../../../../proc/self/environ",
        "/dev/stdin",
        "/dev/zero",
        "/sys/kernel/notes",
        "..\\\\beside\\\\key.pem",
        "C:\\\\Users\\\\ada\\\\key.pem",
        "C:key.pem",
        "\\\\\\\\host\\\\share\\\\key.pem",
        "//host/share/key.pem",
        "nul",
        "~/../../beside/key.pem",
    ] {
        paths.push(path.to_string());
    }
    paths
}

#[test]
fn what_the_profile_names_outside_the_project_is_refused_at_its_line() {
    let home = project("");
    for path in outside(home.path()) {
        for (profile, line) in [
            (format!("[report]\nprose = \"{path}\"\n"), 2),
            (
                format!("[[source]]\nurl = \"https://api.example/x\"\n\ntoken-file = \"{path}\"\n"),
                4,
            ),
        ] {
            std::fs::write(home.path().join("p/muster.toml"), &profile).expect("a file");
            let ended = report(home.path(), &[]);
            assert_eq!(ended.code, Some(2), "{profile}: {}", ended.printed);
            let place = format!("muster.toml:{line}");
            assert!(ended.printed.contains(&place), "{profile}: {}", ended.printed);
            assert!(ended.printed.contains("help: "), "{profile}: {}", ended.printed);
            publishes_nothing(home.path(), &ended, &profile);
        }
        let profile =
            format!("[gate]\nmin-score = 0\nno-regression = true\nbaseline = \"{path}\"\n");
        std::fs::write(home.path().join("p/muster.toml"), &profile).expect("a file");
        let ended = run(home.path(), &["check", "p", "--as-of", "2026-11-22"]);
        assert_eq!(ended.code, Some(2), "{profile}: {}", ended.printed);
        assert!(ended.printed.contains("muster.toml:4"), "{profile}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, &profile);
    }
}

#[test]
fn sources_outside_the_project_are_refused_at_their_line() {
    let home = project("");
    let beside = home.path().join("beside").to_string_lossy().into_owned();
    for path in [
        "../beside/*.json".to_string(),
        "../beside/{posture,x}.json".to_string(),
        "../bes*/posture.json".to_string(),
        format!("{beside}/posture.json"),
        "/proc/self/*".to_string(),
        "/*.json".to_string(),
        "../beside/[p]osture.json".to_string(),
        "..\\\\beside\\\\*.json".to_string(),
        "x/../../beside/posture.json".to_string(),
    ] {
        let profile = format!("[organisation]\nname = \"N\"\n[[source]]\npath = \"{path}\"\n");
        std::fs::write(home.path().join("p/muster.toml"), &profile).expect("a file");
        let ended = report(home.path(), &[]);
        assert_eq!(ended.code, Some(2), "{profile}: {}", ended.printed);
        let at_line =
            ["muster.toml:3", "muster.toml:4"].iter().any(|at| ended.printed.contains(at));
        assert!(at_line, "{profile}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, &profile);
    }
}

#[test]
fn a_folder_that_the_command_line_allows_is_read_and_never_the_system() {
    let home = project("[report]\nprose = \"../beside/key.pem\"\n");
    assert_eq!(report(home.path(), &[]).code, Some(2));
    let ended = report(home.path(), &["--allow-path", "beside"]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(holds(&home.path().join("out"), "a-word-beside"));
    std::fs::remove_dir_all(home.path().join("out")).expect("removed");
    let profile = "[report]\nprose = \"/proc/self/environ\"\n";
    std::fs::write(home.path().join("p/muster.toml"), profile).expect("a file");
    let ended = report(home.path(), &["--allow-path", "/"]);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    publishes_nothing(home.path(), &ended, "with all of the disk allowed");
}

/// A name that a project may hold as a link, and what it is a link to.
#[cfg(unix)]
fn linked(home: &Path, name: &str, to: &str) {
    let link = home.join(name);
    if let Some(folder) = link.parent() {
        std::fs::create_dir_all(folder).expect("folders");
    }
    std::os::unix::fs::symlink(to, link).expect("a link");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused_wherever_a_project_holds_them() {
    // Each file is one that the program opens by its name, without anything that states it.
    for (name, to) in [
        ("p/history", "../beside"),
        ("p/history/2026-10.json", "../../beside/2026-10.json"),
        ("p/history/2026-10.json", "/proc/self/environ"),
        ("p/mappings", "../beside"),
        ("p/mappings/a.yaml", "../../beside/key.pem"),
        ("p/mappings/frameworks/a.yaml", "/etc/passwd"),
        ("p/inventory/a.yaml", "../../beside/key.pem"),
        ("p/reviews/a.yaml", "/proc/self/environ"),
        ("p/inventory/loop.yaml", "loop.yaml"),
    ] {
        let home = project("");
        if name == "p/mappings" {
            std::fs::write(home.path().join("beside/x.yaml"), "a-word-beside: 1\n")
                .expect("a file");
        }
        linked(home.path(), name, to);
        let ended = report(home.path(), &[]);
        assert_eq!(ended.code, Some(2), "{name} -> {to}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, name);
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_walked_folder_that_lead_out_are_skipped_with_a_warning() {
    let home = project("");
    linked(home.path(), "p/more/servers.json", "../../beside/posture.json");
    linked(home.path(), "p/folder", "../beside");
    linked(home.path(), "p/circle", ".");
    linked(home.path(), "p/.mcp.json", "/proc/self/environ");
    let ended = report(home.path(), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    for word in ["p/more/servers.json", "folder", ".mcp.json"] {
        let word = word.trim_start_matches("p/");
        assert!(ended.printed.contains(word), "{word}: {}", ended.printed);
    }
    publishes_nothing(home.path(), &ended, "links");
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_a_link_out_is_refused() {
    let home = project("");
    std::fs::remove_file(home.path().join("p/muster.toml")).expect("removed");
    linked(home.path(), "p/muster.toml", "../beside/key.pem");
    for args in [&["report", "p"][..], &["report", "p/servers.yaml"], &["check", "p"]] {
        let ended = run(home.path(), args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.printed);
        assert!(ended.printed.contains("link that leads out"), "{args:?}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, "muster.toml");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_through_a_link() {
    for (link, to) in [
        ("p/out", "../beside"),
        ("p/out", "../nowhere"),
        ("p/history", "../beside"),
        ("p/history", "../nowhere"),
        ("p/history/2026-11.json", "../../beside/new.json"),
    ] {
        let home = project("");
        let before = std::fs::read_dir(home.path().join("beside")).expect("entries").count();
        linked(home.path(), link, to);
        let args = ["report", ".", "--record", "--format", "json", "--as-of", "2026-11-22"];
        let ended = run(&home.path().join("p"), &args);
        assert_eq!(ended.code, Some(2), "{link} -> {to}: {}", ended.printed);
        let after = std::fs::read_dir(home.path().join("beside")).expect("entries").count();
        assert_eq!(before, after, "{link} -> {to}");
        assert!(!home.path().join("nowhere").exists(), "{link} -> {to}");
    }
    // A person may name any folder.
    let home = project("");
    linked(home.path(), "elsewhere", "beside");
    let ended = report(home.path(), &["--out", "elsewhere"]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(home.path().join("beside/report.md").is_file());
}

#[cfg(unix)]
#[test]
fn a_waiver_is_not_written_through_a_link_out() {
    let home = project("");
    std::fs::write(home.path().join("beside/waivers.yaml"), "waivers:\n").expect("a file");
    linked(home.path(), "p/waivers.yaml", "../beside/waivers.yaml");
    let args = [
        "waive",
        "OWN-01@server/crm",
        "p",
        "--reason",
        "The owner is on leave",
        "--until",
        "2026-12-20",
        "--approver",
        "ada",
        "--as-of",
        "2026-11-22",
    ];
    let ended = run(home.path(), &args);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("waivers.yaml"), "{}", ended.printed);
    let text = std::fs::read_to_string(home.path().join("beside/waivers.yaml")).expect("text");
    assert_eq!(text, "waivers:\n");
}

#[cfg(unix)]
#[test]
fn a_gitignore_that_is_a_link_is_not_applied() {
    for to in ["/dev/zero", "../beside/key.pem", "/proc/self/environ"] {
        let home = project("");
        linked(home.path(), "p/.gitignore", to);
        let ended = report(home.path(), &[]);
        assert_eq!(ended.code, Some(0), "{to}: {}", ended.printed);
        assert!(ended.printed.contains(".gitignore"), "{to}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, to);
    }
}

/// A response that was kept is a file of the project, and its manifest names others.
#[test]
fn a_kept_response_names_no_file_elsewhere() {
    let profile = "[[source]]\nurl = \"https://api.example/x\"\n";
    let home = project(profile);
    let ended = report(home.path(), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    for page in ["../../../../beside/posture.json", "/etc/passwd", "..", "a/b.json", "nul"] {
        let home = project(profile);
        let folder = home.path().join(format!("p/collected/{}/2026-11-01T080000Z", cache_name()));
        std::fs::create_dir_all(&folder).expect("folders");
        let manifest = serde_json::json!({
            "address": "x", "fetched_at": "2026-11-01T08:00:00Z", "pages": [[page, "00"]],
        });
        std::fs::write(folder.join("manifest.json"), manifest.to_string()).expect("a manifest");
        let ended = report(home.path(), &[]);
        assert_eq!(ended.code, Some(2), "{page}: {}", ended.printed);
        assert!(ended.printed.contains("2026-11-01T080000Z"), "{page}: {}", ended.printed);
        publishes_nothing(home.path(), &ended, page);
    }
}

/// The folder in which the response of `https://api.example/x` is kept.
fn cache_name() -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest("https://api.example/x");
    let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("api.example-x-{hex}")
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_a_link_to_nothing_is_not_passed_over() {
    for to in ["nowhere.toml", "muster.toml", "/dev/null", "."] {
        let home = project("");
        std::fs::remove_file(home.path().join("p/muster.toml")).expect("removed");
        linked(home.path(), "p/muster.toml", to);
        for path in ["p", "p/servers.yaml"] {
            let ended = run(home.path(), &["check", path, "--min-score", "0"]);
            assert_eq!(ended.code, Some(2), "{path} {to}: {}", ended.printed);
            assert!(ended.printed.contains("muster.toml"), "{path} {to}: {}", ended.printed);
        }
    }
}

#[test]
fn very_many_or_long_names_in_a_profile_are_refused_in_a_line() {
    let sources = "[[source]]\npath = \"x*\"\n".repeat(1_001);
    let patterns = format!("[inputs]\nexclude = [{}]\n", "\"a*\",".repeat(2_001));
    let path = format!("[report]\nprose = \"{}\"\n", "a/".repeat(300_000));
    for (profile, word) in [
        (sources, "more than the limit of 1000"),
        (patterns, "more than 2000 patterns"),
        (path, "more than the limit of 16384"),
    ] {
        let home = project(&profile);
        let ended = report(home.path(), &[]);
        assert_eq!(ended.code, Some(2), "{word}");
        assert!(ended.printed.contains(word) && ended.printed.len() < 200_000, "{word}");
    }
}

/// The findings of a posture may be in a file beside it, which the posture names.
#[cfg(unix)]
#[test]
fn a_posture_names_no_file_elsewhere() {
    let home = project("");
    assert_eq!(report(home.path(), &[]).code, Some(0));
    let posture = home.path().join("out/posture.json");
    let text = std::fs::read_to_string(&posture).expect("a posture");
    let mut tree: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    linked(home.path(), "out/link.ndjson", "../beside/key.pem");
    for name in ["../beside/key.pem", "/etc/passwd", "link.ndjson", "..", ""] {
        tree["findings_file"] = serde_json::json!({"name": name, "sha256": "00", "findings": 1});
        std::fs::write(&posture, tree.to_string()).expect("written");
        let ended = run(home.path(), &["explain", "finding", "OWN-01@server/crm"]);
        assert_eq!(ended.code, Some(2), "{name}: {}", ended.printed);
        publishes_nothing(&home.path().join("none"), &ended, name);
    }
}

/// Only one room opens files: everywhere else a path that a project names is text.
#[test]
fn files_are_opened_in_the_workspace_only() {
    let opens = ["std::fs", "fs::", "File::open", "OpenOptions", "read_dir("];
    for (path, text) in crate::support::sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_test = path.contains("/tests") || path.contains("fixtures");
        if path.starts_with("workspace/") || is_test || code.contains("rust_out") {
            continue;
        }
        for word in opens {
            assert!(!code.contains(word), "{path} opens files: {word}");
        }
    }
}
