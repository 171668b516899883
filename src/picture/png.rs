//! PNG (W3C, third edition): a signature, then chunks of a length, a kind, data and a checksum.

use image::metadata::Orientation;

use super::{Broken, CUT_OFF, Kept, orientation, stretch};

/// What is needed to show the pixels in their colours and proportions, and moving pictures.
const NEEDED: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT",
];

pub fn clean(bytes: &[u8]) -> Result<(Kept<'_>, Orientation), Broken> {
    let mut kept = Kept::new(bytes);
    let mut turned = Orientation::NoTransforms;
    let mut moves = false;
    kept.keep(stretch(bytes, 0, 8)?);
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8).ok_or(CUT_OFF)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = &head[4..];
        let chunk = stretch(bytes, at, length.saturating_add(12))?;
        at = chunk.end;
        if NEEDED.iter().any(|needed| *needed == kind) {
            moves |= kind == b"acTL";
            kept.keep(chunk);
            if kind == b"IEND" {
                // Turning would leave the first of many pictures.
                let turned = if moves { Orientation::NoTransforms } else { turned };
                return Ok((kept, turned));
            }
        } else if kind == b"eXIf" {
            turned = orientation(&bytes[chunk.start + 8..chunk.end - 4]);
        } else if kind[0].is_ascii_uppercase() {
            return Err(Broken("it needs a part that is not in the standard"));
        }
    }
}
