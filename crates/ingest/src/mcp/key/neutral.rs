//! What has no bearing on which server an entry starts.

/// Variables by their whole names.
#[rustfmt::skip]
const VARIABLES: &[&str] = &[
    "DEBUG", "VERBOSE", "NODE_ENV", "PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8",
    "PYTHONDONTWRITEBYTECODE", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "TZ", "LANG", "LANGUAGE", "PATH",
    "Path", "PATHEXT", "HOME", "USER", "LOGNAME", "USERPROFILE", "HOMEPATH", "HOMEDRIVE", "APPDATA", "LOCALAPPDATA",
    "PROGRAMDATA", "ProgramData", "PROGRAMFILES", "ProgramFiles", "SYSTEMROOT", "SystemRoot", "WINDIR", "COMSPEC",
    "ComSpec", "TEMP", "TMP", "TMPDIR", "SHELL", "PWD", "NODE_PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    "http_proxy", "https_proxy", "no_proxy", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "DO_NOT_TRACK", "CI", "MCP_TIMEOUT", "MCP_TOOL_TIMEOUT", "DISPLAY",
    "WSLENV", "RUST_LOG", "RUST_BACKTRACE", "GODEBUG", "JAVA_HOME", "PYTHONWARNINGS", "NODE_NO_WARNINGS",
];

/// Variables by the beginning of their names.
const STARTS: &[&str] =
    &["LC_", "npm_config_", "NPM_CONFIG_", "NVM_", "FNM_", "VOLTA_", "OTEL_", "XDG_"];

/// Variables by the end of their names.
const ENDS: &[&str] = &[
    "LOG_LEVEL",
    "LOGLEVEL",
    "LOG_FORMAT",
    "LOGGING_LEVEL",
    "_TIMEOUT",
    "_TIMEOUT_MS",
    "_TIMEOUT_SECONDS",
    "_TELEMETRY",
    "_LOG_COLOR",
];

/// Where packages come from is no matter of taste.
const SOURCES: &[&str] = &["registry", "index_url", "index", "node_options"];

/// Whether a variable has no bearing on identity.
pub(super) fn variable(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let source = SOURCES.iter().any(|end| lower.ends_with(end));
    VARIABLES.contains(&name)
        || !source && STARTS.iter().any(|start| name.starts_with(start))
        || ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether an option of a server, without a value, only changes what it prints or asks.
pub(super) fn flag(name: &str) -> bool {
    matches!(
        name,
        "-y" | "--yes"
            | "-q"
            | "--quiet"
            | "--silent"
            | "--verbose"
            | "--no-color"
            | "--color"
            | "--no-banner"
    )
}

/// Whether an option of a server, with its value, only changes what it prints.
pub(super) fn option(name: &str) -> bool {
    let name = name.trim_start_matches('-').replace(['-', '_'], "").to_ascii_lowercase();
    matches!(name.as_str(), "loglevel" | "logformat" | "verbosity" | "logginglevel")
}

/// Whether an option of a launcher of packages has no bearing on what it fetches.
pub(super) fn launcher(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        "--python",
        "--refresh",
        "--no-cache",
        "--isolated",
        "--prefer-offline",
        "--prefer-online",
        "--loglevel",
        "--cache",
        "--cache-dir",
        "--native-tls",
        "--no-progress",
        "--offline",
        "--ignore-existing",
        "-U",
        "--upgrade",
        "--no-install",
        "--link-mode",
        "--python-preference",
        "--include-attestations",
        "--bun",
        "-n",
        "--no",
        "--no-python-downloads",
        "--reinstall",
    ];
    NAMES.contains(&name) || flag(name) || option(name)
}

/// Options of managers of versions or secrets that stand alone.
pub(super) const MANAGER_SWITCHES: [&str; 13] = [
    "--no-capture-output",
    "--live-stream",
    "--no-mask",
    "--silent",
    "--watch",
    "--no-banner",
    "--frozen",
    "--locked",
    "--no-sync",
    "--active",
    "--no-dev",
    "--no-project",
    "--override",
];

/// Whether an option of a manager of versions or secrets has no bearing on what runs.
pub(super) fn manager(name: &str, is_uv: bool) -> bool {
    const VALUED: [&str; 5] = ["--using", "--node", "--npm", "--yarn", "--pnpm"];
    VALUED.contains(&name)
        || MANAGER_SWITCHES.contains(&name)
        || launcher(name)
        || is_uv && name == "-p"
}

/// Whether a word of a manager is a subcommand or a version.
pub(super) fn around(word: &str) -> bool {
    let version = |text: &str| {
        let text = text.trim_start_matches('v');
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let tool = !word.starts_with(['@', '-'])
        && word
            .split_once('@')
            .is_some_and(|(_, at)| version(at) || matches!(at, "latest" | "lts"));
    matches!(word, "--" | "run" | "exec" | "x" | "shell" | "develop" | "activate" | "exec-env")
        || version(word)
        || tool
}

/// Options of `docker run` that have no bearing on what runs.
pub(super) fn container(name: &str) -> bool {
    const NAMES: [&str; 25] = [
        "-i",
        "-t",
        "-it",
        "-ti",
        "-d",
        "--rm",
        "--init",
        "--interactive",
        "--tty",
        "--detach",
        "--name",
        "--pull",
        "--platform",
        "--log-driver",
        "--log-opt",
        "--restart",
        "--memory",
        "-m",
        "--cpus",
        "--pids-limit",
        "--label",
        "-l",
        "--hostname",
        "--stop-timeout",
        "--sig-proxy",
    ];
    NAMES.contains(&name) || flag(name)
}

/// Options of `docker run` that give rights: they may differ between the places of one server.
pub(super) fn rights(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "--privileged",
        "--cap-add",
        "--cap-drop",
        "--security-opt",
        "-u",
        "--user",
        "--read-only",
        "--network",
        "--net",
        "--pid",
        "--ipc",
        "--userns",
        "--device",
        "--group-add",
        "--uts",
        "--cgroupns",
    ];
    NAMES.contains(&name)
}

/// Headers without bearing on what a server is asked to be.
pub(super) fn header(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "user-agent",
        "accept",
        "content-type",
        "accept-encoding",
        "accept-language",
        "connection",
        "cache-control",
        "x-request-id",
        "mcp-protocol-version",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Options of a bridge without bearing on the server behind it.
pub(super) fn bridge(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "--transport",
        "--port",
        "--sse-port",
        "--host",
        "--sse-host",
        "--auth-timeout",
        "--allow-http",
        "--debug",
        "--enable-proxy",
        "--allow-origin",
        "--sse",
        "--streamableHttp",
        "--timeout",
        "--connect-timeout",
        "--read-timeout",
        "--write-timeout",
        "--retries",
        "--callback-port",
        "--outputTransport",
    ];
    NAMES.contains(&name) || flag(name) || option(name)
}
