//! The roll-up itself.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::access::access;
use super::against::Against;
use super::alike::Alike;
use super::compare::Comparing;
use super::counting::Counting;
use super::editions::catalogue;
use super::events::events;
use super::excluded::Excluded;
use super::finding_age::Dates;
use super::followed::{Follow, Followed};
use super::frameworks::framework;
use super::gathered::Gathering;
use super::held::{Held, Holder};
use super::links::Links;
use super::of_assets::OfAssets;
use super::over_time::{MOST_NAMED, PriorState, Recorded, history};
use super::quoted::Quoted;
use super::record::{editions, month, record};
use super::roll_up::{Stated, roll_up};
use super::stated_texts::{Again, Texts, stated_by};
use super::{MAX_FINDINGS, cards, contacts, excluded, limitations, summary};
use model::month::MonthFindings;
use model::posture::{
    Arithmetic, Counts, Edition, FindingCard, Grade, Posture, PrivilegedAssets, SCHEMA_VERSION,
    ScoreAndGrade, ToolFacts,
};
use model::words::Words;
use model::{
    Assessment, Baseline, Control, Crosswalk, Finding, Framework, Parts, Profile, RecordKind,
    Tally, Tenths,
};

/// How many batches each thread counts before what is held of them is taken.
const AT_ONCE: usize = 4;

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
    /// Score and grade under the default limits; none where the profile changes no limit.
    pub under_defaults: Option<&'a ScoreAndGrade>,
    /// What is known of earlier months; none where the project keeps no history.
    pub recorded: Option<Recorded<'a>>,
    /// What is held of each finding.
    pub held: Held,
    /// What the gate compares with.
    pub baseline: Option<&'a Baseline>,
    /// Whether the findings are made that the record of the month keeps.
    pub is_recorded: bool,
}

/// The findings of an assessment, in batches.
pub struct Batches<'a, I> {
    /// How many findings there are.
    pub total: usize,
    /// What makes them, each a batch, on any thread: it gives its findings away one after the other, so that one that is
    /// only counted is gone before the next comes. All findings of an asset are in one batch, one after the other; only
    /// those of the organisation may be in several.
    pub findings: I,
    /// Whether `findings` are made with their texts.
    pub words: Words,
    /// What makes a finding again, with its texts, by control and asset; none where each is made once, with its texts.
    pub again: Option<Again<'a>>,
}

/// What a posture was made with.
#[derive(Debug)]
pub struct Made {
    /// The posture; without findings where none but the severe ones are held.
    pub posture: Posture,
    /// The findings that are held, where there are too many for the posture itself.
    pub all: Option<Vec<FindingCard>>,
    /// The findings by what they have in common.
    pub alike: Vec<Alike>,
    /// What the baseline has that no control judges any more, where there is one.
    pub unjudged: Option<Tally>,
    /// The findings as the record of the month keeps them, where it is made.
    pub month: Vec<MonthFindings>,
}

/// Rolls an assessment up. Its findings are `judged`: they are made batch by batch, counted, and held as far as `inputs`
/// asks for. `made` is shown each batch of cards that are held, in order, and the posture as far as it is made. The cards
/// have their texts, but where only severe ones are held.
pub fn posture<B>(
    assessment: &Assessment,
    judged: Batches<'_, impl Iterator<Item = B>>,
    inputs: PostureInputs<'_>,
    mut made: impl FnMut(&Posture, &[FindingCard]) + Send,
) -> Made
where
    B: FnOnce(&mut dyn FnMut(Finding)) + Send,
{
    let profile = inputs.profile;
    let shown: Vec<&Framework> = inputs
        .frameworks
        .iter()
        .filter(|f| profile.frameworks.as_ref().is_none_or(|ids| ids.contains(&f.framework.id)))
        .collect();
    let held = inputs.held;
    let prior = PriorState::of(inputs.recorded, &assessment.context.assets);
    let mut posture = unjudged(assessment, inputs, &shown, &prior);
    let Posture { assets, controls, waivers, frameworks, .. } = &posture;
    let links = Links::of(assets, controls, waivers, frameworks);
    let dates = Dates::of(&posture, prior.months(posture.as_of));
    let texts = Texts(judged.again.filter(|_| judged.words == Words::LeftOut));
    // What the month before is compared with, as far as it does not follow from findings.
    let last = inputs.recorded.and_then(|recorded| recorded.past.last.as_deref());
    let head = last.map(|_| record(&posture, Vec::new()));
    let comparing = inputs.recorded.zip(last.zip(head.as_ref())).map(|(recorded, (last, now))| {
        Comparing::of(last, now, recorded.old_limits, inputs.catalog, Some(MOST_NAMED))
    });
    let now = editions(&posture);
    let against = inputs.baseline.map(|baseline| Against::of(baseline, &posture, &now));
    let is_followed = inputs.recorded.is_some() || inputs.is_recorded || inputs.baseline.is_some();
    let follow = is_followed.then(|| Follow {
        comparing: comparing.as_ref(),
        against: against.as_ref(),
        is_kept: inputs.is_recorded,
        month: month(&posture),
    });
    let mut followed = Followed::default();
    let mut holder = Holder::of(held, judged.total);
    let gathering = Gathering::default();
    let is_any_excluded = !assessment.out_of_scope.assets.is_empty();
    let gathering_excluded = is_any_excluded.then(Gathering::default);
    let counting = Counting {
        assessment,
        links: &links,
        prior: &prior,
        dates: &dates,
        texts,
        words: judged.words,
        held,
        gathering: &gathering,
        excluded: gathering_excluded.as_ref(),
        against: against.as_ref(),
        follow,
    };
    count(&counting, judged.findings, (&mut holder, &mut followed), |cards| made(&posture, cards));
    if let Some(follow) = &follow {
        follow.end(&mut followed, &posture.assets.iter().map(|asset| &asset.key).collect());
    }
    let month = std::mem::take(&mut followed.kept);
    let unjudged = inputs.baseline.map(|_| std::mem::take(&mut followed.unjudged));
    let all = gathering.whole();
    let out_of_scope = gathering_excluded.map(|excluded| {
        Excluded::of((assessment, &prior), (&all, excluded.whole()), inputs.catalog)
    });
    let mut all = all.gathered();
    let mut findings = holder.in_order();
    if held == Held::Severe {
        all.explained.state(texts);
        // A rule of a gate may be about the requirements of a framework.
        all.groups.settle(|card| links.settle(card));
        for card in &mut findings {
            links.settle(card);
            texts.of_card(card);
        }
    }
    if let Some(Excluded { assets, cells, with }) = out_of_scope {
        (posture.excluded, posture.excluded_cells) = (assets, cells);
        posture.with_excluded = Some(with);
    }
    posture.contacts = contacts::contacts(&assessment.context, &all.loads);
    let alike = roll_up(&mut posture, all, &findings, &stated(assessment));
    let beside = if held == Held::Severe {
        None
    } else if judged.total <= MAX_FINDINGS {
        posture.findings = findings;
        None
    } else {
        let worst = findings.iter().filter(|card| card.outcome.is_open());
        posture.findings = worst.take(MAX_FINDINGS).cloned().collect();
        Some(findings)
    };
    posture.history = inputs.recorded.map(|recorded| {
        let held = beside.as_deref().unwrap_or(&posture.findings);
        let stated = stated_by(held, judged.again);
        history(&posture, recorded, (comparing.as_ref(), followed), &dates, stated)
    });
    // The first sentences state what the history lacks, too.
    posture.summary = summary::summary(&posture);
    Made { posture, all: beside, alike, unjudged, month }
}

/// Counts all batches. `made` is shown the cards of each that may be held, in order, before they are: the next are made
/// at the same time.
fn count<B>(
    counting: &Counting<'_>,
    mut batches: impl Iterator<Item = B>,
    (holder, followed): (&mut Holder, &mut Followed),
    mut made: impl FnMut(&[FindingCard]) + Send,
) where
    B: FnOnce(&mut dyn FnMut(Finding)) + Send,
{
    let mut counted: Vec<(Vec<FindingCard>, Followed)> = Vec::new();
    loop {
        let some: Vec<B> = batches.by_ref().take(AT_ONCE * rayon::current_num_threads()).collect();
        let is_over = some.is_empty();
        let limit = holder.limit();
        let before = std::mem::take(&mut counted);
        let count = |batch: B| counting.batch(batch, limit.as_ref());
        let next = || some.into_par_iter().map(count).collect();
        let take = || {
            for (cards, of_batch) in before {
                made(&cards);
                holder.take(cards);
                if let Some(follow) = &counting.follow {
                    follow.merge(followed, of_batch);
                }
            }
        };
        (counted, ()) = rayon::join(next, take);
        if is_over {
            break;
        }
    }
}

/// A posture with all that is read and nothing that is counted.
fn unjudged(
    assessment: &Assessment,
    inputs: PostureInputs<'_>,
    shown: &[&Framework],
    prior: &PriorState<'_>,
) -> Posture {
    let (profile, as_of) = (inputs.profile, assessment.context.as_of);
    let quoted = Quoted { crosswalks: inputs.crosswalks, shown };
    let frameworks: Vec<_> = shown.iter().map(|one| framework(one, &quoted)).collect();
    let mut controls = cards::controls(inputs.catalog);
    Links::requirements(&frameworks, &mut controls);
    // No figure follows from who reaches what, but the pictures of a report.
    let (edges, edges_total) = match inputs.held {
        Held::Severe => (Vec::new(), 0),
        Held::Whole | Held::FirstTexts | Held::Named => access(&assessment.context),
    };
    Posture {
        schema_version: SCHEMA_VERSION.into(),
        tool: tool(inputs),
        organisation: profile.organisation.clone(),
        period: profile.period.clone().unwrap_or_else(|| as_of.strftime("%Y-%m").to_string()),
        as_of,
        demo: inputs.demo,
        part: None,
        profile_sha256: inputs.profile_sha256.into(),
        prose: profile.prose.clone(),
        brand: profile.brand.clone(),
        site_url: profile.site_url.clone(),
        verdict: None,
        summary: Vec::new(),
        score: Parts::default(),
        privileged_assets: PrivilegedAssets::default(),
        with_waivers: None,
        privileged: Parts::default(),
        grade: Grade::default(),
        counts: Counts::default(),
        gain: Tenths::default(),
        severe_findings: Vec::new(),
        contacts: Vec::new(),
        history: None,
        outcomes: Default::default(),
        open: Default::default(),
        open_ages: Vec::new(),
        fixes: Vec::new(),
        evidence_requests: Vec::new(),
        tiers: Vec::new(),
        families: Vec::new(),
        domains: Vec::new(),
        owners: Vec::new(),
        kinds: Vec::new(),
        heat_map: Vec::new(),
        controls,
        frameworks,
        crosswalks: inputs.crosswalks.iter().map(|crosswalk| crosswalk.source.clone()).collect(),
        assets: cards::assets(
            (assessment, prior),
            |position| assessment.out_of_scope.allows(position),
            inputs.held,
        ),
        // Which they are; what their findings sum to is set once these are made.
        excluded: excluded::assets(assessment, &OfAssets::default()),
        with_excluded: None,
        under_defaults: inputs.under_defaults.cloned(),
        excluded_cells: Vec::new(),
        findings: Vec::new(),
        findings_total: 0,
        findings_file: None,
        scanners: assessment.scanners.clone(),
        waivers: cards::waivers(assessment),
        thresholds: cards::thresholds(&assessment.context.thresholds, inputs.catalog),
        arithmetic: Arithmetic::default(),
        ledger: assessment.context.ledger.clone(),
        limitations: limitations::limitations(&assessment.context),
        notices: notices(assessment),
        inputs: assessment.inputs.clone(),
        events: events(&assessment.context),
        edges,
        edges_total,
        cells: Vec::new(),
        owner_cells: Vec::new(),
    }
}

/// The names of owners, and which kinds of record some source contains.
fn stated(assessment: &Assessment) -> Stated {
    let context = &assessment.context;
    let names = context.owners.iter();
    let names =
        names.filter_map(|(id, owner)| Some((id.clone(), owner.record.name.given()?.clone())));
    let owner_names: BTreeMap<String, String> = names.collect();
    let registers = RecordKind::ALL.into_iter().filter(|kind| context.carries(*kind));
    Stated { owner_names, registers: registers.map(|kind| kind.id().to_string()).collect() }
}

fn notices(assessment: &Assessment) -> Vec<model::Diagnostic> {
    let mut notices = assessment.notices.clone();
    for asset in &assessment.context.assets {
        let Some(place) = asset.place() else { continue };
        notices.extend(asset.conflicts.iter().map(|conflict| {
            let message =
                format!("the sources contradict each other about {}: {conflict}", asset.key);
            model::Diagnostic::at(place, message, "correct one of the two records")
                .of_kind(model::Kind::Doubtful)
        }));
    }
    notices.sort();
    notices.dedup();
    notices
}

fn tool(inputs: PostureInputs<'_>) -> ToolFacts {
    ToolFacts {
        name: "muster".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        catalogue: catalogue(inputs.catalog),
        mappings: Edition { entries: inputs.mappings.0, sha256: inputs.mappings.1.into() },
        rules: model::RULES_VERSION,
    }
}
