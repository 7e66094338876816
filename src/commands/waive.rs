//! `muster waive`

use std::path::Path;

use jiff::civil::Date;

use super::stages::Stages;
use super::waive_checks::{fails, in_term, known, renewable, renewals, said, waivable};
use super::waiver_text::appended;
use super::{as_of, console, pipeline};
use crate::cli;
use crate::workspace::{self, Project};
use model::records::Waiver;
use model::{Asset, Diagnostic, Field, Finding, Moment, Outcome, Place, WaiverState};
use syntax::closest;

pub(super) fn run(args: &cli::Waive) -> Result<(), Vec<Diagnostic>> {
    let as_of = as_of::as_of(args.as_of).map_err(|error| vec![error])?;
    let root = args.path.as_deref().unwrap_or(Path::new("."));
    let project = workspace::open(root)?;
    let text = file(&args.file, &project).map_err(|error| vec![error])?;
    let run = judge(project.clone(), as_of, args)?;
    let (finding, asset) = found(&args.finding, &run).map_err(|error| vec![error])?;
    let checks = [
        waivable(finding, &run),
        fails(finding),
        renewable(finding, args.until, &run),
        in_term(args.until, asset, &run),
        said(&args.reason, "reason"),
        args.compensating.as_deref().map_or(Ok(()), |text| said(text, "compensating")),
        known(&args.approver, "approver", &run),
        args.owner.as_deref().map_or(Ok(()), |owner| known(owner, "owner", &run)),
    ];
    let renewals = renewals(finding, asset, &run);
    let mut wrong: Vec<Diagnostic> = checks.into_iter().filter_map(Result::err).collect();
    let renewals = renewals.map_err(|error| wrong.push(error)).unwrap_or_default();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let waiver = Waiver {
        control: finding.control.id.into(),
        asset: asset.key.to_string(),
        reason: args.reason.trim().into(),
        approver: args.approver.clone(),
        expires_on: Moment::start_of(args.until),
        owner: args.owner.clone().map_or(Field::Absent, Field::Given),
        compensating: args.compensating.clone().map_or(Field::Absent, Field::Given),
        granted_on: Field::Given(Moment::start_of(as_of)),
        renewals: Field::Given(renewals),
    };
    let place = Place::file(args.file.as_str());
    let longer = appended(&text, &waiver);
    let longer = longer.map_err(|(why, help)| vec![Diagnostic::at(&place, why, help)])?;
    let kept = read_back(project, &longer, &finding.id, as_of, args)?;
    workspace::replace(&root.join(&args.file), longer.as_bytes()).map_err(|error| vec![error])?;
    let again = match renewals {
        0 => String::new(),
        1 => ", renewed once".into(),
        times => format!(", renewed {times} times"),
    };
    console::line(&format!(
        "{} is waived until {}{again} ({})",
        finding.id, args.until, kept.place
    ));
    for why in kept.flaws {
        console::line(&format!("note: it is in order only when more is known: {why}"));
    }
    Ok(())
}

fn judge(
    project: Project,
    as_of: Date,
    args: &cli::Waive,
) -> Result<pipeline::Run, Vec<Diagnostic>> {
    let online = !args.offline;
    let request = pipeline::Request { project, as_of, demo: false, online, keep_going: false };
    pipeline::run(request, &mut Stages::default())
}

/// What the file to append to says now.
fn file(name: &str, project: &Project) -> Result<String, Diagnostic> {
    let place = Place::file(name);
    let yaml = Path::new(name).extension().is_some_and(|end| end == "yaml" || end == "yml");
    if project.single || !yaml || !workspace::is_read(name) {
        let message = "waivers are not read from such a file";
        let help = "name a YAML file inside the project folder with --file, such as waivers.yaml";
        return Err(Diagnostic::at(&place, message, help));
    }
    let bytes = project.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes);
    match bytes.map(|bytes| String::from_utf8(bytes.clone())) {
        None => Ok(String::new()),
        Some(Ok(text)) => Ok(text),
        Some(Err(_)) => Err(Diagnostic::at(&place, "this file is not UTF-8", "save it as UTF-8")),
    }
}

fn found<'a>(id: &str, run: &'a pipeline::Run) -> Result<(&'a Finding, &'a Asset), Diagnostic> {
    let findings = &run.assessment.findings;
    let finding = findings.iter().find(|finding| finding.id.eq_ignore_ascii_case(id));
    let asset = finding.and_then(|finding| run.assessment.context.assets.get(finding.asset));
    finding.zip(asset).ok_or_else(|| {
        let help = match closest(id, findings.iter().map(|finding| finding.id.as_str())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "take an id from a report, such as CRD-02@server/crm".into(),
        };
        Diagnostic::general(format!("there is no finding `{id}`"), help)
    })
}

/// A waiver as the next run will find it.
struct Kept {
    place: Place,
    flaws: Vec<String>,
}

/// Judges the project as it will be, so that no file is written that does not read back.
fn read_back(
    mut project: Project,
    text: &str,
    finding: &str,
    as_of: Date,
    args: &cli::Waive,
) -> Result<Kept, Vec<Diagnostic>> {
    project.files.retain(|(name, _)| name != &args.file);
    project.files.push((args.file.clone(), text.as_bytes().to_vec()));
    project.files.sort();
    let place = Place::file(args.file.as_str());
    let unread = |_| {
        let message = "a waiver at the end of this file would not be read";
        vec![Diagnostic::at(&place, message, "name another file with --file")]
    };
    let run = judge(project, as_of, args).map_err(unread)?;
    let mut ours = run.assessment.waivers.iter().filter(|applied| {
        applied.finding == finding && applied.waiver.place.file.as_ref() == args.file
    });
    let kept = ours.rfind(|applied| applied.state == WaiverState::Applied);
    let kept = kept.ok_or_else(|| unread(Vec::new()))?;
    let name = format!("{} on {}", kept.waiver.record.control, kept.waiver.record.asset);
    let all = run.assessment.findings.iter().flat_map(|finding| &finding.judgement.items);
    // The control on waivers names each by what it covers.
    let flawed = all.filter(|item| item.name == name && item.outcome != Outcome::Pass);
    let (failing, untold): (Vec<_>, Vec<_>) =
        flawed.partition(|item| item.outcome == Outcome::Fail);
    if let Some(item) = failing.first() {
        let message = format!("such a waiver would not be in order: {}", item.note);
        let help = "see `muster explain POL-03` for what a waiver needs";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let flaws = untold.into_iter().map(|item| item.note.clone()).collect();
    Ok(Kept { place: kept.waiver.place.clone(), flaws })
}
