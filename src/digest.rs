//! Digests: whether bytes are the same, told without holding them side by side.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use twox_hash::XxHash3_128;

/// The XXH3 of bytes, in 128 bits. It tells apart what differs by chance, however much there is of it; it is no proof
/// against somebody who looks for two texts with the same one. The default, all zeros, stands for bytes of which no
/// digest is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Digest(u128);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Digest(XxHash3_128::oneshot(bytes))
    }

    /// The digest of bytes in parts; how they are divided makes no difference.
    pub fn of_parts<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> Self {
        let mut digester = Digester::default();
        parts.into_iter().for_each(|part| digester.take(part));
        digester.digest()
    }
}

/// Makes a digest of bytes that come one after the other.
#[derive(Default)]
pub struct Digester(XxHash3_128);

impl Digester {
    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// The digest of all that was taken.
    pub fn digest(&self) -> Digest {
        Digest(self.0.finish_128())
    }
}

impl Display for Digest {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:032x}", self.0)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        serializer.serialize_bytes(&self.0.to_be_bytes())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = <Cow<'de, str>>::deserialize(deserializer)?;
        let is_whole = hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digest = u128::from_str_radix(&hex, 16).ok().filter(|_| is_whole);
        digest.map(Digest).ok_or_else(|| D::Error::custom("a digest has 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of(b"a page");
        let written = serde_json::to_string(&digest).unwrap();
        assert_eq!(written, format!("\"{digest}\""));
        assert_eq!(serde_json::from_str::<Digest>(&written).unwrap(), digest);
        for wrong in
            ["", "ab", "é000000000000000000000000000000", "+0000000000000000000000000000001"]
        {
            assert!(serde_json::from_str::<Digest>(&format!("\"{wrong}\"")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_digest_is_that_of_its_standard() {
        // What `xxhsum -H2` says of an empty file.
        assert_eq!(Digest::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
    }

    #[test]
    fn parts_have_the_digest_of_the_whole() {
        let all: Vec<u8> = (0..2000_u32).map(|at| (at % 251) as u8).collect();
        for size in [1, 16, 240, 241, 1024, 2000] {
            assert_eq!(Digest::of_parts(all.chunks(size)), Digest::of(&all), "{size}");
        }
    }
}
