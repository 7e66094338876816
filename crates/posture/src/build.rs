//! The roll-up itself.

use sha2::{Digest, Sha256};

use super::events::events;
use super::frameworks::{References, framework};
use super::over_time::{PriorState, Recorded, history};
use super::quoted::Quoted;
use super::slices::{by, heat_map, sums};
use super::summary::{SummaryInputs, summary};
use super::{MAX_FINDINGS, cards, cells, excluded, fixes, grade, limitations, requests};
use model::posture::{
    Arithmetic, Edition, FindingCard, Posture, SCHEMA_VERSION, Slice, ToolFacts, WithExcluded,
};
use model::{
    Assessment, AssetKind, Control, Crosswalk, Domain, Family, Finding, Framework, Outcome,
    Profile, Severity, Tally, Tenths, Tier,
};
use syntax::encoding::hex;

/// The inputs of a posture, besides the assessment.
#[derive(Debug, Clone, Copy)]
pub struct PostureInputs<'a> {
    /// The user's choices.
    pub profile: &'a Profile,
    /// Every framework that was loaded; the profile may show fewer.
    pub frameworks: &'a [Framework],
    /// Crosswalks of others, quoted.
    pub crosswalks: &'a [Crosswalk],
    /// What the mapping set is called.
    pub mappings: (u64, &'a str),
    /// The control catalogue.
    pub catalog: &'a [&'static Control],
    /// Whether this is the built-in demonstration.
    pub demo: bool,
    /// SHA-256 of the profile; empty where there is none.
    pub profile_sha256: &'a str,
    /// Score and grade with the excluded assets; none where nothing is excluded.
    pub with_excluded: Option<&'a WithExcluded>,
    /// What is known of earlier months; none where the project keeps no history.
    pub recorded: Option<Recorded<'a>>,
}

/// Rolls an assessment up. The second value holds every finding, one JSON document a line, where
/// there are too many for the posture itself.
pub fn posture(
    assessment: &Assessment,
    inputs: PostureInputs<'_>,
) -> (Posture, Option<Vec<FindingCard>>) {
    let profile = inputs.profile;
    let shown: Vec<&Framework> = inputs
        .frameworks
        .iter()
        .filter(|f| profile.frameworks.as_ref().is_none_or(|ids| ids.contains(&f.framework.id)))
        .collect();
    let references = References::of(&shown);
    let all = sums(&assessment.findings);
    let whole = all.tally.denominator();
    let privileged = sums(assessment.findings.iter().filter(|f| f.tier >= Tier::T2)).tally.parts();
    let score = all.tally.parts();
    let grade = grade::grade(&score, &privileged, assessment);
    let with_waivers = with_waivers(assessment);
    let fixes = fixes::fixes(assessment, whole);
    let evidence_requests = requests::requests(assessment, whole);
    let cells = cells::cells(assessment, &assessment.findings);
    let summary_inputs = SummaryInputs {
        organisation: &profile.organisation,
        score: &score,
        with_waivers,
        privileged: &privileged,
        grade: &grade,
        open: &all.open,
        with_excluded: inputs.with_excluded,
        fixes: &fixes,
        requests: &evidence_requests,
    };
    let summary = summary(assessment, &summary_inputs);
    let prior = PriorState::of(inputs.recorded, &assessment.context.assets);
    let (findings, beside) = findings(assessment, &references, &prior);
    let as_of = assessment.context.as_of;
    let mut posture = Posture {
        schema_version: SCHEMA_VERSION.into(),
        tool: tool(inputs),
        organisation: profile.organisation.clone(),
        period: profile.period.clone().unwrap_or_else(|| as_of.strftime("%Y-%m").to_string()),
        as_of,
        demo: inputs.demo,
        profile_sha256: inputs.profile_sha256.into(),
        prose: profile.prose.clone(),
        summary,
        score,
        with_waivers,
        privileged,
        grade,
        history: None,
        outcomes: all.outcomes,
        open: all.open,
        fixes,
        evidence_requests,
        tiers: tiers(assessment, &all.tally),
        families: families(assessment, &all.tally),
        domains: domains(assessment, &all.tally),
        owners: owners(assessment, &all.tally),
        kinds: kinds(assessment, &all.tally),
        heat_map: heat_map(assessment),
        controls: cards::controls(assessment, inputs.catalog, &references, whole),
        frameworks: shown
            .iter()
            .map(|f| framework(f, &cells, &Quoted { crosswalks: inputs.crosswalks, shown: &shown }))
            .collect(),
        crosswalks: inputs.crosswalks.iter().map(|crosswalk| crosswalk.source.clone()).collect(),
        assets: cards::assets(assessment, &prior),
        excluded: excluded::assets(assessment),
        with_excluded: inputs.with_excluded.cloned(),
        excluded_cells: cells::cells(assessment, &assessment.out_of_scope.findings),
        findings_total: assessment.findings.len() as u64,
        findings,
        findings_file: None,
        scanners: assessment.scanners.clone(),
        waivers: cards::waivers(assessment),
        thresholds: cards::thresholds(assessment, inputs.catalog),
        arithmetic: arithmetic(&all.tally),
        ledger: assessment.context.ledger.clone(),
        limitations: limitations::limitations(&assessment.context),
        notices: notices(assessment),
        inputs: assessment.inputs.clone(),
        events: events(&assessment.context),
        owner_cells: cells::owner_cells(assessment),
        cells,
    };
    posture.history = inputs.recorded.map(|recorded| {
        let thresholds = &assessment.context.thresholds;
        history(&posture, beside.as_deref(), recorded, thresholds, inputs.catalog)
    });
    (posture, beside)
}

/// The score if live waivers were credited; none where no waiver is live.
fn with_waivers(assessment: &Assessment) -> Option<Tenths> {
    if !assessment.findings.iter().any(|finding| finding.waiver.is_some()) {
        return None;
    }
    let mut tally = Tally::default();
    for finding in &assessment.findings {
        let outcome = match finding.waiver {
            Some(_) => Outcome::Pass,
            None => finding.judgement.outcome,
        };
        tally.add(outcome, finding.weight, 1);
    }
    tally.parts().proven
}

fn findings(
    assessment: &Assessment,
    references: &References,
    prior: &PriorState<'_>,
) -> (Vec<FindingCard>, Option<Vec<FindingCard>>) {
    let waivers = cards::waiver_states(assessment);
    let card = |finding: &Finding| cards::finding(assessment, finding, &waivers, references, prior);
    let order = cards::worst_first(assessment);
    let ordered = order.iter().filter_map(|&at| assessment.findings.get(at));
    let cards: Vec<FindingCard> = ordered.filter_map(card).collect();
    if cards.len() <= MAX_FINDINGS {
        return (cards, None);
    }
    let worst = cards.iter().filter(|card| card.outcome.is_open()).take(MAX_FINDINGS).cloned();
    (worst.collect(), Some(cards))
}

fn tiers(assessment: &Assessment, whole: &Tally) -> Vec<Slice> {
    let groups = by(assessment, |finding| std::cmp::Reverse(finding.tier));
    let slice = |(tier, sums): (&std::cmp::Reverse<Tier>, &super::slices::Sums)| {
        sums.slice(&tier.0.to_string(), tier.0.meaning(), whole)
    };
    groups.iter().map(slice).collect()
}

fn families(assessment: &Assessment, whole: &Tally) -> Vec<Slice> {
    let groups = by(assessment, |finding| finding.control.family);
    let slice = |(family, sums): (&Family, &super::slices::Sums)| {
        sums.slice(family.id(), family.title(), whole)
    };
    groups.iter().map(slice).collect()
}

fn domains(assessment: &Assessment, whole: &Tally) -> Vec<Slice> {
    let groups = by(assessment, |finding| finding.control.domain);
    let slice = |(domain, sums): (&Domain, &super::slices::Sums)| {
        sums.slice(domain.id(), domain.remit(), whole)
    };
    groups.iter().map(slice).collect()
}

fn owners(assessment: &Assessment, whole: &Tally) -> Vec<Slice> {
    let groups = by(assessment, |finding| cells::owner(assessment, finding).to_string());
    let name = |id: &str| {
        let owner = assessment.context.owners.get(id).and_then(|owner| owner.record.name.given());
        match (owner, id) {
            (Some(name), _) => name.clone(),
            (None, "") => "no accountable owner".into(),
            (None, id) => id.to_string(),
        }
    };
    let mut slices: Vec<Slice> =
        groups.iter().map(|(id, sums)| sums.slice(id, &name(id), whole)).collect();
    slices.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.id.cmp(&b.id)));
    slices
}

fn kinds(assessment: &Assessment, whole: &Tally) -> Vec<Slice> {
    let kind = |finding: &Finding| assessment.context.assets.get(finding.asset).map(|a| a.key.kind);
    let groups = by(assessment, kind);
    let slice = |(kind, sums): (&Option<AssetKind>, &super::slices::Sums)| {
        kind.map(|kind| sums.slice(kind.id(), kind.noun(2), whole))
    };
    groups.iter().filter_map(slice).collect()
}

fn arithmetic(tally: &Tally) -> Arithmetic {
    let parts = tally.parts();
    let worked = match parts.proven {
        Some(proven) => format!("100 × {} ÷ {} = {proven}", halves(parts.proven_sum), parts.weight),
        None => "no control was assessed, so there is no score".into(),
    };
    Arithmetic {
        formula: "proven = 100 × Σ weight·credit ÷ Σ weight, over all applicable findings; weight \
                  = severity weight × tier weight; credit = pass 1, partial ½, fail 0, not \
                  assessed 0"
            .into(),
        worked,
        grading: grade::rule(),
        severity_weights: Severity::ALL.map(|severity| (severity, severity.weight())).into(),
        tier_weights: Tier::ALL.map(|tier| (tier, tier.weight())).into(),
    }
}

/// A number of halves: `12` or `12.5`.
fn halves(number: u64) -> String {
    match number % 2 {
        0 => (number / 2).to_string(),
        _ => format!("{}.5", number / 2),
    }
}

fn notices(assessment: &Assessment) -> Vec<model::Diagnostic> {
    let mut notices = assessment.notices.clone();
    for asset in &assessment.context.assets {
        let Some(place) = asset.place() else { continue };
        notices.extend(asset.conflicts.iter().map(|conflict| {
            let message =
                format!("the sources contradict each other about {}: {conflict}", asset.key);
            model::Diagnostic::at(place, message, "correct one of the two records")
        }));
    }
    notices.sort();
    notices.dedup();
    notices
}

fn tool(inputs: PostureInputs<'_>) -> ToolFacts {
    let mut hash = Sha256::new();
    for control in inputs.catalog {
        let criteria = control.criteria;
        for words in [control.id, control.title, criteria.pass, criteria.partial, criteria.fail] {
            hash.update(words.as_bytes());
            hash.update([0]);
        }
        hash.update(format!(
            "{:?}{:?}{:?}",
            control.severity, control.from_tier, control.asset_kinds
        ));
    }
    let catalogue = hex(hash.finalize());
    ToolFacts {
        name: "muster".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        catalogue: Edition { entries: inputs.catalog.len() as u64, sha256: catalogue },
        mappings: Edition { entries: inputs.mappings.0, sha256: inputs.mappings.1.into() },
    }
}
