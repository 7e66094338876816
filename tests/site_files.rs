//! The files of the site, over whole estates.

use passmuster::commands::Run;
use passmuster::model::posture::FindingCard;
use passmuster::model::{Artifact, AssetKey};
use passmuster::render::{self, Format, Options};

use crate::support::{judge, run};

#[path = "../benches/estate.rs"]
pub(crate) mod estate;

/// The most bytes of the demonstration's site: 30 identities, 738 findings.
const MAX_DEMONSTRATION: usize = 1_567_000;
/// The most bytes of a site of 50 identities of which most is not assessed: 1,482 findings.
const MAX_FIFTY: usize = 1_169_000;
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

/// What no input states of servers is on one page for all of them. Each finding keeps its place on the page of its
/// asset.
#[test]
fn what_no_input_states_of_a_kind_is_on_one_page() {
    let run = judge(estate::estate(50)).expect("a synthetic estate is well-formed");
    let findings = run.posture.findings.iter();
    let of_assets = findings.filter(|card| card.asset != AssetKey::organisation());
    let place = |card: &FindingCard| {
        let page = format!("assets/{}-{}.html", card.asset.kind, card.asset.id);
        (page, format!(" id=\"f-{}\"", card.control))
    };
    let places: Vec<(String, String)> = of_assets.map(place).collect();
    assert!(places.len() > 1_000);
    let files = site(run);
    for (asset, place) in &places {
        assert_eq!(page(&files, asset).matches(place.as_str()).count(), 1, "{asset} {place}");
    }
    let server = page(&files, "assets/server-server-0.html");
    let link = "<a href=\"every-server.html\">No input contains what these need</a>: <span id=\"f-";
    // Once for each severity.
    assert_eq!(server.matches(link).count(), 2);
    assert!(!server.contains("servers.transport"));
    let every = page(&files, "assets/every-server.html");
    let entry = "<code>servers.transport</code></dt><dd><a href=\"../controls/crd-04.html\"";
    assert!(every.contains(entry));
    // Facts that such a finding has beside that are on the page of its asset.
    assert!(server.contains("OWN-06: purpose = Looks up the orders"));
}

/// A page states once where most of its facts come from, and beside each of the others.
#[test]
fn the_place_of_most_facts_of_an_asset_is_stated_once() {
    let files = site(judge(estate::estate(50)).expect("a synthetic estate is well-formed"));
    let server = page(&files, "assets/server-server-0.html");
    assert!(
        server.contains(
            "Facts below without a place are from <code>servers.ndjson:1</code>, declared."
        )
    );
    let (before, after) = server.split_once("<h2>Not assessed").expect("what is not assessed");
    assert!(before.contains("<li><code>servers.ndjson:1</code> tier = (not stated)"));
    assert!(
        !after.contains("servers.ndjson")
            && after.contains("<p>find: last_used = (not stated)</p>")
    );
    assert!(
        after.contains("<code>owners.csv:2</code> owner-0: status = (not stated) <small>declared")
    );
}

#[test]
fn the_page_of_a_control_lists_each_open_finding_by_severity_with_the_day_it_is_due() {
    let run = run("scenarios/northwind");
    let open = |control: &str| {
        let open = run.posture.findings.iter().filter(move |card| card.outcome.is_open());
        open.filter(move |card| card.control == control).cloned().collect::<Vec<_>>()
    };
    let of_owner = open("OWN-01");
    let files = site(run);
    let page = page(&files, "controls/own-01.html");
    let list = page.split_once("Open findings (").expect("a list").1;
    for card in &of_owner {
        let due = card.due_on.map(|day| format!(" · due {day}")).expect("a day");
        assert!(list.contains(&due), "{}: {due}", card.id);
        assert!(list.contains(&format!(">{}</b>", card.severity)), "{}", card.id);
    }
    let overdue = of_owner.iter().any(|card| card.overdue);
    assert!(overdue && list.contains(", overdue</small>"));
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
