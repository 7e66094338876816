//! Bytes to text.

use std::borrow::Cow;

/// The text of a file: UTF-8, or UTF-16 where a byte order mark says so, as Excel and PowerShell
/// write it.
///
/// # Errors
/// What is wrong, and the fix.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, (&'static str, &'static str)> {
    const FIX: &str = "save it as UTF-8";
    let units: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            return match std::str::from_utf8(plain) {
                // UTF-16 without a mark is mostly well-formed UTF-8, full of zeros.
                Ok(text) if text.bytes().take(4).any(|byte| byte == 0) => {
                    Err(("this file is not UTF-8, but looks like UTF-16", FIX))
                }
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(_) => Err(("this file is not UTF-8", FIX)),
            };
        }
    };
    let pairs = bytes.get(2..).unwrap_or_default().chunks(2);
    let pairs = pairs.map(|pair| match pair {
        [a, b] => units([*a, *b]),
        // Half a unit at the end becomes an error below.
        _ => 0xd800,
    });
    let letters: Result<String, _> = char::decode_utf16(pairs).collect();
    letters.map(Cow::Owned).map_err(|_| ("this file is broken UTF-16", FIX))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn utf_8_and_marked_utf_16_are_read() {
        let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}id;ß€😀\r\n".encode_utf16().flat_map(order).collect()
        };
        for bytes in [
            "\u{feff}id;ß€😀\r\n".as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok("id;ß€😀\r\n"));
        }
    }

    #[test]
    fn every_other_encoding_is_refused_with_a_fix() {
        for bytes in [&b"caf\xe9"[..], b"i\0d\0", b"\0i\0d", b"\xff\xfei\0d", b"\xff\xfe\0\xd8"] {
            let (_, help) = text(bytes).expect_err("refused");
            assert_eq!(help, "save it as UTF-8", "{bytes:?}");
        }
    }
}
