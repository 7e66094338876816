//! The list of AWS users that nhi-scan gathers: users by name, with their policies and access keys.

use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, Secret, SecretKind, ServiceAccount, Status};
use model::{Facts, Field, FormatId};
use syntax::Node;

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("nhi-scan-aws"), title: "nhi-scan AWS users", recognise, read };

/// Keys of the list; no list of AWS itself has them.
const KEYS: [&str; 3] = ["AttachedPolicies", "AccessKeys", "HasWildcardAction"];

fn recognise(root: &Node) -> bool {
    let is_user = |node: &Node| {
        node.get("UserName").is_some() && KEYS.iter().any(|key| node.get(key).is_some())
    };
    extract::sample_rows(extract::records(root)).any(is_user)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    for (number, node) in extract::records(root).iter().enumerate() {
        let Some(name) = extract::redacted_text(node, "UserName") else {
            export.notice(node, "a user has no name and was skipped", "gather it again");
            continue;
        };
        let pointer = format!("/{number}");
        for (at, one) in extract::list_at(node, "AccessKeys").iter().enumerate() {
            let secret = key(one, &name, at + 1, &mut export);
            export.secret(one, &format!("{pointer}/AccessKeys/{at}"), secret);
        }
        let labels = Labels::of([node.get("Tags")]);
        let record = ServiceAccount {
            known_as: extract::dedup_aliases([
                Some(name.clone()),
                extract::redacted_text(node, "Arn"),
            ]),
            owner: labels.owner(),
            environment: labels.environment(),
            roles: policies(node),
            id: name,
            ..ServiceAccount::default()
        };
        export.account(node, &pointer, record);
    }
}

/// The policies of a user and its groups; `*` where one of them allows everything.
fn policies(node: &Node) -> Field<Vec<String>> {
    const LISTS: [&str; 3] = ["AttachedPolicies", "InlinePolicyNames", "GroupPolicies"];
    if LISTS.iter().all(|list| node.get(list).is_none()) {
        return Field::Absent;
    }
    let named = LISTS.iter().flat_map(|list| extract::string_list(node, list)).map(Some);
    let wild = extract::bool_at(node, "HasWildcardAction") == Some(true);
    Field::Given(extract::distinct(named.chain([wild.then(|| "*".to_string())])))
}

fn key(node: &Node, user: &str, number: usize, export: &mut Export<'_>) -> Secret {
    let issued_at = export.moment(node, "CreateDate");
    let last_used = export.moment(node, "LastUsedDate");
    Secret {
        id: format!("{user}/access-key-{number}"),
        kind: Field::Given(SecretKind::ApiKey),
        principal: Field::Given(user.to_string()),
        used_by: Field::Given(vec![format!("service-account/{user}")]),
        issuance: Field::Given(Issuance::Static),
        usage_since: if last_used == Field::Blank { issued_at.clone() } else { Field::Absent },
        issued_at,
        last_used,
        // An access key never ends by itself.
        expires_at: Field::Blank,
        status: match extract::raw_str(node, "Status") {
            Some("Inactive") => Field::Given(Status::Disabled),
            Some(_) => Field::Given(Status::Active),
            None => Field::Absent,
        },
        ..Secret::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn users_have_policies_and_keys() {
        let facts = read_json(
            &FORMAT,
            r#"[{"UserName": "etl", "Tags": [{"Key": "owner", "Value": "data@x.test"}],
                 "AttachedPolicies": ["AdministratorAccess"], "GroupPolicies": ["Read"],
                 "HasWildcardAction": true, "AccessKeys": [
                    {"AccessKeyId": "AKIAEXAMPLE", "Status": "Active",
                     "CreateDate": "2024-02-01T00:00:00+00:00", "LastUsedDate": null}]}]"#,
        );
        let account = &facts.exported.service_accounts[0].record;
        assert_eq!(account.roles.items(), ["AdministratorAccess", "Read", "*"]);
        let key = &facts.exported.secrets[0].record;
        assert_eq!((key.id.as_str(), &key.last_used), ("etl/access-key-1", &Field::Blank));
        assert_eq!(key.usage_since, key.issued_at);
    }
}
