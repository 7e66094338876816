//! The limits of a profile: `30`, or `"C"` for a grade, by tier or for the whole assessment.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use model::threshold::{THRESHOLDS, Unit};
use model::{Diagnostic, PerTier, Place, Threshold, Thresholds, Tier};
use syntax::{Node, suggestion};

/// The key of a threshold that is one number for the whole assessment.
const WHOLE: &str = "all";

/// A limit as a profile writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum Limit {
    /// In the unit of the threshold.
    Number(u32),
    /// A grade, counted from the best.
    Grade(u32),
}

impl TryFrom<String> for Limit {
    type Error = String;

    fn try_from(stated: String) -> Result<Limit, String> {
        if let Ok(number) = stated.parse() {
            return Ok(Limit::Number(number));
        }
        let grade =
            (1..=5).find(|grade| stated.eq_ignore_ascii_case(&Unit::letter(*grade).to_string()));
        grade
            .map(Limit::Grade)
            .ok_or_else(|| "expected a whole number, or a grade from A to E".into())
    }
}

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number in the unit of the threshold, or a grade.",
            "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": u32::MAX },
                { "type": "string", "pattern": "^[A-Ea-e]$" }
            ]
        })
    }
}

impl Limit {
    /// The number that the threshold compares with; none for a limit of another unit.
    fn number(self, unit: Unit) -> Option<u32> {
        match (self, unit == Unit::Grade) {
            (Limit::Grade(number), true) | (Limit::Number(number), false) => Some(number),
            (Limit::Grade(_), false) | (Limit::Number(_), true) => None,
        }
    }
}

/// The thresholds in force, and what is wrong with those that a profile states.
pub(super) fn thresholds(
    changes: &BTreeMap<String, BTreeMap<String, Limit>>,
    tree: &Node,
    file: &Arc<str>,
    errors: &mut Vec<Diagnostic>,
) -> Thresholds {
    let mut thresholds = Thresholds::default();
    for (key, values) in changes {
        let entry = tree.get("thresholds").map(Node::entries).unwrap_or_default();
        let line = entry.iter().find(|entry| &entry.key == key).map_or(0, |entry| entry.line);
        let place = Place::new(file, line, format!("/thresholds/{key}"));
        let Some(threshold) = THRESHOLDS.iter().copied().find(|known| known.key == key) else {
            let help = match suggestion(key, THRESHOLDS.iter().map(|known| known.key)) {
                Some(meant) => meant,
                None => "see `muster schema profile` for the keys".to_string(),
            };
            errors.push(Diagnostic::at(&place, format!("{key} is not a threshold"), help));
            continue;
        };
        match changed(threshold, values) {
            Ok(values) => thresholds.change(threshold, values),
            Err((message, help)) => errors.push(Diagnostic::at(&place, message, help)),
        }
    }
    thresholds
}

/// The default with some tiers changed, within bounds.
fn changed(
    threshold: &'static Threshold,
    values: &BTreeMap<String, Limit>,
) -> Result<PerTier<u32>, (String, String)> {
    let mut changed = threshold.default;
    let (low, high) = threshold.bounds;
    let bounds = match threshold.unit {
        Unit::Grade => {
            format!("write a grade from {} to {}", Unit::letter(low), Unit::letter(high))
        }
        unit => format!("write a number from {low} to {high} ({})", unit.sign()),
    };
    for (tier, stated) in values {
        let value = stated.number(threshold.unit).filter(|value| (low..=high).contains(value));
        if threshold.is_whole() {
            if tier != WHOLE {
                let message = format!("{} is one number and has no tiers", threshold.key);
                return Err((message, format!("write {{ {WHOLE} = {} }}", changed.at(Tier::T3))));
            }
            let Some(value) = value else {
                return Err((format!("{} is out of bounds", threshold.key), bounds));
            };
            changed = PerTier([value; 4]);
            continue;
        }
        let known =
            Tier::ALL.into_iter().find(|known| known.to_string().eq_ignore_ascii_case(tier));
        let Some(known) = known else {
            return Err((format!("{tier} is not a tier"), "write T0, T1, T2 or T3".into()));
        };
        let Some(value) = value else {
            return Err((format!("{} for {known} is out of bounds", threshold.key), bounds));
        };
        if let Some(slot) = changed.0.get_mut(known as usize) {
            *slot = value;
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::read;
    use model::threshold::{GRADE_COVERAGE, GRADE_HIGH};

    #[test]
    fn limits_of_the_grade_are_letters_and_percentages_of_the_whole() {
        let read = |text: &str| read(&format!("[thresholds]\n{text}\n"));
        let profile = read("\"grade.high\" = { T3 = \"C\" }\n\"grade.coverage\" = { all = 80 }");
        let thresholds = profile.expect("profile").thresholds;
        assert_eq!(thresholds.of(&GRADE_HIGH).0, [1, 1, 1, 3]);
        assert_eq!(thresholds.of(&GRADE_COVERAGE).0, [80; 4]);
        for refused in [
            "\"grade.high\" = { T3 = 3 }",
            "\"grade.high\" = { T3 = \"F\" }",
            "\"grade.coverage\" = { T3 = 80 }",
            "\"grade.coverage\" = { all = 0 }",
            "\"grade.coverage\" = { all = \"C\" }",
            "\"rotation.max\" = { all = 9 }",
            "\"rotation.max\" = { T3 = -1 }",
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
