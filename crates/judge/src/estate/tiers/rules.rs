//! The rules that fire on one asset's own facts, and what they could not read.

use ecow::EcoString;
use model::records::Modifier;
use model::{Breadth, Field, Grants, Tier, TierJudgement, TierReason};
use std::sync::Arc;

/// Something that a rule reads and no source states.
struct Undeclared {
    /// The field of the record: `reach.kind`.
    field: &'static str,
    /// What it is, as reports print it.
    what: String,
    /// The tier that the rule may give.
    floor: Tier,
}

/// What fired, and what is undeclared.
#[derive(Default)]
pub(super) struct Rules {
    /// What is published about grants.
    lists: Arc<Grants>,
    reasons: Vec<TierReason>,
    /// What is undeclared, with the tier that its rule may give.
    undeclared: Vec<Undeclared>,
    /// What the last month had on record, and why that still counts.
    remembered: Option<(Tier, String)>,
}

impl Rules {
    /// No rule fired yet; `lists` are what is published about grants.
    pub(super) fn with(lists: &Arc<Grants>) -> Self {
        Rules { lists: Arc::clone(lists), ..Rules::default() }
    }

    /// A rule fires on a stated fact.
    pub(super) fn raise(&mut self, rule: &str, floor: Tier, because: impl Into<EcoString>) {
        self.reasons.push(TierReason { rule: rule.into(), floor, because: because.into() });
    }

    /// Something that a rule reads is undeclared; the worst it may be gives `floor`.
    pub(super) fn undeclared(&mut self, field: &'static str, what: impl Into<String>, floor: Tier) {
        self.undeclared.push(Undeclared { field, what: what.into(), floor });
    }

    /// The same where a field is absent or blank.
    pub(super) fn needs<T>(&mut self, value: &Field<T>, field: &'static str, floor: Tier) {
        if value.given().is_none() {
            self.undeclared(field, field.replace('_', " "), floor);
        }
    }

    /// What the last month had on record.
    pub(super) fn remember(&mut self, tier: Tier, because: String) {
        self.remembered = Some((tier, because));
    }

    pub(super) fn is_incomplete(&self) -> bool {
        !self.undeclared.is_empty()
    }

    /// What administers a platform can give itself everything else.
    pub(super) fn grants(
        &mut self,
        (field, noun): (&'static str, &str),
        grants: &Field<Vec<String>>,
    ) {
        let lists = Arc::clone(&self.lists);
        let mut administrative =
            grants.items().iter().filter(|grant| lists.breadth(grant) == Breadth::Administrative);
        if let Some(grant) = administrative.next() {
            self.raise("D4", Tier::T3, format!("its {noun} {grant} is administrative"));
        }
        self.needs(grants, field, Tier::T3);
    }

    /// D5 and D6: where it runs, and whose credentials it uses.
    pub(super) fn modifiers(&mut self, modifiers: &Field<Vec<Modifier>>, writes: bool) {
        for modifier in modifiers.items() {
            match modifier {
                Modifier::CiCd => self.exposed("it runs in a pipeline", writes),
                Modifier::SharedHub => self.exposed("several teams share it", writes),
                Modifier::AgentPlatform => self.exposed("it is part of an agent platform", writes),
                Modifier::InternetExposed => {
                    self.exposed("it can be reached from the internet", writes);
                }
                Modifier::InheritsHumanCredentials => {
                    self.raise("D6", Tier::T2, "it uses a person's credentials");
                }
                Modifier::Autonomous | Modifier::ThirdParty => {}
            }
        }
        self.needs(modifiers, "modifiers", Tier::T2);
    }

    /// D5: what many can reach.
    pub(super) fn exposed(&mut self, what: &str, writes: bool) {
        match writes {
            true => self.raise("D5", Tier::T2, format!("{what} and can write")),
            false => self.raise("D5", Tier::T1, what),
        }
    }

    fn derived(&self) -> Tier {
        self.reasons.iter().map(|reason| reason.floor).max().unwrap_or(Tier::T0)
    }

    fn worst(&self) -> Tier {
        self.undeclared.iter().map(|gap| gap.floor).max().unwrap_or(Tier::T0)
    }

    /// The tiers, with D7 for what is undeclared and could raise them, to `most` at most.
    pub(super) fn settle(mut self, declared: Option<Tier>, most: Tier) -> TierJudgement {
        for gap in &mut self.undeclared {
            gap.floor = gap.floor.min(most);
        }
        let derived = self.derived();
        let known = derived.max(self.worst());
        let remembered = self.remembered.take().filter(|(tier, _)| *tier > known);
        let treated = remembered.as_ref().map_or(known, |(tier, _)| *tier);
        for tier in Tier::ALL.into_iter().filter(|tier| *tier > derived) {
            let of_tier = self.undeclared.iter().filter(|gap| gap.floor == tier);
            let what: Vec<&str> = of_tier.map(|gap| gap.what.as_str()).collect();
            if !what.is_empty() {
                let because =
                    format!("undeclared: {}; treated as {tier} until declared", what.join(", "));
                self.reasons.push(TierReason {
                    rule: "D7".into(),
                    floor: tier,
                    because: because.into(),
                });
            }
        }
        if let Some((tier, because)) = remembered {
            self.reasons.push(TierReason {
                rule: "D7".into(),
                floor: tier,
                because: because.into(),
            });
        }
        self.undeclared.retain(|gap| gap.floor > derived);
        self.undeclared.sort_by_key(|gap| std::cmp::Reverse(gap.floor));
        TierJudgement {
            derived,
            treated,
            declared,
            tests: treated.max(declared.unwrap_or(Tier::T0)),
            reasons: self.reasons,
            undeclared: self.undeclared.iter().map(|gap| gap.field).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undeclared_raises_what_it_is_treated_as_only() {
        let mut rules = Rules::default();
        rules.raise("D2", Tier::T1, "crm holds internal data");
        rules.undeclared("modifiers", "modifiers", Tier::T2);
        rules.undeclared("scopes", "scopes", Tier::T3);
        rules.undeclared("tools", "tools", Tier::T1);
        let tier = rules.settle(Some(Tier::T1), Tier::T3);
        assert_eq!((tier.derived, tier.treated, tier.tests), (Tier::T1, Tier::T3, Tier::T3));
        let reasons: Vec<_> = tier.reasons.iter().map(|r| (r.rule.as_str(), r.floor)).collect();
        assert_eq!(reasons, [("D2", Tier::T1), ("D7", Tier::T2), ("D7", Tier::T3)]);
        assert_eq!(tier.undeclared, ["scopes", "modifiers"]);
    }

    #[test]
    fn administrators_and_wildcards_are_t3_and_silence_is_treated_so() {
        let roles = |roles: &[&str]| {
            let mut rules = Rules::default();
            rules.grants(
                ("roles", "role"),
                &Field::Given(roles.iter().map(|r| r.to_string()).collect()),
            );
            rules.settle(None, Tier::T3)
        };
        assert_eq!(roles(&["AdministratorAccess"]).derived, Tier::T3);
        assert_eq!(roles(&["issues:read"]).treated, Tier::T0);
        assert_eq!(roles(&[]).treated, Tier::T0, "an empty list is a statement");
        let mut silent = Rules::default();
        silent.grants(("roles", "role"), &Field::Absent);
        let tier = silent.settle(None, Tier::T3);
        assert_eq!((tier.derived, tier.treated), (Tier::T0, Tier::T3));
    }
}
