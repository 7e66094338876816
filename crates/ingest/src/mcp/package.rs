//! The package that a launcher fetches or runs, and how it is pinned.

use std::borrow::Cow;

use super::unwrap::{NPM, UV};
use super::words::{self, Word};
use crate::address;
use crate::secrets;
use model::Field;
use model::records::{Package, Registry};

/// The package of a command line whose wrappers are gone.
pub(super) fn package(line: &[Word]) -> Option<Package> {
    let words = masked(line);
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let (program, args) = words.split_first()?;
    let program = words::bare(program);
    let (first, rest) = match args.split_first() {
        Some((first, rest)) => (*first, rest),
        None => ("", args),
    };
    let found = match (program.as_str(), first) {
        ("npx" | "bunx" | "pnpx", _) => npm(args),
        ("pnpm" | "yarn", "dlx") | ("npm", "exec" | "x") | ("bun", "x") => npm(rest),
        ("pnpm", "exec") => None,
        ("uvx", _) => python(args),
        ("uv", "tool") if rest.first() == Some(&"run") => python(rest.get(1..)?),
        ("uv", _) => uv_run(args),
        ("pipx", "run") => python(rest),
        ("docker" | "podman" | "nerdctl", "run") => image(rest),
        ("docker" | "podman", "container") if rest.first() == Some(&"run") => image(rest.get(1..)?),
        ("dnx", _) => nuget(args),
        ("dotnet", "tool") if rest.first() == Some(&"exec") => nuget(rest.get(1..)?),
        ("deno", "run") => rest.iter().find_map(|arg| npm_name(arg.strip_prefix("npm:")?)),
        ("go", "run") => go(rest),
        _ => None,
    };
    found.filter(|package| is_public(package, line))
}

/// Reads the name of one package.
type Reader = fn(&str) -> Option<Package>;

/// What a command line installs beside the package that it runs: `--with x`, a second `-p x`.
pub(super) fn extras(line: &[Word]) -> Vec<Package> {
    let words = masked(line);
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let Some((program, args)) = words.split_first() else { return Vec::new() };
    let program = words::bare(program);
    let (names, read): (&[&str], Reader) = match program.as_str() {
        "uv" | "uvx" | "pipx" => (&["--with", "--from", "--spec"], python_name),
        "npx" | "bunx" | "pnpx" | "npm" | "pnpm" | "yarn" => (&["-p", "--package"], npm_name),
        _ => return Vec::new(),
    };
    let values = args.iter().enumerate().filter_map(|(at, arg)| match arg.split_once('=') {
        Some((name, value)) if name.starts_with("--") => names.contains(&name).then_some(value),
        _ => names.contains(arg).then(|| args.get(at + 1).copied()).flatten(),
    });
    let found = values.filter_map(read);
    found.filter(|package| is_public(package, line)).collect()
}

/// What ends a name, besides the signs that are part of an address too.
const CUTS: [char; 8] = ['#', ';', '=', '<', '>', '~', '!', '['];

/// The words, with every secret masked that a name would be cut out of.
fn masked(line: &[Word]) -> Vec<Cow<'_, str>> {
    line.iter().map(|word| masked_word(&word.text)).collect()
}

fn masked_word(text: &str) -> Cow<'_, str> {
    secrets::redact_across(text, &CUTS).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn version(package: &Package) -> &str {
    package.version.given().map_or("", String::as_str)
}

/// A name or version that could be a secret is a misread argument.
fn is_public(package: &Package, line: &[Word]) -> bool {
    let version = version(package);
    is_plain(&package.name) && is_plain(version) && survives(version, line)
}

fn is_plain(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control();
    !secrets::looks_random(text) && secrets::redact(text).is_none() && !text.contains(odd)
}

/// Whether each word that holds a version still holds it once its secrets are masked: cut out of its word, as
/// the value behind `X-Api-Key:`, it no longer shows what it is. A name is the part before, which shows it.
fn survives(version: &str, line: &[Word]) -> bool {
    let mut holders = line.iter().filter(|word| !version.is_empty() && word.text.contains(version));
    holders.all(|word| secrets::redact(&word.text).is_none_or(|masked| masked.contains(version)))
}

fn make(registry: Registry, name: &str, version: &str) -> Option<Package> {
    let blank = version.is_empty();
    let version = if blank { Field::Blank } else { Field::Given(version.to_string()) };
    let known = !name.is_empty() && !name.starts_with(['.', '/', '~', '$', '%', '-', '\\']);
    known.then(|| Package { registry, name: name.to_string(), version, digest: Field::Absent })
}

/// The first argument that is no option; options in `valued` take the word behind them along.
fn positional<'a>(args: &[&'a str], valued: &[&str]) -> Option<&'a str> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if valued.contains(arg) || is_secret_flag(arg) {
            args.next();
        } else if *arg != "--" && !arg.starts_with('-') {
            return Some(arg);
        }
    }
    None
}

fn is_secret_flag(arg: &str) -> bool {
    arg.starts_with("--") && !arg.contains('=') && secrets::named(arg).is_some()
}

/// The value of an option, written `--from x` or `--from=x`.
fn option<'a>(args: &[&'a str], names: &[&str]) -> Option<&'a str> {
    args.iter().enumerate().find_map(|(at, arg)| match arg.split_once('=') {
        Some((name, value)) if name.starts_with("--") => names.contains(&name).then_some(value),
        _ => names.contains(arg).then(|| args.get(at + 1).copied()).flatten(),
    })
}

fn npm(args: &[&str]) -> Option<Package> {
    npm_name(option(args, &["-p", "--package"]).or_else(|| positional(args, NPM))?)
}

fn npm_name(text: &str) -> Option<Package> {
    if let Some(package) = git(text) {
        return Some(package);
    }
    if text.contains("://") {
        return make(Registry::Other, &location(text), "");
    }
    let at = text.get(1..).and_then(|rest| rest.find('@')).map_or(text.len(), |at| at + 1);
    let (name, version) = text.split_at_checked(at)?;
    // Without a scope, `owner/name` is a repository on GitHub.
    if !name.starts_with(['@', '.', '/', '~']) && name.split('/').count() == 2 {
        let (name, commit) = text.split_once('#').unwrap_or((text, ""));
        return make(Registry::Git, &format!("github.com/{name}"), commit);
    }
    make(Registry::Npm, name, version.trim_start_matches('@'))
}

fn python(args: &[&str]) -> Option<Package> {
    let from = option(args, &["--from", "--spec"]);
    python_name(from.or_else(|| positional(args, UV))?)
}

/// `uv run` starts what is on the disk, unless its options make it fetch a package.
fn uv_run(args: &[&str]) -> Option<Package> {
    let run = args.iter().position(|arg| *arg == "run")?;
    python_name(option(args.get(run + 1..)?, &["--from", "--with"])?)
}

fn python_name(text: &str) -> Option<Package> {
    // `name @ git+https://…`
    let direct = text.split_once('@').map(|(_, address)| address.trim());
    if let Some(package) = git(text).or_else(|| git(direct?)) {
        return Some(package);
    }
    if text.contains("://") {
        return make(Registry::Other, &location(text), "");
    }
    let (text, _) = text.split_once(';').unwrap_or((text, ""));
    let end = text.find(['=', '<', '>', '~', '!', '@', '[', ' ']).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, rest)| rest),
        None => rest,
    };
    let rest = rest.trim();
    let pinned = rest.strip_prefix("===").or_else(|| rest.strip_prefix("=="));
    let version = pinned.or_else(|| rest.strip_prefix('@')).unwrap_or(rest);
    make(Registry::Pypi, name, version.trim())
}

/// A package straight from a repository: `git+https://host/owner/name@ref`, `github:owner/name`.
fn git(text: &str) -> Option<Package> {
    let address = match text.strip_prefix("github:") {
        Some(rest) => format!("https://github.com/{rest}"),
        None => {
            text.strip_prefix("git+").or_else(|| text.starts_with("git://").then_some(text))?.into()
        }
    };
    let (address, fragment) = address.split_once('#').unwrap_or((&address, ""));
    let path = address.split_once("://").map_or(address, |(_, path)| path);
    let (authority, path) = path.split_at_checked(path.find('/')?)?;
    // `git@host:owner` is how ssh writes `host/owner`.
    let host = authority.rsplit('@').next().unwrap_or(authority).replace(':', "/");
    let (path, reference) = path.rsplit_once('@').unwrap_or((path, ""));
    // pip writes the subdirectory where npm writes the commit.
    let commit = if fragment.contains('=') { "" } else { fragment };
    let version = if reference.is_empty() { commit } else { reference };
    let path = path.strip_suffix(".git").unwrap_or(path);
    make(Registry::Git, &format!("{host}{path}"), version)
}

/// Host and path of an address.
fn location(text: &str) -> String {
    match address::clean(text) {
        address::Address::Known(url) => {
            url.split_once("://").map_or(url.clone(), |(_, rest)| rest.to_string())
        }
        address::Address::Unknown => String::new(),
    }
}

/// Options of `docker run` that stand alone; every other one takes the next word along.
const DOCKER_ALONE: [&str; 17] = [
    "--rm",
    "--init",
    "--privileged",
    "--read-only",
    "--detach",
    "--interactive",
    "--tty",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--publish-all",
    "--quiet",
    "--sig-proxy",
    "--disable-content-trust",
    "--replace",
    "--tls-verify",
    "--rmi",
    "--no-hosts",
];

/// Whether an option of `docker run` takes no value.
pub(super) fn is_alone(arg: &str) -> bool {
    let name = arg.trim_start_matches('-');
    match arg.starts_with("--") {
        true => arg.contains('=') || DOCKER_ALONE.contains(&arg),
        // `-it`, `-i`: a run of switches.
        false => name.bytes().all(|b| b"itdPq".contains(&b)) || name.len() > 1,
    }
}

/// The position of the image among the arguments of `docker run`.
pub(super) fn image_at(args: &[&str]) -> Option<usize> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        if !arg.starts_with('-') {
            return Some(at);
        }
        at += if is_alone(arg) { 1 } else { 2 };
    }
    None
}

fn image(args: &[&str]) -> Option<Package> {
    let text = *args.get(image_at(args)?)?;
    let (text, digest) = match text.split_once('@') {
        Some((text, digest)) => (text, Some(digest)),
        None => (text, None),
    };
    // A colon before the last slash belongs to the registry's port.
    let from = text.rfind('/').map_or(0, |at| at + 1);
    let colon = text.get(from..)?.find(':').map(|at| from + at);
    let (name, tag) = colon.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let package = make(Registry::Oci, name, tag.trim_start_matches(':'))?;
    let digest = digest.filter(|digest| digest.starts_with("sha256:"));
    let digest = digest.map_or(Field::Absent, |digest| Field::Given(digest.to_string()));
    Some(Package { digest, ..package })
}

fn nuget(args: &[&str]) -> Option<Package> {
    const VALUED: [&str; 4] = ["--version", "--source", "--add-source", "--configfile"];
    let text = positional(args, &VALUED)?;
    let (name, version) = text.split_once('@').unwrap_or((text, ""));
    make(Registry::Nuget, name, option(args, &["--version"]).unwrap_or(version))
}

/// `go run module@version`; a local path is the organisation's own source.
fn go(args: &[&str]) -> Option<Package> {
    let text = positional(args, &["-mod", "-tags", "-C"])?;
    let (name, version) = text.split_once('@').unwrap_or((text, ""));
    name.contains('.').then(|| make(Registry::Other, name, version)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Place;

    #[test]
    fn no_part_of_a_secret_is_a_name_or_a_version() {
        let secret = "35ed82e3308ff6f517204b771c9162a7";
        for program in ["npx", "uvx", "dnx", "pipx run", "go run", "docker run", "deno run"] {
            for header in ["X-Api-Key: ", "X-Api-Key:", "x.y/api_key=", "npm:api-key="] {
                let words =
                    program.split(' ').map(str::to_string).chain([format!("{header}{secret}")]);
                let place = Place::file("mcp.json");
                let line: Vec<Word> =
                    words.map(|text| Word { text, place: place.clone() }).collect();
                let found =
                    package(&line).map(|package| format!("{package:?}")).unwrap_or_default();
                assert!(!found.contains(secret), "{program} {header}: {found}");
            }
        }
        let word = |text: &str| Word { text: text.into(), place: Place::file("mcp.json") };
        let found = package(&[word("uvx"), word("server@1.2.3")]).expect("a package");
        assert_eq!((found.name.as_str(), version(&found)), ("server", "1.2.3"));
    }
}
