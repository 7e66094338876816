//! What is looked at in a record of JSON before it is read: its keys, and each of its texts.

use std::borrow::Cow;

use model::reference::{LINKS, REFERENCE};
use model::{Place, Provenance, StatedFields};
use syntax::Keys;
use syntax::direct::{Part, Seen, scan};

use super::cited_text::cite_text;
use super::no_end::is_no_end;
use super::{lengths, secrets};

/// The keys of a record that its type has no field for.
pub(super) const ASIDE: [&str; 1] = [REFERENCE];

/// A record that may be read without a tree: all its keys are fields, no text of it is too long, and none holds a
/// secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain<'t> {
    /// Its JSON.
    pub(super) text: &'t str,
    /// The line on which it begins, from 1.
    pub(super) line: u32,
    /// The fields that it states.
    pub(super) stated: StatedFields,
    /// What it refers to, as written: by its reference, and by the links that its type has.
    pub(super) links: Vec<&'t str>,
}

impl Plain<'_> {
    /// How many lines are above it.
    pub(super) fn above(&self) -> usize {
        usize::try_from(self.line.saturating_sub(1)).unwrap_or(usize::MAX)
    }

    /// Where it and its fields are.
    pub(super) fn provenance(&self, place: &Place) -> Provenance {
        if !self.text.contains('\n') {
            return Provenance::on_one_line(place.clone(), self.stated);
        }
        let mut from = Provenance::whole(place.clone());
        cite_text(self.text, self.line, self.stated, &mut from);
        from
    }
}

/// What was seen in a record.
pub(super) struct Glance<'t> {
    fields: &'static [&'static str],
    stated: StatedFields,
    /// All its keys, blank ones too.
    pub(super) keys: Vec<&'t str>,
    reference: Option<&'t str>,
    links: [Option<&'t str>; LINKS.len()],
    /// How many dates mean "no end".
    pub(super) no_ends: u32,
}

impl<'t> Glance<'t> {
    /// Looks at a record with these fields, and adds its keys to those of the others. None where it must be read as a
    /// tree: some of its keys may have been added.
    pub(super) fn at(
        text: &'t str,
        fields: &'static [&'static str],
        keys: &mut Keys,
    ) -> Option<Self> {
        let mut seen = Glance {
            fields,
            stated: StatedFields::none_of(fields)?,
            keys: Vec::new(),
            reference: None,
            links: [None; LINKS.len()],
            no_ends: 0,
        };
        scan(text, (keys, &ASIDE), &mut seen).then_some(seen)
    }

    /// The record, which begins on a line, from 1.
    pub(super) fn plain(self, text: &'t str, line: u32) -> Plain<'t> {
        let links = self.reference.into_iter().chain(self.links.into_iter().flatten());
        Plain { text, line, stated: self.stated, links: links.collect() }
    }

    /// Notes a key at the top of the record, and what is under it. False where it is none that can be read so.
    fn note(&mut self, key: &'t str, part: &Part<'t>) -> bool {
        self.keys.push(key);
        let link = LINKS.iter().position(|link| *link == key);
        let link = match (key == REFERENCE, link) {
            (true, _) => Some(&mut self.reference),
            (false, Some(at)) => self.links.get_mut(at),
            (false, None) => None,
        };
        if let Some(link) = link {
            match part {
                Part::Null => {}
                Part::Text(Cow::Borrowed(text)) => *link = Some(text),
                _ => return false,
            }
        }
        match self.fields.iter().position(|field| *field == key) {
            Some(_) if *part == Part::Null => true,
            Some(at) => {
                self.stated.add(at);
                true
            }
            None => key == REFERENCE,
        }
    }
}

impl<'t> Seen<'t> for Glance<'t> {
    fn part(&mut self, key: Option<&'t str>, part: &Part<'t>) -> bool {
        if key.is_some_and(|key| !self.note(key, part)) {
            return false;
        }
        match part {
            Part::Text(text) => {
                self.no_ends += u32::from(is_no_end(text.trim()));
                lengths::is_within(text, key) && secrets::redact(text).is_none()
            }
            Part::Number(number) => {
                self.no_ends += u32::from(is_no_end(&number.to_string()));
                true
            }
            Part::Other | Part::Null | Part::Parts => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 5] = ["id", "owner", "ticket", "expires_at", "evidence"];

    fn glance(text: &str) -> Option<Plain<'_>> {
        Some(Glance::at(text, &FIELDS, &mut Keys::default())?.plain(text, 7))
    }

    #[test]
    fn what_a_plain_record_states_is_noted() {
        let text = r#"{"ticket":"T-1","id":"a","owner":null,"reference":"x.csv#/1"}"#;
        let plain = glance(text).expect("plain");
        assert!(plain.stated.names().eq(["id", "ticket"]));
        assert_eq!(plain.links, ["x.csv#/1", "T-1"]);
        let seen = Glance::at(r#"{"expires_at":"9999-12-31"}"#, &FIELDS, &mut Keys::default());
        assert_eq!(seen.map(|seen| seen.no_ends), Some(1));
        let seen = Glance::at(r#"{"expires_at":253402300799}"#, &FIELDS, &mut Keys::default());
        assert_eq!(seen.map(|seen| seen.no_ends), Some(1));
    }

    #[test]
    fn whatever_needs_an_explanation_is_read_as_a_tree() {
        let long = "x".repeat(2_000);
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        for text in [
            "{\"id\":\"a\"".to_string(),
            "{\"id\":\"a\",}".to_string(),
            "[\"a\"]".to_string(),
            "{\"id\":\"a\",\"onwer\":1}".to_string(),
            "{\"id\":\"a\",\"reference\":[1]}".to_string(),
            "{\"id\":\"a\",\"reference\":\"\\u0041\"}".to_string(),
            format!("{{\"id\":\"{long}\"}}"),
            format!("{{\"id\":\"a\",\"owner\":[\"{token}\"]}}"),
        ] {
            assert_eq!(glance(&text), None, "{text}");
        }
        assert!(glance(&format!("{{\"owner\":\"{long}\"}}")).is_some());
    }
}
