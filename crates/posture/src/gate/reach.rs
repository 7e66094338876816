//! Scores and coverage that must be reached.

use super::remediations;
use super::result::RuleResult;
use super::view::View;
use crate::alike::Several;
use model::posture::FindingCard;
use model::{Amount, Limit, Parts, Scope, Tenths};

impl View<'_> {
    pub(super) fn score(&self, limit: &Limit) -> RuleResult {
        let result = self.reached(limit, "score", |parts| parts.proven);
        let (Some(parts), Some(Amount::Points(short))) =
            (self.parts(&limit.scope), result.short_by)
        else {
            return result;
        };
        let open = self.in_scope(&limit.scope).filter(|some| some.card.outcome.is_open());
        let remediations = remediations::cheapest_score_fixes(self.posture, open, parts.weight);
        let open = self.in_scope(&limit.scope).filter(|some| some.card.outcome.is_open());
        let gained = open.map(|some| remediations::missing(&some)).sum();
        let within = Tenths::percent(gained, 2 * parts.weight).unwrap_or_default();
        let mut result = RuleResult { remediations, ..result };
        if within < short {
            // Fixes alone cannot reach it, so the largest evidence gaps are named too.
            result.sentence +=
                &format!("; fixing all open findings adds {within}, the rest needs evidence");
            let unknown = self.in_scope(&limit.scope);
            result.remediations.truncate(remediations::NAMED - 1);
            let room = remediations::NAMED - result.remediations.len();
            let asks = remediations::cheapest_evidence(
                self.posture,
                unknown,
                |_| 1,
                (parts.weight, Amount::UpTo),
            );
            result.remediations.extend(asks.into_iter().take(room));
        }
        result
    }

    pub(super) fn coverage(&self, limit: &Limit) -> RuleResult {
        let mut result = self.reached(limit, "coverage", |parts| parts.coverage);
        if let (Some(parts), Some(_)) = (self.parts(&limit.scope), result.short_by) {
            let cards = self.in_scope(&limit.scope);
            let share = |card: &FindingCard| remediations::share(card, &limit.scope);
            result.remediations = remediations::cheapest_evidence(
                self.posture,
                cards,
                share,
                (parts.weight, Amount::Points),
            );
        }
        result
    }

    fn reached(
        &self,
        limit: &Limit,
        what: &str,
        number: fn(&Parts) -> Option<Tenths>,
    ) -> RuleResult {
        let name = match &limit.scope {
            Scope::All => what.to_string(),
            scope => format!("{what} of {scope}"),
        };
        let Some(parts) = self.parts(&limit.scope).filter(|parts| parts.findings > 0) else {
            return RuleResult::ok(format!("{} has no applicable controls", limit.scope));
        };
        match number(parts) {
            None => RuleResult::fail(format!("there is no {name}: no control was assessed"))
                .short_by(Amount::Points(limit.least), Vec::new()),
            Some(found) if found >= limit.least => RuleResult::ok(format!("the {name} is {found}")),
            Some(found) => {
                let short = Tenths(limit.least.0 - found.0);
                let sentence = format!("the {name} is {found}, {short} short of {}", limit.least);
                RuleResult::fail(sentence).short_by(Amount::Points(short), Vec::new())
            }
        }
    }

    fn parts(&self, scope: &Scope) -> Option<&Parts> {
        let posture = self.posture;
        match scope {
            Scope::All => Some(&posture.score),
            Scope::Tier(tier) => {
                let slice = posture.tiers.iter().find(|slice| slice.id == tier.to_string());
                slice.map(|slice| &slice.parts)
            }
            Scope::Domain(domain) => {
                let slice = posture.domains.iter().find(|slice| slice.id == domain.id());
                slice.map(|slice| &slice.parts)
            }
            Scope::Framework(id) => {
                let framework = posture.frameworks.iter().find(|framework| &framework.id == id);
                framework.map(|framework| &framework.parts)
            }
        }
    }

    fn in_scope<'s>(&'s self, scope: &'s Scope) -> impl Iterator<Item = Several<'s>> {
        self.findings().filter(move |some| match scope {
            Scope::All => true,
            Scope::Tier(tier) => some.card.tier == *tier,
            Scope::Domain(domain) => some.card.domain == *domain,
            Scope::Framework(id) => some.card.requirements.iter().any(|row| &row.framework == id),
        })
    }
}
