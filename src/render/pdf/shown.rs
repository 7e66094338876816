//! Parts of the posture as the template reads them, with names for ids and links to other parts of the document.

use serde_json::{Map, Value, json};

use super::anchors::Anchors;
use super::findings::Names;
use super::values::object;
use model::Diagnostic;
use model::posture::{AssetCard, EvidenceRequest, ExcludedAsset, FindingCard, NotInOrder};

/// How many reasons for its tier an asset prints, the weightiest first.
const REASONS: usize = 4;

/// How many of its open findings an asset leads to.
const OPEN_CONTROLS: usize = 16;

/// A list, each element as the template reads it.
pub(super) fn each<'a, T: 'a>(
    all: impl Iterator<Item = &'a T>,
    shown: impl Fn(&'a T) -> Result<Map<String, Value>, Diagnostic>,
) -> Result<Value, Diagnostic> {
    all.map(|one| shown(one).map(Value::Object)).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// An asset with the names of its owner, why it has its tier, and what leads to its open findings.
pub(super) fn shown_asset(
    asset: &AssetCard,
    names: &Names<'_>,
    open: &[&FindingCard],
    anchors: &Anchors<'_>,
    at: Option<&str>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(asset)?;
    fields.insert("at".into(), json!(at));
    let shown = open.iter().take(OPEN_CONTROLS);
    let shown = shown.map(|one| json!({"id": one.control, "to": anchors.finding(&one.id)}));
    fields.insert("open_controls".into(), shown.collect());
    fields.insert("open_left".into(), open.len().saturating_sub(OPEN_CONTROLS).into());
    fields.insert("owner".into(), names.owner(&asset.owner).into());
    fields.insert("key".into(), asset.key.to_string().into());
    let reasons = asset.tier_reasons.iter().take(REASONS);
    fields.insert("tier_reasons".into(), reasons.map(|reason| json!(reason)).collect());
    let left = asset.tier_reasons.len().saturating_sub(REASONS);
    fields.insert("reasons_left".into(), left.into());
    Ok(fields)
}

/// A privileged identity that is not in order.
pub(super) fn shown_not_in_order(
    row: &NotInOrder,
    names: &Names<'_>,
    anchors: &Anchors<'_>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(row)?;
    fields.insert("owner".into(), names.owner(&row.owner).into());
    fields.insert("key".into(), row.asset.to_string().into());
    fields.insert("asset_to".into(), json!(anchors.asset(&row.asset)));
    Ok(fields)
}

/// An asset that is excluded from scope.
pub(super) fn shown_excluded(
    asset: &ExcludedAsset,
    names: &Names<'_>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(asset)?;
    fields.insert("owner".into(), names.owner(&asset.owner).into());
    fields.insert("approver".into(), names.owner(&asset.approver).into());
    fields.insert("key".into(), asset.key.to_string().into());
    fields.insert("place".into(), asset.place.to_string().into());
    Ok(fields)
}

/// A request with whom it goes to and what leads to its controls.
pub(super) fn shown_request(
    request: &EvidenceRequest,
    anchors: &Anchors<'_>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(request)?;
    let asked = request.asked.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    fields.insert("from".into(), asked.into());
    let controls = request.controls.iter();
    let controls = controls.map(|id| json!({"id": id, "to": anchors.control(id)}));
    fields.insert("controls".into(), controls.collect());
    Ok(fields)
}
