//! The silence of an export is no statement: of an asset that only an export shows, the registers of the
//! organisation, which are about others, prove nothing.

use serde_json::json;

use super::CATALOG;
use super::testkit::Kit;
use model::{AssetKind, Outcome, RecordKind};

/// An asset of a kind of which nothing but its id is known, beside registers of every kind.
fn bare(kind: AssetKind) -> Kit {
    let record = json!({"id": "shown"});
    let kit = match kind {
        AssetKind::Server => Kit::new().server(record),
        AssetKind::Agent => Kit::new().agent(record),
        AssetKind::ServiceAccount => Kit::new().service_account(record),
        AssetKind::Secret => Kit::new().secret(record),
        AssetKind::Organisation => Kit::new().organisation(),
    };
    RecordKind::ALL.into_iter().fold(kit, Kit::carries)
}

#[test]
fn registers_of_others_neither_fail_nor_pass_what_only_an_export_shows() {
    let mut wrong = Vec::new();
    for kind in AssetKind::ALL.into_iter().filter(|kind| *kind != AssetKind::Organisation) {
        for control in CATALOG.iter().filter(|control| control.asset_kinds.contains(&kind)) {
            let judgement = bare(kind).exported().judge(control);
            if matches!(judgement.outcome, Outcome::Pass | Outcome::Partial | Outcome::Fail) {
                let (outcome, sentence) = (judgement.outcome, judgement.sentence);
                wrong.push(format!("{} on {kind}: {outcome}: {sentence}", control.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_record_describes_is_judged_by_every_register() {
    let fails = |kind: AssetKind, exported: bool| {
        let of_kind = CATALOG.iter().filter(move |control| control.asset_kinds.contains(&kind));
        let kit = if exported { bare(kind).exported() } else { bare(kind) };
        of_kind.filter(|control| kit.outcome(control) == Outcome::Fail).map(|c| c.id).collect()
    };
    let known: Vec<&str> = fails(AssetKind::Server, false);
    for id in ["REV-01", "MON-01", "MON-02", "POL-01", "POL-02", "RVK-01", "RVK-02", "SEC-03"] {
        assert!(known.contains(&id), "{id} is not among {known:?}");
    }
}

#[test]
fn a_record_about_it_is_heard() {
    let control = CATALOG.iter().find(|control| control.id == "REV-01").expect("REV-01");
    let old = json!({"asset": "shown", "status": "completed", "completed_on": "2020-01-01"});
    let kit = bare(AssetKind::Server).review(old).exported();
    assert_eq!(kit.outcome(control), Outcome::Fail);
}
