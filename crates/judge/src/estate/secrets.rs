//! The secrets that client configurations show: one value is one secret wherever it is.

use std::collections::HashMap;

use super::assume::is_refused;
use super::freshness::Freshness;
use super::joined::Joined;
use super::meet::{Source, meet};
use super::placements::qualified;
use model::records::Secret;
use model::{Field, Placed};

/// The secrets that are known, by id and by value.
pub(super) struct Secrets {
    known: Vec<Joined<Secret>>,
    by_id: HashMap<String, usize>,
    by_value: HashMap<u32, usize>,
    /// What became of the ids that readers gave.
    renamed: HashMap<String, String>,
}

impl Secrets {
    /// Those on record.
    pub(super) fn recorded(records: Vec<Joined<Secret>>) -> Self {
        let mut by_id = HashMap::new();
        for (at, secret) in records.iter().enumerate() {
            by_id.entry(secret.record.id.to_ascii_lowercase()).or_insert(at);
        }
        Secrets { known: records, by_id, by_value: HashMap::new(), renamed: HashMap::new() }
    }

    /// Adds a secret that an entry shows. `key` is the entry's key, `server` the id of its server.
    pub(super) fn add(
        &mut self,
        key: &str,
        server: &str,
        mut seen: Placed<Secret>,
        fresh: &Freshness,
    ) {
        let seen_as = seen.record.id.clone();
        let setting = seen_as.strip_prefix(key).filter(|rest| rest.starts_with('/'));
        // A secret that several entries share was given the id of one of them by the reader.
        seen.record.id = match setting {
            Some(setting) => format!("{server}{setting}"),
            None => self.renamed.get(&seen_as).cloned().unwrap_or_else(|| seen_as.clone()),
        };
        self.renamed.entry(seen_as).or_insert_with(|| seen.record.id.clone());
        seen.record.used_by = Field::Given(vec![format!("server/{server}")]);
        seen.record.users_seen = true;
        let at = self.same(&mut seen);
        self.by_id.entry(seen.record.id.to_ascii_lowercase()).or_insert(at);
        if let Some(value) = seen.record.value_class {
            self.by_value.entry(value.0).or_insert(at);
        }
        match self.known.get_mut(at) {
            Some(known) => {
                let (ours, theirs) = (&known.record.id, &seen.record.id);
                if !ours.eq_ignore_ascii_case(theirs) {
                    seen.record.known_as = Field::Given(vec![theirs.clone()]);
                }
                meet(known, seen, Source::Configuration, fresh);
            }
            None => self.known.push(Joined::observed(seen)),
        }
    }

    /// The position of the secret that it is, or that of a new one. A record of its id comes first,
    /// then its value; the same id with another value is another secret.
    fn same(&self, seen: &mut Placed<Secret>) -> usize {
        let by_id = |id: &str| {
            let at = self.by_id.get(&id.to_ascii_lowercase()).copied()?;
            Some((at, self.known.get(at)?))
        };
        let value = seen.record.value_class;
        let whole = format!("{}#{}", seen.place.file, seen.record.id);
        let names = std::iter::once(&seen.record.id).chain(seen.record.known_as.items());
        let names: Vec<String> = names.cloned().chain([whole]).collect();
        let allows = |known: &Joined<Secret>| !is_refused(&known.record, &names);
        let of_value = value.and_then(|value| self.by_value.get(&value.0).copied());
        let of_value = of_value.filter(|at| self.known.get(*at).is_some_and(allows));
        let fits = |known: &Joined<Secret>| {
            let same = known.record.value_class.is_none()
                || value.is_none()
                || known.record.value_class == value;
            same && allows(known)
        };
        match (by_id(&seen.record.id), of_value) {
            (Some((at, known)), _) if known.registered && fits(known) => at,
            (_, Some(at)) => at,
            (Some((at, known)), None) if fits(known) => at,
            (Some(_), None) => {
                seen.record.id = qualified(&seen.record.id, &seen.place);
                by_id(&seen.record.id)
                    .filter(|(_, known)| fits(known))
                    .map_or(self.known.len(), |(at, _)| at)
            }
            (None, None) => self.known.len(),
        }
    }

    /// All of them.
    pub(super) fn into_all(self) -> Vec<Joined<Secret>> {
        self.known
    }
}
