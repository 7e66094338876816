//! ISO-02: a server that can do little to its host.

use crate::controls::attested::or_attested;
use model::records::{Runtime, Server, Supply, Transport};
use model::{
    Asset, AssetFacts, AssetKind, Channel, Context, Control, Criteria, Domain, Family, Field,
    Judgement, PerTier, Reason, Severity, Tier, channel,
};

/// A sandbox, without privilege, with bounded files and addresses.
pub(crate) static CONTROL: Control = Control {
    id: "ISO-02",
    slug: "contained-runtime",
    family: Family::Iso,
    title: "It runs contained: sandboxed, without privilege, with little of its host in sight",
    why: "Whoever takes over a server, or talks its agent into misuse, holds whatever the server's \
          process may touch: with root or a home folder, that is the whole machine.",
    criteria: Criteria {
        pass: "It is sandboxed, runs neither as root nor privileged, sees no more of its host than \
               named folders and, from T2 on, reaches named addresses only.",
        partial: "Below T3 it has no sandbox, or at T2 its outward traffic has no limit.",
        fail: "It runs as root or privileged, sees the host's root, a home, credentials, a \
               container socket or the host's namespaces, or at T3 lacks a sandbox or a limit to \
               its outward traffic.",
    },
    remediation: "Run it in an unprivileged container or sandbox under a user of its own, mount \
                  only the folder it works on, and list the addresses it may reach.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    let verdict = match ran_by(server) {
        Host::Others => {
            return Judgement::not_applicable("A third party runs it on machines of its own")
                .because(asset.place(), "supplied_by = third-party");
        }
        Host::Ours => contained(asset, server, context),
        Host::Untold(unknown) => contained(asset, server, context).worst_of(unknown),
    };
    match server.launch.given().and_then(|launch| launch.program.given()) {
        Some(program) => verdict.because(asset.place(), format!("launch.program = {program}")),
        None => verdict,
    }
}

/// Whose machine it runs on.
enum Host {
    Ours,
    Others,
    Untold(Judgement),
}

fn ran_by(server: &Server) -> Host {
    let way = server.url.given().map(|url| channel(url));
    match (&server.transport, way, &server.supplied_by) {
        (Field::Given(Transport::Stdio), ..) | (_, Some(Some(Channel::Local)), _) => Host::Ours,
        (_, _, Field::Given(Supply::InHouse)) => Host::Ours,
        (Field::Given(_), Some(Some(_)), Field::Given(Supply::ThirdParty)) => Host::Others,
        (Field::Given(_), Some(Some(_)), silent) => {
            Host::Untold(Judgement::silent(silent, "servers", "supplied_by"))
        }
        (Field::Given(_), Some(None), _) => Host::Untold(Judgement::unusable(
            Reason::UnknownGrammar,
            "servers",
            "url",
            "Its URL does not say where it runs",
        )),
        (Field::Given(_), None, _) => {
            Host::Untold(Judgement::silent(&server.url, "servers", "url"))
        }
        (silent, ..) => Host::Untold(Judgement::silent(silent, "servers", "transport")),
    }
}

fn contained(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let tier = asset.test_tier();
    let root = root(server);
    let Field::Given(runtime) = &server.runtime else {
        return Judgement::silent(&server.runtime, "servers", "runtime").worst_of(root);
    };
    let privileged = Judgement::fail("It runs privileged, or with added capabilities");
    let verdict = or_attested(host(runtime), CONTROL.id, asset, context)
        .worst_of(root)
        .worst_of(flag(&runtime.privileged, false, "runtime.privileged", privileged))
        .worst_of(flag(&runtime.sandboxed, true, "runtime.sandboxed", short("sandbox", tier)));
    if tier < Tier::T2 {
        return verdict;
    }
    let open = short("limit to its outward traffic", tier);
    verdict.worst_of(flag(&runtime.egress_limited, true, "runtime.egress_limited", open))
}

/// A statement decides; `sudo` in front speaks only where there is none, for it can also lower.
/// Container programs prove nothing either way: their arguments, which would tell, are not kept.
fn root(server: &Server) -> Judgement {
    let stated = server.runtime.given().map_or(&Field::Absent, |runtime| &runtime.root);
    let program = server.launch.given().and_then(|launch| launch.program.given());
    let name = program.and_then(|program| program.rsplit(['/', '\\']).next());
    match (stated, name) {
        (Field::Absent | Field::Blank, Some("sudo" | "doas" | "pkexec" | "su")) => {
            Judgement::fail("It is started with the rights of root")
        }
        _ => flag(stated, false, "runtime.root", Judgement::fail("It runs as root")),
    }
}

fn short(of: &str, tier: Tier) -> Judgement {
    match tier {
        Tier::T3 => Judgement::fail(format!("It has no {of}, which T3 asks for")),
        _ => Judgement::partial(format!("It has no {of}")),
    }
}

fn flag(stated: &Field<bool>, wanted: bool, field: &str, flaw: Judgement) -> Judgement {
    match stated {
        Field::Given(value) if *value == wanted => Judgement::pass(""),
        Field::Given(_) => flaw,
        silent => Judgement::silent(silent, "servers", field),
    }
}

/// What it sees of its host.
fn host(runtime: &Runtime) -> Judgement {
    let Field::Given(parts) = &runtime.host_access else {
        return Judgement::silent(&runtime.host_access, "servers", "runtime.host_access");
    };
    let of = |sight| parts.iter().find(|part| look(part) == sight);
    match (of(Sight::Wide), of(Sight::Unread)) {
        (Some(part), _) => Judgement::fail(format!("It sees {part} of its host")),
        (None, Some(part)) => Judgement::unusable(
            Reason::UnknownGrammar,
            "servers",
            "runtime.host_access",
            format!("`{part}` does not say how much of its host it sees; write a path"),
        ),
        (None, None) if parts.is_empty() => {
            Judgement::pass("It runs contained and sees nothing of its host")
        }
        (None, None) => {
            Judgement::pass(format!("It runs contained and sees only {}", parts.join(", ")))
        }
    }
}

/// How much of the host one entry opens.
#[derive(PartialEq)]
enum Sight {
    Narrow,
    Wide,
    Unread,
}

/// Only a plain path, at least two folders deep and three inside a home, is narrow.
fn look(part: &str) -> Sight {
    let part = part.trim().to_lowercase().replace('\\', "/");
    let namespaces = ["host", "network", "pid", "ipc", "docker", "privileged", "sock"];
    let system = ["root", "etc", "proc", "sys", "dev", "boot", "run", "windows"];
    let homes = ["home", "users"];
    let is_path = part.starts_with(['/', '~', '$', '%', '.']) || part.get(1..3) == Some(":/");
    if !is_path && part.get(1..2) != Some(":") {
        let words = part.split(|sign: char| !sign.is_alphanumeric());
        let named = words.into_iter().any(|word| namespaces.contains(&word));
        return if named { Sight::Wide } else { Sight::Unread };
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
        true => Sight::Wide,
        false => Sight::Narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn runtime() -> Value {
        json!({"sandboxed": true, "root": false, "privileged": false, "host_access": [],
               "egress_limited": true})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn running(field: &str, value: Value) -> Value {
        let runtime = with(runtime(), field, value);
        json!({"id": "crm", "transport": "stdio", "runtime": runtime})
    }

    fn at(tier: Tier, record: Value) -> Outcome {
        Bench::new().server(record).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn what_is_contained_passes() {
        assert_eq!(at(Tier::T3, running("host_access", json!([]))), Pass);
        let folder = running("host_access", json!(["/srv/orders/inbox", "~/work/crm", "./data"]));
        assert_eq!(at(Tier::T3, folder), Pass);
    }

    #[test]
    fn privilege_over_the_host_fails_at_every_tier() {
        assert_eq!(at(Tier::T0, running("root", json!(true))), Fail);
        assert_eq!(at(Tier::T0, running("privileged", json!(true))), Fail);
        for part in [
            "/",
            "~",
            "$HOME",
            "~/",
            "/home/ada",
            "C:\\",
            "c:\\users\\ada",
            "/etc/ssl",
            "..",
            "docker.sock",
            "/var/run/docker.sock",
            "~/work/.ssh",
            "host network",
            "--pid=host",
            "/srv/*/data",
        ] {
            assert_eq!(at(Tier::T0, running("host_access", json!([part]))), Fail, "{part}");
        }
    }

    #[test]
    fn no_sandbox_and_open_traffic_weigh_by_tier() {
        for (field, expected) in
            [("sandboxed", [Partial, Partial, Fail]), ("egress_limited", [Pass, Partial, Fail])]
        {
            let of = |tier| at(tier, running(field, json!(false)));
            assert_eq!([of(Tier::T1), of(Tier::T2), of(Tier::T3)], expected, "{field}");
        }
    }

    #[test]
    fn sudo_speaks_where_nobody_states_the_user() {
        let sudo = |root: Value| {
            with(running("root", root), "launch", json!({"program": "/usr/bin/sudo"}))
        };
        assert_eq!(at(Tier::T2, sudo(json!(null))), Fail);
        assert_eq!(at(Tier::T2, sudo(json!(false))), Pass);
        let bare = json!({"id": "crm", "launch": {"program": "sudo"}});
        assert_eq!(at(Tier::T2, bare), Fail);
    }

    #[test]
    fn prose_is_read_by_a_person_only() {
        let word = json!({"control": "ISO-02", "asset": "crm", "by": "ada", "domain": "identity",
                          "on": "2026-10-01", "expires_on": "2026-12-31",
                          "evidence": "https://wiki.example.com/crm"});
        let bench = |record| Bench::new().owner(json!({"id": "ada"})).server(record);
        let prose = || running("host_access", json!(["its project folder"]));
        assert_eq!(bench(prose()).outcome(&CONTROL), NotAssessed);
        assert_eq!(bench(prose()).attestation(word.clone()).outcome(&CONTROL), Pass);
        let silent = with(prose(), "runtime", with(runtime(), "root", json!(null)));
        assert_eq!(bench(silent).attestation(word).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_a_remote_server_of_a_third_party_is_excused() {
        let remote = |by: Value| {
            json!({"id": "crm", "transport": "http", "url": "https://mcp.example.com/",
                   "supplied_by": by, "runtime": runtime()})
        };
        assert_eq!(at(Tier::T2, remote(json!("third-party"))), NotApplicable);
        assert_eq!(at(Tier::T2, remote(json!("in-house"))), Pass);
        assert_eq!(at(Tier::T2, remote(json!(null))), NotAssessed);
        for field in ["transport", "url"] {
            let silent = with(remote(json!("third-party")), field, json!(null));
            assert_eq!(at(Tier::T2, silent), NotAssessed, "{field}");
        }
    }

    #[test]
    fn each_silent_field_is_not_assessed() {
        for field in ["sandboxed", "root", "privileged", "host_access", "egress_limited"] {
            let judgement = Bench::new().server(running(field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("servers.runtime.{field}")));
        }
        let silent = json!({"id": "crm", "transport": "stdio"});
        assert_eq!(at(Tier::T2, silent), NotAssessed);
    }
}
