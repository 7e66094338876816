//! All that is read of a file, in words: to compare two ways of reading.

use crate::tables::fields;
use crate::{Options, SourceFile, ingest};
use model::{Diagnostic, Facts, Record, RecordKind, VisitKind};

/// Reads one file.
pub(super) fn read(name: &str, text: &str) -> (Facts, Vec<Diagnostic>) {
    ingest(&[SourceFile::new(name, text.as_bytes().to_vec())], Options::default())
}

/// Each record of a kind, with the place of each of its fields and of what is inside them.
struct Described<'a>(&'a Facts);

impl VisitKind for Described<'_> {
    type Output = Vec<String>;

    fn visit<R: Record>(self) -> Vec<String> {
        let describe = |one: &model::Placed<R>| {
            let record = serde_json::to_value(&one.record).expect("a record");
            let mut paths: Vec<String> = Vec::new();
            for field in fields::of(R::KIND) {
                paths.push((*field).to_string());
                for inner in ["0", "1", "0.id", "1.effect", "0.tools.1", "identity", "operator"] {
                    paths.push(format!("{field}.{inner}"));
                }
            }
            let places: Vec<_> = paths.iter().map(|path| one.place_of(path)).collect();
            format!("{record} {:?} {places:?}", one.place)
        };
        R::list(self.0).iter().map(describe).collect()
    }
}

/// All that was read, but for the digest of the file.
pub(super) fn described((facts, wrong): (Facts, Vec<Diagnostic>)) -> Vec<String> {
    let kinds = RecordKind::ALL.into_iter();
    let mut all: Vec<String> = kinds.flat_map(|kind| kind.visit(Described(&facts))).collect();
    let inputs = facts.inputs.iter().map(|one| (&one.format, one.records, &one.skipped));
    all.push(format!("{:?}", inputs.collect::<Vec<_>>()));
    all.push(format!("{:?} {:?}", facts.references, facts.carried));
    all.push(format!("{:?} {:?} {wrong:?}", facts.notices, facts.broken));
    all
}
