//! The ledger of controls: what one more costs, and that it was paid.

use std::collections::BTreeSet;
use std::path::Path;

use passmuster::controls::CATALOG;
use passmuster::mappings;
use passmuster::model::{AssetKind, Domain};

use crate::support::{fixture, folders, sources};

/// Files among the controls that hold none: what several controls share.
fn control_files() -> Vec<(String, String)> {
    let files = sources().into_iter().filter(|(path, text)| {
        path.starts_with("controls/") && text.contains("static CONTROL: Control =")
    });
    files.collect()
}

#[test]
fn every_control_file_is_registered_under_its_own_name() {
    let files = control_files();
    assert_eq!(files.len(), CATALOG.len(), "a control file is not in CATALOG, or the reverse");
    for control in CATALOG {
        let family = control.family.id().to_lowercase();
        let path = format!("controls/{family}/{}.rs", control.slug.replace('-', "_"));
        assert!(
            files.iter().any(|(file, _)| *file == path),
            "{} should stand in {path}",
            control.id
        );
        assert!(
            control.id.starts_with(control.family.id()),
            "{} is in family {family}",
            control.id
        );
    }
}

#[test]
fn ids_and_slugs_are_unique_and_in_order() {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let slugs: BTreeSet<&str> = CATALOG.iter().map(|control| control.slug).collect();
    assert_eq!(slugs.len(), CATALOG.len(), "two controls share a slug");
    let order: Vec<_> = CATALOG.iter().map(|control| (control.family, control.id)).collect();
    assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "out of order: {ids:?}");
}

#[test]
fn every_control_has_a_passing_and_a_failing_fixture() {
    for control in CATALOG {
        let found = folders(&fixture("controls").join(control.slug));
        for outcome in required(control.id) {
            assert!(found.contains(&outcome.to_string()), "{} lacks {outcome}", control.id);
        }
    }
    let known: BTreeSet<&str> = CATALOG.iter().map(|control| control.slug).collect();
    for folder in folders(&fixture("controls")) {
        assert!(
            known.contains(folder.as_str()),
            "fixtures/controls/{folder} belongs to no control"
        );
    }
}

/// POL-03 judges waivers and never earns credit, so nothing can pass it.
fn required(id: &str) -> &'static [&'static str] {
    if id == "POL-03" { &["fail", "not-applicable"] } else { &["pass", "fail"] }
}

#[test]
fn words_are_whole_and_their_own() {
    let mut seen = BTreeSet::new();
    for control in CATALOG {
        let criteria = control.criteria;
        assert!(control.title.len() >= 10, "{}: the title is too short", control.id);
        for words in [control.why, control.remediation, criteria.pass, criteria.fail] {
            assert!(words.len() > 20, "{}: {words:?} is too short", control.id);
            assert!(!words.contains("  "), "{}: {words:?} has a gap", control.id);
            assert!(!words.to_lowercase().contains("compliant with"), "{}", control.id);
            assert!(seen.insert(words), "{words:?} occurs twice");
        }
        assert!(seen.insert(control.title), "{}: the title occurs twice", control.id);
        assert!(!control.title.ends_with('.'), "{}: a title ends without a full stop", control.id);
        for sentence in [control.why, control.remediation, criteria.pass, criteria.fail] {
            assert!(sentence.ends_with('.'), "{}: {sentence:?} lacks its full stop", control.id);
        }
    }
}

#[test]
fn severities_rise_with_the_tier() {
    for control in CATALOG {
        let severity = control.severity.0;
        assert!(severity.windows(2).all(|pair| pair[0] <= pair[1]), "{}", control.id);
    }
}

#[test]
fn every_domain_answers_for_something() {
    for domain in Domain::ALL {
        assert!(CATALOG.iter().any(|control| control.domain == domain), "{domain}");
    }
}

#[test]
fn every_control_is_mapped_and_only_for_kinds_it_judges() {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let loaded = mappings::load(&mappings::embedded(), &ids).expect("mappings load");
    let rows: Vec<_> = loaded
        .frameworks
        .iter()
        .flat_map(|framework| &framework.requirements)
        .flat_map(|requirement| {
            requirement.supported_by.iter().map(move |row| (&requirement.id, row))
        })
        .collect();
    for control in CATALOG {
        let of_control = rows.iter().filter(|(_, row)| row.control == control.id);
        let mut mapped = 0;
        for (requirement, row) in of_control {
            mapped += 1;
            for kind in row.asset_kinds.iter().filter(|kind| **kind != AssetKind::Organisation) {
                assert!(
                    control.asset_kinds.contains(kind),
                    "{requirement} maps {} for {kind}, which it does not judge",
                    control.id
                );
            }
        }
        assert!(mapped > 0, "{} is mapped to nothing", control.id);
    }
}

#[test]
fn a_control_reads_on_a_screen_or_two() {
    for (path, text) in control_files() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
        assert!(code <= 180, "{path} has {code} lines before its tests");
        assert!(text.contains("#[cfg(test)]"), "{path} has no unit tests");
        assert!(Path::new(&path).file_stem().is_some());
    }
}
