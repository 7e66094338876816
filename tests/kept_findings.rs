//! What a run keeps of its findings changes no byte of what it writes.

use std::collections::BTreeMap;

use passmuster::commands::{Keep, Request, Stages, assess_project};
use passmuster::posture;
use passmuster::render::{self, Format, Options};

use crate::site_files::estate;
use crate::support::AS_OF;

/// So many that their findings come in several batches, and more of them are open than keep their texts.
const ASSETS: usize = 1_100;

fn files(findings: Keep) -> BTreeMap<String, Vec<u8>> {
    let project = estate::estate(ASSETS);
    let request =
        Request { project, as_of: AS_OF, demo: false, online: false, keep_going: false, findings };
    let run = assess_project(request, &mut Stages::default());
    let run = run.expect("a synthetic estate is well-formed");
    assert!(run.posture.findings_total > 2 * posture::MAX_FINDINGS as u64);
    assert_eq!(run.assessment.findings.is_empty(), findings != Keep::Both);
    let formats = [Format::Json, Format::Markdown, Format::Summary, Format::Html];
    let made = render::render(run.posture, run.all_findings, &formats, &Options::default());
    let files = made.expect("rendered").files.into_iter();
    files.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn what_is_kept_of_findings_changes_no_byte_of_a_report() {
    let whole = files(Keep::Both);
    assert!(whole.contains_key("findings.ndjson"), "{:?}", whole.keys());
    for keep in [Keep::Reported, Keep::Printed] {
        let files = files(keep);
        assert!(files.keys().eq(whole.keys()), "{keep:?}");
        for (path, bytes) in &files {
            assert!(whole.get(path) == Some(bytes), "{keep:?}: {path}");
        }
    }
}
