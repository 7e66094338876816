//! One line or more for each row of the table.

use super::super::words::{self, Word};
use super::{Unwrapped, unwrap};
use model::Place;

fn unwrapped(line: &str) -> Unwrapped {
    let word = |text: String| Word { text, place: Place::file("mcp.json") };
    unwrap(&words::split(line).into_iter().map(word).collect::<Vec<_>>())
}

fn inner(line: &str) -> String {
    let words = unwrapped(line).line;
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_wrapper_leads_to_what_it_starts() {
    for wrapper in [
        "cmd /c npx -y a@1",
        "cmd.exe /d /s /C npx -y a@1",
        "cmd /c 'npx -y a@1'",
        "C:/Windows/System32/cmd.exe /k npx -y a@1",
        "cmd /c call npx -y a@1",
        "powershell -NoProfile -ExecutionPolicy Bypass -Command npx -y a@1",
        "pwsh -c 'npx -y a@1'",
        "powershell.exe -Command '& npx -y a@1'",
        "sh -c 'npx -y a@1'",
        "/bin/bash -lc 'cd /srv; exec npx -y a@1'",
        "bash -c 'source ~/.nvm/nvm.sh && npx -y a@1 2>/dev/null'",
        "zsh -ilc 'export A=b && npx -y a@1'",
        "sh -c 'exec \"$0\" \"$@\"' npx -y a@1",
        "wsl npx -y a@1",
        "wsl.exe -d Debian -u root --cd /srv -- npx -y a@1",
        "wsl.exe -e bash -lc 'npx -y a@1'",
        "env -i A=b npx -y a@1",
        "env -u NODE_OPTIONS npx -y a@1",
        "/usr/bin/env -S 'npx -y a@1'",
        "A=b npx -y a@1",
        "sudo -E -u svc npx -y a@1",
        "nice -n 5 npx -y a@1",
        "ionice -c 3 npx -y a@1",
        "nohup npx -y a@1",
        "timeout -s KILL 30 npx -y a@1",
        "stdbuf -oL npx -y a@1",
        "stdbuf -o L npx -y a@1",
        "setsid npx -y a@1",
        "caffeinate -i npx -y a@1",
        "tini -- npx -y a@1",
        "gosu svc npx -y a@1",
        "cross-env A=b npx -y a@1",
        "npx cross-env A=b npx -y a@1",
        "cross-env-shell 'npx -y a@1'",
        "dotenv -e .env -- npx -y a@1",
        "dotenv -f .env run npx -y a@1",
        "npx -y dotenv-cli -e .env -- npx -y a@1",
        "dotenvx run -f .env -- npx -y a@1",
        "npx @dotenvx/dotenvx run -- npx -y a@1",
        "env-cmd -f .env npx -y a@1",
        "op run --env-file .env -- npx -y a@1",
        "doppler run -p crm -c dev -- npx -y a@1",
        "doppler run --command 'npx -y a@1'",
        "infisical run --env=dev --projectId x -- npx -y a@1",
        "aws-vault exec dev -- npx -y a@1",
        "aws-vault exec dev npx -y a@1",
        "chamber exec crm -- npx -y a@1",
        "teller run -- npx -y a@1",
        "vault-env npx -y a@1",
        "bws run -- 'npx -y a@1'",
        "sops exec-env secrets.yaml 'npx -y a@1'",
        "envchain crm npx -y a@1",
        "fnm exec --using=22 npx -y a@1",
        "fnm exec --using 22 -- npx -y a@1",
        "volta run --node 22 npx -y a@1",
        "asdf exec npx -y a@1",
        "nodenv exec npx -y a@1",
        "mise exec node@22 -- npx -y a@1",
        "mise x node@22 npx -y a@1",
        "nvm exec 22 npx -y a@1",
        "direnv exec . npx -y a@1",
        "nix shell nixpkgs#nodejs -c npx -y a@1",
        "nix-shell -p nodejs --run 'npx -y a@1'",
        "nix develop --command npx -y a@1",
        "devbox run -- npx -y a@1",
        "conda run -n dev --no-capture-output npx -y a@1",
        "micromamba run -p /opt/env npx -y a@1",
        "poetry run npx -y a@1",
        "pdm run npx -y a@1",
        "hatch run npx -y a@1",
        "pipenv run npx -y a@1",
        "pnpm exec npx -y a@1",
        "corepack npx -y a@1",
        "node /usr/lib/node_modules/npm/bin/npx-cli.js -y a@1",
        "node --no-warnings C:/nodejs/node_modules/npm/bin/npx-cli.js -y a@1",
        "uv run --with x npx -y a@1",
        "npx -y supergateway --port 8000 --stdio 'npx -y a@1'",
        "supergateway --stdio='npx -y a@1'",
        "uvx mcp-proxy --port 8080 npx -y a@1",
        "mcp-proxy --port=8080 -e KEY value -- npx -y a@1",
        "uvx mcpo --port 8000 -- npx -y a@1",
        "npx @modelcontextprotocol/inspector npx -y a@1",
        "cmd /c bash -lc 'sudo -u svc env A=b npx -y a@1'",
    ] {
        assert_eq!(inner(wrapper), "npx -y a@1", "{wrapper}");
    }
}

#[test]
fn runners_end_at_their_source() {
    for (line, source) in [
        ("npx tsx src/a.ts", "tsx src/a.ts"),
        ("npx -y ts-node@10 a.ts", "ts-node a.ts"),
        ("npx -p tsx -p x tsx a.ts", "tsx a.ts"),
        ("uv run --directory /srv a.py", "a.py"),
        ("uv run -m crm.server", "python -m crm.server"),
        ("uv run --with mcp[cli] mcp run a.py", "mcp run a.py"),
        ("uvx fastmcp run a.py", "fastmcp run a.py"),
        ("uvx --from mcp[cli] mcp run a.py", "mcp run a.py"),
        ("python -m uv tool run a", "uv tool run a"),
        ("nodemon --exec 'node a.js'", "node a.js"),
        ("npm exec --silent -- tsx a.ts", "tsx a.ts"),
        ("docker run -i x npx b", "docker run -i x npx b"),
    ] {
        assert_eq!(inner(line), source, "{line}");
    }
}

#[test]
fn bridges_lead_to_their_address() {
    for line in [
        "npx -y mcp-remote@1 https://h.test/mcp",
        "npx mcp-remote https://h.test/mcp 3334 --header 'Authorization: x' --allow-http",
        "npx mcp-remote --header 'Authorization: x' --transport sse-only https://h.test/mcp",
        "cmd /c npx -y @geelen/mcp-remote https://h.test/mcp",
        "node C:/x/node_modules/mcp-remote/dist/proxy.js https://h.test/mcp",
        "uvx mcp-proxy --headers Authorization x https://h.test/mcp",
        "uvx mcp-proxy-for-aws@latest https://h.test/mcp --region eu-west-1",
        "npx -y supergateway --sse https://h.test/mcp",
        "npx supergateway --streamableHttp=https://h.test/mcp --header 'X: y'",
        "bunx mcp-remote https://h.test/mcp",
        "sh -c 'npx -y mcp-remote https://h.test/mcp'",
        "python -m mcp_proxy https://h.test/mcp",
    ] {
        let remote = unwrapped(line).remote.map(|(url, _)| url);
        assert_eq!(remote.as_deref(), Some("https://h.test/mcp"), "{line}");
    }
}

#[test]
fn variables_of_wrappers_are_kept() {
    for line in [
        "env A=b npx x",
        "cross-env A=b npx x",
        "bash -c 'A=b npx x'",
        "bash -c 'export A=b; npx x'",
        "sudo A=b npx x",
        "A=b npx x",
    ] {
        assert_eq!(unwrapped(line).env, [("A".to_string(), "b".to_string())], "{line}");
    }
    assert_eq!(unwrapped("bash -c 'cd /srv && npx x'").env[0].1, "/srv");
}

#[test]
fn hostile_lines_end() {
    for line in [
        "",
        "env",
        "env env env env env env env env env env env env env env",
        "cmd /c",
        "npx",
        "mcp-proxy -e",
    ] {
        unwrapped(line);
    }
    unwrapped(&"sh -c ".repeat(200));
}
