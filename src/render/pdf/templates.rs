//! The Typst sources inside the binary, by the names under which they import each other.

/// Every source: those of `templates/pdf/`.
const SOURCES: [(&str, &str); 13] = [
    ("report.typ", include_str!("../../../templates/pdf/report.typ")),
    ("executive.typ", include_str!("../../../templates/pdf/executive.typ")),
    ("volume.typ", include_str!("../../../templates/pdf/volume.typ")),
    ("muster/words.typ", include_str!("../../../templates/pdf/words.typ")),
    ("muster/pieces.typ", include_str!("../../../templates/pdf/pieces.typ")),
    ("muster/front.typ", include_str!("../../../templates/pdf/front.typ")),
    ("muster/details.typ", include_str!("../../../templates/pdf/details.typ")),
    ("muster/trend.typ", include_str!("../../../templates/pdf/trend.typ")),
    ("muster/findings.typ", include_str!("../../../templates/pdf/findings.typ")),
    ("muster/register.typ", include_str!("../../../templates/pdf/register.typ")),
    ("muster/frameworks.typ", include_str!("../../../templates/pdf/frameworks.typ")),
    ("muster/method.typ", include_str!("../../../templates/pdf/method.typ")),
    ("muster/board.typ", include_str!("../../../templates/pdf/board.typ")),
];

/// The name of a project's own template.
pub(super) const OWN: &str = "templates/report.typ";

/// The sources that a document can import.
pub(super) fn modules<'a>() -> Vec<(&'static str, &'a str)> {
    SOURCES.to_vec()
}

/// What is attached to documents, with its description. Each has those that it is given.
const ATTACHED: [(&str, &str); 2] = [
    ("posture.json", "The posture this report was made from: every figure, finding and count"),
    (
        "inputs.json",
        "The files that were read and the data they were judged by, each with its SHA-256",
    ),
];

/// What is compiled: a document, and what it has attached whatever its template does.
pub(super) fn main<'a>(document: &str, files: impl Iterator<Item = &'a str> + Clone) -> String {
    let attached = ATTACHED.iter().filter(|(name, _)| files.clone().any(|file| file == *name));
    let attach = |(name, description): &(&str, &str)| {
        format!(
            "#pdf.attach(\"{name}\", relationship: \"data\", mime-type: \"application/json\", \
             description: \"{description}\")\n"
        )
    };
    let attached: String = attached.map(attach).collect();
    format!("#include \"{document}\"\n{attached}")
}
