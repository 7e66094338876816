//! Warnings about the inputs: they stop nothing, and the records are judged as they are.

use std::collections::BTreeSet;

use jiff::civil::Date;
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use model::records::Tool;
use model::{
    Asset, AssetFacts, Diagnostic, Facts, Field, Moment, Placed, RecordKind, is_placeholder,
};

/// A field that holds a date of the past.
type Past<T> = (&'static str, fn(&T) -> &Field<Moment>);

/// Dates in the future, in fields that record the past. Controls treat them as unusable.
pub(super) fn future_dates(facts: &Facts, as_of: Date) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let mut check = |place: &model::Place, field: &str, moment: Moment| {
        if moment.day() > as_of {
            let message = format!("`{field}` is in the future: {moment}");
            warnings.push(Diagnostic::at(place, message, "correct the date"));
        }
    };
    macro_rules! past {
        ($($records:ident: $($field:ident)+;)*) => {$(
            for Placed { record, place } in &facts.$records {
                $(if let Some(moment) = record.$field.given() {
                    check(place, stringify!($field), *moment);
                })+
            }
        )*};
    }
    past! {
        servers: first_seen retired_on owner_confirmed_on last_used usage_since last_release;
        agents: retired_on owner_confirmed_on last_used usage_since;
        service_accounts: retired_on owner_confirmed_on last_used usage_since;
        secrets: issued_at last_rotated last_used usage_since;
        owners: briefed_on;
        tools: first_seen last_used;
        reviews: completed_on;
        playbooks: updated_on;
        approvals: approved_on;
        attestations: on;
        events: at;
        exercises: date actions_since;
        exposures: detected_at revoked_at replaced_at;
        incidents: at;
        scans: last_run;
        vulnerabilities: first_seen fixed_on;
        logging: last_event;
        monitors: baseline_on last_alert_review;
        policies: last_evaluated;
        vettings: date;
    }
    let within: [Past<Tool>; 2] =
        [("first_seen", |tool| &tool.first_seen), ("last_used", |tool| &tool.last_used)];
    for server in &facts.servers {
        for tool in server.record.tools.items() {
            for (field, of) in &within {
                if let Some(moment) = of(tool).given() {
                    check(&server.place, &format!("tools.{}.{field}", tool.id), *moment);
                }
            }
        }
    }
    warnings
}

/// Owners who are not in the register. Controls on owners fail; the warning names the place.
pub(super) fn unknown_owners(facts: &Facts) -> Vec<Diagnostic> {
    if !facts.carried.contains(&RecordKind::Owners) {
        return Vec::new();
    }
    let known: BTreeSet<&str> = facts.owners.iter().map(|owner| owner.record.id.as_str()).collect();
    let mut warnings = Vec::new();
    let mut look = |name: &str, place: &model::Place, field: &str| {
        if known.contains(name) || is_placeholder(name) {
            return;
        }
        let help = match syntax::closest(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "add the owner to the register, or name another".to_string(),
        };
        let message = format!("`{field}` names {name}, who is not in the owner register");
        warnings.push(Diagnostic::at(place, message, help));
    };
    macro_rules! owned {
        ($($records:ident)+) => {$(
            for Placed { record, place } in &facts.$records {
                record.owner.items().iter().for_each(|name| look(name, place, "owner"));
            }
        )+};
    }
    owned! { servers agents service_accounts secrets }
    for Placed { record, place } in &facts.tools {
        record.owner.given().into_iter().for_each(|name| look(name, place, "owner"));
    }
    for Placed { record, place } in &facts.playbooks {
        record.owner.given().into_iter().for_each(|name| look(name, place, "owner"));
    }
    for Placed { record, place } in &facts.reviews {
        record.reviewer.given().into_iter().for_each(|name| look(name, place, "reviewer"));
    }
    warnings
}

/// Servers that call each other in a cycle: each of them takes the highest tier among them.
pub(super) fn call_cycles(assets: &[Asset], calls: &[(usize, usize)]) -> Vec<Diagnostic> {
    let mut graph: DiGraph<usize, ()> = DiGraph::new();
    let nodes: Vec<_> = (0..assets.len()).map(|at| graph.add_node(at)).collect();
    for (called, caller) in calls {
        if let (Some(caller), Some(called)) = (nodes.get(*caller), nodes.get(*called)) {
            graph.add_edge(*caller, *called, ());
        }
    }
    let mut warnings = Vec::new();
    for cycle in tarjan_scc(&graph) {
        let alone = cycle.len() == 1 && cycle.iter().all(|at| !graph.contains_edge(*at, *at));
        if alone {
            continue;
        }
        let mut members: Vec<&Asset> =
            cycle.iter().filter_map(|node| assets.get(*graph.node_weight(*node)?)).collect();
        members.sort_by(|a, b| a.key.cmp(&b.key));
        let names: Vec<String> = members.iter().map(|asset| asset.key.to_string()).collect();
        let message = match names.as_slice() {
            [one] => format!("`uses` of {one} names itself"),
            several => format!(
                "`uses` forms a cycle through {}: each takes the highest tier among them",
                several.join(", ")
            ),
        };
        let place = members.iter().find_map(|asset| asset.place());
        let help = "remove the call that does not happen, if there is one".to_string();
        warnings.push(Diagnostic { place: place.cloned(), message, help });
    }
    warnings
}

/// The calls between servers, as positions of the called and the caller.
pub(super) fn calls(assets: &[Asset], find: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let mut calls = Vec::new();
    for (caller, asset) in assets.iter().enumerate() {
        if let AssetFacts::Server(server) = &asset.facts {
            let called = server.uses.items().iter().filter_map(|name| find(name));
            calls.extend(called.map(|called| (called, caller)));
        }
    }
    calls
}
