//! What grants allow, by the lists of `mappings/grants`.

use passmuster::controls::CATALOG;
use passmuster::mappings::{self, SourceText};
use passmuster::model::Outcome::{Fail, NotAssessed, Pass};
use passmuster::model::{Breadth, Grants};

use super::{Copy, finding};

fn grants() -> std::sync::Arc<Grants> {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    mappings::load(&mappings::embedded(), &ids).expect("our own lists").grants
}

fn all_are(expected: Breadth, list: &str) {
    let grants = grants();
    for grant in list.split('|').map(str::trim) {
        assert_eq!(grants.breadth(grant), expected, "{grant}");
    }
}

#[test]
fn what_lets_its_holder_give_itself_more_is_administrative() {
    all_are(
        Breadth::Administrative,
        "iam:AttachUserPolicy | iam:CreateAccessKey | iam:PutRolePolicy | ssm:SendCommand | IAM:attachuserpolicy | \
         iam:* | iam:Put* | iam:Create* | sso-admin:* | iam:*Policy | lambda:* | ssm:* | * | *:* | organizations:* | organizations:CreateAccount | \
         arn:aws:iam::aws:policy/IAMFullAccess | AdministratorAccess | AWSLambda_FullAccess | \
         okta.roles.manage | okta.* | okta.users.manage | OKTA.APPS.MANAGE | okta.policies.manage | \
         Policy.ReadWrite.ConditionalAccess | https://graph.microsoft.com/Policy.ReadWrite.ConditionalAccess | \
         9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8 | RoleManagement.ReadWrite.Directory | Policy.* | \
         00000003-0000-0000-c000-000000000000/AppRoleAssignment.ReadWrite.All | Application.ReadWrite.All | \
         Microsoft Graph/Group.ReadWrite.All | Global Administrator | Application Administrator | \
         Owner@/subscriptions/7c0e | User Access Administrator | Virtual Machine Contributor | \
         https://www.googleapis.com/auth/cloud-platform | https://www.googleapis.com/auth/admin.directory.user | \
         admin.directory.rolemanagement | roles/owner | roles/iam.serviceAccountTokenCreator | \
         iam.serviceAccounts.getAccessToken | resourcemanager.projects.setIamPolicy | compute.instances.setIamPolicy | \
         iam.serviceAccounts.* | admin:org | write:org | workflow | site_admin | cluster-admin | cluster-admin@build | \
         roles:escalate | clusterroles:bind | users:impersonate | pods/exec:create | \
         serviceaccounts/token:create | system:masters",
    );
}

#[test]
fn what_takes_in_a_whole_product_is_broad() {
    all_are(
        Breadth::Broad,
        "Mail.ReadWrite | https://graph.microsoft.com/Mail.ReadWrite | Sites.ReadWrite.All | Files.ReadWrite.All | \
         repo | user | okta.logs.manage | https://mail.google.com/ | https://www.googleapis.com/auth/drive | \
         https://www.googleapis.com/auth/calendar | gmail.modify | Contributor | Contributor@/subscriptions/7c0e/resourceGroups/o | \
         s3:* | s3:Get* | AmazonS3FullAccess | PowerUserAccess | arn:aws:iam::aws:policy/ReadOnlyAccess | roles/editor | \
         roles/viewer | secrets:list | sts:AssumeRole | kms:* | sts:* | okta.logs.*",
    );
}

#[test]
fn what_is_narrow_or_only_reads_is_specific() {
    all_are(
        Breadth::Specific,
        "roles/run.invoker | calendar.events | https://www.googleapis.com/auth/calendar.events | search:read | \
         admin.directory.user.readonly | https://www.googleapis.com/auth/admin.directory.user.readonly | \
         https://www.googleapis.com/auth/admin.directory.group.member.readonly | iam:GetUser | iam:ListRoles | \
         s3:GetObject | dynamodb:PutItem | organizations:ListAccounts | okta.users.read | okta.logs.read | \
         okta.users.read.self | Mail.Read | User.Read.All | Directory.Read.All | RoleManagement.Read.Directory | \
         Policy.Read.All | Sites.Selected | Application.Read.All | read:org | repo:status | public_repo | delete_repo | \
         security_events | roles/storage.objectViewer | Storage Blob Data Reader | kms:Decrypt | pods:get | \
         rolebindings:list | SecurityAudit | openid | issues:write | slots:read",
    );
}

#[test]
fn what_no_list_has_is_not_known() {
    all_are(
        Breadth::Unknown,
        "iam:TagUser | iam:CreateServiceSpecificCredential | okta.new.thing | Policy.ReadWrite.Brand | \
         https://www.googleapis.com/auth/unheard.of | iam.serviceAccounts.undelete | \
         0f0f0f0f-0000-0000-0000-000000000000 | arn:aws:iam::123456789012:policy/AdministratorAccess | \
         projects/shop/roles/calendar.events | billing | policies:write | secrets:write2",
    );
}

#[test]
fn a_grant_is_judged_by_the_lists() {
    let of = |grant: &str| {
        let server = format!(
            "servers:\n  - {{ id: held, owner: [care-team], status: active, environments: [production], reach: [], \
             uses: [], modifiers: [], tools: [], scopes: [\"{grant}\"] }}\n"
        );
        let posture = Copy::of("healthy").add("more.yaml", &server).posture();
        finding(&posture, "SCP-02@server/held").outcome
    };
    for grant in ["iam:Put*", "okta.roles.manage", "Mail.ReadWrite", "ssm:SendCommand"] {
        assert_eq!(of(grant), Fail, "{grant}");
    }
    for grant in ["roles/run.invoker", "calendar.events", "admin.directory.user.readonly"] {
        assert_eq!(of(grant), Pass, "{grant}");
    }
    assert_eq!(of("okta.new.thing"), NotAssessed);
}

#[test]
fn lists_that_contradict_themselves_are_an_error() {
    let text = "provider: {id: acme, title: Acme}
sources:
  - {page: https://acme.example/grants, read: 2026-11-28, about: all}
escalating: [acme:rule]
broad: [Acme:Rule, okta.roles.manage]
narrow: [acme:read, acme:read, '*']
ids: {ACME-1: acme:rule, acme:read: acme:rule, 9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8: acme:rule}
";
    let file = SourceText { path: "mappings/grants/acme.yaml".into(), text: text.into() };
    let mut files = mappings::embedded();
    files.push(file);
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let errors = mappings::load(&files, &ids).expect_err("six faults");
    let messages: Vec<String> = errors.iter().map(|error| error.message.clone()).collect();
    assert_eq!(messages.len(), 6, "{messages:#?}");
    assert!(messages[0].starts_with("acme:rule is listed as broad, and as escalating at "));
    assert!(messages[1].starts_with("okta.roles.manage is listed as broad, and as escalating at "));
    assert!(messages[2].starts_with("acme:read is listed twice"));
    assert_eq!(messages[3], "an entry that fits every grant lists none");
    assert!(
        messages[4].contains("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8 has two names, the first at")
    );
    assert!(messages[5].starts_with("acme:read is an id here, and listed as narrow at "));
    for (from, with) in [
        (
            "sources:\n  - {page: https://acme.example/grants, read: 2026-11-28, about: all}",
            "sources: []",
        ),
        ("title: Acme", "name: Acme"),
    ] {
        let text = text.replace(from, with);
        let file = SourceText { path: "mappings/grants/acme.yaml".into(), text };
        assert!(mappings::load(&[file], &ids).is_err(), "{with}");
    }
}
