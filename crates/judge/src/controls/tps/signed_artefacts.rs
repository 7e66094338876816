//! TPS-05: signed server artefacts.

use crate::controls::checks::fail_or_partial;
use crate::controls::hosting::Host;
use crate::controls::prelude::*;
use model::records::ArtefactSignature;

/// What runs is what its publisher built.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-05",
    slug: "signed-artefacts",
    family: Family::Tps,
    title: "Signed or attested server artefacts",
    why: "A pinned version shows which artefact was meant. Only a signature or attestation that is checked \
          shows that its publisher built it.",
    criteria: Criteria {
        pass: "The signature or build attestation of what is launched is verified against its publisher \
               before it runs. Whether the version is pinned is TPS-02.",
        partial: "It is signed or attested, and nobody verifies it; or, at T0 and T1, it is neither.",
        fail: "At T2 and T3, it is neither signed nor attested.",
    },
    remediation: "Publish or choose artefacts with a signature or build attestation, and have the \
                  registry, the cluster or the launcher refuse those that do not verify.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    let stated = &server.artefact_signature;
    let verdict = match (stated, Host::of(server)) {
        (_, Host::Supplier) => {
            return Judgement::not_applicable("It runs at its supplier, which launches it")
                .because(asset.place_of("supplied_by"), quote("supplied_by", &server.supplied_by));
        }
        // Where it is not known who launches it, what is declared of the artefact passes nothing.
        (Field::Given(ArtefactSignature::Verified), Host::Unknown(unknown)) => return unknown,
        (Field::Given(ArtefactSignature::Verified), _) => {
            Judgement::pass("Its artefact is verified against its publisher before it runs")
        }
        (Field::Given(ArtefactSignature::Unverified), _) => {
            Judgement::partial("Its artefact is signed, and nobody verifies it")
        }
        (Field::Given(ArtefactSignature::None), _) => {
            fail_or_partial(asset.test_tier(), "Its artefact is neither signed nor attested")
        }
        (_, Host::Unknown(unknown)) => return unknown,
        (silent, Host::Own) => return Judgement::silent(silent, "servers", "artefact_signature"),
    };
    verdict.because(asset.place_of("artefact_signature"), quote("artefact_signature", stated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, signature: Value) -> Outcome {
        let server = json!({"id": "crm", "transport": "stdio", "artefact_signature": signature});
        Kit::new().server(server).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn only_a_verified_signature_passes() {
        assert_eq!(outcome(Tier::T3, json!("verified")), Pass);
        assert_eq!(outcome(Tier::T3, json!("unverified")), Partial);
        assert_eq!(outcome(Tier::T2, json!("none")), Fail);
        assert_eq!(outcome(Tier::T1, json!("none")), Partial);
        assert_eq!(outcome(Tier::T2, json!(null)), NotAssessed);
    }

    #[test]
    fn what_a_supplier_runs_is_launched_there() {
        let mut server = json!({"id": "crm", "transport": "http", "url": "https://mcp.example.com/",
                                "supplied_by": "third-party"});
        assert_eq!(Kit::new().server(server.clone()).outcome(&CONTROL), NotApplicable);
        server["supplied_by"] = json!(null);
        assert_eq!(Kit::new().server(server.clone()).outcome(&CONTROL), NotAssessed);
        server["supplied_by"] = json!("in-house");
        assert_eq!(Kit::new().server(server).outcome(&CONTROL), NotAssessed);
    }
}
