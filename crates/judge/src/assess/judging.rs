//! An assessment whose findings are made a batch at a time.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

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
const AT_ONCE: usize = 128;

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

    /// What makes every finding, by asset and then by control: each makes a batch, on any thread.
    pub fn batches(&self) -> impl Iterator<Item = impl FnOnce() -> Vec<Finding> + Send> {
        let judge = Arc::new(Judge::of(self));
        let assets = judge.plan.assets();
        let starts = (0..assets).step_by(AT_ONCE);
        let batches = starts.map(move |start| Batch::Assets(start..assets.min(start + AT_ONCE)));
        batches.chain([Batch::Organisation]).map(move |batch| {
            let judge = Arc::clone(&judge);
            move || judge.findings(batch)
        })
    }

    /// The assessment with all its findings.
    pub fn whole(self) -> Assessment {
        let batches: Vec<_> = self.batches().collect();
        let findings = batches.into_par_iter().flat_map_iter(|batch| batch()).collect();
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

/// Of what a batch of findings is.
enum Batch {
    /// These assets.
    Assets(Range<usize>),
    /// The controls without an asset to judge.
    Organisation,
}

/// What is looked up for every finding.
struct Judge<'a> {
    judging: &'a Judging<'a>,
    plan: Plan<'a>,
    classes: Classes<'a>,
    live: waivers::Live<'a>,
}

impl<'a> Judge<'a> {
    fn of(judging: &'a Judging<'a>) -> Self {
        let Assessment { context, inputs, waivers, .. } = &judging.assessment;
        Judge {
            judging,
            plan: Plan::of(context, CATALOG),
            classes: Classes::of(context, inputs, &judging.references),
            live: waivers::Live::of(waivers),
        }
    }

    fn findings(&self, batch: Batch) -> Vec<Finding> {
        let Judging { assessment, reports, rules, results, .. } = self.judging;
        let mut findings = match batch {
            Batch::Assets(positions) => self.plan.findings(positions),
            Batch::Organisation => self.plan.of_the_organisation(),
        };
        unread::apply(&assessment.context, rules, &mut findings);
        results.apply((reports, &assessment.scanners), &mut findings);
        self.classes.apply(&mut findings);
        self.live.mark(&mut findings);
        findings
    }
}
