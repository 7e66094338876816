//! Trust policies: who may take a role on. Federated trusts are credentials without a stored value.

use super::policy;
use crate::exports::export::Export;
use crate::extract;
use model::Field;
use model::records::{Federation, Issuance, Location, PrincipalKind, Secret, SecretKind};
use syntax::Node;

/// Reads the trust policy of a role.
pub(super) fn read(node: &Node, pointer: &str, (arn, name): (&str, &str), export: &mut Export<'_>) {
    let Some(document) = node.get("AssumeRolePolicyDocument").and_then(policy::document) else {
        return;
    };
    for statement in policy::allowing(&document) {
        let Some(principal) = statement.get("Principal") else { continue };
        let anyone = principal.text() == Some("*")
            || extract::string_list(principal, "AWS").iter().any(|one| one == "*");
        if anyone && statement.get("Condition").is_none() {
            let message = format!("the role {} can be assumed by anyone", extract::redact(name));
            export.notice(node, message, "restrict the trust policy to named accounts or services");
        }
        for provider in extract::string_list(principal, "Federated") {
            // `arn:aws:iam::1:oidc-provider/issuer`; SAML providers sign people in.
            let Some((_, issuer)) = provider.split_once(":oidc-provider/") else { continue };
            let secret = Secret {
                id: format!("{arn}/trust/{issuer}"),
                kind: Field::Given(SecretKind::WorkloadFederation),
                issuance: Field::Given(Issuance::Federated),
                location: Field::Given(Location::None),
                principal: Field::Given(extract::redact(name)),
                principal_kind: Field::Given(PrincipalKind::Workload),
                used_by: Field::Given(vec![format!("service-account/{arn}")]),
                federation: Field::Given(Federation {
                    issuer: Field::Given(format!("https://{issuer}")),
                    audience: condition(statement, issuer, "aud"),
                    subject: condition(statement, issuer, "sub"),
                }),
                ..Secret::default()
            };
            export.secret(node, &format!("{pointer}/AssumeRolePolicyDocument"), secret);
        }
    }
}

/// What a statement asks of a claim: the loosest of what it allows, blank where it asks nothing.
fn condition(statement: &Node, issuer: &str, claim: &str) -> Field<String> {
    let key = format!("{issuer}:{claim}");
    let operators = statement.get("Condition").map(Node::entries).unwrap_or_default();
    // `StringNotEquals`, `…IfExists` and their like allow more than they name.
    const ASKING: [&str; 2] = ["StringEquals", "StringLike"];
    let asking = operators.iter().filter(|entry| {
        let operator = entry.key.rsplit(':').next().unwrap_or_default();
        ASKING.iter().any(|known| operator.eq_ignore_ascii_case(known))
    });
    let tests = asking.flat_map(|operator| operator.node.entries());
    let of_claim = tests.filter(|test| test.key.eq_ignore_ascii_case(&key));
    let wanted: Vec<String> = of_claim
        .flat_map(|test| {
            let one = test.node.text().into_iter();
            one.chain(test.node.list().iter().filter_map(Node::text)).map(extract::redact)
        })
        .collect();
    let loosest = wanted.iter().find(|text| text.contains('*')).or(wanted.first());
    loosest.map_or(Field::Blank, |text| Field::Given(text.clone()))
}
