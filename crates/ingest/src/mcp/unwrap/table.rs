//! The wrappers, one row each. A new one costs a row here and a line in the tests.

use super::row::Then::{
    After, Behind, Bridge, Dashes, Package, Rest, Script, Shell, ShellWords, Source,
};
use super::row::{Row, row};

/// Shells, and programs of the operating system around a command.
#[rustfmt::skip]
const SYSTEM: &[Row] = &[
    row(&["cmd"], &[], &[], Script(&["/c", "/k", "/r"])),
    row(&["powershell", "pwsh"], &[], POWERSHELL, Script(&["-c", "-command", "-com", "-f", "-file"])),
    row(&["sh", "bash", "zsh", "dash", "fish", "ash", "ksh", "busybox"], &[], &["-o", "-O", "--rcfile", "--init-file"], Shell),
    row(&["wsl"], &[], &["-d", "--distribution", "-u", "--user", "--cd", "--shell-type"], Rest),
    row(&["env"], &[], &["-u", "--unset", "-C", "--chdir"], Script(&["-s", "--split-string"])),
    row(&["sudo", "doas"], &[], &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-D", "-R", "--user", "--group", "--chdir"], Rest),
    row(&["nice"], &[], &["-n", "--adjustment"], Rest),
    row(&["ionice"], &[], &["-c", "-n", "--class", "--classdata"], Rest),
    row(&["timeout", "gtimeout"], &[], &["-s", "-k", "--signal", "--kill-after"], After(1)),
    row(&["stdbuf", "gstdbuf"], &[], &["-i", "-o", "-e", "--input", "--output", "--error"], Rest),
    row(&["taskset", "chrt", "flock", "gosu", "su-exec"], &[], &[], After(1)),
    row(&["caffeinate"], &[], &["-t", "-w"], Rest),
    row(&["nohup", "setsid", "time", "exec", "command", "builtin", "call", "start", "unbuffer", "winpty", "arch", "xvfb-run", "dumb-init", "tini", "catatonit", "torsocks", "start-process"], &[], &["-e", "-a"], Rest),
    row(&["proxychains4", "proxychains", "sandbox-exec"], &[], &["-f", "-p", "-n", "-D"], Rest),
    row(&["systemd-run"], &[], &["-p", "-u", "--unit", "--property", "--slice"], Rest),
    row(&["runuser"], &[], &["-u", "--user", "-g"], Dashes(0)),
];

const POWERSHELL: &[&str] = &[
    "-executionpolicy",
    "-ep",
    "-ex",
    "-exec",
    "-version",
    "-workingdirectory",
    "-wd",
    "-inputformat",
    "-outputformat",
    "-windowstyle",
    "-w",
    "-configurationname",
];

/// Programs that set variables from files or secret stores.
#[rustfmt::skip]
const INJECTORS: &[Row] = &[
    row(&["cross-env"], &[], &[], Rest),
    row(&["cross-env-shell"], &[], &[], ShellWords),
    row(&["dotenv", "dotenv-cli", "python-dotenv"], &["run"], &["-f", "--file", "-e", "-v"], Dashes(0)),
    row(&["dotenv", "dotenv-cli"], &[], &["-e", "-f", "-v", "-c", "--env", "--file"], Dashes(0)),
    row(&["dotenvx", "@dotenvx/dotenvx"], &["run"], &["-f", "--env-file", "-e", "--env", "-fk"], Dashes(0)),
    row(&["env-cmd"], &[], &["-f", "--file", "-r", "--rc-file", "-e", "--environments"], Dashes(0)),
    row(&["op"], &["run"], &["--env-file", "--account", "--session", "--config"], Dashes(0)),
    row(&["doppler"], &["run"], &["-p", "--project", "-c", "--config", "--token", "--scope", "-t", "--name-transformer", "--mount"], Script(&["--command"])),
    row(&["infisical"], &["run"], &["--env", "--projectid", "--path", "--token", "--domain", "--tags"], Script(&["--command"])),
    row(&["aws-vault"], &["exec"], &["-d", "--duration", "--region", "-t", "--mfa-token"], Dashes(1)),
    row(&["chamber"], &["exec"], &["-r", "--backend", "-b"], Dashes(1)),
    row(&["teller"], &["run"], &["-c", "--config"], Dashes(0)),
    row(&["vault-env", "vaultenv", "envconsul", "summon", "with-secrets"], &[], &["-f", "-c", "-e", "-p", "--config", "-config"], Dashes(0)),
    row(&["bws"], &["run"], &["--project-id", "--shell", "-t", "--access-token"], ShellWords),
    row(&["sops"], &["exec-env"], &["--user", "--input-type"], After(1)),
    row(&["envchain"], &[], &[], After(1)),
    row(&["aws-okta", "saml2aws"], &["exec"], &["-a", "--profile", "--exec-profile"], Dashes(1)),
    row(&["berglas", "secretspec", "varlock", "fnox", "phase", "akeyless", "pass-cli"], &["exec", "run"], &["-p", "--profile", "--env", "--app", "--local"], Dashes(0)),
];

/// Managers of versions and environments of languages.
#[rustfmt::skip]
const MANAGERS: &[Row] = &[
    row(&["fnm"], &["exec"], &["--using", "--fnm-dir", "--log-level"], Dashes(0)),
    row(&["volta"], &["run"], &["--node", "--npm", "--yarn", "--pnpm", "--env"], Dashes(0)),
    row(&["asdf", "nodenv", "pyenv", "rbenv", "goenv", "jenv", "bundle", "pnpm"], &["exec"], &[], Dashes(0)),
    row(&["mise", "rtx"], &["exec", "x"], &["-c", "-C", "--cd", "-j"], Dashes(0)),
    row(&["mise", "rtx", "proto"], &["run"], &[], Dashes(0)),
    row(&["nvm", "n", "nvs"], &["exec", "run"], &[], After(1)),
    row(&["direnv"], &["exec"], &[], After(1)),
    row(&["nix"], &["shell", "develop"], &[], Behind(&["-c", "--command"])),
    row(&["nix-shell"], &[], &["-p", "-I", "-A"], Behind(&["--run", "--command"])),
    row(&["devbox"], &["run"], &["-c", "--config", "-e", "--env", "--env-file"], Dashes(0)),
    row(&["flox"], &["activate"], &["-d", "-r"], Behind(&["-c", "--command"])),
    row(&["devenv"], &["shell"], &[], Dashes(0)),
    row(&["conda", "mamba", "micromamba"], &["run"], &["-n", "-p", "--name", "--prefix", "--cwd"], Dashes(0)),
    row(&["poetry", "pdm", "pipenv", "rye", "pixi", "hatch"], &["run"], &["-p", "-C", "--project", "--directory", "-e", "--environment", "--manifest-path", "--env-file"], Dashes(0)),
    row(&["uv"], &["run"], UV, Source(&["-m", "--module"])),
    row(&["corepack"], &[], &[], Rest),
];

/// Options of uv with a value.
#[rustfmt::skip]
pub(in crate::mcp) const UV: &[&str] = &[
    "--from", "--with", "--python", "-p", "--index-url", "-i", "--extra-index-url", "--index", "--default-index",
    "--directory", "--project", "--env-file", "--with-editable", "--with-requirements", "--refresh-package",
    "--spec", "--extra", "--group", "--only-group", "--package", "--cache-dir", "--config-file", "-w", "-c",
    "--constraints", "--overrides", "--link-mode", "--python-preference", "--resolution", "--prerelease",
];

/// Launchers of packages.
#[rustfmt::skip]
const FETCHERS: &[Row] = &[
    row(&["npx", "bunx", "pnpx"], &[], NPM, Package(&["-p", "--package"])),
    row(&["npm"], &["exec", "x"], NPM, Package(&["-p", "--package"])),
    row(&["pnpm", "yarn"], &["dlx"], NPM, Package(&["-p", "--package"])),
    row(&["bun"], &["x"], NPM, Package(&["-p", "--package"])),
    row(&["uvx"], &[], UV, Package(&["--from"])),
    row(&["uv"], &["tool run"], UV, Package(&["--from"])),
    row(&["pipx"], &["run"], UV, Package(&["--spec"])),
];

/// Options of the launchers of npm packages with a value.
#[rustfmt::skip]
pub(in crate::mcp) const NPM: &[&str] = &[
    "-p", "--package", "-c", "--call", "--registry", "--cache", "--prefix", "--userconfig", "-w", "--workspace",
    "--node-options", "--loglevel", "--shell",
];

/// Programs that run source code.
#[rustfmt::skip]
const RUNNERS: &[Row] = &[
    row(&["node", "nodejs"], &[], &["-r", "--require", "--import", "--loader", "--env-file", "-C", "--conditions", "--experimental-loader"], Source(&[])),
    row(&["tsx", "ts-node", "ts-node-esm", "vite-node", "esno", "swc-node", "@swc-node/register", "babel-node"], &[], &["--tsconfig", "-P", "--project", "-r", "--import", "-O", "--env-file"], Source(&[])),
    row(&["nodemon"], &[], &["--exec", "-x", "--watch", "-w", "--ext", "-e", "--ignore", "-i"], Source(&[])),
    row(&["python", "python3", "py", "pythonw", "pypy3"], &[], &["-W", "-X"], Source(&["-m"])),
    row(&["ruby", "php", "perl", "lua", "Rscript"], &[], &["-I", "-r"], Source(&[])),
    row(&["bun"], &["run"], &["--env-file", "--cwd"], Source(&[])),
    row(&["deno"], &["run"], &["--config", "-c", "--import-map", "--lock", "--env-file"], Source(&[])),
    row(&["fastmcp", "mcp"], &["run", "dev"], &["--transport", "-t", "--host", "--port", "-p", "--log-level", "-l", "--python", "--with", "--project", "--with-editable", "-e", "-v", "-f"], Source(&[])),
];

/// Local programs in front of a server elsewhere, or of a local one.
#[rustfmt::skip]
const BRIDGES: &[Row] = &[
    row(&["mcp-remote", "@geelen/mcp-remote", "mcp-remote-go", "mcp-remote-client"], &[], REMOTE, Bridge(&[])),
    row(&["mcp-proxy", "mcp-proxy-for-aws", "mcp-proxy-oauth", "@sparfenyuk/mcp-proxy", "mcp-streamablehttp-proxy"], &[], PROXY, Bridge(&["--command"])),
    row(&["supergateway", "mcp-stdio-to-sse", "@supercorp/supergateway"], &[], GATEWAY, Bridge(&["--stdio"])),
    row(&["mcpo"], &[], PROXY, Bridge(&[])),
    row(&["inspector", "@modelcontextprotocol/inspector", "mcp-inspector"], &[], &["-e", "--config", "--server", "--transport", "--server-url", "--header", "--method", "--tool-name", "--tool-arg"], Bridge(&[])),
];

const REMOTE: &[&str] = &[
    "--header",
    "--headers",
    "-H",
    "--transport",
    "--auth-timeout",
    "--host",
    "--resource",
    "--ignore-tool",
    "--static-oauth-client-metadata",
    "--static-oauth-client-info",
    "--callback-port",
];

const PROXY: &[&str] = &[
    "--headers 2",
    "-H 2",
    "--header",
    "-e 2",
    "--env 2",
    "--port",
    "--sse-port",
    "--host",
    "--sse-host",
    "--transport",
    "--allow-origin",
    "--cwd",
    "--client-id",
    "--client-secret",
    "--token-url",
    "--named-server-config",
    "--service",
    "--region",
    "--profile",
    "--log-level",
    "--api-key",
    "--server-type",
    "--root-path",
    "--name",
    "--retries",
    "--timeout",
    "--connect-timeout",
    "--read-timeout",
    "--write-timeout",
    "--metadata",
];

const GATEWAY: &[&str] = &[
    "--port",
    "--baseUrl",
    "--ssePath",
    "--messagePath",
    "--streamableHttpPath",
    "--outputTransport",
    "--header",
    "--oauth2Bearer",
    "--logLevel",
    "--healthEndpoint",
    "--sessionTimeout",
    "--protocolVersion",
    "--cors",
];

/// Every row; the first that fits holds.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    [SYSTEM, INJECTORS, FETCHERS, MANAGERS, RUNNERS, BRIDGES].into_iter().flatten()
}

/// The rows whose program people also fetch as a package: `npx tsx`, `uvx mcp-proxy`.
pub(super) fn packages() -> impl Iterator<Item = &'static Row> {
    [INJECTORS, RUNNERS, BRIDGES].into_iter().flatten()
}

/// Whether a program sets up the surroundings of a command: which folder, which variables.
pub(super) fn sets_environment(names: &[String]) -> bool {
    let rows = INJECTORS.iter().chain(MANAGERS);
    rows.flat_map(|row| row.names).any(|known| names.iter().any(|name| name == known))
}

/// Whether a program is one of the table: its path does not matter, as its name is enough.
pub(in crate::mcp) fn is_known(names: &[String]) -> bool {
    rows().flat_map(|row| row.names).any(|known| names.iter().any(|name| name == known))
}
