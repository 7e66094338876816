//! Silence never helps: what is left out makes no pass, lowers no tier and raises no score. A waiver
//! changes no outcome, and the order of records changes nothing.

use std::collections::BTreeMap;

use passmuster::model::Outcome;
use proptest::prelude::*;

use crate::support::estate::{Estate, Judged, score};
use crate::support::{fixture, folders};

type Findings = BTreeMap<String, Judged>;

/// Findings and letter.
type Result = (Findings, Option<char>);

/// The same as [`gains`], and what silence gained in letter and gate. Assets that are no longer listed leave
/// the letter to the record of the month.
fn gains_in_all((before, letter): &Result, (after, now): &Result) -> Vec<String> {
    let mut gains = gains(before, after);
    let worst = |letter: Option<char>| letter.map_or(u32::MAX, u32::from);
    if before.keys().all(|id| after.contains_key(id)) && worst(*now) < worst(*letter) {
        gains.push(format!("the grade rose from {letter:?} to {now:?}"));
    }
    let shared = before.iter().filter_map(|(id, was)| Some((was, after.get(id)?)));
    let blocked = |of: fn((&Judged, &Judged)) -> bool| shared.clone().any(of);
    if blocked(|(was, _)| was.blocks) && !blocked(|(_, now)| now.blocks) {
        gains.push("the gate on critical findings opened".into());
    }
    gains
}

fn estates() -> Vec<(&'static str, Estate)> {
    ["northwind", "healthy", "neglected", "hard-cases", "half"]
        .into_iter()
        .map(|name| (name, Estate::open(&fixture("scenarios").join(name))))
        .collect()
}

/// What silence gained, as lines; empty where it gained nothing. Assets that are no longer listed are
/// left to the record of the month: one run cannot know of them. An asset that is no longer stated to be
/// retired is judged on more: none of that may earn anything.
fn gains(before: &Findings, after: &Findings) -> Vec<String> {
    let mut gains = Vec::new();
    let shared: Vec<_> =
        before.iter().filter_map(|(id, was)| Some((id, was, after.get(id)?))).collect();
    for (id, was, now) in &shared {
        let excused =
            was.outcome != Outcome::NotApplicable && now.outcome == Outcome::NotApplicable;
        let raised = now.outcome.half_credits() > was.outcome.half_credits()
            && was.outcome != Outcome::NotApplicable;
        let passed =
            now.outcome == Outcome::Pass && was.outcome != Outcome::Pass && now.weight.earned > 0;
        if excused || raised || passed {
            gains.push(format!("{id}: {} became {} ({})", was.outcome, now.outcome, now.sentence));
        }
        let [_, treated, tests] = was.tiers;
        if now.tiers[1] < treated || now.tiers[2] < tests {
            gains.push(format!("{id}: the tiers {:?} became {:?}", was.tiers, now.tiers));
        }
    }
    let old = score(shared.iter().map(|(_, was, _)| *was));
    let new = score(shared.iter().map(|(_, _, now)| *now));
    if new > old {
        gains.push(format!("the score rose from {old:?} to {new:?}"));
    }
    gains
}

#[test]
fn leaving_out_any_field_helps_nobody() {
    let mut reported = Vec::new();
    let mut tried = 0;
    for (name, estate) in estates() {
        let before = estate.judge_and_grade().expect("it is judged");
        for field in estate.fields() {
            for blank in [false, true] {
                let mut silent = estate.clone();
                silent.silence(&field, blank);
                let Some(after) = silent.judge_and_grade() else { continue };
                tried += 1;
                let how = if blank { "blank" } else { "without" };
                let gains = gains_in_all(&before, &after);
                reported.extend(
                    gains.iter().map(|gain| format!("{name}, {how} {}: {gain}", field.join("/"))),
                );
            }
        }
    }
    assert!(tried > 500, "only {tried} silences could be judged");
    assert!(reported.is_empty(), "{} gains:\n{}", reported.len(), reported.join("\n"));
}

#[test]
fn leaving_out_a_kind_of_record_or_a_source_helps_nobody() {
    let mut reported = Vec::new();
    let mut tried = 0;
    for (name, estate) in estates() {
        let before = estate.judge_and_grade().expect("it is judged");
        for (file, kind) in estate.kinds() {
            let mut silent = estate.clone();
            silent.drop_kind(&file, &kind);
            if let Some(after) = silent.judge_and_grade() {
                tried += 1;
                reported.extend(
                    gains_in_all(&before, &after)
                        .iter()
                        .map(|g| format!("{name} without {kind}: {g}")),
                );
            }
        }
        for file in estate.trees.keys() {
            let mut silent = estate.clone();
            silent.trees.remove(file);
            if let Some(after) = silent.judge_and_grade() {
                tried += 1;
                reported.extend(
                    gains_in_all(&before, &after)
                        .iter()
                        .map(|g| format!("{name} without {file}: {g}")),
                );
            }
        }
    }
    assert!(tried > 10, "only {tried} silences could be judged");
    assert!(reported.is_empty(), "{} gains:\n{}", reported.len(), reported.join("\n"));
}

/// The small estates of single controls reach branches that no scenario does.
#[test]
fn leaving_out_anything_of_a_controls_fixture_helps_nobody() {
    let mut reported = Vec::new();
    for slug in folders(&fixture("controls")) {
        for folder in folders(&fixture("controls").join(&slug)) {
            let estate = Estate::open(&fixture("controls").join(&slug).join(&folder));
            let before = estate.judge().expect("it is judged");
            let mut silences = Vec::new();
            for field in estate.fields() {
                for blank in [false, true] {
                    let mut silent = estate.clone();
                    silent.silence(&field, blank);
                    silences.push((
                        format!("{} of {}", if blank { "blank" } else { "no" }, field.join("/")),
                        silent,
                    ));
                }
            }
            for (file, kind) in estate.kinds() {
                let mut silent = estate.clone();
                silent.drop_kind(&file, &kind);
                silences.push((format!("no {kind}"), silent));
            }
            for file in estate.others.keys() {
                let mut silent = estate.clone();
                silent.others.remove(file);
                silences.push((format!("no {file}"), silent));
            }
            for (how, silent) in silences {
                let Some(after) = silent.judge() else { continue };
                let gains = gains(&before, &after);
                let gains = gains.iter().filter(|gain| {
                    // What is judged again, once its excuse is gone, may earn: in an estate this
                    // small that alone moves the score.
                    !gain.starts_with("the score")
                });
                reported.extend(gains.map(|gain| format!("{slug}/{folder}, {how}: {gain}")));
            }
        }
    }
    assert!(reported.is_empty(), "{} gains:\n{}", reported.len(), reported.join("\n"));
}

#[test]
fn the_order_of_records_changes_nothing() {
    for (name, estate) in estates() {
        let mut turned = estate.clone();
        turned.reverse();
        assert_eq!(estate.judge(), turned.judge(), "{name}");
    }
}

#[test]
fn a_waiver_on_everything_changes_no_outcome() {
    for (name, estate) in estates() {
        let before = estate.judge().expect("it is judged");
        let mut waived = estate.clone();
        let waivers = before.keys().map(|id| {
            let (control, asset) = id.split_once('@').expect("an id");
            format!(
                "{{\"control\": \"{control}\", \"asset\": \"{asset}\", \"reason\": \"because\", \
                 \"approver\": \"x\", \"granted_on\": \"2026-11-01\", \"expires_on\": \"2026-12-01\"}}"
            )
        });
        let waivers = waivers.collect::<Vec<_>>().join(",\n");
        waived
            .others
            .insert("more.json".into(), format!("{{\"waivers\": [{waivers}]}}").into_bytes());
        let after = waived.judge().expect("it is judged");
        for (id, was) in before.iter().filter(|(id, _)| !id.starts_with("POL-03")) {
            assert_eq!(was, &after[id], "{name}: {id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leaving_out_several_fields_at_once_helps_nobody(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 2..8),
        which in 0_usize..5,
    ) {
        let (name, estate) = estates().swap_remove(which);
        let fields = estate.fields();
        prop_assume!(!fields.is_empty());
        let before = estate.judge().expect("it is judged");
        let mut silent = estate.clone();
        for (pick, blank) in picks {
            silent.silence(pick.get(&fields), blank);
        }
        if let Some(after) = silent.judge() {
            let gains = gains(&before, &after);
            prop_assert!(gains.is_empty(), "{name}: {}", gains.join("\n"));
        }
    }
}
