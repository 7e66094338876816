//! Everything that takes more than one room to test, in one binary.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that cannot go on fails"
)]

mod support;

mod access;
mod adding;
mod arithmetic;
mod bad_input;
mod canary;
mod catalogue;
mod check;
mod cited_places;
mod cli;
mod clients;
#[cfg(feature = "net")]
mod collect;
mod controls;
mod counts;
mod cycles;
mod determinism;
mod findings_file;
mod formats;
mod fuzz;
mod hard_cases;
mod history;
mod hostile;
mod joined;
mod judgement;
mod kept_findings;
mod kinds;
mod layers;
mod ledger;
mod lookups;
mod mapping_basis;
mod mappings;
mod notices;
mod part;
mod priorities;
mod regression;
mod repositories;
mod rules;
mod sample;
mod scanner_evidence;
mod scanners;
mod schemas;
mod scope;
mod silence;
mod site_files;
mod sources;
mod style;
mod unheard;
mod verify;
mod waive;
