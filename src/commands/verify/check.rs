//! One thing that is verified, and what came of it.

use model::posture::ToolFacts;
use posture::verify::Disagreement;
use syntax::{Line, line};

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It holds.
    Verified,
    /// It does not: where, each as a clause.
    Failed(Vec<String>),
    /// It could not be verified, and why: that is no failure, and no proof.
    Open(String),
}

/// One thing that is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// What, as a clause: `4 outputs have the length and SHA-256 that the manifest lists`.
    pub(super) what: String,
    pub(super) verdict: Verdict,
    /// What it is about, a line each.
    pub(super) listed: Vec<String>,
}

/// How many differences of one check are printed.
const MAX_DIFFERENCES: usize = 10;

impl Check {
    pub(super) fn verified(what: impl Into<String>) -> Self {
        Check { what: what.into(), verdict: Verdict::Verified, listed: Vec::new() }
    }

    pub(super) fn open(what: impl Into<String>, why: impl Into<String>) -> Self {
        Check { what: what.into(), verdict: Verdict::Open(why.into()), listed: Vec::new() }
    }

    /// What only the version that made it could do again; none where that is this one.
    pub(super) fn by_another_version(what: &str, tool: &ToolFacts) -> Option<Self> {
        let ours = env!("CARGO_PKG_VERSION");
        let why = format!("muster {} made it, and this is muster {ours}", tool.version);
        (tool.version != ours).then(|| Check::open(what, why))
    }

    /// Failed where there is a difference.
    pub(super) fn of(what: impl Into<String>, differences: Vec<String>) -> Self {
        let verdict = match differences.is_empty() {
            true => Verdict::Verified,
            false => Verdict::Failed(differences),
        };
        Check { what: what.into(), verdict, listed: Vec::new() }
    }

    /// Failed where a document states something else than what was computed.
    pub(super) fn of_disagreements(what: impl Into<String>, found: &[Disagreement]) -> Self {
        let clause = |one: &Disagreement| {
            let Disagreement { pointer, stated, recomputed } = one;
            format!("{pointer} states {stated}; recomputed: {recomputed}")
        };
        Check::of(what, found.iter().map(clause).collect())
    }

    pub(super) fn has_failed(&self) -> bool {
        matches!(self.verdict, Verdict::Failed(_))
    }

    /// The lines for the terminal.
    pub(super) fn lines(&self) -> Vec<Line> {
        let what = &self.what;
        match &self.verdict {
            Verdict::Verified => vec![line!("  verified      {what}")],
            Verdict::Open(why) => {
                let head = line!("  not verified  {what}: {why}");
                let listed = self.listed.iter().map(|one| line!("                {one}"));
                std::iter::once(head).chain(listed).collect()
            }
            Verdict::Failed(differences) => {
                let mut lines = vec![line!("  FAILED        {what}")];
                let shown = differences.iter().take(MAX_DIFFERENCES);
                lines.extend(shown.map(|difference| line!("                {difference}")));
                if let Some(more) =
                    differences.len().checked_sub(MAX_DIFFERENCES).filter(|n| *n > 0)
                {
                    lines.push(line!("                and {more} more"));
                }
                lines
            }
        }
    }
}
