//! Addresses that a project names: nothing of the machine goes to them, and they stall nothing.

use std::path::Path;
use std::time::{Duration, Instant};

use passmuster::collect::{Credential, Failure, Fetched, Limits, Request, collect};

use super::{Ended, folder, holds, run, run_with};
use crate::support::server::{Answer, Asked, Server};

const INVENTORY: &str =
    r#"{"servers": [{"id": "crm", "owner": "ada"}], "owners": [{"id": "ada"}]}"#;
const TOKEN: &str = "a-word-of-the-machine";

/// A server that has an inventory for everybody.
fn inventory() -> Server {
    Server::start(|_, _| Answer::ok(INVENTORY))
}

/// A project with one URL source, and these lines about it.
fn project(url: &str, more: &str) -> tempfile::TempDir {
    let profile = format!("[[source]]\nurl = \"{url}\"\nrecords = \"servers\"\n{more}");
    folder(&[("muster.toml", &profile), ("agents.yaml", "agents: [{ id: a }]\n")])
}

fn report(home: &Path, more: &[&str]) -> Ended {
    let args = ["report", ".", "--format", "md,html,json", "--as-of", "2026-11-22"];
    run(home, &[&args[..], more].concat())
}

#[test]
fn an_address_is_printed_without_its_user_and_password() {
    let profile = "[[source]]\nurl = \"https://ada:word-of-ada@host.example/inventory\"\n";
    let home = folder(&[("muster.toml", profile), ("servers.yaml", "servers: []\n")]);
    for args in [
        &["report", "."][..],
        &["report", ".", "--offline"],
        &["report", ".", "--online"],
        &["check", ".", "--offline"],
        &["collect", "."],
    ] {
        let ended = run(home.path(), args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.printed);
        assert!(ended.printed.contains("muster.toml:1"), "{args:?}: {}", ended.printed);
        assert!(!ended.printed.contains("word-of-ada"), "{args:?}: {}", ended.printed);
        assert!(!ended.printed.contains("ada:"), "{args:?}: {}", ended.printed);
    }
}

#[test]
fn an_address_is_printed_and_kept_without_what_lets_one_in() {
    let token = "0f9d8c7b6a5e4d3c2b1a09f8e7d6c5b4";
    for path in [format!("/hooks/{token}"), format!("/x?sig={token}"), format!("/s/{token}/sse")] {
        let server = inventory();
        let home = project(&format!("{}{path}", server.address), "");
        // Never collected, collected, kept, and with a server that is gone.
        let mut printed = report(home.path(), &[]).printed;
        let args = ["collect", "."];
        let ended = run(home.path(), &args);
        assert_eq!(ended.code, Some(0), "{path}: {}", ended.printed);
        printed += &ended.printed;
        printed += &report(home.path(), &[]).printed;
        drop(server);
        printed += &report(home.path(), &["--online", "--out", "late"]).printed;
        let missing = Server::start(|_, _| Answer::status(404, ""));
        let other = project(&format!("{}{path}", missing.address), "");
        printed += &run(other.path(), &args).printed;
        assert!(!printed.contains(token), "{path}: {printed}");
        for folder in ["out", "late", "collected"] {
            assert!(!holds(&home.path().join(folder), token), "{path}: {folder}");
        }
        let names = crate::support::files(home.path());
        assert!(names.iter().all(|name| !name.to_string_lossy().contains(token)), "{names:?}");
    }
}

#[test]
fn the_network_is_used_only_where_it_is_asked_for() {
    let server = inventory();
    let home = project(&server.address, "");
    let waive = [
        "waive",
        "OWN-01@server/crm",
        ".",
        "--reason",
        "r",
        "--until",
        "2026-12-01",
        "--approver",
        "a",
    ];
    for args in [
        &["report", ".", "--format", "json"][..],
        &["report", ".", "--offline", "--format", "json"],
        &["check", ".", "--min-score", "0"],
        &["ingest", "."],
        &waive,
        &["controls", "list"],
    ] {
        run(home.path(), args);
        assert_eq!(server.asked_at_all(), 0, "{args:?}");
    }
    for command in ["report", "check", "waive"] {
        let ended = run(home.path(), &[command, ".", "--online", "--offline"]);
        assert_eq!(ended.code, Some(2), "{}", ended.printed);
        assert!(ended.printed.contains("cannot be used with"), "{}", ended.printed);
    }
    let ended = report(home.path(), &["--online"]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert_eq!(server.asked_at_all(), 1);
}

/// What a source that was never collected would show is not assessed: a gate does not pass by it.
#[test]
fn a_source_that_was_never_collected_is_unread() {
    let server = inventory();
    let home = project(&server.address, "");
    // A reference to what it may hold is no error.
    std::fs::write(home.path().join("tools.yaml"), "tools: [{ server: crm, name: t }]\n")
        .expect("a file");
    let ended = report(home.path(), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(ended.printed.contains("has never been collected"), "{}", ended.printed);
    assert!(ended.printed.contains("muster.toml:1"), "{}", ended.printed);
    assert!(holds(&home.path().join("out"), "has never been collected"));
    let check = ["check", ".", "--min-score", "0", "--as-of", "2026-11-22"];
    let ended = run(home.path(), &check);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("never been collected"), "{}", ended.printed);
    let ended = run(home.path(), &[&check[..], &["--keep-going"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    // Collected, it is read with its age, and the gate is free.
    assert_eq!(run(home.path(), &["collect", "."]).code, Some(0));
    let ended = report(home.path(), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(ended.printed.contains("as last collected on"), "{}", ended.printed);
    assert!(holds(&home.path().join("out"), "as last collected on"));
    assert_eq!(run(home.path(), &check).code, Some(0));
}

#[test]
fn a_variable_that_is_not_for_the_project_is_not_sent() {
    let server = inventory();
    for (name, more, sent) in [
        ("PATH", &[][..], false),
        ("GITHUB_TOKEN", &[], false),
        ("muster_token", &[], false),
        ("MUSTER_FINGERPRINT_KEY", &[], false),
        ("MUSTER_FINGERPRINT_KEY", &["--allow-env", "MUSTER_FINGERPRINT_KEY"], false),
        ("GITHUB_TOKEN", &["--allow-env", "GITHUB"], false),
        ("GITHUB_TOKEN", &["--allow-env", "GITHUB_TOKEN"], true),
        ("MUSTER_TOKEN", &[], true),
    ] {
        let home = project(&server.address, &format!("token-env = \"{name}\"\n"));
        let before = server.asked_at_all();
        for args in [&["collect", "."][..], &["report", ".", "--online", "--format", "json"]] {
            let all = [args, more].concat();
            let environment: &[(&str, &str)] = match name {
                "PATH" => &[],
                _ => &[(name, TOKEN)],
            };
            let ended = run_with(home.path(), &all, environment);
            let code = if sent { Some(0) } else { Some(2) };
            assert_eq!(ended.code, code, "{name} {all:?}: {}", ended.printed);
            assert!(!ended.printed.contains(TOKEN), "{name} {all:?}: {}", ended.printed);
            if !sent {
                let place = ended.printed.contains("muster.toml:4");
                assert!(place, "{name} {all:?}: {}", ended.printed);
            }
        }
        assert_eq!(server.asked_at_all() > before, sent, "{name} {more:?}");
    }
}

#[test]
fn a_token_file_is_one_of_the_project() {
    let server = inventory();
    for path in ["../../etc/hostname", "/etc/hostname", "../beside", "/proc/self/environ"] {
        let home = project(&server.address, &format!("token-file = \"{path}\"\n"));
        let ended = run(home.path(), &["collect", "."]);
        assert_eq!(ended.code, Some(2), "{path}: {}", ended.printed);
        assert!(ended.printed.contains("muster.toml:4"), "{path}: {}", ended.printed);
    }
    assert_eq!(server.asked_at_all(), 0);
}

#[test]
fn no_proxy_is_asked_for_what_is_on_this_machine() {
    let proxy = inventory();
    let server = Server::start(|asked: &Asked, _| {
        Answer::status(if asked.headers.contains(TOKEN) { 200 } else { 500 }, INVENTORY)
    });
    let port = server.address.rsplit(':').next().expect("a port").to_string();
    let names =
        ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "http_proxy", "https_proxy"];
    let mut environment: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, proxy.address.as_str())).collect();
    environment.push(("MUSTER_TOKEN", TOKEN));
    environment.push(("NO_PROXY", ""));
    for url in [server.address.clone(), format!("http://localhost:{port}")] {
        let home = project(&url, "token-env = \"MUSTER_TOKEN\"\n");
        let ended = run_with(home.path(), &["collect", "."], &environment);
        assert_eq!(ended.code, Some(0), "{url}: {}", ended.printed);
    }
    assert_eq!(proxy.asked_at_all(), 0);
    // The proxy is one: what is not on this machine goes through it.
    let home = project("https://api.example.invalid/x", "");
    run_with(home.path(), &["collect", "."], &environment);
    assert!(proxy.asked_at_all() <= 5);
}

#[test]
fn a_token_needs_tls_and_goes_to_its_own_server() {
    let home = project("http://api.example.invalid/x", "token-env = \"MUSTER_TOKEN\"\n");
    let ended = run_with(home.path(), &["collect", "."], &[("MUSTER_TOKEN", TOKEN)]);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("does not use TLS"), "{}", ended.printed);
    // Another port of one host is another server.
    let other = Server::start(|asked: &Asked, _| {
        Answer::ok(if asked.headers.contains(TOKEN) { "sent" } else { "not sent" })
    });
    let there = other.address.clone();
    let server = Server::start(move |asked: &Asked, _| match asked.target.as_str() {
        "/redirect" => Answer::status(302, "").header("Location", &format!("{there}/x")),
        _ => Answer::ok("[]").header("Link", &format!("<{there}/x>; rel=\"next\"")),
    });
    match fetch(&server, "/redirect", limits()).expect("fetched") {
        Fetched::Pages { pages, .. } => assert_eq!(pages[0].bytes, b"not sent"),
        Fetched::Unchanged => panic!("unchanged"),
    }
    let failure = fetch(&server, "/next", limits()).expect_err("another server");
    assert!(failure.why.contains("another server"), "{failure:?}");
}

fn limits() -> Limits {
    Limits {
        retries: 1,
        backoff: Duration::from_millis(1),
        request: Duration::from_millis(400),
        total: Duration::from_millis(900),
        ..Limits::default()
    }
}

fn fetch(server: &Server, path: &str, limits: Limits) -> Result<Fetched, Failure> {
    let url = format!("{}{path}", server.address).parse().expect("an address");
    let value = format!("Bearer {TOKEN}");
    let credential = Some(Credential { header: "Authorization".into(), value });
    let request = Request { url, credential, cursor: None, etag: None };
    collect(&request, &limits, &mut |_| {})
}

#[test]
fn an_answer_that_comes_a_byte_at_a_time_ends() {
    let server = Server::start(|asked: &Asked, _| match asked.target.as_str() {
        "/body" => Answer::ok("").drip(Duration::from_millis(30)),
        "/packed" => {
            Answer::ok("").header("Content-Encoding", "gzip").drip(Duration::from_millis(30))
        }
        "/silent" => Answer::ok("[]").after(Duration::from_secs(20)),
        page => Answer::ok("[]")
            .after(Duration::from_millis(150))
            .header("Link", &format!("<{page}0>; rel=next")),
    });
    for path in ["/body", "/packed", "/silent", "/pages"] {
        let began = Instant::now();
        let failure = fetch(&server, path, limits()).expect_err(path);
        assert!(began.elapsed() < Duration::from_secs(8), "{path}: {:?}", began.elapsed());
        assert!(!failure.why.contains(TOKEN) && !failure.help.is_empty(), "{failure:?}");
    }
}

#[test]
fn headers_that_are_too_large_are_refused() {
    let server = Server::start(|asked: &Asked, _| {
        let next = |length: usize| format!("</{}>; rel=\"next\"", "x".repeat(length));
        match asked.target.as_str() {
            "/link" => Answer::ok("[]").header("Link", &next(200_000)),
            "/smaller" => Answer::ok("[]").header("Link", &next(9_000)),
            "/location" => Answer::status(302, "").header("Location", &"/x".repeat(9_000)),
            "/many" => (0..20).fold(Answer::ok("[]"), |answer, number| {
                answer.header(&format!("X-{number}"), &"x".repeat(7_000))
            }),
            "/body" => Answer::ok(&format!(
                r#"{{"@odata.nextLink": "https://api.example/{}"}}"#,
                "x".repeat(200_000)
            )),
            _ => Answer::status(404, ""),
        }
    });
    for path in ["/link", "/smaller", "/location", "/many", "/body"] {
        let failure = fetch(&server, path, Limits::default()).expect_err(path);
        let named = failure.why.contains("headers of more") || failure.why.contains("longer than");
        assert!(named && failure.why.len() < 300, "{path}: {failure:?}");
        assert_eq!(server.asked(path), 1, "{path} is asked again");
    }
}

#[test]
fn a_project_with_very_many_addresses_is_refused() {
    let source = "[[source]]\nurl = \"https://api.example/x\"\n";
    let home = folder(&[("muster.toml", &source.repeat(201)), ("servers.yaml", "servers: []\n")]);
    let ended = report(home.path(), &[]);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("more than 200 sources"), "{}", ended.printed);
}
