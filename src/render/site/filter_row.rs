//! A finding as the filters have it.

use std::collections::HashMap;

use jiff::civil::Date;
use model::WaiverState;
use model::posture::FindingCard;
use serde::Serialize;

use super::addressees::page_of;
use super::data::{Data, is_listed};
use super::days::since;
use super::target::Target;
use super::texts::{Numbered, Texts, shown};

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

/// Rows with the texts that they have in common: each text once, and each asset, control and addressee once.
#[derive(Debug, Default)]
pub(super) struct Rows<'a> {
    texts: Texts<'a>,
    assets: Numbered<4>,
    controls: Numbered<3>,
    asked: Numbered<3>,
    results: Results,
    rows: Vec<Vec<usize>>,
}

/// What a row states beside its asset, each once: one reason often holds for every asset of a kind. Numbers of
/// texts and of lists of texts, then days as they are. What is empty or nought at the end is left out: most
/// findings that nobody assessed have no dates.
#[derive(Debug, Default)]
struct Results {
    all: Vec<Vec<i64>>,
    places: HashMap<[i64; 12], usize>,
}

impl Results {
    fn number(&mut self, result: [i64; 12]) -> usize {
        let all = &mut self.all;
        *self.places.entry(result).or_insert_with(|| {
            let length = result.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
            all.push(result.get(..length).unwrap_or_default().to_vec());
            all.len() - 1
        })
    }
}

impl<'a> Rows<'a> {
    /// The rows in the order that the script knows. Rows that follow each other and state the same of several
    /// assets are one: the number of what they state, then the numbers of the assets.
    pub(super) fn of(all: &'a [Row]) -> Self {
        // The empty text has the number 0, so that it can be left out.
        let mut rows = Rows::default();
        rows.texts.number("");
        all.iter().for_each(|row| rows.push(row));
        rows
    }

    /// The parts as a list, as the script reads them.
    pub(super) fn value(&self) -> impl Serialize {
        (&self.texts, &self.assets, &self.controls, &self.asked, &self.results.all, &self.rows)
    }

    fn push(&mut self, row: &'a Row) {
        let (page, place) = row.href.split_once('#').unwrap_or((&row.href, ""));
        let texts = &mut self.texts;
        let asset =
            [row.asset.as_str(), &row.tier, &row.owner, page].map(|text| texts.number(text));
        let control = [row.control.as_str(), row.domain, place].map(|text| texts.number(text));
        let asked = [&row.asked, &row.page, &row.beside].map(|text| texts.number(text));
        let mut text = |text: &'a str| texts.number(text);
        let numbers = [
            self.controls.number(control),
            self.asked.number(asked),
            text(&row.severity),
            text(&row.state),
            text(&row.sentence),
            text(&row.frameworks),
            text(row.waiver),
            text(&row.since),
            text(&row.due),
            text(&row.waived),
        ];
        let [control, asked, severity, state, sentence, frameworks, waiver, since, due, waived] =
            numbers.map(|number| i64::try_from(number).unwrap_or_default());
        let result = self.results.number([
            control,
            asked,
            severity,
            state,
            sentence,
            frameworks,
            waiver,
            since,
            due,
            waived,
            i64::from(row.overdue),
            row.age + NO_AGE,
        ]);
        let asset = self.assets.number(asset);
        match self.rows.last_mut() {
            Some(same) if same.first() == Some(&result) => same.push(asset),
            _ => self.rows.push(vec![result, asset]),
        }
    }
}

/// What is added to an age, so that the age of what is not open is 0.
const NO_AGE: i64 = 2;

/// The row of a finding that is open or could not be assessed.
pub(super) fn row<'a>(data: &Data<'a>, card: &'a FindingCard) -> Option<Row> {
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
    let owner = data.owner_name(&card.owner);
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
        age: if is_open { age } else { -NO_AGE },
        due: day(card.due_on.filter(|_| is_open)),
        overdue: card.overdue,
        waived: day(card.waived_until.filter(|_| is_open)),
        frameworks: frameworks.collect::<Vec<_>>().join(","),
        href,
        waiver: card.waiver.map_or("", WaiverState::words),
    })
}
