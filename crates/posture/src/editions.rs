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
}
