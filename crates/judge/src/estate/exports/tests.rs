use super::*;
use crate::estate::{Dangling, build};
use model::records::{Launch, Package, Registry, Secret, Server, ServiceAccount, Waiver};
use model::{Facts, Field, Moment, Observed, Place, Provenance, Thresholds, ValueClass};

const AS_OF: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

fn list(names: &[&str]) -> Field<Vec<String>> {
    Field::Given(names.iter().map(|name| (*name).to_string()).collect())
}

fn keys(facts: Facts) -> Vec<String> {
    let mut facts = facts;
    let built = build(
        &mut facts,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    );
    let assets = built.expect("a context").assets;
    let named = assets.iter().map(|asset| asset.key.to_string());
    named.filter(|key| !key.starts_with("organisation")).collect()
}

/// Two sources of one server: each pair of them would be one by another sort of key.
#[test]
fn a_record_refuses_what_it_is_distinct_from_whatever_would_join_it() {
    let url = || Field::Given("https://crm.test/mcp".to_string());
    let at = |server: Server, file: &str| Placed::new(server, Place::file(file));
    let server = |id: &str| Server { id: id.into(), ..Server::default() };
    let exported = |record: Server, shown: Server| {
        let mut facts = Facts { servers: vec![at(record, "servers.yaml")], ..Facts::default() };
        facts.exported.servers = vec![at(shown, "export.json")];
        facts
    };
    let configured = |record: Server, seen: Server| {
        let observed = vec![Observed::new(at(seen, "b.json"), Vec::new())];
        Facts { servers: vec![at(record, "servers.yaml")], observed, ..Facts::default() }
    };
    let package = || {
        let package = Package {
            registry: Registry::Npm,
            name: "crm-mcp".into(),
            version: Field::Blank,
            digest: Field::Absent,
        };
        Field::Given(Launch { package: Field::Given(package), ..Launch::default() })
    };
    type Case = (&'static str, Facts, Facts);
    let case = |what, of: &dyn Fn(Field<Vec<String>>) -> Facts, refused: &str| -> Case {
        (what, of(Field::Absent), of(list(&[refused])))
    };
    let cases = [
        case(
            "an address in an export",
            &|distinct_from| {
                let record = Server { url: url(), distinct_from, ..server("crm") };
                exported(record, Server { url: url(), ..server("ext/crm-hub") })
            },
            "ext/crm-hub",
        ),
        case(
            "an address in a configuration",
            &|distinct_from| {
                let record = Server { url: url(), distinct_from, ..server("crm") };
                configured(record, Server { url: url(), ..server("hub") })
            },
            "hub",
        ),
        case(
            "a name in another case",
            &|distinct_from| {
                let record = Server { distinct_from, ..server("crm") };
                exported(record, server("CRM"))
            },
            "export.json#CRM",
        ),
        case(
            "a name in a configuration",
            &|distinct_from| configured(Server { distinct_from, ..server("crm") }, server("crm")),
            "b.json#crm",
        ),
        case(
            "a package",
            &|distinct_from| {
                let record = Server { launch: package(), distinct_from, ..server("crm") };
                configured(record, Server { launch: package(), ..server("hub") })
            },
            "hub",
        ),
    ];
    for (what, joined, apart) in cases {
        assert_eq!(keys(joined).len(), 1, "{what}: they are one");
        assert_eq!(keys(apart).len(), 2, "{what}: the record refuses it");
    }
}

#[test]
fn a_record_refuses_a_value_that_another_secret_has() {
    let secret = |id: &str, distinct_from| Secret {
        id: id.into(),
        value_class: Some(ValueClass(1)),
        distinct_from,
        ..Secret::default()
    };
    let facts = |distinct_from| {
        let record = Placed::new(secret("crm/token", distinct_from), Place::file("secrets.yaml"));
        let server = Server { id: "crm".into(), ..Server::default() };
        let server = Placed::new(server, Place::file(".mcp.json"));
        let seen = Placed::new(secret("crm/key", Field::Absent), Place::file(".mcp.json"));
        let mut facts =
            Facts { observed: vec![Observed::new(server, vec![seen])], ..Facts::default() };
        facts.exported.secrets = vec![record];
        facts
    };
    assert_eq!(keys(facts(Field::Absent)), ["server/crm", "secret/crm/key"]);
    let apart = keys(facts(list(&["crm/key"])));
    assert_eq!(apart, ["server/crm", "secret/crm/key", "secret/crm/token"]);
}

/// A reference to nothing is reported at the line of the field that holds it.
#[test]
fn a_dangling_reference_is_reported_at_its_field() {
    fn noted<T>(record: T, path: &'static str, line: u32) -> Placed<T> {
        let file = std::sync::Arc::from("records.yaml");
        let place = Place::new(&file, 1, "/x/0");
        let mut from = Provenance::whole(place.clone());
        from.note(path, line, &format!("/{}", path.replace('.', "/")));
        Placed { record, place, from }
    }
    let account = ServiceAccount {
        id: "deploy".into(),
        used_by: list(&["nobody"]),
        ..ServiceAccount::default()
    };
    let secret = Secret { id: "key".into(), used_by: list(&["gone"]), ..Secret::default() };
    let server = Server { id: "crm".into(), uses: list(&["none"]), ..Server::default() };
    let waiver = Waiver {
        control: "OWN-01".into(),
        asset: "server/lost".into(),
        reason: "r".into(),
        approver: "a".into(),
        expires_on: Moment::start_of(AS_OF),
        owner: Field::Absent,
        compensating: Field::Absent,
        granted_on: Field::Absent,
        renewals: Field::Absent,
    };
    let mut facts = Facts {
        service_accounts: vec![noted(account, "used_by.0", 11)],
        secrets: vec![noted(secret, "used_by.0", 12)],
        servers: vec![noted(server, "uses.0", 13)],
        waivers: vec![noted(waiver, "asset", 14)],
        ..Facts::default()
    };
    let built = build(
        &mut facts,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    );
    let errors = built.expect_err("four references to nothing");
    for (name, line) in [("nobody", 11), ("gone", 12), ("none", 13), ("server/lost", 14)] {
        let error = errors.iter().find(|error| error.message.contains(name)).expect(name);
        let place = error.place.as_ref().expect("a place");
        assert_eq!((&*place.file, place.line), ("records.yaml", line), "{error:?}");
    }
}
