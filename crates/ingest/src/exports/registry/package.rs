//! Packages as catalogues name them.

use crate::extract;
use model::Field;
use model::records::{Package, Registry};
use syntax::Node;

/// The package of a catalogue entry, in the words of any version of the schema.
pub(super) fn read(node: &Node) -> Option<Package> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| extract::redacted_text(node, key));
    let kind = first(&["registryType", "registry_type", "registry_name"])?;
    let name = first(&["identifier", "name"])?;
    let registry = match kind.to_lowercase().as_str() {
        "npm" => Registry::Npm,
        "pypi" => Registry::Pypi,
        "oci" | "docker" | "docker-hub" => Registry::Oci,
        "nuget" => Registry::Nuget,
        "mcpb" => Registry::Mcpb,
        _ => Registry::Other,
    };
    let digest = first(&["fileSha256", "file_sha256"]);
    let digest = digest.map_or(Field::Absent, |hex| Field::Given(format!("sha256:{hex}")));
    let version = version(first(&["version"]));
    match registry {
        Registry::Oci => {
            let image = image(&name);
            let version = if image.version == Field::Blank { version } else { image.version };
            Some(Package { version, ..image })
        }
        _ => Some(Package { registry, name, version, digest }),
    }
}

/// A version, unless it is left to be filled in when the catalogue is built.
fn version(text: Option<String>) -> Field<String> {
    text.filter(|text| !text.contains(['$', '{'])).map_or(Field::Blank, Field::Given)
}

/// An image reference, cut into name, tag and digest.
pub(super) fn image(text: &str) -> Package {
    let (text, digest) = match text.split_once('@') {
        Some((text, digest)) => (text, Field::Given(digest.to_string())),
        None => (text, Field::Absent),
    };
    // A colon before the last slash belongs to the registry's port.
    let from = text.rfind('/').map_or(0, |at| at + 1);
    let tag = text.get(from..).and_then(|last| last.split_once(':'));
    let (name, tag) = match tag {
        Some((_, tag)) => (text.strip_suffix(tag).unwrap_or(text).trim_end_matches(':'), Some(tag)),
        None => (text, None),
    };
    Package {
        registry: Registry::Oci,
        name: name.to_string(),
        version: version(tag.map(str::to_string)),
        digest,
    }
}

/// The package of a package URL: `pkg:npm/%40scope/name@1.2.3`.
pub(crate) fn of_purl(text: &str) -> Option<Package> {
    let text = extract::redact(text);
    let text = text.split(['?', '#']).next()?;
    let (kind, rest) = text.strip_prefix("pkg:")?.split_once('/')?;
    let rest = rest.replace("%40", "@");
    // The scope's sign is no version's.
    let at = rest.rfind('@').filter(|at| *at > 0);
    let (name, found) = at.and_then(|at| rest.split_at_checked(at)).unwrap_or((&rest, ""));
    let registry = match kind {
        "npm" => Registry::Npm,
        "pypi" => Registry::Pypi,
        "docker" | "oci" => Registry::Oci,
        "nuget" => Registry::Nuget,
        "github" => Registry::Git,
        _ => Registry::Other,
    };
    let name = if registry == Registry::Git { format!("github.com/{name}") } else { name.into() };
    let found = found.trim_start_matches('@');
    let version = version((!found.is_empty()).then(|| found.to_string()));
    Some(Package { registry, name, version, digest: Field::Absent })
}

/// What the package is joined by: `npm:name`. Docker's own registry is named or left out at will.
pub(crate) fn join_keys(package: &Package) -> [Option<String>; 2] {
    let short = package.name.strip_prefix("docker.io/");
    let short = short.map(|name| Package { name: name.to_string(), ..package.clone() });
    [Some(join_key(package)), short.as_ref().map(join_key)]
}

fn join_key(package: &Package) -> String {
    let registry = match package.registry {
        Registry::Npm => "npm",
        Registry::Pypi => "pypi",
        Registry::Oci => "oci",
        Registry::Nuget => "nuget",
        Registry::Git => "git",
        Registry::Mcpb => "mcpb",
        Registry::Other => "package",
    };
    format!("{registry}:{}", package.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_and_package_urls_are_cut() {
        let cut = |package: Package| (join_key(&package), package.version);
        let at = |version: &str| Field::Given(version.to_string());
        assert_eq!(cut(image("r.test:5000/a/b:1.2")), ("oci:r.test:5000/a/b".into(), at("1.2")));
        assert_eq!(cut(image("a/b:$VERSION")), ("oci:a/b".into(), Field::Blank));
        assert_eq!(image("a/b@sha256:00").digest, at("sha256:00"));
        let purl = |text| of_purl(text).map(cut);
        assert_eq!(purl("pkg:npm/%40x/y@1.0.0?z"), Some(("npm:@x/y".into(), at("1.0.0"))));
        assert_eq!(purl("pkg:npm/%40x/y"), Some(("npm:@x/y".into(), Field::Blank)));
        assert_eq!(purl("npm/y"), None);
    }
}
