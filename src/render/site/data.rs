//! What the pages print, looked up once: findings by asset, control and owner. Nothing is counted or
//! decided here.

use std::collections::HashMap;

use model::posture::{AssetCard, ControlCard, FindingCard};
use model::{AssetKey, Domain, Outcome, Posture, Severity};

use super::links::{Form, Links};
use super::paging::{self, parts};
use super::target::{List, Target};

type ByText<'a> = HashMap<&'a str, Vec<&'a FindingCard>>;

/// A posture, ready to be printed page by page.
#[derive(Debug)]
pub(super) struct Data<'a> {
    pub(super) posture: &'a Posture,
    /// Every finding that is known: more than the posture holds, where there are very many.
    pub(super) findings: &'a [FindingCard],
    /// The assets that have a page, those of the posture first.
    pub(super) keys: Vec<&'a AssetKey>,
    /// The pages, in the order in which they are listed.
    pub(super) pages: Vec<Target<'a>>,
    pub(super) links: Links<'a>,
    cards: HashMap<&'a AssetKey, &'a AssetCard>,
    controls: HashMap<&'a str, &'a ControlCard>,
    by_asset: HashMap<&'a AssetKey, Vec<&'a FindingCard>>,
    by_control: ByText<'a>,
    by_owner: ByText<'a>,
}

impl<'a> Data<'a> {
    pub(super) fn of(posture: &'a Posture, findings: &'a [FindingCard], form: Form) -> Self {
        let mut by_asset: HashMap<&AssetKey, Vec<&FindingCard>> = HashMap::new();
        let (mut by_control, mut by_owner) = (ByText::new(), ByText::new());
        for finding in findings {
            by_asset.entry(&finding.asset).or_default().push(finding);
            by_control.entry(&finding.control).or_default().push(finding);
            by_owner.entry(&finding.owner).or_default().push(finding);
        }
        let cards: HashMap<_, _> = posture.assets.iter().map(|card| (&card.key, card)).collect();
        // What belongs to no asset is a finding on the organisation, which is none.
        let mut others: Vec<&AssetKey> =
            by_asset.keys().copied().filter(|key| !cards.contains_key(*key)).collect();
        others.sort();
        let keys: Vec<&AssetKey> =
            posture.assets.iter().map(|card| &card.key).chain(others).collect();
        let mut data = Data {
            posture,
            findings,
            links: Links::of(form, &[], posture, &[]),
            keys,
            pages: Vec::new(),
            cards,
            controls: posture.controls.iter().map(|card| (card.id.as_str(), card)).collect(),
            by_asset,
            by_control,
            by_owner,
        };
        data.pages = data.all_pages(form);
        data.links = Links::of(form, &data.pages, posture, findings);
        data
    }

    fn all_pages(&self, form: Form) -> Vec<Target<'a>> {
        let posture = self.posture;
        let numbers = |count: usize| 1..=parts(count, paging::rows(form));
        let mut pages = vec![Target::Overview];
        for list in lists(form) {
            let count = self.listed(list).count();
            pages.extend(numbers(count).map(|number| Target::Findings(list, number)));
        }
        pages.extend(numbers(self.keys.len()).map(Target::Assets));
        let assets = self.keys.iter().take(paging::assets(form));
        pages.extend(assets.map(|key| Target::Asset(key)));
        pages.push(Target::Owners);
        pages.extend(posture.owners.iter().map(|slice| Target::Owner(&slice.id)));
        pages.extend(Domain::ALL.map(Target::Domain));
        pages.push(Target::Controls);
        pages.extend(posture.controls.iter().map(|card| Target::Control(&card.id)));
        pages.push(Target::Frameworks);
        pages.extend(posture.frameworks.iter().map(|it| Target::Framework(&it.id)));
        pages.push(Target::Trend);
        pages.push(Target::Requests);
        pages.push(Target::Waivers);
        pages.push(Target::Method);
        pages.push(Target::Inputs);
        pages.push(Target::Months);
        pages
    }

    /// The findings of a list, in the order of the posture: the worst first.
    pub(super) fn listed(&self, list: List) -> impl Iterator<Item = &'a FindingCard> + use<'a> {
        let keeps = move |card: &&FindingCard| match list {
            List::Open => is_listed(card),
            List::Of(severity) => is_listed(card) && card.severity == severity,
            List::Passed => card.outcome == Outcome::Pass,
            List::NotApplicable => card.outcome == Outcome::NotApplicable,
        };
        self.findings.iter().filter(keeps)
    }

    /// The findings on an asset.
    pub(super) fn on(&self, key: &AssetKey) -> &[&'a FindingCard] {
        self.by_asset.get(key).map_or(&[], Vec::as_slice)
    }

    /// The findings of a control.
    pub(super) fn of_control(&self, id: &str) -> &[&'a FindingCard] {
        self.by_control.get(id).map_or(&[], Vec::as_slice)
    }

    /// The findings on the assets of an owner.
    pub(super) fn of_owner(&self, id: &str) -> &[&'a FindingCard] {
        self.by_owner.get(id).map_or(&[], Vec::as_slice)
    }

    /// What the posture has of an asset; nothing of the organisation, which is none.
    pub(super) fn card(&self, key: &AssetKey) -> Option<&'a AssetCard> {
        self.cards.get(key).copied()
    }

    /// What the posture has of a control.
    pub(super) fn control(&self, id: &str) -> Option<&'a ControlCard> {
        self.controls.get(id).copied()
    }
}

/// Whether a finding needs somebody: it is open, or could not be assessed.
pub(super) fn is_listed(card: &FindingCard) -> bool {
    card.outcome.is_open() || card.outcome == Outcome::NotAssessed
}

/// The lists of a form. One page has no need of the same findings once more by severity.
pub(super) fn lists(form: Form) -> Vec<List> {
    let by_severity = match form {
        Form::Folder => Severity::ALL.map(List::Of).to_vec(),
        Form::Single => Vec::new(),
    };
    let mut lists = vec![List::Open];
    lists.extend(by_severity);
    lists.extend([List::Passed, List::NotApplicable]);
    lists
}
