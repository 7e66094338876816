//! Every count that a format prints is the one that the glossary defines, in every scenario.

use std::fs;
use std::path::Path;

use passmuster::model::Posture;
use passmuster::model::Severity;
use passmuster::model::posture::{Counts, FindingCard, Load, SeverityCounts};
use passmuster::posture::verify::verify;

use crate::support::{fixture, folders, muster};

/// What one scenario is reported as.
struct Report {
    posture: Posture,
    markdown: String,
    summary: String,
    overview: String,
    terminal: String,
    /// The text of a page of the site.
    page: Box<dyn Fn(&str) -> String>,
}

fn report(scenario: &str) -> Report {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("scenarios").join(scenario);
    let project = project.to_str().expect("a path");
    let args = ["report", project, "--as-of", "2026-11-22", "--out", "out"];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = move |name: &str| {
        fs::read_to_string(home.path().join("out").join(Path::new(name))).expect("a file")
    };
    Report {
        posture: serde_json::from_str(&read("posture.json")).expect("a posture"),
        markdown: read("report.md"),
        summary: read("summary.md"),
        overview: text_of(&read("site/index.html")),
        terminal: String::from_utf8(output.stdout).expect("text"),
        page: Box::new(move |name| text_of(&read(&format!("site/{name}")))),
    }
}

/// The text of a page without its tags, with single spaces.
fn text_of(page: &str) -> String {
    let text: Vec<&str> = page
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .flat_map(str::split_whitespace)
        .collect();
    text.join(" ")
}

fn each(test: impl Fn(&str, &Report)) {
    for scenario in folders(&fixture("scenarios")) {
        test(&scenario, &report(&scenario));
    }
}

/// The number that follows some words.
fn after(text: &str, words: &str) -> Option<u64> {
    let rest = text.split_once(words)?.1.trim_start();
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    digits.replace(',', "").parse().ok()
}

/// The number before some words.
fn before(text: &str, words: &str) -> Option<u64> {
    let rest = text.split_once(words)?.0.trim_end();
    let start = rest.rfind(|c: char| !c.is_ascii_digit() && c != ',').map_or(0, |at| at + 1);
    rest.get(start..)?.replace(',', "").parse().ok()
}

/// The counts, worked out from the findings and assets alone.
fn by_hand(posture: &Posture) -> Counts {
    use passmuster::model::posture::Standing;
    use passmuster::model::{AssetKind, Outcome, Tier, WaiverState};
    let all = &posture.findings;
    let of = |outcome: Outcome| all.iter().filter(|card| card.outcome == outcome).count() as u64;
    let open = || all.iter().filter(|card| card.outcome.is_open());
    let severe = |severity, standing| {
        let privileged = all
            .iter()
            .filter(|card| card.tier >= Tier::T2 && card.asset.kind != AssetKind::Organisation);
        let alike =
            privileged.filter(|card| card.severity == severity && card.standing() == standing);
        alike.count() as u64
    };
    let unassessed = |severity: Severity| {
        let alike = all.iter().filter(|card| {
            card.tier >= Tier::T2
                && card.asset.kind != AssetKind::Organisation
                && card.severity == severity
                && card.outcome == Outcome::NotAssessed
                && card.standing() == Standing::Open
        });
        alike.count() as u64
    };
    let privileged = || posture.assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let known = privileged().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let not_in_order = privileged().filter(|asset| asset.severe_open + asset.severe_possible > 0);
    let confirmations = posture.evidence_requests.iter().filter(|one| one.confirms).count() as u64;
    let assessed = of(Outcome::Pass) + of(Outcome::Partial) + of(Outcome::Fail);
    Counts {
        identities: posture.assets.len() as u64,
        privileged_known: known,
        privileged_treated: privileged().count() as u64 - known,
        not_in_order: not_in_order.count() as u64,
        findings: all.len() as u64,
        applicable: assessed + of(Outcome::NotAssessed),
        assessed,
        open: open().count() as u64,
        not_assessed: of(Outcome::NotAssessed),
        passed: of(Outcome::Pass),
        not_applicable: of(Outcome::NotApplicable),
        overdue: open().filter(|card| card.overdue).count() as u64,
        first_seen_now: open().filter(|card| card.age_days.is_none()).count() as u64,
        severe_critical_open: severe(Severity::Critical, Standing::Open),
        severe_critical_possible: severe(Severity::Critical, Standing::Possible),
        severe_high_open: severe(Severity::High, Standing::Open),
        severe_high_possible: severe(Severity::High, Standing::Possible),
        severe_critical_unassessed: unassessed(Severity::Critical),
        severe_high_unassessed: unassessed(Severity::High),
        waived: open().filter(|card| card.waiver == Some(WaiverState::Applied)).count() as u64,
        requests: posture.evidence_requests.len() as u64 - confirmations,
        confirmations,
    }
}

#[test]
fn the_counts_are_what_the_glossary_defines() {
    each(|scenario, report| {
        assert_eq!(report.posture.counts, by_hand(&report.posture), "{scenario}");
        assert_eq!(verify(&report.posture, None, passmuster::controls::CATALOG), [], "{scenario}");
    });
}

#[test]
fn every_format_prints_the_same_counts() {
    each(|scenario, report| {
        let Report { posture, markdown, summary, overview, terminal, .. } = report;
        let counts = &posture.counts;
        let SeverityCounts { critical, high, .. } = posture.open;
        let head = markdown.lines().find(|line| line.starts_with("Assessed as of"));
        let head = head.expect("the first line");
        let printed = [
            ("md identities", after(head, "2026-11-22 · "), counts.identities),
            ("md findings", before(head, " finding"), counts.findings),
            ("md applicable", after(head, "of which"), counts.applicable),
            ("md open", after(markdown, "Open findings ("), counts.open),
            ("md all", after(markdown, "All findings ("), counts.findings),
            ("md overdue", before(markdown, " overdue, "), counts.overdue),
            (
                "md this run",
                before(markdown, " first seen in this run. All"),
                counts.first_seen_now,
            ),
            ("md passed", after(markdown, "## Passed\n\n"), counts.passed),
            ("summary critical", after(summary, "Open: "), critical),
            ("summary high", after(summary, "critical, "), high),
            ("summary overdue", before(summary, " overdue."), counts.overdue),
            ("terminal critical", after(terminal, "open findings: "), critical),
        ];
        for (what, found, expected) in printed {
            assert_eq!(found, Some(expected), "{scenario}: {what}");
        }
        if counts.severe() > 0 {
            let severe = "Critical: ";
            assert_eq!(after(markdown, severe), Some(counts.critical().open), "{scenario}");
        }
        let rows =
            markdown.split("## Open findings").nth(1).and_then(|t| t.split("What to do,").next());
        // Findings that state the same are one row.
        let first = rows.unwrap_or_default().lines().filter_map(|line| line.split('|').nth(1));
        let ids: usize = first.map(|cell| cell.matches('@').count()).sum();
        assert_eq!(ids as u64, counts.open, "{scenario}: open findings in rows");
        assert!(overview.contains(&counts.identities.to_string()), "{scenario}");
        for sentence in posture.summary.iter().filter(|sentence| !sentence.contains('`')) {
            let plain: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let identities = before(&plain, " non-human identit");
            assert!(identities.is_none_or(|n| n == counts.identities), "{scenario}: {plain}");
            let open = before(&plain, " critical findings and");
            assert!(open.is_none_or(|n| n == critical), "{scenario}: {plain}");
            let privileged = before(&plain, " are not in order");
            assert!(privileged.is_none_or(|n| n == counts.privileged()), "{scenario}: {plain}");
        }
    });
}

#[test]
fn the_site_and_the_terminal_print_the_counts_of_the_glossary() {
    each(|scenario, Report { posture, terminal, overview, page, .. }| {
        let counts = &posture.counts;
        let findings = page("findings/index.html");
        let SeverityCounts { critical, high, medium, low, .. } = posture.open;
        let mut printed = vec![
            ("site critical", before(overview, " critical and"), counts.critical().open),
            ("site open", after(&findings, "Open findings"), counts.open),
            ("site list of not assessed", after(&findings, "Not assessed"), counts.not_assessed),
            ("site overdue", after(&findings, "Overdue"), counts.overdue),
            ("site passed", after(&findings, "Passed"), counts.passed),
            ("site not applicable", after(&findings, "Not applicable"), counts.not_applicable),
            ("site not assessed", before(&findings, " not assessed \u{b7}"), counts.not_assessed),
            (
                "site identities",
                before(&page("assets/index.html"), " non-human"),
                counts.identities,
            ),
            ("terminal critical", after(terminal, "open findings:"), critical),
            ("terminal high", before(terminal, " high, "), high),
            ("terminal medium", before(terminal, " medium, "), medium),
            ("terminal low", before(terminal, " low\n"), low),
        ];
        if counts.severe() > 0 {
            let open = "high findings on privileged identities are open";
            let [critical, high] = ["In all, ", "critical and"];
            let rest = overview.split_once(open).map_or("", |(_, rest)| rest);
            let another = rest.split_once(critical).map_or("", |(_, rest)| rest);
            printed.push(("possible", after(rest, critical), counts.severe_critical_possible));
            printed.push(("possible high", after(another, high), counts.severe_high_possible));
        }
        for (what, found, expected) in printed {
            assert_eq!(found, Some(expected), "{scenario}: {what}");
        }
    });
}

#[test]
fn every_open_finding_is_asked_of_one_and_pages_print_how_many() {
    each(|scenario, Report { posture, page, .. }| {
        let open = posture.counts.open;
        assert_eq!(posture.contacts.iter().map(|it| it.open).sum::<u64>(), open, "{scenario}");
        let of_owners = posture.owners.iter().map(|owner| owner.outcomes.open());
        assert_eq!(of_owners.sum::<u64>(), open, "{scenario}");
        for owner in posture.owners.iter().filter(|owner| {
            !owner.id.is_empty() && owner.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        }) {
            let asked = posture.findings.iter().filter(|card| {
                let contact = posture.contacts.iter();
                let mut contact = contact.filter(|it| it.owner == card.owner);
                card.outcome.is_open()
                    && contact.any(|it| it.domain == card.domain && it.id == owner.id)
            });
            let text = page(&format!("owners/{}.html", owner.id));
            let who = format!("{scenario}: {}", owner.id);
            let asked: Vec<_> = asked.collect();
            assert_eq!(after(&text, "Asked to act ("), Some(asked.len() as u64), "{who}");
            // The figures of the page, and the row of the list of everybody, are made of the same findings.
            let of = |keep: fn(&&&FindingCard) -> bool| asked.iter().filter(keep).count() as u64;
            let load = Load {
                open: asked.len() as u64,
                overdue: of(|card| card.overdue),
                critical: of(|card| card.severity == Severity::Critical),
                high: of(|card| card.severity == Severity::High),
            };
            assert_eq!(posture.asked_of(&owner.id), load, "{who}");
            assert_eq!(before(&text, " overdue ; "), Some(load.overdue), "{who}");
            let row = posture.asked().into_iter().find(|it| it.id == owner.id);
            assert_eq!(row.map_or(Load::default(), |it| it.load), load, "{who}");
            assert_eq!(after(&text, "Own assets ("), Some(owner.assets), "{who}");
            let own = text.split_once("Own assets (").map_or("", |(_, own)| own);
            assert_eq!(after(own, "Open findings"), Some(owner.outcomes.open()), "{who}");
        }
    });
}

#[test]
fn owners_are_listed_by_what_they_are_asked_and_the_worst_comes_first() {
    each(|scenario, Report { posture, page, overview, .. }| {
        let asked = posture.asked();
        let all: u64 = asked.iter().map(|it| it.load.open).sum();
        assert_eq!(all, posture.counts.open, "{scenario}");
        let critical: Vec<u64> = asked.iter().map(|it| it.load.critical).collect();
        assert!(critical.is_sorted_by(|a, b| a >= b), "{scenario}: {critical:?}");
        let text = page("owners/index.html");
        let rows = text.split_once("by who is asked to act").map_or("", |(_, rows)| rows);
        for one in &asked {
            let Load { open, overdue, critical, high } = one.load;
            let id = if one.id == one.name || one.id.is_empty() { "" } else { one.id };
            let id = if one.id.is_empty() { "no one is named" } else { id };
            let row = format!("{} {id} {open} {overdue} {critical} {high}", one.name);
            let row: Vec<&str> = row.split_whitespace().collect();
            assert!(rows.contains(&row.join(" ")), "{scenario}: {row:?} in {rows}");
        }
        if let Some(first) = asked.first() {
            let rows = overview.split_once("by who is asked to act").map_or("", |(_, rows)| rows);
            assert!(rows.contains(first.name), "{scenario}");
        }
    });
}

#[test]
fn a_person_is_asked_for_evidence_on_the_findings_of_that_person_alone() {
    each(|scenario, Report { posture, page, .. }| {
        let mut tried = 0;
        for request in &posture.evidence_requests {
            for one in request.asked.iter().filter(|one| one.findings < request.findings) {
                if one.id.is_empty() || !one.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                {
                    continue;
                }
                let text = page(&format!("owners/{}.html", one.id));
                let wanted = text.split_once("Evidence that is missing").map_or("", |(_, it)| it);
                let share = format!("{} of {}", one.findings, request.findings);
                assert!(wanted.contains(&share), "{scenario}: {}: {share}", one.id);
                tried += 1;
            }
        }
        assert!(tried > 0 || posture.contacts.len() < 2 || scenario != "northwind", "{scenario}");
    });
}

#[test]
fn the_organisation_is_no_identity_and_known_and_treated_are_apart() {
    each(|scenario, Report { posture, .. }| {
        let identities: u64 = posture.tiers.iter().map(|tier| tier.assets).sum();
        assert_eq!(identities, posture.counts.identities, "{scenario}");
        for tier in &posture.tiers {
            let treated = || posture.assets.iter().filter(|a| a.tier.to_string() == tier.id);
            let known = treated().filter(|asset| asset.derived_tier == asset.tier).count();
            assert_eq!((tier.assets, tier.known), (treated().count() as u64, known as u64));
        }
        let domains = posture.kinds.iter().map(|kind| kind.assets).sum::<u64>();
        assert_eq!(domains, posture.counts.identities, "{scenario}");
        let sentence = posture.summary.iter().find(|text| text.contains("are privileged (tier"));
        if let Some(sentence) = sentence.filter(|_| posture.counts.privileged_treated > 0) {
            assert!(sentence.contains("only treated as privileged"), "{scenario}: {sentence}");
            assert_eq!(after(sentence, "show that"), Some(posture.counts.privileged_known));
        }
    });
}

#[test]
fn the_gains_of_each_table_sum_to_the_gain_of_all() {
    each(|scenario, Report { posture, .. }| {
        let total = posture.gain.0;
        let slices =
            [&posture.tiers, &posture.families, &posture.domains, &posture.owners, &posture.kinds];
        for slices in slices {
            assert_eq!(slices.iter().map(|slice| slice.gain.0).sum::<i64>(), total, "{scenario}");
        }
        assert_eq!(posture.fixes.iter().map(|fix| fix.gain.0).sum::<i64>(), total, "{scenario}");
        let controls = posture.controls.iter().map(|card| card.gain.0).sum::<i64>();
        assert_eq!(controls, total, "{scenario}");
    });
}
