//! What a server can do to its host: which parts it can access, and whether as root.

use crate::controls::prelude::*;
use model::records::Runtime;
use model::wording::list;

/// The verdict on the stated parts of the host.
pub(super) fn host_access(runtime: &Runtime) -> Judgement {
    let path = ("servers", "runtime.host_access");
    let Field::Given(parts) = &runtime.host_access else {
        return Judgement::silent(&runtime.host_access, path.0, path.1);
    };
    let first = |access| parts.iter().find(|part| interpret(part) == access);
    match (first(Access::Wide), first(Access::Unreadable)) {
        (Some(part), _) => Judgement::fail(words!("Can access `{part}` on its host")),
        (None, Some(part)) => {
            let sentence = words!("Host access `{part}` cannot be interpreted; state a path");
            Judgement::unusable(Reason::UnknownGrammar, path.0, path.1, sentence)
        }
        (None, None) if parts.is_empty() => {
            Judgement::pass("Sandboxed, without access to its host")
        }
        (None, None) => Judgement::pass(words!("Sandboxed, with access to {} only", list(parts))),
    }
}

/// A stated value decides; `sudo` in front counts only where there is none, for it can also lower
/// the rights. Container programs prove nothing either way: their arguments are not kept.
pub(super) fn root(server: &Server) -> Judgement {
    let stated = server.runtime.given().map_or(&Field::Absent, |runtime| &runtime.root);
    let program = server.launch.given().and_then(|launch| launch.program.given());
    let name = program.and_then(|program| program.rsplit(['/', '\\']).next());
    match (stated, name) {
        (Field::Absent | Field::Blank, Some("sudo" | "doas" | "pkexec" | "su")) => {
            Judgement::fail("Started with root rights")
        }
        _ => flag(stated, false, ("servers", "runtime.root"), Judgement::fail("Runs as root")),
    }
}

/// How much of the host one entry opens.
#[derive(PartialEq)]
enum Access {
    Narrow,
    Wide,
    Unreadable,
}

/// Only a plain path, at least two folders deep and three inside a home, is narrow.
fn interpret(part: &str) -> Access {
    let part = part.trim().to_lowercase().replace('\\', "/");
    let namespaces = ["host", "network", "pid", "ipc", "docker", "privileged", "sock"];
    let system = ["root", "etc", "proc", "sys", "dev", "boot", "run", "windows"];
    let homes = ["home", "users"];
    let is_path = part.starts_with(['/', '~', '$', '%', '.']) || part.get(1..3) == Some(":/");
    if !is_path && part.get(1..2) != Some(":") {
        let mut words = part.split(|sign: char| !sign.is_alphanumeric());
        let named = words.any(|word| namespaces.contains(&word));
        return if named { Access::Wide } else { Access::Unreadable };
    }
    let steps: Vec<&str> =
        part.split('/').filter(|step| !step.is_empty() && *step != ".").collect();
    let hidden = steps.iter().any(|step| step.starts_with('.') || step.ends_with(".sock"));
    let drive = usize::from(part.get(1..2) == Some(":"));
    let top = steps.get(drive).copied().unwrap_or_default();
    let deep = match top {
        top if homes.contains(&top) => 3,
        _ if part.starts_with('.') => 1,
        _ => 2,
    };
    match hidden || system.contains(&top) || steps.len() < drive + deep || part.contains('*') {
        true => Access::Wide,
        false => Access::Narrow,
    }
}
