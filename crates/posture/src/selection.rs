//! Which findings a selection takes.

use model::posture::FindingCard;
use model::{Diagnostic, SelectionKey, Selector};

/// How many values an error lists where none is near.
const LISTED: usize = 12;

/// The values that a finding has for a key, as a selector writes them.
fn values(card: &FindingCard, key: SelectionKey) -> Vec<&str> {
    match key {
        SelectionKey::Owner => vec![card.owner.as_str()],
        SelectionKey::Tier => vec![card.tier.id()],
        SelectionKey::Framework => {
            card.requirements.iter().map(|one| one.framework.as_str()).collect()
        }
        SelectionKey::Control => vec![card.control.as_str()],
        SelectionKey::Outcome => vec![card.outcome.id()],
    }
}

/// Whether a finding is selected: for each key that is named, it has one of the values named for it.
pub fn selects(selection: &[Selector], card: &FindingCard) -> bool {
    SelectionKey::ALL.into_iter().all(|key| {
        let mut named = selection.iter().filter(|one| one.key == key).peekable();
        let has = values(card, key);
        named.peek().is_none() || named.any(|one| has.iter().any(|value| *value == one.value))
    })
}

/// Checks a selection against all findings, and writes its values as they do.
///
/// # Errors
/// Where a value is that of no finding, with those that are near; and where no finding has all of them.
pub fn settled(
    selection: &[Selector],
    findings: &[FindingCard],
) -> Result<Vec<Selector>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut settled = Vec::new();
    for one in selection {
        match known(one, findings) {
            Ok(value) => settled.push(Selector { key: one.key, value }),
            Err(error) => errors.push(error),
        }
    }
    settled.sort();
    settled.dedup();
    if errors.is_empty() && !findings.iter().any(|card| selects(&settled, card)) {
        let names: Vec<String> = settled.iter().map(Selector::to_string).collect();
        let message = format!("no finding is in the scope {}", names.join(" "));
        let help =
            "several values of one key are alternatives, and all keys must hold: leave one out";
        errors.push(Diagnostic::general(message, help));
    }
    if errors.is_empty() { Ok(settled) } else { Err(errors) }
}

/// The value of a selector as findings write it.
fn known(one: &Selector, findings: &[FindingCard]) -> Result<String, Diagnostic> {
    let key = one.key;
    let mut all: Vec<&str> = findings.iter().flat_map(|card| values(card, key)).collect();
    all.sort_unstable();
    all.dedup();
    if all.contains(&one.value.as_str()) {
        return Ok(one.value.clone());
    }
    let folded: Vec<&&str> =
        all.iter().filter(|value| value.eq_ignore_ascii_case(&one.value)).collect();
    if let [only] = folded.as_slice() {
        return Ok((**only).to_string());
    }
    let shown: Vec<String> =
        all.iter().take(LISTED).map(|value| format!("{}={value}", key.id())).collect();
    let rest = match all.len().checked_sub(LISTED).filter(|rest| *rest > 0) {
        Some(rest) => format!(" and {rest} more"),
        None => String::new(),
    };
    let listed = format!("the findings have {}{rest}", shown.join(", "));
    let help = match syntax::suggestion(&one.value, all.iter().copied()) {
        Some(meant) => format!("{meant} {}", capital(&listed)),
        None => listed,
    };
    Err(Diagnostic::general(format!("the scope {one} has no finding"), help))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
