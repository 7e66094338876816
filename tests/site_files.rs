//! The files of the site, over a whole scenario.

use passmuster::render::{self, Format, Options};

use crate::support::run;

/// The most bytes of the demonstration's site: 30 identities, 738 findings.
const MAX_DEMONSTRATION: usize = 2_100_000;

#[test]
fn the_first_page_of_the_demonstration_is_small_and_every_page_is_listed() {
    let run = run("scenarios/northwind");
    let all = run.all_findings;
    let made = render::render(run.posture, all, &[Format::Html], &Options::default());
    let files = made.expect("rendered").files;
    let size = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.unwrap_or_else(|| panic!("{path} is missing")).bytes.len()
    };
    assert!(size("site/index.html") < 100_000, "{}", size("site/index.html"));
    // The goal is 1 MB for 50 assets. This holds what is reached: it may only become smaller.
    let all: usize = files.iter().map(|file| file.bytes.len()).sum();
    assert!(all < MAX_DEMONSTRATION, "{all} bytes");
    // A page about one asset stays a page that a person reads.
    let largest =
        files.iter().filter(|file| file.path.ends_with(".html")).map(|it| it.bytes.len()).max();
    assert!(largest.is_some_and(|bytes| bytes < 200_000), "{largest:?}");
    let list = files.iter().find(|file| file.path == "site/files.txt").expect("a list");
    let list = String::from_utf8_lossy(&list.bytes).into_owned();
    let listed: Vec<String> = list.lines().skip(1).map(|name| format!("site/{name}")).collect();
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(listed, paths);
}
