//! Whether a call of a tool needs an approval.

use crate::controls::items::{NOT_VERIFIED, no_effect};
use crate::controls::prelude::*;
use model::records::{Confirmation, EffectSource, EnforcementMode, Tool};

/// The verdict on one tool; none where a trusted source states that it has no high impact. A hint
/// or a guess excuses nothing.
pub(super) fn gate(tool: &Tool, server: &Server) -> Option<ItemResult> {
    match (tool.judged_effect(), tool.effect_source.given()) {
        (None, _) => Some(no_effect(tool)),
        (Some(effect), _) if effect.is_high_impact() => Some(approval(tool, server)),
        (Some(_), Some(EffectSource::Reviewed | EffectSource::Declared)) => None,
        (Some(_), _) => Some(ItemResult::unknown(NOT_VERIFIED, ("tools", "effect_source"))),
    }
}

/// A policy decision at every call holds whatever a client's settings are; a person's approval does
/// not.
fn approval(tool: &Tool, server: &Server) -> ItemResult {
    if has_enforcement(server) {
        return ItemResult::pass("every call passes an enforcement point");
    }
    let required = match &tool.requires_confirmation {
        Field::Given(Confirmation::Policy) => {
            return ItemResult::pass("a policy decides on each call");
        }
        Field::Given(Confirmation::Person) => ItemResult::pass("a person approves each call"),
        Field::Given(Confirmation::ClientDefault) => {
            ItemResult::partial("the client asks unless this is switched off")
        }
        Field::Given(Confirmation::None) => return ItemResult::fail("no approval required"),
        Field::Blank => return ItemResult::fail("`requires_confirmation` is empty in the record"),
        Field::Absent => return ItemResult::missing(("tools", "requires_confirmation")),
    };
    match auto_approved(tool, server) {
        Ok(true) => ItemResult::fail("a client approves it automatically"),
        Ok(false) => required,
        Err(field) => ItemResult::missing(("servers", field)),
    }
}

/// Whether a client approves the tool automatically, else the field that is missing.
fn auto_approved(tool: &Tool, server: &Server) -> Result<bool, &'static str> {
    let Some(auto) = server.auto_approve.given() else { return Err("auto_approve") };
    let listed = |tools: &Vec<String>| tools.iter().any(|name| *name == tool.id || name == "*");
    match (auto.everything.given(), auto.tools.given()) {
        (Some(true), _) => Ok(true),
        (_, Some(tools)) if listed(tools) => Ok(true),
        (None, _) => Err("auto_approve.everything"),
        (_, None) => Err("auto_approve.tools"),
        (Some(false), Some(_)) => Ok(false),
    }
}

/// Whether every call passes a point that can stop it, without a bypass.
fn has_enforcement(server: &Server) -> bool {
    server.enforcement.given().is_some_and(|point| {
        point.mode.given() == Some(&EnforcementMode::Enforce)
            && point.covers_all.given() == Some(&true)
            && point.direct_path_open.given() == Some(&false)
    })
}
