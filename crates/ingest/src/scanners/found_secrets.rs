//! Hits of all reports as records: a secret each, and its exposures.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::hit::Hit;
use super::one_secret::{OneSecret, secrets};
use super::rescan::Replaced;
use crate::classes::Classes;
use model::records::{Exposure, Location, Secret, Status};
use model::{Diagnostic, Facts, Field, Place, Placed};

/// Adds what all reports found to the facts.
pub(crate) fn add(hits: &[Hit], replaced: &Replaced, classes: &Classes, facts: &mut Facts) {
    let (secrets_before, exposures_before) = (facts.exported.secrets.len(), facts.exposures.len());
    for one in secrets(hits) {
        add_secret(hits, &one, (replaced, classes), facts);
    }
    // The records were not there yet when their files were counted.
    let mut added: HashMap<Arc<str>, u64> = HashMap::new();
    let secrets = facts.exported.secrets.iter().skip(secrets_before).map(|secret| &secret.place);
    let exposures = facts.exposures.iter().skip(exposures_before).map(|exposure| &exposure.place);
    for place in secrets.chain(exposures) {
        *added.entry(Arc::clone(&place.file)).or_default() += 1;
    }
    for input in &mut facts.inputs {
        input.records += added.get(input.path.as_str()).copied().unwrap_or_default();
    }
    facts.notices.extend(probably_one(hits));
}

fn add_secret(
    hits: &[Hit],
    one: &OneSecret,
    (replaced, classes): (&Replaced, &Classes),
    facts: &mut Facts,
) {
    let later = |hit: &Hit| replaced.by(hit);
    let all: Vec<&Hit> = one.hits.iter().filter_map(|at| hits.get(*at)).collect();
    let found: Vec<&Hit> = all.iter().copied().filter(|hit| later(hit).is_none()).collect();
    if let (true, Some(last)) = (found.is_empty(), all.last()) {
        facts.notices.extend(later(last).map(|later| closed(last, later)));
    }
    let (Some(first), Some((id, others))) = (found.first(), one.ids.split_first()) else { return };
    let verified = found.iter().any(|hit| hit.verified);
    let list = |names: Vec<String>| match names.is_empty() {
        true => Field::Absent,
        false => Field::Given(names),
    };
    let secret = Secret {
        id: id.clone(),
        known_as: list(others.to_vec()),
        // Under whichever of them it was in an earlier month, its age goes on.
        formerly: list(others.to_vec()),
        kind: found.iter().find_map(|hit| hit.kind).map_or(Field::Absent, Field::Given),
        principal: found
            .iter()
            .find_map(|hit| hit.principal.clone())
            .map_or(Field::Absent, Field::Given),
        location: Field::Given(location(&first.file)),
        status: if verified { Field::Given(Status::Active) } else { Field::Absent },
        value_class: found
            .iter()
            .find_map(|hit| hit.digests.first())
            .map(|it| classes.of_value(it)),
        ..Secret::default()
    };
    facts.exported.secrets.push(Placed::new(secret, first.place.clone()));
    let mut spots = BTreeSet::new();
    for hit in found {
        // Two tools, or two rules, may report one spot.
        if !spots.insert((hit.spot(), hit.column, hit.place.file.clone())) {
            continue;
        }
        let exposure = Exposure {
            secret: id.clone(),
            detected_at: hit.found.map_or(Field::Blank, Field::Given),
            revoked_at: hit.revoked.map_or(Field::Absent, Field::Given),
            replaced_at: Field::Absent,
            where_seen: Field::Given(hit.spot()),
            observed: true,
            verified: hit.verified,
        };
        let mut placed = Placed::new(exposure, hit.place.clone());
        if let Some(dated) = &hit.dated {
            placed.from.note_at("detected_at", dated.clone());
        }
        facts.exposures.push(placed);
    }
}

/// That a later report no longer shows a secret.
fn closed(hit: &Hit, later: &Arc<str>) -> Diagnostic {
    let (spot, rule, earlier) = (hit.spot(), &hit.rule, &hit.place.file);
    Diagnostic::at(
        &Place::file(Arc::clone(later)),
        format!(
            "{later} replaces {earlier} and no longer shows {spot} ({rule}): it counts as closed"
        ),
        "a secret that was removed from a file still works until it is revoked",
    )
}

/// A relative path and an absolute one that ends with it may be one file.
fn probably_one(hits: &[Hit]) -> Vec<Diagnostic> {
    let is_absolute = |file: &str| file.starts_with(['/', '~']) || file.get(1..3) == Some(":/");
    let mut reported = BTreeSet::new();
    let mut notices = Vec::new();
    for whole in hits.iter().filter(|hit| is_absolute(&hit.file)) {
        let is_end = |part: &&Hit| {
            let before = whole.file.strip_suffix(part.file.as_str());
            part.line == whole.line
                && part.rule == whole.rule
                && !is_absolute(&part.file)
                && before.is_some_and(|before| before.ends_with('/'))
                && !part.differs(&whole.digests)
        };
        let Some(part) = hits.iter().find(is_end) else { continue };
        if reported.insert((&whole.file, &whole.rule, whole.line)) {
            notices.push(Diagnostic::at(
                &whole.place,
                format!("{} and {} are probably one secret", part.spot(), whole.spot()),
                "run the scanner on one form of the path",
            ));
        }
    }
    notices
}

fn location(path: &str) -> Location {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let is_env = name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
    if is_env { Location::EnvFile } else { Location::File }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_files_are_distinguished_from_others() {
        assert_eq!(location("deploy/.env"), Location::EnvFile);
        assert_eq!(location(".env.local"), Location::EnvFile);
        assert_eq!(location("src/main.py"), Location::File);
    }
}
