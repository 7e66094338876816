//! How many entries of each list are printed, and how many are not.

use serde::Serialize;

use model::Posture;

pub(super) const NOT_IN_ORDER: usize = 40;
pub(super) const SCANNERS: usize = 60;
pub(super) const REQUESTS: usize = 25;
pub(super) const OWNERS: usize = 60;
pub(super) const ASSETS: usize = 300;
pub(super) const WAIVERS: usize = 150;
pub(super) const EXCLUDED: usize = 150;
pub(super) const NOTICES: usize = 100;
pub(super) const INPUTS: usize = 150;
pub(super) const CONTROLS: usize = 200;

/// The first entries of a list.
pub(super) fn first<T>(all: &[T], most: usize) -> &[T] {
    all.get(..most).unwrap_or(all)
}

/// How many entries of each list are not printed.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct LeftOut {
    not_in_order: usize,
    scanners: usize,
    evidence_requests: usize,
    owners: usize,
    assets: usize,
    waivers: usize,
    excluded: usize,
    notices: usize,
    inputs: usize,
    controls: usize,
}

impl LeftOut {
    /// Those of a posture.
    pub(super) fn of(posture: &Posture) -> Self {
        LeftOut {
            not_in_order: left(&posture.privileged_assets.not_in_order, NOT_IN_ORDER),
            scanners: left(&posture.scanners, SCANNERS),
            evidence_requests: left(&posture.evidence_requests, REQUESTS),
            owners: left(&posture.owners, OWNERS),
            assets: left(&posture.assets, ASSETS),
            waivers: left(&posture.waivers, WAIVERS),
            excluded: left(&posture.excluded, EXCLUDED),
            notices: left(&posture.notices, NOTICES),
            inputs: left(&posture.inputs, INPUTS),
            controls: left(&posture.controls, CONTROLS),
        }
    }
}

fn left<T>(all: &[T], most: usize) -> usize {
    all.len().saturating_sub(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn what_is_not_printed_is_counted() {
        let mut posture = samples::hostile();
        let owner = posture.owners.first().cloned().expect("an owner");
        posture.owners = vec![owner; OWNERS + 5];
        let left_out = LeftOut::of(&posture);
        assert_eq!((left_out.owners, left_out.inputs), (5, 0));
        assert_eq!(first(&posture.owners, OWNERS).len(), OWNERS);
        assert_eq!(first(&[1, 2], 3), [1, 2]);
    }
}
