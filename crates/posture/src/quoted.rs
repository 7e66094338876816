//! Published crosswalks: informative mappings, shown beside our rows and not scored.

use model::posture::{Quotation, QuotedPair};
use model::{Crosswalk, CrosswalkRow, Framework, RequirementKey};

/// Published crosswalks, and the frameworks that the report shows.
pub(super) struct Quoted<'a> {
    pub(super) crosswalks: &'a [Crosswalk],
    pub(super) shown: &'a [&'a Framework],
}

impl Quoted<'_> {
    /// Everything that the crosswalks pair a requirement with.
    pub(super) fn about(&self, framework: &str, id: &str) -> Vec<Quotation> {
        let here = |key: &RequirementKey| key.framework == framework && key.id == id;
        let other_side = |row: &CrosswalkRow| match (here(&row.from), here(&row.to)) {
            (true, _) => Some(row.to.clone()),
            (_, true) => Some(row.from.clone()),
            _ => None,
        };
        let quotation = |crosswalk: &Crosswalk| {
            let others = crosswalk.rows.iter().filter_map(other_side);
            let pairs = others.filter_map(|with| {
                let title = self.title(&with)?.to_string();
                Some(QuotedPair { with, title })
            });
            let pairs: Vec<QuotedPair> = pairs.collect();
            let source = crosswalk.source.title.clone();
            (!pairs.is_empty()).then_some(Quotation { source, pairs })
        };
        self.crosswalks.iter().filter_map(quotation).collect()
    }

    /// The title of a requirement; none where its framework is not shown.
    fn title(&self, key: &RequirementKey) -> Option<&str> {
        let framework = self.shown.iter().find(|f| f.framework.id == key.framework)?;
        framework.requirements.iter().find(|r| r.id == key.id).map(|r| r.title.as_str())
    }
}
