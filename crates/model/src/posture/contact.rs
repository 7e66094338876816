//! Who is asked to act: somebody active, also where the accountable owner is not.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FindingCard, Posture};
use crate::{Domain, Severity};

/// Who acts on the findings of one owner and one responsible domain.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The accountable owner of the assets; empty where there is none.
    pub owner: String,
    /// The responsible domain of the findings.
    pub domain: Domain,
    /// Who is asked, by owner id; empty where the register names nobody: then the domain is asked.
    pub id: String,
    /// Their name as people write it.
    pub name: String,
    /// Why somebody else than the owner is asked, as a clause; empty where the owner is asked.
    pub because: String,
    /// How many of the findings are open.
    #[serde(default)]
    pub open: u64,
    /// How many of those are past their due date.
    #[serde(default)]
    pub overdue: u64,
    /// How many of the open ones are critical.
    #[serde(default)]
    pub critical: u64,
    /// How many of the open ones are high.
    #[serde(default)]
    pub high: u64,
}

/// How much somebody is asked to act on: open findings, and what they amount to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Load {
    /// Open findings.
    pub open: u64,
    /// Those past their due date.
    pub overdue: u64,
    /// Those that are critical.
    pub critical: u64,
    /// Those that are high.
    pub high: u64,
}

impl Load {
    /// With one finding more; one that is not open adds nothing.
    #[must_use]
    pub fn with(self, card: &FindingCard) -> Self {
        let one = |holds: bool| u64::from(card.outcome.is_open() && holds);
        self.and(Load {
            open: one(true),
            overdue: one(card.overdue),
            critical: one(card.severity == Severity::Critical),
            high: one(card.severity == Severity::High),
        })
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Load {
            open: self.open.saturating_add(other.open),
            overdue: self.overdue.saturating_add(other.overdue),
            critical: self.critical.saturating_add(other.critical),
            high: self.high.saturating_add(other.high),
        }
    }
}

impl Contact {
    /// What they are asked to act on.
    pub fn load(&self) -> Load {
        let Contact { open, overdue, critical, high, .. } = *self;
        Load { open, overdue, critical, high }
    }

    /// The same, of other findings.
    #[must_use]
    pub fn with(self, load: Load) -> Self {
        let Load { open, overdue, critical, high } = load;
        Contact { open, overdue, critical, high, ..self }
    }
}

/// Somebody who is asked to act, with all that they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Asked<'a> {
    /// By owner id; empty where the register names nobody: then the domain is asked.
    pub id: &'a str,
    /// Their name as people write it.
    pub name: &'a str,
    /// What they are asked to act on, on own assets and on those of others.
    pub load: Load,
}

/// Who is asked about some findings.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// Who is asked, by owner id; empty where only a domain can be.
    pub id: String,
    /// Their name as people write it.
    pub name: String,
    /// Why somebody else than the owner is asked, as a clause; empty where the owner is asked.
    pub because: String,
    /// How many of the findings they are asked about.
    pub findings: u64,
}

impl Posture {
    /// Everybody who is asked to act on an open finding: the one with most that is critical comes first, then with
    /// most that is overdue, then high, then open.
    pub fn asked(&self) -> Vec<Asked<'_>> {
        let mut by_person: BTreeMap<(&str, &str), Load> = BTreeMap::new();
        for contact in self.contacts.iter().filter(|contact| contact.open > 0) {
            let load = by_person.entry((&contact.id, &contact.name)).or_default();
            *load = load.and(contact.load());
        }
        let person = |((id, name), load)| Asked { id, name, load };
        let mut all: Vec<Asked<'_>> = by_person.into_iter().map(person).collect();
        all.sort_by_key(|it| {
            let Load { open, overdue, critical, high } = it.load;
            Reverse([critical, overdue, high, open])
        });
        all
    }

    /// What somebody is asked to act on, on own assets and on those of others.
    pub fn asked_of(&self, id: &str) -> Load {
        let own = self.contacts.iter().filter(|contact| contact.id == id);
        own.map(Contact::load).fold(Load::default(), Load::and)
    }
}
