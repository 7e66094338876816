//! What nothing else in a posture follows from: facts as they were read, and what a rule needs that the document
//! does not hold. Of earlier months it holds the sums alone. Only the inputs show these.

use serde_json::Value;

use model::Posture;

/// The places of such numbers, outcomes, severities, tiers and flags: `*` is any position, and at the end also
/// anything below.
pub const NOT_RECOMPUTED: &[&str] = &[
    "/assets/*/declared",
    "/assets/*/disabled",
    "/assets/*/observed",
    "/assets/*/places/*/line",
    "/assets/*/recorded",
    "/assets/*/status_known",
    "/assets/*/tests",
    "/assets/*/tier_reasons/*/floor",
    "/demo",
    "/findings/*/evidence/*/place/line",
    "/findings/*/exported",
    "/findings/*/exposed",
    "/findings/*/items/*/outcome",
    "/frameworks/*/groups/*/requirements/*/controls/*/mapping/confidence",
    "/history/change/assets/*/count",
    "/history/change/attribution/rows/*/findings",
    "/history/change/classes/*/named/*/before",
    "/history/change/classes/*/named/*/by_limits",
    "/history/change/classes/*/named/*/weight",
    "/history/change/same_assets/after/findings",
    "/history/change/same_assets/assets",
    "/history/change/same_assets/before/findings",
    "/history/months/*/ages/fixed",
    "/history/months/*/ages/median_days",
    "/history/months/*/ages/median_days_to_fix",
    "/inputs/*/bytes",
    "/inputs/*/incomplete",
    "/inputs/*/missing/*",
    "/notices/*",
    "/part/assets",
    "/part/findings",
    "/scanners/*",
    "/tool/mappings/entries",
    "/under_defaults/*",
    "/verdict/rulings/*",
    "/waivers/*/place/line",
    "/waivers/*/renewals",
];

/// The places of the list at which a posture has something.
pub fn not_recomputed(posture: &Posture) -> Vec<&'static str> {
    let Ok(document) = serde_json::to_value(posture) else { return NOT_RECOMPUTED.to_vec() };
    let steps = |place: &'static str| place.split('/').skip(1).collect::<Vec<_>>();
    NOT_RECOMPUTED.iter().copied().filter(|place| is_there(&document, &steps(place))).collect()
}

fn is_there(value: &Value, steps: &[&str]) -> bool {
    match (steps, value) {
        ([], value) => !value.is_null(),
        (["*"], value) => {
            !matches!(value, Value::Null) && value.as_array().is_none_or(|all| !all.is_empty())
        }
        (["*", rest @ ..], Value::Array(all)) => all.iter().any(|one| is_there(one, rest)),
        ([name, rest @ ..], Value::Object(fields)) => {
            fields.get(*name).is_some_and(|field| is_there(field, rest))
        }
        _ => false,
    }
}
