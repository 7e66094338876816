//! Every list of a page has a longest length, and a line that states how much is left out and where it is.

use proptest::prelude::*;

use super::options::Options;
use super::{clean, comment, markdown, samples, site, view::View};
use model::Posture;

/// Makes a list longer by what it has.
fn long<T: Clone>(list: &mut Vec<T>, entries: usize) {
    let one = list.first().cloned();
    list.extend(one.into_iter().cycle().take(entries));
}

/// A posture whose lists have that many entries more.
fn posture(entries: usize) -> Posture {
    let mut posture = samples::full();
    long(&mut posture.notices, entries);
    long(&mut posture.inputs, entries);
    long(&mut posture.ledger.unused, entries);
    long(&mut posture.waivers, entries);
    long(&mut posture.excluded, entries);
    long(&mut posture.evidence_requests, entries);
    long(&mut posture.owners, entries);
    long(&mut posture.severe_findings, entries);
    if let Some(request) = posture.evidence_requests.first_mut() {
        long(&mut request.asked, entries);
        long(&mut request.controls, entries);
    }
    if let Some(history) = &mut posture.history {
        long(&mut history.months, entries);
    }
    if let Some(card) = posture.assets.first_mut() {
        long(&mut card.places, entries);
        card.known_as = (0..entries).map(|number| format!("alias-{number}")).collect();
        card.reported_by.clone_from(&card.known_as);
        card.formerly = vec![card.key.clone(); entries];
    }
    for finding in &mut posture.findings {
        long(&mut finding.items, entries);
        for number in 0..entries {
            let mut fact = finding.evidence[0].clone();
            fact.place.as_mut().expect("a place").line = u32::try_from(number).expect("a line");
            finding.evidence.push(fact);
        }
    }
    posture
}

/// Every page that a reader gets.
fn pages(posture: &Posture) -> Vec<(String, String)> {
    let cleaned = clean::posture(posture);
    let view = View::of(&cleaned, cleaned.assets.len());
    let report = markdown::render(&cleaned, &view, "site/index.html");
    let mut files =
        vec![report.expect("Markdown"), comment::render(&cleaned, &view, "site/index.html")];
    let options = Options::default();
    site::render(posture, &posture.findings, &options, &mut files).expect("a site");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    files.into_iter().map(|file| (file.path, text(file.bytes))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2))]
    #[test]
    fn no_page_grows_with_a_list(entries in 5_000..20_000_usize) {
        let (fewer, pages) = (pages(&posture(4_000)), pages(&posture(entries)));
        for ((path, page), (_, before)) in pages.iter().zip(&fewer) {
            // Counts have another digit, and paths of pages another number.
            let grown = page.len().abs_diff(before.len());
            prop_assert!(grown < 2_000, "{path}: {grown} bytes more for {entries} entries than for 4,000");
        }
        let page = |path: &str| &pages.iter().find(|(name, _)| name == path).expect("a page").1;
        let more = |shown: usize| super::numbers::grouped((entries + 1 - shown) as u64);
        for (path, shown, things) in [
            ("site/inputs.html", 1_000, "more warnings"),
            ("site/inputs.html", 1_000, "more files"),
            ("site/inputs.html", 1_000, "more rows"),
            ("site/waivers.html", 1_000, "more waivers"),
            ("site/waivers.html", 1_000, "more assets"),
            ("site/requests.html", 1_000, "more requests"),
            ("site/requests.html", 50, "more in posture.json"),
            ("site/owners/index.html", 1_000, "more rows"),
            ("site/assets/server-s.html", 50, "more in posture.json"),
            ("report.md", 5, "more warnings"),
            ("report.md", 100, "more waivers"),
            ("report.md", 100, "more assets"),
            ("report.md", 100, "more files"),
            ("report.md", 100, "more, in `posture.json`"),
            ("report.md", 12, "more requests"),
        ] {
            let line = format!("{} {things}", more(shown));
            let stated = || page(path).lines().filter(|line| line.contains(" more")).take(20).collect::<Vec<_>>().join("\n");
            prop_assert!(page(path).contains(&line), "{path} has no \"{line}\":\n{}", stated());
        }
        prop_assert!(page("summary.md").len() < 4_000);
    }
}
