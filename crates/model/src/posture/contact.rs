//! Who is asked to act: somebody active, also where the accountable owner is not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Posture;
use crate::Domain;

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
    /// How many open findings somebody is asked to act on, on own assets and on those of others.
    pub fn asked_of(&self, id: &str) -> u64 {
        self.contacts.iter().filter(|contact| contact.id == id).map(|contact| contact.open).sum()
    }
}
