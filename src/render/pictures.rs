//! Pictures in sizes that fit: smaller versions of those that are much larger than a page shows them.

use std::io::{self, Cursor, Write};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};

use crate::output::Failure;

/// The widths of smaller versions, in pixels.
const WIDTHS: [u32; 2] = [480, 960];

/// How good a smaller JPEG is, of 100.
const JPEG_QUALITY: u8 = 82;

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

/// Writes a picture at a smaller width, in its own format, the right way up.
pub fn shrink(disk: &Path, width: u32, to: &mut dyn Write) -> Result<(), Failure> {
    let unreadable = |error: image::ImageError| {
        io::Error::other(format!("cannot read the picture {}: {error}", disk.display()))
    };
    let reader = ImageReader::open(disk)?.with_guessed_format()?;
    let format = reader.format();
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    let height = (u64::from(picture.height()) * u64::from(width))
        .div_ceil(u64::from(picture.width().max(1)));
    let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
    let small = picture.resize_exact(width, height, FilterType::Lanczos3);
    let mut bytes = Cursor::new(Vec::new());
    match format {
        Some(image::ImageFormat::Jpeg) => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            small.to_rgb8().write_with_encoder(encoder).map_err(unreadable)?;
        }
        _ => {
            let encoder = PngEncoder::new_with_quality(
                &mut bytes,
                CompressionType::Best,
                PngFilter::Adaptive,
            );
            let small =
                if small.color().has_alpha() { small } else { DynamicImage::from(small.to_rgb8()) };
            small.write_with_encoder(encoder).map_err(unreadable)?;
        }
    }
    to.write_all(bytes.get_ref())?;
    Ok(())
}
