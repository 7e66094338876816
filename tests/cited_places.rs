//! The place that evidence cites holds the fact: every report over the scenarios and the cases of
//! `fixtures/sources` is read, each cited place is opened, and the quoted value is looked for there.

mod derived;
mod document;
mod joined;
mod quotes;

use std::path::{Path, PathBuf};

use passmuster::model::posture::Posture;
use passmuster::model::{Evidence, Place};

use crate::support::{command, fixture, folders};
use document::{Document, Spot};
use quotes::{Quote, quotes};

/// How many quoted values were looked for and found, when the test was written. It may only grow.
const LEAST: usize = 2_300;

/// What was looked at, and what is wrong.
#[derive(Default)]
struct Law {
    found: usize,
    wrong: Vec<String>,
}

#[test]
fn every_cited_place_holds_the_quoted_value() {
    let mut law = Law::default();
    for (folder, name, day) in reports() {
        let Some(posture) = report(&folder, day) else { continue };
        for finding in &posture.findings {
            for evidence in &finding.evidence {
                law.check(&folder, evidence, &format!("{name}: {}", finding.id));
            }
        }
    }
    let Law { found, wrong } = law;
    let first: Vec<_> = wrong.iter().take(60).collect();
    assert!(wrong.is_empty(), "{} of {} wrong: {first:#?}", wrong.len(), found + wrong.len());
    assert!(found >= LEAST, "only {found} quoted values were looked for");
}

/// The law itself: a place that is one line off is noticed.
#[test]
fn a_wrong_line_is_noticed() {
    let folder = fixture("scenarios/northwind");
    let posture = report(&folder, "2026-11-22").expect("a report");
    let (mut right, mut shifted) = (Law::default(), Law::default());
    for mut evidence in posture.findings.into_iter().flat_map(|finding| finding.evidence) {
        right.check(&folder, &evidence, "as cited");
        if let Some(place) = &mut evidence.place {
            place.line += 1;
        }
        shifted.check(&folder, &evidence, "one line off");
    }
    assert!(right.found > 100 && right.wrong.is_empty(), "{:?}", right.wrong);
    assert!(shifted.found * 20 < right.found, "{} of {}", shifted.found, right.found);
}

/// Every folder that can be reported, with its name and its day.
fn reports() -> Vec<(PathBuf, String, &'static str)> {
    let kinds = [("scenarios", "2026-11-22"), ("sources", "2026-11-28")];
    let all = kinds.iter().flat_map(|(kind, day)| {
        let folder = fixture(kind);
        let names = folders(&folder).into_iter();
        names.map(move |name| (folder.join(&name), format!("{kind}/{name}"), *day))
    });
    all.collect()
}

/// The posture of a folder; none where it cannot be reported.
fn report(folder: &Path, day: &str) -> Option<Posture> {
    let out = tempfile::tempdir().expect("a folder");
    let path = out.path().join("out").display().to_string();
    let args = ["report", ".", "--as-of", day, "--format", "json", "-o", &path];
    command(folder, &args).output().expect("the program runs");
    let text = std::fs::read_to_string(out.path().join("out/posture.json")).ok()?;
    Some(serde_json::from_str(&text).expect("a posture"))
}

impl Law {
    fn check(&mut self, folder: &Path, evidence: &Evidence, finding: &str) {
        let Some(place) = evidence.place.as_ref().filter(|place| place.line > 0) else { return };
        let document = Document::open(folder, &place.file);
        let spot = document.at(place);
        let Some(spot) = spot else {
            self.wrong.push(format!("{finding}: there is nothing at {}", shown(place)));
            return;
        };
        for quote in quotes(&evidence.fact) {
            let derived = derived::is_shown(&quote, place, &spot);
            match derived.unwrap_or_else(|| holds(&spot, &quote, &document)) {
                Ok(()) => self.found += 1,
                Err(why) => {
                    let fact = &evidence.fact;
                    self.wrong.push(format!("{finding}: `{fact}` at {}: {why}", shown(place)));
                }
            }
        }
    }
}

fn holds(spot: &Spot, quote: &Quote, document: &Document) -> Result<(), String> {
    if quote.is_absent {
        // What a record leaves out is cited at the record, which must not state it.
        let stated = spot.get(&quote.field).filter(|value| !value.is_empty());
        return stated.map_or(Ok(()), |value| Err(format!("it states {value:?}")));
    }
    if let Some(value) = quote.values.iter().find(|value| !spot.holds(value)) {
        return Err(format!("no {value:?} there"));
    }
    // A value that has a line of its own is cited there, and not at its record.
    let own = spot.line_of(&quote.field).filter(|_| document.is_ours);
    own.filter(|line| *line != spot.line)
        .map_or(Ok(()), |line| Err(format!("it is at line {line}")))
}

fn shown(place: &Place) -> String {
    format!("{place} {}", place.pointer)
}
