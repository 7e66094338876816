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

/// The configuration may lie anywhere, and a report may be made of several folders and files.
#[test]
fn a_configuration_elsewhere_and_several_inputs_are_compared() {
    let home = reported("half", &[]);
    let at = |name: &str| home.path().join(name);
    for folder in ["conf", "a", "b"] {
        fs::create_dir(at(folder)).expect("a folder");
    }
    fs::rename(at("muster.toml"), at("conf/own.toml")).expect("moved");
    fs::write(at("a/servers.yaml"), "servers: [{ id: one }]\n").expect("a file");
    fs::write(at("b/agents.yaml"), "agents: [{ id: two }]\n").expect("a file");
    fs::remove_dir_all(at("out")).expect("removed");
    let report = |inputs: &[&str]| {
        let more = ["--config", "conf/own.toml", "--as-of", "2026-11-22", "--format", "json"];
        let args: Vec<&str> = ["report"].iter().chain(inputs).chain(&more).copied().collect();
        let done = muster(home.path(), &args);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let config = ["--config", "conf/own.toml"];
    report(&["a"]);
    let one = ["out", "--inputs", "a", config[0], config[1]];
    let (exit, text) = verify(home.path(), &one);
    assert!(exit == Some(0) && !text.contains("leads out"), "{text}");
    fs::write(at("conf/own.toml"), "[report]\nperiod = \"2026-10\"\n").expect("written");
    let (exit, text) = verify(home.path(), &one);
    assert!(exit == Some(1) && text.contains("own.toml has"), "{text}");

    report(&["a", "b/agents.yaml"]);
    let both = ["out", "--inputs", "a", "--inputs", "b/agents.yaml", config[0], config[1]];
    let (exit, text) = verify(home.path(), &both);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("verified      the inputs, assessed again"), "{text}");
    let (exit, text) = verify(home.path(), &one);
    assert_eq!(exit, Some(1), "an input is not named: {text}");
    let (exit, text) = verify(home.path(), &["out", "--inputs", "-"]);
    assert!(exit == Some(2) && text.contains("standard input is not read again"), "{text}");
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

/// A PDF with one attachment, unpacked.
fn pdf(name: &str, content: &[u8], more: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut starts = Vec::new();
    let head = format!("<< /Type /EmbeddedFile /Length {} >>", content.len());
    let file = format!("<< /Type /Filespec /F ({name}) /EF << /F 5 0 R >> >>");
    let names = format!("<< /Names [({name}) 4 0 R] >>");
    let heads = [
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>",
        "<< /Type /Pages /Kids [] /Count 0 >>",
        &names,
        &file,
        &head,
    ];
    for (number, head) in (1..).zip(heads) {
        starts.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{head}\n").bytes());
        if number == 5 {
            bytes.extend([b"stream\n", content, b"\nendstream\n"].concat());
        }
        bytes.extend(b"endobj\n");
    }
    let xref = bytes.len();
    bytes.extend(b"xref\n0 6\n0000000000 65535 f \n");
    bytes.extend(starts.iter().flat_map(|start| format!("{start:010} 00000 n \n").into_bytes()));
    let end = format!("trailer\n<< /Size 6 /Root 1 0 R {more}>>\nstartxref\n{xref}\n%%EOF\n");
    bytes.extend(end.bytes());
    bytes
}

#[test]
fn one_changed_digit_in_an_attachment_and_a_flipped_outcome_with_a_letter_to_match_are_found() {
    let home = reported("half", &[]);
    let posture = fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let path = home.path().join("some.pdf");
    fs::write(&path, pdf("posture.json", posture.as_bytes(), "")).expect("written");
    let (exit, text) = verify(home.path(), &["some.pdf"]);
    assert!(text.contains("verified      score, letter, counts"), "{exit:?} {text}");
    let digit = posture.replacen("\"proven\": 1", "\"proven\": 2", 1);
    let mut flipped: serde_json::Value = serde_json::from_str(&posture).expect("JSON");
    for finding in flipped["findings"].as_array_mut().expect("findings") {
        if finding["outcome"] == "fail" {
            finding["outcome"] = "pass".into();
        }
    }
    flipped["grade"]["letter"] = "A".into();
    for (edited, sign) in [(digit, "/score/proven states"), (flipped.to_string(), "recomputed: ")] {
        fs::write(&path, pdf("posture.json", edited.as_bytes(), "")).expect("written");
        let (exit, text) = verify(home.path(), &["some.pdf"]);
        assert!(exit == Some(1) && text.contains(sign), "{text}");
    }
    // Cut short, of something else, and locked.
    let whole = pdf("posture.json", posture.as_bytes(), "");
    for (bytes, sign) in [
        (whole[..whole.len() - 40].to_vec(), "this PDF is damaged or cut short"),
        (pdf("other.json", posture.as_bytes(), ""), "no posture is attached to this PDF"),
        (pdf("posture.json", b"{}", ""), "this is not a posture"),
    ] {
        fs::write(&path, bytes).expect("written");
        let (exit, text) = verify(home.path(), &["some.pdf"]);
        assert!(exit == Some(2) && text.contains(sign), "{sign}: {text}");
    }
}

/// A report states a month without a record as a gap; that a later record names it shows that it was removed.
#[test]
fn a_month_that_was_removed_from_the_middle_and_a_record_of_another_name_are_found() {
    let home = reported("half", &["--record"]);
    for day in ["2026-12-20", "2027-01-20"] {
        let args = ["report", ".", "--format", "json", "--as-of", day, "--record"];
        assert!(muster(home.path(), &args).status.success());
    }
    let history = home.path().join("history");
    fs::copy(history.join("2026-12.json"), history.join("copy.json")).expect("a copy");
    let (exit, text) = verify(home.path(), &["history/copy.json"]);
    assert_eq!(exit, Some(0), "{text}");
    edit(&history.join("copy.json"), "\"profile\":\"", "\"profile\":\"00");
    let (exit, text) = verify(home.path(), &["history/copy.json"]);
    assert!(exit == Some(1) && text.contains("2026-12.json beside it is another record"), "{text}");
    fs::remove_file(history.join("copy.json")).expect("removed");
    let (exit, text) = verify(home.path(), &["history/2027-01.json"]);
    assert_eq!(exit, Some(0), "{text}");
    fs::remove_file(history.join("2026-12.json")).expect("removed");
    let (exit, text) = verify(home.path(), &["history/2027-01.json"]);
    assert!(exit == Some(1), "{text}");
    assert!(text.contains("the record of 2026-12 is missing, which 2027-01 names"), "{text}");
}

#[test]
fn a_posture_that_cannot_be_read_keeps_what_was_found_before() {
    let home = reported("half", &[]);
    let path = home.path().join("out/posture.json");
    let posture = fs::read(&path).expect("a posture");
    fs::write(&path, &posture[..posture.len() / 2]).expect("written");
    edit(&home.path().join("out/report.md"), "1", "2");
    let (exit, text) = verify(home.path(), &["out"]);
    assert_eq!(exit, Some(1), "{text}");
    for sign in [
        "report.md has another SHA-256",
        "posture.json has ",
        "FAILED        posture.json is a posture",
    ] {
        assert!(text.contains(sign), "{sign}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_of_outputs_is_not_followed() {
    for name in ["report.md", "posture.json", "site"] {
        let home = reported("half", &[]);
        let moved = home.path().join("elsewhere");
        fs::rename(home.path().join("out").join(name), &moved).expect("moved");
        std::os::unix::fs::symlink(&moved, home.path().join("out").join(name)).expect("a link");
        let (exit, text) = verify(home.path(), &["out"]);
        assert_eq!(exit, Some(1), "{name}: {text}");
        assert!(text.contains("is a link, or behind one"), "{name}: {text}");
    }
}

/// A layout changes the site; everything else is still rendered again.
#[test]
fn a_layout_of_the_project_leaves_out_the_site_alone() {
    let home = reported("half", &[]);
    fs::create_dir_all(home.path().join("templates")).expect("a folder");
    fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"Half\"\n")
        .expect("written");
    let layout = "<!DOCTYPE html><html lang=\"en\"><head>{{ head }}</head><body><main id=\"main\">{{ body }}</main></body></html>";
    fs::write(home.path().join("templates/layout.html"), layout).expect("written");
    let args = ["report", ".", "--format", "md,html,json", "--as-of", AS_OF];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (exit, text) = verify(home.path(), &["out"]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("verified      the reports, rendered again"), "{text}");
    assert!(text.contains("not verified  the pages of the site, rendered again"), "{text}");
    // With its hash to match, a changed report is found by what the posture renders to.
    let path = home.path().join("out/report.md");
    let report = fs::read_to_string(&path).expect("a report") + "x";
    fs::write(&path, &report).expect("written");
    let list = home.path().join("out/manifest.json");
    let text = fs::read_to_string(&list).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for output in manifest["outputs"].as_array_mut().expect("outputs") {
        if output["name"] == "report.md" {
            use sha2::{Digest, Sha256};
            let hex: String =
                Sha256::digest(&report).iter().map(|byte| format!("{byte:02x}")).collect();
            output["sha256"] = hex.into();
            output["bytes"] = report.len().into();
        }
    }
    fs::write(&list, manifest.to_string()).expect("written");
    let (exit, text) = verify(home.path(), &["out"]);
    assert!(exit == Some(1) && text.contains("report.md differs"), "{text}");
}
