//! SCP-01: permission allow-list.

use super::approvals::Approved;
use crate::controls::holdings::Holdings;
use crate::controls::prelude::*;
use model::records::{Approval, Effect, ItemKind, ToolFilter};
use model::wording::number;

/// Exposed tools and granted scopes are on an approved list.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-01",
    slug: "approved-set",
    family: Family::Scp,
    title: "Permission allow-list",
    why: "Without an approved list, the permissions of a server are whatever it happens to have, \
          and grow with every release.",
    criteria: Criteria {
        pass: "Approvals in force name every exposed tool and every scope of the server and of \
               the secrets it uses, one by one; from T2 on, each serves a purpose that the server \
               states; at T3, the identity domain approved each scope.",
        partial: "Only tools that read are not on an approved list, or serve no stated purpose; \
                  or, at T3, a scope was approved, but not by the identity domain.",
        fail: "The server has no approval; or a scope, or a tool that does more than read, is on no \
               approved list or serves no purpose that the server states.",
    },
    remediation: "Record the tools and scopes that the purpose needs and have them approved. \
                  Disable other tools in the client or server, and narrow the tokens.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "permission",
    met: "are approved",
    unmet: "are not approved",
    label: Some(""),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Approvals, asset, context) {
        return missing;
    }
    let holdings = Holdings::of(asset, server, context);
    let approved = Approved::of(asset, server, context);
    let (tools, scopes) = (holdings.tools.len(), holdings.scopes.len());
    let held = words!("{}, {}", number(tools, "exposed tool"), number(scopes, "granted scope"));
    let none_held = holdings.tools.is_empty() && holdings.scopes.is_empty();
    let verdict = match (approved.in_force.as_slice(), &approved.unclear) {
        _ if none_held && holdings.unknown.is_empty() => {
            Judgement::not_applicable("The server exposes no tool and holds no scope")
        }
        ([], Some((reason, field))) => {
            let how = match reason {
                Reason::InvalidData => "is in the future",
                _ => "is missing",
            };
            let sentence = words!("Approval unclear: field `approvals.{field}` {how}");
            Judgement::unusable(*reason, "approvals", field, sentence)
        }
        ([], None) if !none_held => Judgement::fail("No approval in force"),
        _ => compare(holdings, &approved, asset.test_tier()),
    };
    let verdict = verdict.because(asset.place(), held);
    // It decides nothing: another client may allow more.
    let verdict = match quote_filter(&server.tool_filter) {
        Some(filter) => verdict.because(asset.place_of("tool_filter"), filter),
        None => verdict,
    };
    approved.in_force.iter().fold(verdict, |verdict, approval| {
        let Approval { tools, scopes, .. } = &approval.record;
        let tools = words!("approval: {}", quote("tools", tools));
        let facts = [("tools", tools), ("scopes", quote("scopes", scopes))];
        verdict.because_each(&approval.from, facts)
    })
}

/// What clients allow.
fn quote_filter(filter: &Field<ToolFilter>) -> Option<String> {
    match filter {
        Field::Absent => None,
        Field::Blank => Some("client filter: (none)".into()),
        Field::Given(ToolFilter { only, except }) => {
            let only = only.given().map(|_| quote("only", only));
            let except = except.given().map(|_| quote("except", except));
            let stated: Vec<String> = only.into_iter().chain(except).collect();
            Some(words!("client filter: {}", stated.join(", ")))
        }
    }
}

fn compare(holdings: Holdings<'_>, approved: &Approved<'_>, tier: Tier) -> Judgement {
    let mut items = Items::default();
    for tool in &holdings.tools {
        let excess = match tool.record.judged_effect() {
            Some(Effect::Read) => Outcome::Partial,
            _ => Outcome::Fail,
        };
        let name = words!("tool {}", tool.record.id);
        items.push(name, approved.item(ItemKind::Tool, &tool.record.id, "exposed", excess));
    }
    for (scope, holder) in &holdings.scopes {
        let result = approved.item(ItemKind::Scope, scope, holder, Outcome::Fail);
        let result = match (tier, result.outcome) {
            (Tier::T3, Outcome::Pass) => approved.by_identity(scope, result),
            _ => result,
        };
        items.push(words!("scope {scope}"), result);
    }
    for list in holdings.unknown {
        items.push_unknown(list);
    }
    let unclear = approved.unclear.map(|(_, field)| ("approvals", field));
    items.judge(&WORDS, unclear.unwrap_or(("approvals", "tools")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(server: Value) -> Kit {
        let kit = Kit::new().server(server).person("ida", "identity").person("ola", "operator");
        kit.carries(RecordKind::Secrets).carries(RecordKind::Approvals)
    }

    fn crm() -> Value {
        json!({
            "id": "crm", "scopes": ["orders:read"], "purposes": ["orders"],
            "tools": [{"id": "find", "effect": "read"}, {"id": "send", "effect": "write"}]
        })
    }

    fn approval(tools: Value, scopes: Value, expires_on: Value) -> Value {
        json!({
            "subject": "crm", "approved_on": "2026-03-01", "expires_on": expires_on,
            "approver": "ida", "approver_domain": "identity",
            "purposes": [{"purpose": "orders", "tools": tools, "scopes": scopes}],
            "tools": tools, "scopes": scopes
        })
    }

    fn approved(tools: Value) -> Kit {
        kit(crm()).approval(approval(tools, json!(["orders:read"]), json!("2027-03-01")))
    }

    #[test]
    fn all_approved_passes_and_excess_counts_by_what_it_can_do() {
        assert_eq!(approved(json!(["find", "send"])).outcome(&CONTROL), Pass);
        assert_eq!(approved(json!(["send"])).outcome(&CONTROL), Partial);
        assert_eq!(approved(json!(["find"])).outcome(&CONTROL), Fail);
        assert_eq!(approved(json!(["*"])).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_scope_of_a_secret_needs_approval_too() {
        let secret = |scopes| json!({"id": "key", "used_by": ["crm"], "scopes": scopes});
        let with = |scopes| approved(json!(["find", "send"])).secret(secret(scopes));
        assert_eq!(with(json!(["orders:read"])).outcome(&CONTROL), Pass);
        assert_eq!(with(json!(["orders:write"])).outcome(&CONTROL), Fail);
        assert_eq!(with(json!(null)).outcome(&CONTROL), NotAssessed);
    }

    /// Changes a server and its approval.
    type Change<'a> = &'a dyn Fn(&mut Value, &mut Value);

    #[test]
    fn from_t2_each_permission_serves_a_purpose_that_the_server_states() {
        let of = |change: Change<'_>, tier| {
            let mut server = crm();
            let lists = (json!(["find", "send"]), json!(["orders:read"]));
            let mut approval = approval(lists.0, lists.1, json!("2027-03-01"));
            change(&mut server, &mut approval);
            kit(server).approval(approval).tier(tier).outcome(&CONTROL)
        };
        let tied = |ties: Value| {
            move |_: &mut Value, approval: &mut Value| approval["purposes"] = ties.clone()
        };
        let of_all = |tools: Value, scopes: Value| json!([{"purpose": "orders", "tools": tools, "scopes": scopes}]);
        let all = of_all(json!(["find", "send"]), json!(["orders:read"]));
        assert_eq!(of(&tied(all.clone()), Tier::T2), Pass);
        let without_scope = tied(of_all(json!(["find", "send"]), json!([])));
        assert_eq!(of(&without_scope, Tier::T2), Fail, "a scope that no purpose needs");
        assert_eq!(of(&without_scope, Tier::T1), Pass);
        let without_reading = tied(of_all(json!(["send"]), json!(["orders:read"])));
        assert_eq!(of(&without_reading, Tier::T2), Partial, "a tool that only reads");
        assert_eq!(of(&tied(json!(null)), Tier::T2), Fail, "left empty");
        let other = |server: &mut Value, _: &mut Value| server["purposes"] = json!(["refunds"]);
        assert_eq!(of(&other, Tier::T2), Fail, "the server has another purpose");
        for stub in ["-", "*", "none", "tbd", "n/a", "anything", "all", "other", "42"] {
            let named = |server: &mut Value, approval: &mut Value| {
                server["purposes"] = json!([stub]);
                approval["purposes"][0]["purpose"] = json!(stub);
            };
            assert_eq!(of(&named, Tier::T2), Fail, "{stub} is no purpose");
        }
        let stubs: [(Change<'_>, &str); 2] = [
            (
                &|server, _| drop(server.as_object_mut().expect("a map").remove("purposes")),
                "servers",
            ),
            (
                &|_, approval| drop(approval.as_object_mut().expect("a map").remove("purposes")),
                "approvals",
            ),
        ];
        for (silent, of_whom) in stubs {
            assert_eq!(of(silent, Tier::T2), NotAssessed, "{of_whom}");
        }
    }

    #[test]
    fn at_t3_identity_approves_what_credentials_open() {
        let by = |domain: Value| {
            let mut approval =
                approval(json!(["find", "send"]), json!(["orders:read"]), json!("2027-03-01"));
            let operator = domain == json!("operator");
            approval["approver"] = json!(if operator { "ola" } else { "ida" });
            approval["approver_domain"] = domain;
            approval
        };
        let at = |domain, tier| kit(crm()).approval(by(domain)).tier(tier).outcome(&CONTROL);
        assert_eq!(at(json!("operator"), Tier::T2), Pass);
        assert_eq!(at(json!("operator"), Tier::T3), Partial);
        assert_eq!(at(json!("identity"), Tier::T3), Pass);
        assert_eq!(at(json!(null), Tier::T3), NotAssessed);
        let both = kit(crm()).approval(by(json!("operator"))).approval(by(json!("identity")));
        assert_eq!(both.tier(Tier::T3).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_approval_by_nobody_who_may_counts_for_nothing_and_one_without_a_name_is_unclear() {
        let by = |approver: Value, domain: Value| {
            let mut approval =
                approval(json!(["find", "send"]), json!(["orders:read"]), json!("2027-03-01"));
            approval["approver"] = approver;
            approval["approver_domain"] = domain;
            kit(crm()).approval(approval).outcome(&CONTROL)
        };
        assert_eq!(by(json!("ghost"), json!(null)), Fail);
        assert_eq!(by(json!("ola"), json!("identity")), Fail);
        assert_eq!(by(json!(null), json!("identity")), NotAssessed);
        assert_eq!(by(json!("ida"), json!("identity")), Pass);
    }

    #[test]
    fn no_approval_or_an_expired_one_fails() {
        assert_eq!(kit(crm()).outcome(&CONTROL), Fail);
        let lists = || (json!(["find", "send"]), json!(["orders:read"]));
        let (tools, scopes) = lists();
        let expired = kit(crm()).approval(approval(tools, scopes, json!("2026-11-21")));
        assert_eq!(expired.outcome(&CONTROL), Fail);
        let (tools, scopes) = lists();
        let endless = kit(crm()).approval(approval(tools, scopes, json!(null)));
        let ask = endless.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("approvals.expires_on"));
    }

    #[test]
    fn unknown_tools_scopes_secrets_and_approvals_are_not_assessed() {
        for field in ["tools", "scopes"] {
            let mut server = crm();
            server[field] = json!(null);
            let lists =
                approval(json!(["find", "send"]), json!(["orders:read"]), json!("2027-03-01"));
            assert_eq!(kit(server).approval(lists).outcome(&CONTROL), NotAssessed, "{field}");
        }
        let stray = approved(json!(["find", "send"])).secret(json!({"id": "stray"}));
        assert_eq!(stray.outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().server(crm()).outcome(&CONTROL), NotAssessed);
        let unlisted = json!({"subject": "crm", "approver": "ida", "approved_on": "2026-03-01", "expires_on": "2027-03-01"});
        assert_eq!(kit(crm()).approval(unlisted).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_that_exposes_and_holds_nothing_is_not_judged() {
        let server = json!({"id": "crm", "scopes": [], "tools": []});
        assert_eq!(kit(server).outcome(&CONTROL), NotApplicable);
    }
}
