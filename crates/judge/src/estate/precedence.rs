//! Which source is judged where two sources state a field of one asset. `docs/joining.md` prints
//! this table.

use super::freshness::Standing;

/// What happens to a value that a further source states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The value that is known is kept; a differing one is reported as a conflict.
    Kept,
    /// The further source's value is judged; the one that it replaces is reported as a conflict.
    Replaced,
    /// The further source's list is judged; the one of a record that it replaces is reported as a
    /// conflict. What several exports list is judged as one.
    Gathered,
    /// Both lists are judged as one.
    United,
    /// Both lists are judged as one, and the difference is reported as a conflict.
    Contested,
    /// The value that is known is kept, and a differing one is no conflict.
    Filled,
    /// The further source cannot state it.
    Ignored,
}

/// What is judged where the known value and that of a further source differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// The known value.
    Known,
    /// That of the further source.
    Further,
    /// The worse of the two.
    Worse,
    /// Both.
    Both,
}

/// What is judged by a rule. A source that would take precedence does not where it is out of date.
pub(super) fn judged(rule: Rule, standing: Standing) -> Judged {
    match (rule, standing) {
        (Rule::Replaced | Rule::Gathered, Standing::Current) => Judged::Further,
        (Rule::Replaced | Rule::Gathered, Standing::Outdated { .. }) => Judged::Worse,
        (Rule::United | Rule::Contested, _) => Judged::Both,
        (Rule::Kept | Rule::Filled | Rule::Ignored, _) => Judged::Known,
    }
}

/// The rule for some fields: where an export adds to what is known, and where a client configuration
/// does.
pub(super) struct Row {
    pub(super) fields: &'static [&'static str],
    pub(super) export: Rule,
    pub(super) configuration: Rule,
}

impl Row {
    /// The rule where a record completes another one: what the first states is kept.
    pub(super) fn record(&self) -> Rule {
        match self.export {
            rule @ (Rule::United | Rule::Contested) => rule,
            _ => Rule::Kept,
        }
    }
}

/// Every field of the four kinds of asset, once.
#[rustfmt::skip]
pub(super) const TABLE: [Row; 10] = [
    // Names and users: whatever one source knows is so.
    Row { fields: &["known_as", "formerly", "distinct_from", "used_by"], export: Rule::United, configuration: Rule::United },
    // Two owners are a fault that the ownership controls have to see.
    Row { fields: &["owner"], export: Rule::Contested, configuration: Rule::Filled },
    // The platform measures these.
    Row {
        fields: &[
            "last_used", "last_rotated", "issued_at", "expires_at", "interactive_login", "issuance",
        ],
        export: Rule::Replaced,
        configuration: Rule::Filled,
    },
    // Each export knows the roles of its own platform, or of a part of it.
    Row { fields: &["roles"], export: Rule::Gathered, configuration: Rule::Filled },
    // A platform says what is active. A client may start what was retired: its entry revives nothing
    // on record.
    Row { fields: &["status"], export: Rule::Replaced, configuration: Rule::Ignored },
    // A client asks for scopes; the platform grants them.
    Row { fields: &["scopes"], export: Rule::Replaced, configuration: Rule::Filled },
    // A client configuration is what runs.
    Row {
        fields: &["transport", "url", "bind", "launch", "tls_verification"],
        export: Rule::Kept,
        configuration: Rule::Replaced,
    },
    // Whatever one client lets through is let through.
    Row { fields: &["auto_approve"], export: Rule::Kept, configuration: Rule::United },
    // What was looked through, where a client defines a server.
    Row { fields: &["configuration", "users_seen", "launch_class", "value_class", "sightings", "crosses_environments"], export: Rule::United, configuration: Rule::United },
    // What only people know, and the rest.
    Row {
        fields: &[
            "id", "name", "completes", "domains", "purpose", "purposes", "purpose_approved_by", "tier", "retired_on", "retired_by",
            "environments", "environment", "reach", "modifiers", "uses", "tools", "auth", "sampling", "elicitation", "artefact_signature", "definition_check",
            "internet_exposed", "first_seen", "owner_confirmed_on", "usage_since", "publisher",
            "supplied_by", "registry_status", "last_release", "enforcement", "runtime",
            "tool_filter", "links", "autonomy", "runs_as", "bindings", "inherits_env",
            "host_credentials", "delegation_recorded", "kill_switch", "limits", "delegation_depth", "circuit_breaker",
            "memory", "break_glass", "human_sessions", "kind", "owner_inherited", "principal", "principal_kind",
            "store", "ttl_seconds", "auto_rotate", "location", "federation", "known_to",
            "auto_revoked",
        ],
        export: Rule::Kept,
        configuration: Rule::Filled,
    },
];

/// The row of a field.
pub(super) fn row(field: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.fields.contains(&field))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::meet::fields;
    use super::*;

    #[test]
    fn every_field_of_every_asset_has_one_row() {
        let mut named = BTreeSet::new();
        for field in TABLE.iter().flat_map(|row| row.fields) {
            assert!(named.insert(*field), "{field} is in two rows");
        }
        let met: BTreeSet<&str> = fields().into_iter().collect();
        assert_eq!(named, met);
    }

    #[test]
    fn the_page_prints_the_table() {
        let page = include_str!("../../../../docs/joining.md");
        for row in &TABLE {
            let fields: Vec<String> = row.fields.iter().map(|field| format!("`{field}`")).collect();
            let line = format!(
                "| {} | {} | {} |",
                fields.join(", "),
                format!("{:?}", row.export).to_lowercase(),
                format!("{:?}", row.configuration).to_lowercase(),
            );
            assert!(page.contains(&line), "docs/joining.md needs the line\n{line}");
        }
    }
}
