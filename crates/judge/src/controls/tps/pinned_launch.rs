//! TPS-02: what is launched is pinned.

use model::records::{Launch, Package, Pin};
use model::{
    Asset, AssetFacts, AssetKind, Channel, Context, Control, Criteria, Domain, Family, Field,
    Judgement, PerTier, Severity, Tier, channel,
};

/// Launches that run the same code tomorrow as today.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-02",
    slug: "pinned-launch",
    family: Family::Tps,
    title: "The package that launches it is pinned",
    why: "An unpinned launch runs whatever its publisher, or whoever took over the publisher's \
          account, uploaded last, with the server's credentials.",
    criteria: Criteria {
        pass: "One exact version is written, or a digest or commit; T3 asks for the latter.",
        partial: "At T3, an exact version without a digest; at T0 and T1, no exact version.",
        fail: "At T2 and T3, no exact version: none, a range, a moving tag or a branch. At every \
               tier, a script that is downloaded and run in one go.",
    },
    remediation: "Write the exact version, and at T3 the digest, into the launch configuration; \
                  raise it on purpose, after looking at what changed.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    if let Some(url) = server.url.given()
        && let Some(Channel::Encrypted | Channel::ClearText) = channel(url)
    {
        return Judgement::not_applicable("It runs elsewhere: clients call it, and launch nothing")
            .because(asset.place(), format!("url = {url}"));
    }
    let Field::Given(launch) = &server.launch else {
        return Judgement::silent(&server.launch, "servers", "launch");
    };
    if launch.own_source.given() == Some(&true) {
        return Judgement::not_applicable("It is built and run from the organisation's own source")
            .because(asset.place(), "launch.own_source = true");
    }
    let verdict = pinned(launch, asset.test_tier()).worst_of(script(launch));
    match launch.package.given() {
        Some(package) => verdict.because(asset.place(), described(package)),
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
    match (package.pin(), tier) {
        (Pin::Content, _) => Judgement::pass(format!("{name} is pinned by its content")),
        (Pin::Version, Tier::T3) => Judgement::partial(format!(
            "{name} is pinned to a version, but not to a digest, as T3 asks"
        )),
        (Pin::Version, _) => Judgement::pass(format!("{name} is pinned to one version")),
        (Pin::Floating, Tier::T0 | Tier::T1) => Judgement::partial(format!("{name} is not pinned")),
        (Pin::Floating, _) => Judgement::fail(format!("{name} is not pinned")),
    }
}

fn script(launch: &Launch) -> Judgement {
    match &launch.remote_script {
        Field::Given(true) => Judgement::fail("A script is downloaded and run in one go"),
        Field::Given(false) => Judgement::pass(""),
        silent => Judgement::silent(silent, "servers", "launch.remote_script"),
    }
}

fn described(package: &Package) -> String {
    let version = package.version.given().map_or("none", String::as_str);
    let digest = package.digest.given().map_or("none", String::as_str);
    format!("package = {}, version = {version}, digest = {digest}", package.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn launch(launch: Value) -> Bench {
        Bench::new().server(json!({"id": "files", "launch": launch}))
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
        let at = |url: &str| Bench::new().server(json!({"id": "files", "url": url}));
        assert_eq!(at("https://mcp.example.com").outcome(&CONTROL), NotApplicable);
        assert_eq!(at("http://localhost:3000").outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn each_missing_field_is_not_assessed() {
        assert_eq!(Bench::new().server(json!({"id": "files"})).outcome(&CONTROL), NotAssessed);
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
