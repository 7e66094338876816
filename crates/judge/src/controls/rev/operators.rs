//! Who operates an asset.

use std::slice;

use crate::controls::prelude::*;

/// The names of who operates an asset, and the field that states them.
pub(super) struct Operators<'a> {
    pub(super) names: &'a [String],
    pub(super) path: FieldPath,
}

/// A server's operator domain, or else the accountable owner. Without a known operator, an
/// independent reviewer cannot be identified: then the verdict is that the field is missing.
pub(super) fn operators(asset: &Asset) -> Result<Operators<'_>, Box<Judgement>> {
    let AssetFacts::Server(server) = &asset.facts else {
        let path = (asset.record_kind(), "owner");
        return match asset.owner() {
            Field::Given(names) if !names.is_empty() => Ok(Operators { names, path }),
            Field::Given(_) => Err(silent(&Field::<()>::Blank, path)),
            missing => Err(silent(missing, path)),
        };
    };
    let path = ("servers", "domains.operator");
    let Field::Given(domains) = &server.domains else {
        return Err(silent(&server.domains, path));
    };
    match &domains.operator {
        Field::Given(name) => Ok(Operators { names: slice::from_ref(name), path }),
        missing => Err(silent(missing, path)),
    }
}

fn silent<T>(stated: &Field<T>, (record, field): FieldPath) -> Box<Judgement> {
    Box::new(Judgement::silent(stated, record, field))
}
