use super::*;

fn walked(files: &[&str], profile: &str) -> (Vec<String>, Walked) {
    let home = tempfile::tempdir().expect("a folder");
    for file in files {
        let (name, text) = file.split_once('=').unwrap_or((file, "x"));
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    let rules =
        Rules::of("muster.toml", ingest::file_rules(profile, "muster.toml")).expect("rules");
    let allowed = Allowed::of(home.path(), &[]).expect("a folder");
    let how = Walk {
        root: home.path(),
        rules: &rules,
        allowed: &allowed,
        is_project: false,
        wanted: |_| true,
    };
    let walked = walk(home.path(), how).expect("a small folder");
    (walked.files.iter().map(|found| found.name.clone()).collect(), walked)
}

#[test]
fn files_are_chosen_by_name_and_foreign_folders_are_not_entered() {
    let (names, _) = walked(
        &[
            "a.yaml",
            "film.mp4",
            ".mcp.json",
            ".secrets.baseline",
            ".github/ci.yml",
            "node_modules/x/.mcp.json",
            "x/.venv/lib/servers.yaml",
            "deep/er/history/b.json",
            "templates/job.yaml",
        ],
        "",
    );
    let expected = [
        ".mcp.json",
        ".secrets.baseline",
        "a.yaml",
        "deep/er/history/b.json",
        "templates/job.yaml",
    ];
    assert_eq!(names, expected);
}

#[test]
fn gitignore_counts_except_for_what_is_known_or_named() {
    let files = [
        ".gitignore=*.json\nexports/\ninventory/\nbuild/\n",
        "a.json",
        ".mcp.json",
        "b.yaml",
        "exports/accounts.csv",
        "exports/notes.csv",
        "inventory/servers.yaml",
        "build/gitleaks.json",
        "build/other.yaml",
    ];
    let (names, out) = walked(&files, "[[source]]\npath = \"exports/acc*.csv\"\n");
    let expected = [
        ".mcp.json",
        "b.yaml",
        "build/gitleaks.json",
        "exports/accounts.csv",
        "inventory/servers.yaml",
    ];
    assert_eq!(names, expected);
    assert_eq!(out.ignored, 3, "a.json, exports/notes.csv and build/other.yaml");
    let named: Vec<&str> = out.files.iter().filter(|f| f.named).map(|f| f.name.as_str()).collect();
    assert_eq!(named, ["exports/accounts.csv", "inventory/servers.yaml"]);
    let (names, _) = walked(&files, "[inputs]\ninclude = [\"build\", \"*.csv\"]\n");
    let expected =
        ["build/gitleaks.json", "build/other.yaml", "exports/accounts.csv", "exports/notes.csv"];
    assert_eq!(names, expected);
}

#[test]
fn too_many_entries_are_an_error_and_many_a_warning() {
    let home = tempfile::tempdir().expect("a folder");
    for number in 0..9 {
        fs::write(home.path().join(format!("{number}.txt")), "").expect("a file");
    }
    let rules = Rules::default();
    let allowed = Allowed::of(home.path(), &[]).expect("a folder");
    let how = Walk {
        root: home.path(),
        rules: &rules,
        allowed: &allowed,
        is_project: false,
        wanted: |_| true,
    };
    let within = |limits: Limits| walk_within(home.path(), how, limits);
    let most = Limits { many: 4, ..Limits::default() };
    for (limits, word) in [
        (Limits { entries: 8, ..most }, "more than 8 entries"),
        (Limits { names: 20, ..most }, "MiB of names"),
        (Limits { depth: 0, ..most }, "more than 0 folders"),
    ] {
        let error = within(limits).expect_err(word);
        assert!(error.message.contains(word), "{error:?}");
    }
    fs::write(home.path().join("a.yaml"), "").expect("a file");
    fs::write(home.path().join("b.yaml"), "").expect("a file");
    let error = within(Limits { files: 1, ..most }).expect_err("two files");
    assert!(error.message.contains("more than 1 files"), "{error:?}");
    fs::remove_file(home.path().join("a.yaml")).expect("removed");
    fs::remove_file(home.path().join("b.yaml")).expect("removed");
    let out = within(most).expect("few enough");
    assert!(out.skipped[0].message.contains("has 10 entries"), "{:?}", out.skipped);
}

#[cfg(unix)]
#[test]
fn a_link_is_read_once_and_never_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().expect("a folder");
    let (root, other) = (home.path().join("project"), home.path().join("other"));
    fs::create_dir_all(&root).expect("a folder");
    fs::create_dir_all(&other).expect("a folder");
    fs::write(root.join("z.yaml"), "").expect("a file");
    fs::write(root.join("plain"), "").expect("a file");
    fs::write(other.join("o.yaml"), "").expect("a file");
    symlink(root.join("z.yaml"), root.join("a.yaml")).expect("a link");
    symlink("plain", root.join("b.yaml")).expect("a link");
    symlink("nowhere", root.join(".mcp.json")).expect("a link");
    symlink(other.join("o.yaml"), root.join("o.yaml")).expect("a link");
    symlink(&other, root.join("folder")).expect("a link");
    let rules = Rules::default();
    let out = |more: &[PathBuf]| {
        let allowed = Allowed::of(&root, more).expect("folders");
        let how = Walk {
            root: &root,
            rules: &rules,
            allowed: &allowed,
            is_project: false,
            wanted: |_| true,
        };
        walk(&root, how).expect("a small folder")
    };
    let names = |out: &Walked| out.files.iter().map(|f| f.name.clone()).collect::<Vec<_>>();
    let closed = out(&[]);
    assert_eq!(names(&closed), ["b.yaml", "z.yaml"]);
    assert_eq!(closed.skipped.len(), 2, "{:?}", closed.skipped);
    assert!(closed.skipped.iter().any(|d| d.help.contains("--allow-path")));
    assert_eq!(closed.unread.len(), 1, "a known name that leads nowhere");
    assert_eq!(names(&out(&[other])), ["b.yaml", "o.yaml", "z.yaml"]);
}
