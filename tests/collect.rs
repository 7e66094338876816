//! URL sources against a server of our own on this machine: what it does wrong ends in the right
//! result or a clear error, within limits.

use std::time::Duration;

use passmuster::collect::{Credential, Cursor, Failure, Fetched, Limits, Request, collect};

use crate::support::muster;
use crate::support::server::{Answer, Server};

fn limits() -> Limits {
    Limits {
        bytes: 64 * 1024,
        pages: 5,
        retries: 2,
        backoff: Duration::from_millis(1),
        longest_wait: Duration::from_millis(50),
        request: Duration::from_secs(2),
        total: Duration::from_secs(10),
        ..Limits::default()
    }
}

fn request(server: &Server, path: &str) -> Request {
    let url = format!("{}{path}", server.address).parse().expect("an address");
    let credential = Credential { header: "Authorization".into(), value: "Bearer made-up".into() };
    Request { url, credential: Some(credential), cursor: None, etag: None }
}

fn pages(fetched: Result<Fetched, Failure>) -> Vec<String> {
    match fetched.expect("fetched") {
        Fetched::Pages { pages, .. } => {
            pages.into_iter().map(|page| String::from_utf8(page.bytes).expect("text")).collect()
        }
        Fetched::Unchanged => panic!("unchanged"),
    }
}

fn fetch(server: &Server, path: &str) -> Result<Fetched, Failure> {
    collect(&request(server, path), &limits(), &mut |_| {})
}

#[test]
fn pages_are_followed_by_link_body_and_cursor() {
    let server = Server::start(|request, address| match request.target.as_str() {
        "/link" => Answer::ok("[1]").header("Link", "</link2>; rel=\"next\""),
        "/link2" => Answer::ok("[2]"),
        "/odata" => Answer::ok(&format!(r#"{{"value":[1],"@odata.nextLink":"{address}/odata2"}}"#)),
        "/odata2" => Answer::ok(r#"{"value":[2]}"#),
        "/cursor" => Answer::ok(r#"{"items":[1],"meta":{"next":"b"}}"#),
        "/cursor?after=b" => Answer::ok(r#"{"items":[2],"meta":{"next":""}}"#),
        other => Answer::status(404, other),
    });
    assert_eq!(pages(fetch(&server, "/link")), ["[1]", "[2]"]);
    assert_eq!(pages(fetch(&server, "/odata")).len(), 2);
    let cursor = Cursor { field: "meta.next".into(), parameter: "after".into() };
    let request = Request { cursor: Some(cursor), ..request(&server, "/cursor") };
    assert_eq!(pages(collect(&request, &limits(), &mut |_| {})).len(), 2);
}

#[test]
fn a_server_that_is_busy_or_ill_is_asked_again() {
    let server = Server::start(|request, _| match (request.target.as_str(), request.number) {
        ("/busy", 1) => Answer::status(429, "later").header("Retry-After", "0"),
        ("/ill", 1 | 2) => Answer::status(500, "ill"),
        ("/cut", 1) => Answer::ok("[1]").cut(),
        ("/busy" | "/ill" | "/cut", _) => Answer::ok("[1]"),
        _ => Answer::status(503, "down"),
    });
    for path in ["/busy", "/ill", "/cut"] {
        assert_eq!(pages(fetch(&server, path)), ["[1]"], "{path}");
    }
    let failure = fetch(&server, "/down").expect_err("down");
    assert!(failure.passing && failure.why.contains("503"), "{failure:?}");
    assert_eq!(server.asked("/down"), 3, "one try and two more");
}

#[test]
fn a_credential_is_sent_to_its_own_server_only() {
    let other = Server::start(|request, _| {
        let reported = request.headers.contains("made-up");
        Answer::ok(if reported { "sent" } else { "not sent" })
    });
    let there = other.address.clone();
    let server = Server::start(move |request, _| match request.target.as_str() {
        "/here" => Answer::status(302, "").header("Location", "/there"),
        "/there" => Answer::ok(if request.headers.contains("made-up") { "sent" } else { "not" }),
        "/away" => Answer::status(302, "").header("Location", &format!("{there}/x")),
        "/next" => Answer::ok("[]").header("Link", &format!("<{there}/x>; rel=next")),
        "/plain" => Answer::status(302, "").header("Location", "http://example.invalid/"),
        _ => Answer::status(302, "").header("Location", "/round"),
    });
    assert_eq!(pages(fetch(&server, "/here")), ["sent"]);
    assert_eq!(pages(fetch(&server, "/away")), ["not sent"]);
    for (path, word) in
        [("/next", "another server"), ("/plain", "use TLS"), ("/round", "redirects more than")]
    {
        let failure = fetch(&server, path).expect_err(path);
        assert!(failure.why.contains(word) && !failure.passing, "{path}: {failure:?}");
        assert!(!format!("{failure:?}").contains("made-up"));
    }
}

#[test]
fn what_is_too_large_too_slow_or_endless_is_refused() {
    let bomb = gzip_of_zeros(8 * 1024 * 1024);
    assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
    let server = Server::start(move |request, _| match request.target.as_str() {
        // Five gibibytes are promised; nobody waits for them.
        "/large" => Answer::ok("").endless(5 * 1024 * 1024 * 1024),
        "/bomb" => Answer::bytes(bomb.clone()).header("Content-Encoding", "gzip"),
        "/slow" => Answer::ok("[]").after(Duration::from_secs(5)),
        "/404" => Answer::status(404, ""),
        "/401" => Answer::status(401, ""),
        page => {
            let number: usize = page.trim_start_matches('/').parse().unwrap_or(0);
            Answer::ok("[]").header("Link", &format!("</{}>; rel=next", number + 1))
        }
    });
    for (path, word, passing) in [
        ("/large", "larger than", false),
        ("/bomb", "larger than", false),
        ("/slow", "in time", true),
        ("/1", "more than 5 pages", false),
        ("/404", "404", false),
        ("/401", "401", false),
    ] {
        let quick = Limits { request: Duration::from_millis(700), retries: 0, ..limits() };
        let failure = collect(&request(&server, path), &quick, &mut |_| {}).expect_err(path);
        assert!(failure.why.contains(word), "{path}: {failure:?}");
        assert_eq!(failure.passing, passing, "{path}: {failure:?}");
        assert!(!failure.help.is_empty());
    }
}

#[test]
fn addresses_without_tls_or_with_passwords_are_refused() {
    for (url, word) in [
        ("http://example.invalid/", "use TLS"),
        ("https://me:made-up@example.invalid/", "user or password"),
        ("ftp://example.invalid/", "use TLS"),
    ] {
        let url = url.parse().expect("an address");
        let request = Request { url, credential: None, cursor: None, etag: None };
        let failure = collect(&request, &limits(), &mut |_| {}).expect_err("refused");
        assert!(failure.why.contains(word), "{failure:?}");
        assert!(!format!("{failure:?}").contains("made-up"));
    }
}

/// A month with network, one where nothing changed, one without network, one with a dead server.
#[test]
fn a_project_reads_the_last_answer_when_it_must() {
    let records = r#"{"servers":[{"id":"crm","owner":"ada"}],"owners":[{"id":"ada"}]}"#;
    let server = Server::start(move |request, _| {
        assert!(request.headers.to_lowercase().contains("x-key: made-up"), "{}", request.headers);
        match request.headers.contains("\"v1\"") {
            true => Answer::status(304, ""),
            false => Answer::ok(records).header("ETag", "\"v1\""),
        }
    });
    let home = tempfile::tempdir().expect("a folder");
    let profile = format!(
        "[organisation]\nname = \"N\"\n[[source]]\nurl = \"{}/inventory?x=1\"\ntoken-env = \"MUSTER_TEST_TOKEN\"\ntoken-header = \"X-Key\"\n",
        server.address
    );
    std::fs::write(home.path().join("muster.toml"), profile).expect("a profile");
    let run = |args: &[&str]| {
        let mut command = crate::support::command(home.path(), args);
        let output = command.env("MUSTER_TEST_TOKEN", "made-up").output().expect("it runs");
        let reported =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
        (output.status.code(), reported.concat())
    };
    let offline = ["report", ".", "--offline", "--format", "json,md", "--as-of", "2026-11-22"];
    let (code, reported) = run(&offline);
    assert_eq!(code, Some(0), "{reported}");
    assert!(
        reported.contains("has never been collected") && reported.contains("muster.toml:3"),
        "{reported}"
    );
    let (code, reported) = run(&["collect"]);
    assert_eq!(code, Some(0), "{reported}");
    assert!(reported.contains("collected/") && !reported.contains("made-up"), "{reported}");
    let (code, reported) =
        run(&["report", ".", "--online", "--format", "json,md", "--as-of", "2026-11-22"]);
    assert_eq!(code, Some(0), "{reported}");
    let report = || std::fs::read_to_string(home.path().join("out/report.md")).expect("a report");
    assert!(report().contains("server/crm") || report().contains("crm"), "{}", report());
    let kept = std::fs::read_dir(home.path().join("collected")).expect("kept").count();
    assert_eq!(kept, 1);
    let (code, reported) = run(&offline);
    assert_eq!(code, Some(0), "{reported}");
    assert!(report().contains("is read as last collected on"), "the age is not printed");
    drop(server);
    let (code, reported) =
        run(&["report", ".", "--online", "--format", "md", "--as-of", "2026-11-22"]);
    assert_eq!(code, Some(0), "{reported}");
    assert!(report().contains("cannot be reached"), "{reported}");
    let (_, reported) = {
        let output = muster(home.path(), &["collect"]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(reported.contains("MUSTER_TEST_TOKEN is not set"), "{reported}");
}

/// Zeros, packed.
fn gzip_of_zeros(length: usize) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0_u8; 64 * 1024];
    for _ in 0..length / block.len() {
        packed.write_all(&block).expect("packed");
    }
    packed.finish().expect("packed")
}
