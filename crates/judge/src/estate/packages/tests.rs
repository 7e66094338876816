use super::*;
use crate::estate::freshness::Freshness;
use model::Place;
use model::records::{Configuration, Launch, Package, Registry};

fn server(id: &str, registry: Registry, package: &str) -> Joined<Server> {
    let package = Package {
        registry,
        name: package.into(),
        version: Field::Given("1.0.0".into()),
        digest: Field::Absent,
    };
    let launch = Launch { package: Field::Given(package), ..Launch::default() };
    let record = Server { id: id.into(), launch: Field::Given(launch), ..Server::default() };
    Joined::observed(Placed::new(record, Place::file(".mcp.json")))
}

/// What a catalogue states about packages, under a name: a purpose and a key that they ask for.
fn stated(name: &str, packages: &[&str]) -> Catalogued {
    let place = Place::file("server.json");
    let record = Server {
        id: name.into(),
        purpose: Field::Given("Opens tickets".into()),
        launch: Field::Given(Launch {
            program: Field::Given("docker".into()),
            ..Launch::default()
        }),
        ..Server::default()
    };
    let key = Secret { id: format!("{name}/API_KEY"), ..Secret::default() };
    Catalogued {
        packages: packages.iter().map(|name| (*name).to_string()).collect(),
        server: Placed::new(record, place.clone()),
        secrets: vec![Placed::new(key, place)],
    }
}

fn attached(servers: &mut [Joined<Server>], entry: Catalogued) -> (Vec<String>, Vec<Diagnostic>) {
    let (mut secrets, mut remarks) = (Vec::new(), Remarks::default());
    attach((servers, &mut secrets), vec![entry], &Freshness::default(), &mut remarks);
    let secrets = secrets.into_iter().map(|secret| secret.record.id).collect();
    (secrets, remarks.notices)
}

#[test]
fn one_statement_is_about_every_server_that_runs_the_package_and_joins_none() {
    let mut servers = [
        server("live", Registry::Npm, "tickets-mcp"),
        server("test", Registry::Npm, "tickets-mcp"),
        server("maps", Registry::Npm, "maps-mcp"),
    ];
    let before = servers.each_ref().map(|one| one.record.launch.clone());
    let (secrets, notices) =
        attached(&mut servers, stated("example/tickets", &["npm:tickets-mcp"]));
    assert!(notices.is_empty(), "{notices:?}");
    let purposes = servers.each_ref().map(|one| one.record.purpose.given().is_some());
    assert_eq!(purposes, [true, true, false]);
    assert_eq!(servers.each_ref().map(|one| one.record.launch.clone()), before);
    assert!(servers.iter().all(|one| one.record.known_as.items().is_empty()));
    assert_eq!(secrets, ["live/API_KEY", "test/API_KEY"]);
}

#[test]
fn the_spellings_of_a_package_are_one() {
    for (registry, run, listed) in [
        (Registry::Npm, "@Scope/Tickets", "npm:@scope/tickets"),
        (Registry::Pypi, "tickets_mcp", "pypi:tickets-mcp"),
        (Registry::Pypi, "tickets.mcp", "pypi:Tickets_MCP"),
        (Registry::Oci, "mcp/tickets", "oci:docker.io/mcp/tickets"),
        (Registry::Oci, "docker.io/library/tickets", "docker:tickets"),
    ] {
        let mut servers = [server("tickets", registry, run)];
        let (_, notices) = attached(&mut servers, stated("example/tickets", &[listed]));
        assert!(notices.is_empty(), "{run} and {listed}");
        assert!(servers[0].record.purpose.given().is_some(), "{run} and {listed}");
    }
    let mut servers = [server("tickets", Registry::Pypi, "tickets-mcp")];
    let (_, notices) = attached(&mut servers, stated("example/tickets", &["npm:tickets-mcp"]));
    assert_eq!(notices.len(), 1, "another registry is another package");
}

#[test]
fn what_nothing_runs_is_reported_and_adds_no_asset() {
    // The key of an entry is no name of a package, however alike the two are.
    let mut servers = [server("example/tickets", Registry::Npm, "other-mcp")];
    let (secrets, notices) =
        attached(&mut servers, stated("example/tickets", &["npm:tickets-mcp"]));
    assert!(secrets.is_empty() && servers[0].record.purpose.given().is_none());
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert!(notice.message.contains("no server here runs npm:tickets-mcp"), "{}", notice.message);
}

#[test]
fn a_record_is_found_by_its_name_and_an_entry_by_its_address() {
    let mut recorded = server("example/tickets", Registry::Npm, "other-mcp");
    recorded.registered = true;
    let mut hosted = server("tickets", Registry::Npm, "bridge");
    hosted.record.url = Field::Given("https://Tickets.test/mcp/".into());
    let mut servers = [recorded, hosted];
    let entry = stated("example/tickets", &["https://tickets.test/mcp"]);
    attached(&mut servers, entry);
    assert!(servers.iter().all(|one| one.record.purpose.given().is_some()));
}

#[test]
fn a_configuration_shows_which_of_the_secrets_are_set() {
    let mut servers = [server("tickets", Registry::Npm, "tickets-mcp")];
    servers[0].record.configuration = Some(Configuration::default());
    let (secrets, _) = attached(&mut servers, stated("example/tickets", &["npm:tickets-mcp"]));
    assert!(secrets.is_empty(), "{secrets:?}");
}
