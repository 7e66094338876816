//! A sample as files for its tester: JSON, a workbook and a PDF.

mod fit;
mod workbook;

use model::sample::Sample;
use model::{Artifact, Diagnostic};

/// What a sample can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleFormat {
    /// `sample.json`: the sample itself.
    Json,
    /// `sample.xlsx`: a workbook with columns for the tester.
    Xlsx,
    /// `sample.pdf`; a build without the feature `pdf` cannot make it.
    Pdf,
}

impl SampleFormat {
    /// Every format of this build.
    pub const ALL: &[SampleFormat] = if cfg!(feature = "pdf") {
        &[SampleFormat::Pdf, SampleFormat::Xlsx, SampleFormat::Json]
    } else {
        &[SampleFormat::Xlsx, SampleFormat::Json]
    };
}

/// Writes a sample in the formats. `population` has, for each stratum, the id and key of all its findings.
///
/// # Errors
/// Where a format cannot be made: then none is.
pub fn sample(
    sample: &Sample,
    population: &[Vec<(String, String)>],
    formats: &[SampleFormat],
) -> Result<Vec<Artifact>, Diagnostic> {
    let json = json(sample)?;
    let mut files = Vec::new();
    for format in SampleFormat::ALL.iter().filter(|format| formats.contains(format)) {
        files.push(match format {
            SampleFormat::Json => Artifact::new("sample.json", json.clone()),
            SampleFormat::Xlsx => workbook::workbook(sample, population)?,
            SampleFormat::Pdf => pdf(sample, &json)?,
        });
    }
    if formats.contains(&SampleFormat::Pdf) && !cfg!(feature = "pdf") {
        return Err(without_pdf());
    }
    Ok(files)
}

/// The sample as indented JSON with a final line break.
fn json(sample: &Sample) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = serde_json::to_vec_pretty(sample).map_err(|error| {
        Diagnostic::general(format!("the sample cannot be written as JSON: {error}"), "report this")
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(feature = "pdf")]
fn pdf(sample: &Sample, json: &[u8]) -> Result<Artifact, Diagnostic> {
    super::pdf::sample(sample, json)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Sample, _: &[u8]) -> Result<Artifact, Diagnostic> {
    Err(without_pdf())
}

fn without_pdf() -> Diagnostic {
    Diagnostic::general(
        "this muster was built without PDF",
        "build it with the feature `pdf`, or name other formats",
    )
}
