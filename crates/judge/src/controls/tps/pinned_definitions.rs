//! TPS-06: pinned tool definitions.

use crate::controls::checks::fail_or_partial;
use crate::controls::holdings::exposed_tools;
use crate::controls::prelude::*;
use model::records::DefinitionCheck;

/// A definition that changed is refused, and not only noticed.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-06",
    slug: "pinned-definitions",
    family: Family::Tps,
    title: "Tool definitions pinned by digest",
    why: "A server may change the description of a tool between two calls. A comparison that happens once a \
          month finds that after agents have followed it.",
    criteria: Criteria {
        pass: "A gateway or client compares the digest of each definition with the approved one and refuses \
               one that differs. Whether the definitions served now are the approved ones is TPS-03.",
        partial: "A difference is reported and not refused; or, at T0 and T1, nothing compares.",
        fail: "At T2 and T3, nothing compares the definitions.",
    },
    remediation: "Pin the approved digests in the gateway or client, and have it refuse a tool whose \
                  definition differs until it is approved again.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if let Err(verdict) = exposed_tools(asset, server, context)
        && verdict.outcome == Outcome::NotApplicable
    {
        return *verdict;
    }
    let stated = &server.definition_check;
    let verdict = match stated {
        Field::Given(DefinitionCheck::Enforced) => {
            Judgement::pass("Definitions that differ from the approved digest are refused")
        }
        Field::Given(DefinitionCheck::Reported) => {
            Judgement::partial("Definitions that differ are reported, and not refused")
        }
        Field::Given(DefinitionCheck::None) => {
            fail_or_partial(asset.test_tier(), "Nothing compares its tool definitions")
        }
        silent => return Judgement::silent(silent, "servers", "definition_check"),
    };
    verdict.because(asset.place_of("definition_check"), quote("definition_check", stated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, check: Value) -> Outcome {
        let server = json!({"id": "crm", "tools": [{"id": "find"}], "definition_check": check});
        Kit::new().server(server).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn only_what_refuses_a_change_passes() {
        assert_eq!(outcome(Tier::T3, json!("enforced")), Pass);
        assert_eq!(outcome(Tier::T3, json!("reported")), Partial);
        assert_eq!(outcome(Tier::T2, json!("none")), Fail);
        assert_eq!(outcome(Tier::T1, json!("none")), Partial);
        assert_eq!(outcome(Tier::T2, json!(null)), NotAssessed);
        let bare = json!({"id": "crm", "tools": [], "definition_check": "none"});
        assert_eq!(Kit::new().server(bare).outcome(&CONTROL), NotApplicable);
        let unlisted = json!({"id": "crm", "definition_check": "none"});
        assert_eq!(Kit::new().server(unlisted).outcome(&CONTROL), Fail);
    }
}
