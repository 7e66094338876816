//! What links inside a document lead to: a name for each control, asset, requirement and finding that is
//! printed, by its id. The first of an id has the name; a posture from elsewhere may repeat one.

use std::collections::HashMap;

use model::{AssetKey, Posture};

/// The names of what is printed.
#[derive(Debug, Default)]
pub(super) struct Anchors<'a> {
    controls: HashMap<&'a str, String>,
    tested: HashMap<&'a str, String>,
    assets: HashMap<&'a AssetKey, String>,
    requirements: HashMap<&'a str, HashMap<&'a str, String>>,
    findings: HashMap<&'a str, String>,
}

/// How many entries of each list are printed, and so can be led to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed {
    /// Controls in their table.
    pub(super) controls: usize,
    /// Assets.
    pub(super) assets: usize,
    /// Open findings.
    pub(super) open: usize,
}

impl<'a> Anchors<'a> {
    /// The names in one posture.
    pub(super) fn of(posture: &'a Posture, printed: Printed) -> Self {
        let mut anchors = Anchors::default();
        for (at, card) in posture.controls.iter().take(printed.controls).enumerate() {
            anchors.controls.entry(&card.id).or_insert_with(|| format!("control-{at}"));
        }
        for (at, card) in posture.assets.iter().take(printed.assets).enumerate() {
            anchors.assets.entry(&card.key).or_insert_with(|| format!("asset-{at}"));
        }
        for (at, framework) in posture.frameworks.iter().enumerate() {
            let rows = anchors.requirements.entry(&framework.id).or_default();
            let all = framework.groups.iter().flat_map(|group| &group.requirements);
            for (row, requirement) in all.enumerate() {
                rows.entry(&requirement.id).or_insert_with(|| format!("requirement-{at}-{row}"));
            }
        }
        let open = posture.findings.iter().filter(|finding| finding.outcome.is_open());
        for (at, finding) in open.take(printed.open).enumerate() {
            anchors.findings.entry(&finding.id).or_insert_with(|| format!("finding-{at}"));
            anchors.tested.entry(&finding.control).or_insert_with(|| format!("tested-{at}"));
        }
        anchors
    }

    /// The row of a control in the table of controls.
    pub(super) fn control(&self, id: &str) -> Option<&str> {
        self.controls.get(id).map(String::as_str)
    }

    /// The section of a control that has exceptions.
    pub(super) fn tested(&self, id: &str) -> Option<&str> {
        self.tested.get(id).map(String::as_str)
    }

    /// The row of an asset.
    pub(super) fn asset(&self, key: &AssetKey) -> Option<&str> {
        self.assets.get(key).map(String::as_str)
    }

    /// The row of a requirement.
    pub(super) fn requirement(&self, framework: &str, id: &str) -> Option<&str> {
        self.requirements.get(framework)?.get(id).map(String::as_str)
    }

    /// The exception that a finding is printed as.
    pub(super) fn finding(&self, id: &str) -> Option<&str> {
        self.findings.get(id).map(String::as_str)
    }
}

/// Hands each name out once: what has it is what links lead to.
#[derive(Debug, Default)]
pub(super) struct Places(std::collections::HashSet<String>);

impl Places {
    /// The name, where nothing has it yet.
    pub(super) fn take<'b>(&mut self, name: Option<&'b str>) -> Option<&'b str> {
        name.filter(|name| self.0.insert((*name).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_handed_out_once() {
        let mut places = Places::default();
        assert_eq!(places.take(Some("a")), Some("a"));
        assert_eq!(places.take(Some("a")), None);
        assert_eq!(places.take(None), None);
    }
}
