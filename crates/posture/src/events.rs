//! Recorded events, and those that are no longer recorded.

use std::collections::{BTreeMap, HashMap};

use super::listing::first_few;
use super::renames::Renames;
use model::{AssetKey, Context, Field, Logged, LoggedEvent, Moment, Placed};

/// Every exposure, incident, change and vulnerability in the inputs.
pub(super) fn events(context: &Context) -> Vec<LoggedEvent> {
    let mut events = Vec::new();
    log(&mut events, Logged::Exposure, &context.exposures, |record| &record.detected_at);
    log(&mut events, Logged::Incident, &context.incidents, |record| &record.at);
    log(&mut events, Logged::Change, &context.events, |record| &record.at);
    log(&mut events, Logged::Vulnerability, &context.vulnerabilities, |it| &it.first_seen);
    events.sort();
    events
}

fn log<T>(
    events: &mut Vec<LoggedEvent>,
    what: Logged,
    records: &HashMap<AssetKey, Vec<Placed<T>>>,
    at: fn(&T) -> &Field<Moment>,
) {
    for (asset, records) in records {
        events.extend(records.iter().map(|placed| LoggedEvent {
            what,
            asset: asset.clone(),
            on: at(&placed.record).given().map(|at| at.day()),
        }));
    }
}

/// Those that were recorded and are no longer, by current names; none where all still are.
pub(super) fn gone(
    before: &[LoggedEvent],
    after: &[LoggedEvent],
    renames: &Renames,
) -> Option<String> {
    let mut left: BTreeMap<&LoggedEvent, usize> = BTreeMap::new();
    after.iter().for_each(|event| *left.entry(event).or_default() += 1);
    let renamed = before
        .iter()
        .map(|event| LoggedEvent { asset: renames.current(&event.asset).clone(), ..event.clone() });
    let gone: Vec<LoggedEvent> = renamed
        .filter(|event| match left.get_mut(event) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect();
    (!gone.is_empty()).then(|| first_few(&gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(asset: &str, on: &str) -> LoggedEvent {
        LoggedEvent {
            what: Logged::Exposure,
            asset: AssetKey::parse(asset).expect("a key"),
            on: on.parse().ok(),
        }
    }

    #[test]
    fn deleted_events_are_reported_and_renamed_ones_are_not() {
        let key = |text: &str| AssetKey::parse(text).expect("a key");
        let assets = [(key("secret/new"), vec![key("secret/old")])];
        let renames = Renames::of(assets.iter().map(|(key, old)| (key, old.clone())));
        let before =
            [event("secret/old", "2026-09-03"), event("secret/b", ""), event("secret/b", "")];
        assert_eq!(gone(&before[..1], &[event("secret/new", "2026-09-03")], &renames), None);
        let deleted = gone(&before, &[event("secret/b", "")], &renames);
        let expected = "exposure of secret/new on 2026-09-03, exposure of secret/b";
        assert_eq!(deleted.as_deref(), Some(expected));
    }
}
