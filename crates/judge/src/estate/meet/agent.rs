//! Two records of one agent.

use super::fields::meet_fields;
use model::records::Agent;

meet_fields! {
    Agent,
    single: [
        completes name domains purpose purpose_approved_by autonomy runs_as bindings modifiers tier
        retired_on retired_by owner_confirmed_on usage_since inherits_env host_credentials delegation_recorded
        kill_switch limits delegation_depth circuit_breaker memory links
    ],
    aged: [status last_used],
    lists: [known_as formerly distinct_from owner],
    aside: [],
    |ours, meeting| {},
}
