//! One file → one month record, or the reason why it is not one.

use std::collections::HashSet;

use super::roll_ups;
use model::month::MONTH_FORMAT;
use model::{AssetKey, Diagnostic, MonthRecord, Outcome, Place};

/// More than any finding weighs; what a damaged file may say must not overflow a sum.
const MOST_WEIGHT: u64 = 10_000;

/// Reads a record and checks that it agrees with itself.
///
/// # Errors
/// Where the file is damaged, or written by a later version.
pub fn read(name: &str, bytes: &[u8]) -> Result<MonthRecord, Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: u32,
    }
    let place = Place::file(name);
    let broken = |error: serde_json::Error| {
        let line = u32::try_from(error.line()).unwrap_or(0);
        let place = Place::new(&name.into(), line, "");
        let help = "restore it from version control, or remove it and record the month again";
        Diagnostic::at(&place, format!("this is not a month record: {}", plain(&error)), help)
    };
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.format != MONTH_FORMAT {
        return Err(Diagnostic::at(
            &place,
            format!(
                "this record has format {}; this version of muster reads {MONTH_FORMAT}",
                head.format
            ),
            "use the version of muster that created it, or a later one",
        ));
    }
    let record: MonthRecord = serde_json::from_slice(bytes).map_err(broken)?;
    match fault(&record) {
        Some(why) => Err(Diagnostic::at(
            &place,
            format!("this record contradicts itself: {why}"),
            "restore it from version control, or remove it and record the month again",
        )),
        None => Ok(record),
    }
}

/// The error without the value (it may be anything) and without the place (which is reported separately).
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if error.is_data() && message.contains("invalid") {
        return "a value has the wrong type".into();
    }
    message.to_string()
}

/// Where a record contradicts itself: an edited or half-merged file must not become a false history.
fn fault(record: &MonthRecord) -> Option<String> {
    let mut assets: HashSet<AssetKey> = HashSet::from([AssetKey::organisation()]);
    for asset in &record.assets {
        if !assets.insert(asset.key.clone()) {
            return Some(format!("it contains {} twice", asset.key));
        }
    }
    let mut ids = HashSet::new();
    for finding in &record.findings {
        if !ids.insert(finding.id.as_str()) {
            return Some(format!("it contains the finding {} twice", finding.id));
        }
        if !finding.asset().is_some_and(|asset| assets.contains(&asset)) {
            return Some(format!("the asset of the finding {} is not in it", finding.id));
        }
        let counted = finding.outcome != Outcome::NotApplicable;
        let fits = finding.outcome.half_credits().unwrap_or(0) == finding.half_credits
            && finding.weight <= MOST_WEIGHT
            && finding.pass_weight <= finding.weight
            && (counted || finding.weight == 0);
        let dated = [finding.first_seen, finding.last_open].into_iter().flatten();
        if dated.max().is_some_and(|month| month > record.period) {
            return Some(format!("{} was open in a month after it", finding.id));
        }
        if !fits {
            return Some(format!("outcome, weight and credit of {} do not match", finding.id));
        }
    }
    roll_ups::first_mismatch(record).map(|what| format!("its findings do not add up to {what}"))
}
