//! Whether a third-party server was vetted.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::{Vetting, VettingOutcome};
use model::threshold;

/// The latest vetting decides; one without a usable date may be a later one.
pub(super) fn vetted(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Vettings, asset, context) {
        return missing;
    }
    let vettings = records_of(&context.vettings, asset);
    let has_date = |vetting: &Placed<Vetting>| {
        let path = ("vettings", "date");
        dated(&vetting.record.date, path, context, |_| Judgement::pass(""))
    };
    let Some(undated) = vettings.iter().map(has_date).reduce(Judgement::worst_of) else {
        return Judgement::fail("No vetting on record")
            .because(asset.place(), "in no vetting record");
    };
    let past = vettings.iter().filter_map(|vetting| {
        let day = vetting.record.date.given().filter(|day| day.day() <= context.as_of)?;
        Some((*day, verdict(vetting, asset, context)))
    });
    let latest = past.max_by_key(|(day, verdict)| (*day, verdict.outcome.rank()));
    latest.map_or(undated.clone(), |(_, verdict)| verdict.worst_of(undated))
}

fn verdict(vetting: &Placed<Vetting>, asset: &Asset, context: &Context) -> Judgement {
    let Vetting { date, by, outcome, .. } = &vetting.record;
    let accepted = match outcome {
        Field::Given(VettingOutcome::Accepted) => {
            Judgement::pass(words!("Vetted and accepted on {}; still maintained", value(date)))
        }
        Field::Given(VettingOutcome::Conditional) => {
            Judgement::partial("Vetting accepted it with conditions only")
        }
        Field::Given(VettingOutcome::Rejected) => Judgement::fail("Vetting rejected it"),
        silent => Judgement::silent(silent, "vettings", "outcome"),
    };
    let limit = context.limit(&threshold::VENDOR_REASSESS, asset.test_tier());
    let age = within(date, ("vettings", "date"), limit, context, |age, limit| {
        Judgement::fail(words!("Vetted {age} ago (limit {limit})"))
    });
    let on = date.given().map(|date| date.day());
    let vetter = Reference::of(by, ("vettings", "by"), Mandate::OUTSIDE.on(on), context)
        .judge(|why| Judgement::fail(words!("Vetting without a known vetter ({why})")));
    let facts = [cited("date", date), cited("by", by), cited("outcome", outcome)];
    accepted.worst_of(age).worst_of(vetter).because_each(&vetting.from, facts)
}
