//! The spellings of one resource's id in a cloud.

/// The address of the API that manages the resources of Azure.
const AZURE: &str = "https://management.azure.com";

/// The other ids by which a cloud knows the resource that a full id names, the surest first. None where
/// the text is no full id.
pub fn spellings(id: &str) -> Vec<String> {
    let id = id.trim_end_matches('/');
    google(id).or_else(|| azure(id)).or_else(|| amazon(id)).unwrap_or_default()
}

/// Whether a text is the full id of a resource, as a cloud writes it.
pub fn is_full_id(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("arn:")
        || azure_path(&lower).is_some()
        || google_path(text).is_some_and(|path| path.contains('/'))
}

/// `//iam.googleapis.com/projects/p/serviceAccounts/e`, the path alone, and the e-mail address.
fn google(id: &str) -> Option<Vec<String>> {
    let path = google_path(id)?;
    let mut all = vec![path.to_string()];
    if let Some((project, account)) = path.split_once("/serviceAccounts/") {
        // A project may be left out: the e-mail address is unique among all.
        if account.contains('@') {
            all.push(account.to_string());
            all.push(format!("projects/-/serviceAccounts/{account}"));
        } else if project != "projects/-" {
            all.push(format!("projects/-/serviceAccounts/{account}"));
        }
    }
    all.retain(|other| other != id);
    Some(all)
}

fn google_path(id: &str) -> Option<&str> {
    let path = match id.strip_prefix("//").or_else(|| id.strip_prefix("https://")) {
        Some(rest) => {
            let (host, path) = rest.split_once('/')?;
            if host != "googleapis.com" && !host.ends_with(".googleapis.com") {
                return None;
            }
            // A version comes before the path of an address.
            match path.split_once('/') {
                Some((first, rest)) if is_version(first) => rest,
                _ => path,
            }
        }
        None => id,
    };
    let known = ["projects/", "organizations/", "folders/"];
    known.iter().any(|first| path.starts_with(first)).then_some(path)
}

fn is_version(step: &str) -> bool {
    step.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// With and without the address and the first slash.
fn azure(id: &str) -> Option<Vec<String>> {
    let lower = id.to_lowercase();
    let path = azure_path(&lower)?;
    let all = [path.to_string(), format!("/{path}"), format!("{AZURE}/{path}")];
    Some(all.into_iter().filter(|other| *other != lower).collect())
}

fn azure_path(lower: &str) -> Option<&str> {
    let path = lower.strip_prefix(AZURE).unwrap_or(lower);
    let path = path.strip_prefix('/').unwrap_or(path);
    let known = ["subscriptions/", "providers/microsoft."];
    known.iter().any(|first| path.starts_with(first)).then_some(path)
}

/// A session of a role is the role.
fn amazon(id: &str) -> Option<Vec<String>> {
    let (head, session) = id.split_once(":assumed-role/")?;
    let (partition, account) = head.strip_prefix("arn:")?.split_once(":sts::")?;
    let role = session.split('/').next()?;
    Some(vec![format!("arn:{partition}:iam::{account}:role/{role}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_resource_leads_to_the_others() {
        let mail = "ci@shop.iam.gserviceaccount.com";
        for id in [
            format!("//iam.googleapis.com/projects/shop/serviceAccounts/{mail}"),
            format!("https://iam.googleapis.com/v1/projects/shop/serviceAccounts/{mail}"),
            format!("projects/-/serviceAccounts/{mail}"),
            format!("projects/shop/serviceAccounts/{mail}/"),
        ] {
            assert!(spellings(&id).contains(&mail.to_string()), "{id}");
            assert!(is_full_id(&id), "{id}");
        }
        let azure = "/subscriptions/0A1B/resourceGroups/shop/providers/Microsoft.X/y/stock";
        let path = azure.to_lowercase();
        for id in [azure.to_string(), path.clone(), format!("{AZURE}{azure}")] {
            let found = spellings(&id);
            assert!(id.to_lowercase() == path || found.contains(&path), "{id}: {found:?}");
            assert!(is_full_id(&id), "{id}");
        }
        let session = "arn:aws:sts::210987654321:assumed-role/deploy/build-7";
        assert_eq!(spellings(session), ["arn:aws:iam::210987654321:role/deploy"]);
    }

    #[test]
    fn other_names_and_paths_have_one_spelling() {
        for name in ["crm", "/srv/app", "https://mcp.example.com/projects/x", "projects", "a@b.c"] {
            assert!(spellings(name).is_empty() && !is_full_id(name), "{name}");
        }
    }
}
