//! The outflow: how the bytes of a site go to files, so that a large one does not fill all memory on its way to the disk.

use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::bytes::Bytes;
use super::platform;

/// So many bytes of a site may stay where the system keeps what was last written: whoever serves it will ask for them.
const STAY: u64 = 2 << 30;

/// Files from this length on go past memory then. To hand the disk each shorter one by itself takes as long as that saves.
const LONG: usize = 20 << 10;

/// Writes files, and counts their bytes.
///
/// What is written stays in memory until something else needs the room. Of a site that is larger than memory, all of
/// memory would be found for it page by page, which on a virtual machine takes longer than to fill it, and what others had
/// there is lost.
pub struct Outflow {
    stay: u64,
    written: AtomicU64,
    /// Whether the system or the file system knows no way past memory.
    has_no_way: AtomicBool,
}

impl Default for Outflow {
    fn default() -> Self {
        Outflow { stay: STAY, written: AtomicU64::new(0), has_no_way: AtomicBool::new(false) }
    }
}

impl Outflow {
    /// Fills a new file.
    ///
    /// # Errors
    /// The disk's.
    pub fn fill(&self, mut file: File, bytes: &Bytes) -> io::Result<()> {
        let length = bytes.len();
        let before = self.written.fetch_add(length as u64, Ordering::Relaxed);
        let goes_past = before >= self.stay && length >= LONG;
        bytes.parts().try_for_each(|part| {
            let past = match goes_past && !self.has_no_way.load(Ordering::Relaxed) {
                true => self.past_memory(&file, part),
                false => 0,
            };
            file.write_all(&part[past..])
        })
    }

    /// Writes past memory as far as that is possible: how many bytes. Whatever is in the way of the rest is as much in the
    /// way of writing it plainly, and is told then.
    fn past_memory(&self, file: &File, bytes: &[u8]) -> usize {
        let mut done = 0;
        while done < bytes.len() {
            match platform::write_past_memory(file, &bytes[done..]) {
                Ok(0) => break,
                Ok(more) => done += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    self.has_no_way.store(true, Ordering::Relaxed);
                    break;
                }
            }
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_hold_their_bytes_whichever_way_they_went() {
        let folder = tempfile::tempdir().unwrap();
        for (stay, has_no_way) in [(STAY, false), (0, false), (0, true)] {
            let outflow = Outflow { stay, has_no_way: has_no_way.into(), ..Outflow::default() };
            for length in [0, 1, LONG - 1, LONG, 700_000] {
                let all: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
                let mut bytes = Bytes::default();
                bytes.write_all(&all).unwrap();
                let path = folder.path().join(format!("{stay}-{has_no_way}-{length}"));
                outflow.fill(File::create_new(&path).unwrap(), &bytes).unwrap();
                assert!(std::fs::read(&path).unwrap() == all, "{}", path.display());
            }
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_of_on_both_ways() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "").unwrap();
        let mut bytes = Bytes::default();
        bytes.write_all(&[b'a'; LONG]).unwrap();
        for stay in [STAY, 0] {
            let outflow = Outflow { stay, ..Outflow::default() };
            assert!(outflow.fill(File::open(&path).unwrap(), &bytes).is_err(), "only to be read");
        }
    }
}
