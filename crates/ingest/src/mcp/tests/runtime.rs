//! What a local server may do on its machine.

use super::*;
use model::Field;
use model::records::{RegistryStatus, Runtime};

fn runtime(command: &str, args: &[&str]) -> Field<Runtime> {
    let args = serde_json::to_string(args).expect("JSON");
    server(&format!(r#"{{"command": "{command}", "args": {args}}}"#)).runtime
}

fn parts(parts: &[&str]) -> Field<Vec<String>> {
    Given(parts.iter().map(ToString::to_string).collect())
}

#[test]
fn containers_are_recognised_by_their_options() {
    let plain = Runtime {
        sandboxed: Given(true),
        privileged: Given(false),
        host_access: parts(&[]),
        ..Runtime::default()
    };
    assert_eq!(
        runtime("docker", &["run", "-i", "--rm", "acme/x", "--privileged"]),
        Given(plain.clone())
    );
    let open = runtime(
        "docker",
        &["run", "--privileged", "--network", "host", "--pid=host", "-v", "/:/host", "acme/x"],
    );
    let expected = Runtime {
        sandboxed: Given(false),
        privileged: Given(true),
        host_access: parts(&["host network", "host processes", "/"]),
        ..Runtime::default()
    };
    assert_eq!(open, Given(expected));
    let mounts = runtime(
        "podman",
        &[
            "run",
            "--user",
            "0:0",
            "--network=none",
            "--cap-add",
            "SYS_ADMIN",
            "-v",
            "cache:/c",
            "--mount",
            "type=bind,src=/home/ada/work/x,dst=/x",
            "-v",
            "/var/run/docker.sock:/var/run/docker.sock",
            "-v",
            "${PWD}/data:/d",
            "acme/x",
        ],
    );
    let mounts = mounts.given().expect("a runtime");
    assert_eq!((&mounts.root, &mounts.privileged), (&Given(true), &Given(true)));
    assert_eq!(mounts.egress_limited, Given(true));
    let seen = ["/var/run/docker.sock", "./project folder", "~/work/x"];
    assert_eq!(mounts.host_access, parts(&seen));
    let open = runtime("docker", &["run", "--security-opt", "seccomp=unconfined", "acme/x"]);
    assert_eq!(open.given().map(|open| open.sandboxed.clone()), Some(Given(false)));
}

#[test]
fn without_a_container_only_wide_access_is_reported() {
    let host = |args: &[&str]| {
        let runtime = runtime("npx", args);
        runtime.given().map(|runtime| runtime.host_access.items().join(" "))
    };
    for (path, shown) in [
        ("/", "/"),
        ("/home/ada", "~"),
        ("$HOME", "~"),
        ("C:\\", "C:"),
        ("--allowed=/home/ada/.ssh/id", "~/.ssh"),
        ("/etc/", "/etc"),
    ] {
        assert_eq!(host(&["-y", "files@1.0.0", path]).as_deref(), Some(shown), "{path}");
    }
    for path in ["/srv/projects/a", "./x", "server.js", "https://h.test/", "a/.aws"] {
        assert_eq!(host(&["-y", "files@1.0.0", path]), None, "{path}");
    }
    assert_eq!(runtime("x", &[]), Absent);
}

#[test]
fn raised_rights_are_seen_behind_wrappers() {
    let root = |command: &str, args: &[&str]| {
        runtime(command, args).given().map(|runtime| runtime.root.clone())
    };
    assert_eq!(root("sudo", &["node", "x.js"]), Some(Given(true)));
    assert_eq!(root("sh", &["-c", "cd /srv && sudo node x.js"]), Some(Given(true)));
    assert_eq!(root("node", &["sudo"]), None);
}

#[test]
fn the_sandbox_of_the_client_counts() {
    let entry = r#"{"command": "x", "sandboxEnabled": true,
        "sandbox": {"network": {"allowedDomains": ["h.test"]}}}"#;
    let runtime = server(entry).runtime;
    let runtime = runtime.given().expect("a runtime");
    assert_eq!((&runtime.sandboxed, &runtime.egress_limited), (&Given(true), &Given(true)));
    assert_eq!(runtime.privileged, Absent);
}

#[test]
fn archived_packages_are_known() {
    let status = |package: &str| {
        server(&format!(r#"{{"command": "npx", "args": ["-y", "{package}"]}}"#)).registry_status
    };
    let archived = "@modelcontextprotocol/server-postgres@0.6.2";
    assert_eq!(status(archived), Given(RegistryStatus::Archived));
    assert_eq!(status("@modelcontextprotocol/server-filesystem"), Absent);
}
