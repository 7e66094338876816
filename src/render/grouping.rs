//! Findings by control and by requirements, once for every format. The order of findings is kept.

use std::collections::HashMap;
use std::hash::Hash;

use model::posture::{FindingCard, RequirementRef};

/// The findings of one control.
#[derive(Debug)]
pub(super) struct ControlFindings<'a> {
    /// The control's id.
    pub(super) control: &'a str,
    /// Its findings.
    pub(super) findings: Vec<&'a FindingCard>,
}

/// One group a control, in the order in which the findings first name it.
pub(super) fn by_control<'a>(
    findings: impl Iterator<Item = &'a FindingCard>,
) -> Vec<ControlFindings<'a>> {
    let mut groups: Vec<ControlFindings<'a>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for finding in findings {
        let at = *known.entry(&finding.control).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.findings.push(finding),
            None => {
                groups.push(ControlFindings { control: &finding.control, findings: vec![finding] });
            }
        }
    }
    groups
}

/// Findings of which a key is the same, in the order in which the first of each comes.
pub(super) fn alike<'a, K: Eq + Hash>(
    findings: impl IntoIterator<Item = &'a FindingCard>,
    key: impl Fn(&'a FindingCard) -> K,
) -> Vec<Vec<&'a FindingCard>> {
    let mut groups: Vec<Vec<&FindingCard>> = Vec::new();
    let mut known: HashMap<K, usize> = HashMap::new();
    for finding in findings {
        let at = *known.entry(key(finding)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// Findings that map to the same requirements.
#[derive(Debug)]
pub(super) struct RequirementSet<'a> {
    /// The requirements.
    pub(super) requirements: &'a [RequirementRef],
    /// The findings.
    pub(super) findings: Vec<&'a FindingCard>,
}

/// The findings of one control, one group for each set of requirements.
pub(super) fn by_requirements<'a>(findings: &[&'a FindingCard]) -> Vec<RequirementSet<'a>> {
    let mut sets: Vec<RequirementSet<'a>> = Vec::new();
    for finding in findings {
        let requirements = &*finding.requirements;
        match sets.iter_mut().find(|set| set.requirements == requirements) {
            Some(set) => set.findings.push(finding),
            None => sets.push(RequirementSet { requirements, findings: vec![finding] }),
        }
    }
    sets
}
