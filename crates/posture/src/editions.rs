//! What the texts and weights of controls are named by.

use sha2::{Digest, Sha256};

use model::Control;
use model::posture::Edition;
use syntax::encoding::hex;

/// What the texts and weights of a catalogue are named by.
pub(super) fn catalogue(catalog: &[&'static Control]) -> Edition {
    let mut hash = Sha256::new();
    catalog.iter().for_each(|control| add(&mut hash, control));
    Edition { entries: catalog.len() as u64, sha256: hex(hash.finalize()) }
}

/// How many digits name the edition of one control.
const DIGITS: usize = 12;

/// What the texts and weights of one control are named by.
pub(super) fn edition(control: &Control) -> String {
    let mut hash = Sha256::new();
    add(&mut hash, control);
    hex(hash.finalize()).chars().take(DIGITS).collect()
}

fn add(hash: &mut Sha256, control: &Control) {
    let criteria = control.criteria;
    for words in [control.id, control.title, criteria.pass, criteria.partial, criteria.fail] {
        hash.update(words.as_bytes());
        hash.update([0]);
    }
    hash.update(format!("{:?}{:?}{:?}", control.severity, control.from_tier, control.asset_kinds));
    hash.update(format!("{:?}{:?}", control.domain, control.judges_retired));
    for limit in control.thresholds {
        hash.update(format!("{}{:?}{:?}{:?}", limit.key, limit.bound, limit.unit, limit.default));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::threshold::{ATTESTATION_MAX, MEMORY_MAX};
    use model::{
        AssetKind, Criteria, Domain, Family, Judge, Judgement, PerTier, Severity, Threshold, Tier,
    };

    static MEMORY: &[&Threshold] = &[&MEMORY_MAX];
    static ATTESTATION: &[&Threshold] = &[&ATTESTATION_MAX];

    fn control() -> Control {
        Control {
            id: "AGT-99",
            slug: "any",
            family: Family::Agt,
            title: "Any",
            why: "",
            criteria: Criteria { pass: "a", partial: "b", fail: "c" },
            remediation: "",
            severity: PerTier([Severity::Low; 4]),
            domain: Domain::Operator,
            asset_kinds: &[AssetKind::Agent],
            from_tier: Tier::T1,
            judges_retired: false,
            thresholds: MEMORY,
            judge: Judge::Asset(|_, _| Judgement::pass("")),
        }
    }

    #[test]
    fn whatever_decides_or_weighs_a_finding_names_another_edition() {
        let changes: [fn(&mut Control); 9] = [
            |it| it.criteria.pass = "z",
            |it| it.criteria.partial = "z",
            |it| it.criteria.fail = "z",
            |it| it.severity = PerTier([Severity::High; 4]),
            |it| it.domain = Domain::Identity,
            |it| it.asset_kinds = &[AssetKind::Server],
            |it| it.from_tier = Tier::T2,
            |it| it.judges_retired = true,
            |it| it.thresholds = ATTESTATION,
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut changed = control();
            change(&mut changed);
            assert_ne!(edition(&changed), edition(&control()), "change {at}");
        }
    }
}
