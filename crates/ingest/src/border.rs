//! The border of this crate: every text that leaves it passes here, and secrets stay behind.
//!
//! [`Texts`] hands out each text of the facts and messages, whatever record it is in, so no reader and
//! no new field has to think of it. Identities are joined before, so nothing here breaks a join.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ecow::EcoString;
use hmac::{Hmac, KeyInit, Mac};
use rayon::prelude::*;
use sha2::Sha256;
use syntax::encoding::hex;

use crate::secrets::mark::{self, Mark};
use crate::secrets::{redact_address, redact_prose, redact_typed};
use model::{Diagnostic, Facts, Record, RecordKind, TextKind, TextVisitor, Texts, VisitKind};

/// Takes every secret out of facts and messages.
///
/// Ids that become equal by this are distinguished by a suffix: `ghp_… (40 characters)~2`. It depends on the
/// secrets alone, not on the order of records or files. With a key of the user it is a keyed
/// fingerprint; without one it is only a number among such ids, as a digest of a weak secret would give
/// it away.
pub(super) fn leave(facts: &mut Facts, errors: &mut Vec<Diagnostic>, key: Option<&[u8]>) {
    let mut mask = Mask::default();
    // Records are most of it: they are masked side by side, apart from the rest.
    let mut records = Facts::default();
    for kind in RecordKind::ALL {
        kind.visit(Records { from: facts, to: &mut records, masked_into: Some(&mut mask) });
    }
    facts.texts(TextKind::Prose, &mut mask);
    for kind in RecordKind::ALL {
        kind.visit(Records { from: &mut records, to: facts, masked_into: None });
    }
    errors.texts(TextKind::Prose, &mut mask);
    let mut last = Finish { suffixes: mask.suffixes(key), shared: HashMap::new() };
    if mask.marked {
        facts.texts(TextKind::Prose, &mut last);
        errors.texts(TextKind::Prose, &mut last);
    }
}

/// How many records are masked by one thread at a time.
const TOGETHER: usize = 1_024;

/// Moves the records of the kind that it visits, masked where a mask is given.
struct Records<'a> {
    from: &'a mut Facts,
    to: &'a mut Facts,
    masked_into: Option<&'a mut Mask>,
}

impl VisitKind for Records<'_> {
    type Output = ();

    fn visit<R: Record>(self) {
        let mut records = std::mem::take(R::list_mut(self.from));
        if let Some(mask) = self.masked_into {
            let masks = records.par_chunks_mut(TOGETHER).map(|records| {
                let mut mask = Mask::default();
                records.iter_mut().for_each(|one| one.texts(TextKind::Prose, &mut mask));
                mask
            });
            masks.collect::<Vec<_>>().into_iter().for_each(|other| mask.join(other));
        }
        *R::list_mut(self.to) = records;
    }
}

/// A value without secrets, where no identity can be confused.
pub(super) fn clean<T: Texts>(mut value: T) -> T {
    let mut mask = Mask::default();
    value.texts(TextKind::Prose, &mut mask);
    value.texts(TextKind::Prose, &mut Finish::default());
    value
}

/// Masks each text; the marks tell which secret was behind a mask.
#[derive(Default)]
struct Mask {
    /// Each masked form of an id, with the marks of the ids that have it.
    forms: BTreeMap<String, BTreeSet<Vec<Mark>>>,
    /// Paths and pointers, which many records share.
    shared: HashMap<Arc<str>, Arc<str>>,
    /// Whether any text holds a mark.
    marked: bool,
}

impl Mask {
    /// Adds what another one has seen.
    fn join(&mut self, other: Mask) {
        self.marked |= other.marked;
        for (form, marks) in other.forms {
            self.forms.entry(form).or_default().extend(marks);
        }
    }

    /// The suffix of each mark that must stay apart from another of the same form.
    fn suffixes(&self, key: Option<&[u8]>) -> HashMap<Mark, String> {
        let confused = self.forms.values().filter(|marks| marks.len() > 1);
        let marks: BTreeSet<Mark> = confused.flatten().flatten().copied().collect();
        let numbered = marks.into_iter().zip(1_usize..);
        numbered.map(|(mark, number)| (mark, suffix(mark, number, key))).collect()
    }
}

fn suffix(mark: Mark, number: usize, key: Option<&[u8]>) -> String {
    let keyed = key.and_then(|key| Hmac::<Sha256>::new_from_slice(key).ok()).map(|mut keyed| {
        keyed.update(&mark);
        hex(keyed.finalize().into_bytes())
    });
    match keyed.as_deref().and_then(|print| print.get(..12)) {
        Some(print) => format!("~{print}"),
        None => format!("~{number}"),
    }
}

/// The text without secrets; none where it has none.
fn masked(kind: TextKind, text: &str) -> Option<String> {
    match kind {
        TextKind::Prose | TextKind::Id => redact_prose(text),
        TextKind::Typed => redact_typed(text),
        TextKind::Address => redact_address(text),
    }
}

impl TextVisitor for Mask {
    fn text(&mut self, kind: TextKind, text: &mut String) {
        if let Some(masked) = masked(kind, text) {
            *text = masked;
        }
        if !mark::may_hold(text) {
            return;
        }
        self.marked = true;
        if matches!(kind, TextKind::Id | TextKind::Address) {
            let (form, marks) = mark::split(text);
            if !marks.is_empty() {
                let marks = marks.into_iter().map(|(_, mark)| mark).collect();
                self.forms.entry(form).or_default().insert(marks);
            }
        }
    }

    fn compact(&mut self, kind: TextKind, text: &mut EcoString) {
        // Nearly all are pointers, in which there is nothing to mask.
        let masked = masked(kind, text);
        if masked.is_none() && !mark::may_hold(text) {
            return;
        }
        let mut owned = masked.unwrap_or_else(|| text.to_string());
        self.text(kind, &mut owned);
        *text = owned.into();
    }

    fn shared(&mut self, kind: TextKind, text: &mut Arc<str>) {
        if let Some(known) = self.shared.get(text) {
            *text = Arc::clone(known);
            return;
        }
        let mut owned = text.to_string();
        self.text(kind, &mut owned);
        let clean = if *owned == **text { Arc::clone(text) } else { owned.into() };
        let written = std::mem::replace(text, Arc::clone(&clean));
        self.shared.insert(written, clean);
    }
}

/// Puts suffixes in the place of marks, and takes the other marks away.
#[derive(Default)]
struct Finish {
    suffixes: HashMap<Mark, String>,
    shared: HashMap<Arc<str>, Arc<str>>,
}

impl TextVisitor for Finish {
    fn text(&mut self, _: TextKind, text: &mut String) {
        if !mark::may_hold(text) {
            return;
        }
        let (plain, marks) = mark::split(text);
        let mut finished = String::with_capacity(plain.len());
        let mut from = 0;
        for (at, mark) in marks {
            finished.push_str(plain.get(from..at).unwrap_or_default());
            finished.push_str(self.suffixes.get(&mark).map_or("", String::as_str));
            from = at;
        }
        finished.push_str(plain.get(from..).unwrap_or_default());
        *text = finished;
    }

    fn compact(&mut self, kind: TextKind, text: &mut EcoString) {
        if mark::may_hold(text) {
            let mut owned = text.to_string();
            self.text(kind, &mut owned);
            *text = owned.into();
        }
    }

    fn shared(&mut self, kind: TextKind, text: &mut Arc<str>) {
        if !mark::may_hold(text) {
            return;
        }
        if let Some(known) = self.shared.get(text) {
            *text = Arc::clone(known);
            return;
        }
        let mut owned = text.to_string();
        self.text(kind, &mut owned);
        let finished: Arc<str> = owned.into();
        let written = std::mem::replace(text, Arc::clone(&finished));
        self.shared.insert(written, finished);
    }
}

#[cfg(test)]
mod tests {
    use super::TOGETHER;
    use crate::{Options, SourceFile, ingest};
    use model::{Diagnostic, Facts};

    /// More records than one thread reads at a time, of which some are written otherwise.
    fn read(others: &[(usize, &str)]) -> (Facts, Vec<Diagnostic>) {
        let row = |row: usize| match others.iter().find(|(at, _)| *at == row) {
            Some((_, text)) => format!("{text}\n"),
            None => format!("{{\"id\": \"server-{row}\"}}\n"),
        };
        let text: String = (1..=3 * TOGETHER).map(row).collect();
        ingest(&[SourceFile::new("servers.ndjson", text.into_bytes())], Options::default())
    }

    #[test]
    fn ids_that_look_alike_when_masked_stay_apart_wherever_they_are() {
        let token = |half: &str| format!("{{\"id\": \"ghp_{}\"}}", half.repeat(3));
        let (one, other) = (token("a7Kq2Xb9Mz4T"), token("Qw3Er5Ty7Ui9"));
        let (facts, errors) = read(&[(5, &one), (2 * TOGETHER + 9, &other)]);
        assert_eq!(errors, []);
        let masked = facts.servers.iter().map(|one| one.record.id.as_str());
        let mut masked: Vec<&str> = masked.filter(|id| id.starts_with("ghp_")).collect();
        masked.sort_unstable();
        assert_eq!(masked, ["ghp_… (40 characters)~1", "ghp_… (40 characters)~2"]);
    }

    #[test]
    fn records_errors_and_notices_are_in_the_order_of_the_file() {
        let slip = "{\"id\": \"x\", \"onwer\": \"y\"}";
        let (_, errors) = read(&[(2 * TOGETHER, slip), (7, slip), (TOGETHER + 1, slip)]);
        let line = |one: &Diagnostic| one.place.as_ref().map(|place| place.line as usize);
        let lines: Vec<usize> = errors.iter().filter_map(line).collect();
        assert_eq!(lines, [7, TOGETHER + 1, 2 * TOGETHER]);
        let secret =
            format!("{{\"id\": \"y\", \"purpose\": \"ghp_{}\"}}", "a7Kq2Xb9Mz4T".repeat(3));
        let secret = secret.as_str();
        let (facts, errors) = read(&[(2 * TOGETHER, secret), (7, &secret.replace("y\"", "z\""))]);
        assert_eq!(errors, []);
        let places = facts.servers.iter().map(|one| one.place.line as usize);
        assert!(places.eq(1..=3 * TOGETHER), "a record is at another place");
        let masked = facts.notices.iter().filter(|one| one.message.contains("secret in plaintext"));
        assert_eq!(masked.filter_map(line).collect::<Vec<_>>(), [7, 2 * TOGETHER]);
    }
}
