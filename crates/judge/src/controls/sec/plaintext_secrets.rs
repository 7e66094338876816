//! SEC-01: no secret stands in a configuration.

use model::records::{Certainty, Configuration};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Judgement, PerTier,
    Reason, Severity, Tier,
};

/// Configurations that refer to secrets instead of holding them.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-01",
    slug: "plaintext-secrets",
    family: Family::Sec,
    title: "Its configuration holds references, not secret values",
    why: "A configuration is copied, committed, backed up and pasted into chats; a secret written \
          into it goes along and stays in every copy.",
    criteria: Criteria {
        pass: "The configuration that defines it was looked through, and no value in it is, or \
               looks like, a secret.",
        partial: "A value looks like a secret, by its setting's name and its randomness.",
        fail: "A value has the shape of a known kind of secret.",
    },
    remediation: "Revoke the value, which must count as known, put its successor into an approved \
                  store, and refer to it from the configuration; purge the file's history.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    // What was written into a file stays readable after the server is gone.
    judges_retired: true,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("No configuration defines it");
    };
    match &server.configuration {
        Some(configuration) if !configuration.inspected.is_empty() => look_through(configuration),
        // Where no configuration is at hand at all, nobody looked whether it is still in one.
        _ if asset.is_retired() && context.configured_server().is_some() => {
            Judgement::excluded(Reason::Retired, "Out of service, and in no configuration at hand")
        }
        _ => Judgement::unusable(
            Reason::MissingRecord,
            "servers",
            "configuration",
            "No configuration that defines it was supplied; add the MCP client configuration, \
             such as `.mcp.json`, to the inputs",
        ),
    }
}

fn look_through(configuration: &Configuration) -> Judgement {
    let of = |certainty| configuration.sightings.iter().filter(move |s| s.certainty == certainty);
    let confirmed = of(Certainty::Confirmed).count();
    let suspected = of(Certainty::Suspected).count();
    let verdict = match (confirmed, suspected) {
        (0, 0) => Judgement::pass(format!(
            "No secret value in {}{}",
            counted(configuration.inspected.len(), "configuration entry", "configuration entries"),
            match configuration.references as usize {
                0 => String::new(),
                some => format!(", but {}", counted(some, "reference", "references")),
            },
        )),
        (0, some) => Judgement::partial(format!(
            "{} may be a secret; look at the place and move it if so",
            counted(some, "value", "values"),
        )),
        (some, _) => Judgement::fail(format!(
            "{} in plain text",
            counted(some, "secret stands", "secrets stand"),
        )),
    };
    let verdict = configuration.sightings.iter().fold(verdict, |verdict, seen| {
        let fact = format!("{}: {}, {}", seen.setting, seen.kind, seen.masked);
        verdict.because(Some(&seen.place), fact)
    });
    match configuration.sightings.as_slice() {
        [] => configuration
            .inspected
            .iter()
            .fold(verdict, |verdict, place| verdict.because(Some(place), "looked through")),
        _ => verdict,
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::Place;
    use model::records::Sighting;
    use serde_json::json;

    fn bench(status: &str, seen: &[Certainty]) -> Bench {
        let place = Place::file(".mcp.json");
        let sighting = |&certainty: &Certainty| Sighting {
            place: place.clone(),
            setting: "TOKEN".into(),
            kind: "GitHub token".into(),
            masked: "ghp_… (40 characters)".into(),
            certainty,
        };
        let configuration = Configuration {
            inspected: vec![place.clone()],
            sightings: seen.iter().map(sighting).collect(),
            references: 2,
            ..Configuration::default()
        };
        Bench::new().server(json!({"id": "crm", "status": status})).with(|asset| {
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(configuration);
            }
        })
    }

    #[test]
    fn references_pass_and_are_counted() {
        let judgement = bench("active", &[]).judge(&CONTROL);
        assert_eq!(judgement.outcome, Pass);
        assert_eq!(
            judgement.sentence,
            "No secret value in 1 configuration entry, but 2 references"
        );
    }

    #[test]
    fn the_surest_sighting_decides() {
        use Certainty::{Confirmed, Suspected};
        assert_eq!(bench("active", &[Suspected]).outcome(&CONTROL), Partial);
        assert_eq!(bench("active", &[Suspected, Confirmed]).outcome(&CONTROL), Fail);
        assert_eq!(bench("retired", &[Confirmed]).outcome(&CONTROL), Fail);
    }

    #[test]
    fn without_a_configuration_only_retirement_excuses() {
        let of = |record| Bench::new().server(record).judge(&CONTROL);
        let judgement = of(json!({"id": "crm"}));
        assert_eq!(judgement.outcome, NotAssessed);
        assert!(judgement.sentence.contains(".mcp.json"), "{}", judgement.sentence);
        let unread = bench("active", &[]).with(|asset| {
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(Configuration::default());
            }
        });
        assert_eq!(unread.outcome(&CONTROL), NotAssessed);
        let retired = || Bench::new().server(json!({"id": "crm", "status": "retired"}));
        assert_eq!(retired().outcome(&CONTROL), NotAssessed);
        let looked = retired().server(json!({"id": "mail"})).configured();
        assert_eq!(looked.outcome(&CONTROL), NotApplicable);
    }
}
