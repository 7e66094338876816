//! How a planted secret is written, and the forms that a search looks for.

use aho_corasick::AhoCorasick;
use syntax::encoding::{base64, hex};

use super::kinds::Canary;

/// The spellings, in turn.
pub(super) const SPELLINGS: [&str; 6] =
    ["as it is", "in a sentence", "over two lines", "escaped", "percent-encoded", "in Base64"];

/// A secret as it is planted.
#[derive(Debug, Clone)]
pub(super) struct Plant {
    pub(super) what: String,
    pub(super) text: String,
    /// What must not come out, besides the disguises of it.
    cores: Vec<String>,
}

impl Plant {
    pub(super) fn new(canary: &Canary, spelling: usize) -> Self {
        let spelling = SPELLINGS[spelling % SPELLINGS.len()];
        let mut cores = canary.cores.clone();
        let text = match spelling {
            "in a sentence" => format!("Used by billing; {} — see the runbook.", canary.text),
            "over two lines" => {
                let written = |core: &&String| canary.text.contains(core.as_str());
                let core = canary.cores.iter().find(written).expect("a part that is looked for");
                let (first, last) = core.split_at(core.len() / 4);
                cores = vec![last.to_string()];
                canary.text.replace(core.as_str(), &format!("{first}\n    {last}"))
            }
            "escaped" => each_sign(&canary.text, |sign| match u32::from(sign) % 2 {
                0 => format!("&#{};", u32::from(sign)),
                _ => format!("\\u{:04x}", u32::from(sign)),
            }),
            "percent-encoded" => {
                each_sign(&canary.text, |sign| format!("%{:02X}", u32::from(sign)))
            }
            "in Base64" => {
                let packed = base64(&canary.text);
                cores.push(packed.trim_end_matches('=').to_string());
                packed
            }
            _ => canary.text.clone(),
        };
        Plant { what: format!("{} {spelling}", canary.kind), text, cores }
    }
}

fn escape(sign: char) -> String {
    match u32::from(sign) % 2 {
        0 => format!("&#{};", u32::from(sign)),
        _ => format!("\\u{:04x}", u32::from(sign)),
    }
}

fn percent(sign: char) -> String {
    format!("%{:02X}", u32::from(sign))
}

fn each_sign(text: &str, write: impl Fn(char) -> String) -> String {
    let letters = text.chars().map(|c| match c.is_ascii_alphanumeric() || !c.is_ascii() {
        true => c.to_string(),
        false => write(c),
    });
    letters.collect()
}

/// Looks for everything that was planted, in every disguise.
pub(super) struct Search<'a> {
    plants: Vec<&'a Plant>,
    owner: Vec<usize>,
    automaton: AhoCorasick,
}

impl<'a> Search<'a> {
    pub(super) fn new(plants: impl IntoIterator<Item = &'a Plant>) -> Self {
        let plants: Vec<&Plant> = plants.into_iter().collect();
        let (mut owner, mut patterns) = (Vec::new(), Vec::new());
        for (number, plant) in plants.iter().enumerate() {
            for disguise in plant.cores.iter().flat_map(|core| disguises(core)) {
                owner.push(number);
                patterns.push(disguise);
            }
        }
        let automaton = AhoCorasick::new(patterns).expect("patterns");
        Search { plants, owner, automaton }
    }

    /// What leaks out of some bytes, each plant once, with the text around it.
    pub(super) fn leaks(&self, bytes: &[u8]) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        let mut found = Vec::new();
        for hit in self.automaton.find_iter(bytes) {
            let number = self.owner[hit.pattern().as_usize()];
            if seen.insert(number) {
                let from = hit.start().saturating_sub(90);
                let around = &bytes[from..(hit.end() + 30).min(bytes.len())];
                let plant = self.plants[number];
                found.push(format!("{}: …{}…", plant.what, String::from_utf8_lossy(around)));
            }
        }
        found
    }
}

/// The forms a secret could come out in: whole or as a part, in hexadecimal, Base64, percent-encoded,
/// reversed.
fn disguises(core: &str) -> Vec<String> {
    // A part is as bad as the whole. It is long enough to be no chance.
    let part: String = core.chars().skip(1).take(12).collect();
    let url: String = part.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let reversed: String = part.chars().rev().collect();
    let mut all = vec![hex(&part), url, reversed, part.clone()];
    // Base64 has three alignments; the middle of each depends on the secret alone.
    for shift in 0..3 {
        let packed = base64(format!("{}{part}", "x".repeat(shift)));
        let middle = packed.get(4..packed.len().saturating_sub(4)).unwrap_or_default();
        if middle.len() >= 8 {
            all.push(middle.to_string());
        }
    }
    all
}
