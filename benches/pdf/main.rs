//! The same rows as a PDF: `cargo bench --bench pdf -- 100 1000 10000`.
//!
//! A table of findings with a head on every page, made by the compiler and styles of muster, by WeasyPrint, by
//! headless Chromium and by ReportLab, each a process of its own: wall and processor seconds, the most memory of all its
//! processes, and bytes. Ours are PDF/A-3a and PDF/UA-1 with packed objects; those of the others are not, and
//! ours are written once more without tags, for their price. Options after `--`:
//!
//! - sizes, in rows; 100, 1000 and 10000 where none is given
//! - `--runs N`: counted runs of each, of which the median is printed (3)
//! - `--keep DIR`: where rows and PDFs are kept
//!
//! `$PYTHON` (else `python3`) needs what `benches/pdf/requirements.txt` lists, `$CHROMIUM` (else `chromium`) is a
//! browser; what is not there is not measured. It needs `/proc`.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints its figures")]

mod family;
#[path = "../../src/memory.rs"]
mod memory;
mod ours;
mod rows;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use family::{Taken, run};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    if let [first, form, rows, out] = arguments.as_slice()
        && first == "--ours"
    {
        // Not in this process: those that it starts would inherit it.
        memory::use_small_pages();
        ours::write(form, Path::new(rows), Path::new(out));
        return;
    }
    let value = |name: &str| {
        let at = arguments.iter().position(|it| it == name)?;
        arguments.get(at + 1).cloned()
    };
    let is_value = |at: usize| at > 0 && arguments[at - 1].starts_with("--");
    let sizes: Vec<usize> = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_value(*at))
        .filter_map(|(_, it)| it.replace('_', "").parse().ok())
        .collect();
    let sizes = if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes };
    let runs = value("--runs").and_then(|it| it.parse().ok()).unwrap_or(3);
    let home = tempfile::tempdir().expect("a folder");
    let folder = value("--keep").map_or_else(|| home.path().to_path_buf(), PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder");
    for size in sizes {
        table(&folder, size, runs);
    }
}

/// A program, and the file that it writes.
struct Program {
    name: &'static str,
    command: Command,
    out: PathBuf,
}

/// The figures of one number of rows.
fn table(folder: &Path, size: usize, runs: usize) {
    let (data, page) = (folder.join("rows.json"), folder.join("rows.html"));
    let all = rows::rows(size);
    std::fs::write(&data, rows::json(&all)).expect("rows");
    std::fs::write(&page, rows::html(&all)).expect("a page");
    println!("\n{size} rows, medians of {runs} runs");
    println!(
        "{:<24}{:>9}{:>9}{:>11}{:>12}{:>9}",
        "", "wall s", "CPU s", "peak MiB", "bytes", "CPU x"
    );
    let mut programs = programs(folder, &data, &page);
    let mut taken: Vec<Vec<Taken>> = programs.iter().map(|_| Vec::new()).collect();
    // In turn, so that a slow moment meets all of them; the first round of several only warms the caches.
    let warm = usize::from(runs > 1);
    for round in 0..runs + warm {
        for at in order(programs.len(), round) {
            let program = &mut programs[at];
            let _ = std::fs::remove_file(&program.out);
            let one = run(&mut program.command);
            if round >= warm {
                taken[at].push(one);
            }
        }
    }
    let mut first = None;
    for (program, mut taken) in programs.iter().zip(taken) {
        taken.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        let Taken { wall, cpu, peak, code } =
            taken.get(taken.len() / 2).copied().unwrap_or_default();
        let first = *first.get_or_insert(cpu);
        let bytes = std::fs::metadata(&program.out).map(|it| it.len()).unwrap_or_default();
        let ended = if code == Some(0) && bytes > 0 { "" } else { "  FAILED" };
        let name = program.name;
        println!(
            "{name:<24}{wall:>9.2}{cpu:>9.2}{peak:>11.0}{bytes:>12}{:>9.1}{ended}",
            cpu / first
        );
    }
}

/// The order of a round: a Williams design, in which each comes as often behind each other.
///
/// On a virtual machine a program pays for the memory that a large one before it gave back to the host: with one
/// order for all rounds it is always the same that pays.
fn order(programs: usize, round: usize) -> Vec<usize> {
    let from_both_ends =
        |at: usize| if at.is_multiple_of(2) { at / 2 } else { programs - at.div_ceil(2) };
    let mut order: Vec<usize> =
        (0..programs).map(|at| (from_both_ends(at) + round) % programs).collect();
    if !(round / programs).is_multiple_of(2) {
        order.reverse();
    }
    order
}

/// The programs that are there; a line for each that is not.
fn programs(folder: &Path, data: &Path, page: &Path) -> Vec<Program> {
    let program = |name, file: &str, command| Program { name, command, out: folder.join(file) };
    let this = std::env::current_exe().expect("this program");
    let ours = |name: &'static str, form: &str| {
        let file = format!("ours-{form}.pdf");
        let mut command = Command::new(&this);
        command.args(["--ours", form]).arg(data).arg(folder.join(&file));
        program(name, &file, command)
    };
    let mut all =
        vec![ours("ours, PDF/A-3a, tagged", "archival"), ours("ours, without tags", "untagged")];
    let is_there = |command: &mut Command| {
        let ended = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        ended.is_ok_and(|status| status.success())
    };
    let python = || Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    match is_there(python().args(["-c", "import weasyprint"])) {
        true => {
            let mut command = python();
            command.args(["-m", "weasyprint"]).arg(page).arg(folder.join("weasyprint.pdf"));
            all.push(program("WeasyPrint", "weasyprint.pdf", command));
        }
        false => println!("not measured: WeasyPrint"),
    }
    let browser =
        || Command::new(std::env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into()));
    match is_there(browser().arg("--version")) {
        true => {
            let mut command = browser();
            let flags = "--headless --no-sandbox --disable-gpu --disable-background-networking \
                --disable-component-update --disable-sync --no-first-run --no-pdf-header-footer";
            command.args(flags.split_whitespace());
            command.arg(format!("--user-data-dir={}", folder.join("browser").display()));
            command.arg(format!("--print-to-pdf={}", folder.join("chromium.pdf").display()));
            command.arg(format!("file://{}", page.display()));
            all.push(program("Chromium", "chromium.pdf", command));
        }
        false => println!("not measured: Chromium"),
    }
    match is_there(python().args(["-c", "import reportlab"])) {
        true => {
            let mut command = python();
            let script = include_str!("reportlab_rows.py");
            command.args(["-c", script]).arg(data).arg(folder.join("reportlab.pdf"));
            all.push(program("ReportLab", "reportlab.pdf", command));
        }
        false => println!("not measured: ReportLab"),
    }
    all
}
