//! Tokens for URL sources: from the environment or a file, never from the profile.
//!
//! The profile is untrusted, so that it may not choose among all that the environment and the disk hold:
//! a variable begins with `MUSTER_` or is allowed on the command line, and a file is one of the project.

#[cfg(feature = "net")]
use crate::collect::Credential;
use crate::workspace::Project;
#[cfg(feature = "net")]
use model::Fetch;
use model::{Diagnostic, Source};

/// How the names of variables begin that a profile may name.
const PREFIX: &str = "MUSTER_";
/// Variables of this program itself that hold a secret, which is for nobody else.
const OURS: [&str; 1] = ["MUSTER_FINGERPRINT_KEY"];

/// The variables and files that a profile may not name, whether or not the source is fetched now.
pub(super) fn refused(sources: &[Source], project: &Project) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for source in sources {
        if let Some((name, place)) = &source.fetch.token_env
            && !may_name(name, &project.allowed_env)
        {
            let message = format!("`token-env` may not name {name}");
            let help = match OURS.contains(&name.as_str()) {
                true => "put the token in another variable".to_string(),
                false => format!(
                    "put the token in a variable whose name begins with {PREFIX}, or allow it with \
                     --allow-env {name}"
                ),
            };
            errors.push(Diagnostic::at(place, message, help));
        }
        let file = source.fetch.token_file.as_ref();
        errors.extend(file.and_then(|file| project.allowed.stated(file).err()));
    }
    errors
}

fn may_name(name: &str, allowed: &[String]) -> bool {
    let named = name.starts_with(PREFIX) || allowed.iter().any(|allowed| allowed == name);
    named && !OURS.contains(&name)
}

/// The credential that a source needs, if any. No message contains its value.
///
/// # Errors
/// Where the variable is not set or the file cannot be read: the reason and the fix.
#[cfg(feature = "net")]
pub(super) fn credential(
    fetch: &Fetch,
    project: &Project,
) -> Result<Option<Credential>, (String, String)> {
    let token = match (&fetch.token_env, &fetch.token_file) {
        (Some((name, _)), _) if !may_name(name, &project.allowed_env) => {
            return Err((format!("`token-env` may not name {name}"), String::new()));
        }
        (Some((name, _)), _) => std::env::var(name).map_err(|_| {
            (format!("the environment variable {name} is not set"), format!("set {name}"))
        })?,
        (None, Some(file)) => project.text(file).map_err(|error| (error.message, error.help))?,
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

#[cfg(test)]
mod tests {
    use super::may_name;

    #[test]
    fn a_profile_names_variables_of_ours_or_allowed_ones_only() {
        let allowed = ["GRAPH_TOKEN".to_string(), "MUSTER_FINGERPRINT_KEY".to_string()];
        for name in ["MUSTER_TOKEN", "GRAPH_TOKEN"] {
            assert!(may_name(name, &allowed), "{name}");
        }
        for name in ["PATH", "GRAPH_TOKEN2", "muster_token", "", "GITHUB_TOKEN", "XMUSTER_TOKEN"] {
            assert!(!may_name(name, &allowed), "{name}");
        }
        assert!(!may_name("MUSTER_FINGERPRINT_KEY", &allowed), "it is ours");
    }
}
