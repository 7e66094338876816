//! `[[scope.exclude]]`: excluded assets are listed in every report and on the terminal, and no number of
//! the headline counts them.

use std::path::Path;

use passmuster::model::{Posture, Tally};
use serde_json::Value;

use crate::support::{fixture, muster};

const AS_OF: [&str; 2] = ["--as-of", "2026-11-22"];

/// A copy of a scenario with more in its `muster.toml`.
fn project(scenario: &str, more: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let from = fixture("scenarios").join(scenario);
    for path in crate::support::files(&from) {
        let to = home.path().join(path.strip_prefix(&from).expect("below"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::copy(&path, &to).expect("a copy");
    }
    let profile = home.path().join("muster.toml");
    let text = std::fs::read_to_string(&profile).unwrap_or_default();
    std::fs::write(&profile, format!("{text}\n{more}")).expect("a profile");
    home
}

fn exclude(what: &str) -> String {
    format!(
        "[[scope.exclude]]\n{what}\nreason = \"No data of ours\"\non = \"2026-11-01\"\n\
         approver = \"{APPROVER}\"\n"
    )
}

/// An active owner of the scenario `northwind`.
const APPROVER: &str = "mira";

fn report(home: &Path, out: &str) -> (Posture, String) {
    let args = ["report", ".", "-o", out, "--format", "md,html,json", AS_OF[0], AS_OF[1]];
    let output = muster(home, &args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let text = std::fs::read_to_string(home.join(out).join("posture.json")).expect("a posture");
    let posture = serde_json::from_str(&text).expect("a posture");
    (posture, String::from_utf8_lossy(&output.stdout).into_owned())
}

fn score(tally: &mut Tally, cells: &[passmuster::model::posture::Cell]) {
    cells.iter().for_each(|cell| tally.add(cell.outcome, cell.class, cell.weights(), cell.count));
}

#[test]
fn excluded_assets_are_listed_everywhere_and_counted_nowhere() {
    let (whole, _) = report(project("northwind", "").path(), "out");
    let worst = whole.assets.iter().find(|asset| asset.open.critical > 0).expect("an asset");
    let key = worst.key.to_string();
    let home = project("northwind", &exclude(&format!("asset = \"{key}\"")));
    let (posture, printed) = report(home.path(), "out");

    let [excluded] = posture.excluded.as_slice() else { panic!("{:?}", posture.excluded) };
    assert_eq!(excluded.key.to_string(), key);
    assert_eq!((excluded.open, excluded.tier), (worst.open, worst.tier));
    let with = posture.with_excluded.as_ref().expect("the score with it");
    assert_eq!((&with.score, &with.grade), (&whole.score, &whole.grade), "nothing else moved");
    assert_ne!(posture.score, whole.score);
    assert_eq!(posture.assets.len() + 1, whole.assets.len());
    assert!(posture.findings.iter().all(|finding| finding.asset != excluded.key));
    for card in &posture.assets {
        let before = whole.assets.iter().find(|asset| asset.key == card.key);
        assert_eq!(before.map(|before| before.tier), Some(card.tier), "{}", card.key);
    }

    let (mut without, mut all) = (Tally::default(), Tally::default());
    score(&mut without, &posture.cells);
    assert_eq!(without.parts().proven, posture.score.proven, "the cells give the score");
    score(&mut all, &posture.cells);
    score(&mut all, &posture.excluded_cells);
    assert_eq!(all.parts().proven, with.score.proven, "with the excluded cells, the other one");

    let line = posture.excluded[0].place.line;
    let place = format!("muster.toml:{line}");
    let aside = format!("with 1 excluded asset {}", with.score.proven.expect("a score"));
    let md = std::fs::read_to_string(home.path().join("out/report.md")).expect("a report");
    let html =
        std::fs::read_to_string(home.path().join("out/site/waivers.html")).expect("a report");
    assert!(md.contains("## Excluded from scope") && md.contains(&place), "{md}");
    assert!(html.contains("Excluded from scope</h2>") && html.contains(&place));
    let output = muster(home.path(), &["check", ".", "--fail-on", "critical", AS_OF[0], AS_OF[1]]);
    let checked = String::from_utf8_lossy(&output.stdout).into_owned();
    for text in [&printed, &checked] {
        assert!(text.contains(&aside), "{text}");
        assert!(text.contains(&format!("excluded from scope by {place}: {key}")), "{text}");
    }
    let asked = muster(home.path(), &["explain", "finding", &format!("SEC-01@{key}")]);
    let asked = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(asked.contains(&place) && asked.contains("is excluded from scope"), "{asked}");
    assert!(!checked.contains(&format!("@{key}")), "the gate does not count it: {checked}");
    assert!(printed.contains(" excluded)"), "the ledger counts its records: {printed}");
    assert!(posture.ledger.is_balanced() && posture.ledger.excluded > 0);
    assert_eq!(posture.ledger.in_assets, whole.ledger.in_assets);
}

#[test]
fn a_month_without_an_asset_states_that_it_is_excluded() {
    let home = project("northwind", "");
    let record = |as_of: &str| {
        let args = ["report", ".", "-o", "out", "--format", "json", "--record", "--as-of", as_of];
        let output = muster(home.path(), &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read(home.path().join("out/posture.json")).expect("a posture");
        serde_json::from_slice::<Value>(&text).expect("JSON")
    };
    let before = record("2026-11-22");
    let worst = before["assets"].as_array().expect("assets").iter();
    let mut worst = worst.filter(|asset| asset["open"]["critical"].as_u64() > Some(0));
    let asset = worst.next().expect("an asset")["key"].clone();
    let key = format!("{}/{}", asset["kind"].as_str().unwrap(), asset["id"].as_str().unwrap());
    let profile = home.path().join("muster.toml");
    let text = std::fs::read_to_string(&profile).expect("a profile");
    let more = exclude(&format!("asset = \"{key}\""));
    std::fs::write(&profile, format!("{text}\n{more}")).expect("a profile");
    let after = record("2026-12-20");
    let moves = after["history"]["change"]["assets"].as_array().expect("moves");
    let excluded = moves.iter().find(|row| row["what"] == "excluded").expect("it is named");
    assert_eq!(excluded["named"][0]["asset"], asset, "{moves:?}");
    let classes = after["history"]["change"]["classes"].as_array().expect("classes");
    let fixed = classes
        .iter()
        .filter(|row| row["class"] == "fixed")
        .flat_map(|row| row["named"].as_array().cloned().unwrap_or_default());
    let suffix = format!("@{key}");
    assert!(
        fixed.into_iter().all(|one| !one["id"].as_str().unwrap_or_default().ends_with(&suffix)),
        "excluding an asset remediates nothing"
    );
    assert!(classes.iter().any(|row| row["class"] == "asset-excluded"), "{classes:?}");
    std::fs::write(&profile, text).expect("a profile");
    let again = record("2027-01-20");
    let moves = again["history"]["change"]["assets"].as_array().expect("moves");
    let added = moves.iter().find(|row| row["what"] == "added").expect("it is named");
    assert_eq!(added["named"][0]["detail"], "in scope again");
}

#[test]
fn an_exclusion_without_an_active_approver_stops_the_run() {
    for (approver, words) in
        [("nobody.known", "who is no owner in the register"), ("", "an exclusion needs `approver`")]
    {
        let more = exclude("asset = \"crm\"").replace(APPROVER, approver);
        let home = project("northwind", &more);
        for command in ["report", "check"] {
            let output = muster(home.path(), &[command, ".", AS_OF[0], AS_OF[1]]);
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{command}: {text}");
            assert!(text.contains(words) && text.contains("muster.toml:"), "{text}");
        }
    }
    let home = tempfile::tempdir().expect("a folder");
    let more = exclude("asset = \"a\"");
    std::fs::write(home.path().join("muster.toml"), more).expect("a file");
    let servers = r#"{"mcpServers": {"a": {"command": "x"}}}"#;
    std::fs::write(home.path().join(".mcp.json"), servers).expect("a file");
    let output = muster(home.path(), &["report", ".", AS_OF[0], AS_OF[1]]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("no input contains a register of owners"), "{text}");
    assert!(text.contains("muster.toml:5") && output.status.code() == Some(2), "{text}");
}
