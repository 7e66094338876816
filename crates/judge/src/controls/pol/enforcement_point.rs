//! POL-04: calls pass a point that can stop them.

use model::records::{EnforcementMode, EnforcementPoint};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Severity, Tier,
};

/// A gateway, broker or managed client policy that every call has to pass.
pub(crate) static CONTROL: Control = Control {
    id: "POL-04",
    slug: "enforcement-point",
    family: Family::Pol,
    title: "Every call to it passes a point that can stop the call",
    why: "A policy on paper stops nothing. Only a point that sees each call before the server \
          does, and that nobody can walk around, turns a rule into a fact.",
    criteria: Criteria {
        pass: "An enforcement point stops what policy forbids, every client goes through it, and \
               the server cannot be reached around it.",
        partial: "The point only watches, or some clients do not go through it.",
        fail: "There is no such point, or the server can be reached around it.",
    },
    remediation: "Put the server behind the gateway or a managed client policy, let it refuse by \
                  default, and close the direct way.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("Only servers are called");
    };
    let point = match &server.enforcement {
        Field::Absent => return Judgement::missing_field("servers", "enforcement"),
        Field::Blank => {
            return Judgement::fail("No enforcement point is named")
                .because(asset.place(), "enforcement = (blank)");
        }
        Field::Given(point) => point,
    };
    let name = point.name.given().map_or("an unnamed point", String::as_str);
    let verdict = stops(point, name).worst_of(covers(point)).worst_of(way_around(point));
    verdict.because(asset.place(), format!("enforcement: {}", quote(point, name)))
}

fn quote(point: &EnforcementPoint, name: &str) -> String {
    let mode = match point.mode.given() {
        Some(EnforcementMode::Enforce) => "enforce",
        Some(EnforcementMode::Observe) => "observe",
        None => "not stated",
    };
    let said = |fact: &Field<bool>| fact.given().map_or("not stated".into(), ToString::to_string);
    format!(
        "{name}, mode = {mode}, covers_all = {}, direct_path_open = {}",
        said(&point.covers_all),
        said(&point.direct_path_open)
    )
}

fn stops(point: &EnforcementPoint, name: &str) -> Judgement {
    match &point.mode {
        Field::Given(EnforcementMode::Enforce) => {
            Judgement::pass(format!("Every call passes {name}, which can stop it"))
        }
        Field::Given(EnforcementMode::Observe) => {
            Judgement::partial(format!("Calls pass {name}, which only watches"))
        }
        silent => Judgement::silent(silent, "servers", "enforcement.mode"),
    }
}

fn covers(point: &EnforcementPoint) -> Judgement {
    match &point.covers_all {
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::partial("Some clients do not go through it"),
        silent => Judgement::silent(silent, "servers", "enforcement.covers_all"),
    }
}

fn way_around(point: &EnforcementPoint) -> Judgement {
    match &point.direct_path_open {
        Field::Given(false) => Judgement::pass(""),
        Field::Given(true) => Judgement::fail("The server can be reached around the point"),
        silent => Judgement::silent(silent, "servers", "enforcement.direct_path_open"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn point() -> Value {
        json!({"name": "gateway", "mode": "enforce", "covers_all": true,
               "direct_path_open": false})
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut point = point();
        point[field] = value;
        Bench::new().server(json!({"id": "crm", "enforcement": point})).outcome(&CONTROL)
    }

    #[test]
    fn a_point_that_stops_all_calls_passes() {
        assert_eq!(with("mode", json!("enforce")), Pass);
    }

    #[test]
    fn watching_or_covering_some_is_half_good() {
        assert_eq!(with("mode", json!("observe")), Partial);
        assert_eq!(with("covers_all", json!(false)), Partial);
    }

    #[test]
    fn no_point_or_a_way_around_fails() {
        let none = Bench::new().server(json!({"id": "crm", "enforcement": null}));
        assert_eq!(none.outcome(&CONTROL), Fail);
        assert_eq!(with("direct_path_open", json!(true)), Fail);
    }

    #[test]
    fn silence_asks_for_the_field() {
        for field in ["mode", "covers_all", "direct_path_open"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        let ask = Bench::new().server(json!({"id": "crm"})).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("servers.enforcement"));
    }
}
