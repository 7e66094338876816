use super::*;
use model::records::Server;
use model::{Field, Place, Tier};

fn record(id: &str, file: &str, completes: bool) -> Placed<Server> {
    let completes = if completes { Field::Given(true) } else { Field::Absent };
    let record = Server { id: id.into(), completes, ..Server::default() };
    Placed::new(record, Place::file(file))
}

fn with_owner(owner: &str, mut placed: Placed<Server>) -> Placed<Server> {
    placed.record.owner = Field::Given(vec![owner.into()]);
    placed
}

#[test]
fn a_record_that_completes_another_is_merged_in_any_order_of_files() {
    for turned in [false, true] {
        let mut records = vec![
            record("crm", "servers.yaml", false),
            with_owner("ada", record("crm", "owners.yaml", true)),
            record("hr", "servers.yaml", false),
        ];
        if turned {
            records.reverse();
        }
        let mut errors = Vec::new();
        let known = completed(records, &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        let crm: Vec<_> = known.iter().filter(|one| one.record.id == "crm").collect();
        let [crm] = crm.as_slice() else { panic!("{} records of crm", crm.len()) };
        assert_eq!(known.len(), 2);
        assert_eq!(crm.record.owner.items(), ["ada"]);
        let files: Vec<&str> = crm.places().iter().map(|place| &*place.file).collect();
        assert_eq!(files, ["servers.yaml", "owners.yaml"]);
    }
}

#[test]
fn a_record_that_completes_nothing_is_an_error_and_no_asset() {
    let mut errors = Vec::new();
    let records = vec![record("crm", "a.yaml", false), record("cmr", "b.yaml", true)];
    let known = completed(records, &mut errors);
    assert_eq!(known.len(), 1);
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert!(error.message.contains("cmr completes nothing"), "{}", error.message);
    assert_eq!(error.place.as_ref().map(|place| &*place.file), Some("b.yaml"));
}

#[test]
fn two_records_that_complete_one_add_up_and_a_difference_is_kept() {
    let tier = |tier, mut placed: Placed<Server>| {
        placed.record.tier = Field::Given(tier);
        placed
    };
    let records = vec![
        tier(Tier::T1, record("crm", "a.yaml", false)),
        with_owner("ada", record("crm", "b.yaml", true)),
        tier(Tier::T3, record("crm", "c.yaml", true)),
    ];
    let mut errors = Vec::new();
    let known = completed(records, &mut errors);
    let [crm] = known.as_slice() else { panic!("{}", known.len()) };
    assert_eq!(crm.record.owner.items(), ["ada"]);
    let named = |conflict: &&String| conflict.contains("a.yaml") && conflict.contains("c.yaml");
    assert_eq!(crm.conflicts.iter().filter(named).count(), 1, "{:?}", crm.conflicts);
}
