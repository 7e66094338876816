//! From facts to the joined view.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::assets::collect;
use super::directory::Directory;
use super::duplicates::duplicates;
use super::freshness::Freshness;
use super::ledger::Read;
use super::links::{link_secrets, place_tools};
use super::lookalikes::lookalikes;
use super::lost::Lost;
use super::recency::recency;
use super::references::References;
use super::sightings::{end_retirements, note_known};
use super::{declarations, endless, flaws, notices, owners, people, tiers};
use model::{
    Context, Diagnostic, Facts, Grants, MonthRecord, Place, RecordKind, ReferenceState, Thresholds,
    UnreadSource,
};

/// What happens to a reference that names no known asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dangling {
    /// It is an error.
    Stop,
    /// It is a warning: the asset may be in a file that could not be read.
    Warn,
}

/// Builds the view that controls judge. Warnings are added to `facts.notices`; the records are
/// moved out of `facts`, waivers and inputs stay. `grants` are the published lists, `last` is the last month on record, where there
/// is one.
///
/// # Errors
/// Every duplicate id and dangling reference, those of waivers too, together.
pub fn build(
    facts: &mut Facts,
    as_of: Date,
    (thresholds, grants): (Thresholds, &Arc<Grants>),
    dangling: Dangling,
    last: Option<&MonthRecord>,
) -> Result<Context, Vec<Diagnostic>> {
    let mut errors = duplicates(facts);
    let mut warnings = owners::resolve(facts);
    let records: &Facts = facts;
    let doubtful = || {
        let mut found = notices::future_dates(records, as_of);
        found.extend(endless::notices(records));
        found.extend(notices::unknown_owners(records));
        found
    };
    let fresh = || {
        let fresh = Freshness::of(records, as_of, &thresholds);
        (Read::of(records), fresh, recency(records, as_of))
    };
    let (doubtful, (read, fresh, recency)) = rayon::join(doubtful, fresh);
    warnings.extend(doubtful);
    let mut context = Context::new(as_of, thresholds);
    context.grants = Arc::clone(grants);
    context.carried.clone_from(&facts.carried);
    let feeds = facts.inputs.iter().filter(|input| input.feed.is_some());
    context.feeds = feeds.map(|input| input.path.clone()).collect();
    let resolved = facts.references.iter().filter(|one| one.state == ReferenceState::Resolved);
    context.resolved = resolved.map(|one| one.to.clone()).collect();
    context.unread = facts.inputs.iter().filter_map(UnreadSource::of).collect();
    let mut tools = HashMap::new();
    context.recency = recency;
    let mut assets = collect(facts, &mut tools, &fresh, &mut errors);
    note_known(&mut assets, &context.feeds, &fresh, as_of);
    warnings.extend(end_retirements(&mut assets, &context.feeds, &fresh, as_of));
    if !tools.is_empty() {
        context.carried.insert(RecordKind::Tools);
    }
    let directory = Directory::of(&assets, Lost::since(last, &facts.inputs), facts.broken.clone());
    let (misplaced, unknown) = place_tools(facts, &directory, &mut tools);
    errors.extend(misplaced);
    // A tool of a server that is not there is evidence about nothing.
    let unresolved = unknown.iter().filter_map(|error| error.place.clone()).collect();
    let mut references = References { directory: &directory, dangling: unknown, unresolved };
    let people = people::names(&facts.exported.people);
    let (unknown, unused) = link_secrets(&mut assets, &directory, &people);
    references.dangling.extend(unknown);
    facts.notices.extend(unused);
    let sources = tiers::Sources { tools: &tools, carried: &context.carried, last, grants };
    let (unknown, contradictions) = tiers::derive(&mut assets, &directory, &sources);
    references.dangling.extend(unknown);
    warnings.extend(contradictions);
    let place = Place::file("inventory");
    let find = |name: &str| directory.find(name, &place, "uses").ok().map(|(_, at)| at);
    warnings.extend(notices::call_cycles(&assets, &notices::calls(&assets, find)));
    warnings.extend(lookalikes(&assets, &facts.owners));
    declarations::note(&mut assets);
    warnings.extend(declarations::lines(&assets));
    facts.notices.extend(warnings);

    let playbooks: BTreeSet<String> =
        facts.playbooks.iter().map(|playbook| playbook.record.id.clone()).collect();
    references.group(facts, &mut context);
    let exercises = std::mem::take(&mut facts.exercises);
    context.exercises = references.exercises(exercises, &playbooks);
    context.attestations = references.attestations(std::mem::take(&mut facts.attestations));
    for waiver in &facts.waivers {
        let at = waiver.place_of("asset").unwrap_or_else(|| waiver.place.clone());
        references.find(&waiver.record.asset, &at, "asset");
    }
    (context.ledger, context.joined_records) = read.settle(&assets, &references.unresolved);
    match dangling {
        Dangling::Stop => errors.extend(references.dangling),
        Dangling::Warn => facts.notices.extend(references.dangling),
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let owners = std::mem::take(&mut facts.owners).into_iter();
    context.owners = owners.map(|owner| (owner.record.id.clone(), owner)).collect();
    context.owners.sort_unstable_keys();
    context.scans = std::mem::take(&mut facts.scans);
    context.waivers.clone_from(&facts.waivers);
    context.assets = assets;
    context.tools = tools;
    facts.notices.extend(flaws::attach(std::mem::take(&mut facts.flaws), &mut context));
    Ok(context)
}
