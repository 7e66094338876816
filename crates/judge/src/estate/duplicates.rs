//! Ids that two records of one kind claim.

use std::collections::HashMap;

use model::{Diagnostic, Facts, Placed};

/// Every id that is taken twice, reported at the second record.
pub(super) fn duplicates(facts: &Facts) -> Vec<Diagnostic> {
    let mut errors = among(&facts.owners, |owner| &owner.id);
    errors.extend(among(&facts.servers, |server| &server.id));
    errors.extend(among(&facts.agents, |agent| &agent.id));
    errors.extend(among(&facts.service_accounts, |account| &account.id));
    errors.extend(among(&facts.secrets, |secret| &secret.id));
    errors.extend(among(&facts.playbooks, |playbook| &playbook.id));
    errors
}

fn among<T>(records: &[Placed<T>], id: impl Fn(&T) -> &str) -> Vec<Diagnostic> {
    let mut last: HashMap<&str, &Placed<T>> = HashMap::new();
    let mut errors = Vec::new();
    for record in records {
        if let Some(known) = last.insert(id(&record.record), record) {
            errors.push(Diagnostic::at(
                &record.place,
                format!("the id {} is already taken at {}", id(&record.record), known.place),
                "give one of the two another id, or merge them",
            ));
        }
    }
    errors
}
