//! Assets of the last recorded month whose file is not among the inputs any more.

use std::collections::{BTreeSet, HashSet};

use model::{Input, MonthRecord};

/// The assets of the last month, and the files that were read then and are not read now.
#[derive(Default)]
pub(super) struct Lost {
    month: String,
    /// Each by its id and by its key.
    assets: HashSet<String>,
    files: Vec<String>,
}

impl Lost {
    /// Compares the last month on record with the files of this run.
    pub(super) fn since(last: Option<&MonthRecord>, inputs: &[Input]) -> Self {
        let Some(last) = last else { return Lost::default() };
        let now: BTreeSet<&str> = inputs.iter().map(|input| input.path.as_str()).collect();
        Lost {
            month: last.period.to_string(),
            assets: last
                .assets
                .iter()
                .flat_map(|asset| [asset.key.id.to_string(), asset.key.to_string()])
                .collect(),
            files: last.files().filter(|file| !now.contains(file)).map(str::to_string).collect(),
        }
    }

    /// The fix for a reference to an asset that was on record last month, if a file is missing since.
    pub(super) fn help(&self, reference: &str) -> Option<String> {
        if self.files.is_empty() || !self.assets.contains(reference) {
            return None;
        }
        Some(format!(
            "it was on record in {}, when {} was read too: restore the file, or record the asset as retired",
            self.month,
            self.files.join(", ")
        ))
    }
}
