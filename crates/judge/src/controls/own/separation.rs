//! Whether the three domains are held by separate parties.

use crate::controls::prelude::*;
use model::OwnerResolution;
use model::records::{Domains, OwnerKind};

/// Each domain, with its field and the party that holds it. T0 and T1 require the first two.
pub(super) fn slots(domains: &Domains) -> [(Domain, &'static str, &Field<String>); 3] {
    [
        (Domain::Identity, "domains.identity", &domains.identity),
        (Domain::Operator, "domains.operator", &domains.operator),
        (Domain::PlatformSecurity, "domains.platform_security", &domains.platform_security),
    ]
}

/// The defect that one party holds two domains, if any does.
pub(super) fn overlap(domains: &Domains, tier: Tier, context: &Context) -> Option<Judgement> {
    let [identity, operator, platform] = slots(domains).map(|(_, _, name)| name.given());
    let both = identity.filter(|_| identity == operator);
    let third = platform.filter(|_| platform == identity || platform == operator);
    let held = |party: &str| format!("Identity and operator are both held by {party}");
    match (tier, both) {
        (Tier::T0 | Tier::T1, _) | (Tier::T2, None) => None,
        (Tier::T3, Some(party)) if !is_team(party, context) => Some(Judgement::fail(held(party))),
        (_, Some(party)) => Some(Judgement::partial(held(party))),
        (Tier::T3, None) => {
            third.map(|party| Judgement::partial(format!("Two domains are held by {party}")))
        }
    }
}

/// Only a stated team counts as one: its members can at least check each other.
fn is_team(party: &str, context: &Context) -> bool {
    match context.resolve_owner(party) {
        OwnerResolution::Known(owner) => owner.kind.given() == Some(&OwnerKind::Team),
        _ => false,
    }
}
