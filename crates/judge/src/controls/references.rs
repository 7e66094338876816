//! Whether a field names somebody who may decide.

use super::checks::{FieldPath, missing};
use super::evidence::quote;
use super::items::ItemResult;
use jiff::civil::Date;
use model::records::Owner;
use model::wording::list;
use model::words;
use model::{Asset, Cause, Context, Field, Judgement, Mandate, Party, Place, Reason, Refusal};

/// Whom a field names.
#[derive(Debug)]
pub(super) enum Reference<'a> {
    /// Somebody who may decide.
    Known(Party<'a>),
    /// It names nobody with the authority: why, and since when, where a dated fact shows it.
    Unresolved(String, Option<Date>),
    /// The field, or the register, is missing.
    Missing(FieldPath),
    /// Whether they may is not stated: why, and the field that would settle it.
    Open(String, FieldPath),
}

impl<'a> Reference<'a> {
    /// Reads a field that holds one name.
    pub(super) fn of(
        name: &Field<String>,
        path: FieldPath,
        mandate: Mandate<'_>,
        context: &'a Context,
    ) -> Self {
        match name {
            Field::Absent => Reference::Missing(path),
            Field::Blank => Reference::Unresolved("empty in the record".into(), None),
            Field::Given(name) => Self::named(name, path, mandate, context),
        }
    }

    /// Reads the owners of an asset, where only a single one will do.
    pub(super) fn owner_of(asset: &Asset, mandate: Mandate<'_>, context: &'a Context) -> Self {
        let owners = asset.owner();
        let path = (asset.record_kind(), "owner");
        match owners.given().map(Vec::as_slice) {
            None if owners.is_absent() => Reference::Missing(path),
            None | Some([]) => Reference::Unresolved("empty in the record".into(), None),
            Some([name]) => Self::named(name, path, mandate, context),
            Some(several) => {
                let why = words!("{} named: {}", several.len(), list(several));
                Reference::Unresolved(why, None)
            }
        }
    }

    /// Reads one name; `path` is the field that states it.
    pub(super) fn named(
        name: &str,
        path: FieldPath,
        mandate: Mandate<'_>,
        context: &'a Context,
    ) -> Self {
        match context.authority(name, mandate) {
            Ok(party) => Reference::Known(party),
            Err(refusal) => Self::refused(&refusal, path),
        }
    }

    fn refused(refusal: &Refusal, path: FieldPath) -> Self {
        match (refusal.cause, refusal.missing()) {
            (Cause::NoRegister, _) => Reference::Missing(("owners", "")),
            (_, None) => Reference::Unresolved(refusal.why(), refusal.since()),
            (Cause::LeftSince(_), _) => Reference::Open(refusal.why(), path),
            (_, Some(field)) => Reference::Open(refusal.why(), field),
        }
    }

    /// The verdict on an item that must have an owner.
    pub(super) fn item(self) -> ItemResult {
        match self {
            Reference::Known(party) => ItemResult::pass(&party.owner.id),
            Reference::Unresolved(why, _) => ItemResult::fail(why),
            Reference::Missing(path) => ItemResult::missing(path),
            Reference::Open(why, path) => ItemResult::unknown(why, path),
        }
    }

    /// Passes where somebody is named who may decide; `defect` gets the reason where nobody is.
    pub(super) fn judge(self, defect: impl FnOnce(String) -> Judgement) -> Judgement {
        match self {
            Reference::Known(_) => Judgement::pass(""),
            Reference::Unresolved(why, since) => defect(why).since(since),
            Reference::Missing(path) => missing(path),
            Reference::Open(why, (record, field)) => {
                let sentence = words!("The owner register does not settle it: {why}");
                Judgement::unusable(Reason::MissingField, record, field, sentence)
            }
        }
    }
}

/// What the register states that makes a name count for nothing.
pub(super) struct Shown<'a> {
    /// The record: of the one who is named, or of a lead.
    pub(super) owner: &'a Owner,
    /// The field that holds it.
    pub(super) field: &'static str,
    /// Where that is.
    pub(super) place: Option<Place>,
    /// The fact, as a record states it.
    pub(super) fact: String,
}

/// The fact in the register for which a name was refused, if a record of it holds one.
pub(super) fn refused_by<'a>(refusal: &Refusal, context: &'a Context) -> Option<Shown<'a>> {
    let (shown, field) = context.shown_by(refusal)?;
    let Owner { id, kind, status, left_on, lead, domains, .. } = &shown.record;
    let stated = match field {
        "kind" => quote(field, kind),
        "left_on" => quote(field, left_on),
        "lead" => quote(field, lead),
        "domains" => quote(field, domains),
        _ => quote(field, status),
    };
    let (place, fact) = (shown.place_of(field), words!("{id}: {stated}"));
    Some(Shown { owner: &shown.record, field, place, fact })
}
