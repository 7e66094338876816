//! Nothing passes on what an unread source may contradict: what its name shows that it would report is not
//! assessed.

use std::collections::BTreeSet;

use model::{
    Asset, AssetFacts, AssetKind, Context, Finding, MissingSource, RecordKind, ScannerRules,
    UnreadSource,
};

/// Adds to what each unread report of a scanner may hold: a tool that looks for secrets reports exposures.
pub(super) fn complete(context: &mut Context, rules: &[ScannerRules]) {
    for unread in context.unread.iter_mut().filter(|it| it.source == MissingSource::Scanner) {
        if tools(unread, rules).any(|tool| tool.tool.finds_secrets) {
            unread.may_hold.insert(RecordKind::Exposures);
        }
    }
}

/// The sources that are unread, each with the controls that its scanners' rules map to.
pub(super) struct Unread<'a> {
    context: &'a Context,
    sources: Vec<(&'a UnreadSource, BTreeSet<&'a str>)>,
}

impl<'a> Unread<'a> {
    pub(super) fn of(context: &'a Context, rules: &'a [ScannerRules]) -> Self {
        let sources = context.unread.iter().map(|unread| (unread, controls(unread, rules)));
        Unread { context, sources: sources.collect() }
    }

    /// Lowers the findings that an unread client configuration or scanner report may contradict.
    pub(super) fn apply(&self, findings: &mut [Finding]) {
        for (unread, answered) in &self.sources {
            for finding in findings.iter_mut() {
                let Some(asset) = self.context.assets.get(finding.asset) else { continue };
                let may_contradict = match unread.source {
                    MissingSource::Client => rests_on_clients(finding, asset),
                    MissingSource::Scanner => {
                        finding.judgement.outcome.half_credits().is_some()
                            && asset.key.kind != AssetKind::Organisation
                            && answered.contains(finding.control.id)
                    }
                    // What a control reads is known to the control alone.
                    MissingSource::Records => false,
                };
                if may_contradict {
                    let judgement = finding.judgement.clone();
                    finding.judgement = judgement.unless_shown_by(unread);
                }
            }
        }
    }
}

/// The scanners that may have written a report: the one that its format names, else any.
fn tools<'a>(
    unread: &'a UnreadSource,
    rules: &'a [ScannerRules],
) -> impl Iterator<Item = &'a ScannerRules> {
    let format = unread.format.as_ref().map(|format| format.as_str());
    let is_tool = rules.iter().any(|one| Some(one.tool.id.as_str()) == format);
    rules.iter().filter(move |one| !is_tool || Some(one.tool.id.as_str()) == format)
}

/// The controls that the rules of those scanners map to.
fn controls<'a>(unread: &'a UnreadSource, rules: &'a [ScannerRules]) -> BTreeSet<&'a str> {
    let rows = tools(unread, rules).flat_map(|one| &one.rules);
    rows.map(|row| row.control.as_str()).collect()
}

/// Whether a verdict rests on what client configurations show: a further one may show the opposite.
fn rests_on_clients(finding: &Finding, asset: &Asset) -> bool {
    let AssetFacts::Server(server) = &asset.facts else { return false };
    let Some(configuration) = &server.configuration else { return false };
    let files: BTreeSet<&str> = configuration.inspected.iter().map(|place| &*place.file).collect();
    let cited = finding.judgement.evidence.iter().filter_map(|evidence| evidence.place.as_ref());
    finding.judgement.outcome.half_credits().is_some()
        && cited.into_iter().any(|place| files.contains(&*place.file))
}
