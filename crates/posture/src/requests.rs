//! Evidence requests: missing data, the largest coverage gain first.

use std::collections::{BTreeMap, BTreeSet};

use super::measured::Measured;
use model::posture::{EvidenceRequest, FindingCard};
use model::{Ask, Domain, Reason, Tenths};

/// How many owners a request names.
const NAMED_OWNERS: usize = 5;

#[derive(Default)]
struct Blocked<'a> {
    weight: u64,
    findings: u64,
    controls: BTreeSet<&'a str>,
    domains: BTreeSet<Domain>,
    owners: BTreeMap<&'a str, u64>,
}

/// Every field or record that blocks findings, the one with the largest coverage gain first.
/// `registers` are the kinds of record that some input contains, `whole` is the denominator of the score.
pub(super) fn requests(
    findings: &[FindingCard],
    registers: &BTreeSet<String>,
    whole: u64,
) -> Vec<EvidenceRequest> {
    let mut by_ask: BTreeMap<(&Ask, Register), Blocked<'_>> = BTreeMap::new();
    for finding in findings {
        let Some(ask) = &finding.ask else { continue };
        let register = match finding.reason {
            Some(Reason::Unaccounted) => Register::Missing,
            Some(Reason::NotHeard) => Register::NotRead,
            _ if registers.contains(&ask.record) => Register::NoMatch,
            _ => Register::None,
        };
        let blocked = by_ask.entry((ask, register)).or_default();
        blocked.weight += finding.measure().weight();
        blocked.findings += 1;
        blocked.controls.insert(&finding.control);
        blocked.domains.insert(finding.domain);
        match finding.owner.as_str() {
            "" => {}
            owner => *blocked.owners.entry(owner).or_default() += 1,
        }
    }
    let mut requests: Vec<(u64, EvidenceRequest)> = by_ask
        .into_iter()
        .map(|((ask, register), blocked)| (blocked.weight, request(ask, register, blocked, whole)))
        .collect();
    requests.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.what.cmp(&b.1.what)));
    requests.into_iter().map(|(_, request)| request).collect()
}

/// Of the kinds of record that requests ask for, those of which some input contains records.
pub(super) fn stated_registers(requests: &[EvidenceRequest]) -> BTreeSet<String> {
    let exists = |request: &&EvidenceRequest| request.sentence == no_match(&request.what);
    requests.iter().filter(exists).map(|request| request.what.clone()).collect()
}

fn no_match(record: &str) -> String {
    let record = record.replace('_', " ");
    format!("Provide records of {record} that cover these assets (the inputs contain none)")
}

/// Why a register lacks the record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Register {
    /// No source contains these assets any more.
    Missing,
    /// It is a source that was read before, or a file that cannot be read.
    NotRead,
    /// It exists, and has no record for these assets.
    NoMatch,
    /// No source contains any.
    None,
}

fn request(ask: &Ask, register: Register, blocked: Blocked<'_>, whole: u64) -> EvidenceRequest {
    let mut owners: Vec<(&str, u64)> = blocked.owners.into_iter().collect();
    owners.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let record = ask.record.replace('_', " ");
    let sentence = match ask.field.as_str() {
        _ if register == Register::Missing => format!(
            "Provide the source of the missing {record} again, record them as retired, or name their \
             former ids (`formerly`) on the current records"
        ),
        "" if register == Register::NotRead => {
            format!("Correct {}, which could not be read, or remove it", ask.record)
        }
        _ if register == Register::NotRead => format!(
            "Provide current data from {record}, which covered these assets before; if it is no \
             longer used, list it in muster.toml (`[history] retired-sources`)"
        ),
        "" if register == Register::NoMatch => no_match(&ask.record),
        "" => format!("Provide records of {record} (no input contains any)"),
        field => format!("Provide the field `{field}` for {record}"),
    };
    EvidenceRequest {
        what: ask.to_string(),
        sentence,
        controls: blocked.controls.into_iter().map(String::from).collect(),
        domains: blocked.domains.into_iter().collect(),
        owners: owners.into_iter().take(NAMED_OWNERS).map(|(owner, _)| owner.into()).collect(),
        findings: blocked.findings,
        coverage_gain: Tenths::percent(2 * blocked.weight, whole).unwrap_or_default(),
    }
}
