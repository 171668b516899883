//! The bytes of a file, in parts: what grows needs no second place of twice the size. A long file goes out of memory
//! while it is made, where it has a place to go to.

use std::io::{self, Write};

use crate::digest::{Digest, Digester};

/// How large a part is.
const PART: usize = 256 * 1024;

/// So many parts stay in memory, if there is a choice.
const STAY: usize = 4;

/// Bytes that are written one after the other.
#[derive(Default)]
pub struct Bytes {
    /// All but the last are full.
    parts: Vec<Vec<u8>>,
    /// Those before these that are no longer in memory.
    poured: Option<Poured>,
}

/// What has gone out of memory.
struct Poured {
    to: Box<dyn Write + Send>,
    length: usize,
    digester: Digester,
}

impl Bytes {
    /// How many there are.
    pub fn len(&self) -> usize {
        let poured = self.poured.as_ref().map_or(0, |poured| poured.length);
        poured + self.parts.iter().map(Vec::len).sum::<usize>()
    }

    /// What tells them from others.
    pub fn digest(&self) -> Digest {
        match (&self.poured, &self.parts[..]) {
            (Some(poured), []) => poured.digester.digest(),
            (Some(_), _) => unreachable!("what is poured is poured to its end"),
            (None, [one]) => Digest::of(one),
            (None, parts) => Digest::of_parts(parts.iter().map(Vec::as_slice)),
        }
    }

    /// The parts in memory, in order.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().map(Vec::as_slice)
    }

    /// Whether there are so many that some should go out of memory.
    pub fn are_many(&self) -> bool {
        self.parts.len() > STAY
    }

    /// Whether there is a place that they go to.
    pub fn are_poured(&self) -> bool {
        self.poured.is_some()
    }

    /// Has them go there, when [`Bytes::pour`] says so.
    pub fn pour_to(&mut self, to: Box<dyn Write + Send>) {
        self.poured = Some(Poured { to, length: 0, digester: Digester::default() });
    }

    /// Takes all that are in memory out of it.
    ///
    /// # Errors
    /// Those of writing.
    pub fn pour(&mut self) -> io::Result<()> {
        let Some(poured) = &mut self.poured else { return Ok(()) };
        for part in self.parts.drain(..) {
            poured.to.write_all(&part)?;
            poured.digester.take(&part);
            poured.length += part.len();
        }
        Ok(())
    }

    /// Takes all away, and keeps room for about as many as most files have.
    pub fn clear(&mut self) {
        self.poured = None;
        self.parts.truncate(1);
        self.parts.iter_mut().for_each(Vec::clear);
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = match self.parts.last_mut() {
                Some(last) if last.len() < PART => last,
                _ => {
                    self.parts.push(Vec::with_capacity(PART));
                    continue;
                }
            };
            let (now, later) = bytes.split_at(bytes.len().min(PART - room.len()));
            room.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_what_was_written() {
        let mut bytes = Bytes::default();
        assert_eq!((bytes.len(), bytes.digest()), (0, Digest::of(b"")));
        for length in [1, 10, PART - 1, PART, PART + 1, 3 * PART] {
            bytes.clear();
            let all: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            for piece in all.chunks(1000) {
                bytes.write_all(piece).unwrap();
            }
            assert_eq!((bytes.len(), bytes.digest()), (length, Digest::of(&all)));
            assert_eq!(bytes.parts().collect::<Vec<_>>().concat(), all);
            assert!(bytes.parts().all(|part| part.len() <= PART));
        }
    }

    #[test]
    fn what_is_poured_counts_as_what_is_held() {
        let all: Vec<u8> = (0..12 * PART + 7).map(|at| (at % 251) as u8).collect();
        let mut bytes = Bytes::default();
        bytes.pour_to(Box::new(io::sink()));
        for piece in all.chunks(1000) {
            bytes.write_all(piece).unwrap();
            if bytes.are_many() {
                bytes.pour().unwrap();
            }
            assert!(bytes.parts().count() <= STAY + 1);
        }
        bytes.pour().unwrap();
        assert_eq!((bytes.len(), bytes.digest()), (all.len(), Digest::of(&all)));
        bytes.clear();
        assert_eq!((bytes.len(), bytes.digest()), (0, Digest::of(b"")));
    }
}
