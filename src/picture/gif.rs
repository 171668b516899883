//! GIF (89a): blocks of data in lengths of a byte.

use image::metadata::Orientation;

use super::{Broken, CUT_OFF, Kept, stretch};

pub fn clean(bytes: &[u8]) -> Result<(Kept<'_>, Orientation), Broken> {
    let mut kept = Kept::new(bytes);
    let head = bytes.get(..13).ok_or(CUT_OFF)?;
    let mut at = stretch(bytes, 0, 13 + table(head[10]))?.end;
    kept.keep(0..at);
    loop {
        let start = at;
        match *bytes.get(at).ok_or(CUT_OFF)? {
            0x3b => {
                kept.keep(at..at + 1);
                return Ok((kept, Orientation::NoTransforms));
            }
            0x2c => {
                let head = stretch(bytes, at, 10)?;
                // The table of colours, and the byte that says how long the first codes are.
                let data = stretch(bytes, head.end, table(bytes[at + 9]) + 1)?.end;
                at = blocks_end(bytes, data)?;
                kept.keep(start..at);
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(CUT_OFF)?;
                at = blocks_end(bytes, at + 2)?;
                if label == 0xf9 || label == 0xff && is_loop(&bytes[start + 2..at]) {
                    kept.keep(start..at);
                }
            }
            _ => return Err(Broken("there is no telling what one of its blocks is")),
        }
    }
}

/// How many bytes a table of colours takes.
pub(super) fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a run of blocks ends.
fn blocks_end(bytes: &[u8], mut at: usize) -> Result<usize, Broken> {
    loop {
        let length = usize::from(*bytes.get(at).ok_or(CUT_OFF)?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}

/// Whether a program's block says how often the pictures are shown, and nothing else.
fn is_loop(blocks: &[u8]) -> bool {
    let names: [&[u8]; 2] = [b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0"];
    let rest = names.iter().find_map(|name| blocks.strip_prefix(*name));
    matches!(rest, Some([3, 1, _, _, 0]))
}
