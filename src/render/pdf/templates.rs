//! The Typst sources inside the binary, by the names under which they import each other.

/// Every source: those of `templates/pdf/`.
const SOURCES: [(&str, &str); 11] = [
    ("report.typ", include_str!("../../../templates/pdf/report.typ")),
    ("executive.typ", include_str!("../../../templates/pdf/executive.typ")),
    ("muster/words.typ", include_str!("../../../templates/pdf/words.typ")),
    ("muster/pieces.typ", include_str!("../../../templates/pdf/pieces.typ")),
    ("muster/front.typ", include_str!("../../../templates/pdf/front.typ")),
    ("muster/details.typ", include_str!("../../../templates/pdf/details.typ")),
    ("muster/trend.typ", include_str!("../../../templates/pdf/trend.typ")),
    ("muster/findings.typ", include_str!("../../../templates/pdf/findings.typ")),
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

/// What is compiled: a document, and what every PDF has attached whatever its template does.
pub(super) fn main(document: &str) -> String {
    let attach = |name: &str, description: &str| {
        format!(
            "#pdf.attach(\"{name}\", relationship: \"data\", mime-type: \"application/json\", \
             description: \"{description}\")\n"
        )
    };
    let posture = attach(
        "posture.json",
        "The posture this report was made from: every figure, finding and count",
    );
    let inputs = attach(
        "inputs.json",
        "The files that were read and the data they were judged by, each with its SHA-256",
    );
    format!("#include \"{document}\"\n{posture}{inputs}")
}
