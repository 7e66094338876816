//! SCP-01: nothing exposed or granted that was not approved.

use crate::controls::holdings::{Holdings, Wanted};
use crate::controls::standing::{Standing, standing};
use model::records::{Approval, Effect, ItemKind, ToolFilter};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Placed, Reason, RecordKind, Severity, Tier,
};

/// Exposed tools and granted scopes are on an approved list.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-01",
    slug: "approved-set",
    family: Family::Scp,
    title: "Every exposed tool and granted scope is on an approved list",
    why: "Without a list somebody agreed to, a server's power is whatever it happened to be given, \
          and grows with every release.",
    criteria: Criteria {
        pass: "Approvals in force name every exposed tool and every scope of the server and of \
               the secrets it uses, one by one; at T3, each scope stands in one of the identity \
               domain.",
        partial: "All that goes beyond the approved lists are tools that only read; or, at T3, a \
                  scope was approved, but not by the identity domain.",
        fail: "The server has no approval, or a scope or a tool that does more than read is on no \
               approved list.",
    },
    remediation: "Record the tools and scopes the purpose needs and let them be approved; switch \
                  off other tools in the client or server, and narrow the tokens.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("Only servers expose tools");
    };
    if !context.carries(RecordKind::Approvals) {
        return Judgement::missing_record("approvals");
    }
    let holdings = Holdings::of(asset, server, context);
    let approved = Approved::of(asset, context);
    let held = format!(
        "{} tools exposed, {} scopes granted, as far as stated",
        holdings.tools.len(),
        holdings.scopes.len()
    );
    let none_held = holdings.tools.is_empty() && holdings.scopes.is_empty();
    let verdict = match (approved.in_force.as_slice(), &approved.unclear) {
        _ if none_held && holdings.unknown.is_empty() => {
            Judgement::not_applicable("The server exposes no tool and holds no scope")
        }
        ([], Some((reason, field))) => {
            let how = match reason {
                Reason::InvalidData => "lies in the future",
                _ => "is not stated",
            };
            let sentence = format!("Whether an approval is in force is unknown: `{field}` {how}");
            Judgement::unusable(*reason, "approvals", field, sentence)
        }
        ([], None) if !none_held => Judgement::fail("No approval in force lists what is allowed"),
        _ => compare(holdings, &approved, asset.test_tier()),
    };
    let verdict = verdict.because(asset.place(), held);
    // It decides nothing: another client may let through more.
    let verdict = match quote_filter(&server.tool_filter) {
        Some(filter) => verdict.because(asset.place(), filter),
        None => verdict,
    };
    approved.in_force.iter().fold(verdict, |verdict, approval| {
        let Approval { tools, scopes, .. } = &approval.record;
        let (tools, scopes) = (tools.items().join(", "), scopes.items().join(", "));
        verdict.because(Some(&approval.place), format!("approved: tools {tools}; scopes {scopes}"))
    })
}

/// What clients let through, in words.
fn quote_filter(filter: &Field<ToolFilter>) -> Option<String> {
    match filter {
        Field::Absent => None,
        Field::Blank => Some("its client limits no tools".into()),
        Field::Given(ToolFilter { only, except }) => {
            let (only, except) = (only.given(), except.given());
            let only = only.map(|tools| format!("lets through only {}", tools.join(", ")));
            let except = except.map(|tools| format!("holds back {}", tools.join(", ")));
            let said: Vec<String> = only.into_iter().chain(except).collect();
            Some(format!("its client {}", said.join(" and ")))
        }
    }
}

fn compare(holdings: Holdings<'_>, approved: &Approved<'_>, tier: Tier) -> Judgement {
    let mut items: Vec<Item> = Vec::new();
    for tool in &holdings.tools {
        let excess = match tool.record.effect.given() {
            Some(Effect::Read) => Outcome::Partial,
            _ => Outcome::Fail,
        };
        items.push(approved.item(ItemKind::Tool, &tool.record.id, "exposed", excess));
    }
    for (scope, holder) in &holdings.scopes {
        let item = approved.item(ItemKind::Scope, scope, holder, Outcome::Fail);
        items.push(match (tier, item.outcome) {
            (Tier::T3, Outcome::Pass) => approved.by_identity(scope, item),
            _ => item,
        });
    }
    let unsigned = items.iter().any(|item| item.note == UNSIGNED);
    let (unknown, wanted): (Vec<Item>, Vec<Wanted>) = holdings.unknown.into_iter().unzip();
    items.extend(unknown);
    let unclear = approved.unclear.map(|(_, field)| ("approvals", field));
    let unsigned = unsigned.then_some(("approvals", "approver_domain"));
    let wanted = wanted.first().copied().or(unclear).or(unsigned).unwrap_or(("approvals", "tools"));
    Judgement::of_items("permission", "are approved", items, wanted)
}

const UNSIGNED: &str = "its approval does not say for which domain";

/// What the approvals of one server allow.
struct Approved<'a> {
    in_force: Vec<&'a Placed<Approval>>,
    /// Approvals that may be in force or not.
    perhaps: Vec<&'a Placed<Approval>>,
    /// Why the first of them is unclear, and the field to mend.
    unclear: Option<(Reason, &'static str)>,
}

impl<'a> Approved<'a> {
    fn of(asset: &Asset, context: &'a Context) -> Self {
        let mut approved = Approved { in_force: Vec::new(), perhaps: Vec::new(), unclear: None };
        for approval in context.approvals.get(&asset.key).into_iter().flatten() {
            let Approval { approved_on, expires_on, .. } = &approval.record;
            match standing((approved_on, "approved_on"), (expires_on, "expires_on"), context) {
                Standing::Over => {}
                Standing::InForce => approved.in_force.push(approval),
                Standing::Unclear(reason, field) => {
                    approved.unclear = approved.unclear.or(Some((reason, field)));
                    approved.perhaps.push(approval);
                }
            }
        }
        approved
    }

    /// Whether one tool or scope is approved; `excess` is the outcome where it is not.
    fn item(&self, kind: ItemKind, name: &str, holder: &str, excess: Outcome) -> Item {
        let names = |approval: &&Placed<Approval>| {
            let listed = list(kind, &approval.record).items();
            listed.iter().any(|listed| listed == name)
        };
        let untold = |approval: &&Placed<Approval>| list(kind, &approval.record).is_absent();
        let (outcome, note) = match () {
            () if self.in_force.iter().any(names) => (Outcome::Pass, String::new()),
            () if self.perhaps.iter().any(|a| names(a) || untold(a)) => {
                (Outcome::NotAssessed, "its approval may not be in force".into())
            }
            () if self.in_force.iter().any(untold) => {
                (Outcome::NotAssessed, format!("the approval does not list {}s", kind.noun()))
            }
            () => (excess, format!("not approved ({holder})")),
        };
        Item::new(format!("{} {name}", kind.noun()), outcome, note)
    }

    /// The verdict on an approved scope where identity has to be among those who approved it:
    /// whoever runs a server should not decide alone what its credentials open.
    fn by_identity(&self, scope: &str, item: Item) -> Item {
        let names = |approval: &&&Placed<Approval>| {
            approval.record.scopes.items().iter().any(|listed| listed == scope)
        };
        let domains = self.in_force.iter().filter(names).map(|a| a.record.approver_domain.given());
        let domains: Vec<_> = domains.collect();
        match () {
            () if domains.contains(&Some(&Domain::Identity)) => item,
            () if domains.contains(&None) => Item::new(item.name, Outcome::NotAssessed, UNSIGNED),
            () => Item::new(item.name, Outcome::Partial, "approved, but not by identity"),
        }
    }
}

fn list(kind: ItemKind, approval: &Approval) -> &Field<Vec<String>> {
    match kind {
        ItemKind::Tool => &approval.tools,
        ItemKind::Scope | ItemKind::Secret => &approval.scopes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(server: Value) -> Bench {
        Bench::new().server(server).carries(RecordKind::Secrets).carries(RecordKind::Approvals)
    }

    fn crm() -> Value {
        json!({
            "id": "crm", "scopes": ["orders:read"],
            "tools": [{"id": "find", "effect": "read"}, {"id": "send", "effect": "write"}]
        })
    }

    fn approval(tools: Value, scopes: Value, expires_on: Value) -> Value {
        json!({
            "subject": "crm", "approved_on": "2026-03-01", "expires_on": expires_on,
            "tools": tools, "scopes": scopes
        })
    }

    fn approved(tools: Value) -> Bench {
        bench(crm()).approval(approval(tools, json!(["orders:read"]), json!("2027-03-01")))
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

    #[test]
    fn at_t3_identity_approves_what_credentials_open() {
        let by = |domain: Value| {
            let mut approval =
                approval(json!(["find", "send"]), json!(["orders:read"]), json!("2027-03-01"));
            approval["approver_domain"] = domain;
            approval
        };
        let at = |domain, tier| bench(crm()).approval(by(domain)).tier(tier).outcome(&CONTROL);
        assert_eq!(at(json!("operator"), Tier::T2), Pass);
        assert_eq!(at(json!("operator"), Tier::T3), Partial);
        assert_eq!(at(json!("identity"), Tier::T3), Pass);
        assert_eq!(at(json!(null), Tier::T3), NotAssessed);
        let both = bench(crm()).approval(by(json!("operator"))).approval(by(json!("identity")));
        assert_eq!(both.tier(Tier::T3).outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_approval_or_an_expired_one_fails() {
        assert_eq!(bench(crm()).outcome(&CONTROL), Fail);
        let lists = || (json!(["find", "send"]), json!(["orders:read"]));
        let (tools, scopes) = lists();
        let expired = bench(crm()).approval(approval(tools, scopes, json!("2026-11-21")));
        assert_eq!(expired.outcome(&CONTROL), Fail);
        let (tools, scopes) = lists();
        let endless = bench(crm()).approval(approval(tools, scopes, json!(null)));
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
            assert_eq!(bench(server).approval(lists).outcome(&CONTROL), NotAssessed, "{field}");
        }
        let stray = approved(json!(["find", "send"])).secret(json!({"id": "stray"}));
        assert_eq!(stray.outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().server(crm()).outcome(&CONTROL), NotAssessed);
        let unlisted =
            json!({"subject": "crm", "approved_on": "2026-03-01", "expires_on": "2027-03-01"});
        assert_eq!(bench(crm()).approval(unlisted).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_that_exposes_and_holds_nothing_is_not_judged() {
        let server = json!({"id": "crm", "scopes": [], "tools": []});
        assert_eq!(bench(server).outcome(&CONTROL), NotApplicable);
    }
}
