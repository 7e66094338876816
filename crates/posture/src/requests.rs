//! What to ask for first.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::owner;
use model::posture::EvidenceRequest;
use model::{Ask, Assessment, Domain, Reason, RecordKind, Tenths};

/// How many owners a request names.
const NAMED_OWNERS: usize = 5;

#[derive(Default)]
struct Waiting {
    weight: u64,
    findings: u64,
    controls: BTreeSet<&'static str>,
    domains: BTreeSet<Domain>,
    owners: BTreeMap<String, u64>,
}

/// Every field or record that findings wait for, the one that shrinks the unknown most first.
/// `whole` is the denominator of the score.
pub(super) fn requests(assessment: &Assessment, whole: u64) -> Vec<EvidenceRequest> {
    let mut by_ask: BTreeMap<(&Ask, Register), Waiting> = BTreeMap::new();
    for finding in &assessment.findings {
        let Some(ask) = &finding.judgement.ask else { continue };
        let register = match finding.judgement.reason {
            Some(Reason::Unaccounted) => Register::Gone,
            Some(Reason::NotHeard) => Register::Quiet,
            _ if carries(assessment, &ask.record) => Register::Silent,
            _ => Register::Missing,
        };
        let waiting = by_ask.entry((ask, register)).or_default();
        waiting.weight += finding.weight;
        waiting.findings += 1;
        waiting.controls.insert(finding.control.id);
        waiting.domains.insert(finding.control.domain);
        match owner(assessment, finding) {
            "" => {}
            owner => *waiting.owners.entry(owner.to_string()).or_default() += 1,
        }
    }
    let mut requests: Vec<(u64, EvidenceRequest)> = by_ask
        .into_iter()
        .map(|((ask, register), waiting)| (waiting.weight, request(ask, register, waiting, whole)))
        .collect();
    requests.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.what.cmp(&b.1.what)));
    requests.into_iter().map(|(_, request)| request).collect()
}

/// Whether some source holds records of a kind, though none that answers.
fn carries(assessment: &Assessment, record: &str) -> bool {
    let kind = RecordKind::ALL.into_iter().find(|kind| kind.id() == record);
    kind.is_some_and(|kind| assessment.context.carries(kind))
}

/// Why a register does not answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Register {
    /// What it held is spoken of by no source any more.
    Gone,
    /// It is a source that spoke before.
    Quiet,
    /// It is there, and holds nothing that answers.
    Silent,
    /// No source carries it.
    Missing,
}

fn request(ask: &Ask, register: Register, waiting: Waiting, whole: u64) -> EvidenceRequest {
    let mut owners: Vec<(String, u64)> = waiting.owners.into_iter().collect();
    owners.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let record = ask.record.replace('_', " ");
    let sentence = match ask.field.as_str() {
        _ if register == Register::Gone => format!(
            "Say what became of {record} that no source speaks of any more: supply their source \
             again, record them as retired, or say what they are called now (`formerly`)"
        ),
        _ if register == Register::Quiet => format!(
            "Supply what {record} says now: it spoke of them before; where it is no longer used, say \
             so in muster.toml (`[history] retired-sources`)"
        ),
        "" if register == Register::Silent => {
            format!("Supply {record} that answer: the register holds none")
        }
        "" => format!("Supply a register of {record}: no source is one"),
        field => format!("Supply `{field}` for the {record}"),
    };
    EvidenceRequest {
        what: ask.to_string(),
        sentence,
        controls: waiting.controls.into_iter().map(String::from).collect(),
        domains: waiting.domains.into_iter().collect(),
        owners: owners.into_iter().take(NAMED_OWNERS).map(|(owner, _)| owner).collect(),
        findings: waiting.findings,
        shrinks: Tenths::percent(2 * waiting.weight, whole).unwrap_or_default(),
    }
}
