//! What a control's function returns.

use super::{Ask, Evidence, Field, Item, Method, Outcome, Place, Reason};

/// A control's verdict on one asset, before severity, weight and waivers are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub outcome: Outcome,
    /// Why nothing could or need be said; only for not-assessed and not-applicable.
    pub reason: Option<Reason>,
    /// One sentence, without a full stop.
    pub sentence: String,
    /// How we know.
    pub method: Method,
    /// The facts behind it.
    pub evidence: Vec<Evidence>,
    /// The parts judged inside it.
    pub items: Vec<Item>,
    /// What to ask for, where data is missing.
    pub ask: Option<Ask>,
}

impl Judgement {
    fn new(outcome: Outcome, reason: Option<Reason>, sentence: impl Into<String>) -> Self {
        Judgement {
            outcome,
            reason,
            sentence: sentence.into(),
            method: Method::Examined,
            evidence: Vec::new(),
            items: Vec::new(),
            ask: None,
        }
    }

    /// The condition is met.
    pub fn pass(sentence: impl Into<String>) -> Self {
        Self::new(Outcome::Pass, None, sentence)
    }

    /// The weaker condition is met.
    pub fn partial(sentence: impl Into<String>) -> Self {
        Self::new(Outcome::Partial, None, sentence)
    }

    /// The condition is not met.
    pub fn fail(sentence: impl Into<String>) -> Self {
        Self::new(Outcome::Fail, None, sentence)
    }

    /// A present fact leaves nothing to judge.
    pub fn not_applicable(sentence: impl Into<String>) -> Self {
        Self::new(Outcome::NotApplicable, Some(Reason::NothingToJudge), sentence)
    }

    /// A present fact excludes the asset, for a reason other than "nothing to judge".
    pub fn excluded(reason: Reason, sentence: impl Into<String>) -> Self {
        Self::new(Outcome::NotApplicable, Some(reason), sentence)
    }

    /// No source carries `field` of `record` (plural, as files write it).
    pub fn missing_field(record: &str, field: &str) -> Self {
        let mut judgement = Self::new(
            Outcome::NotAssessed,
            Some(Reason::MissingField),
            format!("No source carries `{field}` for these {}", record.replace('_', " ")),
        );
        judgement.ask = Some(Ask { record: record.into(), field: field.into() });
        judgement
    }

    /// `field` states nothing: no source carries it, or one does and leaves it blank. For facts
    /// about the world, where a blank is as unknown as silence.
    pub fn silent<T>(stated: &Field<T>, record: &str, field: &str) -> Self {
        match stated {
            Field::Blank => Self::unusable(
                Reason::MissingField,
                record,
                field,
                format!("`{field}` is left blank"),
            ),
            Field::Absent | Field::Given(_) => Self::missing_field(record, field),
        }
    }

    /// No source carries any `record` (plural, as files write it).
    pub fn missing_record(record: &str) -> Self {
        let mut judgement = Self::new(
            Outcome::NotAssessed,
            Some(Reason::MissingRecord),
            format!("No register of {} is among the sources", record.replace('_', " ")),
        );
        judgement.ask = Some(Ask { record: record.into(), field: String::new() });
        judgement
    }

    /// The data is there and cannot be used; `record` and `field` say what to mend.
    pub fn unusable(
        reason: Reason,
        record: &str,
        field: &str,
        sentence: impl Into<String>,
    ) -> Self {
        let mut judgement = Self::new(Outcome::NotAssessed, Some(reason), sentence);
        judgement.ask = Some(Ask { record: record.into(), field: field.into() });
        judgement
    }

    /// Adds a fact.
    #[must_use]
    pub fn because(mut self, place: Option<&Place>, fact: impl Into<String>) -> Self {
        self.evidence.push(Evidence { place: place.cloned(), fact: fact.into() });
        self
    }

    /// Adds the items it was judged by.
    #[must_use]
    pub fn with_items(mut self, items: Vec<Item>) -> Self {
        self.items = items;
        self
    }

    /// The worst item decides: fail, not assessed, partial, pass. The sentence counts the passing
    /// ones, and those that could be either: "18 of 20 tools have a named owner, 1 unknown";
    /// `predicate` begins with its verb in the plural, `are`, `have` or `were`. Where an item could not be assessed and none failed, `ask` says
    /// what is missing; an empty field means the record itself.
    ///
    /// An empty list is the caller's to judge: it means whatever the caller knows it to mean.
    pub fn of_items(noun: &str, predicate: &str, items: Vec<Item>, ask: (&str, &str)) -> Self {
        let worst = items.iter().map(|item| item.outcome).fold(Outcome::Pass, Outcome::worse);
        let good = items.iter().filter(|item| item.outcome == Outcome::Pass).count();
        let predicate = agreeing(predicate, good == 1 || items.len() == 1);
        let noun = if items.len() == 1 { noun.to_owned() } else { plural(noun) };
        let unknown = items.iter().filter(|item| item.outcome == Outcome::NotAssessed).count();
        let unknown = if unknown == 0 { String::new() } else { format!(", {unknown} unknown") };
        let sentence = format!("{good} of {} {noun} {predicate}{unknown}", items.len());
        let mut judgement = Self::new(worst, None, sentence);
        if worst == Outcome::NotAssessed {
            judgement.reason = Some(match ask.1 {
                "" => Reason::MissingRecord,
                _ => Reason::MissingField,
            });
            judgement.ask = Some(Ask { record: ask.0.into(), field: ask.1.into() });
        }
        judgement.with_items(items)
    }

    /// Lowers a pass to `other` where that is worse, and takes its sentence.
    #[must_use]
    pub fn worst_of(self, other: Judgement) -> Self {
        if other.outcome.rank() <= self.outcome.rank() {
            return self;
        }
        let mut worst = other;
        worst.evidence.extend(self.evidence);
        worst.items.extend(self.items);
        worst
    }
}

/// The predicate with its verb in the number of its subject.
fn agreeing(predicate: &str, singular: bool) -> String {
    let verbs = [("are ", "is "), ("have ", "has "), ("were ", "was ")];
    let verb = verbs.iter().find(|(many, _)| singular && predicate.starts_with(many));
    verb.map_or(predicate.to_owned(), |(many, one)| predicate.replacen(many, one, 1))
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    }
}

impl Item {
    /// An item with its own verdict.
    pub fn new(name: impl Into<String>, outcome: Outcome, note: impl Into<String>) -> Self {
        Item { name: name.into(), outcome, note: note.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(outcome: Outcome) -> Item {
        Item::new("x", outcome, "")
    }

    #[test]
    fn the_worst_item_decides() {
        use Outcome::*;
        let of = |outcomes: &[Outcome]| {
            let items = outcomes.iter().copied().map(item).collect();
            Judgement::of_items("tool", "pass", items, ("tools", "owner")).outcome
        };
        assert_eq!(of(&[Pass, Partial, NotAssessed, Fail]), Fail);
        assert_eq!(of(&[Pass, Partial, NotAssessed]), NotAssessed);
        assert_eq!(of(&[Pass, Partial]), Partial);
        assert_eq!(of(&[Pass, Pass]), Pass);
    }

    #[test]
    fn verb_and_noun_agree_with_their_numbers() {
        let sentence = |good: usize, all: usize| {
            let outcome = |at| if at < good { Outcome::Pass } else { Outcome::Fail };
            let items = (0..all).map(|at| item(outcome(at))).collect();
            Judgement::of_items("policy", "are in order", items, ("", "")).sentence
        };
        assert_eq!(sentence(0, 1), "0 of 1 policy is in order");
        assert_eq!(sentence(1, 2), "1 of 2 policies is in order");
        assert_eq!(sentence(2, 2), "2 of 2 policies are in order");
        assert_eq!(sentence(0, 2), "0 of 2 policies are in order");
    }

    #[test]
    fn an_unknown_item_names_what_to_ask_for() {
        let items = vec![item(Outcome::Pass), item(Outcome::NotAssessed)];
        let judgement = Judgement::of_items("tool", "have an owner", items, ("tools", "owner"));
        assert_eq!(judgement.sentence, "1 of 2 tools has an owner, 1 unknown");
        assert_eq!(judgement.ask.map(|ask| ask.to_string()).as_deref(), Some("tools.owner"));
    }
}
