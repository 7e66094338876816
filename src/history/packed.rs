//! The packed part of a large month record: Zstandard in Base64, so that the file stays JSON and its figures
//! stay readable.

use std::io::Read;

use syntax::encoding::{base64, from_base64};

/// The largest packed part that is unpacked or packed, in bytes.
const MAX_UNPACKED: u64 = 1 << 30;

/// The memory that a packed part may ask for to be unpacked, as a power of two: what the level takes, and no more.
const MAX_WINDOW: u32 = 23;

/// How hard it is compressed: beyond it files hardly become smaller.
const LEVEL: i32 = 6;

/// Compresses rows, with a checksum. The same rows give the same text.
///
/// # Errors
/// Where they are so many that they would not be read again, as a clause.
pub(super) fn pack(rows: &[u8]) -> Result<String, String> {
    pack_within(rows, MAX_UNPACKED)
}

fn pack_within(rows: &[u8], most: u64) -> Result<String, String> {
    if rows.len() as u64 > most {
        let (size, most) = (rows.len() as u64 >> 20, most >> 20);
        return Err(format!(
            "its assets and findings take {size} MiB, and at most {most} are read"
        ));
    }
    let compress = || {
        let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
        compressor.include_checksum(true)?;
        compressor.compress(rows).map(base64)
    };
    compress().map_err(|error: std::io::Error| error.to_string())
}

/// The rows of a packed part, within bounds.
///
/// # Errors
/// Why it is none, as a clause.
pub(super) fn unpack(packed: &str) -> Result<Vec<u8>, String> {
    unpack_within(packed, MAX_UNPACKED)
}

fn unpack_within(packed: &str, most: u64) -> Result<Vec<u8>, String> {
    let damaged = |_| "its packed part is damaged or cut short".to_string();
    let bytes = from_base64(packed).ok_or_else(|| damaged(()))?;
    let mut decoder =
        zstd::stream::read::Decoder::with_buffer(bytes.as_slice()).map_err(|_| damaged(()))?;
    decoder.window_log_max(MAX_WINDOW).map_err(|_| damaged(()))?;
    let mut rows = Vec::new();
    decoder.take(most + 1).read_to_end(&mut rows).map_err(|_| damaged(()))?;
    match rows.len() as u64 > most {
        true => Err(format!("its packed part unpacks into more than {} MiB", most >> 20)),
        false => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_whole_or_not_at_all() {
        let rows: Vec<u8> = (0..200_000_u32).flat_map(|at| (at % 977).to_le_bytes()).collect();
        let packed = pack(&rows).expect("packed");
        assert_eq!(packed, pack(&rows).expect("packed"));
        assert_eq!(unpack(&packed).as_ref(), Ok(&rows));
        let cut = unpack(&packed[..packed.len() / 2]).expect_err("a part");
        assert!(cut.contains("cut short"), "{cut}");
        let mut edited = packed.clone().into_bytes();
        edited[packed.len() / 2] ^= 1;
        assert!(unpack(&String::from_utf8(edited).expect("text")).is_err());
        let refused = pack_within(&rows, 700_000).expect_err("too many");
        assert_eq!(refused, "its assets and findings take 0 MiB, and at most 0 are read");
        assert!(pack_within(&rows, rows.len() as u64).is_ok());
        assert!(unpack("!").is_err() && unpack("AAAA").is_err());
    }

    #[test]
    fn what_unpacks_without_end_is_refused() {
        let bomb = pack(&vec![0; 5 << 20]).expect("packed");
        assert!(bomb.len() < 2_000, "{}", bomb.len());
        let refused = unpack_within(&bomb, 4 << 20).expect_err("too large");
        assert!(refused.contains("more than 4 MiB"), "{refused}");
    }
}
