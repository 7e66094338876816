//! The same facts in every format are the same model.

use crate::support::run;

#[test]
fn the_same_facts_in_four_formats_read_alike() {
    let formats = ["csv", "json", "ndjson", "yaml"].map(String::from);
    let read = |format: &String| {
        let mut posture = run(&format!("formats/{format}")).posture;
        // Only where the facts stand may differ.
        posture.inputs.clear();
        posture.organisation.clear();
        posture.summary.clear();
        posture.assets.iter_mut().for_each(|asset| asset.places.clear());
        for finding in &mut posture.findings {
            finding.evidence.iter_mut().for_each(|evidence| evidence.place = None);
        }
        posture.waivers.iter_mut().for_each(|w| w.place = passmuster::model::Place::file("x"));
        posture.notices.clear();
        serde_json::to_value(posture).expect("json")
    };
    let first = read(&formats[0]);
    for format in &formats[1..] {
        let other = read(format);
        for (key, value) in first.as_object().expect("a posture") {
            assert_eq!(value, &other[key], "{} and {format} differ in {key}", formats[0]);
        }
    }
}
