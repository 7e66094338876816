//! A batch of findings on its way: each becomes a card, is settled, dated and counted, and what is not held is gone before
//! the next is made.

use super::against::Against;
use super::cards;
use super::finding_age::Dates;
use super::followed::{Follow, Followed};
use super::gathered::Gathering;
use super::held::{Held, SevereOnly};
use super::links::{Links, Rule};
use super::over_time::PriorState;
use super::since::Since;
use super::stated_texts::Texts;
use model::month::MonthFindings;
use model::posture::{AssetCard, FindingCard};
use model::words::Words;
use model::{Assessment, Asset, Finding};

/// What findings are counted with.
pub(super) struct Counting<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) links: &'a Links<'a>,
    pub(super) prior: &'a PriorState<'a>,
    pub(super) dates: &'a Dates,
    pub(super) texts: Texts<'a>,
    /// Whether findings are made with their texts.
    pub(super) words: Words,
    pub(super) held: Held,
    pub(super) gathering: &'a Gathering,
    /// Where those on excluded assets are gathered; none where no asset is excluded.
    pub(super) excluded: Option<&'a Gathering>,
    /// What a gate compares them with.
    pub(super) against: Option<&'a Against<'a>>,
    /// What is asked of them asset by asset; none where nothing is.
    pub(super) follow: Option<Follow<'a>>,
}

impl<'a> Counting<'a> {
    /// Counts a batch; the cards that may be held, and what its findings amount to asset by asset.
    pub(super) fn batch(
        &self,
        findings: impl FnOnce(&mut dyn FnMut(Finding)),
        limit: Option<&SevereOnly>,
    ) -> (Vec<FindingCard>, Followed) {
        // The findings on an asset follow one another, and share its card.
        let mut shared = Shared::default();
        let mut followed = self.follow.as_ref().map(Follow::begin);
        let out_of_scope = &self.assessment.out_of_scope;
        let mut counted = self.gathering.part();
        let mut excluded = self.excluded.map(Gathering::part);
        let mut held = Vec::new();
        findings(&mut |finding| {
            if shared.asset != Some(finding.asset) {
                shared = self.shared(finding.asset);
            }
            let is_excluded = !out_of_scope.allows(finding.asset);
            let card = self.card(finding, &shared);
            if let Some(excluded) = excluded.as_mut().filter(|_| is_excluded) {
                excluded.add(&card, Since::default());
                return;
            }
            if let Some(followed) = &mut followed {
                followed.add(&card);
            }
            let since = self.against.map(|against| against.since(&card, shared.baseline));
            counted.add(&card, since.unwrap_or_default());
            if limit.is_none_or(|limit| limit.may_name(&card)) {
                held.push(card);
            }
        });
        (held, followed.map(|followed| followed.end()).unwrap_or_default())
    }

    fn card(&self, finding: Finding, shared: &Shared<'_>) -> FindingCard {
        let is_severe_only = self.held == Held::Severe;
        let finding = match is_severe_only {
            true => finding,
            false => self.texts.of_finding(finding, self.assessment),
        };
        let rule = Rule::of(finding.control);
        let mut card = cards::nameless(shared.of, finding, shared.exported);
        match is_severe_only {
            true => self.links.settle_counted(&mut card, shared.card, Some(rule)),
            false => self.links.settle(&mut card),
        }
        self.prior.date(&mut card, shared.was);
        if self.words == Words::Written {
            PriorState::state(&mut card);
        }
        self.dates.settle(&mut card);
        card
    }

    fn shared(&self, at: usize) -> Shared<'a> {
        let of = self.assessment.context.assets.get(at);
        Shared {
            asset: Some(at),
            of,
            exported: of.is_some_and(|asset| self.assessment.context.is_only_exported(asset)),
            card: of.and_then(|asset| self.links.of_key(&asset.key)),
            was: of.and_then(|asset| self.prior.on(&asset.key)),
            baseline: of.and_then(|asset| self.against?.on(&asset.key)),
        }
    }
}

/// What the findings on one asset share.
#[derive(Default)]
struct Shared<'a> {
    /// The place of the asset in the assessment; none before the first.
    asset: Option<usize>,
    of: Option<&'a Asset>,
    exported: bool,
    /// The organisation has none.
    card: Option<&'a AssetCard>,
    /// What the last record has of it.
    was: Option<&'a MonthFindings>,
    /// What the baseline has of it.
    baseline: Option<&'a MonthFindings>,
}
