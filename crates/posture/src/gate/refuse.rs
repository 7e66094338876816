//! Rules that cannot be put, and baselines that cannot be compared with.

use model::posture::Posture;
use model::{
    Baseline, Diagnostic, Domain, Gate, GateRule, GateTest, Limit, MaxFailing, Scope, Tier,
};
use syntax::closest;

pub(super) fn refuse(
    posture: &Posture,
    baseline: Option<&Baseline>,
    gate: &Gate,
) -> Vec<Diagnostic> {
    let mut wrong: Vec<Diagnostic> = Vec::new();
    if gate.rules.is_empty() {
        let help =
            "name one, such as --fail-on high or --min-score 80, or write [gate] in muster.toml";
        wrong.push(Diagnostic::general("the gate has no rule, so it would always pass", help));
    }
    wrong.extend(said_twice(&gate.rules));
    wrong.extend(gate.rules.iter().filter_map(|rule| speaks_of_nothing(rule, posture)));
    let regression = gate.rules.iter().find(|rule| rule.test == GateTest::NoRegression);
    match baseline {
        Some(baseline) => wrong.extend(incomparable(posture, baseline)),
        None if regression.is_some() => wrong.push(no_baseline("no-regression", regression)),
        None if gate.new_only => wrong.push(no_baseline("new-only", None)),
        None => {}
    }
    if (posture.findings.len() as u64) < posture.findings_total {
        let help = "give the gate every finding";
        wrong.push(Diagnostic::general("the posture does not hold all its findings", help));
    }
    wrong
}

/// Rules on one matter contradict each other, or a comma was meant to be a point.
fn said_twice(rules: &[GateRule]) -> impl Iterator<Item = Diagnostic> {
    rules.iter().enumerate().filter_map(|(at, rule)| {
        let first = rules.iter().take(at).find(|first| first.test.same_matter(&rule.test))?;
        let message = format!("{} and {} are on one matter", first.test, rule.test);
        let help = "say one of them; a decimal is written with a point, as 49.5";
        Some(Diagnostic { place: rule.place.clone(), ..Diagnostic::general(message, help) })
    })
}

fn no_baseline(what: &str, rule: Option<&GateRule>) -> Diagnostic {
    let message = format!("{what} has nothing to compare with");
    let help = "keep months with `muster report --record`, or name an earlier posture or month with \
                --baseline";
    Diagnostic {
        place: rule.and_then(|rule| rule.place.clone()),
        ..Diagnostic::general(message, help)
    }
}

fn speaks_of_nothing(rule: &GateRule, posture: &Posture) -> Option<Diagnostic> {
    let shown = || posture.frameworks.iter().map(|framework| framework.id.as_str());
    let is_shown = |id: &str| shown().any(|known| known == id);
    let (message, help) = match &rule.test {
        GateTest::MinScore(Limit { scope: Scope::Framework(id), .. }) if is_shown(id) => (
            format!("{} asks a score of a framework", rule.test),
            format!("a framework has no score; use min-coverage {id}=… or max-failing {id}=0"),
        ),
        GateTest::MinScore(Limit { scope: Scope::Framework(name), .. }) => {
            (format!("`{name}` is no tier or domain"), meant(name, std::iter::empty()))
        }
        GateTest::MinCoverage(Limit { scope: Scope::Framework(name), .. }) if !is_shown(name) => (
            format!("`{name}` is no tier, domain or framework of this report"),
            meant(name, shown()),
        ),
        GateTest::MaxFailing(MaxFailing { framework, .. }) if !is_shown(framework) => {
            let known = shown().collect::<Vec<_>>();
            let help = match closest(framework, known.iter().copied()) {
                Some(id) => format!("did you mean `{id}`?"),
                None if known.is_empty() => "switch it on under [report] frameworks".into(),
                None => format!(
                    "shown are {}; others are switched on under [report] frameworks",
                    known.join(", ")
                ),
            };
            (format!("`{framework}` is no framework of this report"), help)
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
    match closest(name, known.iter().map(String::as_str)) {
        Some(id) => format!("did you mean `{id}`?"),
        None => format!("write one of: {}", known.join(", ")),
    }
}

fn incomparable(posture: &Posture, baseline: &Baseline) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    let Baseline { name, record } = baseline;
    if !model::same_organisation(&record.organisation, &posture.organisation) {
        let message = format!(
            "{name} is the posture of {}, this is {}",
            record.organisation, posture.organisation
        );
        wrong.push(Diagnostic::general(message, "name a baseline of the same organisation"));
    }
    if record.as_of > posture.as_of {
        let message =
            format!("{name} was judged on {}, which is after {}", record.as_of, posture.as_of);
        wrong.push(Diagnostic::general(message, "name an earlier baseline"));
    }
    wrong
}
