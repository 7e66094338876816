//! Rules that cannot be applied, and baselines that cannot be compared.

use crate::alike::Counted;
use model::posture::Posture;
use model::{
    Baseline, Diagnostic, Domain, Gate, GateRule, GateTest, Limit, MaxFailing, Scope, Tier,
};
use syntax::suggestion;

pub(super) fn refuse(
    (posture, findings): (&Posture, Counted<'_>),
    baseline: Option<&Baseline>,
    gate: &Gate,
) -> Vec<Diagnostic> {
    let mut wrong: Vec<Diagnostic> = Vec::new();
    wrong.extend(no_rules(gate));
    wrong.extend(duplicates(&gate.rules));
    wrong.extend(gate.rules.iter().filter_map(|rule| not_applicable(rule, posture)));
    let regression = gate.rules.iter().find(|rule| rule.test == GateTest::NoRegression);
    match baseline {
        Some(baseline) => wrong.extend(incomparable(posture, baseline)),
        None if regression.is_some() => wrong.push(no_baseline("no-regression", regression)),
        None if gate.new_only => wrong.push(no_baseline("new-only", None)),
        None => {}
    }
    let is_compared = match findings {
        Counted::Each(_) => true,
        Counted::Alike { unjudged, .. } => baseline.is_none() || unjudged.is_some(),
    };
    if findings.number() < posture.findings_total || !is_compared {
        let help =
            "use a posture with all findings (posture.json and findings.ndjson of the same run)";
        wrong.push(Diagnostic::general("the posture does not contain all its findings", help));
    }
    wrong
}

/// That a gate has no rules; none where it has one.
pub fn no_rules(gate: &Gate) -> Option<Diagnostic> {
    let help =
        "add one, such as --fail-on high or --min-score 80, or a [gate] section in muster.toml";
    let message = "the gate has no rules, so it would always pass";
    gate.rules.is_empty().then(|| Diagnostic::general(message, help))
}

/// Two rules for the same thing contradict each other, or a comma was meant to be a decimal point.
fn duplicates(rules: &[GateRule]) -> impl Iterator<Item = Diagnostic> {
    rules.iter().enumerate().filter_map(|(at, rule)| {
        let first = rules.iter().take(at).find(|first| first.test.same_matter(&rule.test))?;
        let message = format!("{} and {} are rules for the same thing", first.test, rule.test);
        let help = "keep one of them; write decimals with a point, as in 49.5";
        Some(Diagnostic { place: rule.place.clone(), ..Diagnostic::general(message, help) })
    })
}

fn no_baseline(what: &str, rule: Option<&GateRule>) -> Diagnostic {
    let message = format!("{what} needs a baseline, and there is none");
    let help = "record months with `muster report --record`, or name an earlier posture or month record \
                with --baseline";
    Diagnostic {
        place: rule.and_then(|rule| rule.place.clone()),
        ..Diagnostic::general(message, help)
    }
}

fn not_applicable(rule: &GateRule, posture: &Posture) -> Option<Diagnostic> {
    let shown = || posture.frameworks.iter().map(|framework| framework.id.as_str());
    let is_shown = |id: &str| shown().any(|known| known == id);
    let (message, help) = match &rule.test {
        GateTest::MinScore(Limit { scope: Scope::Framework(id), .. }) if is_shown(id) => (
            format!("{} sets a minimum score for a framework", rule.test),
            format!("frameworks have no score; use min-coverage {id}=… or max-failing {id}=0"),
        ),
        GateTest::MinScore(Limit { scope: Scope::Framework(name), .. }) => {
            (format!("`{name}` is not a tier or domain"), meant(name, std::iter::empty()))
        }
        GateTest::MinCoverage(Limit { scope: Scope::Framework(name), .. }) if !is_shown(name) => (
            format!("`{name}` is not a tier, domain or framework of this report"),
            meant(name, shown()),
        ),
        GateTest::MaxFailing(MaxFailing { framework, .. }) if !is_shown(framework) => {
            let known = shown().collect::<Vec<_>>();
            let help = match suggestion(framework, known.iter().copied()) {
                Some(meant) => meant,
                None if known.is_empty() => {
                    "add it under [report] frameworks in muster.toml".into()
                }
                None => format!(
                    "this report shows {}; add others under [report] frameworks in muster.toml",
                    known.join(", ")
                ),
            };
            (format!("`{framework}` is not a framework of this report"), help)
        }
        _ => return None,
    };
    Some(Diagnostic { place: rule.place.clone(), ..Diagnostic::general(message, help) })
}

fn meant<'a>(name: &str, frameworks: impl Iterator<Item = &'a str>) -> String {
    let tiers = Tier::ALL.map(|tier| tier.to_string());
    let domains = Domain::ALL.map(|domain| domain.to_string());
    let known: Vec<String> =
        tiers.into_iter().chain(domains).chain(frameworks.map(String::from)).collect();
    match suggestion(name, known.iter().map(String::as_str)) {
        Some(meant) => meant,
        None => format!("use one of: {}", known.join(", ")),
    }
}

fn incomparable(posture: &Posture, baseline: &Baseline) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    let Baseline { name, record } = baseline;
    if !model::same_organisation(&record.organisation, &posture.organisation) {
        let message = format!(
            "{name} belongs to {}, but this posture belongs to {}",
            record.organisation, posture.organisation
        );
        wrong.push(Diagnostic::general(message, "use a baseline of the same organisation"));
    }
    if record.as_of > posture.as_of {
        let message = format!(
            "{name} has the as-of date {}, which is later than {}",
            record.as_of, posture.as_of
        );
        wrong.push(Diagnostic::general(message, "use an earlier baseline"));
    }
    wrong
}
