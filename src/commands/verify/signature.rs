//! Who made a manifest: the signature on it.

use std::path::Path;

use minisign_verify::{PublicKey, Signature};

use super::check::Check;
use crate::cli;
use crate::workspace::{Document, read_file};
use model::{Diagnostic, Place};

/// What a signature shows.
pub(super) const WHO: &str = "who made it, by a signature on the manifest";

/// Verifies the signature on a manifest, where a key is given.
///
/// # Errors
/// Where the key or the signature is none of minisign.
pub(super) fn check(
    manifest: &Document,
    bytes: &[u8],
    args: &cli::Verify,
) -> Result<Check, Vec<Diagnostic>> {
    let Some(key) = &args.public_key else {
        return Ok(Check::open(WHO, "no key was given (--public-key KEY)"));
    };
    let key = public_key(key).map_err(|error| vec![error])?;
    let beside = format!("{}.minisig", manifest.name());
    let path = args.signature.as_deref().unwrap_or(Path::new(&beside));
    let content = read_file(path).map_err(|error| vec![error])?;
    let no_signature = || {
        let place = Place::file(path.display().to_string());
        let help = "sign the manifest with `minisign -S -m manifest.json`";
        vec![Diagnostic::at(&place, "this is no signature of minisign", help)]
    };
    let content = String::from_utf8(content).map_err(|_| no_signature())?;
    let signature = Signature::decode(&content).map_err(|_| no_signature())?;
    let verdict = key.verify(bytes, &signature, false);
    let wrong = verdict.err().map(|_| {
        "the signature is not of this manifest, or not by the owner of this key".to_string()
    });
    Ok(Check::of(WHO, wrong.into_iter().collect()))
}

/// A public key: the Base64 text of it, or a file as minisign writes it.
fn public_key(stated: &str) -> Result<PublicKey, Diagnostic> {
    let unknown = |stated: &str| {
        let message = format!("--public-key is no key of minisign, and no file with one: {stated}");
        let help = "give the text that starts with RW, or the file minisign.pub";
        Diagnostic::general(message, help)
    };
    if let Ok(key) = PublicKey::from_base64(stated.trim()) {
        return Ok(key);
    }
    if !Path::new(stated).is_file() {
        return Err(unknown(stated));
    }
    let text = String::from_utf8(read_file(Path::new(stated))?).map_err(|_| unknown(stated))?;
    PublicKey::decode(&text).map_err(|_| unknown(stated))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, Command};
    use crate::commands::verify::check::Verdict;

    fn fixture(name: &str) -> String {
        format!("{}/fixtures/signatures/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    fn verdict(bytes: &[u8], key: &str) -> Verdict {
        let args = ["muster", "verify", "x", "--public-key", key];
        let Command::Verify(args) = Cli::parse_from(args).command else { panic!("verify") };
        let manifest = Document::argument(Path::new(&fixture("manifest.json")));
        check(&manifest, bytes, &args).expect("a key and a signature").verdict
    }

    #[test]
    fn a_signature_is_of_its_bytes_and_its_key() {
        let bytes = std::fs::read(fixture("manifest.json")).expect("a file");
        let key = fixture("minisign.pub");
        let text = std::fs::read_to_string(&key).expect("a key");
        let line = text.lines().nth(1).expect("a key");
        assert_eq!(verdict(&bytes, &key), Verdict::Verified);
        assert_eq!(verdict(&bytes, line), Verdict::Verified);
        assert!(matches!(verdict(b"{}", line), Verdict::Failed(_)));
    }
}
