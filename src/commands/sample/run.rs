//! The command: posture and options → a sample in a folder.

use super::super::{out, posture_file, terminal};
use super::quote::Quotes;
use crate::cli;
use crate::render::{self, SampleFormat};
use crate::workspace::{self, Document};
use ::posture::sample::{Asked, Drawing, Quote, draw};
use model::sample::{Sample, Stratification};
use model::wording::number;
use model::{Diagnostic, Posture};
use syntax::{Line, line};

/// Draws a sample and writes it.
///
/// # Errors
/// Where the posture does not agree with itself, the inputs are others, or there is nothing to draw.
pub(in crate::commands) fn run(args: &cli::Sample) -> Result<(), Vec<Diagnostic>> {
    let document = match &args.posture {
        Some(path) => Document::argument(path),
        None => out::file("posture.json").map_err(|error| vec![error])?,
    };
    let out = out::folder(args.out.as_deref()).map_err(|error| vec![error])?;
    let (posture, read) = posture_file::read_with_files(&document)?;
    let quotes = quotes(&posture, args)?;
    let quote = quotes.as_ref().map(|quotes| |card: &_| quotes.cited_by(card));
    let asked = Asked {
        seed: args.seed,
        size: args.size,
        by: stratification(args.by),
        scope: args.scope.clone(),
    };
    let quote = quote.as_ref().map(|quote| quote as Quote<'_>);
    let Drawing { sample, population } = draw(&posture, read, &asked, quote)?;
    let files = render::sample(&sample, &population, &formats(&args.format));
    let files = files.map_err(|error| vec![error])?;
    let written = workspace::write(&out, files).map_err(|error| vec![error])?;
    let written: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    terminal::say(&lines(&sample, quotes.is_some(), &written));
    Ok(())
}

/// What quotes records: the inputs named, or those of the built-in demonstration.
fn quotes(posture: &Posture, args: &cli::Sample) -> Result<Option<Quotes>, Vec<Diagnostic>> {
    match &args.inputs {
        Some(folder) => Quotes::of_folder(posture, folder, &args.access).map(Some),
        None if posture.demo => Quotes::of(posture, workspace::demo()).map(Some),
        None => Ok(None),
    }
}

fn stratification(by: cli::By) -> Stratification {
    match by {
        cli::By::Control => Stratification::Control,
        cli::By::Outcome => Stratification::Outcome,
        cli::By::Tier => Stratification::Tier,
        cli::By::Owner => Stratification::Owner,
        cli::By::None => Stratification::None,
    }
}

fn formats(asked: &[cli::SampleFormat]) -> Vec<SampleFormat> {
    let format = |asked: &cli::SampleFormat| match asked {
        cli::SampleFormat::Pdf => SampleFormat::Pdf,
        cli::SampleFormat::Xlsx => SampleFormat::Xlsx,
        cli::SampleFormat::Json => SampleFormat::Json,
    };
    match asked {
        [] => SampleFormat::ALL.to_vec(),
        asked => asked.iter().map(format).collect(),
    }
}

fn lines(sample: &Sample, quotes: bool, written: &[String]) -> Vec<Line> {
    let method = &sample.method;
    let strata = number(sample.strata.len(), "stratum").replace("stratums", "strata");
    let whole = sample.strata.iter().filter(|one| one.drawn == one.population).count();
    let mut lines = vec![
        line!("Sample of {} · {} · as of {}", sample.organisation, sample.period, sample.as_of),
        line!("  seed {} · size {} · {strata}", method.seed, method.size),
        line!("  {} of {} findings drawn", sample.drawn, sample.population),
    ];
    if whole > 0 {
        lines.push(line!("  drawn whole, because they have no more findings: {whole} of {strata}"));
    }
    if !quotes {
        lines.push(line!("  records are not quoted: no inputs were named (--inputs DIR)"));
    }
    lines.push(line!("  Written: {}", written.join(", ")));
    lines
}
