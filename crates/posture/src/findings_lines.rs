//! Findings as the lines of `findings.ndjson`, and back.

mod written;

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::finding_age::Dates;
use super::frameworks::References;
use super::links::Links;
use model::posture::{
    FINDINGS_FORMAT, FINDINGS_VERSION, FactLine, FindingCard, FindingLine, FindingsHeader,
    ItemLine, SharedRequirements,
};
use model::{Ask, AssetKind, Evidence, FindingId, Item, Outcome, Place, Posture, Tier};

/// Makes lines of the findings of a posture.
#[derive(Debug)]
pub struct FindingLines {
    files: HashMap<Arc<str>, usize, RandomState>,
    header: FindingsHeader,
}

impl FindingLines {
    /// For the findings of a posture, of which there are `total`.
    pub fn of(posture: &Posture, total: u64) -> Self {
        let files: Vec<Arc<str>> =
            posture.inputs.iter().map(|it| it.path.as_str().into()).collect();
        let known = files.iter().enumerate().map(|(at, file)| (Arc::clone(file), at)).collect();
        let references = References::of(&posture.frameworks);
        let each = posture.controls.iter().flat_map(|control| {
            AssetKind::ALL.map(|kind| SharedRequirements {
                control: control.id.clone(),
                kind,
                requirements: references.on(&control.id, kind),
            })
        });
        let header = FindingsHeader {
            format: FINDINGS_FORMAT.into(),
            version: FINDINGS_VERSION,
            findings: total,
            files,
            requirements: each.filter(|one| !one.requirements.is_empty()).collect(),
        };
        FindingLines { files: known, header }
    }

    /// Lists the files that findings cite, before their lines are made: a fact may be read in a file that is no
    /// input of its own, such as the profile.
    pub fn cite(&mut self, findings: &[FindingCard]) {
        let cited = findings.iter().flat_map(|card| &card.evidence);
        for place in cited.filter_map(|fact| fact.place.as_ref()) {
            if !self.files.contains_key(&place.file) {
                self.files.insert(Arc::clone(&place.file), self.header.files.len());
                self.header.files.push(Arc::clone(&place.file));
            }
        }
    }

    /// The first line, where the files of all findings are listed.
    pub fn header(&self) -> &FindingsHeader {
        &self.header
    }
}

/// Makes findings of lines, with what each shares with its asset and control in the posture.
pub struct FindingCards<'a> {
    links: Links<'a>,
    dates: Dates,
    files: &'a [Arc<str>],
}

impl<'a> FindingCards<'a> {
    /// For the lines below a header.
    pub fn of(posture: &'a Posture, header: &'a FindingsHeader) -> Self {
        let Posture { assets, controls, waivers, frameworks, .. } = posture;
        FindingCards {
            links: Links::of(assets, controls, waivers, frameworks),
            dates: Dates::stated(posture),
            files: &header.files,
        }
    }

    /// The finding of a line.
    ///
    /// # Errors
    /// What is wrong with the line, as a clause.
    pub fn card(&self, line: FindingLine<'_>) -> Result<FindingCard, String> {
        let id = FindingId::parse(&line.id)
            .ok_or_else(|| format!("`{}` is no id of a finding", line.id))?;
        let fact = |fact: FactLine<'_>| {
            let place = match fact.at {
                Some((file, line, pointer)) => {
                    let file = self
                        .files
                        .get(file)
                        .ok_or_else(|| format!("the header lists no file {file}"))?;
                    Some(Place::new(file, line, pointer))
                }
                None => None,
            };
            let class = fact.class.unwrap_or(line.class);
            Ok(Evidence { place, fact: fact.fact.into_owned(), class })
        };
        let evidence: Result<Vec<Evidence>, String> = line.evidence.into_iter().map(fact).collect();
        let item = |item: ItemLine<'_>| Item {
            name: item.name.into_owned(),
            outcome: item.outcome.unwrap_or(line.outcome),
            note: item.note.into_owned(),
        };
        let ask = line.ask.map(|(record, field)| Ask {
            record: record.into_owned().into(),
            field: field.into_owned().into(),
        });
        let shown = ask.as_ref().map(Ask::reason);
        let shown = shown.filter(|_| line.outcome == Outcome::NotAssessed);
        let tier = match (line.tier, id.asset.kind) {
            (Some(tier), _) => tier,
            (None, AssetKind::Organisation) => return Err("`tier` is missing".into()),
            // That of the asset is set below.
            (None, _) => Tier::T0,
        };
        // What follows from the asset and the control is set below.
        let mut card = FindingCard {
            id: line.id.into(),
            asset_name: id.asset.id.clone(),
            control: id.control.into(),
            asset: id.asset,
            owner: EcoString::new(),
            exported: line.exported,
            domain: model::Domain::Operator,
            tier,
            derived_tier: tier,
            severity: line.severity,
            weight: 0,
            pass_weight: 0,
            outcome: line.outcome,
            reason: line.reason.or(shown),
            sentence: line.sentence.into_owned(),
            class: line.class,
            ask,
            evidence: evidence?,
            items: line.items.into_iter().map(item).collect(),
            found_by: line.found_by.into_owned(),
            waiver: None,
            waived_until: None,
            exposed: line.exposed,
            first_seen: line.first_seen,
            since: line.since,
            open_since: None,
            age_days: None,
            due_on: None,
            overdue: false,
            last_open: line.last_open,
            last_known: line.last_known,
            requirements: Default::default(),
        };
        self.links.settle(&mut card);
        self.dates.settle(&mut card);
        // What the line states is kept, so that `verify` compares it with what follows.
        card.since = line.since;
        card.due_on = line.due_on;
        Ok(card)
    }
}
