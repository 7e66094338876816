//! Accounts for emergencies: they are idle on purpose.

use crate::controls::checks::is_recent;
use crate::controls::prelude::*;
use model::records::ServiceAccount;
use model::threshold::EXERCISE_MAX;

/// The pass of an account that is kept for emergencies: sealed, used by no program, with somebody outside the
/// operating team who is alerted when it is used, and tested within the limit. Nothing where one of these is not
/// shown: then it is judged as any other.
pub(super) fn is_sealed(
    asset: &Asset,
    account: &ServiceAccount,
    context: &Context,
) -> Option<Judgement> {
    let kept = account.break_glass.given()?;
    let route = kept.alert_route.given()?;
    let alerted = context.authority(route, Mandate::OUTSIDE).ok()?;
    // What a program uses is not sealed, whatever it is called.
    if account.used_by.given().is_none_or(|users| !users.is_empty()) {
        return None;
    }
    let limit = context.limit(&EXERCISE_MAX, asset.test_tier());
    let is_tested = is_recent(kept.tested_on.given(), limit, context);
    let verdict = Judgement::pass(words!(
        "Kept sealed for emergencies, and its use alerts {}",
        alerted.owner.id
    ));
    let facts = [
        cited("break_glass.sealed", &kept.sealed),
        cited("break_glass.alert_route", &kept.alert_route),
        cited("break_glass.tested_on", &kept.tested_on),
        cited("used_by", &account.used_by),
    ];
    (kept.sealed.given() == Some(&true) && is_tested)
        .then(|| verdict.because_each(&asset.from, facts))
}

#[cfg(test)]
mod tests {
    use crate::controls::rvk::dormant_identities::CONTROL;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, Pass};
    use serde_json::{Value, json};

    fn kept() -> Value {
        json!({"sealed": true, "alert_route": "pia", "tested_on": "2026-06-01"})
    }

    fn outcome(break_glass: Value) -> Outcome {
        used(json!([]), break_glass)
    }

    fn used(by: Value, break_glass: Value) -> Outcome {
        let account = json!({"id": "emergency", "last_used": "2026-06-01", "status": "active",
                             "used_by": by, "break_glass": break_glass});
        let kit = Kit::new().person("pia", "platform-security").person("ola", "operator");
        kit.service_account(account).outcome(&CONTROL)
    }

    #[test]
    fn a_sealed_account_whose_use_alerts_somebody_may_be_idle() {
        assert_eq!(outcome(kept()), Pass);
    }

    #[test]
    fn a_label_alone_excuses_nothing() {
        assert_eq!(used(json!(["server/crm"]), kept()), Fail, "a program uses it");
        assert_eq!(used(json!(null), kept()), Fail, "who uses it is not stated");
        assert_eq!(outcome(json!(null)), Fail);
        assert_eq!(outcome(json!({})), Fail);
        for (field, value) in [
            ("sealed", json!(false)),
            ("sealed", json!(null)),
            ("alert_route", json!("ghost")),
            ("alert_route", json!("ola")),
            ("alert_route", json!(null)),
            ("tested_on", json!("2024-06-01")),
            ("tested_on", json!("2027-06-01")),
            ("tested_on", json!(null)),
        ] {
            let mut kept = kept();
            kept[field] = value.clone();
            assert_eq!(outcome(kept.clone()), Fail, "{field}: {value}");
            kept.as_object_mut().expect("a map").remove(field);
            assert_eq!(outcome(kept), Fail, "{field} left out");
        }
    }
}
