//! ISO-02: sandboxed runtime.

use super::host_access::{host_access, root};
use crate::controls::attestation::or_attested;
use crate::controls::hosting::Host;
use crate::controls::prelude::*;

/// A sandbox without privilege, with limited files and addresses.
pub(crate) static CONTROL: Control = Control {
    id: "ISO-02",
    slug: "contained-runtime",
    family: Family::Iso,
    title: "Sandboxed runtime",
    why: "An attacker who takes over a server, or misleads its agent, gains whatever the server's process \
          can access. With root or a home folder, that is the whole machine.",
    criteria: Criteria {
        pass: "It is sandboxed, runs neither as root nor privileged, can access no more of its \
               host than named folders and, from T2 on, reaches named addresses only.",
        partial: "Below T3 it has no sandbox, or at T2 its outbound traffic is not limited.",
        fail: "It runs as root or privileged, can access the host's root, a home, credentials, a \
               container socket or the host's namespaces, or at T3 lacks a sandbox or a limit on \
               its outbound traffic.",
    },
    remediation: "Run it in an unprivileged container or sandbox under a user of its own, mount \
                  only the folder it works on, and list the addresses it may reach.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let verdict = match Host::of(server) {
        Host::Supplier => {
            return Judgement::not_applicable("Hosted by its supplier")
                .because(asset.place_of("supplied_by"), quote("supplied_by", &server.supplied_by));
        }
        Host::Own => contained(asset, server, context),
        Host::Unknown(unknown) => contained(asset, server, context).worst_of(unknown),
    };
    match server.launch.given().and_then(|launch| launch.program.given()) {
        Some(program) => {
            verdict.because(asset.place_of("launch.program"), words!("launch.program = {program}"))
        }
        None => verdict,
    }
}

fn contained(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let tier = asset.test_tier();
    let root = root(server);
    let Field::Given(runtime) = &server.runtime else {
        return Judgement::silent(&server.runtime, "servers", "runtime").worst_of(root);
    };
    let privileged = Judgement::fail("Runs privileged, or with added capabilities");
    let privilege = ("servers", "runtime.privileged");
    let sandbox = ("servers", "runtime.sandboxed");
    let verdict = or_attested(host_access(runtime), CONTROL.id, asset, context)
        .worst_of(root)
        .worst_of(flag(&runtime.privileged, false, privilege, privileged))
        .worst_of(flag(&runtime.sandboxed, true, sandbox, no("sandbox", tier)));
    if tier < Tier::T2 {
        return verdict;
    }
    let egress = ("servers", "runtime.egress_limited");
    let open = no("limit on outbound traffic", tier);
    verdict.worst_of(flag(&runtime.egress_limited, true, egress, open))
}

fn no(what: &str, tier: Tier) -> Judgement {
    match tier {
        Tier::T3 => Judgement::fail(words!("No {what} (required at T3)")),
        _ => Judgement::partial(words!("No {what}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
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
        Kit::new().server(record).tier(tier).outcome(&CONTROL)
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
    fn sudo_decides_where_the_user_is_not_stated() {
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
        let kit = |record| Kit::new().person("ada", "identity").server(record);
        let prose = || running("host_access", json!(["its project folder"]));
        assert_eq!(kit(prose()).outcome(&CONTROL), NotAssessed);
        assert_eq!(kit(prose()).attestation(word.clone()).outcome(&CONTROL), Pass);
        let silent = with(prose(), "runtime", with(runtime(), "root", json!(null)));
        assert_eq!(kit(silent).attestation(word).outcome(&CONTROL), NotAssessed);
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
    fn each_missing_field_is_not_assessed() {
        for field in ["sandboxed", "root", "privileged", "host_access", "egress_limited"] {
            let judgement = Kit::new().server(running(field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("servers.runtime.{field}")));
        }
        let silent = json!({"id": "crm", "transport": "stdio"});
        assert_eq!(at(Tier::T2, silent), NotAssessed);
    }
}
