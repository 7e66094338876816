//! What the script searches and filters, as scripts that push it: a page that is opened from a folder on
//! disk may load scripts of its report and nothing else.
//!
//! Each file pushes one pair of a name and a value that is made of lists only, so that no text of a report is
//! ever the name of a property. Few entries are in one file; many are in the files of the first letters of
//! their words, of which a search loads one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Posture, WaiverState};
use serde::Serialize;
use syntax::{visible, visible_json};

use super::data::{Data, is_listed};
use super::files::named;
use super::parts::{page_of, since};
use super::target::Target;
use crate::render::terms::TERMS;

/// How many findings the search and the filters know: the first to act on.
pub(super) const MAX_FINDINGS: usize = 10_000;
/// With more findings than that, only their controls and assets are searched, not their sentences.
const MAX_SENTENCES: usize = 3_000;
/// How many entries one file of the search has before it is split.
const MAX_ENTRIES: usize = 3_000;
/// How many findings one file of the filters has.
const CHUNK: usize = 2_000;

/// The kinds of entries, as the script numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Asset = 0,
    Finding = 1,
    Control = 2,
    Requirement = 3,
    Owner = 4,
}

/// One thing that can be found: its kind, its name, what is printed beside it, and its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Entry(u8, String, String, String);

/// The data of the script.
#[derive(Debug)]
pub(super) struct Index {
    /// The file that the others are listed in.
    pub(super) file: String,
    pub(super) artifacts: Vec<Artifact>,
}

impl Index {
    /// All of it as one script.
    pub(super) fn scripts(&self) -> String {
        let texts = self.artifacts.iter().map(|file| String::from_utf8_lossy(&file.bytes));
        texts.collect::<Vec<_>>().concat()
    }
}

/// All data of the script.
pub(super) fn index(data: &Data<'_>) -> Result<Index, Diagnostic> {
    let mut artifacts = Vec::new();
    let mut shards: Vec<(String, String)> = Vec::new();
    for (key, entries) in split(entries(data), MAX_ENTRIES) {
        let name = format!("search-{key}");
        shards.push((key, add(&mut artifacts, &name, &entries)?));
    }
    let mut people = People::default();
    let findings = data.findings.iter().take(MAX_FINDINGS);
    let rows: Vec<Row> = findings.filter_map(|card| row(data, &mut people, card)).collect();
    let mut chunks = Vec::new();
    for (number, chunk) in rows.chunks(CHUNK).enumerate() {
        chunks.push(add(&mut artifacts, &format!("findings-{number}"), &chunk)?);
    }
    let frameworks = data.posture.frameworks.iter();
    let frameworks: Vec<(&str, &str)> = frameworks
        .map(|framework| (framework.id.as_str(), framework.short_title.as_str()))
        .collect();
    let file = add(&mut artifacts, "search-index", &(shards, chunks, frameworks, people.all))?;
    Ok(Index { file, artifacts })
}

/// Adds a file that pushes a value; returns its name.
fn add(
    artifacts: &mut Vec<Artifact>,
    name: &str,
    value: &impl Serialize,
) -> Result<String, Diagnostic> {
    let text = script(name, value)?;
    let file = named(name, "js", &text);
    artifacts.push(Artifact::new(&file, text));
    Ok(file)
}

/// A script that pushes a name and a value. Nothing in it ends a script, and no character of it is invisible.
fn script(name: &str, value: &impl Serialize) -> Result<String, Diagnostic> {
    let json = serde_json::to_string(&(name, value)).map_err(|error| {
        Diagnostic::general(format!("the search index cannot be written: {error}"), "report this")
    })?;
    let json = visible_json(&json).replace('<', "\\u003c").replace('>', "\\u003e");
    Ok(format!("(self.musterData=self.musterData||[]).push({json});\n"))
}

/// Everything that can be found.
fn entries(data: &Data<'_>) -> Vec<Entry> {
    let posture = data.posture;
    let mut found = Vec::new();
    let mut put = |kind: Kind, to: Target<'_>, title: String, detail: String| {
        if let Some(href) = data.links.href(Target::Overview, to) {
            found.push(Entry(kind as u8, shown(&title), shown(&detail), href));
        }
    };
    for key in &data.keys {
        let card = data.card(key);
        let (name, tier) = card.map_or((key.id.as_str(), String::new()), |card| {
            (card.name.as_str(), format!(", {}", card.tier))
        });
        let owner = card.map_or("", |card| &card.owner);
        let detail = format!("{key}{tier}{}{owner}", if owner.is_empty() { "" } else { ", " });
        put(Kind::Asset, Target::Asset(key), name.into(), detail);
    }
    for card in data.findings.iter().take(MAX_FINDINGS).filter(|card| is_listed(card)) {
        let title = format!("{} {}", card.control, card.sentence);
        let detail = format!("{}, {}, {}", card.asset_name, card.severity, card.owner);
        put(Kind::Finding, Target::Finding(&card.id), title, detail);
    }
    for card in &posture.controls {
        let title = format!("{} {}", card.id, card.title);
        put(Kind::Control, Target::Control(&card.id), title, card.domain.noun().into());
    }
    for framework in &posture.frameworks {
        for requirement in framework.groups.iter().flat_map(|group| &group.requirements) {
            let to = Target::Requirement(&framework.id, &requirement.id);
            let title = format!("{} {}", requirement.id, requirement.title);
            put(Kind::Requirement, to, title, framework.short_title.clone());
        }
    }
    for id in &data.people {
        let name = person(posture, id);
        let detail = if name == *id { String::new() } else { (*id).to_string() };
        put(Kind::Owner, Target::Owner(id), name.into(), detail);
    }
    found
}

/// The name of a person as the posture has it.
fn person<'a>(posture: &'a Posture, id: &'a str) -> &'a str {
    let owner =
        posture.owners.iter().find(|slice| slice.id == id).map(|slice| slice.title.as_str());
    let asked = || posture.contacts.iter().find(|contact| contact.id == id);
    let name = owner.or_else(|| asked().map(|contact| contact.name.as_str()));
    name.filter(|name| !name.is_empty()).unwrap_or(if id.is_empty() { TERMS.no_owner } else { id })
}

fn shown(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(300) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.into_owned(),
    }
}

/// The entries of each file: `all`, or by the first letters of their words where there are more than `most`.
fn split(mut entries: Vec<Entry>, most: usize) -> BTreeMap<String, Vec<Entry>> {
    if entries.len() <= most {
        entries.sort_unstable();
        entries.dedup();
        return BTreeMap::from([("all".to_string(), entries)]);
    }
    let findings = entries.iter().filter(|entry| entry.0 == Kind::Finding as u8).count();
    let mut by_letter: BTreeMap<String, BTreeSet<&Entry>> = BTreeMap::new();
    for entry in &entries {
        for word in words(entry, findings <= MAX_SENTENCES) {
            by_letter.entry(key(word, 1)).or_default().insert(entry);
        }
    }
    let large: Vec<String> = by_letter
        .iter()
        .filter(|(_, entries)| entries.len() > most)
        .map(|(key, _)| key.clone())
        .collect();
    let mut files: BTreeMap<String, BTreeSet<&Entry>> = BTreeMap::new();
    for (letter, of) in &by_letter {
        for entry in of {
            if !large.contains(letter) {
                files.entry(letter.clone()).or_default().insert(entry);
                continue;
            }
            let sentences = findings <= MAX_SENTENCES;
            for word in words(entry, sentences).filter(|word| key(word, 1) == *letter) {
                files.entry(key(word, 2)).or_default().insert(entry);
            }
        }
    }
    let owned = |entries: BTreeSet<&Entry>| entries.into_iter().cloned().collect();
    files.into_iter().map(|(key, entries)| (key, owned(entries))).collect()
}

/// The words by which an entry is found.
fn words(entry: &Entry, sentences: bool) -> impl Iterator<Item = &str> {
    let is_finding = entry.0 == Kind::Finding as u8;
    let control = entry.1.split(' ').next().unwrap_or_default();
    let title = if is_finding && !sentences { control } else { &entry.1 };
    let texts = [title, &entry.2].into_iter();
    texts
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// The first letters of a word as the name of a file.
fn key(word: &str, letters: usize) -> String {
    let low = word.chars().flat_map(char::to_lowercase).take(letters);
    low.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

/// Who is accountable or asked: an id, a name and a page, each once.
#[derive(Debug, Default)]
struct People<'a> {
    all: Vec<(String, String, String)>,
    known: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> People<'a> {
    /// The number of a person in the list.
    fn number(&mut self, data: &Data<'_>, id: &'a str, name: &'a str) -> usize {
        *self.known.entry((id, name)).or_insert_with(|| {
            let href = data.links.href(Target::Overview, page_of(id, name)).unwrap_or_default();
            self.all.push((shown(id), shown(name), href));
            self.all.len() - 1
        })
    }
}

/// A finding as the filters have it, in the order that the script knows.
#[derive(Debug, Serialize)]
struct Row(
    String,
    String,
    String,
    String,
    String,
    String,
    usize,
    usize,
    &'static str,
    String,
    i64,
    String,
    u8,
    String,
    Vec<usize>,
    String,
    &'static str,
);

/// The row of a finding that is open or could not be assessed.
fn row<'a>(data: &Data<'a>, people: &mut People<'a>, card: &'a FindingCard) -> Option<Row> {
    if !is_listed(card) {
        return None;
    }
    let href = data.links.href(Target::Overview, Target::Finding(&card.id))?;
    let age = card.age_days.and_then(|days| i64::try_from(days).ok()).unwrap_or(-1);
    let frameworks = data.posture.frameworks.iter().enumerate();
    let maps = |id: &str| card.requirements.iter().any(|reference| reference.framework == id);
    let frameworks = frameworks.filter(|(_, framework)| maps(&framework.id)).map(|(at, _)| at);
    let is_open = card.outcome.is_open();
    let name = if card.owner.is_empty() { TERMS.no_owner } else { &card.owner };
    let owner = people.number(data, &card.owner, name);
    let asked = data.contact(card).map(|it| people.number(data, &it.id, &it.name));
    let day =
        |day: Option<Date>| day.filter(|_| is_open).map_or_else(String::new, |it| it.to_string());
    Some(Row(
        card.severity.to_string(),
        card.outcome.to_string().replace('-', " "),
        card.control.clone(),
        shown(&card.sentence),
        shown(&card.asset_name),
        card.tier.to_string(),
        owner,
        asked.unwrap_or(owner),
        card.domain.noun(),
        if is_open { since(card.open_since, card.age_days) } else { String::new() },
        if is_open { age } else { -2 },
        day(card.due_on),
        u8::from(card.overdue),
        day(card.waived_until),
        frameworks.collect(),
        href,
        card.waiver.map_or("", WaiverState::words),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_script_holds_texts_that_neither_end_it_nor_hide() {
        let text = "</script><!--\u{2028}\u{202e}__proto__ \\ \" ' \u{0}";
        let script = script("search-a", &vec![(text, text)]).expect("a script");
        assert!(
            !script.contains('<') && !script.contains('\u{2028}') && !script.contains('\u{202e}')
        );
        let json = script.split_once(".push(").expect("a push").1.trim_end().trim_end_matches(");");
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(value[0], "search-a");
        assert_eq!(value[1][0][0], text);
    }

    fn entry(kind: Kind, title: &str, detail: &str) -> Entry {
        Entry(kind as u8, title.into(), detail.into(), "x.html".into())
    }

    #[test]
    fn a_large_letter_is_split_by_the_second_one() {
        let many = |count: usize| {
            let name = |n: usize| entry(Kind::Asset, &format!("alpha{n} Éa"), "b");
            (0..count).map(name).collect::<Vec<_>>()
        };
        let names = |files: BTreeMap<String, Vec<Entry>>| files.into_keys().collect::<Vec<_>>();
        assert_eq!(names(split(many(3), 3)), ["all"]);
        assert_eq!(names(split(many(4), 3)), ["_a", "al", "b"]);
    }

    #[test]
    fn sentences_are_left_out_where_there_are_very_many() {
        let finding = entry(Kind::Finding, "OWN-01 Zebra", "server");
        assert_eq!(words(&finding, true).collect::<Vec<_>>(), ["OWN", "01", "Zebra", "server"]);
        assert_eq!(words(&finding, false).collect::<Vec<_>>(), ["OWN", "01", "server"]);
    }

    proptest! {
        #[test]
        fn every_word_leads_to_a_file_that_has_its_entry(title in ".{0,40}", detail in "[a-zé /-]{0,20}") {
            let one = entry(Kind::Control, &title, &detail);
            let files = split(vec![one.clone()], 0);
            for word in words(&one, true) {
                let name = key(word, 2);
                prop_assert!(files.get(&name).is_some_and(|entries| entries.contains(&one)), "{word} {name}");
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
            }
        }
    }
}
