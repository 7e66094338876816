//! Mutation fuzzing on the stable toolchain: inputs of the fixtures, changed at random from a fixed seed,
//! are read by the readers that a run uses. Nothing panics, nothing stalls, every error has a file.
//!
//! `./test` runs a bounded part; `./test fuzz` runs for `MUSTER_FUZZ_SECONDS` (an hour by default) from a
//! new seed, which it prints. An input that breaks a rule is written to `target/fuzz/`.

mod mutator;
mod targets;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use mutator::Mutator;
use targets::{Seed, Target};

/// How many executions `./test` makes of each target.
const EXECUTIONS: u64 = 1_500;

/// The longest that one execution may take: the mutated inputs are small, and a debug build on a busy
/// machine is slow. What takes longer has stalled.
const STALLED: Duration = Duration::from_secs(20);

/// How long a mutated input may be, in bytes.
const LONGEST: usize = 64 * 1024;

#[test]
fn mutated_inputs_are_read_or_refused() {
    let mut counts = Vec::new();
    for target in targets::ALL {
        let executions = EXECUTIONS / target.weight;
        let mutator = Mutator::of(0x6d75_7374_6572);
        let made = run(target, mutator, |done, _| done < executions);
        assert_eq!(made, executions, "{}", target.name);
        counts.push(format!("{} {made}", target.name));
    }
    eprintln!("fuzz: {}", counts.join(", "));
}

/// The long part: `./test fuzz`.
#[test]
#[ignore = "it runs for MUSTER_FUZZ_SECONDS"]
fn mutated_inputs_for_hours() {
    let seconds = std::env::var("MUSTER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let total = Duration::from_secs(seconds.unwrap_or(3_600));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    let seed = now.as_nanos() as u64;
    eprintln!("fuzz: seed {seed:#x}, {} s", total.as_secs());
    let shares: u32 = u32::try_from(targets::ALL.len()).expect("few");
    let mut sum = 0;
    for target in targets::ALL {
        let made = run(target, Mutator::of(seed), |_, took| took < total / shares);
        eprintln!("fuzz: {} {made} executions", target.name);
        sum += made;
    }
    eprintln!("fuzz: {sum} executions in {} s", total.as_secs());
}

/// Executes a target while `goes_on`; the number of executions.
fn run(target: &Target, mut mutator: Mutator, goes_on: impl Fn(u64, Duration) -> bool) -> u64 {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty(), "{} has no seeds", target.name);
    let began = Instant::now();
    let mut done = 0;
    while goes_on(done, began.elapsed()) {
        let seed = &seeds[mutator.below(seeds.len())];
        let other = &seeds[mutator.below(seeds.len())];
        let bytes = mutator.mutate(&seed.bytes, &other.bytes, LONGEST);
        let mutated = Seed { name: seed.name.clone(), bytes };
        let one = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| (target.execute)(&mutated)));
        let wrong = match ended {
            Err(_) => Some("it panicked".to_string()),
            Ok(Err(wrong)) => Some(wrong),
            Ok(Ok(())) if one.elapsed() > STALLED => Some("it stalled".to_string()),
            Ok(Ok(())) => None,
        };
        if let Some(wrong) = wrong {
            panic!("{}: {}: {wrong}: see {}", target.name, seed.name, keep(&mutated, target.name));
        }
        done += 1;
    }
    done
}

/// Writes an input that breaks a rule, so that it can be read again; its path.
fn keep(seed: &Seed, target: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).expect("a folder");
    let name = seed.name.replace(['/', '\\'], "_");
    let path = folder.join(format!("{target}-{}-{name}", seed.bytes.len()));
    let mut file = std::fs::File::create(&path).expect("a file");
    file.write_all(&seed.bytes).expect("its bytes");
    path.display().to_string()
}

/// A found input, read again: put it under `fixtures/bad/` or in a test of its reader, not here.
#[test]
#[ignore = "it reads the file that MUSTER_FUZZ_INPUT names, with the target before the first `-`"]
fn one_kept_input() {
    let path = std::env::var("MUSTER_FUZZ_INPUT").expect("MUSTER_FUZZ_INPUT");
    let file = std::path::Path::new(&path).file_name().expect("a name").to_string_lossy();
    let mut parts = file.splitn(3, '-');
    let (target, name) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    let target = targets::ALL.iter().find(|known| known.name == target).expect("a target");
    let bytes = std::fs::read(&path).expect("bytes");
    (target.execute)(&Seed { name: name.replace('_', "/"), bytes }).expect("within the rules");
}
