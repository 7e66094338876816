//! Evidence classes: what people typed alone makes no A, and nothing strengthens itself.

use std::collections::BTreeMap;

use passmuster::model::{EvidenceClass, Outcome, Posture, ReferenceState};

use super::{Copy, finding, rank};

/// The same records, without a reference in any of them.
fn typed(mut copy: Copy) -> Copy {
    for (name, bytes) in &mut copy.project.files {
        if name.starts_with("evidence/") {
            continue;
        }
        let file = String::from_utf8_lossy(bytes).into_owned();
        let lines = file.lines().filter(|line| !line.trim_start().starts_with("reference: "));
        let lines = lines.map(|line| match line.split_once(", reference: \"") {
            Some((before, after)) => {
                let (_, rest) = after.split_once('"').expect("a quoted reference");
                format!("{before}{rest}\n")
            }
            None => format!("{line}\n"),
        });
        *bytes = lines.collect::<String>().into_bytes();
    }
    copy
}

fn without(mut copy: Copy, file: &str) -> Copy {
    let before = copy.project.files.len();
    copy.project.files.retain(|(name, _)| name != file);
    assert_eq!(copy.project.files.len() + 1, before, "{file}");
    copy
}

/// The class of each finding that proves anything, by id.
fn classes(posture: &Posture) -> BTreeMap<&str, (Outcome, EvidenceClass)> {
    let proving = posture.findings.iter().filter(|one| one.outcome.half_credits() > Some(0));
    proving.map(|one| (one.id.as_str(), (one.outcome, one.class))).collect()
}

fn is_limited_by_class(posture: &Posture) -> bool {
    posture.grade.limits.iter().any(|limit| limit.because.contains("observed or recorded"))
}

#[test]
fn what_people_typed_alone_is_no_a() {
    let healthy = Copy::of("healthy").posture();
    assert_eq!(healthy.grade.letter, Some('A'), "{:?}", healthy.grade);
    let typed = typed(Copy::of("healthy")).posture();
    assert_eq!(typed.grade.letter, Some('B'), "{:?}", typed.grade);
    assert!(is_limited_by_class(&typed), "{:?}", typed.grade);
    assert_eq!(typed.score.proven, healthy.score.proven, "a class moves no score");
}

#[test]
fn the_classes_sum_to_what_is_proven() {
    for scenario in ["northwind", "healthy", "neglected", "hard-cases", "half"] {
        let posture = Copy::of(scenario).posture();
        let slices = [&posture.tiers, &posture.families, &posture.domains, &posture.owners];
        let slices = slices.into_iter().flatten().map(|slice| slice.parts);
        let frameworks = posture.frameworks.iter().map(|framework| framework.parts);
        let controls = posture.controls.iter().map(|control| control.parts);
        let all = [posture.score, posture.privileged].into_iter();
        for parts in all.chain(slices).chain(frameworks).chain(controls) {
            assert_eq!(parts.class_sums.total(), parts.proven_sum, "{scenario}");
            let printed = parts.classes.map(|one| one.values().iter().map(|part| part.0).sum());
            assert_eq!(printed, parts.proven.map(|part| part.0), "{scenario}");
        }
    }
}

/// A reference counts for what it leads to: not where the file changed, is gone, or is a record itself.
#[test]
fn only_a_reference_that_resolves_makes_a_record_more_than_declared() {
    let id = "REV-01@server/appointments";
    let class = |copy: Copy| {
        let posture = copy.posture();
        let card = finding(&posture, id).clone();
        let facts = card.evidence.iter().map(|one| one.fact.as_str()).collect::<Vec<_>>();
        (card.class, facts.join("\n"))
    };
    assert_eq!(class(Copy::of("healthy")).0, EvidenceClass::Recorded);
    let minutes = "evidence/access-review-2026-10-26.txt";
    let changed = Copy::of("healthy").replace("Signed    Emil Aho", 1, "Signed    Emil A.");
    let gone = without(Copy::of("healthy"), minutes);
    let to = |text: &str| {
        let mut copy = Copy::of("healthy");
        for (_, bytes) in &mut copy.project.files {
            let file = String::from_utf8_lossy(bytes).into_owned();
            let mut parts = file.split(minutes);
            let mut edited = parts.next().unwrap_or_default().to_string();
            for part in parts {
                let (_, rest) = part.split_at("#sha256:".len() + 64);
                edited += text;
                edited += rest;
            }
            *bytes = edited.into_bytes();
        }
        copy
    };
    let own = format!("inventory.yaml#sha256:{}", "0".repeat(64));
    for (copy, state) in [
        (changed, ReferenceState::Differs),
        (gone, ReferenceState::NotFound),
        (to("OPS-1"), ReferenceState::NotChecked),
        (to("https://wiki.lindgren.example/review"), ReferenceState::NotChecked),
        (to(&own), ReferenceState::OwnRecords),
    ] {
        let (class, facts) = class(copy);
        assert_eq!(class, EvidenceClass::Declared, "{state:?}");
        assert!(facts.contains(state.remark().expect("a remark")), "{facts}");
    }
}

/// Deleting references strengthens no finding, adding a source that shows something weakens none.
#[test]
fn no_class_gains_by_silence_or_loses_by_what_is_seen() {
    for (scenario, seen) in
        [("healthy", ".mcp.json"), ("northwind", ".mcp.json"), ("northwind", ".vscode/mcp.json")]
    {
        let whole = Copy::of(scenario).posture();
        for (less, name) in [
            (typed(Copy::of(scenario)).posture(), "references"),
            (without(Copy::of(scenario), seen).posture(), seen),
        ] {
            let with = classes(&whole);
            for (id, (outcome, class)) in classes(&less) {
                let Some((now, better)) = with.get(id).filter(|(now, _)| *now == outcome) else {
                    continue;
                };
                assert!(
                    *better <= class,
                    "{scenario} without {name}: {id} {now} was {better}, is {class}"
                );
            }
            assert!(rank(&less) >= rank(&whole) || name != "references", "{scenario}");
        }
    }
}

/// An asset that a register and a configuration describe has a class for each field.
#[test]
fn a_joined_asset_has_a_class_for_each_field() {
    let posture = Copy::of("healthy").posture();
    let of = |control: &str| finding(&posture, &format!("{control}@server/appointments"));
    let by_file = |control: &str, file: &str| {
        let facts = of(control)
            .evidence
            .iter()
            .filter(|fact| fact.place.as_ref().is_some_and(|place| &*place.file == file));
        facts.map(|fact| fact.class).collect::<Vec<_>>()
    };
    assert!(by_file("ISO-01", ".mcp.json").contains(&EvidenceClass::Observed));
    assert!(by_file("OWN-01", "inventory.yaml").contains(&EvidenceClass::Recorded));
}

/// What a format of exports cannot state is not assessed: how many workloads it lists moves no letter.
#[test]
fn no_letter_depends_on_how_many_workloads_an_export_lists() {
    for scenario in ["healthy", "northwind"] {
        let with = |count| {
            Copy::of(scenario).add("spire-entries.json", &super::workloads(count)).posture()
        };
        let (one, many) = (with(1), with(300));
        assert!(one.grade.letter.is_some(), "{scenario}: {:?}", one.grade);
        assert_eq!(one.grade.letter, many.grade.letter, "{scenario}: {:?}", many.grade);
        assert_eq!(one.grade.basis, many.grade.basis, "{scenario}");
        assert!(many.score.proven < one.score.proven, "{scenario}: the score counts each of them");
        assert!(
            rank(&one) >= rank(&Copy::of(scenario).posture()),
            "{scenario}: none rises by them"
        );
    }
}
