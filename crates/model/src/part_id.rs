//! What servers run and are configured by, as scanners and catalogues write it: packages, images, files. Such
//! a name may be that of several servers, and makes no two of them one.

/// The keys under which what a server runs is compared: with its registry, and by its name alone.
pub fn keys_of_part(part: &str) -> Vec<String> {
    if let Some(path) = part.strip_prefix("file:") {
        return vec![format!("file:{}", path.to_lowercase())];
    }
    let key = package_key(part);
    let bare = key.split_once(':').map(|(_, name)| format!("bare:{name}"));
    std::iter::once(key).chain(bare).collect()
}

/// The keys by which a report may mean what servers run: a package URL, `npm:name@version`, `name@version`, an
/// image with its tag or digest, the ARN of an image, a file.
pub fn keys_of_name(name: &str) -> Vec<String> {
    if let Some(path) = name.strip_prefix("file:") {
        let bare = package_key(&format!("oci:{}", without_version(path)));
        let bare = bare.split_once(':').map(|(_, name)| format!("bare:{name}"));
        let file = format!("file:{}", path.to_lowercase());
        return std::iter::once(file).chain(bare).collect();
    }
    if let Some(package) = name.strip_prefix("pkg:").and_then(of_purl) {
        return vec![package];
    }
    if let Some(image) = of_ecr(name) {
        return vec![image];
    }
    const REGISTRIES: [&str; 9] =
        ["npm", "pypi", "oci", "docker", "nuget", "git", "mcpb", "other", "package"];
    let known = name.split_once(':').filter(|(registry, _)| REGISTRIES.contains(registry));
    match known {
        Some((registry, rest)) => {
            vec![package_key(&format!("{registry}:{}", without_version(rest)))]
        }
        None if name.contains("://") || name.contains(char::is_whitespace) => Vec::new(),
        None => {
            // Docker's own registry is named or left out, and the Python index ignores case and signs.
            let plain = package_key(&format!("oci:{}", without_version(name)));
            let python = package_key(&format!("pypi:{}", without_version(name)));
            let bare = |key: String| key.split_once(':').map(|(_, name)| format!("bare:{name}"));
            let mut keys: Vec<String> = [plain, python].into_iter().filter_map(bare).collect();
            keys.dedup();
            keys
        }
    }
}

/// The folder whose servers a manifest, lock file or recipe of an image configures; none for another file.
pub fn configured_folder(name: &str) -> Option<&str> {
    const MANIFESTS: [&str; 27] = [
        "package.json",
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "bun.lockb",
        "deno.json",
        "deno.lock",
        "pyproject.toml",
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
        "pipfile",
        "pipfile.lock",
        "setup.py",
        "setup.cfg",
        "go.mod",
        "go.sum",
        "cargo.toml",
        "cargo.lock",
        "pom.xml",
        "build.gradle",
        "gemfile.lock",
        "composer.lock",
        "packages.lock.json",
        ".env",
    ];
    let path = name.strip_prefix("file:")?;
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let file = file.to_lowercase();
    let is_image = ["dockerfile", "containerfile"]
        .iter()
        .any(|recipe| file.starts_with(recipe) || file.ends_with(&format!(".{recipe}")));
    let is_python = file.starts_with("requirements") && file.ends_with(".txt");
    (MANIFESTS.contains(&file.as_str()) || is_image || is_python).then_some(folder)
}

/// A package or image in one spelling: Docker's own registry is named or left out at will, and the Python
/// index makes no difference between `_`, `-` and `.`.
pub fn package_key(text: &str) -> String {
    let text = text.to_lowercase();
    let Some((registry, name)) = text.split_once(':') else { return text };
    match registry {
        "oci" | "docker" => {
            let mut name = name;
            for prefix in ["index.docker.io/", "docker.io/", "library/"] {
                name = name.strip_prefix(prefix).unwrap_or(name);
            }
            format!("oci:{name}")
        }
        "pypi" => format!("pypi:{}", name.replace(['_', '.'], "-")),
        "package" => format!("other:{name}"),
        _ => text,
    }
}

/// A name without the version, tag or digest behind it.
fn without_version(name: &str) -> &str {
    // The `@` of a scope comes first.
    let name = match name.get(1..).and_then(|rest| rest.find('@')) {
        Some(at) => name.get(..=at).unwrap_or(name),
        None => name,
    };
    // A colon before the last slash belongs to the port of a registry.
    let from = name.rfind('/').map_or(0, |at| at + 1);
    match name.get(from..).and_then(|last| last.find(':')) {
        Some(at) => name.get(..from + at).unwrap_or(name),
        None => name,
    }
}

/// `npm/%40scope/name@1.2?arch=x#path`, as `npm:@scope/name`.
fn of_purl(purl: &str) -> Option<String> {
    let purl = purl.split(['?', '#']).next()?;
    let (kind, rest) = purl.split_once('/')?;
    let name = rest.replace("%40", "@").replace("%2F", "/").replace("%2f", "/");
    let name = without_version(&name);
    let registry = match kind.to_lowercase().as_str() {
        "npm" => "npm",
        "pypi" => "pypi",
        "docker" | "oci" => "oci",
        "nuget" => "nuget",
        "github" => return Some(package_key(&format!("git:github.com/{name}"))),
        _ => "other",
    };
    Some(package_key(&format!("{registry}:{name}")))
}

/// The image that an ARN of a repository, or of an image in it, names.
fn of_ecr(arn: &str) -> Option<String> {
    let mut parts = arn.splitn(6, ':');
    if parts.next() != Some("arn") {
        return None;
    }
    let (_, service, region, account) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let repository = parts.next()?.strip_prefix("repository/").filter(|_| service == "ecr")?;
    let repository = repository.split("/sha256:").next()?;
    Some(format!("oci:{account}.dkr.ecr.{region}.amazonaws.com/{}", repository.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(name: &str, part: &str) -> bool {
        let keys = keys_of_part(part);
        keys_of_name(name).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn every_spelling_means_what_is_run() {
        for (name, part) in [
            ("mcp-remote", "npm:mcp-remote"),
            ("mcp-remote@0.1.15", "npm:mcp-remote"),
            ("npm:@x/files@1.2.3", "npm:@x/files"),
            ("@x/files@1.2.3", "npm:@x/files"),
            ("pkg:npm/%40x/files@1.2.3", "npm:@x/files"),
            ("pkg:npm/@x/files@1.2.3?y=z", "npm:@x/files"),
            ("pkg:pypi/mcp_server.git@1", "pypi:mcp-server-git"),
            ("mcp_server_git", "pypi:mcp-server-git"),
            ("docker.io/kestrel/crm:1.2", "oci:kestrel/crm"),
            ("kestrel/crm@sha256:0a", "oci:docker.io/kestrel/crm"),
            ("oci:host.example:5000/crm:1", "oci:host.example:5000/crm"),
            ("file:kestrel/crm", "oci:kestrel/crm"),
            (
                "arn:aws:ecr:eu-west-1:210987654321:repository/crm/sha256:0a",
                "oci:210987654321.dkr.ecr.eu-west-1.amazonaws.com/crm",
            ),
            ("file:.mcp.json", "file:.mcp.json"),
        ] {
            assert!(means(name, part), "{name}: {:?} {:?}", keys_of_name(name), keys_of_part(part));
        }
        for (name, part) in [
            ("pkg:pypi/mcp-remote@1", "npm:mcp-remote"),
            ("npm:mcp-remote-x", "npm:mcp-remote"),
            ("https://h.example/mcp-remote", "npm:mcp-remote"),
            ("file:web/.mcp.json", "file:.mcp.json"),
        ] {
            assert!(!means(name, part), "{name}");
        }
    }

    #[test]
    fn a_manifest_configures_its_folder() {
        assert_eq!(configured_folder("file:package.json"), Some(""));
        assert_eq!(configured_folder("file:services/crm/Dockerfile.prod"), Some("services/crm"));
        assert_eq!(configured_folder("file:a/requirements-dev.txt"), Some("a"));
        assert_eq!(configured_folder("file:a/main.py"), None);
        assert_eq!(configured_folder("package.json"), None);
    }
}
