//! What raises a service account by itself.

use super::reach;
use super::rules::Rules;
use model::records::{Environment, ServiceAccount};
use model::{Breadth, Diagnostic, Grants, Place, Tier};

pub(super) fn rules(rules: &mut Rules, account: &ServiceAccount) {
    reach::rules(rules, &account.reach);
    rules.grants(("roles", "role"), &account.roles);
    match account.environment.given() {
        Some(Environment::Production) => rules.raise("D1", Tier::T2, "it belongs to production"),
        Some(_) => {}
        None => rules.undeclared("environment", "environment", Tier::T2),
    }
}

/// A record that says it reaches nothing beside a role that administers.
pub(super) fn contradiction(
    account: &ServiceAccount,
    place: Option<&Place>,
    lists: &Grants,
) -> Option<Diagnostic> {
    let reaches_nothing = account.reach.given().is_some_and(Vec::is_empty);
    let mut roles = account.roles.items().iter();
    let role = roles.find(|role| lists.breadth(role) == Breadth::Administrative)?;
    let message = format!(
        "{} is stated to reach nothing (`reach: []`), but its role {role} is administrative",
        account.id
    );
    let help = "state in `reach` what the role gives access to, or remove the role";
    let place = place.filter(|_| reaches_nothing)?;
    Some(Diagnostic::at(place, message, help))
}
