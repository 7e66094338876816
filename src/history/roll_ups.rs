//! The roll-ups of a record, recomputed from its findings: a trend must not rest on a number that
//! cannot be recomputed.

use std::collections::BTreeMap;

use model::month::MonthSlice;
use model::posture::SeverityCounts;
use model::{Domain, MonthRecord, Tally, Tier};

/// The first roll-up that the findings do not add up to, in words.
pub(super) fn first_mismatch(record: &MonthRecord) -> Option<&'static str> {
    let mut whole = Sums::default();
    let mut tiers: BTreeMap<Tier, Sums> = BTreeMap::new();
    let mut domains: BTreeMap<Domain, Sums> = BTreeMap::new();
    for (_, finding) in record.each_finding() {
        let tier = tiers.entry(finding.tier).or_default();
        let domain = domains.entry(finding.domain).or_default();
        for sums in [&mut whole, tier, domain] {
            sums.tally.add(finding.outcome, finding.class, finding.weights(), 1);
            if finding.outcome.is_open() {
                sums.open.add(finding.severity);
            }
        }
    }
    let tiers = tiers.into_iter().map(|(tier, sums)| (tier.to_string(), sums));
    let domains = domains.into_iter().map(|(domain, sums)| (domain.id().to_string(), sums));
    [
        (whole.tally.parts() == record.score, "its score"),
        (whole.open == record.open, "its open findings by severity"),
        (slices(tiers) == by_id(&record.tiers), "its sums by tier"),
        (slices(domains) == by_id(&record.domains), "its sums by domain"),
    ]
    .into_iter()
    .find(|(same, _)| !same)
    .map(|(_, what)| what)
}

#[derive(Default)]
struct Sums {
    tally: Tally,
    open: SeverityCounts,
}

fn slices(sums: impl Iterator<Item = (String, Sums)>) -> Vec<MonthSlice> {
    let slice =
        |(id, sums): (String, Sums)| MonthSlice { id, parts: sums.tally.parts(), open: sums.open };
    by_id(&sums.map(slice).collect::<Vec<_>>())
}

fn by_id(slices: &[MonthSlice]) -> Vec<MonthSlice> {
    let mut sorted = slices.to_vec();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    sorted
}
