//! Whether the trust of a federation is bound to one workload.

use crate::controls::prelude::*;
use model::is_placeholder;
use model::records::Federation;

/// The worst of the three claims decides.
pub(super) fn trust(federation: &Field<Federation>) -> ItemResult {
    let trust = match federation {
        Field::Given(trust) => trust,
        Field::Blank => return ItemResult::fail("`federation` is empty in the record"),
        Field::Absent => return ItemResult::missing(("secrets", "federation")),
    };
    let claims = [
        claim("federation.issuer", &trust.issuer, false),
        claim("federation.audience", &trust.audience, false),
        claim("federation.subject", &trust.subject, true),
    ];
    let worst = claims.into_iter().max_by_key(|result| result.outcome.rank());
    worst
        .filter(|result| result.outcome != Outcome::Pass)
        .unwrap_or_else(|| ItemResult::pass(words!("bound to {}", value(&trust.subject))))
}

fn claim(field: &'static str, claim: &Field<String>, may_be_partial: bool) -> ItemResult {
    match claim {
        Field::Absent => ItemResult::missing(("secrets", field)),
        Field::Blank => ItemResult::fail(words!("`{field}` is empty in the record")),
        Field::Given(text) if is_placeholder(text) => {
            ItemResult::fail(words!("`{field}` is a placeholder"))
        }
        Field::Given(text) => match text.find(['*', '?']) {
            None => ItemResult::pass(""),
            Some(end) if may_be_partial && names_somebody(text.get(..end).unwrap_or_default()) => {
                ItemResult::partial(words!("`{field}` is partly open: {text}"))
            }
            Some(_) => ItemResult::fail(words!("`{field}` is open: {text}")),
        },
    }
}

/// Whether two whole parts are before the wildcard, as in `repo:acme/`. A part that it cuts, as in
/// `repo:acme*`, can be met by a name that anybody may register.
fn names_somebody(fixed: &str) -> bool {
    let whole = fixed.rfind([':', '/']).and_then(|end| fixed.get(..end)).unwrap_or_default();
    whole.split([':', '/']).filter(|part| !part.is_empty()).count() >= 2
}
