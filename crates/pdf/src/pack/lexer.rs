//! The tokens of a PDF object.

/// The tokens of an object: strings, names, numbers and words whole, everything else byte by byte. Together they are
/// the object.
pub(super) fn tokens(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let length = match rest {
            [] => return None,
            [b'(', ..] => string(rest),
            [b'<', b'<', ..] | [b'>', b'>', ..] => 2,
            [b'<', ..] => {
                rest.iter().position(|byte| *byte == b'>').map_or(rest.len(), |at| at + 1)
            }
            [b'/', behind @ ..] => 1 + word(behind),
            [byte, ..] if is_regular(*byte) => word(rest),
            _ => 1,
        };
        let (token, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(token)
    })
}

/// Whether a token is a whole number without a sign.
pub(super) fn is_number(token: &[u8]) -> bool {
    token.iter().all(u8::is_ascii_digit)
}

/// The length of a string in parentheses, which may hold others.
fn string(bytes: &[u8]) -> usize {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' if depth <= 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    bytes.len()
}

/// How many bytes at the start belong to one word.
fn word(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !is_regular(*byte)).unwrap_or(bytes.len())
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(&byte)
}
