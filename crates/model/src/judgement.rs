//! What a control's function returns.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::wording::{capitalized, first_few, plural};
use super::{
    Ask, Cited, Evidence, EvidenceClass, Field, Item, Outcome, Place, Provenance, Reason, Severity,
    UnreadSource,
};
use crate::words;

/// A control's verdict on one asset, before severity, weight and waivers are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub outcome: Outcome,
    /// Why there is no verdict; only for not-assessed and not-applicable.
    pub reason: Option<Reason>,
    /// One sentence, without a full stop; empty where [no words](mod@crate::words) are wanted, as the other texts are.
    pub sentence: String,
    /// The facts behind it.
    pub evidence: Vec<Evidence>,
    /// The parts judged inside it.
    pub items: Vec<Item>,
    /// What to ask for, where data is missing.
    pub ask: Option<Ask>,
    /// The least severity, where what was found is worse than the control alone.
    pub severity: Option<Severity>,
    /// The day from which dated evidence shows the defect; none where no date does.
    pub since: Option<Date>,
    /// Whether the value of a secret lies where it can be read.
    pub exposed: bool,
}

impl Judgement {
    fn new(outcome: Outcome, reason: Option<Reason>, sentence: impl Into<String>) -> Self {
        Judgement {
            outcome,
            reason,
            sentence: words::written(sentence),
            evidence: Vec::new(),
            items: Vec::new(),
            ask: None,
            severity: None,
            since: None,
            exposed: false,
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
    pub fn missing_field(record: &'static str, field: &'static str) -> Self {
        Self::missing((record, field))
    }

    /// `field` states nothing: no source carries it, or one does and leaves it empty. For facts
    /// about the world, where an empty field is as unknown as a missing one.
    pub fn silent<T>(stated: &Field<T>, record: &'static str, field: &'static str) -> Self {
        match stated {
            Field::Blank => {
                let sentence = words!("Field `{record}.{field}` is empty in the record");
                Self::unusable(Reason::MissingField, record, field, sentence)
            }
            Field::Absent | Field::Given(_) => Self::missing_field(record, field),
        }
    }

    /// No source carries any `record` (plural, as files write it).
    pub fn missing_record(record: &'static str) -> Self {
        Self::missing((record, ""))
    }

    /// No source carries a record or a field.
    pub fn missing(ask: impl Into<Ask>) -> Self {
        let ask = ask.into();
        let sentence = match &*ask.field {
            "" => words!("No input contains {}", record_noun(&ask.record)),
            _ => words!("Field `{ask}` missing from all inputs"),
        };
        let (reason, ask) = (ask.reason(), Some(ask));
        Judgement { ask, ..Self::new(Outcome::NotAssessed, Some(reason), sentence) }
    }

    /// The data is there and cannot be used; `record` and `field` name what to correct.
    pub fn unusable(
        reason: Reason,
        record: impl Into<Cow<'static, str>>,
        field: &'static str,
        sentence: impl Into<String>,
    ) -> Self {
        let mut judgement = Self::new(Outcome::NotAssessed, Some(reason), sentence);
        judgement.ask = Some(Ask { record: record.into(), field: field.into() });
        judgement
    }

    /// What is left of it while a source is unread that may show a defect: nothing better than not assessed.
    /// A defect that is known is kept as an item. What a present fact excludes stays excluded.
    #[must_use]
    pub fn unless_shown_by(mut self, unread: &UnreadSource) -> Self {
        let none_found = self.reason == Some(Reason::NothingToJudge);
        match self.outcome {
            Outcome::Pass | Outcome::Partial => {}
            Outcome::NotApplicable if none_found => {}
            Outcome::NotApplicable | Outcome::NotAssessed | Outcome::Fail => return self,
        }
        if self.outcome == Outcome::Partial && self.items.is_empty() {
            self.items.push(Item::new("what was read", Outcome::Partial, self.sentence));
        }
        let (title, file) = (unread.title(), &unread.place.file);
        let sentence = words!("The {title} {file} could not be read, and may show a defect");
        let mut unknown =
            Self::unusable(Reason::NotHeard, unread.place.file.to_string(), "", sentence)
                .because(Some(&unread.place), "not read");
        unknown.evidence.append(&mut self.evidence);
        unknown.items = self.items;
        unknown.severity = self.severity;
        unknown
    }

    /// Adds a fact, with the place that states it. Its class follows from the place, once all are known.
    #[must_use]
    pub fn because(mut self, place: impl Cited, fact: impl Into<String>) -> Self {
        self.evidence.push(Evidence {
            place: place.cited(),
            fact: words::written(fact),
            class: EvidenceClass::default(),
        });
        self
    }

    /// Adds facts, each with the place of the field that states it.
    #[must_use]
    pub fn because_each<'f>(
        self,
        from: &Provenance,
        facts: impl IntoIterator<Item = (&'f str, String)>,
    ) -> Self {
        let facts = facts.into_iter();
        facts.fold(self, |judgement, (field, fact)| judgement.because(from.place_of(field), fact))
    }

    /// Raises the severity to at least this one.
    #[must_use]
    pub fn at_least(mut self, severity: Severity) -> Self {
        self.severity = self.severity.max(Some(severity));
        self
    }

    /// States since when a dated fact shows the defect. What is in order has no such day.
    #[must_use]
    pub fn since(mut self, day: Option<Date>) -> Self {
        self.date(day);
        self
    }

    /// The same for a judgement at hand.
    pub fn date(&mut self, day: Option<Date>) {
        if self.outcome.is_open() {
            self.since = earlier(self.since, day);
        }
    }

    /// States that the value of a secret lies where it can be read. What is in order exposes none.
    #[must_use]
    pub fn exposing(mut self) -> Self {
        self.exposed = self.outcome == Outcome::Fail;
        self
    }

    /// Adds the items it was judged by.
    #[must_use]
    pub fn with_items(mut self, items: Vec<Item>) -> Self {
        self.items = items;
        self
    }

    /// The worst item decides: fail, not assessed, partial, pass. The sentence states the defect
    /// and names the first items that have it, or states that all items meet the condition. Where
    /// an item could not be assessed and none failed, `missing` names the record and field that
    /// would settle it; an empty field means the record itself.
    ///
    /// An empty list is the caller's to judge: it means whatever the caller knows it to mean.
    pub fn of_items(words: &ItemWords<'_>, items: Vec<Item>, missing: impl Into<Ask>) -> Self {
        let missing = missing.into();
        let worst = items.iter().map(|item| item.outcome).fold(Outcome::Pass, Outcome::worse);
        let sentence = words.sentence(worst, &items, (&missing.record, &missing.field));
        if worst != Outcome::NotAssessed {
            return Self::new(worst, None, sentence).with_items(items);
        }
        let (reason, ask) = (missing.reason(), Some(missing));
        Judgement { ask, ..Self::new(worst, Some(reason), sentence) }.with_items(items)
    }

    /// Where its first fact with a place is read.
    pub fn place(&self) -> Option<&Place> {
        self.evidence.iter().find_map(|evidence| evidence.place.as_ref())
    }

    /// Whether it shows a defect: it is open, or it could not be assessed as a whole and a part of it is
    /// open.
    pub fn shows_defect(&self) -> bool {
        self.outcome.shows_defect(&self.items)
    }

    /// Lowers a pass to `other` where that is worse, and takes its sentence. Of two that are alike the first
    /// is printed; the other one beside it where the finding is as old as that shows.
    #[must_use]
    pub fn worst_of(self, other: Judgement) -> Self {
        if other.outcome.rank() <= self.outcome.rank() {
            let since = earlier(self.since, other.since);
            if other.outcome != self.outcome || since == self.since {
                return self;
            }
            let sentence = words!("{}; {}", self.sentence, continued(&other.sentence));
            let mut both = Judgement { since, sentence, ..self };
            both.evidence.extend(other.evidence);
            return both;
        }
        let mut worst = other;
        worst.evidence.extend(self.evidence);
        worst.items.extend(self.items);
        worst.severity = worst.severity.max(self.severity);
        worst
    }
}

/// A sentence as a part of one: its first word is written small, unless it is a name of capitals.
fn continued(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(next)) if next.is_lowercase() || next == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// The earlier of two days, where they are known.
fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min()
}

/// The words of a finding about its items.
#[derive(Debug, Clone, Copy)]
pub struct ItemWords<'a> {
    /// One item: `exposed tool`.
    pub noun: &'a str,
    /// What holds of those that pass, with its verb in the plural: `have a named owner`.
    pub met: &'a str,
    /// What is wrong with the others, with its verb in the plural: `have no named owner`.
    pub unmet: &'a str,
    /// What comes before the name of a single item, where that is not the noun: `decision on `;
    /// empty where the name already includes its kind.
    pub label: Option<&'a str>,
}

impl ItemWords<'_> {
    fn sentence(&self, worst: Outcome, items: &[Item], missing: (&str, &str)) -> String {
        if !words::are_wanted() {
            return String::new();
        }
        let of = |outcome| items.iter().filter(move |item| item.outcome == outcome);
        let worst_items: Vec<&Item> = of(worst).collect();
        // By name: the order of records must not change a sentence.
        let mut names: Vec<&str> = worst_items.iter().map(|item| item.name.as_str()).collect();
        names.sort_unstable();
        match (worst, worst_items.as_slice()) {
            (Outcome::NotAssessed, unknown) => {
                let some = self.some(unknown.len(), items.len());
                let cause = cause(unknown, missing);
                let partial = match of(Outcome::Partial).count() {
                    0 => String::new(),
                    count => words!("; {count} partial"),
                };
                words!("{some} could not be assessed: {}{cause}{partial}", first_few(&names))
            }
            (Outcome::Pass, [only]) => words!("{} {}", self.label(only), singular(self.met)),
            (Outcome::Pass, [_, _]) => words!("Both {} {}", plural(self.noun), self.met),
            (Outcome::Pass, all) => {
                words!("All {} {} {}", all.len(), plural(self.noun), self.met)
            }
            (_, defects) => {
                let mut sentence = match defects {
                    [only] => {
                        let note = match only.note.as_str() {
                            note if self.unmet.contains(note) => String::new(),
                            note => words!(" ({note})"),
                        };
                        words!("{} {}{note}", self.label(only), singular(self.unmet))
                    }
                    many => {
                        let some = self.some(many.len(), items.len());
                        words!("{some} {}: {}", self.unmet, first_few(&names))
                    }
                };
                let others = [(Outcome::Partial, "partial"), (Outcome::NotAssessed, "unknown")];
                for (outcome, word) in others.into_iter().filter(|(outcome, _)| *outcome != worst) {
                    match of(outcome).count() {
                        0 => {}
                        count => sentence += &words!("; {count} {word}"),
                    }
                }
                sentence
            }
        }
    }

    /// `2 of 5 exposed tools`, `2 exposed tools` where that is all of them.
    fn some(&self, count: usize, all: usize) -> String {
        match all {
            1 => words!("1 {}", self.noun),
            _ if count == all => words!("{count} {}", plural(self.noun)),
            _ => words!("{count} of {all} {}", plural(self.noun)),
        }
    }

    fn label(&self, item: &Item) -> String {
        match self.label {
            Some(label) => capitalized(&words!("{label}{}", item.name)),
            None => capitalized(&words!("{} {}", self.noun, item.name)),
        }
    }
}

/// Why items could not be assessed: their note, or the field where the notes differ.
fn cause(unknown: &[&Item], (record, field): (&str, &str)) -> String {
    let notes: BTreeSet<&str> = unknown.iter().map(|item| item.note.as_str()).collect();
    match (notes.first(), field) {
        (Some(note), _) if notes.len() == 1 && !note.is_empty() => words!(" ({note})"),
        (_, "") if record.is_empty() => String::new(),
        (_, "") => words!("; needed: {}", record_noun(record)),
        (_, field) => words!("; needed: `{record}.{field}`"),
    }
}

/// The predicate with its verb in the singular.
fn singular(predicate: &str) -> String {
    let verbs = [("are ", "is "), ("have ", "has "), ("were ", "was "), ("do ", "does ")];
    let verb = verbs.iter().find(|(many, _)| predicate.starts_with(many));
    verb.map_or(predicate.to_owned(), |(many, one)| predicate.replacen(many, one, 1))
}

/// What records of a kind are called in a sentence.
fn record_noun(record: &str) -> String {
    match record {
        "reviews" => "access-review records".into(),
        "service_accounts" => "service-account records".into(),
        other => match other.strip_suffix("ies") {
            Some(stem) => words!("{stem}y records"),
            None => words!("{} records", other.strip_suffix('s').unwrap_or(other)),
        },
    }
}

impl Item {
    /// An item with its own verdict.
    pub fn new(name: impl Into<String>, outcome: Outcome, note: impl Into<String>) -> Self {
        Item { name: words::written(name), outcome, note: words::written(note) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Fail, NotAssessed, Partial, Pass};

    const TOOLS: ItemWords<'_> =
        ItemWords { noun: "tool", met: "have an owner", unmet: "have no owner", label: None };

    fn of(items: &[(&str, Outcome, &str)]) -> Judgement {
        let item =
            |(name, outcome, note): &(&str, Outcome, &str)| Item::new(*name, *outcome, *note);
        Judgement::of_items(&TOOLS, items.iter().map(item).collect(), ("tools", "owner"))
    }

    #[test]
    fn the_worst_item_decides() {
        let outcome = |outcomes: &[Outcome]| {
            let items: Vec<_> = outcomes.iter().map(|outcome| ("x", *outcome, "")).collect();
            of(&items).outcome
        };
        assert_eq!(outcome(&[Pass, Partial, NotAssessed, Fail]), Fail);
        assert_eq!(outcome(&[Pass, Partial, NotAssessed]), NotAssessed);
        assert_eq!(outcome(&[Pass, Partial]), Partial);
        assert_eq!(outcome(&[Pass, Pass]), Pass);
    }

    #[test]
    fn a_pass_states_that_all_items_meet_the_condition() {
        let pass = |count| of(&vec![("find", Pass, ""); count]).sentence;
        assert_eq!(pass(1), "Tool find has an owner");
        assert_eq!(pass(2), "Both tools have an owner");
        assert_eq!(pass(3), "All 3 tools have an owner");
    }

    #[test]
    fn a_defect_names_the_items_that_have_it() {
        let one = of(&[("find", Fail, "empty"), ("send", Pass, ""), ("drop", NotAssessed, "")]);
        assert_eq!(one.sentence, "Tool find has no owner (empty); 1 unknown");
        let two = of(&[("send", Fail, "b"), ("find", Fail, "a"), ("drop", Partial, "")]);
        assert_eq!(two.sentence, "2 of 3 tools have no owner: find, send; 1 partial");
        let all = of(&[("find", Partial, ""), ("send", Partial, "")]);
        assert_eq!(all.sentence, "2 tools have no owner: find, send");
    }

    #[test]
    fn an_unknown_item_names_what_is_missing() {
        let one = of(&[("find", Pass, ""), ("send", NotAssessed, "field `owner` missing")]);
        assert_eq!(
            one.sentence,
            "1 of 2 tools could not be assessed: send (field `owner` missing)"
        );
        assert_eq!(one.ask.map(|ask| ask.to_string()).as_deref(), Some("tools.owner"));
        let differ = of(&[("find", NotAssessed, "a"), ("send", NotAssessed, "b")]);
        assert_eq!(
            differ.sentence,
            "2 tools could not be assessed: find, send; needed: `tools.owner`"
        );
    }

    #[test]
    fn an_unknown_item_hides_no_open_one() {
        let mixed = of(&[("find", Partial, ""), ("send", NotAssessed, "field `owner` missing")]);
        assert_eq!(mixed.outcome, NotAssessed);
        assert!(mixed.shows_defect());
        assert_eq!(
            mixed.sentence,
            "1 of 2 tools could not be assessed: send (field `owner` missing); 1 partial"
        );
        assert!(!of(&[("find", Pass, ""), ("send", NotAssessed, "")]).shows_defect());
    }

    #[test]
    fn missing_data_is_named() {
        assert_eq!(
            Judgement::missing_field("servers", "owner").sentence,
            "Field `servers.owner` missing from all inputs"
        );
        assert_eq!(
            Judgement::silent(&Field::<()>::Blank, "servers", "owner").sentence,
            "Field `servers.owner` is empty in the record"
        );
        for (record, noun) in [
            ("reviews", "access-review records"),
            ("policies", "policy records"),
            ("service_accounts", "service-account records"),
            ("logging", "logging records"),
        ] {
            let sentence = Judgement::missing_record(record).sentence;
            assert_eq!(sentence, format!("No input contains {noun}"));
        }
    }
}
