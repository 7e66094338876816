//! An assessment whose findings are made a batch at a time.

use std::collections::HashMap;

use super::classes::Classes;
use super::judge::Plan;
use super::scanners::{self, Results};
use super::{unread, waivers};
use crate::controls::CATALOG;
use model::{
    Assessment, Asset, AssetKey, Context, Facts, Finding, Ledger, OutOfScope, Reference,
    ScannerReport, ScannerRules,
};

/// How many assets are judged at a time. All findings of an asset are in one batch.
const AT_ONCE: usize = 1_024;

/// An estate that is ready to be judged. Its findings are made when they are asked for, so that no more of them
/// need be in memory than what is done with them keeps.
#[derive(Debug)]
pub struct Judging<'r> {
    assessment: Assessment,
    references: Vec<Reference>,
    reports: Vec<ScannerReport>,
    rules: &'r [ScannerRules],
    results: Results,
}

impl<'r> Judging<'r> {
    /// Resolves the results of scanners, and determines the state of every waiver.
    ///
    /// Waivers must have passed [`check`](super::check); one that names no control applies to nothing.
    pub fn of(mut context: Context, facts: Facts, rules: &'r [ScannerRules]) -> Self {
        context.responsible = CATALOG.iter().map(|control| (control.id, control.domain)).collect();
        unread::complete(&mut context, rules);
        let mut ledger = std::mem::take(&mut context.ledger);
        let Facts { waivers, inputs, notices, references, scanner_reports: reports, .. } = facts;
        let plan = Plan::of(&context, CATALOG);
        let (scanners, results) = scanners::results(&context, &plan, &reports, rules, &mut ledger);
        let positions: HashMap<&AssetKey, usize> = match waivers.is_empty() {
            true => HashMap::new(),
            false => context.assets.iter().enumerate().map(|(at, one)| (&one.key, at)).collect(),
        };
        let finding = |control: &str, asset: &Asset| {
            let mut found = [plan.one(control, *positions.get(&asset.key)?)?];
            unread::apply(&context, rules, &mut found);
            results.apply((&reports, &scanners), &mut found);
            let [found] = found;
            Some(found)
        };
        let waivers = waivers::states(&context, waivers, finding);
        context.ledger = ledger;
        let assessment = Assessment {
            context,
            findings: Vec::new(),
            out_of_scope: OutOfScope::default(),
            waivers,
            scanners,
            inputs,
            notices,
        };
        Judging { assessment, references, reports, rules, results }
    }

    /// All of the assessment but its findings.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// How many findings there are.
    pub fn findings(&self) -> usize {
        let plan = Plan::of(&self.assessment.context, CATALOG);
        plan.count()
    }

    /// Every finding, by asset and then by control, a batch at a time.
    pub fn batches(&self) -> impl Iterator<Item = Vec<Finding>> + '_ {
        let Assessment { context, inputs, waivers, scanners, .. } = &self.assessment;
        let plan = Plan::of(context, CATALOG);
        let classes = Classes::of(context, inputs, &self.references);
        let live = waivers::Live::of(waivers);
        let starts = (0..plan.assets()).step_by(AT_ONCE).map(Some).chain([None]);
        starts.map(move |start| {
            let mut findings = match start {
                Some(start) => plan.findings(start..plan.assets().min(start + AT_ONCE)),
                None => plan.of_the_organisation(),
            };
            unread::apply(context, self.rules, &mut findings);
            self.results.apply((&self.reports, scanners), &mut findings);
            classes.apply(&mut findings);
            live.mark(&mut findings);
            findings
        })
    }

    /// The assessment with all its findings.
    pub fn whole(self) -> Assessment {
        let findings = self.batches().flatten().collect();
        Assessment { findings, ..self.assessment }
    }

    /// The assessment without its findings.
    pub fn into_assessment(self) -> Assessment {
        self.assessment
    }

    /// What becomes of every record that was read.
    pub fn into_ledger(self) -> Ledger {
        self.assessment.context.ledger
    }
}
