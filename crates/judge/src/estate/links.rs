//! Links between assets and the records that name them: tools to servers, secrets to their users.

use std::collections::{BTreeSet, HashSet};

use super::assets::Tools;
use super::directory::Directory;
use model::{Asset, AssetFacts, Diagnostic, Facts, Place};

/// Adds the tools that are written on their own to the server that each names. Returns the errors
/// and the dangling references.
pub(super) fn place_tools(
    facts: &mut Facts,
    directory: &Directory,
    tools: &mut Tools,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut dangling) = (Vec::new(), Vec::new());
    for tool in std::mem::take(&mut facts.tools) {
        let Some(server) = tool.record.server.given() else {
            errors.push(Diagnostic::at(
                &tool.place,
                format!("the tool {} names no server", tool.record.id),
                "add `server`",
            ));
            continue;
        };
        let at = tool.place_of("server").unwrap_or_else(|| tool.place.clone());
        match directory.find(server, &at, "server") {
            Ok((key, _)) => tools.entry(key.id.into()).or_default().push(tool),
            Err(error) => dangling.extend(error),
        }
    }
    for (server, listed) in tools {
        let mut seen = HashSet::new();
        for tool in listed.iter().filter(|tool| !seen.insert(&tool.record.id)) {
            errors.push(Diagnostic::at(
                &tool.place,
                format!("the tool {} of server {server} is listed twice", tool.record.id),
                "keep one of the two",
            ));
        }
    }
    (errors, dangling)
}

/// Gives every asset the secrets that name it as their user. Returns the dangling references of
/// records, and those of secrets that only exports and configurations show, which stop nothing: the
/// user may be in an export that was not read. People are in no list of assets.
pub(super) fn link_secrets(
    assets: &mut [Asset],
    directory: &Directory,
    people: &BTreeSet<String>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut dangling, mut unknown) = (Vec::new(), Vec::new());
    let mut links = Vec::new();
    for (position, asset) in assets.iter().enumerate() {
        let AssetFacts::Secret(secret) = &asset.facts else { continue };
        let unplaced = Place::file("inventory");
        let place = asset.place().unwrap_or(&unplaced);
        for (number, user) in secret.used_by.items().iter().enumerate() {
            let at = asset.place_of(&format!("used_by.{number}"));
            match directory.find(user, at.as_ref().unwrap_or(place), "used_by") {
                Ok((_, user)) => links.push((user, position)),
                Err(_) if people.contains(&user.to_lowercase()) => {}
                Err(error) if asset.registered => dangling.extend(error),
                Err(error) => unknown.extend(error),
            }
        }
    }
    let held = |(at, asset): (usize, &Asset)| {
        asset.secrets.iter().map(move |secret| (at, *secret)).collect::<Vec<_>>()
    };
    let mut known: HashSet<(usize, usize)> = assets.iter().enumerate().flat_map(held).collect();
    for (user, secret) in links {
        if let Some(asset) = assets.get_mut(user).filter(|_| known.insert((user, secret))) {
            asset.secrets.push(secret);
        }
    }
    (dangling, unknown)
}
