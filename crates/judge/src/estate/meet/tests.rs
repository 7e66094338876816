use super::super::exports::{Remarks, add_exports};
use super::*;
use crate::estate::freshness::Freshness;
use model::records::{
    Auth, AuthKind, AutoApprove, Certainty, Configuration, Environment, Launch, Secret, Server,
    ServiceAccount, Sighting, Status, Transport,
};
use model::{Field, Place};

fn placed<T>(record: T, file: &str) -> Placed<T> {
    Placed::new(record, Place::file(file))
}

fn account(id: &str, owner: &str, status: Option<Status>) -> ServiceAccount {
    ServiceAccount {
        id: id.into(),
        owner: Field::Given(vec![owner.into()]),
        status: status.map_or(Field::Absent, Field::Given),
        ..ServiceAccount::default()
    }
}

/// A server that a client configuration shows, with a secret in plain text.
fn observed() -> Server {
    let place = Place::file(".mcp.json");
    let sighting = Sighting {
        place: place.clone(),
        setting: "GITHUB_TOKEN".into(),
        kind: "GitHub token".into(),
        masked: "ghp_… (40 characters)".into(),
        certainty: Certainty::Confirmed,
    };
    Server {
        id: "tickets".into(),
        status: Field::Given(Status::Active),
        launch: Field::Given(Launch { program: Field::Given("npx".into()), ..Launch::default() }),
        configuration: Some(Configuration {
            query_credentials: Vec::new(),
            inspected: vec![place],
            sightings: vec![sighting],
            references: 2,
            rules: Vec::new(),
            runs: Vec::new(),
        }),
        ..Server::default()
    }
}

#[test]
fn an_export_is_merged_by_another_name_and_conflicts_are_kept() {
    let arn = "arn:aws:iam::1:user/deploy";
    let mut registered = account("svc-deploy", "ada", Some(Status::Retired));
    registered.known_as = Field::Given(vec![arn.to_uppercase()]);
    let mut known = vec![Joined::from(placed(registered, "accounts.yaml"))];
    let exported = placed(account(arn, "bob", Some(Status::Active)), "report.csv");
    let unknown = placed(account("arn:aws:iam::1:user/x", "bob", None), "report.csv");
    add_exports(
        &mut known,
        vec![exported, unknown],
        &Freshness::default(),
        &mut Remarks::default(),
    );
    let [one, other] = known.as_slice() else { panic!("{}", known.len()) };
    assert_eq!(one.record.id, "svc-deploy");
    assert_eq!(one.record.owner, Field::Given(vec!["ada".into(), "bob".into()]));
    assert_eq!(one.record.status, Field::Given(Status::Active), "a declared status hides nothing");
    assert_eq!(
        one.conflicts,
        [
            "status: retired in accounts.yaml, active in report.csv",
            "owner: ada in accounts.yaml, bob in report.csv",
        ]
    );
    assert_eq!((one.registered, other.registered), (true, false));
    assert_eq!(one.places().len(), 2);
}

#[test]
fn several_exports_add_up_and_replace_the_record() {
    let with_roles = |id: &str, roles: &[&str], file: &str| {
        let roles = roles.iter().map(|role| (*role).to_string()).collect();
        let record = ServiceAccount { roles: Field::Given(roles), ..account(id, "ada", None) };
        placed(record, file)
    };
    let exports = || {
        vec![
            with_roles("run", &["owner"], "project-a.json"),
            with_roles("run", &["viewer"], "b.json"),
        ]
    };
    let mut known = Vec::new();
    add_exports(&mut known, exports(), &Freshness::default(), &mut Remarks::default());
    assert_eq!(known[0].record.roles.items(), ["owner", "viewer"]);
    let record = with_roles("run", &["editor"], "accounts.yaml");
    let mut known = vec![Joined::from(record)];
    add_exports(&mut known, exports(), &Freshness::default(), &mut Remarks::default());
    assert_eq!(known[0].record.roles.items(), ["owner", "viewer"]);
    assert_eq!(known[0].conflicts.len(), 1);
    assert!(known[0].conflicts[0].starts_with("roles: editor in accounts.yaml"));
}

#[test]
fn no_export_removes_what_a_client_configuration_shows() {
    let exports = [
        Server { id: "tickets".into(), ..Server::default() },
        Server {
            id: "example.kestrel/tickets".into(),
            purpose: Field::Given("Support tickets".into()),
            launch: Field::Given(Launch::default()),
            transport: Field::Given(Transport::Stdio),
            ..Server::default()
        },
        Server {
            id: "arn:x".into(),
            auth: Field::Given(Auth::of(AuthKind::OAuth)),
            environments: Field::Given(vec![Environment::Production]),
            scopes: Field::Given(vec!["read".into()]),
            configuration: Some(Configuration::default()),
            ..Server::default()
        },
    ];
    let alone = observed();
    for export in exports {
        let mut known = Joined::observed(placed(alone.clone(), ".mcp.json"));
        meet(
            &mut known,
            placed(export.clone(), "server.json"),
            Source::Export,
            &Freshness::default(),
        );
        assert_eq!(known.record.configuration, alone.configuration, "{}", export.id);
        assert_eq!(known.record.launch, alone.launch, "{}", export.id);
        assert_eq!(known.record.status, alone.status, "{}", export.id);
        let known_as = known.record.known_as.items();
        assert!(export.id == "tickets" || known_as.contains(&export.id), "{}", export.id);
        // And in the other order.
        let mut known = Joined::observed(placed(export, "server.json"));
        meet(
            &mut known,
            placed(alone.clone(), ".mcp.json"),
            Source::Configuration,
            &Freshness::default(),
        );
        assert_eq!(known.record.configuration, alone.configuration);
        assert_eq!(known.record.launch, alone.launch);
    }
}

#[test]
fn what_a_configuration_shows_runs_and_the_conflict_names_both_places() {
    let recorded = Server {
        url: Field::Given("https://a.test/mcp".into()),
        tls_verification: Field::Given(false),
        ..observed()
    };
    let seen = Server {
        url: Field::Given("https://b.test/mcp".into()),
        tls_verification: Field::Given(true),
        status: Field::Given(Status::Disabled),
        auto_approve: Field::Given(AutoApprove {
            everything: Field::Given(true),
            tools: Field::Absent,
        }),
        ..observed()
    };
    let mut known = Joined::from(placed(recorded, "servers.yaml"));
    meet(&mut known, placed(seen, ".mcp.json"), Source::Configuration, &Freshness::default());
    assert_eq!(
        known.conflicts,
        ["url: https://a.test/mcp in servers.yaml, https://b.test/mcp in .mcp.json; .mcp.json \
          shows what runs"]
    );
    assert_eq!(known.record.url, Field::Given("https://b.test/mcp".into()));
    assert_eq!(known.record.tls_verification, Field::Given(false), "it is off in one source");
    assert_eq!(known.record.status, Field::Given(Status::Active));
    assert!(known.record.auto_approve.given().is_some());
    let looked = known.record.configuration.expect("both were looked through");
    assert_eq!((looked.inspected.len(), looked.sightings.len(), looked.references), (2, 2, 4));
}

#[test]
fn users_that_exports_show_are_no_whole_list() {
    let secret = |users: Field<Vec<String>>, seen| Secret {
        id: "key".into(),
        used_by: users,
        users_seen: seen,
        ..Secret::default()
    };
    let given = |users: &[&str]| Field::Given(users.iter().map(|u| (*u).to_string()).collect());
    for (ours, theirs, seen) in [
        (secret(given(&["server/crm"]), true), secret(given(&["server/crm"]), false), true),
        (secret(Field::Absent, false), secret(given(&["server/crm"]), false), true),
        (secret(given(&["crm"]), false), secret(given(&["server/crm"]), true), false),
        (secret(Field::Absent, false), secret(Field::Absent, false), false),
    ] {
        let mut known = Joined::from(placed(ours, "a"));
        meet(&mut known, placed(theirs, "b"), Source::Export, &Freshness::default());
        assert_eq!(known.record.users_seen, seen);
        assert!(known.record.used_by.items().len() <= 1);
    }
}

/// A project whose export was captured on a day.
fn captured(file: &str, on: Option<jiff::civil::Date>) -> Freshness {
    let input = model::Input {
        path: file.into(),
        captured_at: on.map(model::Moment::start_of),
        ..model::Input::default()
    };
    let facts = model::Facts { inputs: vec![input], ..model::Facts::default() };
    Freshness::of(&facts, jiff::civil::date(2026, 11, 22), &model::Thresholds::default())
}

#[test]
fn an_export_that_is_out_of_date_improves_nothing_and_the_conflict_states_why() {
    let old = captured("report.csv", Some(jiff::civil::date(2026, 3, 1)));
    let with = |status, roles: &[&str], file: &str| {
        let roles = roles.iter().map(|role| (*role).to_string()).collect();
        let record =
            ServiceAccount { roles: Field::Given(roles), ..account("deploy", "ada", Some(status)) };
        placed(record, file)
    };
    let mut known = Joined::from(with(Status::Active, &["admin"], "accounts.yaml"));
    meet(&mut known, with(Status::Retired, &["viewer"], "report.csv"), Source::Export, &old);
    assert_eq!(known.record.status, Field::Given(Status::Active));
    assert_eq!(known.record.roles.items(), ["admin", "viewer"]);
    assert_eq!(known.conflicts.len(), 2);
    for conflict in &known.conflicts {
        let why = "report.csv is of 2026-03-01, older than the other and than 90 days";
        assert!(conflict.contains(why), "{conflict}");
    }
    // What is older than the limit and yet newer than the record takes precedence.
    let mut record = with(Status::Active, &["admin"], "accounts.yaml");
    let confirmed = model::Moment::start_of(jiff::civil::date(2026, 2, 1));
    record.record.owner_confirmed_on = Field::Given(confirmed);
    let mut known = Joined::from(record);
    meet(&mut known, with(Status::Retired, &["viewer"], "report.csv"), Source::Export, &old);
    assert_eq!(known.record.status, Field::Given(Status::Retired));
    assert_eq!(known.record.roles.items(), ["viewer"]);
}

#[test]
fn of_two_exports_the_current_one_is_judged_whatever_their_order() {
    let old = captured("a.csv", Some(jiff::civil::date(2026, 3, 1)));
    for swap in [false, true] {
        let mut known = vec![Joined::from(placed(account("deploy", "ada", None), "accounts.yaml"))];
        let export = |status, file: &str| placed(account("deploy", "ada", Some(status)), file);
        let mut exports = vec![export(Status::Active, "a.csv"), export(Status::Disabled, "b.csv")];
        if swap {
            exports.reverse();
        }
        add_exports(&mut known, exports, &old, &mut Remarks::default());
        assert_eq!(known[0].record.status, Field::Given(Status::Disabled));
    }
}

proptest::proptest! {
    /// Whatever the dates: what is judged is the further value or the worse one, and never a better value
    /// from a source that is out of date.
    #[test]
    fn no_source_that_is_out_of_date_takes_precedence(
        confirmed in proptest::option::of(0_i64..700),
        taken in proptest::option::of(0_i64..700),
        (ours, theirs) in (0_usize..4, 0_usize..4),
    ) {
        const ALL: [Status; 4] = [Status::Active, Status::Disabled, Status::Retired, Status::Revoked];
        let as_of = jiff::civil::date(2026, 11, 22);
        let before = |days: i64| model::plus_days(as_of, -days);
        let fresh = captured("report.csv", taken.map(before));
        let mut record = account("deploy", "ada", Some(ALL[ours]));
        record.owner_confirmed_on = match confirmed {
            Some(days) => Field::Given(model::Moment::start_of(before(days))),
            None => Field::Absent,
        };
        let mut known = Joined::from(placed(record, "accounts.yaml"));
        let export = placed(account("deploy", "ada", Some(ALL[theirs])), "report.csv");
        meet(&mut known, export, Source::Export, &fresh);
        let outdated = taken.is_some_and(|age| age > 90 && age > confirmed.unwrap_or(0));
        let expected = if outdated { ours.min(theirs) } else { theirs };
        proptest::prop_assert_eq!(known.record.status, Field::Given(ALL[expected]));
        proptest::prop_assert_eq!(known.conflicts.is_empty(), ours == theirs);
    }
}
