use super::*;
use model::LaunchClass;
use model::records::{AutoApprove, Package, Registry};

fn entry(id: &str, file: &str, class: Option<u32>) -> Placed<Server> {
    let record =
        Server { id: id.into(), launch_class: class.map(LaunchClass), ..Server::default() };
    Placed::new(record, Place::file(file))
}

/// One server of two placements, in the given order.
fn both(one: Server, other: Server) -> Configured {
    let placed = |record, file: &str| {
        let record = Server { id: "crm".into(), launch_class: Some(LaunchClass(0)), ..record };
        Observed::new(Placed::new(record, Place::file(file)), Vec::new())
    };
    let mut all = configured(vec![placed(one, "a.json"), placed(other, "b.json")]);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Judges two placements in both orders: the worse one is judged in each.
fn worse<T: PartialEq + std::fmt::Debug>(
    one: Server,
    other: Server,
    field: impl Fn(&Server) -> T,
    expected: T,
) {
    assert_eq!(field(&both(one.clone(), other.clone()).server.record), expected);
    assert_eq!(field(&both(other, one).server.record), expected, "in the other order");
}

fn list(items: &[&str]) -> Field<Vec<String>> {
    Field::Given(items.iter().map(|item| (*item).to_string()).collect())
}

#[test]
fn the_class_of_the_launch_decides_and_not_the_name_or_the_address() {
    let seen = |id: &str, file: &str, class| {
        let mut placed = entry(id, file, class);
        placed.record.url = Field::Given("https://maps.test/mcp".into());
        Observed::new(placed, Vec::new())
    };
    let apart = vec![seen("maps", "a.json", Some(0)), seen("maps", "b.json", Some(1))];
    assert_eq!(configured(apart).len(), 2);
    let one = configured(vec![seen("maps", "a.json", Some(0)), seen("cards", "b.json", Some(0))]);
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].keys, ["maps", "cards"]);
    assert_eq!(one[0].places().len(), 2);
}

#[test]
fn a_file_near_the_top_gives_the_id() {
    let seen = |id: &str, file: &str| Observed::new(entry(id, file, Some(0)), Vec::new());
    for turned in [false, true] {
        let mut all = vec![seen("deep", "a/b/mcp.json"), seen("top", "z.json")];
        if turned {
            all.reverse();
        }
        assert_eq!(configured(all)[0].server.record.id, "top");
    }
}

#[test]
fn a_server_is_off_only_where_every_placement_is() {
    let with = |status| Server { status: Field::Given(status), ..Server::default() };
    let status = |server: &Server| server.status.clone();
    let (on, off) = (Status::Active, Status::Disabled);
    worse(with(off), with(on), status, Field::Given(on));
    worse(with(off), with(off), status, Field::Given(off));
}

#[test]
fn the_worse_runtime_is_judged_and_what_one_does_not_show_is_unknown() {
    let with = |runtime| Server { runtime: Field::Given(runtime), ..Server::default() };
    let yes = || Field::Given(true);
    let safe = Runtime { sandboxed: yes(), egress_limited: yes(), ..Runtime::default() };
    let open = Runtime {
        sandboxed: Field::Given(false),
        root: yes(),
        privileged: yes(),
        host_access: list(&["/"]),
        egress_limited: Field::Absent,
    };
    let expected = open.clone();
    worse(with(safe), with(open), |server| server.runtime.clone(), Field::Given(expected));
}

#[test]
fn certificates_are_checked_only_where_every_placement_checks() {
    let with = |checked| Server { tls_verification: checked, ..Server::default() };
    let checks = |server: &Server| server.tls_verification.clone();
    worse(with(Field::Given(true)), with(Field::Given(false)), checks, Field::Given(false));
    worse(with(Field::Given(true)), with(Field::Absent), checks, Field::Absent);
    worse(with(Field::Absent), with(Field::Given(false)), checks, Field::Given(false));
}

#[test]
fn the_less_exact_version_is_judged_and_the_difference_names_both_places() {
    let with = |version: Field<String>| {
        let name = "crm-mcp".to_string();
        let package = Package { registry: Registry::Npm, name, version, digest: Field::Absent };
        let launch = Launch { package: Field::Given(package), ..Launch::default() };
        Server { launch: Field::Given(launch), ..Server::default() }
    };
    let version = |server: &Server| {
        let package = server.launch.given().and_then(|launch| launch.package.given());
        package.map(|package| package.version.clone())
    };
    let (exact, floating) = (Field::Given("1.2.3".to_string()), Field::Blank);
    worse(with(exact.clone()), with(floating.clone()), version, Some(Field::Blank));
    let [conflict] = &both(with(exact.clone()), with(floating)).conflicts[..] else {
        panic!("one difference")
    };
    for word in ["1.2.3", "no version", "a.json", "b.json"] {
        assert!(conflict.contains(word), "{conflict}");
    }
    assert!(both(with(exact.clone()), with(exact)).conflicts.is_empty());
}

#[test]
fn what_one_client_approves_or_lets_through_counts() {
    let approves = |everything, tools: &[&str]| Server {
        auto_approve: Field::Given(AutoApprove {
            everything: Field::Given(everything),
            tools: list(tools),
        }),
        ..Server::default()
    };
    let both_approve = both(approves(false, &["find"]), approves(true, &["find", "drop"]));
    let approved = both_approve.server.record.auto_approve;
    let expected = AutoApprove { everything: Field::Given(true), tools: list(&["find", "drop"]) };
    assert_eq!(approved, Field::Given(expected));

    let filter = |only, except| Server {
        tool_filter: Field::Given(ToolFilter { only, except }),
        ..Server::default()
    };
    let filtered = |server: &Server| server.tool_filter.clone();
    // A client without a filter lets everything through.
    worse(filter(list(&["find"]), Field::Absent), Server::default(), filtered, Field::Blank);
    let kept_out = ToolFilter { only: Field::Absent, except: list(&["drop"]) };
    worse(
        filter(Field::Absent, list(&["drop", "edit"])),
        filter(Field::Absent, list(&["drop"])),
        filtered,
        Field::Given(kept_out),
    );
}

#[test]
fn the_address_that_others_reach_is_judged() {
    let with = |bind: &str| Server { bind: Field::Given(bind.into()), ..Server::default() };
    let bind = |server: &Server| server.bind.clone();
    for local in ["127.0.0.1:80", "localhost:80", "[::1]:80"] {
        let open = "0.0.0.0:80";
        worse(with(local), with(open), bind, Field::Given(open.to_string()));
    }
}

#[test]
fn the_secrets_of_each_entry_keep_its_name() {
    let seen = |id: &str, file: &str| {
        let secret = Secret { id: format!("{id}/KEY"), ..Secret::default() };
        let secrets = vec![Placed::new(secret, Place::file(file))];
        Observed::new(entry(id, file, Some(0)), secrets)
    };
    let all = configured(vec![seen("crm", "a.json"), seen("sales", "b.json")]);
    let names: Vec<&str> = all[0].secrets.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(names, ["crm", "sales"]);
}
