//! What every control is written with.

pub(super) use model::records::Server;
pub(super) use model::words;
pub(super) use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, ItemWords,
    Judge, Judgement, Mandate, Outcome, PerTier, Placed, Reason, RecordKind, Severity, Tier,
    days_between,
};

pub(super) use super::checks::{
    FieldPath, best, dated, first_day_past, flag, not_about, not_heard, records_of, within,
};
pub(super) use super::evidence::{
    because_list, cited, contradicted, federated, quote, renewal, unsettled, value,
};
pub(super) use super::items::{ItemResult, Items};
