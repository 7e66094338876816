//! `iam get-account-authorization-details`: users, roles, groups and policies of an account.
//!
//! Users and roles become service accounts; groups and policies tell what those may do.

use super::grants::Grants;
use super::trust;
use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::ServiceAccount;
use model::{Facts, Field, FormatId, RecordKind};
use syntax::Node;

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("aws-authorization-details"),
    title: "AWS account authorization details",
    recognise,
    read,
};

const LISTS: [(&str, &str); 2] = [("UserDetailList", "UserName"), ("RoleDetailList", "RoleName")];

fn recognise(root: &Node) -> bool {
    LISTS.iter().any(|(list, _)| root.get(list).is_some())
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 5] = [
    ("last_used", &["RoleLastUsed", "LastUsedDate"]),
    ("last_used", &["RoleLastUsed"]),
    ("usage_since", &["CreateDate"]),
    ("owner", &["Tags"]),
    ("environment", &["Tags"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["IsTruncated", "NextToken"]);
    let grants = Grants::of(root);
    for (list, name) in LISTS {
        let nodes = root.get(list).map(Node::list).unwrap_or_default();
        for (number, node) in nodes.iter().enumerate() {
            let labels = Labels::of([node.get("Tags")]);
            let pointer = format!("/{list}/{number}");
            let Some(arn) = extract::redacted_text(node, "Arn") else {
                export.notice(node, "an entry has no ARN and was skipped", "export it again");
                continue;
            };
            let name = extract::redacted_text(node, name).unwrap_or_else(|| arn.clone());
            let last_used = match node.get("RoleLastUsed") {
                None => Field::Absent,
                // An empty map: not used in the months that the platform looks back.
                Some(used) => match export.moment(used, "LastUsedDate") {
                    Field::Absent => Field::Blank,
                    date => date,
                },
            };
            let account = ServiceAccount {
                name: Field::Given(name.clone()),
                known_as: Field::Given(vec![arn.clone()]),
                owner: labels.owner(),
                environment: labels.environment(),
                roles: grants.roles(node, &mut export),
                usage_since: match last_used == Field::Blank {
                    true => export.moment(node, "CreateDate"),
                    false => Field::Absent,
                },
                last_used,
                id: arn.clone(),
                ..ServiceAccount::default()
            };
            export.account(node, &pointer, account);
            trust::read(node, &pointer, (&arn, &name), &mut export);
        }
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    const ACCOUNT: &str = r#"{
        "UserDetailList": [
            {"UserName": "ci", "UserId": "AIDA1", "Arn": "arn:aws:iam::1:user/ci",
             "GroupList": ["ops", "gone"], "AttachedManagedPolicies": [],
             "Tags": [{"Key": "Owner", "Value": "build@x.test"}]},
            {"UserName": "old", "Arn": "arn:aws:iam::1:user/old"}],
        "GroupDetailList": [
            {"GroupName": "ops", "AttachedManagedPolicies": [
                {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
                {"PolicyArn": "arn:aws:iam::1:policy/own"}]}],
        "RoleDetailList": [
            {"RoleName": "deploy", "Arn": "arn:aws:iam::1:role/deploy", "RoleLastUsed": {},
             "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": "%7B"}],
             "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow",
                "Principal": {"Federated": "arn:aws:iam::1:oidc-provider/ci.test"},
                "Condition": {"StringLike": {"ci.test:sub": ["repo:x/y:main", "repo:x/*"]}}}]}}],
        "Policies": [
            {"Arn": "arn:aws:iam::1:policy/own", "DefaultVersionId": "v2", "PolicyVersionList": [
                {"VersionId": "v1", "Document": {"Statement": {"Effect": "Allow", "Action": "a:B"}}},
                {"VersionId": "v2", "Document": {"Statement": {"Effect": "Allow", "Action": "*"}}}]}],
        "IsTruncated": false}"#;

    #[test]
    fn groups_and_policies_tell_what_users_may_do() {
        let facts = read_json(&FORMAT, ACCOUNT);
        let [ci, old, deploy] = facts.exported.service_accounts.as_slice() else { panic!("three") };
        let roles = ["*", "arn:aws:iam::aws:policy/AdministratorAccess", "group gone"];
        assert_eq!(ci.record.roles, Field::Given(roles.map(String::from).to_vec()));
        assert_eq!(ci.record.owner, Field::Given(vec!["build@x.test".into()]));
        assert_eq!(old.record.roles, Field::Absent);
        assert_eq!(old.record.owner, Field::Absent, "it has no tags");
        assert_eq!(deploy.record.last_used, Field::Blank);
        assert_eq!(deploy.record.owner, Field::Absent, "no role is tagged with an owner");
        assert_eq!(facts.notices.len(), 1, "the broken inline policy");
        assert!(facts.carried.contains(&RecordKind::ServiceAccounts));
    }

    #[test]
    fn an_open_subject_of_a_trust_is_seen() {
        let facts = read_json(&FORMAT, ACCOUNT);
        let federation = facts.exported.secrets[0].record.federation.given().expect("federation");
        assert_eq!(federation.subject, Field::Given("repo:x/*".into()));
        assert_eq!(federation.audience, Field::Blank);
    }

    #[test]
    fn a_page_is_not_the_whole() {
        let facts =
            read_json(&FORMAT, r#"{"UserDetailList": [{"Arn": "a"}], "IsTruncated": true}"#);
        assert_eq!(facts.exported.service_accounts.len(), 1);
        assert_eq!((facts.incomplete.len(), facts.notices.len()), (1, 1));
        assert!(facts.carried.is_empty());
    }
}
