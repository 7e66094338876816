//! `muster waive`

use std::path::Path;

use super::by_id::by_id;
use super::judged::Keep;
use super::stages::Stages;
use super::waive_checks::{fails, in_term, known, not_blank, renewable, renewals, waivable};
use super::waiver_read_back::read_back;
use super::waiver_text::appended;
use super::{as_of, pipeline, reading, terminal};
use crate::cli;
use crate::workspace::{self, Project};
use model::records::Waiver;
use model::{Asset, Diagnostic, Field, Finding, Moment, Place};
use syntax::{line, suggestion};

pub(super) fn run(args: &cli::Waive) -> Result<(), Vec<Diagnostic>> {
    let as_of = as_of::as_of(args.as_of).map_err(|error| vec![error])?;
    let root = args.path.as_deref().unwrap_or(Path::new("."));
    // From reading to writing: a waiver that another process appends in between would be lost.
    let _lock = match root.is_dir() {
        true => Some(workspace::lock(root).map_err(|error| vec![error])?),
        false => None,
    };
    let project = workspace::open_all(&reading::asked(&[root.to_path_buf()], &args.access))?;
    let text = file(&args.file, &project).map_err(|error| vec![error])?;
    // A link of this name may lead out of the project, and then nothing is written.
    let target = project.allowed.own(&args.file).map_err(|error| vec![error])?;
    let online = args.network.online;
    let request = pipeline::Request { online, ..pipeline::Request::of(project, as_of, Keep::Both) };
    let run = pipeline::run(request, &mut Stages::default())?;
    let (finding, asset) = found(&args.finding, &run).map_err(|error| vec![error])?;
    let checks = [
        waivable(finding, &run),
        fails(finding),
        renewable(finding, args.until, &run),
        in_term(args.until, asset, &run),
        not_blank(&args.reason, "reason"),
        args.compensating.as_deref().map_or(Ok(()), |text| not_blank(text, "compensating")),
        known(&args.approver, "approver", &[finding.control.domain], &run),
        args.owner.as_deref().map_or(Ok(()), |owner| known(owner, "owner", &[], &run)),
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
    let id = finding.id.clone();
    let kept = read_back(run, &args.file, &longer, &waiver)?;
    workspace::replace(root, &target, longer.as_bytes()).map_err(|error| vec![error])?;
    let again = match renewals {
        0 => String::new(),
        1 => ", renewed once".into(),
        times => format!(", renewed {times} times"),
    };
    terminal::say(&[line!("Waived {id} until {}{again} ({})", args.until, kept.place)]);
    for why in kept.unknown {
        terminal::say(&[line!("note: POL-03 cannot confirm this waiver yet: {why}")]);
    }
    Ok(())
}

/// The current text of the file to append to.
fn file(name: &str, project: &Project) -> Result<String, Diagnostic> {
    let place = Place::file(name);
    let yaml = Path::new(name).extension().is_some_and(|end| end == "yaml" || end == "yml");
    if project.single || !yaml || !workspace::is_read(name) {
        let message = "waivers are not read from a file of this name";
        let help = "name a YAML file inside the project folder with --file, such as waivers.yaml";
        return Err(Diagnostic::at(&place, message, help));
    }
    let bytes = project.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes);
    match bytes.map(|bytes| String::from_utf8(bytes.clone())) {
        // A file that is there and is not read, such as one that .gitignore excludes, is never
        // written over.
        None if project.root.join(name).exists() => {
            let help = "name it with `[[source]]` in muster.toml, or name another file";
            Err(Diagnostic::at(&place, "this file is not among the inputs", help))
        }
        None => Ok(String::new()),
        Some(Ok(text)) => Ok(text),
        Some(Err(_)) => Err(Diagnostic::at(&place, "this file is not UTF-8", "save it as UTF-8")),
    }
}

fn found<'a>(id: &str, run: &'a pipeline::Run) -> Result<(&'a Finding, &'a Asset), Diagnostic> {
    let findings = &run.assessment.findings;
    let finding = by_id(findings, id, |finding| &finding.id)?;
    let out_of_scope = &run.assessment.out_of_scope;
    if let Some(excluded) = finding.filter(|finding| !out_of_scope.allows(finding.asset)) {
        let exclusion = out_of_scope.assets.get(&excluded.asset);
        let place = exclusion.map(|one| one.place.to_string()).unwrap_or_default();
        let message = format!("{} is on an asset that {place} excludes from scope", excluded.id);
        return Err(Diagnostic::general(message, "a waiver there would have no effect"));
    }
    let asset = finding.and_then(|finding| run.assessment.context.assets.get(finding.asset));
    finding.zip(asset).ok_or_else(|| {
        let help = match suggestion(id, findings.iter().map(|finding| finding.id.as_str())) {
            Some(meant) => meant,
            None => "take an id from a report, such as CRD-02@server/crm".into(),
        };
        Diagnostic::general(format!("there is no finding `{id}`"), help)
    })
}
