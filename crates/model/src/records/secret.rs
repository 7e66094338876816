//! Secrets: what identities prove themselves with. Values are never held.

use crate::Texts;
use std::borrow::Cow;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Certainty, Environment, InputChecks, Sighting, Status, stated_dates};
use crate::{Field, Moment, ValueClass};

/// A secret or credential, described without its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// Key, unique among secrets. Never the value.
    #[texts(Id)]
    pub id: String,
    /// Other names it goes by, such as an ARN, a client id, an e-mail address or a SPIFFE id: what
    /// exports and scanners report for these names is about this asset.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub known_as: Field<Vec<String>>,
    /// The ids it had before it was renamed: the history of its findings goes on under this one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub formerly: Field<Vec<String>>,
    /// Names that look like this secret and are another: no source is joined to it by one of them.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub distinct_from: Field<Vec<String>>,
    /// Whether this record only completes another one of the same id, in whatever file that is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub completes: Field<bool>,
    /// What sort of secret it is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<SecretKind>,
    /// Who is accountable for its scope, rotation and revocation, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<Vec<String>>,
    /// The owner of the server that uses it is meant to own this secret too.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner_inherited: Field<bool>,
    /// The account it authenticates as.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub principal: Field<String>,
    /// Whose account that is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub principal_kind: Field<PrincipalKind>,
    /// The servers, agents and service accounts that use it, by id or `kind/id`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub used_by: Field<Vec<String>>,
    /// The environment it opens.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub environment: Field<Environment>,
    /// The store it is kept in.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub store: Field<String>,
    /// How it comes into being.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub issuance: Field<Issuance>,
    /// When it was issued.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub issued_at: Field<Moment>,
    /// When it was last replaced.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_rotated: Field<Moment>,
    /// When it stops working by itself. `never` is written as an empty field.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub expires_at: Field<Moment>,
    /// How long one issued credential lives, in seconds.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ttl_seconds: Field<u64>,
    /// Whether rotation happens by itself.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auto_rotate: Field<bool>,
    /// What it allows, in the issuer's terms. An empty list declares that it carries no scopes.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub scopes: Field<Vec<String>>,
    /// Whether it works. Default: it does.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_used: Field<Moment>,
    /// Since when use has been recorded: how far back the telemetry goes.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub usage_since: Field<Moment>,
    /// Where it is kept.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub location: Field<Location>,
    /// What a federated trust checks.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub federation: Field<Federation>,
    /// People who know the value, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub known_to: Field<Vec<String>>,
    /// Whether it is revoked when its task ends.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auto_revoked: Field<bool>,
    /// Whether `used_by` is only what a client configuration shows: one user, perhaps of several.
    /// Filled when sources are joined, not by hand.
    #[serde(skip)]
    pub users_seen: bool,
    /// Whether an export states that it is used in several environments. Filled by readers, not by
    /// hand: a record names the users.
    #[serde(skip)]
    pub crosses_environments: bool,
    /// Which value it is; filled by readers that see values, not by hand.
    #[serde(skip)]
    pub value_class: Option<ValueClass>,
    /// Where configurations hold its value in plain text. Filled by readers, not by hand.
    #[serde(skip)]
    pub sightings: Vec<Sighting>,
}

impl InputChecks for Secret {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, issued_at last_rotated last_used usage_since)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.items().iter().map(|name| ("owner", name.as_str())).collect()
    }
}

impl Secret {
    /// Whether the secret still works. Only a stated `revoked` or `retired` means that it does not.
    pub fn is_live(&self) -> bool {
        !matches!(self.status.given(), Some(Status::Revoked | Status::Retired))
    }

    /// When the present material was made: the later of issue and last rotation. A date after
    /// `as_of` is not usable yet, so leaving a date out can only make the secret look older.
    pub fn renewed(&self, as_of: Date) -> Option<Moment> {
        let dates = [self.issued_at.given(), self.last_rotated.given()];
        dates.into_iter().flatten().copied().filter(|date| date.day() <= as_of).max()
    }

    /// Whether there is material to keep. Federation keeps none, and takes three statements that agree: that
    /// it is one, that it is issued so, and that nothing is stored. One that is left out settles nothing, else
    /// leaving out the one that contradicts would earn what federation does.
    pub fn material(&self) -> Material {
        use Material::{Contradicted, Kept, Nothing, Unsettled};
        let (kind, issuance) = (self.kind.given(), self.issuance.given());
        let by_kind = kind == Some(&SecretKind::WorkloadFederation);
        let by_issuance = issuance == Some(&Issuance::Federated);
        let is_kept_kind = kind.is_some_and(|kind| kind.is_kept());
        let location = self.location.given();
        let is_seen = self.sightings.iter().any(|seen| seen.certainty == Certainty::Confirmed);
        match () {
            () if !by_kind && !by_issuance => Kept,
            () if is_seen => Contradicted("location"),
            () if location.is_some_and(|at| !matches!(at, Location::None | Location::Unknown)) => {
                Contradicted("location")
            }
            () if issuance == Some(&Issuance::Static) => Contradicted("issuance"),
            () if is_kept_kind => Contradicted("kind"),
            () if kind.is_none() => Unsettled("kind"),
            () if issuance.is_none() => Unsettled("issuance"),
            () if location != Some(&Location::None) => Unsettled("location"),
            () => Nothing,
        }
    }
}

/// Whether a secret has material that somebody keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// None: only a trust is stored.
    Nothing,
    /// A value.
    Kept,
    /// It is called a federation, and this field is missing.
    Unsettled(&'static str),
    /// It is called a federation, and this field states that there is a value.
    Contradicted(&'static str),
}

/// What sort of secret it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum SecretKind {
    /// No stored material: a trust in another issuer's tokens.
    WorkloadFederation,
    /// An OAuth client secret.
    #[serde(rename = "oauth-client")]
    OAuthClient,
    /// A service account's key file.
    ServiceAccountKey,
    /// An API key.
    ApiKey,
    /// A personal access token.
    Pat,
    /// A password, also inside a connection string.
    Password,
    /// A browser session.
    SessionCookie,
    /// An OAuth grant of one person.
    #[serde(rename = "user-oauth")]
    UserOAuth,
    /// A private key.
    PrivateKey,
    /// A certificate with its key.
    Certificate,
    /// A signed token.
    Token,
}

impl SecretKind {
    /// Whether there is always a value to keep. A token or certificate may also be issued on each use.
    fn is_kept(self) -> bool {
        use SecretKind::{Certificate, Token, WorkloadFederation};
        !matches!(self, WorkloadFederation | Token | Certificate)
    }
}

/// Whose account a secret authenticates as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A workload's own account.
    Workload,
    /// Each user's own grant, not shared.
    DelegatedUser,
    /// One person's account.
    Human,
    /// An account several parties use.
    Shared,
}

/// How a credential comes into being.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Issuance {
    /// Made once and kept.
    Static,
    /// Made on request by a secrets engine or authorization server.
    Dynamic,
    /// Made for one task.
    Jit,
    /// Exchanged for another issuer's token.
    Federated,
}

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Location {
    /// A secret manager.
    Vault,
    /// The secret store of a pipeline.
    CiSecret,
    /// The keychain of one machine.
    OsKeychain,
    /// The environment of a process, filled from a manager.
    Env,
    /// A file of environment variables.
    EnvFile,
    /// A file.
    File,
    /// A configuration file.
    Config,
    /// Nowhere: nothing is stored, as in federation.
    None,
    /// Not known.
    Unknown,
}

/// What a federated trust checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Federation {
    /// The issuer it trusts.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub issuer: Field<String>,
    /// The audience it asks for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub audience: Field<String>,
    /// The subject it asks for; a `*` leaves it open.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub subject: Field<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field::Given;

    fn federated() -> Secret {
        Secret {
            id: "key".into(),
            kind: Given(SecretKind::WorkloadFederation),
            issuance: Given(Issuance::Federated),
            location: Given(Location::None),
            ..Secret::default()
        }
    }

    #[test]
    fn federation_takes_three_statements_that_agree() {
        use Material::{Contradicted, Nothing, Unsettled};
        assert_eq!(federated().material(), Nothing);
        let dynamic = Secret { issuance: Given(Issuance::Dynamic), ..federated() };
        assert_eq!(dynamic.material(), Nothing);
        let fixed = Secret { issuance: Given(Issuance::Static), ..federated() };
        assert_eq!(fixed.material(), Contradicted("issuance"));
        let unplaced = Secret { location: Field::Absent, ..fixed };
        assert_eq!(unplaced.material(), Contradicted("issuance"));
        for location in [Location::File, Location::Vault, Location::Env, Location::Config] {
            let stored = Secret { location: Given(location), ..federated() };
            assert_eq!(stored.material(), Contradicted("location"));
        }
        let of_kind = |kind| Secret { kind: Given(kind), ..federated() }.material();
        assert_eq!(of_kind(SecretKind::Token), Nothing);
        assert_eq!(of_kind(SecretKind::ApiKey), Contradicted("kind"));
        let unstated = Secret { kind: Field::Blank, ..federated() };
        assert_eq!(unstated.material(), Unsettled("kind"));
        let unstated = Secret { issuance: Field::Absent, ..federated() };
        assert_eq!(unstated.material(), Unsettled("issuance"));
        let unknown = Secret { location: Given(Location::Unknown), ..federated() };
        assert_eq!(unknown.material(), Unsettled("location"));
        let key = Secret { kind: Given(SecretKind::ApiKey), issuance: Field::Blank, ..federated() };
        assert_eq!(key.material(), Material::Kept);
    }
}
