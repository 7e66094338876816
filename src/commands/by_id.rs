//! Finding something by an id that a person typed.

use model::Diagnostic;

/// The one with this id, else the only one whose id differs from it in case alone; `None` where there is
/// neither.
///
/// # Errors
/// Where several differ from it in case alone: they are listed.
pub(super) fn by_id<'a, T>(
    all: &'a [T],
    id: &str,
    of: impl Fn(&T) -> &str,
) -> Result<Option<&'a T>, Diagnostic> {
    if let Some(exact) = all.iter().find(|one| of(one) == id) {
        return Ok(Some(exact));
    }
    let folded = id.to_lowercase();
    let alike: Vec<&T> = all.iter().filter(|one| of(one).to_lowercase() == folded).collect();
    match alike.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let lines: String = several.iter().map(|one| format!("\n    {}", of(one))).collect();
            let message = format!("`{id}` is ambiguous; these ids differ in case alone:{lines}");
            Err(Diagnostic::general(message, "write the id as it is listed"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_id_comes_before_one_that_differs_in_case() {
        let ids = ["REV-01@server/crm", "REV-01@server/CRM", "REV-01@server/Hub"];
        let find = |id: &str| by_id(&ids, id, |one| one);
        for id in ids {
            assert_eq!(find(id), Ok(Some(&id)));
        }
        assert_eq!(find("rev-01@server/hub"), Ok(Some(&"REV-01@server/Hub")));
        assert_eq!(find("REV-01@server/none"), Ok(None));
        let error = find("rev-01@server/crm").expect_err("it may be either");
        assert!(ids[..2].iter().all(|id| error.message.contains(id)), "{error:?}");
        assert!(!error.message.contains("Hub"));
    }
}
