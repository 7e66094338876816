//! Every text of all fixtures that masking changes, as a list that is reviewed: a name, a version, a digest or
//! an id in it is a mistake.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::{Place, parsed};
use crate::support::{files, fixture};

#[test]
fn what_masking_changes_in_the_fixtures() {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut read = 0_usize;
    for path in files(&fixture("")) {
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.strip_prefix(fixture("")).expect("inside").to_string_lossy().into_owned();
        let mut look = |text: &str| {
            read += 1;
            let clean = passmuster::ingest::clean(text.to_string());
            if clean != text {
                texts.entry(clean).or_default().insert(name.clone());
            }
        };
        match parsed(&path, &bytes) {
            Some((mut document, _)) => {
                for place in [Place::Values, Place::Keys] {
                    document.each(place, &mut look);
                }
            }
            None => String::from_utf8_lossy(&bytes).lines().for_each(look),
        }
    }
    // One in a thousand may be wrong; all that are changed are fewer, but for files made to hold secrets.
    let lines: Vec<String> = texts
        .iter()
        .map(|(text, files)| {
            let first = files.first().map_or("", String::as_str);
            format!("{}\n    {} files, first {first}", text.escape_debug(), files.len())
        })
        .collect();
    assert!(read > 10_000, "{read}");
    insta::with_settings!({ snapshot_path => "../snapshots/canary", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("changed", lines.join("\n"));
    });
}
