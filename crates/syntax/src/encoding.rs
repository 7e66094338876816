//! Hexadecimal and Base64: the only place in the workspace that encodes or decodes either.

use std::sync::LazyLock;

use data_encoding::{BASE64, Encoding, HEXLOWER, HEXLOWER_PERMISSIVE, Specification};

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// Bytes in Base64, with padding.
pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes.as_ref())
}

/// The bytes of a text in Base64, in the standard or the URL-safe alphabet, with or without padding
/// and line breaks; none where it is not Base64.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    static LENIENT: LazyLock<Option<Encoding>> = LazyLock::new(|| {
        let mut lenient = Specification::new();
        lenient
            .symbols
            .push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
        lenient.translate.from.push_str("-_");
        lenient.translate.to.push_str("+/");
        lenient.ignore.push_str(" \t\r\n");
        lenient.check_trailing_bits = false;
        lenient.encoding().ok()
    });
    LENIENT.as_ref()?.decode(text.trim_end().trim_end_matches('=').as_bytes()).ok()
}

/// The bytes of a text in hexadecimal, in either case; none where it is not.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_encoded_as_rfc_4648_defines() {
        assert_eq!(hex([0x00, 0x0f, 0xa5]), "000fa5");
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain), coded);
            assert_eq!(from_base64(coded).as_deref(), Some(plain.as_bytes()));
        }
    }

    #[test]
    fn every_common_form_of_base64_is_decoded() {
        let bytes = vec![0xfb, 0xff, 0xbf, b'!'];
        for coded in ["+/+/IQ==", "-_-_IQ==", "-_-_IQ", "+/+/\r\nIQ=="] {
            assert_eq!(from_base64(coded), Some(bytes.clone()), "{coded}");
        }
        assert_eq!(from_base64("not base64!"), None);
    }
}
