//! Assets that the profile excludes: they are judged, spread tiers and count as users like all others,
//! and their findings are no part of the score.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::judge::finding;
use crate::controls::CATALOG;
use crate::estate::OwnerNames;
use model::{
    Assessment, Asset, AssetKey, AssetKind, Context, Diagnostic, Exclusion, Finding, Judgement,
    Mandate, OutOfScope, Place, RecordKind,
};
use syntax::{Glob, suggestion};

/// What is wrong with exclusions: an approver who is no active owner of the register, and an id that
/// may mean several assets.
pub fn check_scope(context: &Context, exclusions: &[Exclusion]) -> Vec<Diagnostic> {
    let owners = OwnerNames::of(context.owners.values());
    let mut wrong = Vec::new();
    for exclusion in exclusions {
        wrong.extend(approver(exclusion, context, &owners).err());
        wrong.extend(ambiguous(exclusion, context));
    }
    wrong
}

/// Takes the excluded assets out of the scope of an assessment; returns the findings that this adds. The exclusions must
/// have passed [`check_scope`].
pub fn exclude(assessment: &mut Assessment, exclusions: &[Exclusion]) -> Vec<Finding> {
    let owners = OwnerNames::of(assessment.context.owners.values());
    let as_of = assessment.context.as_of;
    let mut out = OutOfScope::default();
    let mut notices = Vec::new();
    for exclusion in exclusions {
        if exclusion.on > as_of {
            notices.push(not_yet(exclusion, as_of));
            continue;
        }
        let found = owners.find(&exclusion.approver);
        let approver = found.first().map_or(exclusion.approver.clone(), |id| (*id).to_string());
        let mut matched = vec![false; exclusion.assets.len().max(1)];
        let assets = &assessment.context.assets;
        for (position, asset) in assets.iter().enumerate() {
            for name in matching(exclusion, asset) {
                if let Some(matched) = matched.get_mut(name) {
                    *matched = true;
                }
                let decided = || Exclusion { approver: approver.clone(), ..exclusion.clone() };
                out.assets.entry(position).or_insert_with(decided);
            }
        }
        let unmatched = matched.iter().enumerate().filter(|(_, matched)| !**matched);
        notices.extend(unmatched.map(|(name, _)| matches_nothing(exclusion, name, assets)));
    }
    assessment.notices.extend(notices);
    if out.assets.is_empty() {
        return Vec::new();
    }
    assessment.context.ledger.excluded = records_of(&out, &assessment.context);
    assessment.out_of_scope = out;
    of_the_organisation(assessment)
}

/// The owner that an exclusion names, active on the day that is judged; of a team, its lead is.
fn approver(
    exclusion: &Exclusion,
    context: &Context,
    owners: &OwnerNames,
) -> Result<(), Diagnostic> {
    let name = &exclusion.approver;
    let refuse =
        |message: String, help: String| Err(Diagnostic::at(&exclusion.approver_at, message, help));
    if context.owners.is_empty() && !context.carries(RecordKind::Owners) {
        let message =
            format!("`approver` names {name}, and no input contains a register of owners");
        let help = format!("add the record of {name} under `owners`, with `status: active`");
        return refuse(message, help);
    }
    let owner = match owners.find(name).as_slice() {
        [one] => context.owners.get(*one),
        [] => {
            let known = context.owners.keys().map(String::as_str);
            let help = suggestion(name, known).unwrap_or_else(|| {
                format!("name an active owner of the register, or add {name} to it")
            });
            return refuse(
                format!("`approver` names {name}, who is no owner in the register"),
                help,
            );
        }
        several => {
            let message = format!("`approver` may be any of these owners: {}", several.join(", "));
            return refuse(message, "write the id of the one that is meant".into());
        }
    };
    let Some(owner) = owner else { return Ok(()) };
    let Err(refusal) = context.authority(&owner.record.id, Mandate::ANY) else { return Ok(()) };
    let (shown, field) = context.shown_by(&refusal).unwrap_or((owner, "status"));
    let at = shown.place_of(field).unwrap_or_else(|| shown.place.clone());
    let message = format!("`approver` names {name}, and {} ({at})", refusal.why());
    refuse(
        message,
        match refusal.missing() {
            Some((_, field)) => format!("add `{field}` at {at}, or name another owner"),
            None => "name an active owner, who has to decide it again".into(),
        },
    )
}

/// An id that several assets have. A pattern may match many.
fn ambiguous(exclusion: &Exclusion, context: &Context) -> Option<Diagnostic> {
    if exclusion.patterns {
        return None;
    }
    let (name, place) = exclusion.assets.first()?;
    let found = context.assets.iter().filter(|asset| matching(exclusion, asset).next().is_some());
    let found: Vec<String> = found.map(|asset| asset.key.to_string()).collect();
    let first = found.first()?;
    (found.len() > 1).then(|| {
        let message = format!("`asset` could mean any of {}: {name}", found.join(", "));
        let help = format!("write the kind in front, as in `{first}`, or list them in `assets`");
        Diagnostic::at(place, message, help)
    })
}

/// Which of the names of an exclusion match an asset; the first one where it names a kind alone.
fn matching<'a>(
    exclusion: &'a Exclusion,
    asset: &'a Asset,
) -> impl Iterator<Item = usize> + use<'a> {
    let of_kind = asset.key.kind != AssetKind::Organisation
        && exclusion.kind.is_none_or(|kind| kind == asset.key.kind);
    let all = exclusion.assets.is_empty().then_some(0);
    let names = exclusion.assets.iter().enumerate();
    let names = names.filter(|(_, (name, _))| is_named(name, exclusion.patterns, asset));
    all.into_iter().chain(names.map(|(at, _)| at)).filter(move |_| of_kind)
}

/// Whether a name is the id of an asset, its kind and id, or another name that it has or had.
fn is_named(name: &str, patterns: bool, asset: &Asset) -> bool {
    let key = asset.key.to_string();
    let formerly = asset.formerly();
    let others = asset.other_names().iter().map(String::as_str);
    let others = others.chain(formerly.iter().map(|key| key.id.as_str()));
    let mut names = [asset.key.id.as_str(), &key].into_iter().chain(others);
    match patterns {
        false => names.any(|known| known == name),
        true => Glob::new(name).is_ok_and(|glob| names.any(|known| glob.matches(known))),
    }
}

fn not_yet(exclusion: &Exclusion, as_of: Date) -> Diagnostic {
    let on = exclusion.on;
    let message = format!("`on` lies in the future ({on}): on {as_of} nothing is excluded by it");
    Diagnostic::at(&exclusion.on_at, message, "correct the date, or leave it as it is until then")
}

fn matches_nothing(exclusion: &Exclusion, name: usize, assets: &[Asset]) -> Diagnostic {
    let Some((name, place)) = exclusion.assets.get(name) else {
        let noun = exclusion.kind.map_or("asset", |kind| kind.noun(1));
        let message = format!("this exclusion matches no asset: there is no {noun}");
        return Diagnostic::at(&exclusion.place, message, "remove it");
    };
    let keys: Vec<String> = assets.iter().map(|asset| asset.key.to_string()).collect();
    let ids = keys.iter().map(String::as_str).chain(assets.iter().map(|a| a.key.id.as_str()));
    let help = match suggestion(name, ids) {
        Some(meant) => meant,
        None if !exclusion.patterns && name.contains('*') => {
            format!("`asset` takes no pattern: write `assets = [\"{name}\"]`")
        }
        None => "remove it, or write the id of an asset as a report prints it".into(),
    };
    Diagnostic::at(place, format!("this exclusion matches no asset: {name}"), help)
}

/// How many of the records that assets were joined from are of excluded assets only.
fn records_of(out: &OutOfScope, context: &Context) -> u64 {
    let mut in_scope: HashMap<&Place, bool> = HashMap::new();
    for (position, asset) in context.assets.iter().enumerate() {
        for place in asset.places() {
            *in_scope.entry(place).or_default() |= out.allows(position);
        }
    }
    let excluded =
        context.joined_records.iter().filter(|place| in_scope.get(place) == Some(&false));
    excluded.count() as u64
}

/// A control whose every asset is excluded judges the organisation, and is not applicable.
fn of_the_organisation(assessment: &Assessment) -> Vec<Finding> {
    let Assessment { context, out_of_scope, .. } = assessment;
    let mut kinds: BTreeMap<AssetKind, bool> = BTreeMap::new();
    for (position, asset) in context.assets.iter().enumerate() {
        *kinds.entry(asset.key.kind).or_default() |= out_of_scope.allows(position);
    }
    let organisation = AssetKey::organisation();
    let at = context.assets.iter().position(|asset| asset.key == organisation);
    let Some((at, asset)) = at.and_then(|at| Some((at, context.assets.get(at)?))) else {
        return Vec::new();
    };
    let emptied = CATALOG.iter().filter(|control| {
        let mut of_kind = control.asset_kinds.iter().filter_map(|kind| kinds.get(kind)).peekable();
        of_kind.peek().is_some() && of_kind.all(|in_scope| !in_scope)
    });
    let sentence = "Every asset that it applies to is excluded from scope";
    let finding = |control| finding(control, at, asset, Judgement::not_applicable(sentence));
    emptied.copied().map(finding).collect()
}

#[cfg(test)]
mod tests;
