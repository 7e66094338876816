//! What the profile excludes, in lines for the terminal: no exclusion is silent.

use std::collections::BTreeMap;

use model::posture::{ExcludedAsset, Grade};
use model::{Place, Posture, Tenths};

/// How many assets of one exclusion are named; the report lists all.
const MOST_NAMED: usize = 5;

/// Score and grade without and with the excluded assets, and each exclusion with its place; nothing
/// where nothing is excluded.
pub(super) fn lines(posture: &Posture) -> Vec<String> {
    let Some(with) = &posture.with_excluded else { return Vec::new() };
    let count = posture.excluded.len();
    let noun = if count == 1 { "excluded asset" } else { "excluded assets" };
    let mut lines = vec![format!(
        "{}; with {count} {noun} {}",
        score(posture.score.proven, &posture.grade),
        score(with.score.proven, &with.grade)
    )];
    let mut by_place: BTreeMap<&Place, Vec<&ExcludedAsset>> = BTreeMap::new();
    for asset in &posture.excluded {
        by_place.entry(&asset.place).or_default().push(asset);
    }
    lines.extend(by_place.into_iter().filter_map(|(place, assets)| exclusion(place, &assets)));
    lines
}

/// `46.1 E`
fn score(proven: Option<Tenths>, grade: &Grade) -> String {
    let proven = proven.map_or("no score".to_string(), |proven| proven.to_string());
    let letter = grade.letter.map_or("without a grade".to_string(), |letter| letter.to_string());
    format!("{proven} {letter}")
}

fn exclusion(place: &Place, assets: &[&ExcludedAsset]) -> Option<String> {
    let first = assets.first()?;
    let named: Vec<String> =
        assets.iter().take(MOST_NAMED).map(|asset| asset.key.to_string()).collect();
    let more = match assets.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "excluded from scope by {place}: {}{more}: {} (approved by {} on {})",
        named.join(", "),
        first.reason,
        first.approver,
        first.on
    ))
}
