//! A finding written as its line. A large estate has millions of them, so that nothing is looked up that every line has:
//! keys are written as they are, and texts are copied whole where no character of them is escaped. What few lines have is
//! left to `serde_json`. A law test compares this with the type that reads the lines.

use serde::Serialize;

use super::FindingLines;
use model::posture::FindingCard;
use model::{AssetKind, Evidence, EvidenceClass, Item, Outcome, Reason};

impl FindingLines {
    /// Appends the line of a finding, without its line break.
    ///
    /// # Errors
    /// None in practice.
    pub fn write(&self, card: &FindingCard, to: &mut Vec<u8>) -> serde_json::Result<()> {
        to.extend_from_slice(b"{\"id\":");
        text(&card.id, to)?;
        if card.asset.kind == AssetKind::Organisation {
            word(b",\"tier\":", card.tier.id(), to);
        }
        word(b",\"severity\":", card.severity.id(), to);
        word(b",\"outcome\":", card.outcome.id(), to);
        if let Some(reason) = card.reason.filter(|reason| !is_shown(*reason, card)) {
            word(b",\"reason\":", reason.id(), to);
        }
        to.extend_from_slice(b",\"sentence\":");
        text(&card.sentence, to)?;
        if card.class != EvidenceClass::Declared {
            word(b",\"class\":", card.class.id(), to);
        }
        if let Some(ask) = &card.ask {
            to.extend_from_slice(b",\"ask\":[");
            text(&ask.record, to)?;
            to.push(b',');
            text(&ask.field, to)?;
            to.push(b']');
        }
        list(b",\"evidence\":[", &card.evidence, to, |fact, to| self.fact(fact, card, to))?;
        list(b",\"items\":[", &card.items, to, |one, to| item(one, card.outcome, to))?;
        if !card.found_by.is_empty() {
            other(b",\"found_by\":", &card.found_by, to)?;
        }
        for (key, is) in
            [(&b",\"exported\":true"[..], card.exported), (&b",\"exposed\":true"[..], card.exposed)]
        {
            if is {
                to.extend_from_slice(key);
            }
        }
        some(b",\"first_seen\":", card.first_seen.as_ref(), to)?;
        some(b",\"since\":", card.since.as_ref(), to)?;
        some(b",\"due_on\":", card.due_on.as_ref(), to)?;
        some(b",\"last_open\":", card.last_open.as_ref(), to)?;
        some(b",\"last_known\":", card.last_known.as_ref(), to)?;
        to.push(b'}');
        Ok(())
    }

    fn fact(
        &self,
        fact: &Evidence,
        card: &FindingCard,
        to: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        to.push(b'{');
        if let Some(place) = &fact.place {
            let file = self.files.get(&place.file).copied().unwrap_or_default();
            other(b"\"at\":[", &file, to)?;
            other(b",", &place.line, to)?;
            to.push(b',');
            text(&place.pointer, to)?;
            to.extend_from_slice(b"],");
        }
        to.extend_from_slice(b"\"fact\":");
        text(&fact.fact, to)?;
        if fact.class != card.class {
            word(b",\"class\":", fact.class.id(), to);
        }
        to.push(b'}');
        Ok(())
    }
}

/// Whether what a finding asks for shows its reason.
fn is_shown(reason: Reason, card: &FindingCard) -> bool {
    let ask = card.ask.as_ref().filter(|_| card.outcome == Outcome::NotAssessed);
    ask.is_some_and(|ask| ask.reason() == reason)
}

fn item(item: &Item, of_finding: Outcome, to: &mut Vec<u8>) -> serde_json::Result<()> {
    to.extend_from_slice(b"{\"name\":");
    text(&item.name, to)?;
    if item.outcome != of_finding {
        word(b",\"outcome\":", item.outcome.id(), to);
    }
    if !item.note.is_empty() {
        to.extend_from_slice(b",\"note\":");
        text(&item.note, to)?;
    }
    to.push(b'}');
    Ok(())
}

/// A key and a word of ours, in which nothing is escaped.
fn word(key: &[u8], word: &str, to: &mut Vec<u8>) {
    to.extend_from_slice(key);
    to.push(b'"');
    to.extend_from_slice(word.as_bytes());
    to.push(b'"');
}

/// A text.
fn text(text: &str, to: &mut Vec<u8>) -> serde_json::Result<()> {
    let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    // Without a way out, so that several bytes are looked at at once.
    if text.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
        return serde_json::to_writer(to, text);
    }
    to.reserve(text.len() + 2);
    to.push(b'"');
    to.extend_from_slice(text.as_bytes());
    to.push(b'"');
    Ok(())
}

/// A key and a list; nothing where it is empty.
fn list<T>(
    key: &[u8],
    all: &[T],
    to: &mut Vec<u8>,
    write: impl Fn(&T, &mut Vec<u8>) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    let Some((first, rest)) = all.split_first() else { return Ok(()) };
    to.extend_from_slice(key);
    write(first, to)?;
    for one in rest {
        to.push(b',');
        write(one, to)?;
    }
    to.push(b']');
    Ok(())
}

/// A key and a value of any kind.
fn other(key: &[u8], value: &impl Serialize, to: &mut Vec<u8>) -> serde_json::Result<()> {
    to.extend_from_slice(key);
    serde_json::to_writer(to, value)
}

/// A key and a value; nothing where there is none.
fn some(key: &[u8], value: Option<&impl Serialize>, to: &mut Vec<u8>) -> serde_json::Result<()> {
    value.map_or(Ok(()), |value| other(key, value, to))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use model::posture::{FactLine, FindingLine, FindingsHeader, ItemLine};
    use model::{Place, Severity, Tier};

    /// A finding that states what `choice` says, with texts of every character.
    fn card(choice: u64, texts: &[String]) -> FindingCard {
        let is = |bit: u32| choice >> bit & 1 == 1;
        let text = |at: usize| texts.get(at % texts.len().max(1)).cloned().unwrap_or_default();
        let place =
            |number: u32| is(number).then(|| Place::new(&Arc::from(text(1)), number, text(2)));
        let fact = |number: u32| Evidence {
            place: place(number),
            fact: text(3),
            class: if is(9) { EvidenceClass::Observed } else { EvidenceClass::Declared },
        };
        let note = |at: usize| if is(21) { text(at) } else { String::new() };
        let item =
            |at: usize| Item { name: text(at), outcome: Outcome::ALL[at % 5], note: note(at + 1) };
        let json = serde_json::json!({
            "id": text(0), "control": "OWN-01", "asset": {"kind": if is(22) { "server" } else { "organisation" }, "id": "s"}, "asset_name": "", "owner": "",
            "domain": "operator", "tier": "T0", "derived_tier": "T0", "severity": "low", "weight": 1, "pass_weight": 1,
            "outcome": "fail", "reason": null, "sentence": text(1), "class": "declared",
            "ask": is(10).then(|| serde_json::json!({"record": text(2), "field": text(3)})),
            "evidence": [], "items": [], "waiver": null, "requirements": [], "exposed": is(11), "exported": is(12),
            "first_seen": is(13).then_some("2026-10"), "since": is(14).then_some("2026-10-02"),
            "due_on": is(15).then_some("2026-11-02"), "last_open": is(16).then_some("2026-09"),
        });
        let mut card: FindingCard = serde_json::from_value(json).expect("a finding");
        let at = |of: usize| usize::try_from(choice >> 20).unwrap_or_default() % of;
        (card.tier, card.severity) = (Tier::ALL[at(4)], Severity::ALL[at(5)]);
        card.outcome = Outcome::ALL[at(5)];
        let reasons = [Reason::NothingToJudge, Reason::MissingField, Reason::MissingRecord];
        card.reason = is(17).then_some(reasons[at(3)]);
        card.class = if is(18) { EvidenceClass::Attested } else { EvidenceClass::Declared };
        card.evidence = (0..at(3)).map(|number| fact(number as u32)).collect();
        card.items = (0..at(4)).map(item).collect();
        card.found_by = if is(19) { vec![text(0), text(1)] } else { Vec::new() };
        card
    }

    /// The line of a finding as the type that reads it has it.
    fn line<'a>(lines: &FindingLines, card: &'a FindingCard) -> FindingLine<'a> {
        let fact = |evidence: &'a Evidence| FactLine {
            at: evidence.place.as_ref().map(|place| {
                let file = lines.files.get(&place.file).copied().unwrap_or_default();
                (file, place.line, Cow::Borrowed(&*place.pointer))
            }),
            fact: Cow::Borrowed(&evidence.fact),
            class: Some(evidence.class).filter(|class| *class != card.class),
        };
        let item = |item: &'a Item| ItemLine {
            name: Cow::Borrowed(&item.name),
            outcome: Some(item.outcome).filter(|outcome| *outcome != card.outcome),
            note: Cow::Borrowed(&item.note),
        };
        FindingLine {
            id: Cow::Borrowed(&card.id),
            tier: (card.asset.kind == AssetKind::Organisation).then_some(card.tier),
            severity: card.severity,
            outcome: card.outcome,
            reason: card.reason.filter(|reason| {
                let shown = card.ask.as_ref().map(|ask| ask.reason());
                card.outcome != Outcome::NotAssessed || shown != Some(*reason)
            }),
            sentence: Cow::Borrowed(&card.sentence),
            class: card.class,
            ask: card
                .ask
                .as_ref()
                .map(|ask| (Cow::Borrowed(&*ask.record), Cow::Borrowed(&*ask.field))),
            evidence: card.evidence.iter().map(fact).collect(),
            items: card.items.iter().map(item).collect(),
            found_by: Cow::Borrowed(&card.found_by),
            exported: card.exported,
            exposed: card.exposed,
            first_seen: card.first_seen,
            since: card.since,
            due_on: card.due_on,
            last_open: card.last_open,
            last_known: card.last_known,
        }
    }

    proptest! {
        #[test]
        fn a_line_is_what_its_type_writes(choice in any::<u64>(), texts in proptest::collection::vec(any::<String>(), 1..5)) {
            let card = card(choice, &texts);
            let header = FindingsHeader {
                format: String::new(), version: 0, findings: 1, files: Vec::new(), requirements: Vec::new(),
            };
            let mut lines = FindingLines { files: Default::default(), header };
            lines.cite(std::slice::from_ref(&card));
            let mut written = Vec::new();
            lines.write(&card, &mut written).expect("JSON");
            let typed = serde_json::to_string(&line(&lines, &card)).expect("JSON");
            prop_assert_eq!(String::from_utf8(written).expect("UTF-8"), typed);
        }
    }
}
