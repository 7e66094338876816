//! Evidence requests: missing data, the largest coverage gain first, and records that nothing confirms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::contacts::{Contacts, Parties};
use super::measured::Measured;
use super::share::Share;
use model::posture::EvidenceRequest;
use model::{Ask, Domain, EvidenceClass, Family, Reason, Tenths};

/// How many owners a request names.
const NAMED_OWNERS: usize = 5;

/// Findings that one request is about.
#[derive(Debug, Default)]
struct Blocked {
    weight: u64,
    controls: BTreeSet<EcoString>,
    domains: BTreeSet<Domain>,
    parties: Parties,
}

impl Blocked {
    fn add(&mut self, share: Share<'_>, weight: u64) {
        let finding = share.card;
        self.weight += weight * share.count;
        if !self.controls.contains(&finding.control) {
            self.controls.insert(finding.control.clone());
        }
        self.domains.insert(finding.domain);
        self.parties.add(share);
    }

    /// The request without what it gains.
    fn request(self, what: String, sentence: String, contacts: &Contacts<'_>) -> EvidenceRequest {
        let parties = self.parties.in_order();
        let mut owners: BTreeMap<&str, u64> = BTreeMap::new();
        for ((owner, _), count) in parties.iter().filter(|((owner, _), _)| !owner.is_empty()) {
            *owners.entry(*owner).or_default() += count;
        }
        let mut owners: Vec<(&str, u64)> = owners.into_iter().collect();
        owners.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        EvidenceRequest {
            asked: contacts.asked(&self.parties),
            what,
            sentence,
            controls: self.controls.iter().map(|control| control.as_str().into()).collect(),
            domains: self.domains.into_iter().collect(),
            owners: owners.into_iter().take(NAMED_OWNERS).map(|(owner, _)| owner.into()).collect(),
            findings: parties.values().sum(),
            coverage_gain: Tenths::default(),
            confirms: false,
            class_gain: Tenths::default(),
        }
    }
}

/// What findings ask for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What is missing, and why.
    missing: HashMap<(Ask, Absence), Blocked, RandomState>,
    /// What is proven and only declared, in half-weights, by the family of controls that rests on it.
    declared: BTreeMap<Family, Blocked>,
}

impl Asked {
    pub(super) fn add(&mut self, share: Share<'_>) {
        let finding = share.card;
        if let Some(ask) = &finding.ask {
            let absence = match finding.reason {
                Some(Reason::Unaccounted) => Absence::Missing,
                Some(Reason::NotHeard) => Absence::NotRead,
                _ => Absence::Unstated,
            };
            let blocked = self.missing.entry((ask.clone(), absence)).or_default();
            blocked.add(share, finding.measure().weight().full);
        }
        let earned = finding.pass_weight * finding.outcome.half_credits().unwrap_or(0);
        if finding.class == EvidenceClass::Declared
            && earned > 0
            && let Some(family) = Family::of(&finding.control)
        {
            self.declared.entry(family).or_default().add(share, earned);
        }
    }

    /// Every field or record that blocks findings, the one with the largest coverage gain first.
    /// `registers` are the kinds of record that some input contains, `whole` is the denominator of the score.
    pub(super) fn requests(
        self,
        registers: &BTreeSet<String>,
        contacts: &Contacts<'_>,
        whole: u64,
    ) -> Vec<EvidenceRequest> {
        let missing = self.missing.into_iter().map(|((ask, absence), blocked)| {
            let register = match absence {
                Absence::Missing => Register::Missing,
                Absence::NotRead => Register::NotRead,
                Absence::Unstated if registers.contains(&*ask.record) => Register::NoMatch,
                Absence::Unstated => Register::None,
            };
            ((ask, register), blocked)
        });
        let missing: BTreeMap<(Ask, Register), Blocked> = missing.collect();
        let missing = missing.into_iter().map(|((ask, register), blocked)| {
            (2 * blocked.weight, request((&ask, register), blocked, contacts, whole))
        });
        // What is missing is not known at all; a declared point counts a tenth of that.
        let declared = self.declared.into_iter().map(|(family, blocked)| {
            (blocked.weight / 10, confirm(family, blocked, contacts, whole))
        });
        let mut requests: Vec<(u64, EvidenceRequest)> = missing.chain(declared).collect();
        requests.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.what.cmp(&b.1.what)));
        requests.into_iter().map(|(_, request)| request).collect()
    }
}

/// Why something is absent, as far as a finding shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Absence {
    /// No source contains these assets any more.
    Missing,
    /// It is a source that was read before, or a file that cannot be read.
    NotRead,
    /// The finding states neither.
    Unstated,
}

/// The request to confirm what records declare.
fn confirm(
    family: Family,
    blocked: Blocked,
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
    blocked: Blocked,
    contacts: &Contacts<'_>,
    whole: u64,
) -> EvidenceRequest {
    let record = ask.record.replace('_', " ");
    let sentence = match &*ask.field {
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
