//! Two records of one service account.

use super::fields::meet_fields;
use model::records::ServiceAccount;

meet_fields! {
    ServiceAccount,
    single: [
        completes name domains reach tier retired_on retired_by owner_confirmed_on usage_since environment
        break_glass human_sessions
    ],
    aged: [status last_used interactive_login],
    lists: [known_as formerly distinct_from owner used_by roles],
    aside: [crosses_environments],
    |ours, meeting| { ours.crosses_environments |= crosses_environments },
}
