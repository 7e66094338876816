//! SEC-01: no plaintext secrets in configuration.

use crate::controls::prelude::*;
use model::records::{Certainty, Configuration};
use model::wording::{number, number_of};

/// Configurations that reference secrets instead of holding them.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-01",
    slug: "plaintext-secrets",
    family: Family::Sec,
    title: "No plaintext secrets in configuration",
    why: "A configuration is copied, committed, backed up and pasted into chats. A secret in it \
          remains in every copy.",
    criteria: Criteria {
        pass: "The configuration that defines it was inspected, and no value in it is, or looks \
               like, a secret.",
        partial: "A value looks like a secret, by its setting's name and its randomness.",
        fail: "A value has the format of a known kind of secret.",
    },
    remediation: "Revoke the value, which must be considered exposed, store its replacement in an \
                  approved secret store, and reference it from the configuration. Purge the file's \
                  history.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    // What was written into a file stays readable after the server is retired.
    judges_retired: true,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    match &server.configuration {
        Some(configuration) if !configuration.inspected.is_empty() => inspect(configuration),
        // Without any configuration in the inputs, it is unknown whether one still holds it.
        _ if asset.is_retired() && context.configured_server().is_some() => {
            Judgement::excluded(Reason::Retired, "Retired, and in no client configuration")
        }
        _ => Judgement::unusable(
            Reason::MissingRecord,
            "servers",
            "configuration",
            "No input contains its configuration; add the MCP client configuration, such as \
             `.mcp.json`",
        ),
    }
}

fn inspect(configuration: &Configuration) -> Judgement {
    let seen = |certainty| configuration.sightings.iter().filter(move |s| s.certainty == certainty);
    let confirmed = seen(Certainty::Confirmed).count();
    let suspected = seen(Certainty::Suspected).count();
    let verdict = match (confirmed, suspected) {
        (0, 0) => {
            let entries = number_of(&configuration.inspected, "configuration entry");
            let references = match configuration.references as usize {
                0 => String::new(),
                some => words!("; {} to secrets", number(some, "reference")),
            };
            Judgement::pass(words!("No plaintext secret in {entries}{references}"))
        }
        (0, some) => {
            Judgement::partial(words!("{} in plaintext", number(some, "suspected secret")))
        }
        (some, _) => Judgement::fail(words!("{} in plaintext", number(some, "secret"))).exposing(),
    };
    let verdict = configuration.sightings.iter().fold(verdict, |verdict, seen| {
        let fact = words!("{}: {}, {}", seen.setting, seen.kind, seen.masked);
        verdict.because(Some(&seen.place), fact)
    });
    match configuration.sightings.as_slice() {
        [] => configuration
            .inspected
            .iter()
            .fold(verdict, |verdict, place| verdict.because(Some(place), "inspected")),
        _ => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::Place;
    use model::records::Sighting;
    use serde_json::json;

    fn kit(status: &str, seen: &[Certainty]) -> Kit {
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
        Kit::new().server(json!({"id": "crm", "status": status})).with(|asset| {
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(configuration);
            }
        })
    }

    #[test]
    fn references_pass_and_are_counted() {
        let judgement = kit("active", &[]).judge(&CONTROL);
        assert_eq!(judgement.outcome, Pass);
        assert_eq!(
            judgement.sentence,
            "No plaintext secret in 1 configuration entry; 2 references to secrets"
        );
    }

    #[test]
    fn the_surest_sighting_decides() {
        use Certainty::{Confirmed, Suspected};
        assert_eq!(kit("active", &[Suspected]).outcome(&CONTROL), Partial);
        assert_eq!(kit("active", &[Suspected, Confirmed]).outcome(&CONTROL), Fail);
        assert_eq!(kit("retired", &[Confirmed]).outcome(&CONTROL), Fail);
    }

    #[test]
    fn without_a_configuration_only_retirement_excuses() {
        let of = |record| Kit::new().server(record).judge(&CONTROL);
        let judgement = of(json!({"id": "crm"}));
        assert_eq!(judgement.outcome, NotAssessed);
        assert!(judgement.sentence.contains(".mcp.json"), "{}", judgement.sentence);
        let unread = kit("active", &[]).with(|asset| {
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(Configuration::default());
            }
        });
        assert_eq!(unread.outcome(&CONTROL), NotAssessed);
        let retired = || Kit::new().server(json!({"id": "crm", "status": "retired"}));
        assert_eq!(retired().outcome(&CONTROL), NotAssessed);
        let looked = retired().server(json!({"id": "mail"})).configured();
        assert_eq!(looked.outcome(&CONTROL), NotApplicable);
    }
}
