//! What this program wrote itself. It is no input, wherever it is.

use model::posture::FINDINGS_FORMAT;

/// How much of a file is looked at.
const HEAD: usize = 4096;

/// Whether a file is a posture, a list of findings, the record of a month or a manifest.
pub(super) fn is_own_output(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head: String = String::from_utf8_lossy(head).split_whitespace().collect();
    posture(&head) || findings(&head) || month(&head) || manifest(&head)
}

fn posture(head: &str) -> bool {
    head.starts_with("{\"schema_version\":\"") && head.contains("\"tool\":{\"name\":\"muster\"")
}

/// The first line of a file of findings.
fn findings(head: &str) -> bool {
    head.starts_with(&format!("{{\"format\":\"{FINDINGS_FORMAT}\""))
}

fn manifest(head: &str) -> bool {
    head.starts_with("{\"format\":") && head.contains(",\"tool\":{\"name\":\"muster\"")
}

fn month(head: &str) -> bool {
    head.starts_with("{\"format\":")
        && ["\"organisation\":", "\"period\":", "\"as_of\":", "\"editions\":"]
            .iter()
            .all(|field| head.contains(field))
}

#[cfg(test)]
mod tests {
    use super::is_own_output;

    #[test]
    fn outputs_are_recognised_by_their_first_fields() {
        for ours in [
            "{\n  \"schema_version\": \"1.0\",\n  \"tool\": {\n    \"name\": \"muster\",",
            "{\n  \"format\": 1,\n  \"tool\": {\n    \"name\": \"muster\",",
            "{\"format\":\"muster-findings\",\"version\":2,\"findings\":1}\n{\"id\":\"OWN-01@server/crm\"}",
            "{\n\"format\": 1,\n\"organisation\": \"N\",\n\"period\": \"2026-11\",\n\"as_of\": \"x\",\n\"editions\": {}",
        ] {
            assert!(is_own_output(ours.as_bytes()), "{ours}");
        }
        for other in [
            "{\"schema_version\": \"1.0\", \"tool\": {\"name\": \"other\"}}",
            "{\"id\": \"a@b\", \"control\": \"c\"}",
            "{\"format\": 1}",
            "servers: []",
            "",
        ] {
            assert!(!is_own_output(other.as_bytes()), "{other}");
        }
    }
}
