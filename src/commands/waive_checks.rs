//! Conditions under which a failing finding may be waived.

use jiff::civil::Date;

use super::pipeline::Run;
use model::records::EXPIRES_SOON;
use model::{
    AppliedWaiver, Asset, Cause, Diagnostic, Domain, Finding, Mandate, Outcome, WaiverState,
    days_between, is_placeholder, plus_days, threshold,
};
use syntax::suggestion;

/// The outcome of one check: nothing, or the reason and the fix.
type Check = Result<(), Diagnostic>;

pub(super) fn waivable(finding: &Finding, run: &Run) -> Check {
    let never = &run.profile.never_waived;
    match never.iter().find(|(control, _)| control == finding.control.id) {
        Some((control, place)) => {
            let message = format!("{control} cannot be waived");
            Err(Diagnostic::at(place, message, finding.control.remediation))
        }
        None => Ok(()),
    }
}

pub(super) fn fails(finding: &Finding) -> Check {
    let outcome = finding.judgement.outcome;
    if outcome == Outcome::Fail {
        return Ok(());
    }
    let message = format!("{} does not fail, its outcome is {outcome}", finding.id);
    Err(Diagnostic::general(message, "there is nothing to waive"))
}

/// A live waiver may be renewed only when it is about to expire: otherwise a term would never end.
pub(super) fn renewable(finding: &Finding, until: Date, run: &Run) -> Check {
    let live = finding.waiver.and_then(|at| run.assessment.waivers.get(at));
    let Some(live) = live else { return Ok(()) };
    let context = &run.assessment.context;
    let last = live.waiver.record.expires_on.day();
    let message = format!("{} is already waived, until {last}", finding.id);
    if days_between(context.now(), last) > EXPIRES_SOON {
        let from = plus_days(last, -EXPIRES_SOON);
        let help = format!("renew it from {from} on, or remove the waiver");
        return Err(Diagnostic::at(&live.waiver.place, message, help));
    }
    if until <= last {
        let help = "set a later day with --until to renew it";
        return Err(Diagnostic::at(&live.waiver.place, message, help));
    }
    Ok(())
}

pub(super) fn in_term(until: Date, asset: &Asset, run: &Run) -> Check {
    let context = &run.assessment.context;
    let longest = context.limit(&threshold::WAIVER_MAX, asset.test_tier());
    if until < context.as_of {
        let message = format!("{until} is before {}", context.as_of);
        return Err(Diagnostic::general(message, "set a later day with --until"));
    }
    if days_between(context.now(), until) <= longest {
        return Ok(());
    }
    let message = format!(
        "a waiver on an asset of tier {} may run for {longest} days at most",
        asset.test_tier()
    );
    let last = plus_days(context.as_of, longest);
    Err(Diagnostic::general(message, format!("set {last} or an earlier day with --until")))
}

pub(super) fn not_blank(text: &str, flag: &str) -> Check {
    if !is_placeholder(text) && !text.chars().any(char::is_control) {
        return Ok(());
    }
    let message = format!("--{flag} is blank or a placeholder, or contains control characters");
    Err(Diagnostic::general(message, "write one sentence on one line"))
}

/// Who approves, or owns, a waiver must be an active owner of the register, and the approver of the
/// domain responsible for the control: a waiver by anybody else would not be honoured.
pub(super) fn known(id: &str, flag: &str, domains: &[Domain], run: &Run) -> Check {
    let context = &run.assessment.context;
    let mandate = if domains.is_empty() { Mandate::ANY } else { Mandate::of(domains) };
    let Err(refusal) = context.authority(id, mandate) else { return Ok(()) };
    let help = match refusal.cause {
        Cause::NoRegister => format!("add the record of {id} under `owners`"),
        Cause::Placeholder => "name a person or team".into(),
        Cause::Unknown => match suggestion(id, context.owners.keys().map(String::as_str)) {
            Some(meant) => meant,
            None => "name a registered owner by id, or add the owner to the register".into(),
        },
        Cause::WrongDomain => {
            let nouns: Vec<&str> = domains.iter().map(|domain| domain.noun()).collect();
            format!("name an owner of {}", nouns.join(" or "))
        }
        _ => match refusal.missing() {
            Some((_, field)) => format!("state `{field}` in the owner register, or name another"),
            None => "name an active owner".into(),
        },
    };
    let message = match refusal.cause {
        Cause::Unknown => format!("--{flag} is not in the owner register"),
        _ => format!("--{flag}: {}", refusal.why()),
    };
    Err(Diagnostic::general(message, help))
}

/// The number of renewals including this one: as stated by the waiver that it follows, or the number
/// of earlier records where that is larger.
pub(super) fn renewals(finding: &Finding, asset: &Asset, run: &Run) -> Result<u32, Diagnostic> {
    use WaiverState::{Applied, Expired, Renewed};
    let earlier = run.assessment.waivers.iter().filter(|applied| {
        applied.finding == finding.id && matches!(applied.state, Applied | Expired | Renewed)
    });
    let stated = |applied: &AppliedWaiver| 1 + applied.waiver.record.renewals.given().unwrap_or(&0);
    let on_record = u32::try_from(earlier.clone().count()).unwrap_or(u32::MAX);
    let times = earlier.map(stated).fold(on_record, u32::max);
    let limit = run.assessment.context.limit(&threshold::WAIVER_RENEWALS, asset.test_tier());
    if i64::from(times) <= limit {
        return Ok(times);
    }
    let message = format!("{} has been renewed {limit} times, which is the limit", finding.id);
    Err(Diagnostic::general(message, finding.control.remediation.to_string()))
}
