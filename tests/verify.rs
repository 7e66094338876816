//! `muster verify`: each thing that was changed after a report was written is found.

use std::fs;
use std::path::Path;

use crate::support::{files, fixture, muster};

const AS_OF: &str = "2026-11-22";

/// A project, and its report in `out`.
fn reported(scenario: &str, more: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let from = fixture("scenarios").join(scenario);
    for path in files(&from) {
        let to = home.path().join(path.strip_prefix(&from).expect("below"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, &to).expect("a copy");
    }
    let args = [&["report", ".", "--format", "md,html,json", "--as-of", AS_OF], more].concat();
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    home
}

/// The exit code, and all that was printed.
fn verify(home: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = muster(home, &[&["verify"], args].concat());
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("UTF-8"))
}

/// Changes a file, which has the text in it.
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn a_report_as_it_was_written_is_verified_and_what_was_not_looked_at_is_listed() {
    let home = reported("half", &[]);
    let (exit, text) = verify(home.path(), &["out"]);
    assert_eq!(exit, Some(0), "{text}");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("whole", text);
    });
    let (exit, text) = verify(home.path(), &["out", "--inputs", "."]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("verified      the inputs, assessed again, give this posture"), "{text}");
    assert!(!text.contains("FAILED"), "{text}");
}

#[test]
fn the_demonstration_is_assessed_again_without_a_folder() {
    let home = tempfile::tempdir().expect("a folder");
    let args = ["demo", "--format", "json", "--as-of", AS_OF];
    assert!(muster(home.path(), &args).status.success());
    let (exit, text) = verify(home.path(), &["out"]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("verified      the inputs, assessed again, give this posture"), "{text}");
}

#[test]
fn one_changed_digit_is_found_in_every_kind_of_file() {
    for (name, from, to, sign) in [
        ("out/posture.json", "\"proven\": 1", "\"proven\": 9", "/score/proven states "),
        ("out/report.md", "1", "2", "report.md has another SHA-256 than the manifest states"),
        ("out/site/index.html", "1", "2", "site/index.html has another SHA-256"),
    ] {
        let home = reported("half", &[]);
        edit(&home.path().join(name), from, to);
        let (exit, text) = verify(home.path(), &["out"]);
        assert_eq!(exit, Some(1), "{name}: {text}");
        assert!(text.contains(sign) && text.contains("FAILED: do not rely"), "{name}: {text}");
    }
    let home = reported("half", &[]);
    edit(&home.path().join("out/posture.json"), "\"outcome\": \"fail\"", "\"outcome\": \"pass\"");
    let (exit, text) = verify(home.path(), &["out/posture.json"]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(text.contains("recomputed: "), "{text}");
}

/// What is taken off the list could show anything.
#[test]
fn a_page_that_the_manifest_does_not_list_is_found() {
    let home = reported("half", &[]);
    let path = home.path().join("out/manifest.json");
    let text = fs::read_to_string(&path).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let outputs = manifest["outputs"].as_array_mut().expect("a list");
    outputs.retain(|output| output["name"] != "site/index.html");
    fs::write(&path, manifest.to_string()).expect("written");
    let (exit, text) = verify(home.path(), &["out"]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(
        text.contains("site/index.html is rendered from this posture, and the manifest"),
        "{text}"
    );
    manifest["tool"]["version"] = "0.0.9".into();
    fs::write(&path, manifest.to_string()).expect("written");
    let (exit, text) = verify(home.path(), &["out"]);
    assert!(exit == Some(1) && text.contains("the tool is another one in the two"), "{text}");
}

#[test]
fn a_rendered_report_and_a_key_for_what_has_no_signature_differ() {
    let home = reported("half", &[]);
    let render = ["render", "out/posture.json", "-o", "again", "--format", "md,html,json"];
    assert!(muster(home.path(), &render).status.success());
    let (exit, text) = verify(home.path(), &["again", "--inputs", "."]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("it was rendered from another posture"), "{text}");
    let key = fixture("signatures").join("minisign.pub").display().to_string();
    let (exit, text) = verify(home.path(), &["out/posture.json", "--public-key", &key]);
    assert!(exit == Some(2) && text.contains("only a manifest is signed"), "{text}");
}

/// A file is read as bytes, whatever it looks like.
#[test]
fn a_large_pdf_with_any_bytes_is_read() {
    let home = reported("half", &[]);
    let mut pdf = OTHER_PDF.to_vec();
    pdf.splice(9..9, vec![0; 100_000]);
    fs::write(home.path().join("large.pdf"), pdf).expect("written");
    let (exit, text) = verify(home.path(), &["large.pdf"]);
    assert_eq!(exit, Some(2), "{text}");
    assert!(
        text.contains("this PDF is damaged") || text.contains("no posture is attached"),
        "{text}"
    );
}

#[test]
fn a_missing_output_and_one_that_leads_away_are_found() {
    let home = reported("half", &[]);
    fs::remove_file(home.path().join("out/report.md")).expect("removed");
    let (exit, text) = verify(home.path(), &["out"]);
    assert!(exit == Some(1) && text.contains("report.md is missing"), "{text}");
    edit(
        &home.path().join("out/manifest.json"),
        "\"name\": \"report.md\"",
        "\"name\": \"../../etc/hostname\"",
    );
    let (exit, text) = verify(home.path(), &["out"]);
    assert!(exit == Some(1) && text.contains("leads out of the folder"), "{text}");
}

const SERVER: &str = "    status: active\n    supplied_by";
const SWAPPED: &str = "    status: disabled\n    supplied_by";

/// A person who flips an outcome and computes every figure again has a posture that agrees with itself: the
/// inputs show it.
#[test]
fn inputs_that_were_swapped_are_found() {
    let home = reported("half", &[]);
    let inventory = home.path().join("inventory.yaml");
    let text = fs::read_to_string(&inventory).expect("a file");
    fs::write(&inventory, text.replacen(SERVER, SWAPPED, 1)).expect("written");
    let (exit, text) = verify(home.path(), &["out", "--inputs", "."]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(text.contains("FAILED        the inputs, assessed again, give this posture"), "{text}");
    assert!(text.contains("inventory.yaml has "), "{text}");
    let other = reported("half", &[]);
    edit(&other.path().join("inventory.yaml"), SERVER, SWAPPED);
    let args = ["report", ".", "--format", "json", "--as-of", AS_OF, "-o", "edited"];
    assert!(muster(other.path(), &args).status.success());
    let (exit, text) = verify(other.path(), &["edited"]);
    assert_eq!(exit, Some(0), "it agrees with itself: {text}");
    let inputs = home.path().join("first");
    fs::create_dir(&inputs).expect("a folder");
    let half = fixture("scenarios").join("half");
    for path in files(&half) {
        fs::copy(&path, inputs.join(path.file_name().expect("a name"))).expect("a copy");
    }
    let inputs = inputs.display().to_string();
    let (exit, text) = verify(other.path(), &["edited", "--inputs", &inputs]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(text.contains("FAILED        the inputs, assessed again, give this posture"), "{text}");
}

#[test]
fn a_record_of_a_month_that_was_edited_is_found() {
    let home = reported("half", &["--record"]);
    let record = home.path().join("history/2026-11.json");
    let (exit, text) = verify(home.path(), &["history/2026-11.json"]);
    assert_eq!(exit, Some(0), "{text}");
    edit(&record, " fd", " pd");
    let (exit, text) = verify(home.path(), &["history/2026-11.json"]);
    assert!(exit == Some(1) && text.contains("FAILED        its score"), "{text}");
}

/// An edit that leaves the figures as they are shows in the month after.
#[test]
fn a_record_that_a_later_one_contradicts_is_found() {
    let home = reported("half", &["--record"]);
    let later = ["report", ".", "--format", "json", "--as-of", "2026-12-20", "--record"];
    assert!(muster(home.path(), &later).status.success());
    let (exit, text) = verify(home.path(), &["history/2026-11.json", "history/2026-12.json"]);
    assert_eq!(exit, Some(0), "{text}");
    edit(&home.path().join("history/2026-11.json"), "\"profile\":\"", "\"profile\":\"00");
    let (exit, text) = verify(home.path(), &["history/2026-11.json"]);
    assert!(exit == Some(1) && text.contains("was changed after"), "{text}");
}

/// What was recorded since was not there then.
#[test]
fn an_earlier_month_is_assessed_again_without_the_later_ones() {
    let home = reported("half", &["--record", "-o", "november"]);
    for (day, out) in [("2026-12-20", "december"), ("2027-01-20", "january")] {
        let args = ["report", ".", "--format", "json", "--as-of", day, "--record", "-o", out];
        assert!(muster(home.path(), &args).status.success());
    }
    for out in ["november", "december", "january"] {
        let (exit, text) = verify(home.path(), &[out, "--inputs", "."]);
        assert_eq!(exit, Some(0), "{out}: {text}");
    }
}

#[test]
fn an_input_that_the_manifest_lacks_is_found() {
    let home = reported("half", &[]);
    let path = home.path().join("out/manifest.json");
    let text = fs::read_to_string(&path).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    manifest["inputs"] = serde_json::json!([]);
    fs::write(&path, manifest.to_string()).expect("written");
    let (exit, text) = verify(home.path(), &["out", "--inputs", "."]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(text.contains("made from inventory.yaml, which the manifest lacks"), "{text}");
}

#[test]
fn what_cannot_be_verified_is_an_error_and_nothing_is_printed_as_verified() {
    let home = reported("half", &[]);
    let folder = home.path();
    let posture = fs::read(folder.join("out/posture.json")).expect("a posture");
    fs::write(folder.join("short.json"), &posture[..posture.len() / 2]).expect("written");
    fs::write(folder.join("picture.png"), b"\x89PNG\r\n\x1a\n").expect("written");
    fs::write(folder.join("other.pdf"), OTHER_PDF).expect("written");
    fs::write(folder.join("short.pdf"), &OTHER_PDF[..OTHER_PDF.len() / 2]).expect("written");
    fs::write(folder.join("no.pdf"), b"%PDF-1.7\n%%EOF\n").expect("written");
    fs::write(folder.join("old.json"), r#"{"schema_version": "1.0"}"#).expect("written");
    for (name, sign) in [
        ("short.json", "this is no manifest, posture, record of a month or PDF report"),
        ("picture.png", "this is no manifest, posture, record of a month or PDF report"),
        ("out/site/index.html", "a page holds no posture"),
        ("other.pdf", "no posture is attached to this PDF"),
        ("short.pdf", "this PDF is damaged or cut short"),
        ("no.pdf", "this PDF is damaged or cut short"),
        ("old.json", "this posture has format 1.0"),
        ("absent.json", "absent.json"),
    ] {
        let (exit, text) = verify(folder, &[name, "out"]);
        assert!(exit == Some(2) && text.contains(sign), "{name}: {text}");
        assert!(!text.contains("verified  "), "{name}: {text}");
    }
    let (exit, text) = verify(folder, &[]);
    assert!(exit == Some(2) && text.contains("<FILE>"), "{text}");
}

/// A PDF of somebody else.
const OTHER_PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \ntrailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n110\n%%EOF\n";

#[test]
fn a_signature_of_something_else_fails_and_a_key_that_is_none_is_an_error() {
    let home = reported("half", &[]);
    let signatures = fixture("signatures");
    let signature = signatures.join("manifest.json.minisig").display().to_string();
    let key = signatures.join("minisign.pub").display().to_string();
    let (exit, text) =
        verify(home.path(), &["out", "--public-key", &key, "--signature", &signature]);
    assert!(exit == Some(1) && text.contains("the signature is not of this manifest"), "{text}");
    let (exit, text) = verify(home.path(), &["out", "--public-key", "RWnonsense"]);
    assert!(exit == Some(2) && text.contains("--public-key is no key of minisign"), "{text}");
    let (exit, text) = verify(home.path(), &["out", "--public-key", &key]);
    assert!(exit == Some(2) && text.contains("manifest.json.minisig"), "{text}");
    let (exit, text) =
        verify(home.path(), &["out", "--public-key", &key, "--signature", "out/report.md"]);
    assert!(exit == Some(2) && text.contains("this is no signature of minisign"), "{text}");
}
