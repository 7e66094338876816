//! POL-04: enforcement point on every call.

use crate::controls::prelude::*;
use model::records::{EnforcementMode, EnforcementPoint};

/// A gateway, broker or managed client policy that every call has to pass.
pub(crate) static CONTROL: Control = Control {
    id: "POL-04",
    slug: "enforcement-point",
    family: Family::Pol,
    title: "Enforcement point on every call",
    why: "A written policy stops nothing. Only a point that checks each call before the server \
          receives it, and that cannot be bypassed, enforces a rule.",
    criteria: Criteria {
        pass: "An enforcement point stops what policy forbids, every client goes through it, and \
               it cannot be bypassed. What the policy states, and whether it is under version \
               control, is POL-02.",
        partial: "The point only observes, or some clients do not go through it.",
        fail: "There is no such point, or it can be bypassed.",
    },
    remediation: "Put the server behind the gateway or a managed client policy, deny by default, \
                  and close the direct path.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    let point = match &server.enforcement {
        Field::Absent => return Judgement::missing_field("servers", "enforcement"),
        Field::Blank => {
            return Judgement::fail("No enforcement point")
                .because(asset.place_of("enforcement"), quote("enforcement", &server.enforcement));
        }
        Field::Given(point) => point,
    };
    let name = point.name.given().map_or("an unnamed enforcement point", String::as_str);
    let partly = Judgement::partial("Some clients do not go through the enforcement point");
    let bypassed = Judgement::fail("The enforcement point can be bypassed");
    let facts = [
        cited("enforcement.name", &point.name),
        cited("enforcement.mode", &point.mode),
        cited("enforcement.covers_all", &point.covers_all),
        cited("enforcement.direct_path_open", &point.direct_path_open),
    ];
    let covers_all = ("servers", "enforcement.covers_all");
    let direct_path = ("servers", "enforcement.direct_path_open");
    mode(point, name)
        .worst_of(flag(&point.covers_all, true, covers_all, partly))
        .worst_of(flag(&point.direct_path_open, false, direct_path, bypassed))
        .because_each(&asset.from, facts)
}

fn mode(point: &EnforcementPoint, name: &str) -> Judgement {
    match &point.mode {
        Field::Given(EnforcementMode::Enforce) => {
            Judgement::pass(words!("Every call passes {name}, which enforces policy"))
        }
        Field::Given(EnforcementMode::Observe) => {
            Judgement::partial(words!("Calls pass {name}, which only observes"))
        }
        silent => Judgement::silent(silent, "servers", "enforcement.mode"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn point() -> Value {
        json!({"name": "gateway", "mode": "enforce", "covers_all": true,
               "direct_path_open": false})
    }

    fn with(field: &str, value: Value) -> Outcome {
        let mut point = point();
        point[field] = value;
        Kit::new().server(json!({"id": "crm", "enforcement": point})).outcome(&CONTROL)
    }

    #[test]
    fn a_point_that_stops_all_calls_passes() {
        assert_eq!(with("mode", json!("enforce")), Pass);
    }

    #[test]
    fn observing_or_covering_some_is_partial() {
        assert_eq!(with("mode", json!("observe")), Partial);
        assert_eq!(with("covers_all", json!(false)), Partial);
    }

    #[test]
    fn no_point_or_a_way_around_fails() {
        let none = Kit::new().server(json!({"id": "crm", "enforcement": null}));
        assert_eq!(none.outcome(&CONTROL), Fail);
        assert_eq!(with("direct_path_open", json!(true)), Fail);
    }

    #[test]
    fn a_missing_field_is_requested() {
        for field in ["mode", "covers_all", "direct_path_open"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        let ask = Kit::new().server(json!({"id": "crm"})).judge(&CONTROL).ask;
        assert_eq!(ask.map(|ask| ask.to_string()).as_deref(), Some("servers.enforcement"));
    }
}
