//! Names of the files that pages share, by their content.

use sha2::{Digest, Sha256};
use syntax::encoding::hex;

/// The folder of shared files.
const FOLDER: &str = "static";

/// The name of a shared file by its content.
pub(super) fn named(stem: &str, ending: &str, bytes: impl AsRef<[u8]>) -> String {
    let digest = hex(Sha256::digest(bytes.as_ref()));
    format!("{FOLDER}/{stem}-{}.{ending}", digest.get(..8).unwrap_or_default())
}
