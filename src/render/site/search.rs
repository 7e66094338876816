//! What the script searches and filters, as scripts that push it: a page that is opened from a folder on
//! disk may load scripts of its report and nothing else.
//!
//! Each file pushes one pair of a name and a value that is made of lists only, so that no text of a report is
//! ever the name of a property. A text is in a file once; entries and rows have its number. The findings are
//! in the files of the filters, and a search reads them there. Few entries are in one file; many are in the
//! files of the first letters of their words, of which a search loads one, and with it the files of the
//! findings that it names.

use std::collections::BTreeMap;

use model::{Artifact, Diagnostic};
use rayon::prelude::*;
use serde::Serialize;
use syntax::visible_json;

use super::data::Data;
use super::filter_row::{Row, Rows, row};
use super::hashed::named;
use super::target::{List, Target};
use super::texts::{Texts, shown};
use crate::render::numbers::grouped;
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

/// One thing that can be found: its kind, its name, what is printed beside it, and its page. A finding has
/// the number of its row instead of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    kind: Kind,
    title: String,
    detail: String,
    to: To,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum To {
    /// A page and the place on it.
    Page(String),
    /// A row of the findings.
    Row(usize),
}

/// An entry in its file: its kind and the numbers of its texts: title, detail, page and place.
type EntryRow = (u8, usize, usize, usize, usize);

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
    let rows: Vec<Row> =
        data.findings.iter().take(MAX_FINDINGS).filter_map(|card| row(data, card)).collect();
    let mut entries = entries(data);
    entries.extend(rows.iter().enumerate().map(|(number, row)| Entry {
        kind: Kind::Finding,
        title: format!("{} {}", row.control, row.sentence),
        detail: format!("{}, {}, {}", row.asset, row.severity, row.owner),
        to: To::Row(number),
    }));
    entries.par_sort_unstable();
    entries.dedup();
    let split: Vec<(String, Vec<usize>)> = split(&entries, MAX_ENTRIES).into_iter().collect();
    let made = split.par_iter().map(|(key, numbers)| {
        let of_file = numbers.iter().filter_map(|number| entries.get(*number));
        file(&format!("search-{key}"), &shard(of_file, rows.len()))
    });
    let mut artifacts = made.collect::<Result<Vec<Artifact>, Diagnostic>>()?;
    let named = split.iter().zip(&artifacts);
    let shards: Vec<(String, String)> =
        named.map(|((key, _), file)| (key.clone(), file.path.clone())).collect();
    let made = rows
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(number, rows)| file(&format!("findings-{number}"), &Rows::of(rows).value()));
    let made = made.collect::<Result<Vec<Artifact>, Diagnostic>>()?;
    let chunks: Vec<String> = made.iter().map(|file| file.path.clone()).collect();
    artifacts.extend(made);
    let frameworks = data.posture.frameworks.iter();
    let frameworks: Vec<(&str, &str)> = frameworks
        .map(|framework| (framework.id.as_str(), framework.short_title.as_str()))
        .collect();
    let found = beyond(data, rows.len() > MAX_SENTENCES && shards.len() > 1);
    // Where what is not found is listed, from the folder of the site.
    let lists = data.links.href(Target::Overview, Target::Findings(List::Open, 1));
    let list = file("search-index", &(shards, chunks, frameworks, CHUNK, found, lists))?;
    let path = list.path.clone();
    artifacts.push(list);
    Ok(Index { file: path, artifacts })
}

/// What the search does not find, and where that is.
fn beyond(data: &Data<'_>, is_without_sentences: bool) -> String {
    let posture = data.posture;
    let mut beyond = String::from(
        "The search has assets, controls, requirements, owners and the findings that are open or not assessed",
    );
    if is_without_sentences {
        beyond += ", these by control, asset and owner and not by their words";
    }
    beyond += ". The lists of findings have what passed and what does not apply";
    if is_without_sentences {
        beyond += ", and the words of all";
    }
    beyond += ".";
    let held = data.findings.len() as u64;
    if posture.findings_total > held {
        let file = posture.findings_file.as_ref().map_or("posture.json", |file| &file.name);
        beyond += &format!(
            " This report prints {} of {} findings; {} has all.",
            grouped(held),
            grouped(posture.findings_total),
            syntax::visible(file)
        );
    }
    beyond
}

/// The rows of findings that a file of the search names.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Found {
    /// Every row, as how many there are.
    All(usize),
    /// These rows.
    Some(Vec<usize>),
}

/// A file of the search: texts, entries and the rows of findings, of which there are so many in all.
fn shard<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    all: usize,
) -> (Texts<'a>, Vec<EntryRow>, Found) {
    let mut texts = Texts::default();
    let (mut found, mut rows) = (Vec::new(), Vec::new());
    for entry in entries {
        match &entry.to {
            To::Row(number) => rows.push(*number),
            To::Page(href) => {
                let (page, place) = texts.link(href);
                let title = texts.number(&entry.title);
                let detail = texts.number(&entry.detail);
                found.push((entry.kind as u8, title, detail, page, place));
            }
        }
    }
    // What is worst comes first, as in the list of findings.
    rows.sort_unstable();
    rows.dedup();
    let rows = if rows.len() == all { Found::All(all) } else { Found::Some(rows) };
    (texts, found, rows)
}

/// A file that pushes a value.
fn file(name: &str, value: &impl Serialize) -> Result<Artifact, Diagnostic> {
    let text = script(name, value)?;
    Ok(Artifact::new(named(name, "js", &text), text))
}

/// A script that pushes a name and a value. Nothing in it ends a script, and no character of it is invisible.
fn script(name: &str, value: &impl Serialize) -> Result<String, Diagnostic> {
    let json = serde_json::to_string(&(name, value)).map_err(|error| {
        Diagnostic::general(format!("the search index cannot be written: {error}"), "report this")
    })?;
    let json = visible_json(&json).replace('<', "\\u003c").replace('>', "\\u003e");
    Ok(format!("(self.musterData=self.musterData||[]).push({json});\n"))
}

/// Everything that can be found but findings.
fn entries(data: &Data<'_>) -> Vec<Entry> {
    let posture = data.posture;
    let mut found = Vec::new();
    let mut put = |kind: Kind, to: Target<'_>, title: String, detail: String| {
        if let Some(href) = data.links.href(Target::Overview, to) {
            found.push(Entry {
                kind,
                title: shown(&title),
                detail: shown(&detail),
                to: To::Page(href),
            });
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
        let name =
            data.of_people.name(id).unwrap_or(if id.is_empty() { TERMS.no_owner } else { id });
        let detail = if name == *id { String::new() } else { (*id).to_string() };
        put(Kind::Owner, Target::Owner(id), name.into(), detail);
    }
    found
}

/// The numbers of the entries of each file: `all`, or by the first letters of their words where there are more than
/// `most`. The entries are in order, each once.
fn split(entries: &[Entry], most: usize) -> BTreeMap<String, Vec<usize>> {
    if entries.len() <= most {
        return BTreeMap::from([("all".to_string(), (0..entries.len()).collect())]);
    }
    let findings = entries.iter().filter(|entry| entry.kind == Kind::Finding).count();
    let sentences = findings <= MAX_SENTENCES;
    let mut by_key: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for word in words(entry, sentences) {
            let of = by_key.entry(Key::of(word)).or_default();
            // An entry that is there already is the last.
            if of.last() != Some(&number) {
                of.push(number);
            }
        }
    }
    let mut files: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut rest = by_key.into_iter().peekable();
    while let Some((key, numbers)) = rest.next() {
        let mut of_letter = vec![(key, numbers)];
        while let Some(next) = rest.next_if(|(next, _)| next.first == key.first) {
            of_letter.push(next);
        }
        let mut all: Vec<usize> =
            of_letter.iter().flat_map(|(_, numbers)| numbers).copied().collect();
        all.sort_unstable();
        all.dedup();
        match all.len() <= most {
            true => _ = files.insert(key.letter(), all),
            false => {
                files.extend(of_letter.into_iter().map(|(key, numbers)| (key.name(), numbers)));
            }
        }
    }
    files
}

/// The words by which an entry is found.
fn words(entry: &Entry, sentences: bool) -> impl Iterator<Item = &str> {
    let is_finding = entry.kind == Kind::Finding;
    let control = entry.title.split(' ').next().unwrap_or_default();
    let title = if is_finding && !sentences { control } else { &entry.title };
    let texts = [title, &entry.detail].into_iter();
    texts
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// The first two letters of a word, as names of files have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    first: char,
    /// A word may have one letter.
    second: Option<char>,
}

impl Key {
    fn of(word: &str) -> Self {
        let low = word.chars().flat_map(char::to_lowercase);
        let mut low = low.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
        Key { first: low.next().unwrap_or('_'), second: low.next() }
    }

    /// The first letter.
    fn letter(self) -> String {
        self.first.into()
    }

    /// All of it.
    fn name(self) -> String {
        [Some(self.first), self.second].into_iter().flatten().collect()
    }
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
        Entry { kind, title: title.into(), detail: detail.into(), to: To::Page("x.html".into()) }
    }

    #[test]
    fn what_is_not_searched_is_stated() {
        let mut posture = crate::render::samples::hostile();
        let findings = std::mem::take(&mut posture.findings);
        posture.findings_total = findings.len() as u64;
        let stated = |posture: &model::Posture, is_without_sentences: bool| {
            let data = Data::of(posture, &findings, super::super::form::Form::Folder, &[]);
            beyond(&data, is_without_sentences)
        };
        let all = stated(&posture, false);
        assert!(all.contains("what passed") && !all.contains("words") && !all.contains("prints"));
        assert!(stated(&posture, true).contains("and not by their words"));
        posture.findings_total += 1;
        assert!(stated(&posture, true).contains(" has all."));
    }

    #[test]
    fn a_large_letter_is_split_by_the_second_one() {
        let many = |count: usize| {
            let name = |n: usize| entry(Kind::Asset, &format!("alpha{n} Éa"), "b");
            (0..count).map(name).collect::<Vec<_>>()
        };
        let names = |entries: &[Entry]| split(entries, 3).into_keys().collect::<Vec<_>>();
        assert_eq!(names(&many(3)), ["all"]);
        assert_eq!(names(&many(4)), ["_a", "al", "b"]);
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
            let files = split(std::slice::from_ref(&one), 0);
            for word in words(&one, true) {
                let name = Key::of(word).name();
                prop_assert_eq!(files.get(&name), Some(&vec![0]), "{} {}", word, name);
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
            }
        }
    }
}
