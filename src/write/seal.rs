//! Until when the files of the last build are known to be as it left them.
//!
//! A file that was last written before the record, and has the size that the record names, is the file that the record
//! means, as Git holds it with its index. That rests on times that are those of our own build. A checkout, a merge or a
//! copy gives new ones, in any order. So the record's time is a seal: its last digits follow from what the record says,
//! and a record with another time proves nothing. The record itself holds no time, since the same site has to give the
//! same bytes.
//!
//! The seal is also that of a program: what a page is made of says what its bytes are only to a program that was built from
//! the same sources.

use std::fs::File;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seals are so far apart: records are sealed with a time that lies up to this far back.
const STEP: u128 = Duration::from_millis(10).as_nanos();

/// What times are counted in; NTFS knows nothing finer.
const GRAIN: u128 = 100;

/// Gives a record the latest time of its seal that is not after `latest`. Where that cannot be, it stays unsealed, and
/// the next build reads all files.
pub fn seal(record: &File, hash: blake3::Hash, latest: SystemTime) {
    let Some(latest) = nanoseconds(latest) else { return };
    let digits = digits(hash);
    let step = latest - latest % STEP;
    let time = if step + digits <= latest { Some(step) } else { step.checked_sub(STEP) };
    let time = time.and_then(|step| u64::try_from(step + digits).ok()).map(Duration::from_nanos);
    if let Some(time) = time {
        let _ = record.set_modified(UNIX_EPOCH + time);
    }
}

/// Whether a record has a time that we gave it.
pub fn is_sealed(hash: blake3::Hash, modified: SystemTime) -> bool {
    nanoseconds(modified).is_some_and(|time| time % STEP == digits(hash))
}

fn digits(hash: blake3::Hash) -> u128 {
    let sources = env!("DATELINE_SOURCES");
    let sealed =
        blake3::Hasher::new().update(hash.as_bytes()).update(sources.as_bytes()).finalize();
    let [a, b, c, d, ..] = *sealed.as_bytes();
    u128::from(u32::from_le_bytes([a, b, c, d])) % (STEP / GRAIN) * GRAIN
}

fn nanoseconds(time: SystemTime) -> Option<u128> {
    time.duration_since(UNIX_EPOCH).ok().map(|time| time.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_a_time_shortly_before() {
        let file = tempfile::tempfile().unwrap();
        for (text, nanoseconds) in
            [("a", 1_792_000_000_123_456_789), ("b", 1_792_000_000_000_000_000), ("c", 10_000_000)]
        {
            let hash = blake3::hash(text.as_bytes());
            let latest = UNIX_EPOCH + Duration::from_nanos(nanoseconds);
            seal(&file, hash, latest);
            let time = file.metadata().unwrap().modified().unwrap();
            assert!(is_sealed(hash, time), "{text}");
            assert!(time <= latest && latest < time + Duration::from_millis(10), "{text}");
            assert!(!is_sealed(blake3::hash(b"another"), time), "{text}");
            assert!(!is_sealed(hash, time + Duration::from_nanos(100)), "{text}");
        }
    }
}
