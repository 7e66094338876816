//! What a client configuration shows about secrets. Only readers of such files make these.

use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Place;

/// What was seen where a configuration defines a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
pub struct Configuration {
    /// The entries that were looked through.
    pub inspected: Vec<Place>,
    /// Values that are secrets, or look like it.
    pub sightings: Vec<Sighting>,
    /// How many values are references (`${TOKEN}`) instead of secrets.
    pub references: u32,
    /// Entries whose address passes a credential in its query.
    #[serde(default)]
    pub query_credentials: Vec<Place>,
    /// Rules of client settings that name the server.
    #[serde(default)]
    pub rules: Vec<Place>,
    /// What the entries run and are configured by: packages as `npm:name`, files of the project as
    /// `file:path`.
    #[serde(default)]
    pub runs: Vec<String>,
}

/// A secret value seen in a file, already reduced: the value itself is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
pub struct Sighting {
    /// Where it is.
    pub place: Place,
    /// Which setting held it: an environment variable, header or argument name.
    pub setting: String,
    /// What sort of secret it is, as far as its shape shows.
    pub kind: String,
    /// The recognised prefix and the length, such as `ghp_… (40 characters)`.
    pub masked: String,
    /// How sure we are.
    pub certainty: Certainty,
}

/// How sure a sighting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The shape belongs to one known kind of secret.
    Confirmed,
    /// The setting's name and the value's randomness suggest it.
    Suspected,
}
