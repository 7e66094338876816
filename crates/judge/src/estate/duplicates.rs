//! Ids that two records of one kind claim.

use std::collections::HashMap;

use super::keys::Identity;
use model::{Diagnostic, Facts, Placed};

/// Every id that is taken twice, reported at the second record.
pub(super) fn duplicates(facts: &Facts) -> Vec<Diagnostic> {
    let mut errors = among(&facts.owners, |owner| &owner.id, |_| false);
    errors.extend(among(&facts.servers, |server| &server.id, Identity::completes));
    errors.extend(among(&facts.agents, |agent| &agent.id, Identity::completes));
    errors.extend(among(&facts.service_accounts, |account| &account.id, Identity::completes));
    errors.extend(among(&facts.secrets, |secret| &secret.id, Identity::completes));
    errors.extend(among(&facts.playbooks, |playbook| &playbook.id, |_| false));
    errors
}

/// The ids that two whole records claim; one that completes another has its id.
fn among<T>(
    records: &[Placed<T>],
    id: impl Fn(&T) -> &str,
    completes: impl Fn(&T) -> bool,
) -> Vec<Diagnostic> {
    let mut last: HashMap<&str, &Placed<T>> = HashMap::new();
    let mut errors = Vec::new();
    for record in records.iter().filter(|record| !completes(&record.record)) {
        if let Some(known) = last.insert(id(&record.record), record) {
            errors.push(Diagnostic::at(
                &record.place,
                format!("the id {} is already taken at {}", id(&record.record), known.place),
                "give one of the two another id, merge them, or write `completes: true` in the one that adds to the other",
            ));
        }
    }
    errors
}
