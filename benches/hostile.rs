//! How long small files that ask for much take, and how they end: `cargo bench --bench hostile`. The goal
//! is two seconds each. Times are those of a whole process, `report` of all formats of the build.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs, reason = "it prints timings")]

#[path = "../tests/hostile/limits_inputs.rs"]
mod inputs;

use std::process::Command;
use std::time::Instant;

fn main() {
    let mut slowest = 0.0_f64;
    for case in inputs::all() {
        let home = tempfile::tempdir().expect("a folder");
        for (name, bytes) in &case.files {
            let path = home.path().join("p").join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            std::fs::write(path, bytes).expect("a file");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.current_dir(home.path()).args(case.args);
        let began = Instant::now();
        let output = command.output().expect("the program runs");
        let took = began.elapsed().as_secs_f64();
        slowest = slowest.max(took);
        let code = output.status.code();
        let bytes: usize = case.files.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("{took:>7.2} s  {:>9} bytes  {code:?}  {:?}  {}", bytes, case.expected, case.name);
    }
    println!("slowest: {slowest:.2} s");
}
