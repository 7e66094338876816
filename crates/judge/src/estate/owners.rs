//! Owners by whatever name a source uses for them: id, e-mail address, name, or a declared other name.
//!
//! A reference is replaced by the owner's id before anything is joined, so that one owner under two
//! names is one owner, and nobody reviews or approves their own work under another name.

use std::collections::BTreeSet;

use super::owner_names::OwnerNames;
use model::records::{Agent, Owner, Secret, Server, ServiceAccount};
use model::{Diagnostic, Facts, Field, Place, Placed};

/// Replaces every reference to an owner by the owner's id. Returns a warning for each name that
/// several owners have; such a reference stays unknown.
pub(super) fn resolve(facts: &mut Facts) -> Vec<Diagnostic> {
    let mut names = Names::of(&facts.owners);
    let Facts {
        owners,
        servers,
        agents,
        service_accounts,
        secrets,
        tools,
        playbooks,
        reviews,
        approvals,
        attestations,
        waivers,
        vettings,
        monitors,
        observed,
        exported,
        catalogued,
        ..
    } = facts;
    for Placed { record, place, .. } in owners {
        names.field(&mut record.lead, place);
        names.field(&mut record.deputy, place);
    }
    let entries = observed.iter_mut();
    let (seen, held): (Vec<_>, Vec<_>) =
        entries.map(|entry| (&mut entry.server, &mut entry.secrets)).unzip();
    let listed = catalogued.iter_mut().map(|entry| &mut entry.server);
    let all = servers.iter_mut().chain(&mut exported.servers).chain(seen).chain(listed);
    all.for_each(|placed| names.server(placed));
    let all = agents.iter_mut().chain(&mut exported.agents);
    all.for_each(|placed| names.agent(placed));
    let people = exported.people.iter_mut();
    people.for_each(|person| names.list(&mut person.record.account.owner, &person.place));
    let all = service_accounts.iter_mut().chain(&mut exported.service_accounts);
    all.for_each(|placed| names.account(placed));
    let held = held.into_iter().flatten();
    let all = secrets.iter_mut().chain(&mut exported.secrets).chain(held);
    all.for_each(|placed| names.secret(placed));
    tools.iter_mut().for_each(|tool| names.field(&mut tool.record.owner, &tool.place));
    for Placed { record, place, .. } in playbooks {
        names.field(&mut record.owner, place);
        names.field(&mut record.authority, place);
    }
    monitors.iter_mut().for_each(|one| names.field(&mut one.record.alert_route, &one.place));
    for Placed { record, place, .. } in reviews {
        names.field(&mut record.reviewer, place);
        if let Field::Given(lines) = &mut record.items {
            lines.iter_mut().for_each(|line| names.field(&mut line.verified_by, place));
        }
    }
    for Placed { record, place, .. } in approvals {
        names.field(&mut record.approver, place);
        names.field(&mut record.requested_by, place);
    }
    attestations.iter_mut().for_each(|one| names.field(&mut one.record.by, &one.place));
    vettings.iter_mut().for_each(|one| names.field(&mut one.record.by, &one.place));
    for Placed { record, place, .. } in waivers {
        names.name(&mut record.approver, place);
        names.field(&mut record.owner, place);
    }
    names.warnings
}

/// The names of all owners, and what they leave open.
struct Names {
    owners: OwnerNames,
    warnings: Vec<Diagnostic>,
}

impl Names {
    fn of(owners: &[Placed<Owner>]) -> Self {
        Names { owners: OwnerNames::of(owners), warnings: Vec::new() }
    }

    fn name(&mut self, name: &mut String, place: &Place) {
        match self.owners.find(name).as_slice() {
            [] => {}
            [one] if one == name => {}
            [one] => *name = (*one).to_string(),
            several => self.warnings.push(Diagnostic::at(
                place,
                format!("{name} may be any of these owners: {}", several.join(", ")),
                "write the id of the one that is meant",
            )),
        }
    }

    fn field(&mut self, field: &mut Field<String>, place: &Place) {
        if let Field::Given(name) = field {
            self.name(name, place);
        }
    }

    /// A list of owners; two names of one owner are one owner.
    fn list(&mut self, field: &mut Field<Vec<String>>, place: &Place) {
        let Field::Given(names) = field else { return };
        names.iter_mut().for_each(|name| self.name(name, place));
        if names.len() < 2 {
            return;
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
    }

    fn server(&mut self, Placed { record, place, .. }: &mut Placed<Server>) {
        self.list(&mut record.owner, place);
        self.field(&mut record.purpose_approved_by, place);
        if let Field::Given(domains) = &mut record.domains {
            self.field(&mut domains.identity, place);
            self.field(&mut domains.platform_security, place);
            self.field(&mut domains.operator, place);
        }
        if let Field::Given(tools) = &mut record.tools {
            tools.iter_mut().for_each(|tool| self.field(&mut tool.owner, place));
        }
    }

    fn agent(&mut self, Placed { record, place, .. }: &mut Placed<Agent>) {
        self.list(&mut record.owner, place);
        self.field(&mut record.purpose_approved_by, place);
        if let Field::Given(switch) = &mut record.kill_switch {
            self.field(&mut switch.owner, place);
        }
    }

    fn account(&mut self, Placed { record, place, .. }: &mut Placed<ServiceAccount>) {
        self.list(&mut record.owner, place);
    }

    fn secret(&mut self, Placed { record, place, .. }: &mut Placed<Secret>) {
        self.list(&mut record.owner, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn owner(value: serde_json::Value) -> Placed<Owner> {
        Placed::new(serde_json::from_value(value).expect("an owner"), Place::file("owners.yaml"))
    }

    fn owned_by(names: &[&str]) -> Placed<Server> {
        let owner = Field::Given(names.iter().map(|name| (*name).to_string()).collect());
        let server = Server { id: "crm".into(), owner, ..Server::default() };
        Placed::new(server, Place::file("servers.yaml"))
    }

    #[test]
    fn an_owner_goes_by_id_mail_name_and_other_names() {
        let owners = vec![
            owner(json!({"id": "plat", "name": "Platform", "email": "p@x.test",
                "known_as": ["platform-team"]})),
            owner(json!({"id": "ada", "name": "Ada"})),
        ];
        let names = ["plat", "PLATFORM", "P@x.test", "Platform-Team"];
        let servers = vec![owned_by(&names), owned_by(&["ada", "nobody-known"])];
        let mut facts = Facts { owners, servers, ..Facts::default() };
        assert!(resolve(&mut facts).is_empty());
        assert_eq!(facts.servers[0].record.owner.items(), ["plat"], "one owner under four names");
        assert_eq!(facts.servers[1].record.owner.items(), ["ada", "nobody-known"]);
    }

    #[test]
    fn a_name_that_two_owners_have_is_reported_and_stays_unknown() {
        let owners = vec![
            owner(json!({"id": "one", "name": "Kim"})),
            owner(json!({"id": "two", "name": "kim"})),
        ];
        let mut facts = Facts { owners, servers: vec![owned_by(&["Kim"])], ..Facts::default() };
        let warnings = resolve(&mut facts);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert_eq!(facts.servers[0].record.owner.items(), ["Kim"]);
    }
}
