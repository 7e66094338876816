//! The command: what each file is, its checks, and the conclusion.

use super::check::{Check, Verdict};
use super::subject::Subject;
use super::{manifest, month, pdf, posture, signature};
use crate::cli;
use crate::commands::terminal;
use model::Diagnostic;
use syntax::{Line, line};

/// Verifies files; whether nothing failed.
///
/// # Errors
/// Where a file cannot be read as what it seems to be; then nothing is printed of the others.
pub(in crate::commands) fn run(args: &cli::Verify) -> Result<bool, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut verified: Vec<(String, Vec<Check>)> = Vec::new();
    for path in &args.files {
        match of(path, args) {
            Ok(checks) => verified.push((path.display().to_string(), checks)),
            Err(wrong) => errors.extend(wrong),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    terminal::say(&lines(&verified));
    Ok(!verified.iter().flat_map(|(_, checks)| checks).any(Check::has_failed))
}

fn of(path: &std::path::Path, args: &cli::Verify) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let subject = Subject::open(path).map_err(|error| vec![error])?;
    let mut checks = match &subject {
        Subject::Manifest { folder, manifest, .. } => manifest::checks(manifest, folder, args)?,
        Subject::Posture { file, bytes } => posture::checks(file, bytes, args)?,
        Subject::Pdf { file, bytes } => pdf::checks(file, bytes, args)?,
        Subject::Month { file, bytes } => month::checks(file, bytes)?,
    };
    let signed = match &subject {
        Subject::Manifest { file, bytes, .. } => signature::check(file, bytes, args)?,
        _ if args.public_key.is_some() => {
            let message = format!("{} has no signature: only a manifest is signed", path.display());
            let help = "name the folder of the report, or its manifest.json";
            return Err(vec![Diagnostic::general(message, help)]);
        }
        _ => Check::open(signature::WHO, "only a manifest is signed"),
    };
    checks.push(signed);
    Ok(checks)
}

fn lines(verified: &[(String, Vec<Check>)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, checks) in verified {
        lines.push(line!("{name}"));
        lines.extend(checks.iter().flat_map(Check::lines));
    }
    let all = verified.iter().flat_map(|(_, checks)| checks);
    let count = |is: fn(&Verdict) -> bool| all.clone().filter(|check| is(&check.verdict)).count();
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let open = count(|verdict| matches!(verdict, Verdict::Open(_)));
    lines.push(match (failed, open) {
        (0, 0) => line!("verified: everything that was looked at"),
        (0, _) => line!("verified, except for what is listed as not verified"),
        _ => line!("FAILED: do not rely on this report"),
    });
    lines
}
