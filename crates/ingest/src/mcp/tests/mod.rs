//! Whole files, as clients write them.

mod approvals;
mod leaks;
mod runtime;

use super::*;
use model::Field::{Absent, Blank, Given};
use model::records::{
    AuthKind, Certainty, Launch, PrincipalKind, Registry, SecretKind, Server, Status, Transport,
};
use syntax::json;

fn reading(text: &str) -> Reading {
    let root = json(text).expect("well-formed");
    assert!(recognise(&root), "not recognised: {text}");
    read(&root, &Arc::from("mcp.json"), &crate::classes::Classes::default())
}

/// The one server of a `mcpServers` file with this entry.
fn server(entry: &str) -> Server {
    let reading = reading(&format!(r#"{{"mcpServers": {{"one": {entry}}}}}"#));
    assert_eq!(reading.observed.len(), 1, "{:?}", reading.notices);
    reading.observed.into_iter().next().expect("one").server.record
}

fn launched(entry: &str) -> Launch {
    server(entry).launch.given().cloned().expect("a launch")
}

fn token(prefix: &str) -> String {
    format!("{prefix}{}", "a7Kq2Xb9Mz4T".repeat(3))
}

#[test]
fn every_client_shape_is_read() {
    for (text, client) in [
        (r#"{"mcpServers": {"a": {"command": "x"}}}"#, "MCP client config (mcpServers)"),
        (
            r#"{"servers": {"a": {"type": "stdio", "command": "x"}}}"#,
            "VS Code MCP config (servers)",
        ),
        (r#"{"mcp": {"servers": {"a": {"url": "http://h"}}}}"#, "VS Code settings (mcp.servers)"),
        (
            r#"{"context_servers": {"a": {"command": {"path": "x"}}}}"#,
            "Zed settings (context_servers)",
        ),
        (r#"{"mcp": {"a": {"type": "local", "command": ["x", "y"]}}}"#, "opencode config (mcp)"),
        (r#"{"extensions": {"a": {"type": "stdio", "cmd": "x"}}}"#, "Goose config (extensions)"),
        (r#"{"mcp_servers": {"a": {"command": "x"}}}"#, "Codex config (mcp_servers)"),
        (r#"{"mcpServers": [{"name": "a", "command": "x"}]}"#, "MCP client config (mcpServers)"),
        (
            r#"{"projects": {"/p": {"mcpServers": {"a": {"command": "x"}}}}}"#,
            "Claude Code config (projects.*.mcpServers)",
        ),
        (r#"{"mcpServers": {"a": {"httpUrl": "https://h"}}}"#, "Gemini CLI config (mcpServers)"),
    ] {
        let reading = reading(text);
        assert_eq!(reading.client, client);
        assert_eq!(reading.observed.len(), 1, "{text}");
        assert_eq!(reading.observed[0].server.record.id, "a");
    }
}

#[test]
fn a_config_without_servers_is_still_a_config_and_other_files_are_none() {
    for text in [
        r#"{"mcpServers": {}}"#,
        r#"{"mcpServers": null}"#,
        r#"{"servers": {}, "inputs": []}"#,
        r#"{"mcp": []}"#,
        r#"{"mcp": {"servers": {}}}"#,
    ] {
        assert!(reading(text).observed.is_empty());
    }
    for text in [
        r#"{"servers": [{"id": "crm"}]}"#,
        r#"{"servers": []}"#,
        r#"{"servers": {}, "owners": []}"#,
        r#"{"asyncapi": "2.6.0", "servers": {"p": {"url": "h", "protocol": "kafka"}}}"#,
        r#"{"mcp": {"allowed": ["x"]}}"#,
        r#"{"chat.mcp.gallery.enabled": true}"#,
        r#"{"extensions": {"recommendations": []}}"#,
        "[]",
        "",
    ] {
        assert!(!recognise(&json(text).expect("well-formed")), "{text}");
    }
}

#[test]
fn siblings_of_a_broken_entry_are_read() {
    let reading = reading(
        "{\"mcpServers\": {\n\"a\": \"npx x\",\n\"b\": {\"comand\": \"x\"},\n\
         \"c\": {\"command\": \"x\", \"args\": null, \"env\": {\"PORT\": 80}}}}",
    );
    assert_eq!(reading.observed.len(), 1);
    let lines: Vec<_> =
        reading.notices.iter().map(|n| n.place.as_ref().map_or(0, |place| place.line)).collect();
    assert_eq!(lines, [2, 3]);
    assert!(reading.notices.iter().all(|notice| !notice.help.is_empty()));
}

#[test]
fn transports_follow_type_address_and_command() {
    for (entry, transport) in [
        (r#"{"command": "x"}"#, Transport::Stdio),
        (r#"{"url": "https://h.test/mcp"}"#, Transport::Http),
        (r#"{"url": "https://h.test/sse"}"#, Transport::Sse),
        (r#"{"type": "http", "url": "https://h.test/sse"}"#, Transport::Http),
        (r#"{"type": "streamable-http", "url": "https://h.test"}"#, Transport::Http),
        (r#"{"serverUrl": "https://h.test/mcp"}"#, Transport::Http),
        (r#"{"httpUrl": "https://h.test/mcp"}"#, Transport::Http),
        (r#"{"url": "https://h.test/mcp", "trust": true}"#, Transport::Sse),
        (r#"{"type": "ws", "url": "wss://h.test"}"#, Transport::Ws),
        (
            r#"{"command": "npx", "args": ["-y", "mcp-remote@0.1.2", "https://h.test/mcp"]}"#,
            Transport::Http,
        ),
        (r#"{"command": "npx mcp-remote https://h.test/sse"}"#, Transport::Sse),
    ] {
        let server = server(entry);
        assert_eq!(server.transport, Given(transport), "{entry}");
        let remote = transport != Transport::Stdio;
        assert_eq!(server.url.given().is_some(), remote, "{entry}");
    }
}

#[test]
fn packages_are_read_with_version_and_digest() {
    let digest = format!("sha256:{}", "0a1b2c3d".repeat(8));
    let image = format!("ghcr.io:443/acme/server:1.2@{digest}");
    for (command, args, registry, name, version) in [
        ("npx", "-y @acme/server@1.2.3", Registry::Npm, "@acme/server", Given("1.2.3")),
        ("npx", "-y server", Registry::Npm, "server", Blank),
        ("npx.cmd", "--package=server@latest run", Registry::Npm, "server", Given("latest")),
        ("cmd", "/c npx -y server@^1", Registry::Npm, "server", Given("^1")),
        ("pnpm", "dlx server@1.0.0", Registry::Npm, "server", Given("1.0.0")),
        ("npx", "-y acme/server#main", Registry::Git, "github.com/acme/server", Given("main")),
        ("uvx", "acme.server@latest", Registry::Pypi, "acme.server", Given("latest")),
        ("uvx", "--from acme[cli]==1.2 server", Registry::Pypi, "acme", Given("1.2")),
        ("uv", "run --with acme>=1.0 server", Registry::Pypi, "acme", Given(">=1.0")),
        ("pipx", "run --spec acme~=1.0 server", Registry::Pypi, "acme", Given("~=1.0")),
        (
            "uvx",
            "--from git+https://u:p@git.test/a/b.git@v1#subdirectory=x b",
            Registry::Git,
            "git.test/a/b",
            Given("v1"),
        ),
        ("docker", "run -i --rm -e TOKEN acme/server", Registry::Oci, "acme/server", Blank),
        ("podman", "run -v /a:/b --pull always acme/s:1", Registry::Oci, "acme/s", Given("1")),
        (
            "docker",
            &format!("run -it {image}"),
            Registry::Oci,
            "ghcr.io:443/acme/server",
            Given("1.2"),
        ),
        ("dnx", "Acme.Server@2.0.0 --yes", Registry::Nuget, "Acme.Server", Given("2.0.0")),
        ("op", "run -- npx -y server@1.0.0", Registry::Npm, "server", Given("1.0.0")),
    ] {
        let args: Vec<_> = args.split(' ').map(|arg| format!("{arg:?}")).collect();
        let entry = format!(r#"{{"command": "{command}", "args": [{}]}}"#, args.join(","));
        let launch = launched(&entry);
        let package = launch.package.given().unwrap_or_else(|| panic!("none: {entry}"));
        assert_eq!((package.registry, package.name.as_str()), (registry, name), "{entry}");
        let wanted = match version {
            Given(version) => Given(version.to_string()),
            Blank => Blank,
            Absent => Absent,
        };
        assert_eq!(package.version, wanted, "{entry}");
        assert_eq!(package.digest.given().is_some(), entry.contains("sha256:"), "{entry}");
    }
    for entry in [
        r#"{"command": "node", "args": ["server.js"]}"#,
        r#"{"command": "uv", "args": ["--directory", "/srv", "run", "server.py"]}"#,
        r#"{"command": "docker", "args": ["exec", "-i", "box", "server"]}"#,
        r#"{"command": "npx", "args": ["./local"]}"#,
    ] {
        assert_eq!(launched(entry).package, Absent, "{entry}");
    }
}

#[test]
fn the_launch_names_program_and_remote_scripts() {
    let piped = r#"{"command": "bash", "args": ["-c", "curl -fsSL https://h.test/i | sudo sh"]}"#;
    assert_eq!(launched(piped).remote_script, Given(true));
    let inner = r#"{"command": "bash", "args": ["-c", "$(curl https://h.test/i)"]}"#;
    assert_eq!(launched(inner).remote_script, Given(true));
    let plain = launched(r#"{"command": "/usr/bin/node", "args": ["curl.js"]}"#);
    assert_eq!((plain.program, plain.remote_script), (Given("node".into()), Given(false)));
}

#[test]
fn listening_and_certificate_checks_are_read() {
    let bind = |entry| server(entry).bind;
    assert_eq!(bind(r#"{"command": "x", "args": ["--host", "0.0.0.0"]}"#), Given("0.0.0.0".into()));
    assert_eq!(bind(r#"{"command": "x", "env": {"MCP_HOST": "::"}}"#), Given("::".into()));
    assert_eq!(
        bind(r#"{"command": "docker", "args": ["run", "-p", "80:80", "x"]}"#),
        Given("0.0.0.0".into())
    );
    for entry in [
        r#"{"command": "x", "args": ["--host=127.0.0.1"]}"#,
        r#"{"command": "docker", "args": ["run", "-p", "127.0.0.1:80:80", "-e", "HOST=0.0.0.0", "x"]}"#,
    ] {
        assert_eq!(bind(entry), Absent, "{entry}");
    }
    for entry in [
        r#"{"command": "x", "env": {"NODE_TLS_REJECT_UNAUTHORIZED": 0}}"#,
        r#"{"command": "npx", "args": ["mcp-remote", "http://h.test", "--allow-http"]}"#,
        r#"{"command": "sh", "args": ["-c", "PYTHONHTTPSVERIFY=0 x --insecure"]}"#,
    ] {
        assert_eq!(server(entry).tls_verification, Given(false), "{entry}");
    }
    for entry in [
        r#"{"command": "x", "env": {"VERIFY_SSL": "true"}}"#,
        r#"{"command": "x", "args": ["--verify-ssl"]}"#,
    ] {
        assert_eq!(server(entry).tls_verification, Given(true), "{entry}");
    }
    // A key behind `-k`, and an entry that states nothing.
    assert_eq!(server(r#"{"command": "x", "args": ["-k", "v"]}"#).tls_verification, Absent);
    assert_eq!(server(r#"{"command": "x"}"#).tls_verification, Absent);
}

#[test]
fn authentication_is_read_for_remote_servers_only() {
    let auth = |entry: &str| server(entry).auth.given().map(|auth| auth.kind);
    let with = |header: &str| format!(r#"{{"url": "https://h.test", "headers": {{{header}}}}}"#);
    assert_eq!(auth(&with(r#""Authorization": "Bearer ${T}""#)), Some(AuthKind::BearerStatic));
    assert_eq!(auth(&with(r#""authorization": "Basic ${T}""#)), Some(AuthKind::Basic));
    assert_eq!(auth(&with(r#""X-API-Key": "${T}""#)), Some(AuthKind::ApiKey));
    assert_eq!(auth(&with(r#""X-Tenant": "a""#)), None);
    assert_eq!(
        auth(r#"{"httpUrl": "https://h.test", "oauth": {"enabled": true}}"#),
        Some(AuthKind::OAuth)
    );
    let bridge = r#"{"command": "npx", "args": ["mcp-remote", "https://h.test", "--header", "Authorization:${T}"]}"#;
    assert_eq!(auth(bridge), Some(AuthKind::BearerStatic));
    assert_eq!(auth(r#"{"command": "x", "env": {"Authorization": "${T}"}}"#), None);
}

#[test]
fn secrets_become_records_and_sightings() {
    let text = format!(
        r#"{{"mcpServers": {{"GitHub": {{
            "command": "docker",
            "args": ["run", "-e", "GITHUB_TOKEN", "-e", "OTHER_TOKEN", "x"],
            "env": {{"GITHUB_TOKEN": "{}", "API_KEY": "${{API_KEY}}", "LOG_LEVEL": "info"}}
        }}}}}}"#,
        token("ghp_"),
    );
    let reading = reading(&text);
    let observed = &reading.observed[0];
    let ids: Vec<_> = observed.secrets.iter().map(|secret| secret.record.id.as_str()).collect();
    assert_eq!(ids, ["github/github_token", "github/other_token", "github/api_key"]);
    let first = &observed.secrets[0].record;
    assert_eq!(first.kind, Given(SecretKind::Pat));
    assert_eq!(first.principal_kind, Given(PrincipalKind::Human));
    assert_eq!(first.used_by, Given(vec!["GitHub".to_string()]));
    assert_eq!((&first.owner, &first.store), (&Absent, &Absent));
    let seen = observed.server.record.configuration.as_ref().expect("configuration");
    assert_eq!((seen.inspected.len(), seen.references), (1, 2));
    let [sighting] = seen.sightings.as_slice() else { panic!("{:?}", seen.sightings) };
    assert_eq!(sighting.masked, "ghp_… (40 characters)");
    assert_eq!(sighting.setting, "GITHUB_TOKEN");
    assert_eq!(sighting.certainty, Certainty::Confirmed);
    assert_eq!(&*sighting.place.pointer, "/mcpServers/GitHub/env/GITHUB_TOKEN");
    assert_eq!(sighting.place.line, 4);
}

#[test]
fn a_connection_has_one_secret_for_each_variable() {
    let of = |args: &str| {
        let reading = reading(&format!(
            r#"{{"mcpServers": {{"a": {{"command": "npx", "args": ["pkg", {args}]}}}}}}"#
        ));
        let observed = &reading.observed[0];
        let seen = observed.server.record.configuration.clone().expect("configuration");
        let classes: std::collections::BTreeSet<_> =
            observed.secrets.iter().map(|secret| secret.record.value_class).collect();
        (observed.secrets.len(), classes.len(), seen.references, seen.sightings.len())
    };
    for (args, wanted) in [
        (r#""postgres://u:${PW1}@h/db""#, (1, 1, 1, 0)),
        (r#""postgres://u:${PW1}@h/db", "postgres://u:${PW2}@h/db""#, (2, 2, 2, 0)),
        (r#""postgres://u:${PW1}@h/db,postgres://u:${PW2}@i/db""#, (2, 2, 2, 0)),
        (r#""postgres://u:${PW1}@h/db,postgres://u:${PW1}@i/db""#, (1, 1, 1, 0)),
        (r#""Server=db;Password=${PW2};""#, (1, 1, 1, 0)),
        (r#""--dsn", "Server=db;Password=${PW2};""#, (1, 1, 1, 0)),
        (r#""--dsn=Server=db;Password={{ PW2 }};""#, (1, 1, 1, 0)),
        (r#""postgres://u:${{ secrets.PW }}@h/db""#, (1, 1, 1, 0)),
        (r#""postgres://u:<password>@h/db", "https://${HOST}/x""#, (0, 0, 0, 0)),
        (r#""Server=db;Password=n0t-Quite;""#, (1, 1, 0, 1)),
        (r#""postgres://u:${PW1:-n0t-Quite}@h/db""#, (1, 1, 0, 1)),
    ] {
        assert_eq!(of(args), wanted, "{args}");
    }
}

#[test]
fn commands_and_files_that_differ_are_different_secrets() {
    let text = r##"{"mcpServers": {"a": {"command": "x", "env": {
        "A_TOKEN": "$(cat /run/a)", "B_TOKEN": "$(cat /run/b)", "C_TOKEN": "{file:a}",
        "D_TOKEN": "{file:b}", "E_TOKEN": "${X}", "F_TOKEN": "${X:?none}", "G_TOKEN": "#{X}#"}}}}"##;
    let reading = reading(text);
    let secrets = reading.observed[0].secrets.iter();
    let classes: std::collections::BTreeSet<_> = secrets.map(|s| s.record.value_class).collect();
    assert_eq!(classes.len(), 5);
}

#[test]
fn inputs_and_sensitive_settings_are_references_to_secrets() {
    let reading = reading(
        r#"{"servers": {"a": {"command": "x", "env": {"A": "${input:one}", "B": "${input:two}"}}},
            "inputs": [{"id": "one", "type": "promptString", "password": true},
                       {"id": "two", "type": "promptString"}]}"#,
    );
    let ids: Vec<_> = reading.observed[0].secrets.iter().map(|s| s.record.id.as_str()).collect();
    assert_eq!(ids, ["a/a"]);
    let extension = self::reading(
        r#"{"contextFileName": "x", "settings": [{"envVar": "LOGIN", "sensitive": true}],
            "mcpServers": {"a": {"command": "x", "env": {"LOGIN": "$LOGIN"}}}}"#,
    );
    assert_eq!(extension.observed[0].secrets.len(), 1);
}

#[test]
fn the_same_name_twice_is_kept_apart() {
    let reading = reading(
        r#"{"mcpServers": {"a": {"command": "x", "env": {"T_TOKEN": "${T}"}}},
            "projects": {"/p": {"mcpServers": {"a": {"command": "x"}, "a-2": {"command": "x"}}},
                         "/q": {"mcpServers": {"A": {"command": "x", "env": {"T_TOKEN": "$T"}}}}}}"#,
    );
    let ids: Vec<_> = reading.observed.iter().map(|o| o.server.record.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "a-2-2", "A"]);
    assert_eq!(reading.notices.len(), 2);
    assert_eq!(reading.observed[3].secrets[0].record.id, "a/t_token-2");
}

#[test]
fn disabled_entries_are_kept_and_marked() {
    let entry = r#"{"command": "x", "disabled": true, "env": {"DB_PASSWORD": "hunter2"}}"#;
    let server = server(entry);
    assert_eq!(server.status, Given(Status::Disabled));
    assert_eq!(server.configuration.map(|seen| seen.sightings.len()), Some(1));
    assert_eq!(self::server(r#"{"command": "x", "enabled": true}"#).status, Given(Status::Active));
}

#[test]
fn facts_without_a_field_become_notices() {
    let reading = reading(
        r#"{"mcpServers": {
            "a": {"command": "npx", "args": ["@acme/postgres"], "envFile": ".env"},
            "b": {"url": "https://h.test", "headersHelper": "/opt/helper"},
            "c": {"command": "sh", "args": ["-c", "cd /srv && node x.js"]},
            "d": {"command": "x", "args": ["--access-mode=unrestricted"]},
            "e": {"command": "npx", "args": ["mcp-remotte", "https://h.test"]},
            "f": {"command": "x", "env": {"DB": "postgres://db.prod.acme.test/x"}}}}"#,
    );
    let found: Vec<_> = reading.notices.iter().map(|notice| notice.message.as_str()).collect();
    let words = [
        "`a` loads variables",
        "`b` gets its headers",
        "`c` is started by a shell command line",
        "`d` is started with write access",
        "`e` is spelled almost like `mcp-remote`",
        "`f` connects to an address whose name suggests production",
        "`a` a database",
    ];
    assert_eq!(found.len(), words.len(), "{found:?}");
    for word in words {
        assert!(found.iter().any(|message| message.contains(word)), "{word}: {found:?}");
    }
}
