//! What a report states that it covers, as all reports of its tool write it.

use super::names;
use super::series::series;
use crate::extract::raw_str;
use crate::format::Origin;
use model::{ScanScope, ScannerReport, cloud_id};
use syntax::Node;

/// An account of a cloud, and the region of it; for Kubernetes, a cluster and its namespace.
pub(super) fn cloud(
    provider: Option<&str>,
    account: Option<&str>,
    region: Option<&str>,
    origin: &Origin<'_>,
) -> Option<ScanScope> {
    let provider = provider.map(str::to_lowercase).and_then(|text| names::words(&text));
    let account = account.and_then(names::name)?;
    let region = region.and_then(names::words).filter(|region| !region.is_empty());
    let is_cluster = provider.as_deref() == Some("kubernetes");
    let provider = match provider {
        Some(provider) => provider,
        // Only Amazon numbers its accounts so.
        None if account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()) => {
            "aws".to_string()
        }
        None => "cloud".to_string(),
    };
    let place = region.map(|region| format!(", {region}")).unwrap_or_default();
    let words = match is_cluster {
        true => format!("cluster {account}{place}"),
        false => format!("{provider} account {account}{place}"),
    };
    Some(match is_cluster && !is_unique(&account) {
        true => local(words, origin),
        false => ScanScope::anywhere(words),
    })
}

/// A cluster, target or other thing by its own name.
pub(super) fn thing(noun: &str, name: &str, origin: &Origin<'_>) -> Option<ScanScope> {
    let name = names::address(name)?;
    let words = format!("{noun} {name}");
    let unique = is_unique(&name) || name.contains("://");
    Some(if unique { ScanScope::anywhere(words) } else { local(words, origin) })
}

/// A repository. Only an address means the same one everywhere.
pub(super) fn repository(
    text: &str,
    branch: Option<&str>,
    origin: &Origin<'_>,
) -> Option<ScanScope> {
    let (name, is_address) = repository_name(text)?;
    let branch = branch.map(|branch| branch.strip_prefix("refs/heads/").unwrap_or(branch));
    let words = match branch.and_then(names::name) {
        Some(branch) => format!("repository {name}, branch {branch}"),
        None => format!("repository {name}"),
    };
    Some(if is_address { ScanScope::anywhere(words) } else { local(words, origin) })
}

/// The name of a repository, one for every way to write it, and whether it is an address.
pub(super) fn repository_name(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    // `git@host:owner/name`, as SSH writes an address.
    let written = match text.split_once('@').and_then(|(_, rest)| rest.split_once(':')) {
        Some((host, path)) if !text.contains("://") => format!("ssh://{host}/{path}"),
        _ => text.to_string(),
    };
    let is_address = written.contains("://") && !written.starts_with("file:");
    let name = names::address(&written)?;
    let name = name.split_once("://").map_or(name.as_str(), |(_, rest)| rest);
    let name = name.trim_end_matches('/');
    let name = name.strip_suffix(".git").unwrap_or(name);
    // Hosts, and those of the owners and names that matter, ignore case.
    let name = if is_address { name.to_lowercase() } else { name.to_string() };
    (!name.is_empty()).then_some((name, is_address))
}

/// What means something only among the reports of one series of files: a path, a category, the name of a
/// cluster. Equal words in another series may be about another thing.
pub(super) fn local(words: impl Into<String>, origin: &Origin<'_>) -> ScanScope {
    ScanScope::within(words.into(), series(origin.file))
}

/// States what a whole report covers, and so all its results.
pub(crate) fn over(report: &mut ScannerReport, scope: &ScanScope) {
    report.covers = [scope.clone()].into();
    for result in &mut report.results {
        result.scope = Some(scope.clone());
    }
}

/// What a report in Kubescape's format covers: a cluster, a repository, or files.
pub(super) fn of_kubescape(root: &Node, origin: &Origin<'_>) -> Option<ScanScope> {
    let text = |path: &[&str]| raw_str(root, path).filter(|text| *text != "none");
    const CLUSTERS: [&[&str]; 4] = [
        &["metadata", "targetMetadata", "clusterContextMetadata", "contextName"],
        &["metadata", "contextMetadata", "clusterContextMetadata", "contextName"],
        &[
            "metadata",
            "clusterMetadata",
            "contextMetadata",
            "clusterContextMetadata",
            "contextName",
        ],
        &["clusterName"],
    ];
    if let Some(cluster) = CLUSTERS.iter().find_map(|path| text(path)) {
        return thing("cluster", cluster, origin);
    }
    for holder in ["targetMetadata", "contextMetadata"] {
        let git = |key| text(&["metadata", holder, "gitRepoContextMetadata", key]);
        if let (Some(provider), Some(owner), Some(repo)) =
            (git("provider"), git("owner"), git("repo"))
        {
            let address = format!("https://{provider}/{owner}/{repo}");
            return repository(&address, git("branch"), origin);
        }
        const PATHS: [[&str; 2]; 3] = [
            ["fileContextMetadata", "filePath"],
            ["directoryContextMetadata", "basePath"],
            ["helmContextMetadata", "chartName"],
        ];
        let path = PATHS.iter().find_map(|[kind, key]| text(&["metadata", holder, kind, key]));
        if let Some(path) = path.and_then(names::path_of) {
            return Some(local(path, origin));
        }
    }
    None
}

fn is_unique(name: &str) -> bool {
    cloud_id::is_full_id(name) || name.starts_with("gke_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classes::Classes;
    use std::sync::Arc;

    #[test]
    fn a_repository_has_one_name_however_it_is_written() {
        for text in [
            "https://github.com/Kestrel/web",
            "https://ada:pw@github.com/kestrel/web.git",
            "git@github.com:kestrel/web.git",
            "ssh://git@github.com/kestrel/web/",
        ] {
            let name = repository_name(text).expect("a name");
            assert_eq!(name, ("github.com/kestrel/web".to_string(), true), "{text}");
        }
        assert_eq!(repository_name("web"), Some(("web".to_string(), false)));
    }

    #[test]
    fn only_what_is_named_for_all_the_world_unites_two_series() {
        let (classes, one, other) =
            (Classes::default(), Arc::from("a/2026-10.json"), Arc::from("b/2026-10.json"));
        let next: Arc<str> = Arc::from("a/2026-11.json");
        let of = |file: &Arc<str>, what: &dyn Fn(&Origin<'_>) -> Option<ScanScope>| {
            what(&Origin::of(file, &classes)).expect("a scope")
        };
        let account =
            |origin: &Origin<'_>| cloud(None, Some("210987654321"), Some("eu-west-1"), origin);
        assert_eq!(of(&one, &account), of(&other, &account));
        let cluster = |origin: &Origin<'_>| thing("cluster", "minikube", origin);
        assert_eq!(of(&one, &cluster), of(&next, &cluster));
        assert_ne!(of(&one, &cluster), of(&other, &cluster));
        let named = |origin: &Origin<'_>| {
            cloud(Some("AWS"), Some("210987654321"), Some("eu-west-1"), origin)
        };
        assert_eq!(of(&one, &account), of(&one, &named));
    }
}
