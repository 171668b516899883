//! JPEG (ITU T.81, T.871): segments behind markers, and the pixels between them.

use image::metadata::Orientation;

use super::{Broken, CUT_OFF, Kept, orientation, stretch};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// How long the fields of a JFIF header are without a thumbnail, and those of Adobe's segment.
const JFIF: usize = 14;
const ADOBE: usize = 12;

pub fn clean(bytes: &[u8]) -> Result<(Kept<'_>, Orientation), Broken> {
    let mut kept = Kept::new(bytes);
    let mut turned = None;
    let mut has_pixels = false;
    kept.keep(stretch(bytes, 0, 2)?);
    let mut at = 2;
    loop {
        let marker_at = marker_from(bytes, at)?;
        let marker = bytes[marker_at + 1];
        if marker == EOI && !has_pixels {
            return Err(Broken("it holds no pixels"));
        }
        if marker == EOI {
            kept.keep(marker_at..marker_at + 2);
            return Ok((kept, turned.unwrap_or(Orientation::NoTransforms)));
        }
        if marker == SOI {
            return Err(Broken("a second picture begins before the first one ends"));
        }
        if is_alone(marker) {
            at = marker_at + 2;
            continue;
        }
        let length = bytes.get(marker_at + 2..marker_at + 4).ok_or(CUT_OFF)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length < 2 {
            return Err(Broken("a segment says that it is shorter than its own length"));
        }
        let segment = stretch(bytes, marker_at, length + 2)?;
        let fields = &bytes[marker_at + 4..segment.end];
        at = segment.end;
        match marker {
            // The thumbnail, if there is one, stands behind the header and its size is in the last two bytes of that.
            0xe0 if fields.starts_with(b"JFIF\0") && fields.len() >= JFIF => {
                let mut header = vec![0xff, marker, 0, JFIF as u8 + 2];
                header.extend_from_slice(&fields[..JFIF - 2]);
                header.extend_from_slice(&[0, 0]);
                kept.replace(segment, &header);
            }
            0xe2 if fields.starts_with(b"ICC_PROFILE\0") => kept.keep(segment),
            // Without it nobody knows whether the colours are RGB, YCbCr, CMYK or YCCK.
            0xee if fields.starts_with(b"Adobe") && fields.len() >= ADOBE => {
                let mut header = vec![0xff, marker, 0, ADOBE as u8 + 2];
                header.extend_from_slice(&fields[..ADOBE]);
                kept.replace(segment, &header);
            }
            0xe1 if fields.starts_with(b"Exif\0") => {
                turned = turned.or(Some(orientation(fields)));
            }
            SOS => {
                at = pixels_end(bytes, segment.end)?;
                has_pixels = true;
                kept.keep(segment.start..at);
            }
            _ if is_needed(marker) => kept.keep(segment),
            _ => {}
        }
    }
}

/// Where the next marker begins. What else stands there means nothing to any reader, and so it goes.
fn marker_from(bytes: &[u8], mut at: usize) -> Result<usize, Broken> {
    loop {
        match bytes.get(at..at + 2).ok_or(CUT_OFF)? {
            [0xff, 0x01..=0xfe] => return Ok(at),
            _ => at += 1,
        }
    }
}

/// Markers without fields; outside of the pixels they mean nothing.
fn is_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=0xd7)
}

/// Frames, tables and scans; 0xc8 is kept for extensions that nobody made.
fn is_needed(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xc7 | 0xc9..=0xcf | 0xdb..=0xdf)
}

/// Where the coded pixels of a scan end: at the first marker that is neither a restart nor a stuffed byte.
fn pixels_end(bytes: &[u8], mut at: usize) -> Result<usize, Broken> {
    loop {
        at += bytes[at..].iter().position(|byte| *byte == 0xff).ok_or(CUT_OFF)?;
        match bytes.get(at + 1).ok_or(CUT_OFF)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Ok(at),
        }
    }
}
