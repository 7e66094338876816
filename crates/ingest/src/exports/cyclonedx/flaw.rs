//! Vulnerabilities of a bill of materials. Its `analysis` is what people found out about one.

use super::entries::Entry;
use super::parts::{Names, Parts};
use crate::exports::export::Export;
use crate::extract::{self, list_at, raw_str};
use model::records::{Vulnerability, VulnerabilityStatus};
use model::{Field, Moment, PackageFlaw, Placed, Severity};
use syntax::Node;

const NO_PART: &str = "it affects no component that the file names";
const UNAFFECTED: &str = "the file states that the version is not affected";
const REJECTED: &str = "its source rejected it";

/// Reads every vulnerability; returns how many there are.
pub(super) fn read<'n>(root: &'n Node, services: &[Entry<'n>], export: &mut Export<'_>) -> usize {
    let listed = list_at(root, "vulnerabilities");
    if listed.is_empty() {
        return 0;
    }
    let parts = Parts::of(root, services);
    let made = raw_str(root, &["metadata", "timestamp"]).and_then(extract::moment);
    for (number, node) in listed.iter().enumerate() {
        let (names, unusable) = affected(node, &parts);
        let flaw = flaw(node, &format!("/vulnerabilities/{number}"), made, export);
        export.flaw(PackageFlaw {
            identities: names.identities.into_iter().collect(),
            packages: names.packages.into_iter().collect(),
            flaw,
            taken: made.or(export.captured_at()),
            unusable,
        });
    }
    listed.len()
}

/// What it affects, and why that is nothing.
fn affected<'n>(node: &'n Node, parts: &Parts<'n>) -> (Names, Option<&'static str>) {
    if raw_str(node, "rejected").is_some() {
        return (Names::default(), Some(REJECTED));
    }
    let all = list_at(node, "affects");
    let mut names = Names::default();
    for one in all.iter().filter(|one| !is_unaffected(one)) {
        if let Some(reference) = raw_str(one, "ref") {
            names.add(&parts.affected(reference));
        }
    }
    let why = match names.is_empty() {
        true if !all.is_empty() && all.iter().all(is_unaffected) => Some(UNAFFECTED),
        true => Some(NO_PART),
        false => None,
    };
    (names, why)
}

/// Whether every version that is listed is stated as unaffected.
fn is_unaffected(affect: &Node) -> bool {
    let versions = list_at(affect, "versions");
    !versions.is_empty()
        && versions.iter().all(|version| raw_str(version, "status") == Some("unaffected"))
}

fn flaw(
    node: &Node,
    pointer: &str,
    made: Option<Moment>,
    export: &mut Export<'_>,
) -> Placed<Vulnerability> {
    let analysis = |key: &str| raw_str(node, &["analysis", key]);
    let status = match analysis("state") {
        Some("resolved" | "resolved_with_pedigree") => VulnerabilityStatus::Fixed,
        Some("not_affected" | "false_positive") => VulnerabilityStatus::NotAffected,
        _ => VulnerabilityStatus::Open,
    };
    let (severity, rated) = severity(node).unzip();
    // Since when it is known here is not stated: it counts from the day on which everyone could know it.
    let seen = [&["published"][..], &["analysis", "firstIssued"], &["created"]];
    let seen =
        seen.into_iter().find_map(|path| Some((path, extract::moment(raw_str(node, path)?)?)));
    let fixed_on = analysis("lastUpdated").and_then(extract::moment).or(made);
    let fixed_on = fixed_on.filter(|_| status == VulnerabilityStatus::Fixed);
    let statement = ["detail", "justification"];
    let statement = statement.iter().find_map(|key| Some((*key, analysis(key)?)));
    let id = ["id", "bom-ref"].iter().find_map(|key| extract::redacted_text(node, *key));
    let record = Vulnerability {
        id: id.unwrap_or_else(|| "unnamed vulnerability".into()),
        server: String::new(),
        severity: severity.map_or(Field::Absent, Field::Given),
        exploited: Field::Absent,
        first_seen: seen.map_or(Field::Absent, |(_, moment)| Field::Given(moment)),
        status: Field::Given(status),
        fixed_on: fixed_on.map_or(Field::Absent, Field::Given),
        statement: statement.map_or(Field::Absent, |(_, text)| Field::Given(extract::redact(text))),
    };
    let mut placed = export.placed(node, pointer, record);
    let mut note = |field: &'static str, path: &[&str]| {
        let Some(at) = extract::at(node, path) else { return };
        placed.from.note(field, at.line, &format!("/{}", path.join("/")));
    };
    note("id", &["id"]);
    note("status", &["analysis", "state"]);
    note("fixed_on", &["analysis", "lastUpdated"]);
    if let Some((path, _)) = seen {
        note("first_seen", path);
    }
    if let Some((key, _)) = statement {
        note("statement", &["analysis", key]);
    }
    if let Some((line, below)) = rated {
        placed.from.note("severity", line, &below);
    }
    placed
}

/// The most severe of its ratings, with the line and pointer of what states it.
fn severity(node: &Node) -> Option<(Severity, (u32, String))> {
    let ratings = list_at(node, "ratings").iter().enumerate();
    let each = ratings.filter_map(|(number, rating)| {
        let word = raw_str(rating, "severity").and_then(of_word).map(|found| (found, "severity"));
        let score = || Some((of_score(raw_str(rating, "score")?.parse().ok()?), "score"));
        let (found, key) = word.or_else(score)?;
        let line = rating.get(key)?.line;
        Some((found, (line, format!("/ratings/{number}/{key}"))))
    });
    // The first of equals.
    each.reduce(|worst, one| if one.0 > worst.0 { one } else { worst })
}

fn of_word(word: &str) -> Option<Severity> {
    match word.to_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" => Some(Severity::High),
        "medium" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        "info" | "none" => Some(Severity::Info),
        _ => None,
    }
}

/// The bands of CVSS 3 and 4.
fn of_score(score: f64) -> Severity {
    match score {
        _ if score >= 9.0 => Severity::Critical,
        _ if score >= 7.0 => Severity::High,
        _ if score >= 4.0 => Severity::Medium,
        _ if score > 0.0 => Severity::Low,
        _ => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::super::FORMAT;
    use crate::exports::bench::read_json;
    use model::Severity;
    use model::records::VulnerabilityStatus::{Fixed, NotAffected, Open};

    fn read(vulnerability: &str) -> model::Facts {
        read_json(
            &FORMAT,
            &format!(
                r#"{{"bomFormat": "CycloneDX", "metadata": {{"timestamp": "2026-11-20T08:00:00Z"}},
                "components": [{{"type": "library", "bom-ref": "x", "name": "x", "purl": "pkg:npm/x@1"}}],
                "vulnerabilities": [{vulnerability}]}}"#
            ),
        )
    }

    #[test]
    fn a_vulnerability_keeps_its_rating_dates_and_analysis() {
        let facts = read(
            r#"{"id": "CVE-2026-1", "published": "2026-08-01T00:00:00Z", "affects": [{"ref": "x"}],
            "ratings": [{"severity": "medium"}, {"score": 9.1, "severity": "unknown"}, {"severity": "critical"}]}"#,
        );
        let [one] = facts.flaws.as_slice() else { panic!("one") };
        let record = &one.flaw.record;
        assert_eq!(one.packages.len(), 1);
        assert_eq!(record.severity.given(), Some(&Severity::Critical));
        let at = one.flaw.place_of("severity").expect("a place");
        assert_eq!(&*at.pointer, "/vulnerabilities/0/ratings/1/score");
        let seen = record.first_seen.given().expect("a day");
        assert_eq!(seen.day().to_string(), "2026-08-01");
        assert_eq!((record.status.given(), one.unusable), (Some(&Open), None));
        assert!(facts.notices.is_empty(), "{:?}", facts.notices);
    }

    #[test]
    fn what_people_found_out_is_its_status() {
        for (state, status) in [
            ("resolved", Fixed),
            ("resolved_with_pedigree", Fixed),
            ("not_affected", NotAffected),
            ("false_positive", NotAffected),
            ("exploitable", Open),
            ("in_triage", Open),
            ("odd", Open),
        ] {
            let facts = read(&format!(
                r#"{{"id": "C", "affects": [{{"ref": "x"}}], "analysis": {{"state": "{state}", "detail": "why"}}}}"#
            ));
            let record = &facts.flaws[0].flaw.record;
            assert_eq!(record.status.given(), Some(&status), "{state}");
            assert_eq!(record.fixed_on.given().is_some(), status == Fixed, "{state}");
        }
    }

    #[test]
    fn what_affects_nothing_is_kept_with_the_reason() {
        for (rest, why) in [
            (r#""affects": []"#, Some(super::NO_PART)),
            (r#""affects": [{"ref": "gone"}]"#, Some(super::NO_PART)),
            (r#""affects": [{"ref": "pkg:npm/y@2"}]"#, None),
            (
                r#""affects": [{"ref": "x", "versions": [{"version": "1", "status": "unaffected"}]}]"#,
                Some(super::UNAFFECTED),
            ),
            (
                r#""affects": [{"ref": "x"}], "rejected": "2026-01-01T00:00:00Z""#,
                Some(super::REJECTED),
            ),
        ] {
            let facts = read(&format!(r#"{{"id": "CVE-2026-1", {rest}}}"#));
            assert_eq!(facts.flaws[0].unusable, why, "{rest}");
        }
    }
}
