//! Scans: which of them cover an asset.

use model::AssetKey;
use model::records::Scan;

/// Whether a scan covers an asset: by its id, its kind and id, or everything. None where the scan
/// does not state what it covers.
pub(super) fn covers(scan: &Scan, key: &AssetKey) -> Option<bool> {
    let names_it = |text: &String| {
        text == "*" || *text == key.id || AssetKey::parse(text).as_ref() == Some(key)
    };
    scan.covers.given().map(|covers| covers.iter().any(names_it))
}
