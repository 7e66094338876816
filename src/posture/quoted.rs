//! What others say of a requirement: shown beside our rows, never counted.

use crate::model::posture::Quotation;
use crate::model::{Crosswalk, Framework, RequirementKey};

/// Published crosswalks, and the frameworks that the report shows.
pub(super) struct Quoted<'a> {
    pub(super) crosswalks: &'a [Crosswalk],
    pub(super) shown: &'a [&'a Framework],
}

impl Quoted<'_> {
    /// Everything that the crosswalks pair a requirement with.
    pub(super) fn about(&self, framework: &str, id: &str) -> Vec<Quotation> {
        let here = |key: &RequirementKey| key.framework == framework && key.id == id;
        let mut pairs = Vec::new();
        for crosswalk in self.crosswalks {
            for row in &crosswalk.rows {
                let with = match (here(&row.from), here(&row.to)) {
                    (true, _) => &row.to,
                    (_, true) => &row.from,
                    _ => continue,
                };
                pairs.extend(self.title(with).map(|title| Quotation {
                    source: crosswalk.source.title.clone(),
                    with: with.clone(),
                    title: title.into(),
                }));
            }
        }
        pairs
    }

    /// The title of a requirement; none where its framework is not shown.
    fn title(&self, key: &RequirementKey) -> Option<&str> {
        let framework = self.shown.iter().find(|f| f.framework.id == key.framework)?;
        framework.requirements.iter().find(|r| r.id == key.id).map(|r| r.title.as_str())
    }
}
