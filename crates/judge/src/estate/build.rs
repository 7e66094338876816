//! From facts to the joined view.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::directory::Directory;
use super::join::{Joined, duplicates, join, with_exports};
use super::lost::Lost;
use super::{notices, tiers};
use model::records::{Exercise, Secret, Server};
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Context, Diagnostic, Facts, Field, MonthRecord, Place,
    Placed, RecordKind, Thresholds, Tier, TierJudgement,
};

/// What happens to a reference that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dangling {
    /// It stops the run.
    Stop,
    /// It is told: what it names may stand in a file that could not be read.
    Tell,
}

/// Builds the view that controls judge. What is worth telling is added to `facts.notices`; the
/// facts that were joined are taken out of `facts`, waivers and inputs stay. `last` is the last month on
/// record, where there is one.
///
/// # Errors
/// Every duplicate id and dangling reference, those of waivers too, together.
pub fn build(
    facts: &mut Facts,
    as_of: Date,
    thresholds: Thresholds,
    dangling: Dangling,
    last: Option<&MonthRecord>,
) -> Result<Context, Vec<Diagnostic>> {
    let mut errors = duplicates(&facts.owners, |owner| &owner.id);
    errors.extend(duplicates(&facts.servers, |server| &server.id));
    errors.extend(duplicates(&facts.agents, |agent| &agent.id));
    errors.extend(duplicates(&facts.service_accounts, |account| &account.id));
    errors.extend(duplicates(&facts.secrets, |secret| &secret.id));
    errors.extend(duplicates(&facts.playbooks, |playbook| &playbook.id));

    let mut told = notices::future(facts, as_of);
    told.extend(notices::strangers(facts));
    let mut carried = facts.carried.clone();
    let mut tools = HashMap::new();
    let mut assets = collect(facts, &mut tools);
    if !tools.is_empty() {
        carried.insert(RecordKind::Tools);
    }
    let directory = Directory::of(&assets, Lost::since(last, &facts.inputs));
    let (misplaced, mut nowhere) = place_tools(facts, &directory, &mut tools);
    errors.extend(misplaced);
    nowhere.extend(link_secrets(&mut assets, &directory));
    nowhere.extend(tiers::derive(&mut assets, &tools, &directory, last));
    let place = Place::file("inventory");
    let find = |name: &str| directory.find(name, &place, "uses").ok().map(|(_, at)| at);
    told.extend(notices::circles(&assets, &notices::calls(&assets, find)));
    facts.notices.extend(told);

    let owners = std::mem::take(&mut facts.owners).into_iter();
    let owners: BTreeMap<_, _> = owners.map(|owner| (owner.record.id.clone(), owner)).collect();
    let mut index = Index { directory: &directory, nowhere };
    let reviews = std::mem::take(&mut facts.reviews);
    let mut reviews = index.by_asset(reviews, "asset", |review| vec![review.asset.clone()]);
    for of_asset in reviews.values_mut() {
        of_asset
            .sort_by_key(|review| std::cmp::Reverse(review.record.completed_on.given().copied()));
    }
    let playbooks = std::mem::take(&mut facts.playbooks);
    let playbook_ids: Vec<String> = playbooks.iter().map(|p| p.record.id.clone()).collect();
    let anybodys = vec![AssetKey::organisation().to_string()];
    let playbooks = index.by_asset(playbooks, "applies_to", |playbook| {
        playbook.applies_to.given().unwrap_or(&anybodys).clone()
    });
    let approvals = std::mem::take(&mut facts.approvals);
    let approvals = index.by_asset(approvals, "subject", |a| vec![a.subject.clone()]);
    let events = std::mem::take(&mut facts.events);
    let events = index.by_asset(events, "asset", |r| vec![r.asset.clone()]);
    let exposures = std::mem::take(&mut facts.exposures);
    let exposures = index.by_asset(exposures, "secret", |r| vec![format!("secret/{}", r.secret)]);
    let incidents = std::mem::take(&mut facts.incidents);
    let incidents = index.by_asset(incidents, "asset", |r| vec![r.asset.clone()]);
    let vulnerabilities = std::mem::take(&mut facts.vulnerabilities);
    let vulnerabilities =
        index.by_asset(vulnerabilities, "server", |r| vec![format!("server/{}", r.server)]);
    let logging = std::mem::take(&mut facts.logging);
    let logging = index.by_asset(logging, "asset", |r| vec![r.asset.clone()]);
    let monitors = std::mem::take(&mut facts.monitors);
    let monitors = index.by_asset(monitors, "asset", |r| vec![r.asset.clone()]);
    let policies = std::mem::take(&mut facts.policies);
    let policies = index.by_asset(policies, "covers", |r| r.covers.items().to_vec());
    let vettings = std::mem::take(&mut facts.vettings);
    let vettings = index.by_asset(vettings, "server", |r| vec![format!("server/{}", r.server)]);
    let exercises = index.exercises(std::mem::take(&mut facts.exercises), &playbook_ids);
    let scans = std::mem::take(&mut facts.scans);
    let mut attestations: HashMap<_, Vec<_>> = HashMap::new();
    for attestation in std::mem::take(&mut facts.attestations) {
        if let Some(key) = index.find(&attestation.record.asset, &attestation.place, "asset") {
            let control = attestation.record.control.clone();
            attestations.entry((control, key)).or_default().push(attestation);
        }
    }
    for waiver in &facts.waivers {
        index.find(&waiver.record.asset, &waiver.place, "asset");
    }
    match dangling {
        Dangling::Stop => errors.extend(index.nowhere),
        Dangling::Tell => facts.notices.extend(index.nowhere),
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Context {
        as_of,
        thresholds,
        assets,
        owners,
        tools,
        reviews,
        playbooks,
        approvals,
        attestations,
        lookup: Default::default(),
        waivers: facts.waivers.clone(),
        scans,
        exercises,
        events,
        exposures,
        incidents,
        vulnerabilities,
        logging,
        monitors,
        policies,
        vettings,
        carried,
    })
}

/// Every asset of every kind, sorted by key; tools written under servers move to `tools`.
fn collect(
    facts: &mut Facts,
    tools: &mut HashMap<String, Vec<Placed<model::records::Tool>>>,
) -> Vec<Asset> {
    let (servers, secrets) = join(facts);
    let mut assets = Vec::new();
    for mut joined in servers {
        match std::mem::take(&mut joined.record.tools) {
            Field::Given(listed) => {
                let place = joined.places.first().cloned();
                let place = place.unwrap_or_else(|| Place::file("inventory"));
                let placed = listed.into_iter();
                let placed = placed.map(|record| Placed { record, place: place.clone() });
                tools.insert(joined.record.id.clone(), placed.collect());
            }
            // A list left blank is told from one that no source carries.
            silent => joined.record.tools = silent,
        }
        let key = AssetKey::new(AssetKind::Server, joined.record.id.clone());
        assets.push(asset(key, joined, |r: Server| AssetFacts::Server(Box::new(r))));
    }
    let exported = std::mem::take(&mut facts.exported);
    for joined in with_exports(std::mem::take(&mut facts.agents), exported.agents) {
        let key = AssetKey::new(AssetKind::Agent, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::Agent(Box::new(r))));
    }
    let accounts = std::mem::take(&mut facts.service_accounts);
    for joined in with_exports(accounts, exported.service_accounts) {
        let key = AssetKey::new(AssetKind::ServiceAccount, joined.record.id.clone());
        assets.push(asset(key, joined, |r| AssetFacts::ServiceAccount(Box::new(r))));
    }
    for joined in secrets {
        let key = AssetKey::new(AssetKind::Secret, joined.record.id.clone());
        assets.push(asset(key, joined, |r: Secret| AssetFacts::Secret(Box::new(r))));
    }
    assets.sort_by(|a, b| a.key.cmp(&b.key));
    let organisation =
        Joined { record: (), places: Vec::new(), conflicts: Vec::new(), registered: true };
    assets.push(asset(AssetKey::organisation(), organisation, |()| AssetFacts::Organisation));
    assets
}

fn asset<T>(key: AssetKey, joined: Joined<T>, facts: impl FnOnce(T) -> AssetFacts) -> Asset {
    // The organisation weighs as T2: what nobody recorded may touch production.
    let floor = if key.kind == AssetKind::Organisation { Tier::T2 } else { Tier::T0 };
    Asset {
        key,
        facts: facts(joined.record),
        tier: TierJudgement { derived: floor, declared: None, tests: floor, reasons: Vec::new() },
        places: joined.places,
        registered: joined.registered,
        secrets: Vec::new(),
        conflicts: joined.conflicts,
    }
}

/// Tools written on their own go to the server they name. What is wrong, and what leads nowhere.
fn place_tools(
    facts: &mut Facts,
    directory: &Directory,
    tools: &mut HashMap<String, Vec<Placed<model::records::Tool>>>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut nowhere) = (Vec::new(), Vec::new());
    for tool in std::mem::take(&mut facts.tools) {
        let Some(server) = tool.record.server.given() else {
            errors.push(Diagnostic::at(
                &tool.place,
                format!("the tool {} names no server", tool.record.id),
                "add `server`",
            ));
            continue;
        };
        match directory.find(server, &tool.place, "server") {
            Ok((key, _)) => tools.entry(key.id).or_default().push(tool),
            Err(error) => nowhere.push(error),
        }
    }
    for (server, listed) in tools {
        let mut seen = std::collections::HashSet::new();
        for tool in listed.iter().filter(|tool| !seen.insert(&tool.record.id)) {
            errors.push(Diagnostic::at(
                &tool.place,
                format!("the tool {} of server {server} is listed twice", tool.record.id),
                "keep one of the two",
            ));
        }
    }
    (errors, nowhere)
}

/// Tells every asset which secrets it uses.
fn link_secrets(assets: &mut [Asset], directory: &Directory) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut links = Vec::new();
    for (position, asset) in assets.iter().enumerate() {
        let AssetFacts::Secret(secret) = &asset.facts else { continue };
        let unplaced = Place::file("inventory");
        let place = asset.place().unwrap_or(&unplaced);
        for user in secret.used_by.items() {
            match directory.find(user, place, "used_by") {
                Ok((_, user)) => links.push((user, position)),
                Err(error) => errors.push(error),
            }
        }
    }
    for (user, secret) in links {
        if let Some(user) = assets.get_mut(user).filter(|user| !user.secrets.contains(&secret)) {
            user.secrets.push(secret);
        }
    }
    errors
}

/// Resolves references, gathering what dangles.
struct Index<'a> {
    directory: &'a Directory,
    nowhere: Vec<Diagnostic>,
}

impl Index<'_> {
    /// Exercises by playbook, newest first.
    fn exercises(
        &mut self,
        exercises: Vec<Placed<Exercise>>,
        playbooks: &[String],
    ) -> HashMap<String, Vec<Placed<Exercise>>> {
        let mut index: HashMap<String, Vec<Placed<Exercise>>> = HashMap::new();
        for exercise in exercises {
            let id = exercise.record.playbook.clone();
            if playbooks.contains(&id) {
                index.entry(id).or_default().push(exercise);
            } else {
                self.nowhere.push(Diagnostic::at(
                    &exercise.place,
                    format!("`playbook` names {id}, which is no known playbook"),
                    "add the playbook, or remove the exercise",
                ));
            }
        }
        for of_playbook in index.values_mut() {
            of_playbook.sort_by_key(|e| std::cmp::Reverse(e.record.date.given().copied()));
        }
        index
    }

    fn find(&mut self, reference: &str, place: &Place, field: &str) -> Option<AssetKey> {
        match self.directory.find(reference, place, field) {
            Ok((key, _)) => Some(key),
            Err(error) => {
                self.nowhere.push(error);
                None
            }
        }
    }

    fn by_asset<T: Clone>(
        &mut self,
        records: Vec<Placed<T>>,
        field: &str,
        references: impl Fn(&T) -> Vec<String>,
    ) -> HashMap<AssetKey, Vec<Placed<T>>> {
        let mut index: HashMap<AssetKey, Vec<Placed<T>>> = HashMap::new();
        for record in records {
            for reference in references(&record.record) {
                if let Some(key) = self.find(&reference, &record.place, field) {
                    index.entry(key).or_default().push(record.clone());
                }
            }
        }
        index
    }
}
