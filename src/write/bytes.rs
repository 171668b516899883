//! The bytes of a file, in parts: what grows needs no second place of twice the size.

use std::io::{self, Write};

use crate::digest::Digest;

/// How large a part is.
const PART: usize = 256 * 1024;

/// Bytes that are written one after the other.
#[derive(Default)]
pub struct Bytes {
    /// All but the last are full.
    parts: Vec<Vec<u8>>,
}

impl Bytes {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// What tells them from others.
    pub fn digest(&self) -> Digest {
        match &self.parts[..] {
            [one] => Digest::of(one),
            parts => Digest::of_parts(parts.iter().map(Vec::as_slice)),
        }
    }

    /// The parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().map(Vec::as_slice)
    }

    /// Takes all away, and keeps room for about as many as most files have.
    pub fn clear(&mut self) {
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
}
