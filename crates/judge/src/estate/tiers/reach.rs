//! D1 to D4: what is reached, and what may be done there.

use super::rules::Rules;
use model::records::{DataClass, Effect, Environment, Reach, ReachKind};
use model::{Field, Tier};

/// The rules on a list of reached systems. Undeclared reach may be anything.
pub(super) fn rules(rules: &mut Rules, reach: &Field<Vec<Reach>>) {
    let Some(reach) = reach.given() else { return rules.undeclared("reach", "reach", Tier::T3) };
    for (number, reach) in reach.iter().enumerate() {
        let unnamed = format!("reach {}", number + 1);
        let target = reach.target.given().cloned().unwrap_or(unnamed);
        for (rule, floor, because) in fired(reach, &target) {
            rules.raise(rule, floor, because);
        }
        let missing = missing(reach);
        if !missing.is_empty() {
            let worst = fired(&at_worst(reach), &target).into_iter().map(|(_, floor, _)| floor);
            let worst = worst.max().unwrap_or(Tier::T0);
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            let what = format!("{} of {target}", words.join(" and "));
            rules.undeclared(missing.first().map_or("reach", |(field, _)| *field), what, worst);
        }
    }
}

/// The fields that are undeclared: as paths, and as reports print them.
fn missing(reach: &Reach) -> Vec<(&'static str, &'static str)> {
    let fields = [
        ("reach.kind", "kind", reach.kind.given().is_none()),
        ("reach.environment", "environment", reach.environment.given().is_none()),
        ("reach.data_class", "data class", reach.data_class.given().is_none()),
        ("reach.effect", "effect", reach.effect.given().is_none()),
    ];
    let missing = fields.into_iter().filter(|(_, _, missing)| *missing);
    missing.map(|(field, words, _)| (field, words)).collect()
}

/// The same with the worst value in each field that is undeclared.
fn at_worst(reach: &Reach) -> Reach {
    fn or<T: Clone>(field: &Field<T>, worst: T) -> Field<T> {
        Field::Given(field.given().cloned().unwrap_or(worst))
    }
    Reach {
        target: reach.target.clone(),
        kind: or(&reach.kind, ReachKind::IdentityProvider),
        environment: or(&reach.environment, Environment::Production),
        data_class: or(&reach.data_class, DataClass::Health),
        effect: or(&reach.effect, Effect::Admin),
    }
}

/// The rules that fire on what is stated of one reached system.
fn fired(reach: &Reach, target: &str) -> Vec<(&'static str, Tier, String)> {
    let mut fired = Vec::new();
    let production = reach.environment.given() == Some(&Environment::Production);
    if production {
        fired.push(("D1", Tier::T2, format!("{target} is in production")));
    }
    match reach.data_class.given() {
        Some(DataClass::Public) | None => {}
        Some(DataClass::Internal) => {
            fired.push(("D2", Tier::T1, format!("{target} holds internal data")));
        }
        Some(DataClass::Confidential) => {
            fired.push(("D2", Tier::T2, format!("{target} holds confidential data")));
        }
        Some(class) => {
            fired.push(("D2", Tier::T3, format!("{target} holds {} data", class.id())));
        }
    }
    if reach.kind.given().is_some_and(|kind| kind.is_privileged()) {
        let (floor, place) = match production {
            true => (Tier::T3, "in production"),
            false => (Tier::T1, "outside production"),
        };
        fired.push(("D3", floor, format!("{target} is a privileged system {place}")));
    }
    match reach.effect.given() {
        Some(Effect::Admin) => {
            fired.push(("D4", Tier::T3, format!("it can {} on {target}", Effect::Admin.verb())));
        }
        Some(Effect::Write) if production => {
            fired.push(("D4", Tier::T2, format!("it can change {target} in production")));
        }
        Some(effect) if production && effect.is_high_impact() => {
            let because = format!("it can {} on {target} in production", effect.verb());
            fired.push(("D4", Tier::T3, because));
        }
        _ => {}
    }
    fired
}
