//! Tokens for URL sources: from the environment or a file, never from the profile.

use std::path::Path;

use crate::collect::Credential;
use crate::workspace;
use model::Fetch;

/// The credential that a source needs, if any. No message contains its value.
///
/// # Errors
/// Where the variable is not set or the file cannot be read: the reason and the fix.
pub(super) fn credential(
    fetch: &Fetch,
    root: &Path,
) -> Result<Option<Credential>, (String, String)> {
    let token = match (&fetch.token_env, &fetch.token_file) {
        (Some(name), _) => std::env::var(name).map_err(|_| {
            (format!("the environment variable {name} is not set"), format!("set {name}"))
        })?,
        (None, Some(file)) => {
            let path = root.join(file);
            let bytes = workspace::read_file(&path).map_err(|error| (error.message, error.help))?;
            String::from_utf8(bytes)
                .map_err(|_| (format!("{file} is not UTF-8"), "write the token as text".into()))?
        }
        (None, None) => return Ok(None),
    };
    let token = token.trim();
    if token.is_empty() {
        return Err(("the token is empty".into(), "set it, or remove `token-env`".into()));
    }
    Ok(Some(match &fetch.token_header {
        Some(header) => Credential { header: header.clone(), value: token.to_string() },
        None => Credential { header: "Authorization".into(), value: format!("Bearer {token}") },
    }))
}
