//! Evidence requests: missing data, the largest coverage gain first, and records that nothing confirms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::contacts::Contacts;
use super::measured::Measured;
use model::posture::{EvidenceRequest, FindingCard};
use model::{Ask, Domain, EvidenceClass, Family, Reason, Tenths};

/// How many owners a request names.
const NAMED_OWNERS: usize = 5;

#[derive(Default)]
struct Blocked<'a> {
    weight: u64,
    findings: u64,
    controls: BTreeSet<&'a str>,
    domains: BTreeSet<Domain>,
    owners: BTreeMap<&'a str, u64>,
    cards: Vec<&'a FindingCard>,
}

impl<'a> Blocked<'a> {
    fn add(&mut self, finding: &'a FindingCard, weight: u64) {
        self.weight += weight;
        self.findings += 1;
        self.cards.push(finding);
        self.controls.insert(&finding.control);
        self.domains.insert(finding.domain);
        match finding.owner.as_str() {
            "" => {}
            owner => *self.owners.entry(owner).or_default() += 1,
        }
    }

    /// The request without what it gains.
    fn request(self, what: String, sentence: String, contacts: &Contacts<'_>) -> EvidenceRequest {
        let mut owners: Vec<(&str, u64)> = self.owners.into_iter().collect();
        owners.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        EvidenceRequest {
            asked: contacts.asked(self.cards),
            what,
            sentence,
            controls: self.controls.into_iter().map(String::from).collect(),
            domains: self.domains.into_iter().collect(),
            owners: owners.into_iter().take(NAMED_OWNERS).map(|(owner, _)| owner.into()).collect(),
            findings: self.findings,
            coverage_gain: Tenths::default(),
            confirms: false,
            class_gain: Tenths::default(),
        }
    }
}

/// Every field or record that blocks findings, the one with the largest coverage gain first.
/// `registers` are the kinds of record that some input contains, `whole` is the denominator of the score.
pub(super) fn requests(
    findings: &[FindingCard],
    registers: &BTreeSet<String>,
    contacts: &Contacts<'_>,
    whole: u64,
) -> Vec<EvidenceRequest> {
    let mut by_ask: HashMap<(&Ask, Register), Blocked<'_>, RandomState> = HashMap::default();
    for finding in findings {
        let Some(ask) = &finding.ask else { continue };
        let register = match finding.reason {
            Some(Reason::Unaccounted) => Register::Missing,
            Some(Reason::NotHeard) => Register::NotRead,
            _ if registers.contains(ask.record.as_str()) => Register::NoMatch,
            _ => Register::None,
        };
        let blocked = by_ask.entry((ask, register)).or_default();
        blocked.add(finding, finding.measure().weight().full);
    }
    let mut requests: Vec<(u64, EvidenceRequest)> = by_ask
        .into_iter()
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .map(|((ask, register), blocked)| {
            (2 * blocked.weight, request((ask, register), blocked, contacts, whole))
        })
        .collect();
    // What is missing is not known at all; a declared point counts a tenth of that.
    let declared = declared(findings).into_iter();
    requests.extend(
        declared.map(|(of, blocked)| (blocked.weight / 10, confirm(of, blocked, contacts, whole))),
    );
    requests.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.what.cmp(&b.1.what)));
    requests.into_iter().map(|(_, request)| request).collect()
}

/// What is proven and only declared, in half-weights, by the family of controls that rests on it.
fn declared(findings: &[FindingCard]) -> BTreeMap<Family, Blocked<'_>> {
    let mut by_family: BTreeMap<Family, Blocked<'_>> = BTreeMap::new();
    for finding in findings.iter().filter(|one| one.class == EvidenceClass::Declared) {
        let earned = finding.pass_weight * finding.outcome.half_credits().unwrap_or(0);
        if let Some(family) = Family::of(&finding.control).filter(|_| earned > 0) {
            by_family.entry(family).or_default().add(finding, earned);
        }
    }
    by_family
}

/// The request to confirm what records declare.
fn confirm(
    family: Family,
    blocked: Blocked<'_>,
    contacts: &Contacts<'_>,
    whole: u64,
) -> EvidenceRequest {
    let class_gain = Tenths::percent(blocked.weight, whole).unwrap_or_default();
    let sentence = format!(
        "Confirm what the {} controls rest on: a `reference` to evidence in the records, or an export or \
         configuration that shows the same ({class_gain} points of the score are only declared)",
        family.id()
    );
    let request = blocked.request(family.id().into(), sentence, contacts);
    EvidenceRequest { confirms: true, class_gain, ..request }
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

fn request(
    (ask, register): (&Ask, Register),
    blocked: Blocked<'_>,
    contacts: &Contacts<'_>,
    whole: u64,
) -> EvidenceRequest {
    let record = ask.record.as_str().replace('_', " ");
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
    let coverage_gain = Tenths::percent(2 * blocked.weight, whole).unwrap_or_default();
    EvidenceRequest { coverage_gain, ..blocked.request(ask.to_string(), sentence, contacts) }
}
