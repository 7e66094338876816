//! Mappings rest on what controls test: every fact that a row rests on moves its control's outcome in
//! some fixture of that control.

use std::collections::{BTreeMap, BTreeSet};

use passmuster::controls::CATALOG;
use passmuster::mappings;
use passmuster::model::AssetKind;
use passmuster::syntax::Value;

use crate::support::estate::{Estate, Judged};
use crate::support::{fixture, folders};

/// The control whose subject is the tier: what it judges moves the tier too. For all others a fact
/// counts only where the tier stays as it was, or every fact of the reach would move every control.
const ON_TIERS: &str = "INV-02";

/// Which rows rest on each fact, by control.
fn rows() -> BTreeMap<&'static str, BTreeMap<String, Vec<String>>> {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let loaded = mappings::load(&mappings::embedded(), &ids).expect("mappings load");
    let mut rows: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for framework in &loaded.frameworks {
        for requirement in &framework.requirements {
            for row in &requirement.supported_by {
                let control = ids.iter().find(|id| **id == row.control).expect("a control");
                for fact in &row.rests_on {
                    let name = format!("{} {}", framework.framework.id, requirement.id);
                    let of = rows.entry(*control).or_default().entry(fact.clone());
                    of.or_default().push(name);
                }
            }
        }
    }
    rows
}

/// Whether a control comes to another outcome on some asset whose tier stays.
fn moves(control: &str, before: &BTreeMap<String, Judged>, changed: &Estate) -> bool {
    let Some(after) = changed.judge() else { return false };
    let own = before.iter().filter(|(id, _)| id.split('@').next() == Some(control));
    own.filter_map(|(id, was)| Some((was, after.get(id)?))).any(|(was, now)| {
        was.outcome != now.outcome && (was.tiers == now.tiers || control == ON_TIERS)
    })
}

#[test]
fn every_fact_that_a_row_rests_on_moves_its_control() {
    let mut unmoved = Vec::new();
    for (id, facts) in rows() {
        let control = CATALOG.iter().find(|control| control.id == id).expect("a control");
        let folder = fixture("controls").join(control.slug);
        let estates = folders(&folder).into_iter().map(|name| Estate::open(&folder.join(name)));
        let judged: Vec<_> = estates.filter_map(|it| Some((it.judge()?, it))).collect();
        for (fact, rows) in facts {
            let mut others: Vec<Value> = Vec::new();
            for value in judged.iter().flat_map(|(_, estate)| estate.values(&fact)) {
                if !others.contains(&value) {
                    others.push(value);
                }
            }
            let moved = judged.iter().any(|(before, estate)| {
                estate.changed(&fact, &others).iter().any(|it| moves(id, before, it))
            });
            if !moved {
                unmoved.push(format!("{id} rests on {fact} for {}", rows.join(", ")));
            }
        }
    }
    assert!(
        unmoved.is_empty(),
        "no fixture moves the outcome by these facts:\n{}",
        unmoved.join("\n")
    );
}

/// A fact that no control reads moves nothing, so the law above can fail.
#[test]
fn a_fact_that_is_only_quoted_moves_nothing() {
    let folder = fixture("controls").join("current-owner");
    for name in folders(&folder) {
        let estate = Estate::open(&folder.join(name));
        let before = estate.judge().expect("it is judged");
        let others = estate.values("owners.left_on");
        for changed in estate.changed("owners.left_on", &others) {
            assert!(!moves("OWN-05", &before, &changed));
        }
    }
}

/// A row for agents that rests on a field of servers alone would claim more than its control reads.
#[test]
fn a_row_rests_on_a_fact_of_each_kind_whose_records_it_names() {
    let records = [
        ("servers", AssetKind::Server),
        ("agents", AssetKind::Agent),
        ("service_accounts", AssetKind::ServiceAccount),
    ];
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let loaded = mappings::load(&mappings::embedded(), &ids).expect("mappings load");
    for framework in &loaded.frameworks {
        for requirement in &framework.requirements {
            for row in &requirement.supported_by {
                let named: BTreeSet<&str> =
                    row.rests_on.iter().filter_map(|fact| fact.split('.').next()).collect();
                if !named.iter().all(|record| records.iter().any(|(of, _)| of == record)) {
                    continue;
                }
                for kind in &row.asset_kinds {
                    let record = records.iter().find(|(_, of)| of == kind).map(|(of, _)| *of);
                    assert!(
                        record.is_none_or(|record| named.contains(record)),
                        "{} {} to {} holds for {kind}, and rests on no fact of one",
                        framework.framework.id,
                        requirement.id,
                        row.control
                    );
                }
            }
        }
    }
}
