//! What raises a secret by itself.

use super::rules::Rules;
use model::Tier;
use model::records::{Environment, PrincipalKind, Secret};

pub(super) fn rules(rules: &mut Rules, secret: &Secret) {
    match secret.environment.given() {
        Some(Environment::Production) => {
            rules.raise("D1", Tier::T2, "it gives access to production");
        }
        Some(_) => {}
        None => rules.undeclared("environment", "environment", Tier::T2),
    }
    match secret.principal_kind.given() {
        Some(PrincipalKind::Human) => rules.raise("D6", Tier::T2, "it is a person's credential"),
        Some(_) => {}
        None => rules.undeclared("principal_kind", "kind of principal", Tier::T2),
    }
    rules.grants(("scopes", "scope"), &secret.scopes);
}
