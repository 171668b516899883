//! WebP (RFC 9649): chunks in a RIFF container.

use image::metadata::Orientation;

use super::{Broken, CUT_OFF, Kept, orientation, stretch};

/// The flags of the header that say what stands in the file.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;
const MOVES: u8 = 0x02;

/// How long the fields of a frame are before its own chunks.
const FRAME: usize = 16;

pub fn clean(bytes: &[u8]) -> Result<(Kept<'_>, Orientation), Broken> {
    let size = word(bytes, 4)?;
    let file = &bytes[stretch(bytes, 8, size)?];
    let mut turned = Orientation::NoTransforms;
    let mut moves = false;
    let mut is_changed = size + 8 != bytes.len();
    let mut body = file.get(..4).ok_or(CUT_OFF)?.to_vec();
    let mut has_pixels = false;
    for chunk in chunks(&file[4..]) {
        let Chunk { kind, data, whole } = chunk?;
        match kind {
            b"VP8X" if data.len() >= 10 => {
                moves |= data[0] & MOVES != 0;
                is_changed |= data[0] & (EXIF | XMP) != 0 || data.len() > 10;
                let mut data = data[..10].to_vec();
                data[0] &= !(EXIF | XMP);
                push(&mut body, kind, &data);
            }
            b"ANMF" => {
                has_pixels = true;
                is_changed |= push_frame(&mut body, data)?;
            }
            b"VP8 " | b"VP8L" | b"ICCP" | b"ANIM" | b"ALPH" => {
                has_pixels |= matches!(kind, b"VP8 " | b"VP8L");
                body.extend_from_slice(whole);
            }
            b"EXIF" => {
                is_changed = true;
                turned = orientation(data);
            }
            _ => is_changed = true,
        }
    }
    if !has_pixels {
        return Err(CUT_OFF);
    }
    // Turning would leave the first of many pictures.
    let turned = if moves { Orientation::NoTransforms } else { turned };
    let mut kept = Kept::new(bytes);
    if !is_changed {
        kept.keep(0..bytes.len());
        return Ok((kept, turned));
    }
    let size = u32::try_from(body.len()).map_err(|_| CUT_OFF)?;
    kept.keep(0..4);
    kept.replace(4..8, &size.to_le_bytes());
    kept.replace(8..bytes.len(), &body);
    Ok((kept, turned))
}

/// Adds a frame of a moving picture without the chunks that it may bring along; answers whether there were any.
fn push_frame(body: &mut Vec<u8>, data: &[u8]) -> Result<bool, Broken> {
    let mut frame = data.get(..FRAME).ok_or(CUT_OFF)?.to_vec();
    for chunk in chunks(&data[FRAME..]) {
        let Chunk { kind, whole, .. } = chunk?;
        if matches!(kind, b"VP8 " | b"VP8L" | b"ALPH") {
            frame.extend_from_slice(whole);
        }
    }
    let is_changed = frame.len() != data.len();
    push(body, b"ANMF", &frame);
    Ok(is_changed)
}

pub(super) fn push(body: &mut Vec<u8>, kind: &[u8], data: &[u8]) {
    body.extend_from_slice(kind);
    body.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    body.extend_from_slice(data);
    if !data.len().is_multiple_of(2) {
        body.push(0);
    }
}

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    /// With its head and the byte that makes its length even.
    whole: &'a [u8],
}

fn chunks(bytes: &[u8]) -> impl Iterator<Item = Result<Chunk<'_>, Broken>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let chunk = chunk(bytes, at);
        at = match &chunk {
            Ok(chunk) => at + chunk.whole.len(),
            Err(_) => bytes.len(),
        };
        Some(chunk)
    })
}

fn chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Broken> {
    let length = word(bytes, at + 4)?;
    let data = stretch(bytes, at + 8, length)?;
    let end = data.end.saturating_add(length % 2).min(bytes.len());
    Ok(Chunk { kind: &bytes[at..at + 4], whole: &bytes[at..end], data: &bytes[data] })
}

fn word(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let word = bytes.get(at..at + 4).ok_or(CUT_OFF)?;
    Ok(u32::from_le_bytes([word[0], word[1], word[2], word[3]]) as usize)
}
