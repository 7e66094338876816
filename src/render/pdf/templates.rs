//! The Typst sources inside the binary, by the names under which they import each other.

/// Every source: those of `templates/pdf/`.
const SOURCES: [(&str, &str); 5] = [
    ("report.typ", include_str!("../../../templates/pdf/report.typ")),
    ("executive.typ", include_str!("../../../templates/pdf/executive.typ")),
    ("muster/words.typ", include_str!("../../../templates/pdf/words.typ")),
    ("muster/pieces.typ", include_str!("../../../templates/pdf/pieces.typ")),
    ("muster/board.typ", include_str!("../../../templates/pdf/board.typ")),
];

/// The sources that a document can import.
pub(super) fn modules() -> Vec<(&'static str, &'static str)> {
    SOURCES.to_vec()
}

/// What is compiled: a document, and what every PDF has attached whatever its template does.
pub(super) fn main(document: &str) -> String {
    format!(
        "#include \"{document}\"\n\
         #pdf.attach(\"posture.json\", relationship: \"data\", mime-type: \"application/json\", \
         description: \"The posture this report was made from: every figure, finding and count\")\n"
    )
}
