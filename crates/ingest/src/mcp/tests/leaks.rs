//! Nothing of a planted secret leaves the reader.

use super::*;

#[test]
fn no_planted_secret_survives() {
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\\n{}\\n-----END PRIVATE KEY-----",
        "MIIEvQ7K".repeat(12)
    );
    let jwt = format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.{}", "q7Xb2LmT".repeat(5));
    let mut planted = vec![
        token("ghp_"),
        token("glpat-"),
        token("xoxb-"),
        token("sk-ant-api03-x-"),
        token("sk-"),
        token("hf_"),
        token("ntn_abcdef"),
        token("sk_live_"),
        token("npm_"),
        pem,
        jwt,
        "k7Qx2Lm9Tv4Rz8Wp".into(),
        "Tr0ub4dor-and-3".into(),
        "hunter2-or-7".into(),
        "n0t/raw@ly-42".into(),
        "wJalr2Utn7EMI/K7MDENG+bPxRfiC9YzQ4vT1sHd".into(),
        "q7Xb2LmT9vRz4KdWp8Ns".into(),
        "8fJ3kL0pQ2sV6xZ9".into(),
        "YWRhOmxvdmVsYWNlLTQy".into(),
        "4f1c9a7e2b8d4c60a1f3e5d7c9b8a601".into(),
        "p1pe-w0rd-55".into(),
        "c0mmand-5ecret".into(),
    ];
    let p = planted.clone();
    let text = format!(
        r#"{{"mcpServers": {{
        "{0}": {{"command": "npx --token {1} x", "args": ["--header", "Authorization: Bearer {11}",
            "postgres://app:{12}@db/x", "--api-key={2}", "--password", "{13}", "{3}"],
            "env": {{"{4}": "{5}", "A": "{6}", "B": {{"c": ["{7}"]}}, "PEM": "{9}", "J": "x {10}",
                "AWS_SECRET_ACCESS_KEY": "{15}", "X_KEY": "{19}", "DSN": "mysql://u:{14}@h/d",
                "H": "{{\"Authorization\": \"Basic {18}\"}}", "C_TOKEN": "${{C:-{20}}}"}},
            "description": "use {8}"}},
        "two": {{"url": "https://u:{12}@h.test/s/{16}/sse?api_key={17}#{8}",
            "headers": {{"X-Api-Key": "{19}"}}, "auth": {{"CLIENT_SECRET": "{17}"}}}},
        "three": {{"command": "API_TOKEN={21} /opt/{0}", "args": ["{1}@1.0.0"], "cwd": "/x/{2}"}},
        "four": {{"comand": "x", "env": {{"MY_PASSWORD": "{13}"}}}},
        "five": "{5}",
        "six": {{"command": "npx", "args": ["-y", "pkg@{16}"]}},
        "seven": {{"command": "uvx", "args": ["--from", "git+https://{0}@git.test/a/b", "x"]}},
        "eight": {{"command": "{16}"}}
        }}, "projects": {{"/{7}": {{"mcpServers": {{"nine": {{"command": "x"}}}}}}}}}}"#,
        p[0],
        p[1],
        p[2],
        p[3],
        p[4],
        p[5],
        p[6],
        p[7],
        p[8],
        p[9],
        p[10],
        p[11],
        p[12],
        p[13],
        p[14],
        p[15],
        p[16],
        p[17],
        p[18],
        p[19],
        p[20],
        p[21],
    );
    let reading = reading(&text);
    assert_eq!(reading.observed.len(), 8, "{:?}", reading.notices);
    planted.extend(p.iter().map(syntax::encoding::base64));
    planted.push("lovelace".into());
    let debug = format!("{reading:?}");
    for secret in &planted {
        // Neither the whole nor a recognisable part of it.
        let part = &secret[secret.len() - 7..];
        assert!(!debug.contains(secret.as_str()) && !debug.contains(part), "{secret}: {debug}");
    }
    let sightings = reading.observed.iter().filter_map(|o| o.server.record.configuration.as_ref());
    assert!(sightings.map(|seen| seen.sightings.len()).sum::<usize>() >= 22, "{debug}");
}

#[test]
fn approvals_limits_and_rules_keep_no_secret() {
    let planted = [token("ghp_"), "q7Xb2LmT9vRz4KdWp8Ns".to_string()];
    for secret in &planted {
        let text = format!(
            r#"{{"mcpServers": {{"a": {{"command": "docker",
                "args": ["run", "-v", "/srv/{0}:/x", "--user", "{0}", "--device", "/dev/{0}", "x"],
                "autoApprove": ["{0}"], "includeTools": ["{0}"], "excludeTools": ["{0}", "ok"],
                "oauth": {{"scopes": ["{0}", "a"]}}, "tools": {{"{0}": {{"approval_mode": "approve"}}}}}},
              "b": {{"command": "npx", "args": ["/home/{0}/.ssh", "@modelcontextprotocol/{0}"]}}}},
            "disabledMcpServers": ["{0}"], "disabledMcpjsonServers": ["{0}"],
            "permissions": {{"allow": ["mcp__{0}__{0}", "mcp__a__{0}"], "deny": ["mcp__{0}"]}},
            "projects": {{"/{0}": {{"allowedTools": ["mcp__{0}"]}}}},
            "env": {{"MY_TOKEN": "{0}", "{0}": "{0}"}}, "deniedMcpServers": [{{"serverName": "{0}"}}]}}"#,
            secret
        );
        let mut reading = reading(&text);
        let mut notices = Vec::new();
        apply(&reading.rules, &mut reading.observed, &mut notices);
        let debug = format!("{reading:?} {notices:?}");
        assert!(!debug.contains(secret.as_str()), "{secret}: {debug}");
        let server = &reading.observed[0].server.record;
        assert_eq!(server.scopes.items(), ["a"]);
    }
}
