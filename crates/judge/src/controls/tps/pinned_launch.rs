//! TPS-02: pinned package.

use crate::controls::checks::fail_or_partial;
use crate::controls::hosting::remote_url;
use crate::controls::prelude::*;
use model::records::{Launch, Pin};

/// Launches that run the same code on every start.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-02",
    slug: "pinned-launch",
    family: Family::Tps,
    title: "Pinned package",
    why: "An unpinned launch runs the latest upload of its publisher, or of anyone who took over the \
          publisher's account, with the server's credentials.",
    criteria: Criteria {
        pass: "One exact version is stated, or a digest or commit; T3 requires the latter.",
        partial: "At T3, an exact version without a digest; at T0 and T1, no exact version.",
        fail: "At T2 and T3, no exact version: none, a range, a moving tag or a branch. At every \
               tier, a script that is downloaded and run in one step.",
    },
    remediation: "State the exact version, and at T3 the digest, in the launch configuration; \
                  update it deliberately, after reviewing the changes.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    if remote_url(server).is_some() {
        return Judgement::not_applicable("Remote server: clients launch nothing")
            .because(asset.place_of("url"), quote("url", &server.url));
    }
    let Field::Given(launch) = &server.launch else {
        return Judgement::silent(&server.launch, "servers", "launch");
    };
    if launch.own_source.given() == Some(&true) {
        return Judgement::not_applicable("Built and run from the organisation's own source")
            .because(asset.place_of("launch.own_source"), "launch.own_source = true");
    }
    let script = Judgement::fail("A script is downloaded and run in one step");
    let path = ("servers", "launch.remote_script");
    let verdict = pinned(launch, asset.test_tier()).worst_of(flag(
        &launch.remote_script,
        false,
        path,
        script,
    ));
    match launch.package.given() {
        Some(package) => {
            let facts = [
                ("launch.package.name", words!("package = {}", package.name)),
                ("launch.package.version", quote("version", &package.version)),
                ("launch.package.digest", quote("digest", &package.digest)),
            ];
            verdict.because_each(&asset.from, facts)
        }
        None => verdict,
    }
}

fn pinned(launch: &Launch, tier: Tier) -> Judgement {
    let Field::Given(package) = &launch.package else {
        return Judgement::silent(&launch.package, "servers", "launch.package");
    };
    if package.version.is_absent() && package.pin() == Pin::Floating {
        return Judgement::missing_field("servers", "launch.package.version");
    }
    let name = &package.name;
    match package.pin() {
        Pin::Content => Judgement::pass(words!("Package {name} is pinned by digest or commit")),
        Pin::Version if tier == Tier::T3 => Judgement::partial(words!(
            "Package {name} is pinned to a version, not a digest (required at T3)"
        )),
        Pin::Version => Judgement::pass(words!("Package {name} is pinned to one version")),
        Pin::Floating => fail_or_partial(tier, words!("Package {name} is not pinned")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn launch(launch: Value) -> Kit {
        Kit::new().server(json!({"id": "files", "launch": launch}))
    }

    fn package(tier: Tier, version: Value, digest: Value) -> Outcome {
        let package =
            json!({"registry": "npm", "name": "files", "version": version, "digest": digest});
        launch(json!({"package": package, "remote_script": false})).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn an_exact_version_passes_and_t3_asks_for_a_digest() {
        let digest = json!(format!("sha256:{}", "0a".repeat(32)));
        assert_eq!(package(Tier::T2, json!("1.4.2"), json!(null)), Pass);
        assert_eq!(package(Tier::T3, json!("1.4.2"), json!(null)), Partial);
        assert_eq!(package(Tier::T3, json!("latest"), digest.clone()), Pass);
        assert_eq!(package(Tier::T3, json!(null), digest), Pass);
    }

    #[test]
    fn what_floats_fails_from_t2_on() {
        for version in [json!("latest"), json!("^1.4.2"), json!(null)] {
            assert_eq!(package(Tier::T1, version.clone(), json!(null)), Partial);
            assert_eq!(package(Tier::T2, version, json!(null)), Fail);
        }
    }

    #[test]
    fn a_downloaded_script_fails_at_every_tier() {
        let piped = || launch(json!({"program": "sh", "remote_script": true}));
        assert_eq!(piped().tier(Tier::T0).outcome(&CONTROL), Fail);
        assert_eq!(piped().tier(Tier::T3).outcome(&CONTROL), Fail);
    }

    #[test]
    fn only_what_runs_elsewhere_or_from_own_source_is_excused() {
        assert_eq!(launch(json!({"own_source": true})).outcome(&CONTROL), NotApplicable);
        let at = |url: &str| Kit::new().server(json!({"id": "files", "url": url}));
        assert_eq!(at("https://mcp.example.com").outcome(&CONTROL), NotApplicable);
        assert_eq!(at("http://localhost:3000").outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn each_missing_field_is_not_assessed() {
        assert_eq!(Kit::new().server(json!({"id": "files"})).outcome(&CONTROL), NotAssessed);
        for silent in [
            json!(null),
            json!({"program": "files", "remote_script": false}),
            json!({"package": {"registry": "npm", "name": "files", "version": "1.4.2"}}),
            json!({"package": {"registry": "npm", "name": "files"}, "remote_script": false}),
        ] {
            assert_eq!(launch(silent).outcome(&CONTROL), NotAssessed);
        }
    }
}
