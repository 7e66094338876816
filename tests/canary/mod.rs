//! No secret leaves the reader: made-up ones of more than a hundred kinds, in six spellings, planted in every
//! value, key, cell, heading and name of every format, are looked for in everything that a run keeps,
//! writes, prints or refuses with, as they are and in the usual disguises.

mod changed;
mod documents;
mod kinds;
mod runs;
mod spellings;

use std::collections::{BTreeMap, BTreeSet};

use passmuster::ingest::{self, Options, SourceFile};
use rayon::prelude::*;

use documents::{Document, Place, documents};
use kinds::{Dice, PATTERNS};
use spellings::{Plant, SPELLINGS, Search};

/// Every text of a document is replaced in one of this many readings, so that the others keep the file what
/// it is.
const APART: usize = 5;

#[test]
fn there_are_a_hundred_kinds_in_five_spellings() {
    let kinds: BTreeSet<&str> = PATTERNS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), PATTERNS.len());
    assert!(kinds.len() >= 100, "{}", kinds.len());
    assert!(SPELLINGS.len() >= 5);
    let page = include_str!("../../docs/secrets.md");
    let words = format!("{} kinds in {} spellings", kinds.len(), SPELLINGS.len());
    assert!(page.contains(&words), "docs/secrets.md does not state: {words}");
    let mut dice = Dice::new();
    let all: BTreeSet<String> = (0..PATTERNS.len() * 3).map(|at| dice.canary(at).text).collect();
    assert_eq!(all.len(), PATTERNS.len() * 3, "no two are alike");
}

/// A search that finds nothing anywhere holds nothing: it finds each plant where it is written.
#[test]
fn the_search_finds_what_is_there() {
    let mut dice = Dice::new();
    for number in 0..PATTERNS.len() * SPELLINGS.len() {
        let plant = Plant::new(&dice.canary(number), number / PATTERNS.len());
        let search = Search::new([&plant]);
        assert_eq!(search.leaks(plant.text.as_bytes()).len(), 1, "{}", plant.what);
        let hex = syntax::encoding::hex(&plant.text);
        assert_eq!(search.leaks(hex.as_bytes()).len(), 1, "{} in hexadecimal", plant.what);
        let reversed: String = plant.text.chars().rev().collect();
        assert_eq!(search.leaks(reversed.as_bytes()).len(), 1, "{} reversed", plant.what);
        assert!(search.leaks(b"nothing of it").is_empty());
    }
}

/// What was planted in one document, and what came out.
#[derive(Default)]
struct Outcome {
    planted: usize,
    kinds: BTreeSet<&'static str>,
    leaks: Vec<String>,
}

/// In every value, key, cell and heading of every document: nothing is kept, nothing is printed.
#[test]
fn no_planted_secret_leaves_the_reader() {
    let documents = documents();
    let outcomes = plant_everywhere(&documents, 0);
    let planted: usize = outcomes.iter().map(|(_, _, outcome)| outcome.planted).sum();
    let leaks: Vec<&String> = outcomes.iter().flat_map(|(_, _, outcome)| &outcome.leaks).collect();
    eprintln!(
        "{planted} secrets of {} kinds planted in {} documents",
        PATTERNS.len(),
        documents.len()
    );
    assert!(leaks.is_empty(), "{} of {planted} leaked:\n{}", leaks.len(), join(&leaks));
    assert!(planted >= 20_000, "{planted}");
    // Each kind reached each format, in files that were read as such.
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, _, outcome) in outcomes.iter().filter(|(_, place, _)| *place == Place::Values) {
        reached.entry(name).or_default().extend(&outcome.kinds);
    }
    let few: Vec<(&str, usize)> = reached
        .iter()
        .map(|(name, kinds)| (*name, kinds.len()))
        .filter(|(_, kinds)| *kinds < 100)
        .collect();
    assert!(few.is_empty(), "too few kinds in {few:?}");
}

/// The same with other secrets, kinds and spellings in each place, for as many turns as are asked for.
#[test]
#[ignore = "a minute a turn: ./test canary"]
fn no_planted_secret_leaves_the_reader_in_many_turns() {
    let turns = std::env::var("MUSTER_CANARY_TURNS").ok().and_then(|text| text.parse().ok());
    let documents = documents();
    let mut planted = 0;
    for turn in 1..=turns.unwrap_or(50) {
        let outcomes = plant_everywhere(&documents, turn);
        planted += outcomes.iter().map(|(_, _, outcome)| outcome.planted).sum::<usize>();
        let leaks: Vec<&String> =
            outcomes.iter().flat_map(|(_, _, outcome)| &outcome.leaks).collect();
        assert!(leaks.is_empty(), "turn {turn}, {} leaked:\n{}", leaks.len(), join(&leaks));
    }
    eprintln!("{planted} secrets planted");
}

/// Plants each kind in every document, in other places for each turn.
fn plant_everywhere(
    documents: &BTreeMap<String, Document>,
    turn: usize,
) -> Vec<(&String, Place, Outcome)> {
    let jobs: Vec<(usize, &String, &Document, Place)> = documents
        .iter()
        .flat_map(|(name, document)| {
            [(name, document, Place::Values), (name, document, Place::Keys)]
        })
        .enumerate()
        .map(|(number, (name, document, place))| (number, name, document, place))
        .collect();
    jobs.par_iter()
        .map(|(number, name, document, place)| {
            (*name, *place, plant_all(*number + turn * 1_009, name, document, *place))
        })
        .collect()
}

fn join(leaks: &[&String]) -> String {
    leaks.iter().take(60).map(|leak| format!("{leak}\n")).collect()
}

/// Plants each kind in a document, several at a time.
fn plant_all(number: usize, name: &str, document: &Document, place: Place) -> Outcome {
    let mut dice = Dice::seeded(number as u64);
    let mut outcome = Outcome::default();
    let wanted = PATTERNS.len();
    let texts = document.clone().visit(place, &mut |_| None);
    let mut next = number * 7;
    for round in 0.. {
        // Small documents are read often; a text that decides what the file is makes a reading void.
        if outcome.kinds.len() >= wanted || round > wanted * 6 || texts == 0 {
            break;
        }
        let mut plants: Vec<Plant> = Vec::new();
        let mut kinds = Vec::new();
        let mut changed = document.clone();
        changed.visit(place, &mut |at| {
            ((at * 7 + round) % APART == 0 && plants.len() < wanted).then(|| {
                let canary = dice.canary(next);
                kinds.push(canary.kind);
                let plant = Plant::new(&canary, next / PATTERNS.len() + next);
                next += 1;
                plants.push(plant.clone());
                plant.text
            })
        });
        let file = SourceFile::new(name, changed.bytes());
        let (facts, errors) = ingest::ingest(&[file], Options::default());
        let kept = format!("{facts:?}{errors:?}");
        let search = Search::new(&plants);
        outcome.leaks.extend(
            search
                .leaks(kept.as_bytes())
                .into_iter()
                .map(|leak| format!("{name} {place:?}: {leak}")),
        );
        // A file that is no longer read shows what it holds in messages alone, as one with other keys does.
        let read = facts.inputs.iter().any(|input| input.skipped.is_none()) || !errors.is_empty();
        let read = read || place == Place::Keys;
        if read {
            outcome.planted += plants.len();
            outcome.kinds.extend(kinds);
        }
    }
    outcome
}
