//! The key stays equal under the edits that do not count, and under no other.

use std::sync::Arc;

use crate::classes::{Classes, LaunchKey};
use crate::mcp::observe;
use proptest::prelude::*;
use syntax::json;

fn key_in(file: &str, entry: &str) -> LaunchKey {
    let text = format!(r#"{{"mcpServers": {{"x": {entry}}}}}"#);
    let classes = Classes::default();
    observe::read(&json(&text).expect(entry), &Arc::from(file), &classes);
    classes.last_launch().expect("a launch")
}

fn line(text: &str) -> LaunchKey {
    launch(text, "{}")
}

fn launch(text: &str, env: &str) -> LaunchKey {
    let command = text.replace('\\', "\\\\").replace('"', "\\\"");
    let (program, args) = command.split_once(' ').unwrap_or((&command, ""));
    let args: Vec<String> =
        args.split(' ').filter(|arg| !arg.is_empty()).map(|arg| format!("\"{arg}\"")).collect();
    key_in(
        "mcp.json",
        &format!(r#"{{"command": "{program}", "args": [{}], "env": {env}}}"#, args.join(",")),
    )
}

fn at(url: &str, headers: &str) -> LaunchKey {
    key_in("mcp.json", &format!(r#"{{"url": "{url}", "headers": {headers}}}"#))
}

#[test]
fn one_launch_in_many_spellings_is_one() {
    for (one, same) in [
        ("npx -y a@1 --x 1", "npx a --x=1"),
        ("npx -y a@1.2.3", "npx --yes a@latest"),
        ("npx a", "bunx a"),
        ("npx a", "cmd /c npx -y a"),
        ("npx a", "C:\\nodejs\\npx.cmd -y a"),
        ("npx a", "/opt/homebrew/bin/npx a"),
        ("npx a", "npm exec -y -- a"),
        ("npx a", "pnpm dlx a"),
        ("npx a --k v --m w p", "npx a --m w --k v p"),
        ("npx a /home/ines/n", "npx a /Users/omar/n"),
        ("npx a /home/ines/n", "npx a C:\\Users\\ines\\n"),
        ("npx a ~/n", "npx a ${HOME}/n"),
        ("npx a ~/n", "npx a %USERPROFILE%\\n"),
        ("npx a C:\\data", "npx a c:/data"),
        ("npx a --quiet", "npx a"),
        ("npx a --log-level debug", "npx a"),
        ("uvx a==1.0", "uvx --python 3.12 A@latest"),
        ("uvx a-b", "uvx a_b"),
        ("uvx --from p==1 cmd", "uv tool run --from p cmd"),
        ("docker run -i --rm -e A=b img:1", "podman run -it --pull always --env A=b img@sha256:00"),
        ("docker run -v /home/ines/d:/d img", "docker run --volume /Users/omar/d:/d img:latest"),
        ("node /srv/a.js", "/usr/bin/node /srv/a.js"),
        ("/usr/bin/clock --utc", "/usr/local/bin/clock --utc"),
        ("/usr/bin/clock", "clock"),
        ("volta run --node 20 npx a", "volta run --node 22 npx a"),
        ("npx a ${env:T}", "npx a ${T}"),
    ] {
        assert_eq!(line(one).whole, line(same).whole, "{one} | {same}");
        assert_eq!(line(one).placement, line(same).placement, "{one} | {same}");
    }
}

#[test]
fn whatever_else_differs_makes_two() {
    for (one, other) in [
        ("npx a", "npx b"),
        ("npx a", "uvx a"),
        ("npx a x", "npx a y"),
        ("npx a x y", "npx a y x"),
        ("npx a --k v", "npx a --k w"),
        ("npx a ~/n", "npx a ~/m"),
        ("npx a /home/ines", "npx a /"),
        ("npx a", "npx -p a cmd"),
        ("npx --registry https://r.test a", "npx a"),
        ("uvx --with x a", "uvx --with y a"),
        ("uvx --index-url https://i.test a", "uvx a"),
        ("uv run --directory /srv/a x.py", "uv run --directory /srv/b x.py"),
        ("uv run --with m a.py", "uv run --with m b.py"),
        ("npx tsx src/a.ts", "npx tsx src/b.ts"),
        ("docker run img node /srv/a.js", "docker run img node /srv/b.js"),
        ("docker run -v /a:/d img", "docker run -v /b:/d img"),
        ("docker run -e A=b img", "docker run -e A=c img"),
        ("docker run a img", "docker run b img"),
        ("/srv/a/server", "/srv/b/server"),
        ("python -m a", "python -m b"),
        ("npx @smithery/cli run @x/a", "npx @smithery/cli run @x/b"),
        ("op run --env-file a.env -- npx a", "op run --env-file b.env -- npx a"),
        ("bash -c 'cd /srv/a && node s.js'", "bash -c 'cd /srv/b && node s.js'"),
        ("conda run -n one npx a", "conda run -n two npx a"),
        ("npx a postgresql://u:${P}@h/d", "npx a postgresql://u:${Q}@h/d"),
        ("java -jar /srv/a.jar", "java -jar /srv/b.jar"),
        ("go run h.test/a@v1", "go run h.test/b@v1"),
    ] {
        assert_ne!(line(one).whole, line(other).whole, "{one} | {other}");
    }
}

#[test]
fn variables_count_unless_they_are_listed() {
    let plain = launch("npx a", r#"{"A": "b"}"#);
    for same in [
        r#"{"A": "b", "LOG_LEVEL": "debug"}"#,
        r#"{"TZ": "UTC", "A": "b", "NODE_ENV": "production", "PATH": "/x"}"#,
        r#"{"A": "b", "CRM_LOG_LEVEL": "info", "HTTPS_PROXY": "http://p.test"}"#,
    ] {
        assert_eq!(launch("npx a", same).whole, plain.whole, "{same}");
    }
    assert_eq!(line("env A=b npx a").whole, plain.whole);
    for other in [
        "{}",
        r#"{"A": "c"}"#,
        r#"{"B": "b"}"#,
        r#"{"A": "b", "npm_config_registry": "https://r.test"}"#,
    ] {
        assert_ne!(launch("npx a", other).whole, plain.whole, "{other}");
    }
    let asked = launch("npx a", r#"{"T": "${input:a}"}"#);
    let other = launch("npx a", r#"{"T": "${input:b}"}"#);
    assert_eq!(asked.whole, other.whole);
    assert_ne!(asked.local, other.local);
}

#[test]
fn an_address_counts_as_a_whole_and_its_account_apart() {
    let plain = at("https://h.test/mcp", "{}");
    for same in ["HTTPS://H.test/mcp/", "https://h.test:443/mcp", "https://h.test/mcp#x"] {
        assert_eq!(at(same, "{}").whole, plain.whole, "{same}");
    }
    for other in [
        "http://h.test/mcp",
        "https://h.test/sse",
        "https://h.test:8443/mcp",
        "https://h.test/mcp?a=1",
    ] {
        assert_ne!(at(other, "{}").whole, plain.whole, "{other}");
    }
    assert_eq!(at("https://h.test/?a=1&b=2", "{}"), at("https://h.test/?b=2&a=1", "{}"));
    assert_eq!(line("npx -y mcp-remote https://h.test/mcp 3334 --allow-http").whole, plain.whole);
    assert_eq!(line("uvx mcp-proxy https://h.test/mcp").whole, plain.whole);
    let one = at("https://h.test/mcp", r#"{"Authorization": "Bearer k7Qx2Lm9Tv4Rz8Wp"}"#);
    let two = at("https://h.test/mcp", r#"{"Authorization": "Bearer Zz7Qx2Lm9Tv4Rz8W"}"#);
    assert_eq!(one.whole, two.whole);
    assert_ne!(one.placement, two.placement);
    let tools = at("https://h.test/mcp", r#"{"X-Toolsets": "issues"}"#);
    assert_ne!(tools.whole, plain.whole);
    assert_eq!(at("https://h.test/mcp", r#"{"User-Agent": "x"}"#), plain);
    let bridged = r#"{"command": "npx", "args": ["mcp-remote", "https://h.test/mcp", "--header", "Authorization:${A}"],
        "env": {"A": "Bearer k7Qx2Lm9Tv4Rz8Wp"}}"#;
    assert_eq!(key_in("mcp.json", bridged), one);
    let token = "https://h.test/mcp?api_key=";
    assert_ne!(
        at(&format!("{token}k7Qx2Lm9Tv4Rz8Wp"), "{}").whole,
        at(&format!("{token}Zz7Qx2Lm9Tv4Rz8W"), "{}").whole
    );
}

#[test]
fn rights_and_checks_are_of_the_placement() {
    let plain = line("docker run img");
    for more in
        ["docker run --privileged img", "docker run -u root img", "docker run --cap-add ALL img"]
    {
        assert_eq!(line(more).whole, plain.whole, "{more}");
        assert_ne!(line(more).placement, plain.placement, "{more}");
    }
    let off = launch("npx a", r#"{"NODE_TLS_REJECT_UNAUTHORIZED": "0"}"#);
    assert_eq!(off.whole, line("npx a").whole);
    assert_ne!(off.placement, line("npx a").placement);
}

#[test]
fn a_relative_path_belongs_to_its_project() {
    let entry = r#"{"command": "node", "args": ["./server.js"]}"#;
    let (one, two) = (key_in("a/.mcp.json", entry), key_in("b/.mcp.json", entry));
    assert_eq!(one.whole, two.whole);
    assert_ne!(one.placement, two.placement);
    assert_eq!(key_in("a/.mcp.json", entry), key_in("a/.cursor/mcp.json", entry));
}

proptest! {
    #[test]
    fn the_order_of_options_and_neutral_words_never_count(
        names in proptest::collection::btree_map("[b-j]{2,6}", "[a-z0-9]{1,6}", 1..5),
        rotate in 0usize..5,
        version in "[0-9]\\.[0-9]",
        person in "[a-z]{3,8}",
    ) {
        let options: Vec<String> = names.iter().map(|(name, value)| format!("--{name} {value}")).collect();
        let mut turned = options.clone();
        turned.rotate_left(rotate % options.len());
        let one = line(&format!("npx -y srv {} /home/ines/x", options.join(" ")));
        let two = line(&format!("cmd /c npx srv@{version} {} C:\\Users\\{person}\\x --quiet", turned.join(" ")));
        prop_assert_eq!(&one.whole, &two.whole);
        prop_assert_eq!(&one.placement, &two.placement);
        let (first, value) = names.iter().next().expect("one");
        let changed = options.join(" ").replacen(&format!("--{first} {value}"), &format!("--{first} {value}z"), 1);
        let other = line(&format!("npx -y srv {changed} /home/ines/x"));
        prop_assert_ne!(&one.whole, &other.whole);
    }

    #[test]
    fn any_other_variable_argument_or_token_counts(a in "[a-zA-Z0-9]{6,24}", b in "[a-zA-Z0-9]{6,24}") {
        prop_assume!(a != b);
        let with = |value: &str| launch("npx a", &format!(r#"{{"API_TOKEN": "{value}"}}"#));
        prop_assert_ne!(with(&a).whole, with(&b).whole);
        let argument = |value: &str| line(&format!("npx a --place {value}"));
        prop_assert_ne!(argument(&a).whole, argument(&b).whole);
        let account = |value: &str| at("https://h.test/mcp", &format!(r#"{{"Authorization": "Bearer {value}"}}"#));
        prop_assert_ne!(account(&a).placement, account(&b).placement);
        let path = |value: &str| at(&format!("https://h.test/s/{value}/mcp"), "{}");
        prop_assert_ne!(path(&a).whole, path(&b).whole);
    }
}
