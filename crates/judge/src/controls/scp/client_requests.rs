//! SCP-06: limited sampling and elicitation.

use crate::controls::checks::fail_or_partial;
use crate::controls::prelude::*;
use model::records::Allowance;

/// What a server may ask of its clients.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-06",
    slug: "client-requests",
    family: Family::Scp,
    title: "Limited sampling and elicitation",
    why: "By sampling, a server has the client's model write and decide for it; by elicitation, it asks the \
          client's user for data. Without a limit, a server spends, steers and collects unseen.",
    criteria: Criteria {
        pass: "The server may request neither sampling nor elicitation, or a person approves each \
               request. Approval of tool calls is SCP-04.",
        partial: "At T0 and T1, one of the two is not limited.",
        fail: "At T2 and T3, one of the two is not limited.",
    },
    remediation: "Switch sampling and elicitation off for the server in its clients, or require that a \
                  person sees and approves each request.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    let tier = asset.test_tier();
    let of = |stated: &Field<Allowance>, field: &'static str| {
        let verdict = match stated {
            Field::Given(Allowance::None | Allowance::Approved) => {
                Judgement::pass("What the server may request of clients is limited")
            }
            Field::Given(Allowance::Unlimited) => {
                fail_or_partial(tier, words!("The server may request {field} without a limit"))
            }
            silent => Judgement::silent(silent, "servers", field),
        };
        verdict.because(asset.place_of(field), quote(field, stated))
    };
    of(&server.sampling, "sampling").worst_of(of(&server.elicitation, "elicitation"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, sampling: Value, elicitation: Value) -> Outcome {
        let server = json!({"id": "crm", "sampling": sampling, "elicitation": elicitation});
        Kit::new().server(server).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn both_need_a_limit() {
        assert_eq!(outcome(Tier::T3, json!("none"), json!("approved")), Pass);
        assert_eq!(outcome(Tier::T2, json!("unlimited"), json!("none")), Fail);
        assert_eq!(outcome(Tier::T2, json!("none"), json!("unlimited")), Fail);
        assert_eq!(outcome(Tier::T1, json!("none"), json!("unlimited")), Partial);
        assert_eq!(outcome(Tier::T2, json!("none"), json!(null)), NotAssessed);
        assert_eq!(outcome(Tier::T2, json!(null), json!("unlimited")), Fail);
    }
}
