//! A finding as the filters have it.

use jiff::civil::Date;
use model::WaiverState;
use model::posture::FindingCard;

use super::data::{Data, is_listed};
use super::parts::{page_of, since};
use super::target::Target;
use super::texts::{Texts, shown};
use crate::render::terms::TERMS;

/// How many columns a row has.
pub(super) const COLUMNS: usize = 20;

/// A finding as the filters have it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) severity: String,
    state: String,
    pub(super) control: String,
    pub(super) sentence: String,
    pub(super) asset: String,
    tier: String,
    pub(super) owner: String,
    /// Who is asked to act, and their page.
    asked: String,
    page: String,
    /// The accountable owner, where that is somebody else.
    beside: String,
    domain: &'static str,
    since: String,
    age: i64,
    due: String,
    overdue: bool,
    waived: String,
    /// The numbers of the frameworks that it maps to.
    frameworks: String,
    href: String,
    waiver: &'static str,
}

impl Row {
    /// The row in the order that the script knows: numbers of texts, but for its age and whether it is overdue.
    pub(super) fn numbers(&self, texts: &mut Texts) -> [i64; COLUMNS] {
        let mut number = |text: &str| i64::try_from(texts.number(text)).unwrap_or_default();
        let (page, place) = self.href.split_once('#').unwrap_or((&self.href, ""));
        [
            number(&self.severity),
            number(&self.state),
            number(&self.control),
            number(&self.sentence),
            number(&self.asset),
            number(&self.tier),
            number(&self.owner),
            number(&self.asked),
            number(&self.page),
            number(&self.beside),
            number(self.domain),
            number(&self.since),
            self.age,
            number(&self.due),
            i64::from(self.overdue),
            number(&self.waived),
            number(&self.frameworks),
            number(page),
            number(place),
            number(self.waiver),
        ]
    }
}

/// The row of a finding that is open or could not be assessed.
pub(super) fn row(data: &Data<'_>, card: &FindingCard) -> Option<Row> {
    if !is_listed(card) {
        return None;
    }
    let href = data.links.href(Target::Overview, Target::Finding(&card.id))?;
    let age = card.age_days.and_then(|days| i64::try_from(days).ok()).unwrap_or(-1);
    let frameworks = data.posture.frameworks.iter().enumerate();
    let maps = |id: &str| card.requirements.iter().any(|reference| reference.framework == id);
    let frameworks =
        frameworks.filter(|(_, framework)| maps(&framework.id)).map(|(at, _)| at.to_string());
    let is_open = card.outcome.is_open();
    let owner = if card.owner.is_empty() { TERMS.no_owner } else { &card.owner };
    let contact = data.contact(card);
    let asked =
        contact.map_or((card.owner.as_str(), owner), |it| (it.id.as_str(), it.name.as_str()));
    let page = data.links.href(Target::Overview, page_of(asked.0, asked.1));
    let beside = match (asked.0 == card.owner, card.owner.is_empty()) {
        (true, _) => String::new(),
        (false, true) => owner.into(),
        (false, false) => format!("owner: {owner}"),
    };
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    Some(Row {
        severity: card.severity.to_string(),
        state: card.outcome.to_string().replace('-', " "),
        control: shown(&card.control),
        sentence: shown(&card.sentence),
        asset: shown(&card.asset_name),
        tier: card.tier.to_string(),
        owner: shown(owner),
        asked: shown(asked.1),
        page: page.unwrap_or_default(),
        beside: shown(&beside),
        domain: card.domain.noun(),
        since: if is_open { since(card.open_since, card.age_days) } else { String::new() },
        age: if is_open { age } else { -2 },
        due: day(card.due_on.filter(|_| is_open)),
        overdue: card.overdue,
        waived: day(card.waived_until.filter(|_| is_open)),
        frameworks: frameworks.collect::<Vec<_>>().join(","),
        href,
        waiver: card.waiver.map_or("", WaiverState::words),
    })
}
