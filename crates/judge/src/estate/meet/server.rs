//! Two records of one MCP server.

use super::fields::meet_fields;
use super::meeting::{Meeting, Source};
use model::Field;
use model::records::{AutoApprove, Configuration, Server, Tool};

meet_fields! {
    Server,
    single: [
        completes name domains purpose purposes purpose_approved_by tier retired_on retired_by environments reach
        modifiers uses auth sampling elicitation artefact_signature definition_check internet_exposed first_seen owner_confirmed_on usage_since
        publisher supplied_by registry_status last_release enforcement runtime tool_filter links
    ],
    aged: [status transport url bind launch last_used],
    lists: [known_as formerly distinct_from owner scopes],
    aside: [configuration launch_class auto_approve tls_verification tools],
    |ours, meeting| {
        ours.launch_class = ours.launch_class.or(launch_class);
        looked_through(&mut ours.configuration, configuration);
        approvals(meeting, &mut ours.auto_approve, auto_approve);
        hints(meeting, &mut ours.tools, &tools);
        meeting.field("tools", &mut ours.tools, tools);
        // An entry that switches nothing off does not contradict a source that knows of it.
        let settled = meeting.source() == Source::Configuration
            && ours.tls_verification == Field::Given(false);
        if !settled {
            meeting.aged("tls_verification", &mut ours.tls_verification, tls_verification);
        }
    },
}

/// What a server states about its own tools is known beside what the record states, and the digest of what it
/// serves is judged instead of one that somebody wrote down.
fn hints(meeting: &mut Meeting<'_>, ours: &mut Field<Vec<Tool>>, theirs: &Field<Vec<Tool>>) {
    let Field::Given(known) = ours else { return };
    for (here, tool) in known.iter_mut().enumerate() {
        let same = theirs.items().iter().enumerate().find(|(_, other)| other.id == tool.id);
        let Some((there, other)) = same else { continue };
        let paths = |field: &str| [here, there].map(|at| format!("tools.{at}.{field}"));
        let [known, seen] = paths("annotations");
        let (ours, theirs) = (&mut tool.annotations, &other.annotations);
        meeting.served((&known, &seen), ours, theirs, |one, than| one.admits_more(than));
        let [known, seen] = paths("hidden_characters");
        let (ours, theirs) = (&mut tool.hidden_characters, &other.hidden_characters);
        meeting.served((&known, &seen), ours, theirs, |hidden, _| *hidden);
        let [known, seen] = paths("definition_hash");
        let (ours, theirs) = (&mut tool.definition_hash, &other.definition_hash);
        let approved = tool.approved_hash.given();
        meeting.served((&known, &seen), ours, theirs, |served, _| Some(served) != approved);
    }
}

/// What clients approve adds up; what an export states about it does not.
fn approvals(meeting: &mut Meeting<'_>, ours: &mut Field<AutoApprove>, theirs: Field<AutoApprove>) {
    match (ours, theirs) {
        (Field::Given(known), Field::Given(more)) if meeting.source() == Source::Configuration => {
            let before = known.clone();
            let added = more.clone();
            known.or_approved_by(more);
            if known.everything != before.everything {
                meeting.take("auto_approve.everything");
            }
            let listed = before.tools.items();
            for (here, tool) in known.tools.items().iter().enumerate().skip(listed.len()) {
                let there = added.tools.items().iter().position(|other| other == tool);
                meeting.take_item("auto_approve.tools", here, there.unwrap_or_default());
            }
        }
        (known, more) => meeting.field("auto_approve", known, more),
    }
}

/// What was looked through in either source.
pub(in crate::estate) fn looked_through(
    ours: &mut Option<Configuration>,
    theirs: Option<Configuration>,
) {
    match (&mut *ours, theirs) {
        (Some(known), Some(more)) => {
            let Configuration { inspected, sightings, references, query_credentials, rules, runs } =
                more;
            known.inspected.extend(inspected);
            known.sightings.extend(sightings);
            known.references += references;
            known.query_credentials.extend(query_credentials);
            known.rules.extend(rules);
            known.runs.extend(runs);
        }
        (_, more) => *ours = ours.take().or(more),
    }
}
