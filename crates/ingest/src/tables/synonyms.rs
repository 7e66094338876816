//! What people call our records and fields. Data only: a word is written in small letters, with `_`
//! between its parts.

use model::RecordKind;

/// What people call kinds of record.
#[rustfmt::skip]
pub(super) static KINDS: &[(&[&str], RecordKind)] = &[
    (&["mcp_server", "mcp_servers", "server_name"], RecordKind::Servers),
    (&["ai_agent", "ai_agents", "agent_name"], RecordKind::Agents),
    (&["svc_account", "svc_accounts", "service_account_name", "service_principal",
       "service_principals", "nhi", "nhis", "non_human_identity", "non_human_identities",
       "machine_identity", "machine_identities"], RecordKind::ServiceAccounts),
    (&["credential", "credentials", "api_key", "api_keys", "secret_name", "key_name"],
     RecordKind::Secrets),
    (&["tool_name", "mcp_tools"], RecordKind::Tools),
    (&["access_review", "access_reviews"], RecordKind::Reviews),
    (&["exception", "exceptions"], RecordKind::Waivers),
];

/// What people call fields. The first field of a row that the record knows is meant.
#[rustfmt::skip]
pub(super) static FIELDS: &[(&[&str], &[&str])] = &[
    (&["id"], &["identifier", "identity", "unique_id", "account", "account_name", "account_id",
        "server_name", "mcp_server", "agent_name", "ai_agent", "service_account_name",
        "svc_account", "service_principal", "nhi", "non_human_identity", "machine_identity",
        "secret_name", "key_name", "credential", "api_key", "tool_name"]),
    (&["name"], &["display_name", "title", "label", "full_name"]),
    (&["owner"], &["responsible", "responsible_person", "owner_e_mail", "owner_email",
        "owner_mail", "owner_name", "owner_id", "asset_owner", "business_owner", "service_owner",
        "accountable", "accountable_owner", "owned_by", "contact"]),
    (&["purpose", "reason"], &["description", "business_purpose", "usage", "used_for"]),
    (&["environment", "environments"], &["env", "environment", "environments", "stage"]),
    (&["last_rotated"], &["rotated", "rotated_on", "rotated_at", "last_rotation", "rotation_date",
        "last_rotated_on", "last_rotated_at", "last_changed", "password_last_set"]),
    (&["expires_at", "expires_on"], &["expires", "expiry", "expiry_date", "expiration",
        "expiration_date", "expires_on", "expires_at", "valid_until", "valid_to"]),
    (&["issued_at", "first_seen"], &["created", "created_at", "created_on", "creation_date",
        "issued", "issued_on", "issue_date"]),
    (&["last_used"], &["last_use", "last_used_at", "last_used_on", "last_seen", "last_activity",
        "last_login", "last_logon", "last_sign_in"]),
    (&["used_by"], &["consumer", "consumers", "used_in"]),
    (&["store"], &["vault", "secret_store", "secret_storage", "storage", "stored_in"]),
    (&["scopes", "roles"], &["scope", "permissions", "rights", "granted_scopes"]),
    (&["roles"], &["role", "groups"]),
    (&["kind", "change"], &["type", "secret_type", "credential_type"]),
    (&["status"], &["state", "lifecycle", "lifecycle_status"]),
    (&["tier"], &["criticality", "privilege_tier", "risk_tier"]),
    (&["publisher"], &["vendor", "supplier", "provider"]),
    (&["url"], &["endpoint", "address", "server_url"]),
    (&["transport"], &["protocol"]),
    (&["known_as"], &["alias", "aliases", "arn", "client_id", "e_mail", "email"]),
    (&["auto_rotate"], &["automatic_rotation", "rotation_enabled"]),
    (&["reviewer", "approver"], &["reviewed_by", "approved_by"]),
    (&["completed_on"], &["review_date", "reviewed_on"]),
    (&["lead"], &["manager", "team_lead"]),
    (&["left_on"], &["leave_date", "last_day"]),
];
