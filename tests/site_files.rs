//! The files of the site, over whole estates.

use passmuster::commands::Run;
use passmuster::model::Artifact;
use passmuster::render::{self, Format, Options};

use crate::support::{judge, run};

#[path = "../benches/estate.rs"]
pub(crate) mod estate;

/// The most bytes of the demonstration's site: 30 identities, 738 findings.
const MAX_DEMONSTRATION: usize = 1_596_000;
/// The most bytes of a site of 50 identities of which most is not assessed: 1,482 findings.
const MAX_FIFTY: usize = 1_270_000;
/// The most bytes of a first page.
const MAX_FIRST: usize = 100_000;

fn site(run: Run) -> Vec<Artifact> {
    let all = run.all_findings;
    let made = render::render(run.posture, all, &[Format::Html], &Options::default());
    made.expect("rendered").files
}

fn size(files: &[Artifact], path: &str) -> usize {
    let file = files.iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("{path} is missing")).bytes.len()
}

/// The goal is 1 MB for 50 identities. This holds what is reached.
#[test]
fn a_site_and_its_first_page_are_small() {
    let fifty = judge(estate::estate(50)).expect("a synthetic estate is well-formed");
    for (run, most) in [(run("scenarios/northwind"), MAX_DEMONSTRATION), (fifty, MAX_FIFTY)] {
        let files = site(run);
        assert!(size(&files, "site/index.html") < MAX_FIRST);
        let all: usize = files.iter().map(|file| file.bytes.len()).sum();
        assert!(all < most, "{all} bytes");
        // A page about one asset stays a page that a person reads.
        let pages = files.iter().filter(|file| file.path.ends_with(".html"));
        let largest = pages.max_by_key(|file| file.bytes.len()).expect("pages");
        assert!(largest.bytes.len() < MAX_FIRST, "{}", largest.path);
    }
}

/// The page of a site by its name.
fn page(files: &[Artifact], name: &str) -> String {
    let path = format!("site/{name}");
    let file = files.iter().find(|file| file.path == path);
    String::from_utf8_lossy(&file.unwrap_or_else(|| panic!("{name} is missing")).bytes).into_owned()
}

#[test]
fn the_organisation_has_its_figures_and_what_does_not_apply_its_reason() {
    let files = site(run("scenarios/northwind"));
    let assets = page(&files, "assets/index.html");
    let row = assets.split("organisation.html").nth(1).expect("a row of the organisation");
    let row = row.split("</tr>").next().expect("a row");
    // Tier and owner alone have none.
    assert_eq!(row.matches("—").count(), 2, "{row}");
    assert!(assets.contains("the organisation, which has no tier and no owner"));
    let reasons = page(&files, "findings/not-applicable.html");
    let named = reasons.split("<dt>").skip(1);
    let without = named.filter(|entry| {
        let entries = entry.split("</div>").next().unwrap_or_default();
        !entries.contains("<ul><li>") || entries.contains("<li><a")
    });
    assert_eq!(without.count(), 0);
    // The sum of all weights is under a column of such sums.
    let method = page(&files, "method.html");
    let sum = method.split("Sum</th>").nth(1).expect("a sum").split("</tr>").next().expect("it");
    assert!(sum.starts_with("<td></td><td></td><td></td>"), "{sum}");
    assert!(method.contains("Weight in all"));
}

#[test]
fn every_file_of_a_site_is_listed() {
    let files = site(run("scenarios/northwind"));
    let list = files.iter().find(|file| file.path == "site/files.txt").expect("a list");
    let list = String::from_utf8_lossy(&list.bytes).into_owned();
    let listed: Vec<String> = list.lines().skip(1).map(|name| format!("site/{name}")).collect();
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(listed, paths);
}
