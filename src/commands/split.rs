//! PDFs of parts, for evidence requests: one a framework or an owner.

use std::collections::BTreeSet;

use super::recorded::sha256;
use super::scoped;
use crate::cli;
use crate::render::{self, Format, Options, PdfOptions};
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Posture, SelectionKey, Selector};

/// The folder of the PDFs of parts.
pub(super) const PARTS: &str = "parts";

/// How long the name of a file may be, without what makes it unique.
const LONGEST: usize = 60;

/// The name of the PDF about a part, as a file of any system has it. Where it is not the value itself, it ends
/// in a part of its hash, so that no two are the same.
pub(super) fn name(part: &Selector) -> String {
    let key = part.key.id();
    if part.value.is_empty() {
        return format!("{PARTS}/no-{key}.pdf");
    }
    let is_safe = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-' | '_' | '.');
    let shown = part.value.to_lowercase();
    let shown = shown.chars().map(|letter| if is_safe(letter) { letter } else { '-' });
    let shown: String = shown.take(LONGEST).collect();
    match shown == part.value {
        true => format!("{PARTS}/{key}-{shown}.pdf"),
        false => {
            let hash = sha256(&part.value);
            format!("{PARTS}/{key}-{shown}~{}.pdf", hash.get(..8).unwrap_or_default())
        }
    }
}

/// The parts that a report is split into.
pub(super) fn parts(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    by: cli::Split,
) -> Vec<Selector> {
    let key = match by {
        cli::Split::Framework => SelectionKey::Framework,
        cli::Split::Owner => SelectionKey::Owner,
    };
    let cards = all.unwrap_or(&posture.findings).iter();
    let values: BTreeSet<&str> = match by {
        cli::Split::Owner => cards.map(|card| card.owner.as_str()).collect(),
        cli::Split::Framework => cards
            .flat_map(|card| card.requirements.iter())
            .map(|one| one.framework.as_str())
            .collect(),
    };
    values.into_iter().map(|value| Selector { key, value: value.into() }).collect()
}

/// A PDF of each part.
///
/// # Errors
/// Where one cannot be made: then none is.
pub(super) fn pdfs(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    by: cli::Split,
    options: &PdfOptions,
) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    parts(posture, all, by).into_iter().map(|one| pdf(posture, all, &one, options)).collect()
}

/// The PDF of one part.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn pdf(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    about: &Selector,
    options: &PdfOptions,
) -> Result<Artifact, Vec<Diagnostic>> {
    let (posture, all) = scoped::part(posture, all, std::slice::from_ref(about))?;
    let pdf = PdfOptions { without_executive: true, ..options.clone() };
    let options = Options { pdf, ..Options::default() };
    let made = render::render(posture, all, &[Format::Pdf], &options);
    let files = made.map_err(|error| vec![error])?.files;
    let report = files.into_iter().find(|file| file.path == "report.pdf");
    let report = report.ok_or_else(|| {
        vec![Diagnostic::general(format!("no PDF was made of the part {about}"), "report this")]
    })?;
    Ok(Artifact { path: name(about), ..report })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(value: &str) -> String {
        name(&Selector { key: SelectionKey::Owner, value: value.into() })
    }

    #[test]
    fn a_plain_id_is_its_name_and_any_other_ends_in_a_hash() {
        assert_eq!(named("ada.okafor_2"), "parts/owner-ada.okafor_2.pdf");
        assert_eq!(named(""), "parts/no-owner.pdf");
        assert_ne!(named("Ada"), named("ada"));
        assert!(named("../../etc").starts_with("parts/owner-..-..-etc~"));
    }

    proptest! {
        #[test]
        fn any_value_is_the_name_of_one_file_in_the_folder(one in "\\PC{0,80}", other in "\\PC{0,80}") {
            let name = named(&one);
            let file = name.strip_prefix("parts/").expect("the folder");
            let is_safe = |l: char| l.is_ascii_lowercase() || l.is_ascii_digit() || "-_.~".contains(l);
            prop_assert!(file.chars().all(is_safe) && file.len() < 120, "{}", file);
            prop_assert_eq!(one == other, named(&other) == name);
        }
    }
}
