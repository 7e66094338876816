//! One file → one month record, or the reason why it is not one.

use std::collections::{HashMap, HashSet};

use super::file::{File, plain};
use super::roll_ups;
use model::month::Ages;
use model::month::{Editions, MONTH_FORMAT};
use model::{
    AssetKey, Diagnostic, MonthRecord, Outcome, Place, RULES_VERSION, Tenths, Tier,
    is_later_version, weight,
};

/// What helps where a record is damaged.
const AGAIN: &str = "restore it from version control, or remove it and record the month again";

/// Reads a record and checks that it agrees with itself.
///
/// # Errors
/// Where the file is damaged, or written by a later version.
pub fn read(name: &str, bytes: &[u8]) -> Result<MonthRecord, Diagnostic> {
    let record = parse(name, bytes)?;
    match contradiction(&record) {
        Some(why) => Err(Diagnostic::at(
            &Place::file(name),
            format!("this record contradicts itself: {why}"),
            AGAIN,
        )),
        None => Ok(record),
    }
}

/// Reads a record as it is.
///
/// # Errors
/// Where the file is damaged, or written by a later version.
pub fn parse(name: &str, bytes: &[u8]) -> Result<MonthRecord, Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: u32,
    }
    let place = Place::file(name);
    let broken = |error: serde_json::Error| {
        let line = u32::try_from(error.line()).unwrap_or(0);
        let place = Place::new(&name.into(), line, "");
        Diagnostic::at(&place, format!("this is not a month record: {}", plain(&error)), AGAIN)
    };
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.format != MONTH_FORMAT {
        return Err(Diagnostic::at(
            &place,
            format!(
                "this record has format {}; this version of muster reads {MONTH_FORMAT}",
                head.format
            ),
            match head.format > MONTH_FORMAT {
                true => "use the version of muster that created it, or a later one",
                false => "record the month again, with the inputs of then",
            },
        ));
    }
    let file: File<'_> = serde_json::from_slice(bytes).map_err(broken)?;
    if let Some(why) = from_the_future(&file.editions) {
        let help = "use the version of muster that created it, or a later one";
        return Err(Diagnostic::at(&place, why, help));
    }
    file.record()
        .map_err(|why| Diagnostic::at(&place, format!("this is not a month record: {why}"), AGAIN))
}

/// Why a record was judged by rules that this version does not know.
pub(crate) fn from_the_future(editions: &Editions) -> Option<String> {
    let ours = env!("CARGO_PKG_VERSION");
    let Editions { rules, tool, .. } = editions;
    if *rules > RULES_VERSION {
        return Some(format!(
            "this was judged by version {rules} of the rules, which is later than {RULES_VERSION}, that of \
             this muster"
        ));
    }
    is_later_version(tool, ours)
        .then(|| format!("this was judged by muster {tool}, which is later than this one ({ours})"))
}

/// Where a record contradicts itself: an edited or half-merged file must not become a false history.
pub fn contradiction(record: &MonthRecord) -> Option<String> {
    let mut assets: HashMap<AssetKey, Option<Tier>> =
        HashMap::from([(AssetKey::organisation(), None)]);
    for asset in &record.assets {
        if assets.insert(asset.key.clone(), Some(asset.tier)).is_some() {
            return Some(format!("it contains {} twice", asset.key));
        }
    }
    let mut ids = HashSet::new();
    for finding in &record.findings {
        if !ids.insert(finding.id.as_str()) {
            return Some(format!("it contains the finding {} twice", finding.id));
        }
        match finding.asset().and_then(|asset| assets.get(&asset)) {
            None => return Some(format!("the asset of the finding {} is not in it", finding.id)),
            Some(Some(tier)) if *tier != finding.tier => {
                return Some(format!("the tier of the finding {} is not its asset's", finding.id));
            }
            Some(_) => {}
        }
        let counted = finding.outcome != Outcome::NotApplicable;
        let fits = finding.outcome.half_credits().unwrap_or(0) == finding.half_credits
            && finding.pass_weight <= finding.weight
            && finding.weight == if counted { weight(finding.severity, finding.tier) } else { 0 };
        let dated = [finding.first_seen, finding.last_open].into_iter().flatten();
        if dated.max().is_some_and(|month| month > record.period) {
            return Some(format!("{} was open in a month after it", finding.id));
        }
        if !fits {
            return Some(format!("outcome, weight and credit of {} do not match", finding.id));
        }
    }
    if let Some(what) = roll_ups::first_mismatch(record) {
        return Some(format!("its findings do not add up to {what}"));
    }
    ages(record)
}

/// Ages that its findings exclude. A record made without a history has none.
fn ages(record: &MonthRecord) -> Option<String> {
    let ages = &record.ages;
    let share = Tenths::percent(ages.overdue, ages.open);
    let fits = ages.open == record.open.total()
        && ages.overdue <= ages.open
        && ages.overdue_share == share
        && ages.median_days.is_some() == (ages.open > 0)
        && ages.median_days_to_fix.is_some() == (ages.fixed > 0);
    (*ages != Ages::default() && !fits).then(|| "its findings do not add up to its ages".into())
}
