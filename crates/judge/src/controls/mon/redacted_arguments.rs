//! MON-03: redacted tool arguments.

use crate::controls::prelude::*;
use model::records::{ArgumentLogging, Logging};

/// Arguments of calls are logged, without what is secret in them.
pub(crate) static CONTROL: Control = Control {
    id: "MON-03",
    slug: "redacted-arguments",
    family: Family::Mon,
    title: "Tool arguments logged with redaction",
    why: "Without its arguments, a logged call does not show what was done. With all of them, the log \
          holds the credentials and personal data that they carry.",
    criteria: Criteria {
        pass: "The log records the arguments of tool calls, with secrets and personal data redacted or \
               replaced by digests. Which fields an entry has, and how long it is kept, is MON-01.",
        partial: "The log records no arguments.",
        fail: "The log records arguments as they are.",
    },
    remediation: "Log arguments at the gateway with a redaction rule for credentials and personal data, \
                  and delete what was logged before.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Logging, asset, context) {
        return missing;
    }
    let logs = records_of(&context.logging, asset);
    // A log that holds secrets holds them, however good another one is.
    let verdicts = logs.iter().map(arguments);
    verdicts.reduce(Judgement::worst_of).unwrap_or_else(|| {
        let sentence = "No logging record describes it";
        Judgement::unusable(Reason::MissingRecord, "logging", "", sentence)
            .because(asset.place(), "in no logging record")
    })
}

fn arguments(log: &Placed<Logging>) -> Judgement {
    let stated = &log.record.arguments;
    let verdict = match stated {
        Field::Given(ArgumentLogging::Redacted | ArgumentLogging::Hashed) => {
            Judgement::pass("Arguments of calls are logged without what is secret in them")
        }
        Field::Given(ArgumentLogging::None) => {
            Judgement::partial("Arguments of calls are not logged")
        }
        Field::Given(ArgumentLogging::Raw) => {
            Judgement::fail("Arguments of calls are logged as they are")
        }
        silent => return Judgement::silent(silent, "logging", "arguments"),
    };
    verdict.because_each(&log.from, [cited("arguments", stated)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn log(arguments: Value) -> Value {
        json!({"asset": "crm", "arguments": arguments})
    }

    fn outcome(arguments: Value) -> Outcome {
        Kit::new().server(json!({"id": "crm"})).logging(log(arguments)).outcome(&CONTROL)
    }

    #[test]
    fn redaction_passes_and_secrets_in_a_log_fail() {
        assert_eq!(outcome(json!("redacted")), Pass);
        assert_eq!(outcome(json!("hashed")), Pass);
        assert_eq!(outcome(json!("none")), Partial);
        assert_eq!(outcome(json!("raw")), Fail);
    }

    #[test]
    fn the_worst_log_counts_and_silence_is_not_assessed() {
        let kit = Kit::new().server(json!({"id": "crm"})).logging(log(json!("redacted")));
        assert_eq!(kit.logging(log(json!("raw"))).outcome(&CONTROL), Fail);
        assert_eq!(outcome(json!(null)), NotAssessed);
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let none = Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Logging);
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
    }
}
