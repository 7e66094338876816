//! Ids as people write them.

/// An id without what people vary: case, separators and leading zeros. `PR.AA-05`, `pr-aa-5` and
/// `PRAA05` are the same; `GV-2.1` and `GV.21` are not, because a separator between two numbers
/// counts.
///
/// ```
/// use passmuster_model::normalized_id;
/// assert_eq!(normalized_id("PR.AA-05"), normalized_id("praa5"));
/// assert_ne!(normalized_id("GV-2.1"), normalized_id("GV.21"));
/// ```
pub fn normalized_id(id: &str) -> String {
    let mut normalized_id = String::new();
    let mut number = String::new();
    let mut after_number = false;
    for letter in id.chars() {
        if letter.is_ascii_digit() {
            if number.is_empty() && after_number {
                normalized_id.push('.');
            }
            number.push(letter);
            continue;
        }
        after_number |= flush(&mut normalized_id, &mut number);
        if letter.is_alphanumeric() {
            normalized_id.extend(letter.to_lowercase());
            after_number = false;
        }
    }
    flush(&mut normalized_id, &mut number);
    normalized_id
}

/// Ends a number; whether there was one.
fn flush(normalized_id: &mut String, number: &mut String) -> bool {
    if number.is_empty() {
        return false;
    }
    let plain = number.trim_start_matches('0');
    normalized_id.push_str(if plain.is_empty() { "0" } else { plain });
    number.clear();
    true
}
