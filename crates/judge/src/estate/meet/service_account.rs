//! Two records of one service account.

use super::fields::meet_fields;
use model::records::ServiceAccount;

meet_fields! {
    ServiceAccount,
    single: [
        completes name reach tier status retired_on owner_confirmed_on last_used usage_since
        environment interactive_login human_sessions
    ],
    lists: [known_as formerly distinct_from owner used_by roles],
    aside: [crosses_environments],
    |ours, meeting| { ours.crosses_environments |= crosses_environments },
}
