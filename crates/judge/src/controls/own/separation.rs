//! Whether the three domains are held by separate people.

use crate::controls::prelude::*;
use model::records::Domains;

/// Each domain, with its field and the party that holds it. T0 and T1 require the first two.
pub(super) fn slots(domains: &Domains) -> [(Domain, &'static str, &Field<String>); 3] {
    [
        (Domain::Identity, "domains.identity", &domains.identity),
        (Domain::Operator, "domains.operator", &domains.operator),
        (Domain::PlatformSecurity, "domains.platform_security", &domains.platform_security),
    ]
}

/// The defect that one person holds two domains, if anybody does. Teams with one lead are one person:
/// that person decides alone.
pub(super) fn overlap(domains: &Domains, tier: Tier, context: &Context) -> Option<Judgement> {
    let [identity, operator, platform] = slots(domains).map(|(_, _, name)| name.given());
    let same = |one: Option<&String>, other: Option<&String>| {
        one.zip(other).is_some_and(|(one, other)| is_one(one, other, context))
    };
    let both = same(identity, operator);
    let third = same(platform, identity) || same(platform, operator);
    let party = operator.map_or("one party", String::as_str);
    match tier {
        Tier::T0 | Tier::T1 => None,
        _ if both && third => {
            Some(Judgement::fail(words!("All three domains are held by {party}")))
        }
        _ if both => {
            Some(Judgement::fail(words!("Identity and operator are both held by {party}")))
        }
        Tier::T3 if third => {
            let party = platform.map_or("one party", String::as_str);
            Some(Judgement::fail(words!("Two domains are held by {party}")))
        }
        _ => None,
    }
}

/// Whether two names come down to one person.
fn is_one(one: &str, other: &str, context: &Context) -> bool {
    if one == other {
        return true;
    }
    let party = |name| context.authority(name, Mandate::ANY);
    matches!((party(one), party(other)), (Ok(one), Ok(other)) if one.is_same(&other))
}
