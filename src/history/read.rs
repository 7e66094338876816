//! One file → one month record, or the reason why it is not one.

use std::collections::{HashMap, HashSet};

use super::file::{File, plain};
use super::roll_ups;
use model::month::{Ages, Editions, MONTH_FORMAT, MonthFindings};
use model::{
    AssetKey, Diagnostic, MonthRecord, Place, RULES_VERSION, Tenths, Tier, is_later_version,
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
    let mut judged = HashSet::new();
    for of_asset in &record.findings {
        let MonthFindings { asset, .. } = of_asset;
        if !judged.insert(asset) {
            return Some(format!("it contains the findings of {asset} twice"));
        }
        let findings = of_asset.findings();
        if let Some(twice) = findings.windows(2).find(|two| two[0].control == two[1].control) {
            return Some(format!("it contains the finding {} twice", of_asset.id_of(&twice[0])));
        }
        let tier = assets.get(asset);
        for finding in findings {
            let id = || of_asset.id_of(finding);
            match tier {
                None => return Some(format!("the asset of the finding {} is not in it", id())),
                Some(Some(tier)) if *tier != finding.tier => {
                    return Some(format!("the tier of the finding {} is not its asset's", id()));
                }
                Some(_) => {}
            }
            let dated = [finding.first_seen, finding.last_open].into_iter().flatten();
            if dated.max().is_some_and(|month| month > record.period) {
                return Some(format!("{} was open in a month after it", id()));
            }
            if u64::from(finding.pass_weight) > finding.weight() {
                return Some(format!("what {} earned is more than its weight", id()));
            }
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
