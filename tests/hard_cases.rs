//! The scenarios keep their word: the five hard cases finding by finding, others by their grade.

use passmuster::model::Assessment;

use crate::support::{fixture, run};

/// What the table promises of one asset: the outcome of a control, or the tier.
struct Promise {
    control: String,
    asset: String,
    expected: String,
}

/// The table in the README of the hard cases. A row that names several assets makes several
/// promises.
fn promises() -> Vec<Promise> {
    let path = fixture("scenarios/hard-cases").join("README.md");
    let text = std::fs::read_to_string(path).expect("a README");
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.flat_map(promised).collect()
}

/// Reads one row: case, control, assets, outcome, reason.
fn promised(row: &str) -> Vec<Promise> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [_, _, control, assets, expected, _, _] = cells[..] else {
        panic!("five cells are wanted: {row}");
    };
    let promise = |asset: &str| Promise {
        control: control.to_string(),
        asset: asset.trim().trim_matches('`').to_string(),
        expected: expected.to_string(),
    };
    assets.split(',').map(promise).collect()
}

/// What came of a promise, in the words of the table; none where there is no such finding.
fn kept(promise: &Promise, assessment: &Assessment) -> Option<String> {
    if promise.control == "*tier*" {
        let mut assets = assessment.context.assets.iter();
        let asset = assets.find(|asset| asset.key.to_string() == promise.asset)?;
        return Some(asset.tier.derived.to_string());
    }
    let id = format!("{}@{}", promise.control, promise.asset);
    let finding = assessment.findings.iter().find(|finding| finding.id == id)?;
    Some(finding.judgement.outcome.to_string().replace(' ', "-"))
}

#[test]
fn the_hard_cases_come_out_as_their_table_says() {
    let assessment = run("scenarios/hard-cases").assessment;
    let (mut checked, mut wrong) = (0, Vec::new());
    for promise in promises() {
        let got = kept(&promise, &assessment);
        let Promise { control, asset, expected } = promise;
        if got.as_deref() != Some(expected.as_str()) {
            let got = got.unwrap_or_else(|| "nothing".into());
            wrong.push(format!("{control} on {asset}: {expected} is promised, {got} came"));
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(checked >= 15, "only {checked} promises were checked");
}

#[test]
fn scenarios_get_the_grade_they_were_written_for() {
    let grades =
        [("healthy", Some('A')), ("neglected", Some('E')), ("half", None), ("empty", None)];
    for (scenario, letter) in grades {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        assert_eq!(posture.grade.letter, letter, "{scenario}");
        assert_eq!(posture.score.proven.is_none(), scenario == "empty", "{scenario}");
    }
}

#[test]
fn a_well_run_company_proves_nearly_all_and_a_neglected_one_hides_little() {
    let healthy = run("scenarios/healthy").posture.score;
    let neglected = run("scenarios/neglected").posture.score;
    let proven = healthy.proven.expect("a score").0;
    assert!(proven >= 950, "{proven} tenths of healthy are proven");
    for (name, score, most) in [("healthy", healthy, 30), ("neglected", neglected, 100)] {
        let unknown = score.unknown.expect("parts").0;
        assert!(unknown <= most, "{unknown} tenths of {name} are unknown");
    }
}
