//! `iam list-users` and `iam list-roles`: who there is, without what they may do.
//!
//! A user whose password was used is a person. One without such a date may be one too: the list states
//! only passwords that were used, so that nothing follows from its silence.

use super::trust;
use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::ServiceAccount;
use model::{Facts, Field, FormatId, Person, PersonKind, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("aws-iam-list"), title: "AWS IAM list", recognise, read };

/// The lists by key, and the key of the name in each.
const LISTS: [(&str, &str); 2] = [("Users", "UserName"), ("Roles", "RoleName")];

fn recognise(root: &Node) -> bool {
    lists(root).iter().any(|(nodes, _, name)| {
        extract::sample_rows(nodes)
            .any(|node| extract::has_keys(node, &["Arn", name]) && node.get("CreateDate").is_some())
    })
}

/// The lists of a document, each with its pointer and the key of the name: those of the command line,
/// or a bare list of PowerShell.
fn lists(root: &Node) -> Vec<(&[Node], String, &'static str)> {
    match &root.value {
        Value::List(nodes) => {
            let name = LISTS.iter().map(|(_, name)| *name);
            let has = |name: &&str| extract::sample_rows(nodes).any(|one| one.get(name).is_some());
            name.clone()
                .find(has)
                .into_iter()
                .map(|name| (nodes.as_slice(), String::new(), name))
                .collect()
        }
        _ => LISTS
            .iter()
            .filter_map(|(list, name)| Some((root.get(list)?.list(), format!("/{list}"), *name)))
            .collect(),
    }
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    export.pages(root, &["IsTruncated", "NextToken", "Marker"]);
    for (nodes, list, name) in lists(root) {
        for (number, node) in nodes.iter().enumerate() {
            entry(node, &format!("{list}/{number}"), name, &mut export);
        }
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

fn entry(node: &Node, pointer: &str, name: &str, export: &mut Export<'_>) {
    let Some(arn) = extract::redacted_text(node, "Arn") else {
        export.notice(node, "an entry has no ARN and was skipped", "export it again");
        return;
    };
    let name = extract::redacted_text(node, name).unwrap_or_else(|| arn.clone());
    let ids = ["UserId", "RoleId"].map(|key| extract::redacted_text(node, key));
    let signed_in = export.moment(node, "PasswordLastUsed");
    let is_person = signed_in.given().is_some();
    let labels = Labels::of([node.get("Tags")]);
    let last_used = match node.get("RoleLastUsed") {
        Some(used) => export.moment(used, "LastUsedDate"),
        None => Field::Absent,
    };
    let account = ServiceAccount {
        name: Field::Given(name.clone()),
        known_as: extract::dedup_aliases([Some(arn.clone())].into_iter().chain(ids)),
        owner: labels.owner(),
        environment: labels.environment(),
        interactive_login: if is_person { Field::Given(true) } else { Field::Absent },
        last_used: if is_person { signed_in } else { last_used },
        id: arn.clone(),
        ..ServiceAccount::default()
    };
    match is_person {
        true => export.person(node, pointer, Person { kind: PersonKind::User, account }),
        false => export.account(node, pointer, account),
    }
    trust::read(node, pointer, (&arn, &name), export);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn users_and_roles_are_accounts_and_who_signs_in_is_a_person() {
        let facts = read_json(
            &FORMAT,
            r#"{"Users": [
                {"UserName": "ci", "UserId": "AIDA1", "Arn": "arn:aws:iam::1:user/ci",
                 "CreateDate": "2024-01-01T00:00:00+00:00", "Tags": [{"Key": "owner", "Value": "ops"}]},
                {"UserName": "ada", "UserId": "AIDA2", "Arn": "arn:aws:iam::1:user/ada",
                 "CreateDate": "2024-01-01T00:00:00+00:00",
                 "PasswordLastUsed": "2026-11-01T00:00:00+00:00"}]}"#,
        );
        let [ci] = facts.exported.service_accounts.as_slice() else { panic!("one account") };
        assert_eq!(ci.record.owner, Field::Given(vec!["ops".into()]));
        assert!(ci.record.interactive_login.is_absent() && ci.record.last_used.is_absent());
        assert_eq!(facts.exported.people[0].record.account.name, Field::Given("ada".into()));
        assert!(facts.carried.contains(&RecordKind::ServiceAccounts));
        let roles = r#"{"Roles": [{"RoleName": "run", "RoleId": "AROA1", "CreateDate": "2024-01-01",
            "Arn": "arn:aws:iam::1:role/run", "AssumeRolePolicyDocument": {"Statement": []}}],
            "IsTruncated": true}"#;
        let facts = read_json(&FORMAT, roles);
        assert_eq!((facts.exported.records(), facts.incomplete.len()), (1, 1));
        let bare = r#"[{"UserName": "ci", "Arn": "arn:aws:iam::1:user/ci", "CreateDate": "2024-01-01",
            "PasswordLastUsed": "0001-01-01T00:00:00"}]"#;
        assert_eq!(read_json(&FORMAT, bare).exported.service_accounts.len(), 1);
    }
}
