//! Pictures: their files without what the pixels do not need, found by walking through a file's parts.
//!
//! What may stay is named, and all else goes: a camera's maker invents a new place for its data every year. No crate
//! does all of this: `img-parts` knows neither GIF nor what stands behind the end of a picture, where telephones keep
//! films and second pictures. Nothing is decoded here, so the pixels stay as they are, bit for bit.

mod gif;
mod jpeg;
mod png;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

use std::borrow::Cow;
use std::ops::Range;

use image::metadata::Orientation;

pub use svg::Drawing;

/// A kind of picture whose parts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
}

/// A picture's file without metadata.
#[derive(Debug, PartialEq)]
pub struct Clean<'a> {
    /// The file as it came, where there was nothing to remove.
    pub bytes: Cow<'a, [u8]>,
    /// How the metadata said that it is to be held; without them it has to be turned.
    pub orientation: Orientation,
}

/// Why a picture's parts cannot be told apart: half a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken(pub &'static str);

/// It ends before its end.
const CUT_OFF: Broken = Broken("it is cut off");

/// How many bytes of a file [`Format::of`] has to see.
pub const MAGIC: usize = 12;

impl Format {
    /// The format of a file by its first bytes, whatever it is called.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Format::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
            _ => None,
        }
    }
}

/// Removes what the pixels of a picture do not need: all metadata but colour profiles, comments, thumbnails, further
/// pictures, and what stands behind the end.
///
/// # Errors
/// Where the file is cut off, or its parts make no sense.
pub fn clean(format: Format, bytes: &[u8]) -> Result<Clean<'_>, Broken> {
    let (kept, orientation) = match format {
        Format::Jpeg => jpeg::clean(bytes)?,
        Format::Png => png::clean(bytes)?,
        Format::Webp => webp::clean(bytes)?,
        Format::Gif => gif::clean(bytes)?,
    };
    Ok(Clean { bytes: kept.join(), orientation })
}

/// Whether a picture is turned by a quarter, so that its width is its height.
pub fn is_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// What stays of a file: stretches of it as they are, and some bytes written anew.
struct Kept<'a> {
    from: &'a [u8],
    /// The bytes so far; empty for as long as all of the file stays.
    copied: Vec<u8>,
    /// How far the file has been kept unchanged from its begin.
    whole: usize,
}

impl<'a> Kept<'a> {
    fn new(from: &'a [u8]) -> Self {
        Kept { from, copied: Vec::new(), whole: 0 }
    }

    /// Keeps a stretch, which stands behind all that was kept before.
    fn keep(&mut self, range: Range<usize>) {
        if self.copied.is_empty() && range.start == self.whole {
            self.whole = range.end;
            return;
        }
        self.copy();
        self.copied.extend_from_slice(&self.from[range]);
    }

    /// Puts these bytes in place of a stretch of as many or more.
    fn replace(&mut self, range: Range<usize>, bytes: &[u8]) {
        if self.from[range.clone()] == *bytes {
            return self.keep(range);
        }
        self.copy();
        self.copied.extend_from_slice(bytes);
    }

    fn copy(&mut self) {
        if self.copied.is_empty() {
            self.copied.extend_from_slice(&self.from[..self.whole]);
        }
    }

    fn join(self) -> Cow<'a, [u8]> {
        match (self.copied.is_empty(), self.whole == self.from.len()) {
            (true, true) => Cow::Borrowed(self.from),
            (true, false) => Cow::Owned(self.from[..self.whole].to_vec()),
            (false, _) => Cow::Owned(self.copied),
        }
    }
}

/// A stretch of a file by its begin and length, if the file is that long.
fn stretch(bytes: &[u8], start: usize, length: usize) -> Result<Range<usize>, Broken> {
    let end = start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(CUT_OFF)?;
    Ok(start..end)
}

/// What Exif (CIPA DC-008) says of how a picture is to be held.
fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}
