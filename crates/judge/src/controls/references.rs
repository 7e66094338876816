//! Whether a field names somebody in the owner register.

use super::checks::{FieldPath, missing};
use super::items::ItemResult;
use model::wording::list;
use model::{Asset, Context, Field, Judgement, OwnerResolution};

/// Whom a field names.
#[derive(Debug)]
pub(super) enum Reference<'a> {
    /// Somebody in the owner register.
    Known(&'a str),
    /// Nobody in it, and why.
    Unresolved(String),
    /// The field, or the register, is missing.
    Missing(FieldPath),
}

impl<'a> Reference<'a> {
    /// Reads a field that holds one name.
    pub(super) fn of(name: &'a Field<String>, path: FieldPath, context: &Context) -> Self {
        match name {
            Field::Absent => Reference::Missing(path),
            Field::Blank => Reference::Unresolved("empty in the record".into()),
            Field::Given(name) => Self::resolve(name, context),
        }
    }

    /// Reads the owners of an asset, where only a single one will do.
    pub(super) fn owner_of(asset: &'a Asset, context: &Context) -> Self {
        let owners = asset.owner();
        match owners.given().map(Vec::as_slice) {
            None if owners.is_absent() => Reference::Missing((asset.record_kind(), "owner")),
            None | Some([]) => Reference::Unresolved("empty in the record".into()),
            Some([name]) => Self::resolve(name, context),
            Some(several) => {
                Reference::Unresolved(format!("{} named: {}", several.len(), list(several)))
            }
        }
    }

    fn resolve(name: &'a str, context: &Context) -> Self {
        match context.resolve_owner(name) {
            OwnerResolution::Known(_) => Reference::Known(name),
            OwnerResolution::Placeholder => {
                Reference::Unresolved(format!("`{name}` is a placeholder"))
            }
            OwnerResolution::Unknown => {
                Reference::Unresolved(format!("{name} is not in the owner register"))
            }
            OwnerResolution::NoRegister => Reference::Missing(("owners", "")),
        }
    }

    /// The verdict on an item that must have an owner.
    pub(super) fn item(self) -> ItemResult {
        match self {
            Reference::Known(owner) => ItemResult::pass(owner),
            Reference::Unresolved(why) => ItemResult::fail(why),
            Reference::Missing(path) => ItemResult::missing(path),
        }
    }

    /// Passes where somebody is named; `defect` gets the reason where nobody is.
    pub(super) fn judge(self, defect: impl FnOnce(String) -> Judgement) -> Judgement {
        match self {
            Reference::Known(_) => Judgement::pass(""),
            Reference::Unresolved(why) => defect(why),
            Reference::Missing(path) => missing(path),
        }
    }
}
