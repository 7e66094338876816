//! An assessment whose findings are made a batch at a time.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::classes::Classes;
use super::judge::Plan;
use super::scanners::{self, Results};
use super::unread::{self, Unread};
use super::waivers;
use crate::controls::CATALOG;
use model::words::Words;
use model::{
    Assessment, Asset, AssetKey, AssetKind, Context, Diagnostic, Exclusion, Facts, Finding,
    FindingId, Ledger, OutOfScope, Reference, ScannerReport, ScannerRules,
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
    /// How many assets controls judge: those that come first.
    judged: usize,
    /// The findings of controls whose every asset is excluded.
    emptied: Vec<Finding>,
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
        let judged = context.assets.len();
        let plan = Plan::of((&context, judged), CATALOG);
        let (scanners, results) = scanners::results(&context, &plan, &reports, rules, &mut ledger);
        let positions: HashMap<&AssetKey, usize> = match waivers.is_empty() {
            true => HashMap::new(),
            false => context.assets.iter().enumerate().map(|(at, one)| (&one.key, at)).collect(),
        };
        let unread = Unread::of(&context, rules);
        let finding = |control: &str, asset: &Asset| {
            let mut found = [plan.one(control, *positions.get(&asset.key)?)?];
            unread.apply(&mut found);
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
        Judging { assessment, references, reports, rules, results, judged, emptied: Vec::new() }
    }

    /// All of the assessment but its findings.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// How many findings there are in scope, but for those on missing assets.
    pub fn findings(&self) -> usize {
        let out = &self.assessment.out_of_scope;
        self.plan().count(|position| out.allows(position)) + self.emptied.len()
    }

    /// Takes excluded assets out of scope. The exclusions must have passed [`check_scope`](super::check_scope).
    pub fn exclude(&mut self, exclusions: &[Exclusion]) {
        self.emptied = super::exclude(&mut self.assessment, exclusions);
    }

    /// Adds assets that no source contains any more, and warnings. No control judges them or takes them for the asset
    /// that a name means.
    pub fn add(&mut self, missing: Vec<Asset>, notices: &[Diagnostic]) {
        self.assessment.notices.extend_from_slice(notices);
        if !missing.is_empty() {
            self.assessment.context.index();
            self.assessment.context.assets.extend(missing);
        }
    }

    fn plan(&self) -> Plan<'_> {
        Plan::of((&self.assessment.context, self.judged), CATALOG)
    }

    /// What makes the findings.
    pub fn judge(&self) -> Judge<'_> {
        Judge::of(self)
    }

    /// The assessment with all its findings.
    pub fn whole(self) -> Assessment {
        let judge = self.judge();
        let batches: Vec<_> = judge.batches(Words::Written).collect();
        let made = batches.into_par_iter().flat_map_iter(|batch| {
            let mut findings = Vec::new();
            batch(&mut |finding| findings.push(finding));
            findings
        });
        let findings = made.collect();
        drop(judge);
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

/// What makes the findings of an estate, with what is looked up for every one.
pub struct Judge<'a> {
    judging: &'a Judging<'a>,
    plan: Plan<'a>,
    positions: OnceLock<HashMap<&'a AssetKey, usize>>,
    classes: Classes<'a>,
    unread: Unread<'a>,
    live: waivers::Live<'a>,
}

impl<'a> Judge<'a> {
    fn of(judging: &'a Judging<'a>) -> Self {
        let Judging { assessment, rules, .. } = judging;
        let Assessment { context, inputs, waivers, .. } = assessment;
        Judge {
            judging,
            plan: judging.plan(),
            positions: OnceLock::new(),
            classes: Classes::of(context, inputs, &judging.references),
            unread: Unread::of(context, rules),
            live: waivers::Live::of(waivers),
        }
    }

    /// What makes every finding, by asset and then by control: each makes a batch, on any thread, and gives its findings
    /// away one by one. No more than those on one asset are there at a time.
    #[expect(clippy::needless_lifetimes, reason = "what a function returns cannot leave it out")]
    pub fn batches<'j>(
        &'j self,
        words: Words,
    ) -> impl Iterator<Item = impl FnOnce(&mut dyn FnMut(Finding)) + Send> {
        let assets = self.plan.assets();
        let starts = (0..assets).step_by(AT_ONCE);
        let batches = starts.map(move |start| Batch::Assets(start..assets.min(start + AT_ONCE)));
        let batches = batches.chain([Batch::Organisation]);
        batches.map(move |batch| move |to: &mut dyn FnMut(Finding)| self.batch(batch, words, to))
    }

    /// Gives away the findings on one asset; none where no control judges it.
    pub fn on_asset(&self, asset: &AssetKey, words: Words, to: &mut dyn FnMut(Finding)) {
        let Some(position) = self.position(asset) else { return };
        self.batch(Batch::Assets(position..position + 1), words, to);
        if asset.kind == AssetKind::Organisation {
            self.batch(Batch::Organisation, words, to);
        }
    }

    /// The finding of one control on one asset, with words.
    pub fn finding(&self, control: &str, asset: &AssetKey) -> Option<Finding> {
        let position = self.position(asset)?;
        let mut emptied = self.judging.emptied.iter();
        let is_it = |one: &&Finding| one.asset == position && one.control.id == control;
        if let Some(found) = emptied.find(is_it) {
            return Some(found.clone());
        }
        let mut found = [self.plan.one(control, position)?];
        self.complete(&mut found);
        let [found] = found;
        Some(found)
    }

    /// Where an asset that controls judge is among the assets.
    fn position(&self, asset: &AssetKey) -> Option<usize> {
        let positions = self.positions.get_or_init(|| {
            let assets = &self.judging.assessment.context.assets;
            let assets = assets.iter().take(self.judging.judged).enumerate();
            assets.map(|(position, asset)| (&asset.key, position)).collect()
        });
        positions.get(asset).copied()
    }

    fn batch(&self, batch: Batch, words: Words, to: &mut dyn FnMut(Finding)) {
        let completed = |findings: &dyn Fn() -> Vec<Finding>| {
            words.in_all(|| {
                let mut findings = findings();
                self.complete(&mut findings);
                findings
            })
        };
        match batch {
            Batch::Assets(positions) => {
                for position in positions {
                    completed(&|| self.plan.on_asset(position)).into_iter().for_each(&mut *to);
                }
            }
            Batch::Organisation => {
                let emptied = self.judging.emptied.iter().cloned();
                let unused = completed(&|| self.plan.of_the_organisation());
                unused.into_iter().chain(emptied).for_each(to);
            }
        }
    }

    /// Adds to verdicts what scanners, unread sources, classes and waivers change.
    fn complete(&self, findings: &mut [Finding]) {
        let Judging { assessment, reports, results, .. } = self.judging;
        self.unread.apply(findings);
        if !(results.is_empty() && self.live.is_empty()) {
            let assets = &assessment.context.assets;
            for finding in findings.iter_mut().filter(|finding| finding.id.is_empty()) {
                let Some(asset) = assets.get(finding.asset) else { continue };
                finding.id = FindingId::written(finding.control.id, &asset.key);
            }
        }
        results.apply((reports, &assessment.scanners), findings);
        self.classes.apply(findings);
        self.live.mark(findings);
    }
}
