//! The executive summary: the report in a few plain sentences.

use model::posture::{EvidenceRequest, Grade, ScoreAndGrade, SeverityCounts};
use model::{Class, Posture};

/// The executive summary of a posture whose figures are set.
pub(super) fn summary(posture: &Posture) -> Vec<String> {
    let all = posture.assets.len();
    let privileged = &posture.privileged_assets;
    let mut sentences = vec![headline(posture), grade(&posture.grade)];
    let excluded = posture.excluded.len();
    sentences.extend(caveats(posture));
    sentences.extend(posture.with_excluded.iter().map(|with| out_of_scope(excluded, with)));
    if privileged.known + privileged.treated > 0 {
        sentences.push(privileged_sentence(posture, all));
    }
    if let Some(fix) = posture.fixes.first() {
        sentences.push(format!(
            "{} The top remediation action is {} (score impact +{} points): {}",
            open_findings(&posture.open),
            fix.control,
            fix.gain,
            fix.remediation
        ));
    }
    let blocking = |request: &&EvidenceRequest| !request.confirms;
    if let Some(request) = posture.evidence_requests.iter().find(blocking) {
        let blocked = match request.findings {
            1 => "1 finding is blocked".to_string(),
            many => format!("{many} findings are blocked"),
        };
        sentences.push(format!(
            "The largest evidence gap: {}. Without it, {blocked} (coverage gain +{} points).",
            lower_first(&request.sentence),
            request.coverage_gain
        ));
    }
    if let Some(with) = posture.with_waivers {
        sentences.push(format!(
            "With live waivers credited, the score would be {with}. The score does not include them."
        ));
    }
    sentences
}

fn privileged_sentence(posture: &Posture, all: usize) -> String {
    let assets = &posture.privileged_assets;
    let of = assets.known + assets.treated;
    let are = |count: u64| if count == 1 { "is" } else { "are" };
    let mut sentence = format!(
        "Facts show that {} of {all} identities {} privileged (tier T2 or T3)",
        assets.known,
        are(assets.known)
    );
    if assets.treated > 0 {
        sentence += &format!(
            "; {} more {} only treated as privileged, because something is undeclared",
            assets.treated,
            are(assets.treated)
        );
    }
    sentence += &match posture.privileged.proven {
        Some(proven) => format!(". The score of privileged assets is {proven}."),
        None => ". None of their controls could be assessed.".into(),
    };
    match assets.not_in_order.len() {
        0 => sentence,
        1 if of == 1 => format!(
            "{sentence} It is not in order: a critical or high finding is open or not assessed."
        ),
        1 => format!(
            "{sentence} 1 of these {of} is not in order: a critical or high finding is open or not assessed."
        ),
        many => format!(
            "{sentence} {many} of these {of} are not in order: a critical or high finding is open or not \
             assessed."
        ),
    }
}

fn headline(posture: &Posture) -> String {
    let (identities, as_of) = (posture.assets.len(), posture.as_of);
    let noun = if identities == 1 { "identity" } else { "identities" };
    let who = match &posture.part {
        Some(part) => format!("the part {} of {}", part.scope_line(), posture.organisation),
        None => posture.organisation.clone(),
    };
    let score = &posture.score;
    match score.proven.zip(score.failed).zip(score.unknown) {
        Some(((proven, failed), unknown)) => format!(
            "On {as_of}, the score of the {identities} non-human {noun} of {who} is {proven} of 100: \
             {proven} % of the weighted checks are proven, {failed} % failed, and {unknown} % are \
             unknown."
        ),
        None => format!(
            "On {as_of}, none of the controls on the {identities} non-human {noun} of {who} could be \
             assessed, so there is no score."
        ),
    }
}

fn grade(grade: &Grade) -> String {
    let sentence = letter(grade);
    let Some(better) = grade.if_ruled_out else { return sentence };
    let possible = match grade.possible.len() {
        1 => "the 1 possible critical finding is".to_string(),
        many => format!("the {many} possible critical findings are"),
    };
    format!("{sentence} It is {better} if {possible} ruled out.")
}

fn letter(grade: &Grade) -> String {
    match (grade.letter, &grade.withheld) {
        (Some(letter), _) if grade.limits.is_empty() || grade.before_limits == Some(letter) => {
            format!("The grade is {letter}, based on {}.", grade.basis_name)
        }
        (Some(letter), _) => {
            let limits = grade.limits.iter().filter(|limit| limit.at_most == letter);
            let why: Vec<&str> = limits.map(|limit| limit.because.as_str()).collect();
            let before = grade.before_limits.unwrap_or(letter);
            format!(
                "The grade is {letter}. It would be {before} without the grade limits that apply: {}.",
                why.join("; ")
            )
        }
        (None, Some(why)) => format!("There is no grade: {why}."),
        (None, None) => "There is no grade.".into(),
    }
}

/// What a reader must know before the figures: relaxed limits, a history that is not complete, and changed
/// rules.
pub fn caveats(posture: &Posture) -> Vec<String> {
    relaxed(posture).into_iter().chain(of_history(posture)).chain(unknown_status(posture)).collect()
}

/// Assets of which nothing shows whether they are in service.
fn unknown_status(posture: &Posture) -> Option<String> {
    let assets = match posture.assets.iter().filter(|asset| !asset.status_known).count() {
        0 => return None,
        1 => "1 asset states no status, and nothing else shows that it is in service".to_string(),
        many => format!(
            "{many} assets state no status, and nothing else shows that they are in service"
        ),
    };
    Some(format!("{assets}: controls that apply only to assets in service earn no points there."))
}

/// How many limits are easier to keep than the defaults, and what that does.
fn relaxed(posture: &Posture) -> Option<String> {
    let with = posture.under_defaults.as_ref()?;
    let limits = match posture.thresholds.iter().filter(|row| row.relaxed).count() {
        0 => return None,
        1 => "1 limit is relaxed".to_string(),
        many => format!("{many} limits are relaxed"),
    };
    let score = match (with.score.proven, with.grade.letter) {
        (Some(score), Some(letter)) => {
            format!("the score would be {score}, and the grade {letter}")
        }
        (Some(score), None) => format!("the score would be {score}, without a grade"),
        (None, _) => "there would be no score".into(),
    };
    Some(format!("{limits} beyond the defaults. Under the default limits, {score}."))
}

/// What the history lacks, and what changed rules decide.
fn of_history(posture: &Posture) -> Vec<String> {
    let Some(history) = &posture.history else { return Vec::new() };
    let mut sentences = Vec::new();
    let gaps = match history.gaps.as_slice() {
        [] => None,
        months => {
            let names: Vec<String> = months.iter().map(ToString::to_string).collect();
            Some(format!("no record exists for {}", names.join(", ")))
        }
    };
    let missing: Vec<String> = history.faults.iter().cloned().chain(gaps).collect();
    if !missing.is_empty() {
        sentences.push(format!("The history is not complete: {}.", missing.join("; ")));
    }
    let change = history.change.iter();
    let rows = change.flat_map(|change| change.classes.iter().map(move |row| (change, row)));
    for (change, row) in rows.filter(|(_, row)| row.class == Class::Method) {
        let findings = match row.findings {
            1 => "1 finding that is judged otherwise is".to_string(),
            many => format!("{many} findings that are judged otherwise are"),
        };
        sentences.push(format!(
            "The rules changed since {}: {findings} attributed to the method, neither fixed nor new.",
            change.before.period
        ));
    }
    sentences
}

/// What excluding assets does to score and grade.
fn out_of_scope(excluded: usize, with: &ScoreAndGrade) -> String {
    let (noun, verb, pronoun) =
        if excluded == 1 { ("asset", "is", "it") } else { ("assets", "are", "them") };
    let score = match (with.score.proven, with.grade.letter) {
        (Some(score), Some(letter)) => {
            format!("the score would be {score}, and the grade {letter}")
        }
        (Some(score), None) => format!("the score would be {score}, without a grade"),
        (None, _) => "there would be no score".into(),
    };
    format!("{excluded} {noun} {verb} excluded from scope. With {pronoun}, {score}.")
}

/// Open critical and high findings, in numbers that agree with their noun.
fn open_findings(open: &SeverityCounts) -> String {
    let of = |count: u64, severity: &str| match count {
        0 => format!("no {severity} findings"),
        1 => format!("1 {severity} finding"),
        many => format!("{many} {severity} findings"),
    };
    let verb = if open.critical == 1 { "is" } else { "are" };
    format!("There {verb} {} and {} open.", of(open.critical, "critical"), of(open.high, "high"))
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
