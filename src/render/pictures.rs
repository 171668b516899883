//! Pictures: without metadata and the right way up, and smaller versions of those that are much larger than a page shows
//! them.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageReader, ImageResult};

use crate::output::{Failure, PictureFailure, Sheet, Sketch};
use crate::picture::{self, Broken, Clean, Drawing, Format};
use crate::text::MediaFile;

/// The widths of smaller versions, in pixels.
const WIDTHS: [u32; 2] = [480, 960];

/// How good a smaller JPEG is, of 100, and one that only had to be turned.
const JPEG_QUALITY: u8 = 82;
const TURNED_QUALITY: u8 = 93;

/// The paths and widths of the smaller versions of a picture.
pub fn smaller(path: &str, width: u32) -> Vec<(String, u32)> {
    let Some((stem, ending)) = path.rsplit_once('.') else { return Vec::new() };
    if !matches!(ending.to_ascii_lowercase().as_str(), "jpg" | "jpeg" | "png") {
        return Vec::new();
    }
    // A version that is hardly smaller saves nothing.
    let fits = WIDTHS.into_iter().filter(|smaller| width >= smaller * 5 / 4);
    fits.map(|width| (format!("{stem}-{width}w.{ending}"), width)).collect()
}

/// Whether a file is a picture, also a drawing that does not say how large it is.
pub fn is_picture(path: &str, file: &MediaFile) -> bool {
    file.size.is_some() || path.to_ascii_lowercase().ends_with(".svg")
}

/// Writes a picture without its metadata: the same pixels, bit for bit, unless they have to be turned.
pub fn clean(path: &str, disk: &Path, to: &mut dyn Sheet) -> Result<(), Failure> {
    let bytes = fs::read(disk)?;
    if stands(&bytes, None, to) {
        return Ok(());
    }
    let Some(format) = Format::of(&bytes) else { return clean_drawing(path, bytes, to) };
    let clean = parts(path, format, &bytes)?;
    match clean.orientation {
        Orientation::NoTransforms => to.write_all(&clean.bytes)?,
        orientation => {
            let turned = turn(format, &clean.bytes, orientation);
            to.write_all(&turned.map_err(|error| unreadable(path, error))?)?;
        }
    }
    Ok(())
}

fn clean_drawing(path: &str, bytes: Vec<u8>, to: &mut dyn Sheet) -> Result<(), Failure> {
    let text = String::from_utf8(bytes).map_err(|error| unreadable(path, error))?;
    let drawing = Drawing::clean(&text).map_err(|Broken(why)| unreadable(path, why))?;
    Ok(to.write_all(drawing.text.as_bytes())?)
}

/// Writes a picture at a smaller width, in its own format, the right way up.
pub fn shrink(path: &str, disk: &Path, width: u32, to: &mut dyn Sheet) -> Result<(), Failure> {
    let bytes = fs::read(disk)?;
    if stands(&bytes, Some(width), to) {
        return Ok(());
    }
    let Some(format) = Format::of(&bytes) else {
        return Err(unreadable(path, "it is no picture any more"));
    };
    let clean = parts(path, format, &bytes)?;
    let small = shrunk(format, &clean, width).map_err(|error| unreadable(path, error))?;
    Ok(to.write_all(&small)?)
}

/// Whether a picture that was made of the same bytes stands already.
fn stands(bytes: &[u8], width: Option<u32>, to: &mut dyn Sheet) -> bool {
    Sketch::of(&(Sketch::of_bytes(bytes), width)).is_some_and(|sketch| to.stands(sketch))
}

fn parts<'a>(path: &str, format: Format, bytes: &'a [u8]) -> Result<Clean<'a>, Failure> {
    picture::clean(format, bytes).map_err(|Broken(why)| unreadable(path, why))
}

fn unreadable(path: &str, message: impl ToString) -> Failure {
    PictureFailure { path: path.to_owned(), message: message.to_string() }.into()
}

/// A picture's pixels as they are to be held, and the profile of their colours.
fn pixels(bytes: &[u8], orientation: Orientation) -> ImageResult<(DynamicImage, Option<Vec<u8>>)> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let mut pixels = DynamicImage::from_decoder(decoder)?;
    pixels.apply_orientation(orientation);
    // The decoder has turned other colours into these, and the space of a profile stands at its byte 16 (ICC.1).
    let space: &[u8] = if pixels.color().has_color() { b"RGB " } else { b"GRAY" };
    let fits = |profile: &Vec<u8>| profile.get(16..20) == Some(space);
    Ok((pixels, profile.filter(fits)))
}

fn turn(format: Format, bytes: &[u8], orientation: Orientation) -> ImageResult<Vec<u8>> {
    let (pixels, profile) = pixels(bytes, orientation)?;
    let mut turned = Vec::new();
    match format {
        Format::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut turned, TURNED_QUALITY);
            encode(&pixels, profile, encoder)?;
        }
        Format::Webp => encode(&pixels, profile, WebPEncoder::new_lossless(&mut turned))?,
        Format::Png | Format::Gif => encode(&pixels, profile, PngEncoder::new(&mut turned))?,
    }
    Ok(turned)
}

fn shrunk(format: Format, clean: &Clean<'_>, width: u32) -> ImageResult<Vec<u8>> {
    let (picture, profile) = pixels(&clean.bytes, clean.orientation)?;
    let height = (u64::from(picture.height()) * u64::from(width))
        .div_ceil(u64::from(picture.width().max(1)));
    let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
    let small = picture.resize_exact(width, height, FilterType::Lanczos3);
    let mut shrunk = Vec::new();
    if format == Format::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut shrunk, JPEG_QUALITY);
        encode(&small, profile, encoder)?;
        return Ok(shrunk);
    }
    let encoder =
        PngEncoder::new_with_quality(&mut shrunk, CompressionType::Best, PngFilter::Adaptive);
    if small.color().has_alpha() {
        encode(&small, profile, encoder)?;
    } else {
        // A profile for greys says nothing of these.
        let profile = profile.filter(|_| small.color().has_color());
        encode(&DynamicImage::from(small.to_rgb8()), profile, encoder)?;
    }
    Ok(shrunk)
}

fn encode(
    pixels: &DynamicImage,
    profile: Option<Vec<u8>>,
    mut encoder: impl ImageEncoder,
) -> ImageResult<()> {
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
    }
    pixels.write_with_encoder(encoder)
}
