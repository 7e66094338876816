//! The PDF as its readers' tools see it. Needs poppler's `pdfdetach` and `pdftotext`, which `./test`
//! installs; without them these tests fail, for a skipped check is no check.
//!
//! A test binary of its own, since only it needs a build with typst.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that cannot go on fails"
)]

#[path = "pdf/data_contract.rs"]
mod data_contract;
/// Once more with a PDF among the outputs.
mod determinism;
#[cfg(target_os = "linux")]
#[path = "pdf/memory.rs"]
mod memory;
#[allow(dead_code, reason = "the other test binary uses the rest")]
#[path = "fuzz/mutator.rs"]
mod mutator;
#[allow(dead_code, reason = "the other test binary uses the rest")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use proptest::prelude::*;

use passmuster::model::{Posture, TextKind, TextVisitor, Texts};
use passmuster::render::{self, Format};

use crate::support::run;

/// What names and sentences of an attacker look like.
const HOSTILE: [&str; 9] = [
    "你好",
    "🙂",
    "nul\u{0}bell\u{7}",
    "rtl\u{202e}gnp.exe",
    "#eval(\"1+1\")",
    "$x$",
    "]}",
    "@ref",
    "<script>",
];

/// Renders a posture; answers with the folder, the PDF and the posture beside it.
fn pdf(posture: Posture) -> (tempfile::TempDir, std::path::PathBuf, Vec<u8>) {
    let made =
        render::render(posture, None, &[Format::Json, Format::Pdf], &render::Options::default())
            .expect("a report");
    let folder = tempfile::tempdir().expect("a folder");
    let bytes =
        |name: &str| made.files.iter().find(|file| file.path == name).expect(name).bytes.clone();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, bytes("report.pdf")).expect("written");
    (folder, path, bytes("posture.json"))
}

fn text(path: &Path, option: &str) -> String {
    let output = Command::new("pdftotext").arg(option).arg(path).arg("-").output().expect("runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_attachment_is_the_posture() {
    let (folder, path, json) = pdf(run("scenarios/northwind").posture);
    let out = folder.path().join("out.json");
    let status = Command::new("pdfdetach")
        .args(["-savefile", "posture.json", "-o"])
        .arg(&out)
        .arg(&path)
        .status();
    assert!(status.expect("runs").success());
    assert!(std::fs::read(out).expect("attached") == json, "the attachment differs");
}

/// Renders the pages for the board; answers with the folder and the PDF.
fn executive(posture: Posture) -> (tempfile::TempDir, std::path::PathBuf) {
    let formats = [Format::Json, Format::Pdf];
    let made = render::render(posture, None, &formats, &render::Options::default());
    let made = made.expect("a report");
    let file = made.files.iter().find(|file| file.path == "executive.pdf");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("executive.pdf");
    std::fs::write(&path, &file.expect("the pages").bytes).expect("written");
    (folder, path)
}

fn pages(path: &Path) -> usize {
    let output = Command::new("pdfinfo").arg(path).output().expect("runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number");
    line.trim().parse().expect("a number")
}

#[test]
fn the_board_gets_four_pages() {
    for scenario in ["northwind", "neglected", "empty"] {
        let (_folder, path) = executive(run(&format!("scenarios/{scenario}")).posture);
        assert_eq!(pages(&path), 4, "{scenario}");
        let text = text(&path, "-raw");
        for words in ["WHAT LIMITS IT", "Change since last month", "Top ten remediations", "Scope"]
        {
            assert!(text.contains(words), "{scenario}: {words}");
        }
    }
}

/// What a reader must know before the figures is on the first page, and whether limits lower the grade.
#[test]
fn the_first_page_states_what_qualifies_the_grade() {
    let words = |posture: &Posture| {
        let (_folder, path) = executive(posture.clone());
        let text = text(&path, "-raw");
        let first = text.split('\u{c}').next().expect("a page");
        first.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut posture = run("scenarios/northwind").posture;
    let caveats = passmuster::posture::caveats(&posture);
    assert!(caveats.iter().any(|one| one.contains("relaxed beyond the defaults")), "{caveats:?}");
    let first = words(&posture);
    for caveat in caveats {
        assert!(first.contains(&caveat), "{caveat}\n{first}");
    }
    let lowers = "do not lower this grade";
    posture.grade.before_limits = posture.grade.letter;
    assert!(!posture.grade.limits.is_empty() && words(&posture).contains(lowers));
    posture.grade.before_limits = Some('A');
    assert!(!words(&posture).contains(lowers));
}

/// An exception names the person who is asked to act, who need not be the owner.
#[test]
fn exceptions_name_who_is_asked() {
    let mut posture = run("scenarios/northwind").posture;
    let finding = posture.findings.iter().find(|one| one.outcome.is_open()).expect("one").clone();
    let contact = |one: &&mut passmuster::model::posture::Contact| {
        one.owner == finding.owner.as_str() && one.domain == finding.domain
    };
    posture.contacts.iter_mut().find(contact).expect("a contact").name = "Deputy Example".into();
    let (_folder, path, _) = pdf(posture);
    let text = text(&path, "-raw");
    let exceptions = text.split("criteria, results and exceptions").last().expect("a section");
    assert!(exceptions.contains("Deputy Example"), "the person who is asked is missing");
}

/// Names of 100 kB with and without blanks, in scripts that print as code points, and long lists of them.
#[test]
fn no_name_makes_a_fifth_page() {
    let posture = run("scenarios/northwind").posture;
    for long in ["x".repeat(100_000), "two words ".repeat(10_000), "\u{1f642}你".repeat(15_000)] {
        let mut posture = posture.clone();
        posture.organisation.clone_from(&long);
        posture.prose = Some(format!("# {long}\n\n{long}\n\n- {long}\n{}", "- a\n".repeat(2_000)));
        for one in &mut posture.severe_findings {
            one.asset_name.clone_from(&long);
            one.sentence.clone_from(&long);
            one.asked.name.clone_from(&long);
        }
        for fix in &mut posture.fixes {
            fix.title.clone_from(&long);
            fix.defect.clone_from(&long);
        }
        for request in &mut posture.evidence_requests {
            request.sentence.clone_from(&long);
        }
        posture.frameworks.iter_mut().for_each(|one| one.short_title.clone_from(&long));
        posture.limitations = vec![long.clone(); 50];
        posture.heat_map.iter_mut().for_each(|row| row.title.clone_from(&long));
        posture.grade.limits.iter_mut().for_each(|limit| limit.because.clone_from(&long));
        let (_folder, path) = executive(posture);
        assert_eq!(pages(&path), 4, "{}", long.chars().take(12).collect::<String>());
        assert!(text(&path, "-raw").contains("further critical findings"));
    }
}

fn with(options: render::PdfOptions) -> render::Rendered {
    let options = render::Options { pdf: options, ..render::Options::default() };
    let posture = run("scenarios/empty").posture;
    render::render(posture, None, &[Format::Json, Format::Pdf], &options).expect("a report")
}

fn template(text: &str) -> render::PdfOptions {
    let own = render::Template { file: "templates/report.typ".into(), text: text.into() };
    render::PdfOptions { template: Some(own), ..render::PdfOptions::default() }
}

const OWN: &str = "#import \"/muster/front.typ\": *\n\
    #set document(title: [Ours])\n#show: styled.with([Ours])\n";

#[test]
fn a_template_of_the_project_replaces_ours() {
    let made = with(template(&format!("{OWN}Only this, by #data.tool.name.")));
    assert!(made.failed.is_empty(), "{:?}", made.failed);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    let file = made.files.iter().find(|file| file.path == "report.pdf").expect("made");
    std::fs::write(&path, &file.bytes).expect("written");
    assert!(text(&path, "-raw").contains("Only this, by muster."));
    assert_eq!(pages(&path), 1);
    let listed = Command::new("pdfdetach").arg("-list").arg(&path).output().expect("runs");
    let listed = String::from_utf8_lossy(&listed.stdout);
    assert!(listed.contains("posture.json") && listed.contains("inputs.json"), "{listed}");
}

#[test]
fn an_error_of_a_template_names_file_line_and_rule() {
    for (own, words) in [
        (format!("{OWN}#no-such-name"), "(templates/report.typ:4)"),
        (format!("{OWN}#read(\"/etc/hostname\")"), "(templates/report.typ:4)"),
        ("Words without a title".to_string(), "PDF/UA-1"),
        (format!("{OWN}#while true {{}}"), "condition is always true"),
    ] {
        let made = with(template(&own));
        let [failure] = made.failed.as_slice() else { panic!("{own}: {:?}", made.failed) };
        assert!(failure.message.contains(words), "{own}: {}", failure.message);
        assert!(made.files.iter().any(|file| file.path == "executive.pdf"));
    }
}

#[test]
fn plain_pdf_states_no_standard() {
    let standard = render::PdfStandard::V1_7;
    let made = with(render::PdfOptions { standard, ..render::PdfOptions::default() });
    assert!(made.failed.is_empty(), "{:?}", made.failed);
    let file = made.files.iter().find(|file| file.path == "report.pdf").expect("made");
    assert!(!file.bytes.windows(11).any(|window| window == b"pdfaid:part"));
}

#[test]
fn a_part_for_evidence_requests_has_no_board() {
    let made =
        with(render::PdfOptions { without_executive: true, ..render::PdfOptions::default() });
    assert!(made.failed.is_empty(), "{:?}", made.failed);
    let paths: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains(&"report.pdf") && !paths.contains(&"executive.pdf"), "{paths:?}");
}

#[test]
fn what_is_no_font_is_refused_by_name() {
    let font = render::FontFile {
        name: "mine.ttf".into(),
        bytes: b"not a font".to_vec(),
        is_of_system: false,
    };
    let fonts = vec![font];
    let pdf = render::PdfOptions { fonts, ..render::PdfOptions::default() };
    let options = render::Options { pdf, ..render::Options::default() };
    let posture = run("scenarios/empty").posture;
    let failure = render::render(posture, None, &[Format::Pdf], &options).expect_err("refused");
    assert!(failure.message.contains("mine.ttf"), "{}", failure.message);
}

/// A count of rows would not see rows printed on top of each other; their places do.
#[test]
fn no_two_words_share_a_place() {
    for scenario in ["northwind", "healthy", "empty"] {
        let (_folder, path, _) = pdf(run(&format!("scenarios/{scenario}")).posture);
        let boxes = text(&path, "-bbox");
        let number = |line: &str, name: &str| -> f64 {
            let (_, rest) = line.split_once(&format!("{name}=\"")).expect(name);
            rest.split('"').next().and_then(|digits| digits.parse().ok()).expect("a number")
        };
        let (mut page, mut height) = (0, 0.0);
        let mut places: BTreeMap<(u32, String, String), String> = BTreeMap::new();
        for line in boxes.lines() {
            if line.contains("<page ") {
                (page, height) = (page + 1, number(line, "height"));
            } else if line.contains("<word ") {
                let (x, y) = (number(line, "xMin"), number(line, "yMin"));
                assert!(number(line, "yMax") < height - 20.0, "{scenario}: off the page: {line}");
                let place = (page, format!("{x:.0}"), format!("{y:.0}"));
                if let Some(other) = places.insert(place, line.to_string()) {
                    panic!("{scenario}: page {page}: {other} and {line}");
                }
            }
        }
        assert!(places.len() > 1000, "{scenario}: {} words", places.len());
    }
}

#[test]
fn every_open_finding_is_printed() {
    let posture = run("scenarios/northwind").posture;
    let open = posture.findings.iter().filter(|finding| finding.outcome.is_open());
    let names: BTreeSet<String> = open.map(|finding| finding.asset_name.to_string()).collect();
    let (_folder, path, _) = pdf(posture);
    let text = text(&path, "-raw");
    for name in names {
        assert!(text.contains(&name), "{name} is not printed");
    }
}

#[test]
fn hostile_words_are_words() {
    let mut posture = run("scenarios/northwind").posture;
    for (finding, words) in posture.findings.iter_mut().zip(HOSTILE.iter().cycle()) {
        finding.asset_name = (*words).into();
        finding.sentence = format!("{words} again");
    }
    for (asset, words) in posture.assets.iter_mut().zip(HOSTILE.iter().cycle()) {
        asset.name = (*words).into();
    }
    posture.organisation = HOSTILE.join(" ");
    posture.prose = Some(HOSTILE.join("\n\n"));
    posture.heat_map.iter_mut().for_each(|row| row.title = HOSTILE.concat());
    let (_folder, path, _) = pdf(posture);
    let text = text(&path, "-raw");
    for words in ["#eval(\"1+1\")", "$x$", "]}", "@ref", "<script>", "[U+4F60]", "[U+1F642]"] {
        assert!(text.contains(words), "{words} is not printed");
    }
    assert!(!text.contains('\u{200b}'), "a character that was added to break words can be copied");
    for words in ["nul\\u{0}", "\\u{202e}gnp"] {
        assert!(text.contains(words), "{words} is not printed");
    }
    assert!(!text.contains('\u{202e}') && !text.contains('\u{0}'));
}

/// Replaces every text of a posture, each with a number, so that keys stay different.
struct Replaced {
    by: String,
    count: usize,
}

impl TextVisitor for Replaced {
    fn text(&mut self, _: TextKind, text: &mut String) {
        self.count += 1;
        *text = format!("{}{}", self.count, self.by);
    }

    fn shared(&mut self, kind: TextKind, text: &mut Arc<str>) {
        let mut changed = text.to_string();
        self.text(kind, &mut changed);
        *text = changed.into();
    }
}

/// A posture with something in every list, and few enough findings for a debug build.
fn small() -> Posture {
    let mut posture = run("scenarios/northwind").posture;
    posture.findings.truncate(24);
    posture.assets.truncate(6);
    posture.controls.truncate(6);
    posture.notices.truncate(5);
    posture.frameworks.truncate(2);
    for group in posture.frameworks.iter_mut().flat_map(|one| &mut one.groups) {
        group.requirements.truncate(1);
    }
    posture
}

/// Pieces of texts that want to be more than text, and any others.
fn hostile_piece() -> impl Strategy<Value = String> {
    let known = [
        "#eval(\"1+1\")",
        "#panic()",
        "$x$",
        "]}",
        "@ref",
        "<label>",
        "`raw`",
        "*b* _i_",
        "\\",
        "//",
        "/*",
        "= h",
        "- l",
        "~",
        "--",
        "...",
        "\"",
        "nul\u{0}",
        "\u{1b}[31m",
        "rtl\u{202e}gnp",
        "\u{e0ff}",
        "\u{10ffff}",
        "🙂",
        "👩\u{200d}🚀",
        "你好",
        "e\u{301}",
        "\u{301}",
        "\u{feff}",
        "\u{ad}",
        "שלום",
        "ﷺ",
        "\r\n",
    ];
    // Names of 100 kB have tests of their own: here every text of thousands is as long.
    let long = Just("x".repeat(300));
    let words = Just("two words ".repeat(30));
    prop_oneof![
        8 => proptest::sample::select(known.to_vec()).prop_map(String::from),
        3 => "\\PC{0,12}",
        2 => any::<char>().prop_map(String::from),
        1 => long,
        1 => words,
    ]
}

proptest! {
    // Each case makes two PDFs.
    #![proptest_config(ProptestConfig { cases: 2, ..ProptestConfig::default() })]
    #[test]
    fn any_text_in_any_field_is_printed_as_text(
        pieces in proptest::collection::vec(hostile_piece(), 1..8)
    ) {
        let mut posture = small();
        let mut replaced = Replaced { by: pieces.concat(), count: 0 };
        posture.texts(TextKind::Prose, &mut replaced);
        prop_assert!(replaced.count > 100, "{} texts", replaced.count);
        let made = render::render(
            posture,
            None,
            &[Format::Json, Format::Pdf],
            &render::Options::default(),
        )
        .expect("a report");
        prop_assert!(made.failed.is_empty(), "{:?}", made.failed);
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["report.pdf", "executive.pdf"] {
            let path = folder.path().join(name);
            let file = made.files.iter().find(|file| file.path == name).expect(name);
            std::fs::write(&path, &file.bytes).expect("written");
            let printed = text(&path, "-raw");
            let squeezed: String = printed.split_whitespace().collect();
            // What is short enough to be printed whole is on the page as it is, wherever lines end.
            let plain = ["#eval(\"1+1\")", "#panic()", "$x$", "@ref", "<label>", "`raw`"];
            let is_short = replaced.by.chars().count() < 40;
            for piece in pieces.iter().filter(|piece| is_short && plain.contains(&piece.as_str())) {
                prop_assert!(squeezed.contains(piece.as_str()), "{name}: {piece} is not printed");
            }
            for hidden in ['\u{0}', '\u{1b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{ad}', '\u{e0ff}'] {
                prop_assert!(!printed.contains(hidden), "{name}: {hidden:?} can be copied");
            }
            if name == "executive.pdf" {
                prop_assert_eq!(pages(&path), 4);
            }
        }
    }
}

/// Rows beyond those of the report are in volumes, each finding once; the part of one reader has none.
#[test]
fn a_long_register_goes_on_in_volumes() {
    let posture = run("scenarios/northwind").posture;
    let mut all = Vec::new();
    for number in 0..9 {
        for card in &posture.findings {
            let mut card = card.clone();
            card.id = format!("{}-{number}", card.id).into();
            all.push(card);
        }
    }
    let asked = all.len() as u64 - 10;
    let formats = [Format::Json, Format::Pdf];
    let with = |without_executive| {
        let pdf = render::PdfOptions {
            register_rows: Some(asked),
            without_executive,
            ..render::PdfOptions::default()
        };
        let options = render::Options { pdf, ..render::Options::default() };
        let mut posture = posture.clone();
        posture.findings_total = all.len() as u64;
        let all = render::Findings::of(&posture, all.clone()).expect("a file");
        render::render(posture, Some(all), &formats, &options).expect("a report")
    };
    let made = with(false);
    assert!(made.failed.is_empty(), "{:?}", made.failed);
    let folder = tempfile::tempdir().expect("a folder");
    let mut printed = String::new();
    let mut volumes = 0;
    for file in made.files.iter().filter(|file| file.path.ends_with(".pdf")) {
        let path = folder.path().join(file.path.replace('/', "-"));
        std::fs::write(&path, &file.bytes).expect("written");
        if file.path == "report.pdf" || file.path.starts_with("register/") {
            printed += &text(&path, "-raw").split_whitespace().collect::<String>();
            volumes += usize::from(file.path != "report.pdf");
        }
    }
    assert_eq!(volumes, (all.len() - 10 - 2_000).div_ceil(4_000));
    assert!(printed.contains("10findingsarenotprinted"), "what is left out is not stated");
    let listed = |card: &&passmuster::model::posture::FindingCard| {
        printed.contains(&card.id.split_whitespace().collect::<String>())
    };
    assert_eq!(all.iter().filter(listed).count() as u64, asked);
    let part = with(true);
    assert!(!part.files.iter().any(|file| file.path.starts_with("register/")));
}

#[test]
fn prose_of_any_depth_and_length_is_printed() {
    for prose in [
        format!("{}deep", ">".repeat(100_000)),
        format!("{}deep", "> ".repeat(20)),
        format!("{}deep", "- ".repeat(1_000)),
        format!("# {}", "heading ".repeat(20_000)),
        format!("[link](https://x.example/{})", "a".repeat(40_000)),
        "word ".repeat(100_000),
        format!("{}|\n{}|\n", "|a".repeat(2_000), "|-".repeat(2_000)),
        // Tens of thousands of signs without a blank, in one piece and in many.
        "a[[[[[[[[[[".repeat(4_000),
        "a*b*".repeat(10_000),
    ] {
        let start: String = prose.chars().take(40).collect();
        let mut posture = run("scenarios/empty").posture;
        posture.prose = Some(prose);
        let made = render::render(
            posture,
            None,
            &[Format::Json, Format::Pdf],
            &render::Options::default(),
        )
        .expect("a report");
        assert!(made.failed.is_empty(), "{start}: {:?}", made.failed);
    }
}

/// A paragraph of tens of thousands of signs without a blank is one string, and may be too long for the
/// archival standard. The other formats are written all the same.
#[test]
fn what_the_standard_refuses_costs_the_pdf_alone() {
    let mut posture = run("scenarios/empty").posture;
    posture.prose = Some("a[[[[[[[[[[".repeat(4_000));
    let made =
        render::render(posture, None, &[Format::Json, Format::Pdf], &render::Options::default())
            .expect("a report");
    assert!(made.files.iter().any(|file| file.path == "posture.json"));
    let written = made.files.iter().any(|file| file.path == "report.pdf");
    assert_ne!(written, !made.failed.is_empty(), "either the PDF or the failure");
}

#[test]
fn long_names_fit_into_what_archival_pdf_allows() {
    let mut posture = run("scenarios/northwind").posture;
    let long = "\u{1f642}ä b".repeat(20_000);
    posture.organisation.clone_from(&long);
    posture.heat_map.iter_mut().for_each(|row| row.title.clone_from(&long));
    posture.assets.iter_mut().for_each(|asset| asset.name = long.as_str().into());
    posture.findings.iter_mut().for_each(|finding| finding.asset_name = long.as_str().into());
    let _ = pdf(posture);
}

/// A bounded part of the fuzzing, since each PDF takes a second in a debug build.
#[test]
fn mutated_prose_is_printed() {
    let seeds = ["README.md", "docs/inputs.md", "docs/limits.md"].map(|name| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a page")
    });
    let empty = run("scenarios/empty").posture;
    let mut mutator = mutator::Mutator::of(0x0070_6466);
    for round in 0..25 {
        let (one, other) = (&seeds[mutator.below(3)], &seeds[mutator.below(3)]);
        let prose = String::from_utf8_lossy(&mutator.mutate(one, other, 8 * 1024)).into_owned();
        let posture = passmuster::model::Posture { prose: Some(prose.clone()), ..empty.clone() };
        let made = render::render(
            posture,
            None,
            &[Format::Json, Format::Pdf],
            &render::Options::default(),
        )
        .expect("a report");
        assert!(made.failed.is_empty(), "round {round}: {:?}: {prose}", made.failed);
    }
}

/// The auditor's sample: one form a finding, the sample attached, and the same bytes again.
#[test]
fn a_sample_is_printed_with_a_form_for_each_finding() {
    use passmuster::model::sample::Stratification;
    use passmuster::posture::sample::{Asked, draw};
    use passmuster::render::{SampleFormat, sample};
    let mut posture = run("scenarios/northwind").posture;
    for (finding, words) in posture.findings.iter_mut().zip(HOSTILE.iter().cycle()) {
        finding.asset_name = (*words).into();
    }
    let asked = Asked { seed: 7, size: 12, by: Stratification::None, scope: Vec::new() };
    let drawing = draw(&posture, Vec::new(), &asked, None).expect("a sample");
    let make = || {
        let formats = [SampleFormat::Pdf, SampleFormat::Json];
        sample(&drawing.sample, &drawing.population, &formats).expect("files")
    };
    let files = make();
    assert_eq!(files, make());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sample.pdf");
    let (printed, json) = (&files[0], &files[1]);
    assert_eq!((printed.path.as_str(), json.path.as_str()), ("sample.pdf", "sample.json"));
    std::fs::write(&path, &printed.bytes).expect("written");
    let words = text(&path, "-raw");
    assert_eq!(words.matches("Tester’s result").count(), 12);
    for finding in &drawing.sample.strata[0].findings {
        assert!(words.contains(&finding.key), "{} is not printed", finding.id);
    }
    let out = folder.path().join("out.json");
    let status = Command::new("pdfdetach").args(["-save", "1", "-o"]).arg(&out).arg(&path).status();
    assert!(status.expect("runs").success());
    assert!(std::fs::read(out).expect("attached") == json.bytes, "the attachment differs");
}
