//! The report in a few plain sentences.

use model::posture::{EvidenceRequest, Fix, Grade, SeverityCounts};
use model::{Assessment, AssetKind, Parts, Tenths, Tier};

/// What the sentences are made from.
pub(super) struct Told<'a> {
    pub(super) organisation: &'a str,
    pub(super) score: &'a Parts,
    pub(super) with_waivers: Option<Tenths>,
    pub(super) privileged: &'a Parts,
    pub(super) grade: &'a Grade,
    pub(super) open: &'a SeverityCounts,
    pub(super) fixes: &'a [Fix],
    pub(super) requests: &'a [EvidenceRequest],
}

/// The executive summary.
pub(super) fn summary(assessment: &Assessment, told: &Told<'_>) -> Vec<String> {
    let identities = assessment.context.assets.iter();
    let identities = identities.filter(|asset| asset.key.kind != AssetKind::Organisation);
    let (mut all, mut privileged) = (0_usize, 0_usize);
    for asset in identities {
        all += 1;
        privileged += usize::from(asset.tier.derived >= Tier::T2);
    }
    let mut sentences = vec![standing(told, all, assessment.context.as_of)];
    sentences.push(grade(told.grade));
    if privileged > 0 {
        let (verb, own) = if privileged == 1 { ("touches", "its") } else { ("touch", "their") };
        let of = match told.privileged.proven {
            Some(proven) => format!("{own} own score is {proven}"),
            None => format!(
                "nothing about {} was assessed",
                if privileged == 1 { "it" } else { "them" }
            ),
        };
        sentences
            .push(format!("{privileged} of the {all} {verb} production or worse (T2–T3); {of}."));
    }
    if let Some(fix) = told.fixes.first() {
        sentences.push(format!(
            "{} critical and {} high findings are open. The mend worth most, {} points, is {}: {}",
            told.open.critical, told.open.high, fix.gain, fix.control, fix.remediation
        ));
    }
    if let Some(request) = told.requests.first() {
        sentences.push(format!(
            "The evidence missed most: {}; {} findings wait for it, {} points of the unknown.",
            lower_first(&request.sentence),
            request.findings,
            request.shrinks
        ));
    }
    if let Some(with) = told.with_waivers {
        sentences.push(format!(
            "If the live waivers were credited the score would read {with}; they are not."
        ));
    }
    sentences
}

fn standing(told: &Told<'_>, identities: usize, as_of: jiff::civil::Date) -> String {
    let noun = if identities == 1 { "identity" } else { "identities" };
    let who = told.organisation;
    let parts = told.score.proven.zip(told.score.failed).zip(told.score.unknown);
    match parts {
        Some(((proven, failed), unknown)) => format!(
            "On {as_of}, {proven} % of what {who}'s {identities} non-human {noun} should show is \
             proven, {failed} % was found wanting, and {unknown} % nobody could tell."
        ),
        None => format!(
            "On {as_of} nothing could be assessed of {who}'s {identities} non-human {noun}, so \
             there is no score."
        ),
    }
}

fn grade(grade: &Grade) -> String {
    match (grade.letter, &grade.withheld) {
        (Some(letter), _) if grade.caps.is_empty() || grade.before_caps == Some(letter) => {
            format!("The grade is {letter}, read from {}.", grade.basis_name)
        }
        (Some(letter), _) => {
            let caps = grade.caps.iter().filter(|cap| cap.at_most == letter);
            let why: Vec<&str> = caps.map(|cap| cap.because.as_str()).collect();
            let before = grade.before_caps.unwrap_or(letter);
            format!(
                "The grade is {letter}: the score alone would give {before}, but {}.",
                why.join(", and ")
            )
        }
        (None, Some(why)) => format!("There is no grade: {why}."),
        (None, None) => "There is no grade.".into(),
    }
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
